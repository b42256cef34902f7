"""The invented municipality hangs together, and is none that exists."""

from __future__ import annotations

import re

from signatur.solutions.mail_routing.demo.municipality import (
    departments,
    municipality,
    subjects,
)

# The municipalities of Denmark since 2007.
REAL_MUNICIPALITIES = [
    "Albertslund",
    "Allerød",
    "Assens",
    "Ballerup",
    "Billund",
    "Bornholm",
    "Brøndby",
    "Brønderslev",
    "Dragør",
    "Egedal",
    "Esbjerg",
    "Fanø",
    "Favrskov",
    "Faxe",
    "Fredensborg",
    "Fredericia",
    "Frederiksberg",
    "Frederikshavn",
    "Frederikssund",
    "Furesø",
    "Faaborg-Midtfyn",
    "Gentofte",
    "Gladsaxe",
    "Glostrup",
    "Greve",
    "Gribskov",
    "Guldborgsund",
    "Haderslev",
    "Halsnæs",
    "Hedensted",
    "Helsingør",
    "Herlev",
    "Herning",
    "Hillerød",
    "Hjørring",
    "Holbæk",
    "Holstebro",
    "Horsens",
    "Hvidovre",
    "Høje-Taastrup",
    "Hørsholm",
    "Ikast-Brande",
    "Ishøj",
    "Jammerbugt",
    "Kalundborg",
    "Kerteminde",
    "Kolding",
    "København",
    "Køge",
    "Langeland",
    "Lejre",
    "Lemvig",
    "Lolland",
    "Lyngby-Taarbæk",
    "Læsø",
    "Mariagerfjord",
    "Middelfart",
    "Morsø",
    "Norddjurs",
    "Nordfyns",
    "Nyborg",
    "Næstved",
    "Odder",
    "Odense",
    "Odsherred",
    "Randers",
    "Rebild",
    "Ringkøbing-Skjern",
    "Ringsted",
    "Roskilde",
    "Rudersdal",
    "Rødovre",
    "Samsø",
    "Silkeborg",
    "Skanderborg",
    "Skive",
    "Slagelse",
    "Solrød",
    "Sorø",
    "Stevns",
    "Struer",
    "Svendborg",
    "Syddjurs",
    "Sønderborg",
    "Thisted",
    "Tønder",
    "Tårnby",
    "Vallensbæk",
    "Varde",
    "Vejen",
    "Vejle",
    "Vesthimmerlands",
    "Viborg",
    "Vordingborg",
    "Ærø",
    "Aabenraa",
    "Aalborg",
    "Aarhus",
]


def test_the_municipality_and_its_towns_are_none_that_exist() -> None:
    assert len(REAL_MUNICIPALITIES) == 98

    names = {municipality().name.removesuffix(" Kommune")}
    names |= {town.name for town in municipality().towns}

    assert names.isdisjoint(REAL_MUNICIPALITIES)


def test_its_numbers_fail_their_check_digits() -> None:
    cvr = [int(digit) for digit in municipality().cvr_number]
    ean = [int(digit) for digit in municipality().ean_number]

    cvr_sum = sum(
        weight * digit for weight, digit in zip((2, 7, 6, 5, 4, 3, 2, 1), cvr, strict=True)
    )
    ean_sum = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(ean))

    assert (len(cvr), len(ean)) == (8, 13)
    assert cvr_sum % 11 != 0
    assert ean_sum % 10 != 0


def test_every_department_has_subjects_and_every_subject_a_department() -> None:
    assert {subject.department_key for subject in subjects()} == {
        department.key for department in departments()
    }


def test_keys_are_plain_words_and_occur_once() -> None:
    keys = [subject.key for subject in subjects()]
    keys += [f"department {department.key}" for department in departments()]

    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"(department )?[a-z_]+", key) for key in keys)


def test_kle_codes_have_the_shape_of_kle_and_occur_once() -> None:
    codes = [subject.kle_code for subject in subjects()]

    assert all(re.fullmatch(r"\d\d\.\d\d\.\d\d", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_a_subject_is_mistaken_for_others_that_exist() -> None:
    keys = {subject.key for subject in subjects()}

    for subject in subjects():
        assert subject.near
        assert set(subject.near) <= keys - {subject.key}


def test_there_are_about_25_departments_and_some_hundred_subjects() -> None:
    assert 23 <= len(departments()) <= 28
    assert 80 <= len(subjects()) <= 110
