"""Figures of requests."""

from __future__ import annotations

from datetime import date

from signatur.solutions.disclosure.model.law.counting import (
    Answered,
    Outcome,
    count,
    days_used,
    log_line,
)
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind
from signatur.solutions.disclosure.schema.law import Regime


def a_request(answered: date | None, **more: object) -> Answered:
    told: dict[str, object] = {
        "regime": Regime.PUBLIC, "kind": DeadlineKind.ORDINARY, "received": date(2026, 9, 1),
        "outcome": Outcome.PARTIAL, "documents": 3, "pages": 10, "pages_withheld": 2,
        "grounds": ("ofl-30-1", "ofl-30-1"),
    }  # fmt: skip
    return Answered(answered=answered, **(told | more))  # type: ignore[arg-type]


def test_requests_are_counted_by_how_and_when_they_ended() -> None:
    requests = [
        a_request(date(2026, 9, 3), outcome=Outcome.FULL, grounds=()),
        a_request(date(2026, 9, 10)),
        a_request(date(2026, 9, 15), told_why_late=True, regime=Regime.PARTY),
        a_request(date(2026, 9, 14)),
        a_request(None, outcome=None),
    ]

    found = count(requests, date(2026, 9, 11))

    assert (found.requests, found.open, found.overdue) == (5, 1, 1)
    assert (found.in_time, found.late, found.late_without_notice) == (2, 2, 1)
    assert found.by_regime == {Regime.PUBLIC: 4, Regime.PARTY: 1}
    assert found.by_outcome == {Outcome.FULL: 1, Outcome.PARTIAL: 3}
    assert found.by_ground == {"ofl-30-1": 4}
    assert (found.median_days, found.longest_days) == (8.0, 10)
    assert (found.documents, found.pages, found.pages_withheld) == (15, 50, 10)


def test_no_requests_have_no_median() -> None:
    found = count([], date(2026, 9, 11))

    assert (found.requests, found.median_days, found.longest_days) == (0, None, None)


def test_the_public_log_names_nobody() -> None:
    line = log_line("AKT-7", " Byggesager på en vej ", a_request(date(2026, 9, 3)))

    assert (line.subject, line.days, line.outcome) == ("Byggesager på en vej", 2, Outcome.PARTIAL)
    assert days_used(a_request(None)) is None
