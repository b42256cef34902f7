"""Company, case, property, payment, vehicle and contact numbers, and addresses, are told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.identifiers import (
    AddressFacts,
    Certainty,
    IdentifierKind,
    KleFacts,
    find_identifiers,
)

K = IdentifierKind


def _found(text: str) -> list[tuple[IdentifierKind, str]]:
    return [(found.kind, found.value) for found in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("CVR 29189846", K.CVR, "29189846"),
        ("cvr-nr. 29 18 98 46", K.CVR, "29189846"),
        ("CVR-nr.: 29189846, tlf. 20304050", K.CVR, "29189846"),
        ("Virksomhedsnummer 29189846", K.CVR, "29189846"),
        ("Moms: DK29189846", K.CVR, "29189846"),
        ("DK-29189846", K.CVR, "29189846"),
        ("VAT DK 29189846", K.CVR, "29189846"),
        ("SE-nr. 29189846", K.SE_NUMBER, "29189846"),
        ("P-nummer 1003388394", K.P_NUMBER, "1003388394"),
        ("p-nr.: 1 003 388 394", K.P_NUMBER, "1003388394"),
        ("Produktionsenhed 1003388394", K.P_NUMBER, "1003388394"),
        ("EAN 5798009811578", K.GLN, "5798009811578"),
        ("EAN-nr.: 5798 0098 11578", K.GLN, "5798009811578"),
        ("faktura til 5798009811578", K.GLN, "5798009811578"),
        ("GLN 57 98 00 98 11 57 8", K.GLN, "5798009811578"),
    ],
)
def test_numbers_of_companies_are_known_by_word_prefix_and_check_digit(
    text: str, kind: IdentifierKind, value: str
) -> None:
    assert (kind, value) in _found(text)


def test_a_cvr_number_is_checked_and_one_with_a_slip_only_possible() -> None:
    certainties = [
        find_identifiers(f"CVR {number}")[0].certainty for number in (29189846, 29189847)
    ]

    assert certainties == [Certainty.CHECKED, Certainty.POSSIBLE]


def test_eight_digits_are_a_phone_number_unless_something_says_cvr() -> None:
    assert _found("Ring 29189846") == [(K.PHONE, "29189846")]
    assert _found("Vi er 29189846") == [(K.PHONE, "29189846")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("KLE 02.34.02", K.KLE, "02.34.02"),
        ("Emnet er 27.18.04 i dag", K.KLE, "27.18.04"),
        ("02.34.02 P19", K.KLE, "02.34.02 P19"),
        ("02.34.02-P19", K.KLE, "02.34.02 P19"),
        ("02.34.02G01", K.KLE, "02.34.02 G01"),
        ("KLE-nr. 12.03.25", K.KLE, "12.03.25"),
        ("J.nr. 02.34.02-P19-12-24", K.CASE_NUMBER, "02.34.02-P19-12-24"),
        ("02.34.02-P19-12-24", K.CASE_NUMBER, "02.34.02-P19-12-24"),
        ("Sagsnr. 24/12345", K.CASE_NUMBER, "24/12345"),
        ("sag 24/12345", K.CASE_NUMBER, "24/12345"),
        ("vedr. 2024-012345", K.CASE_NUMBER, "2024-012345"),
        ("S2024-123", K.CASE_NUMBER, "S2024-123"),
        ("se EMN-2024-01234.", K.CASE_NUMBER, "EMN-2024-01234"),
        ("Sagsnummer: ABC-77812", K.CASE_NUMBER, "ABC-77812"),
        ("Sags-id: 4711", K.CASE_NUMBER, "4711"),
        ("Vores ref.: KJ/2024-77", K.CASE_NUMBER, "KJ/2024-77"),
        ("Journalnr. 123456", K.CASE_NUMBER, "123456"),
        ("BOM-nummer: BYG-2024-00123", K.CASE_NUMBER, "BYG-2024-00123"),
        ("Case number 2024-99812", K.CASE_NUMBER, "2024-99812"),
        ("Aktenzeichen: 33-2024/9", K.CASE_NUMBER, "33-2024/9"),
        ("matr.nr. 7a, Nørre Hald By, Nørre Hald", K.PROPERTY, "7a Nørre Hald By, Nørre Hald"),
        ("matrikel 12 bc Vejlby By", K.PROPERTY, "12bc Vejlby By"),
        ("Matr.nr. 7a", K.PROPERTY, "7a"),
        ("ledning ved matr.nr. 22g, Lindevang By. Vi venter", K.PROPERTY, "22g Lindevang By"),
        ("BFE-nummer 100012345", K.PROPERTY, "100012345"),
        ("BFE: 5512345", K.PROPERTY, "5512345"),
        ("Ejendomsnr. 123456", K.PROPERTY, "123456"),
    ],
)
def test_case_subject_and_property_numbers_are_known_by_word_or_shape(
    text: str, kind: IdentifierKind, value: str
) -> None:
    assert _found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        *("(EU) 2016/679", "EU 2016/679", "forordning (EU) nr. 2016/679", "direktiv 2016/680"),
        *("direktiv 2006/123/EF", "rammeafgørelse 2008/977/RIA", "GDPR (2016/679)"),
        *("direktiv 2016/680 og 2018/1725", "artikel 6, stk. 1, i 2016/679"),
    ],
)
def test_the_number_of_a_law_is_no_case_number(text: str) -> None:
    assert K.CASE_NUMBER not in {kind for kind, _value in _found(text)}


@pytest.mark.parametrize("text", ["lov 2024-012345", "afgørelse 2024-1234", "EU-sag 2024-012345"])
def test_a_case_about_a_law_keeps_its_number(text: str) -> None:
    assert K.CASE_NUMBER in {kind for kind, _value in _found(text)}


@pytest.mark.parametrize("text", ["610190-1AB3", "010190-1AB3", "6101901AB3"])
def test_the_day_of_a_lettered_replacement_number_may_be_raised(text: str) -> None:
    assert [kind for kind, _value in _found(text)] == [K.CPR]


def test_a_journal_number_tells_its_kle_number_and_facet() -> None:
    (found,) = find_identifiers("J.nr. 02.34.02-P19-12-24")

    assert found.facts == KleFacts(code="02.34.02", facet="P19")


@pytest.mark.parametrize(
    "text",
    [
        "den 12.03.25 var jeg syg",
        "12.03.2025",
        "2025-03-12",
        "d. 24/12-2024",
        "12/2024",
        "skoleåret 2024/2025",
        "skoleåret 2024-2025",
        "kl. 12.34.56",
        "kl. 10.30-14.00",
        "IP-adressen 10.20.30.40",
        "1/2 liter",
        "24/7",
        "§ 54, stk. 2",
        "12.345.678",
        "12.345.678 kr.",
        "1.234,50 kr.",
        "12345678 kr.",
        "85 000 000 kr.",
        "20250312",
        "12032025",
        "1990 1995",
        "sagen fra 12.03.2025",
        "side 12 af 34",
        "3 børn på 2, 4 og 6 år",
        "Windows 11",
        "på vej 2 gange",
        "til alle 3",
        "plads 3",
        "Bilag 2",
        "Lokalplan 123",
        "E45",
        "iPhone 15",
        "cirka 40 m2",
        "Peter Lund 45 år",
        "i 2024 Aarhus",
    ],
)
def test_dates_amounts_and_counts_are_no_identifiers(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tlf. 12 34 56 78".replace("12", "22"), "22345678"),
        ("20304050", "20304050"),
        ("2030 4050", "20304050"),
        ("tlf: 20-30-40-50", "20304050"),
        ("tlf 20.30.40.50", "20304050"),
        ("20 30 40 50", "20304050"),
        ("mobil 203 04 050", "20304050"),
        ("tlf. 20 304 050", "20304050"),
        ("+45 20 30 40 50", "20304050"),
        ("+4520304050", "20304050"),
        ("(+45) 20304050", "20304050"),
        ("0045 20304050", "20304050"),
        ("+45-20-30-40-50", "20304050"),
        ("+46 70 123 45 67", "+46701234567"),
        ("+49 (0)30 123456", "+4930123456"),
        ("0046701234567", "+46701234567"),
        ("+298 312345", "+298312345"),
    ],
)
def test_phone_numbers_are_found_in_every_grouping(text: str, value: str) -> None:
    assert _found(text) == [(K.PHONE, value)]


def test_a_danish_phone_number_ends_after_eight_digits() -> None:
    assert _found("+45 20304050 610190-1234") == [(K.PHONE, "20304050"), (K.CPR, "6101901234")]
    assert _found("tlf. 20 30 40 50 / 60 70 80 90") == [
        (K.PHONE, "20304050"),
        (K.PHONE, "60708090"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("skriv til Peter.Hansen@Example.dk.", "peter.hansen@example.dk"),
        ("<a+b@mail.example.org>", "a+b@mail.example.org"),
        ("mailto:søren_k@example.dk", "søren_k@example.dk"),
        ("E-mail: x@example.co.uk, tak", "x@example.co.uk"),
    ],
)
def test_email_addresses_are_read_outwards_from_the_at_sign(text: str, value: str) -> None:
    assert _found(text) == [(K.EMAIL, value)]


@pytest.mark.parametrize("text", ["a @ b", "@example.dk", "pris@ 5", "x@y", "100@", "@"])
def test_an_at_sign_alone_is_no_email_address(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("se https://www.example.dk/sag?id=3.", "https://www.example.dk/sag?id=3"),
        ("(www.example.dk)", "www.example.dk"),
        ("HTTP://EXAMPLE.DK/A", "HTTP://EXAMPLE.DK/A"),
    ],
)
def test_web_addresses_end_before_the_punctuation_of_the_sentence(text: str, value: str) -> None:
    assert _found(text) == [(K.URL, value)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("reg. 1234 konto 12345678", K.BANK_ACCOUNT, "1234-12345678"),
        ("Reg.nr. 1234 kontonr. 0012345678", K.BANK_ACCOUNT, "1234-0012345678"),
        ("Konto: 1234 0012345678", K.BANK_ACCOUNT, "1234-0012345678"),
        ("NemKonto 1234-0012345678", K.BANK_ACCOUNT, "1234-0012345678"),
        ("1234 0012345678", K.BANK_ACCOUNT, "1234-0012345678"),
        ("IBAN DK50 0040 0440 1162 43", K.IBAN, "DK5000400440116243"),
        ("DK5000400440116243", K.IBAN, "DK5000400440116243"),
        ("AB 12 345", K.VEHICLE, "AB12345"),
        ("nummerplade AB12345", K.VEHICLE, "AB12345"),
        ("bilen XY 98765 holder ulovligt", K.VEHICLE, "XY98765"),
    ],
)
def test_accounts_and_number_plates_are_found(text: str, kind: IdentifierKind, value: str) -> None:
    assert _found(text) == [(kind, value)]


def test_an_iban_with_a_slip_is_none() -> None:
    assert K.IBAN not in {kind for kind, _ in _found("IBAN DK51 0040 0440 1162 43")}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jeg bor på Nørregade 12, 2. th, 8000 Aarhus C", "Nørregade 12, 2. th"),
        ("jeg bor på nørregade 12 2 tv", "nørregade 12 2 tv"),
        ("Nørregade 12B, st. mf.", "Nørregade 12B, st. mf."),
        ("Adresse: H.C. Andersens Boulevard 4\n1553 København V", "H.C. Andersens Boulevard 4"),
        ("hullet ud for Gl. Kongevej 10 er stort", "Gl. Kongevej 10"),
        ("Store Kongensgade 4, 3. sal, 1264 København K", "Store Kongensgade 4, 3. sal"),
        ("Ved Skoven 3, 5260 Odense S", "Ved Skoven 3"),
        ("Skt. Pauls Plads 3, 8000 Aarhus C", "Skt. Pauls Plads 3"),
        ("Østerbro 7, 9000 Aalborg", "Østerbro 7"),
        ("Bregneholmen 14 mangler skraldespand", "Bregneholmen 14"),
        ("Nørre Allé 12-14", "Nørre Allé 12-14"),
        ("Lupinvej 7, kld. th", "Lupinvej 7, kld. th"),
    ],
)
def test_danish_addresses_are_found_with_floor_and_door(text: str, address: str) -> None:
    (found,) = (found for found in find_identifiers(text) if found.kind is K.ADDRESS)

    assert found.text == address


def test_an_address_is_taken_apart_and_its_town_stands_by_itself() -> None:
    address, town = find_identifiers("Nørregade 12B, 2. th.\n8000 Aarhus C")

    assert address.facts == AddressFacts(
        street="Nørregade", house_number="12B", floor_and_door="2. th."
    )
    assert (town.kind, town.value) == (K.POSTAL_TOWN, "8000 Aarhus C")


def test_where_two_overlap_the_cpr_number_is_kept() -> None:
    assert _found("sagsnr. 610190-1234") == [(K.CPR, "6101901234")]
    assert _found("https://example.dk/610190-1234") == [(K.CPR, "6101901234")]


def test_an_identifier_shows_nothing_of_its_content_in_a_log() -> None:
    assert "6101901234" not in repr(find_identifiers("cpr 6101901234"))


_PIECES = st.sampled_from(
    [
        *(
            "cpr ",
            "tlf. ",
            "sagsnr. ",
            "konto ",
            "matr.nr. ",
            "Nørregade ",
            "DK",
            "AB ",
            "+45 ",
            "00",
        ),
        *(
            "610190",
            "1234",
            "-",
            ".",
            "/",
            " ",
            "\n",
            "2024",
            "12",
            "7a",
            "@",
            "example.dk",
            "www.",
        ),
        *(
            "https://",
            "02.34.02",
            "P19",
            "–",
            "xxxx",
            "٣",
            "å",
            "İ",
            "(",
            ",",
            "8000 Aarhus C",
            "0",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_identifiers_are_spans_of_the_text_in_order_and_apart(text: str) -> None:
    found = find_identifiers(text)

    assert [each.text for each in found] == [text[each.start : each.end] for each in found]
    assert all(each.start < each.end for each in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
