"""Identifiers where people really have them: in rows of lists, over line ends, mistyped, in halves."""

import pytest

from signatur.solutions.disclosure.model.finding import find_in_text
from signatur.solutions.disclosure.schema.finding import FindingKind


def _found(text: str, kind: FindingKind) -> list[str]:
    return [one.text for one in find_in_text(text, wanted={kind}, names=())]


@pytest.mark.parametrize(
    "rows",
    [
        "Jens Hansen;{};22334455\nMette Holm;{};32334455",
        "Navn\tCPR\tAlder\nJens\t{}\t34\nMette\t{}\t36",
        "Jens Hansen {} 22 33 44 55\nMette Holm {} 32 33 44 55",
        "Mor og far: {} {}",
        "{}/{}",
    ],
)
def test_bare_cpr_numbers_are_found_in_the_cells_of_a_row(rows: str) -> None:
    numbers = ["1203841235", "0304862346"]

    assert _found(rows.format(*numbers), FindingKind.CPR) == numbers


def test_a_bare_number_behind_four_digits_is_an_account() -> None:
    assert _found("overført til 4571 1203841235", FindingKind.CPR) == []


def test_a_head_that_says_cpr_counts_for_the_whole_of_a_long_list() -> None:
    others = [f"{day:02d}13841235" for day in range(1, 29)]  # no such month
    rows = [f"{number}\tBemærkning til rækken\t1203841235" for number in others]

    found = _found("Konto\tNote\tCPR\n" + "\n".join(rows), FindingKind.CPR)

    assert found.count("1203841235") == len(rows)


def test_under_such_a_head_stands_also_whoever_was_born_a_century_ago() -> None:
    row = "Villads Holst 0203141231 Ahlgade 7"

    assert _found(f"Elev CPR Adresse\n{row}", FindingKind.CPR) == ["0203141231"]
    assert _found(row, FindingKind.CPR) == []


def test_a_list_of_other_numbers_without_such_a_head_holds_none() -> None:
    others = [f"{day:02d}13841235" for day in range(1, 29)]

    assert _found("Konto\n" + "\n".join([*others, "1203841236"]), FindingKind.CPR) == []


@pytest.mark.parametrize(
    "text",
    ["Navn CPR\nJens 103841235", "cpr: 10384-1235", "CPR-nummer 103841235"],
)
def test_a_cpr_number_that_lost_its_zero_is_found_where_a_word_says_so(text: str) -> None:
    assert [one.replace("-", "") for one in _found(text, FindingKind.CPR)] == ["103841235"]


def test_nine_digits_that_nobody_calls_a_cpr_number_are_none() -> None:
    assert _found("Ordre 103841235 er sendt", FindingKind.CPR) == []


@pytest.mark.parametrize("text", ["CPR 120384-123", "cpr.nr. 120384-12356"])
def test_a_mistyped_cpr_number_is_found_where_a_word_says_so(text: str) -> None:
    assert _found(text, FindingKind.CPR_FRAGMENT) == [text.rsplit(maxsplit=1)[-1]]


@pytest.mark.parametrize("text", ["CPR |1|2|0|3|8|4|-|1|2|3|5|", "CPR 12/3-1984-1235"])
def test_a_cpr_number_in_boxes_or_without_zeros_is_found(text: str) -> None:
    assert len(_found(text, FindingKind.CPR)) == 1


_BEFORE = "Vi skriver til dig, fordi du i sagen har oplyst, at der er tale om "


@pytest.mark.parametrize("line_end", ["\n", " \n"])
@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (FindingKind.PHONE, "tlf. 22 33", "44 55"),
        (FindingKind.PHONE, "+45", "22 33 44 55"),
        (FindingKind.ADDRESS, "Nørre", "Allé 4B, 3. th"),
        (FindingKind.ADDRESS, "Vestergade", "12, st. tv."),
        (FindingKind.ADDRESS, "H.C. Andersens", "Boulevard 101"),
        (FindingKind.AGE, "en mand, der er 43", "år"),
        (FindingKind.BIRTH_DATE, "født den 3.", "marts 1984"),
        (FindingKind.EAN, "EAN 5798 0012", "3456 7"),
        (FindingKind.PLATE, "bilen AB", "12 345"),
        (FindingKind.CADASTRE, "matr.nr. 7 ab", "Hasle By, Skejby"),
    ],
)
def test_what_a_line_end_breaks_is_found_as_a_whole(
    kind: FindingKind, first: str, second: str, line_end: str
) -> None:
    text = f"{_BEFORE}{first}{line_end}{second}, og det er noteret."

    found = find_in_text(text, wanted={kind}, names=())

    last_word = first.rsplit(maxsplit=1)[-1]
    start = text.index(line_end) - len(last_word)
    end = text.index(line_end) + len(line_end) + len(second.split(",", maxsplit=1)[0])
    assert any(one.start <= start and one.end >= end for one in found)


def test_the_end_of_a_row_and_the_start_of_the_next_are_no_town() -> None:
    row = "Materialer til skolens værksted og haven 2450"

    assert _found(f"{row}\nKontorartikler og andet", FindingKind.POSTAL_TOWN) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("drengen på 4½ år", FindingKind.AGE, "4½ år"),
        ("pigen (8 år) går i skole", FindingKind.AGE, "8 år"),
        ("i en alder af 82", FindingKind.AGE, "82"),
        ("hun fyldte 90.", FindingKind.AGE, "90"),
        ("Fødselsdag: 3. marts", FindingKind.BIRTH_DATE, "3. marts"),
        ("Mette Hansen, 120384", FindingKind.BIRTH_DATE, "120384"),
        ("passet har nummer 203456789", FindingKind.PASSPORT, "203456789"),
        ("Solgården, lejl. 12", FindingKind.ADDRESS, "lejl. 12"),
        ("120384-1235 22 33 44 55 7100 Vejle", FindingKind.PHONE, "22 33 44 55"),
    ],
)
def test_more_ways_to_say_it(text: str, kind: FindingKind, found: str) -> None:
    assert _found(text, kind) == [found]


@pytest.mark.parametrize("text", ["Budget 2024-2027", "Kommuneplan 2021/2033", "aftalen (3 år)"])
def test_years_and_terms_are_neither_cases_nor_ages(text: str) -> None:
    assert find_in_text(text, wanted={FindingKind.CASE_NUMBER, FindingKind.AGE}, names=()) == ()
