"""What insight counts, held against counting by hand on a few enquiries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from signatur.solutions.mail_routing.model.insight import (
    Codes,
    Facts,
    Selection,
    facts_of,
    flow,
    quality,
    selected,
    volume,
)
from signatur.solutions.mail_routing.model.insight.facts import COLUMNS
from signatur.solutions.mail_routing.model.insight.shares import share
from signatur.solutions.mail_routing.model.insight.value import Assumption, value_of

TODAY = date(2026, 3, 4)  # a Wednesday
MARCH = Selection(since=date(2026, 3, 1), until=date(2026, 3, 31))

_USUAL: dict[str, Any] = {
    "received_on": date(2026, 3, 2),
    "hour": 9,
    "channel": "email",
    "language": "da",
    "length": 200,
    "state": "decided",
    "lane": "ready",
    "confidence": 0.9,
    "suggested_by": "model",
    "suggested_department": "vej",
    "suggested_subject": "hul",
    "department": "vej",
    "subject": "hul",
    "outcome": "accepted",
    "how": "person",
    "decided_on": date(2026, 3, 2),
    "minutes": 60,
    "reroutes": 0,
    "due_on": None,
    "is_blind": False,
}
_WAITS = {"state": "ready", "outcome": "", "how": "", "decided_on": None, "minutes": None}


def facts(*rows: dict[str, Any]) -> Facts:
    told = [{**_USUAL, **row} for row in rows]
    return facts_of([[row[name] for name in COLUMNS] for row in told], Codes())


def test_what_was_divided_or_set_aside_does_not_count_and_neither_does_another_month() -> None:
    found = facts(
        {},
        {"outcome": "divided", "department": ""},
        {"state": "set_aside"},
        {"received_on": date(2026, 2, 28)},
    )

    assert len(selected(found, MARCH)) == 1


def test_a_data_limit_leaves_only_the_own_departments() -> None:
    found = facts({}, {"department": "skole"}, {"department": ""})
    limited = Selection(since=MARCH.since, until=MARCH.until, allowed=frozenset({"skole"}))

    assert [one.key for one in volume.groups(selected(found, limited), "department", TODAY)] == [
        "skole"
    ]


def test_the_true_error_is_of_sure_suggestions_that_nobody_had_seen() -> None:
    found = facts(
        {"is_blind": True},
        {"is_blind": True, "subject": "sne"},
        {"is_blind": True, "lane": "read", "subject": "sne"},
        {"subject": "sne"},
        {"is_blind": True, **_WAITS},
    )

    assert quality.blind_error(found) == share(1, 2)


def test_what_was_refused_was_suggested_wrongly() -> None:
    found = facts({"outcome": "refused", "department": "", "subject": ""}, {})

    assert quality.right_overall(found) == share(1, 2)


def test_the_worst_confusion_comes_first() -> None:
    found = facts(
        {"subject": "sne"},
        {"department": "skole", "subject": "start"},
        {"department": "skole", "subject": "start"},
        {},
    )

    worst, next_worst = quality.confusion(found)
    assert (worst.suggested, worst.decided, worst.count, worst.of_suggested) == (
        ("vej", "hul"),
        ("skole", "start"),
        2,
        4,
    )
    assert next_worst.decided == ("vej", "sne")


def test_another_threshold_is_counted_on_what_was_suggested_and_judged_on_what_was_decided() -> (
    None
):
    found = facts(
        {"confidence": 0.99},
        {"confidence": 0.99, "subject": "sne"},
        {"confidence": 0.6, "subject": "sne"},
        {"confidence": 0.99, "how": "automatic"},
    )

    (told,) = quality.thresholds(found, (0.95,))
    assert told.passed == share(3, 4)
    assert told.precision == share(1, 2)


def test_the_needed_confidence_is_the_lowest_that_reaches_the_precision() -> None:
    right = [{"confidence": 0.9}] * 30
    wrong = [{"confidence": 0.5, "subject": "sne"}] * 10

    (told,) = quality.reached(facts(*right, *wrong), (0.95,))
    assert told.least == pytest.approx(0.9)
    assert told.precision == share(30, 30)
    assert told.passed == share(30, 40)


def test_a_group_that_lags_beyond_chance_is_named_and_a_small_one_is_not() -> None:
    rows = [{}] * 300
    lagging = [{"language": "pl", "subject": "sne"}] * 30
    small = [{"language": "de", "subject": "sne"}]
    found = facts(*rows, *lagging, *small)

    groups = volume.groups(found, "language", TODAY)
    assert quality.behind(quality.right_overall(found), groups) == ["pl"]


def test_times_of_fewer_than_five_are_not_told() -> None:
    (few,) = volume.groups(facts(*[{}] * 4), "department", TODAY)
    (enough,) = volume.groups(facts(*[{}] * 5), "department", TODAY)

    assert few.median_minutes is None
    assert enough.median_minutes == 60


def test_what_waits_is_late_or_will_be_when_its_turn_comes_after_its_deadline() -> None:
    decided = [{"decided_on": date(2026, 2, 23)}] * 20  # one on each working day of four weeks
    waiting = [
        {**_WAITS, "due_on": date(2026, 3, 3)},
        {**_WAITS, "due_on": TODAY},
        {**_WAITS, "due_on": TODAY},
        {**_WAITS, "due_on": date(2026, 4, 30)},
    ]

    found = flow.backlog(facts(*decided, *waiting), TODAY)
    assert found.pace == pytest.approx(1.0)
    assert (found.waiting, found.late, found.at_risk) == (4, 1, 2)
    assert found.days_of_work == pytest.approx(4.0)


def test_without_a_pace_nothing_is_said_of_what_will_be_late() -> None:
    found = flow.backlog(facts({**_WAITS, "due_on": TODAY}), TODAY)

    assert (found.late, found.at_risk, found.days_of_work) == (0, 0, None)


def test_weekdays_and_hours_are_counted_where_the_authority_is() -> None:
    pattern = volume.week_pattern(facts({}, {"received_on": date(2026, 3, 8), "hour": 23}))

    assert pattern[0][9] == 1  # Monday the second
    assert pattern[6][23] == 1  # Sunday the eighth
    assert pattern.sum() == 2


def test_time_saved_is_what_went_by_itself_less_what_went_wrong() -> None:
    found = facts(*[{"how": "automatic"}] * 10, {}, {"outcome": "changed", "subject": "sne"})

    told = value_of(found, share(1, 10), Assumption(minutes=3, minutes_with=1))
    assert (told.automatic, told.followed) == (10, 1)
    assert told.total == pytest.approx(10 * 3 + 1 * 2 - 10 * 0.1 * 3)


def test_long_periods_are_told_by_week_and_by_month() -> None:
    def firsts(days: int) -> list[date]:
        wanted = Selection(since=TODAY - timedelta(days=days - 1), until=TODAY)
        return [one.first for one in volume.periods(facts({}), wanted)]

    assert len(firsts(28)) == 28
    assert {one.weekday() for one in firsts(200)} == {0}
    assert {one.day for one in firsts(800)} == {1}


def test_merging_puts_changed_facts_in_their_place_and_adds_new_ones() -> None:
    before = facts({}, {"hour": 1})
    new = facts_of(
        [[{**_USUAL, "hour": hour}[name] for name in COLUMNS] for hour in (2, 3)], before.codes
    )

    merged = before.merged([1, 2], new)
    assert list(merged.hour) == [9, 2, 3]
    assert list(before.hour) == [9, 1]
