"""From the fleet of today to the one that was chosen."""

from __future__ import annotations

from datetime import date

from signatur.solutions.fleet.model.replacing import Replacement, Step, replacements
from signatur.solutions.fleet.schema.vehicles import Vehicle

SOON, LATER, LAST = date(2026, 3, 1), date(2027, 3, 1), date(2028, 3, 1)


def test_leases_that_end_first_are_replaced_first_and_long_ones_are_kept() -> None:
    vehicles = [
        Vehicle("1", "petrol", lease_end=SOON),
        Vehicle("2", "petrol", lease_end=LAST),
        Vehicle("3", "petrol", lease_end=LATER),
    ]

    assert replacements(vehicles, {"petrol": 1, "ebike": 1}) == [
        Replacement(Step.REPLACE, "1", "petrol", "ebike", SOON),
        Replacement(Step.END, "3", "petrol", "", LATER),
        Replacement(Step.KEEP, "2", "petrol", "", LAST),
    ]


def test_what_replaces_nothing_is_got_new_and_unknown_leases_come_last() -> None:
    vehicles = [Vehicle("1", "petrol")]

    assert replacements(vehicles, {"petrol": 1, "ebike": 2}) == [
        Replacement(Step.BUY, "", "", "ebike", None),
        Replacement(Step.BUY, "", "", "ebike", None),
        Replacement(Step.KEEP, "1", "petrol", "", None),
    ]


def test_without_vehicles_everything_is_new() -> None:
    assert replacements([], {"bike": 1}) == [Replacement(Step.BUY, "", "", "bike", None)]
