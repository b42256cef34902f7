"""A stranger's file is read rightly, or refused with a sentence that says where and what to do."""

from __future__ import annotations

import pytest

from signatur.kernel.i18n import reading_in
from signatur.stewardship.business_case.model import read_case
from signatur.stewardship.business_case.model.amounts import number_of
from signatur.stewardship.business_case.model.nodes import WrongCase
from signatur.stewardship.business_case.schema import Case, Shape, Uncertain, certain

HEAD = "title: T\nfirst_year: 2026\nyears: 4\n"


def cost(more: str = "", *, amount: str = "100", years: str = "2027") -> Case:
    line = (
        f"  - {{name: A, department: D, phase: operation, years: {years}, amount: {amount}{more}}}"
    )
    return read_case(f"{HEAD}costs:\n{line}\n")


def complaint(content: str | bytes) -> str:
    with pytest.raises(WrongCase) as caught, reading_in("en"):
        read_case(content)
    with reading_in("en"):
        return str(caught.value.shown)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.250.000,50", 1_250_000.5),
        ("450.000", 450_000),
        ("450.000 kr.", 450_000),
        ("kr. 1.000", 1_000),
        ("450 000", 450_000),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0.125", 0.125),
        ("1,250,000", 1_250_000),
        ("1,250.50", 1_250.5),
        ("1,2 mio. kr.", 1_200_000),
        ("-3.000", -3_000),
        ("1e5", 100_000),
    ],
)
def test_numbers_are_read_the_danish_way_and_the_english(written: str, meant: float) -> None:
    assert number_of(written) == meant
    assert cost(amount=f'"{written}"').costs[0].amount.values == (certain(meant),)


def test_a_number_that_can_mean_two_things_is_not_guessed() -> None:
    assert "Write 450000, or 450 if you mean that" in complaint(
        HEAD + "costs:\n  - {name: A, department: D, phase: legal, years: 2027, amount: 450.000}\n"
    )


def test_a_number_that_a_program_wrote_is_a_number() -> None:
    assert cost(amount="12.125").costs[0].amount.values[0].likely == 12.125
    assert cost(amount="450000.0").costs[0].amount.values[0].likely == 450_000


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027", (2027,)),
        ("[2026, 2029]", (2026, 2029)),
        ("2027-2029", (2027, 2028, 2029)),
        ('"2028-"', (2028, 2029)),
        ("all", (2026, 2027, 2028, 2029)),
        ('"2026, 2028-2029"', (2026, 2028, 2029)),
    ],
)
def test_years_are_written_as_people_write_them(written: str, meant: tuple[int, ...]) -> None:
    assert cost(years=written).costs[0].years == meant


def test_uncertain_numbers_say_their_distribution() -> None:
    def amount(written: str) -> Uncertain:
        return cost(amount=written).costs[0].amount.values[0]

    assert amount("{low: 1, likely: 2, high: 4}") == Uncertain(2, 1, 4, Shape.PERT)
    assert amount('"1; 2; 4"') == Uncertain(2, 1, 4, Shape.PERT)
    assert amount("{low: 1, high: 3}") == Uncertain(2, 1, 3, Shape.UNIFORM)
    assert amount("{min: 1, mode: 2, max: 4, distribution: triangular}") == Uncertain(
        2, 1, 4, Shape.TRIANGULAR
    )
    normal = amount("{mean: 100, sd: 10}")
    assert (normal.likely, normal.shape) == (100, Shape.NORMAL)
    assert (normal.low, normal.high) == pytest.approx((80.4004, 119.5996), abs=1e-4)


def test_shares_may_be_written_in_per_cent_or_not() -> None:
    for written in ("3.5 %", "0.035", '"3,5 %"', "3.5"):
        assert read_case(
            HEAD
            + f"discount_rate: {written}\ncosts: {{name: A, department: D, phase: legal, years: 2027, amount: 1}}"
        ).discount_rate == pytest.approx(0.035)


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("title: T\nfirst_year: 2026\nyeers: 3\n", 3, "Did you mean “years”?"),
        (HEAD + "costs:\n  - name: A\n    deparment: D\n", 6, "Did you mean “department”?"),
        (
            HEAD + "costs:\n  - {name: A, department: D, phase: operatoin}\n",
            5,
            "amount” is missing",
        ),
        (
            HEAD
            + "costs:\n - {name: A, department: D, phase: operatoin, years: 2027, amount: 1}\n",
            5,
            "Did you mean “operation”?",
        ),
        (
            HEAD + "costs:\n - {name: A, department: D, phase: legal, years: 2040, amount: 1}\n",
            5,
            "runs from 2026 to 2029",
        ),
        (
            HEAD + "costs:\n - {name: A, department: D, phase: legal, years: 2027, amount: many}\n",
            5,
            "“many” is no number",
        ),
        (
            HEAD
            + "costs:\n - {name: A, department: D, phase: legal, years: all, amount: [1, 2]}\n",
            5,
            "has 2 numbers, but there are 4 years",
        ),
        (
            HEAD
            + "costs:\n - {name: A, department: D, phase: legal, years: 2027,\n    amount: {low: 3, likely: 2, high: 4}}\n",
            6,
            "low ≤ likely ≤ high",
        ),
        ("title: [unclosed\n", 2, "no YAML"),
        (HEAD + "title: Twice\n", 4, "stands twice"),
        (HEAD, 1, "neither costs, gains nor a model"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content: str, line: int, said: str) -> None:
    told = complaint(content)

    assert told.startswith(f"Line {line}: ")
    assert said in told


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"- a\n- b\n", b"[" * 5_000, b"x" * 2_000_000]
)
def test_what_is_no_case_at_all_is_refused(content: bytes) -> None:
    assert complaint(content)


def test_windows_letters_are_read() -> None:
    told = (
        HEAD.replace("T", "Små børn")
        + "costs: {name: A, department: D, phase: legal, years: 2027, amount: 1}"
    )

    assert read_case(told.encode("cp1252")).title == read_case(told.encode()).title == "Små børn"


def test_the_complaint_in_the_log_holds_no_content() -> None:
    with pytest.raises(WrongCase) as caught:
        read_case(HEAD + "secret_word: 1\n")
    assert caught.value.log == "business case: line 4"
