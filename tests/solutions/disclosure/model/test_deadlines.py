"""Deadlines: against calendars counted by hand, and what must hold for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.kernel.errors import InputProblem
from signatur.methods.statistics.danish_calendar import is_working_day
from signatur.solutions.disclosure.model.deadlines import (
    add_months,
    add_working_days,
    deadline,
    standing,
    working_days_between,
)
from signatur.solutions.disclosure.model.deadlines.words import read_date, read_kind
from signatur.solutions.disclosure.schema.deadlines import (
    DeadlineKind,
    Deadlines,
    Due,
    Pause,
    StepName,
)

DAYS = st.dates(date(1980, 1, 1), date(2090, 12, 31))
KINDS = st.sampled_from(list(DeadlineKind))


def step(found: Deadlines, name: StepName) -> date:
    return next(one.day for one in found.steps if one.name is name)


# Received, kind, due; each counted on a printed calendar.
BY_HAND = [
    # Easter 2026: 2 April (Maundy Thursday) to 6 April (Easter Monday) are closed.
    ("2026-03-27", "ordinary", "2026-04-10"),
    ("2026-03-31", "simple", "2026-04-07"),
    # A plain week, and receipt on Friday, Saturday, Sunday: all count from Monday.
    ("2026-09-01", "ordinary", "2026-09-10"),
    ("2026-09-04", "ordinary", "2026-09-15"),
    ("2026-09-05", "ordinary", "2026-09-15"),
    ("2026-09-06", "ordinary", "2026-09-15"),
    # Great Prayer Day, the fourth Friday after Easter: closed on 5 May 2023, open on 26 April 2024.
    ("2023-05-01", "ordinary", "2023-05-11"),
    ("2024-04-22", "ordinary", "2024-05-01"),
    # Ascension 14 May, Whit Monday 25 May, 5 June 2026.
    ("2026-05-13", "ordinary", "2026-05-26"),
    ("2026-06-04", "simple", "2026-06-09"),
    # Christmas 2025: 24, 25, 26 and 31 December and 1 January are closed.
    ("2025-12-19", "ordinary", "2026-01-06"),
    ("2025-12-23", "simple", "2025-12-30"),
    # Leap year.
    ("2024-02-26", "ordinary", "2024-03-06"),
    ("2024-02-28", "simple", "2024-03-01"),
    # Fourteen and forty working days over summer.
    ("2026-07-01", "extensive", "2026-07-21"),
    ("2026-07-01", "very_extensive", "2026-08-26"),
    # Months: same date, last day of a shorter month, moved from a closed day.
    ("2026-01-15", "environmental", "2026-02-16"),
    ("2026-01-31", "gdpr", "2026-03-02"),
    ("2024-01-31", "gdpr", "2024-02-29"),
    ("2026-08-31", "gdpr", "2026-09-30"),
    ("2025-11-24", "gdpr", "2025-12-29"),
    # Complaints and records.
    ("2026-09-01", "complaint", "2026-09-10"),
    ("2026-09-01", "complaint_body", "2026-09-29"),
    ("2026-09-01", "complaint_environmental", "2026-09-22"),
    ("2026-09-01", "patient_record", "2026-09-10"),
    ("2026-09-01", "party", "2026-09-10"),
]


@pytest.mark.parametrize(("received", "kind", "due"), BY_HAND)
def test_a_deadline_is_what_a_calendar_on_the_wall_says(received: str, kind: str, due: str) -> None:
    found = deadline(date.fromisoformat(received), DeadlineKind(kind))

    assert found.due == date.fromisoformat(due)


def test_the_main_rule_tells_all_the_steps_on_the_way() -> None:
    found = deadline(date(2026, 9, 1), DeadlineKind.ORDINARY)

    assert {one.name: one.day for one in found.steps} == {
        StepName.AIM_FIRST: date(2026, 9, 2),
        StepName.PARTIAL: date(2026, 9, 3),
        StepName.NOTICE: date(2026, 9, 10),
        StepName.DECISION: date(2026, 9, 10),
        StepName.SPECIAL: date(2026, 9, 21),
        StepName.COMPLAINT_POSSIBLE: date(2026, 9, 21),
        StepName.QUITE_SPECIAL: date(2026, 10, 27),
    }
    assert all(one.source and one.confidence for one in found.steps)


def test_environmental_information_has_ten_days_one_month_and_two() -> None:
    found = deadline(date(2026, 9, 1), DeadlineKind.ENVIRONMENTAL)

    # Ten days end on 11 September; a letter must not leave after them, so a weekend moves it back.
    assert step(found, StepName.NOTICE) == date(2026, 9, 11)
    assert step(found, StepName.EXTENDED) == date(2026, 11, 2)
    earlier = deadline(date(2026, 9, 2), DeadlineKind.ENVIRONMENTAL)
    assert step(earlier, StepName.NOTICE) == date(2026, 9, 11)


def test_the_cautious_day_counts_the_days_that_are_closed_by_custom() -> None:
    found = deadline(date(2025, 12, 19), DeadlineKind.ORDINARY)

    assert (found.due, found.cautious) == (date(2026, 1, 6), date(2026, 1, 2))


@given(received=DAYS, kind=KINDS)
@settings(max_examples=120, deadline=None)
def test_no_step_falls_on_a_closed_day_or_before_its_cautious_day(
    received: date, kind: DeadlineKind
) -> None:
    for one in deadline(received, kind).steps:
        assert is_working_day(one.day)
        assert received <= one.cautious <= one.day


@given(received=DAYS, kind=KINDS)
@settings(max_examples=120, deadline=None)
def test_what_comes_in_later_is_never_due_earlier(received: date, kind: DeadlineKind) -> None:
    today = deadline(received, kind)
    tomorrow = deadline(received + timedelta(1), kind)

    assert today.due <= tomorrow.due
    assert [one.day for one in today.steps] == sorted(one.day for one in today.steps)


@given(start=DAYS, count=st.integers(0, 60))
@settings(max_examples=80, deadline=None)
def test_counting_forward_and_between_agree(start: date, count: int) -> None:
    end = add_working_days(start, count)

    assert working_days_between(start, end) == count
    assert working_days_between(end, start) == -count


def test_a_month_after_the_last_day_is_the_last_day() -> None:
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 15), 3) == date(2027, 2, 15)


def test_the_days_until_the_requester_answers_are_not_counted() -> None:
    # Asked on Thursday the 3rd, answered on Wednesday the 9th: 4, 7, 8 and 9 September stand still.
    asked = Pause(date(2026, 9, 3), date(2026, 9, 9), "Hvilken sag menes?")

    found = deadline(date(2026, 9, 1), DeadlineKind.ORDINARY, [asked])

    assert found.due == add_working_days(date(2026, 9, 10), 4) == date(2026, 9, 16)
    assert len(found.assumptions) > len(deadline(date(2026, 9, 1), found.kind).assumptions)


def test_two_pauses_on_the_same_days_count_once() -> None:
    asked = Pause(date(2026, 9, 3), date(2026, 9, 9), "Hvilken sag menes?")

    once = deadline(date(2026, 9, 1), DeadlineKind.GDPR, [asked])
    twice = deadline(date(2026, 9, 1), DeadlineKind.GDPR, [asked, asked])

    assert once.due == twice.due == date(2026, 10, 7)


@pytest.mark.parametrize(
    "pause",
    [
        Pause(date(2026, 9, 3), date(2026, 9, 9), "  "),
        Pause(date(2026, 9, 3), None, "Hvilken sag?"),
        Pause(date(2026, 8, 3), date(2026, 9, 9), "Hvilken sag?"),
        Pause(date(2026, 9, 9), date(2026, 9, 3), "Hvilken sag?"),
    ],
)
def test_a_pause_needs_a_reason_and_days_in_order(pause: Pause) -> None:
    with pytest.raises(InputProblem):
        deadline(date(2026, 9, 1), DeadlineKind.ORDINARY, [pause])


def test_where_a_case_stands_from_receipt_to_overdue() -> None:
    found = deadline(date(2026, 9, 1), DeadlineKind.EXTENSIVE)
    told = {
        day: (stands.days_left, stands.act, stands.may_complain)
        for day in (1, 3, 9, 10, 21, 22)
        for stands in [standing(found, date(2026, 9, day))]
    }

    assert told == {
        1: (14, Due.NOTHING, False),
        3: (12, Due.PARTIAL_DECISION, False),
        9: (8, Due.TIME_LETTER, False),
        10: (7, Due.TIME_LETTER, False),
        21: (0, Due.DECISION, False),
        22: (-1, Due.OVERDUE, True),
    }


def test_a_requester_who_was_told_why_is_not_told_again() -> None:
    found = deadline(date(2026, 9, 1), DeadlineKind.EXTENSIVE)

    assert standing(found, date(2026, 9, 10), told_why=True).act is Due.PARTIAL_DECISION


def test_while_the_requester_is_asked_the_case_waits() -> None:
    asked = Pause(date(2026, 9, 3), None, "Hvilken sag menes?")
    found = deadline(date(2026, 9, 1), DeadlineKind.ORDINARY, [asked], date(2026, 9, 8))

    assert standing(found, date(2026, 9, 8)).act is Due.WAITING


@pytest.mark.parametrize(
    "words",
    ["2026-04-03", "03-04-2026", "3/4 2026", "3. april 2026", " 3.4.2026 ", "den 3. apr. 2026",
     "2026-04-03T23:59"],
)  # fmt: skip
def test_dates_are_read_the_danish_and_the_iso_way(words: str) -> None:
    assert read_date(words) == date(2026, 4, 3)


@pytest.mark.parametrize(
    "words", ["", "31-02-2026", "04/2026", "3. maapril 2026", "i går", "2026-13-01"]
)
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(InputProblem):
        read_date(words)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("main", DeadlineKind.ORDINARY), ("Miljø", DeadlineKind.ENVIRONMENTAL),
     ("miljoeoplysninger", DeadlineKind.ENVIRONMENTAL), ("klage", DeadlineKind.COMPLAINT),
     ("helt særlig", DeadlineKind.VERY_EXTENSIVE), ("very-extensive", DeadlineKind.VERY_EXTENSIVE),
     ("article 15", DeadlineKind.GDPR), ("journal", DeadlineKind.PATIENT_RECORD)],
)  # fmt: skip
def test_a_kind_has_many_names(word: str, kind: DeadlineKind) -> None:
    assert read_kind(word) is kind


def test_every_kind_is_read_by_its_own_name_and_another_is_refused() -> None:
    assert [read_kind(one.value) for one in DeadlineKind] == list(DeadlineKind)
    with pytest.raises(InputProblem):
        read_kind("snart")


def test_a_year_out_of_range_is_refused() -> None:
    with pytest.raises(InputProblem):
        deadline(date(20, 9, 1), DeadlineKind.ORDINARY)
