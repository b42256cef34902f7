"""Invented people bear numbers, addresses and names that are nobody's."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.people import (
    SenderKind,
    companies_of,
    invent_cpr_number,
    invent_cvr_number,
    invent_phone,
    invent_sender,
)
from signatur.solutions.mail_routing.demo.sources import table

if TYPE_CHECKING:
    from pathlib import Path

RESERVED_HOSTS = (".example", "example.com", "example.net", "example.org")


def year_of_birth(cpr_number: str) -> int:
    """Read the year of birth out of a CPR number, by its seventh digit (CPR-kontoret, Personnummeret i CPR)."""
    year, century_digit = int(cpr_number[4:6]), int(cpr_number[7])
    if century_digit <= 3:
        return 1900 + year
    if century_digit in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


@given(
    born=st.dates(date(1936, 1, 1), date(2025, 12, 31)),
    seed=st.integers(0, 999),
    woman=st.booleans(),
)
def test_a_cpr_number_names_a_year_in_which_nobody_alive_was_born(
    born: date, seed: int, *, woman: bool
) -> None:
    number = invent_cpr_number(born, Chance(seed), is_woman=woman)

    assert number[4:6] == f"{born:%y}"
    assert 61 <= int(number[:2]) <= 91
    assert int(number[-1]) % 2 == (0 if woman else 1)
    year = year_of_birth(number)
    assert year < 1926 or year > 2035


@given(st.integers(0, 10_000))
def test_a_cvr_number_fails_its_check(seed: int) -> None:
    digits = [int(digit) for digit in invent_cvr_number(Chance(seed))]

    weighted = zip((2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True)

    assert sum(weight * digit for weight, digit in weighted) % 11 != 0


@given(st.integers(0, 1000))
def test_a_telephone_number_lies_in_a_series_that_is_kept_spare(seed: int) -> None:
    assert invent_phone(Chance(seed))[:2] in {"67", "68", "83", "85", "94", "95"}


@pytest.mark.parametrize("kind", SenderKind)
def test_mail_comes_from_addresses_that_are_reserved_for_examples(kind: SenderKind) -> None:
    trade = "law" if kind is SenderKind.COMPANY else ""

    for seed in range(50):
        sender = invent_sender(kind, Chance(seed), ages=("young", "old"), year=2025, trade=trade)
        local, _, host = sender.email.partition("@")
        assert host.endswith(RESERVED_HOSTS)
        assert local.isascii()


def test_a_company_writes_in_the_name_of_its_trade() -> None:
    sender = invent_sender(SenderKind.COMPANY, Chance(3), ages=("middle",), year=2025, trade="law")

    assert sender.company in companies_of("law")
    assert sender.cvr_number


def test_a_visitor_has_no_cpr_number() -> None:
    sender = invent_sender(
        SenderKind.VISITOR, Chance(3), ages=("middle",), year=2025, language="de"
    )

    assert sender.cpr_number == ""


def test_coined_family_names_are_not_among_the_common_ones(shared_data: Path) -> None:
    lines = (shared_data / "names" / "da_20140101_dst_efternavne.jsonl").read_text("utf-8")
    common = {json.loads(line).casefold() for line in lines.splitlines()}

    coined = {name.casefold() for name in table("people")["family"]["danish"]}

    assert coined.isdisjoint(common)
