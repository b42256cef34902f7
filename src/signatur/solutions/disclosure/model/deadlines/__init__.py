"""By when a request or a complaint must be answered, in Danish working days or in months.

The day of receipt is not counted; the next working day is day one, whatever the hour or day of the week
something came in. Holidays, 5 June, 24 and 31 December are closed, as the act on limitation § 27(2)
has it for deadlines; every step also says its day if those three are counted.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_date
from signatur.kernel.i18n import text as _
from signatur.methods.statistics.danish_calendar import is_working_day
from signatur.solutions.disclosure.model.deadlines.days import (
    add_months,
    add_working_days,
    forward,
    is_open_in_doubt,
    working_days_between,
)
from signatur.solutions.disclosure.model.deadlines.rules import DUE, RULES, Rule
from signatur.solutions.disclosure.schema.deadlines import (
    DeadlineKind,
    Deadlines,
    Due,
    Pause,
    Standing,
    Step,
    StepName,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.kernel.i18n import Text

_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2199

__all__ = [
    "add_months", "add_working_days", "deadline", "forward", "is_open_in_doubt", "standing",
    "working_days_between",
]  # fmt: skip


def deadline(
    received: date, kind: DeadlineKind, pauses: Sequence[Pause] = (), today: date | None = None
) -> Deadlines:
    """Return the days that follow from the receipt on a day.

    Args:
        received: the day on which it could first be read; it is not counted.
        kind: what is counted for.
        pauses: days that are not counted, each with its reason. One without an end needs `today`.
        today: the day until which an open pause lasts.

    Raises:
        InputProblem: The year is out of range, or a pause has no reason or ends before it starts.
    """
    _check_year(received)
    for pause in pauses:
        _check_pause(pause, received, today)
    idle = _idle_days(pauses, today)
    steps = sorted(
        (_counted(rule, received, idle) for rule in RULES[kind]), key=lambda one: one.day
    )
    due = next(one for one in steps if one.name is DUE.get(kind, StepName.DECISION))
    return Deadlines(
        received=received, kind=kind, due=due.day, cautious=due.cautious, steps=tuple(steps),
        pauses=tuple(pauses), assumptions=_assumptions(kind, has_pauses=bool(pauses)),
    )  # fmt: skip


def standing(
    found: Deadlines, day: date, *, told_why: bool = False, gave_part: bool = False
) -> Standing:
    """Say where a case stands on a day that has not been answered by then.

    Args:
        found: its deadlines.
        day: the day it is looked at.
        told_why: the requester has been told why it takes longer, and until when.
        gave_part: some documents have been given out already.
    """
    left = working_days_between(day, found.due)
    is_overdue = day > found.due
    waits = any(one.start <= day and (one.end is None or day < one.end) for one in found.pauses)
    complaint = next((s for s in found.steps if s.name is StepName.COMPLAINT_POSSIBLE), None)
    return Standing(
        day=day,
        days_left=left,
        is_overdue=is_overdue,
        act=Due.WAITING if waits else _act(found, day, told_why=told_why, gave_part=gave_part),
        next_step=next((one for one in found.steps if one.day >= day), None),
        may_complain=complaint is not None and day > complaint.day,
    )


def _act(found: Deadlines, day: date, *, told_why: bool, gave_part: bool) -> Due:
    if day > found.due:
        return Due.OVERDUE
    if day == found.due:
        return Due.DECISION
    by_name = {one.name: one for one in found.steps}
    notice = by_name.get(StepName.NOTICE)
    # The letter must leave before the day passes; it is asked for from the working day before.
    if notice is not None and notice.day < found.due and not told_why:
        near = working_days_between(day, notice.day)
        if near <= 1:
            return Due.TIME_LETTER
    partial = by_name.get(StepName.PARTIAL)
    if partial is not None and day >= partial.day and not gave_part:
        return Due.PARTIAL_DECISION
    return Due.NOTHING


def _counted(rule: Rule, received: date, idle: frozenset[date]) -> Step:
    end = _end(rule, received, idle, is_working_day)
    return Step(
        name=rule.name,
        title=rule.title,
        day=end,
        cautious=min(end, _cautious_end(rule, received, idle)),
        working_days=rule.working_days or None,
        calendar=_span(rule),
        source=rule.source,
        confidence=rule.confidence,
    )


def _end(
    rule: Rule, received: date, idle: frozenset[date], is_open: Callable[[date], bool]
) -> date:
    if rule.working_days:
        return forward(received, rule.working_days, lambda day: is_open(day) and day not in idle)
    end = received + timedelta(rule.days) if rule.days else add_months(received, rule.months)
    end += timedelta(sum(received < day for day in idle))
    # Until a letter must have left, no day after the last may be taken; a decision may wait for the office.
    step = -1 if rule.name is StepName.NOTICE else 1
    while not is_open(end):
        end += timedelta(step)
    return end


def _cautious_end(rule: Rule, received: date, idle: frozenset[date]) -> date:
    """Return the end where the doubtful days count; for months, the last working day within them."""
    if rule.working_days:
        return _end(rule, received, idle, is_open_in_doubt)
    end = received + timedelta(rule.days) if rule.days else add_months(received, rule.months)
    end += timedelta(sum(received < day for day in idle))
    while not is_working_day(end):
        end -= timedelta(1)
    return max(end, received)


def _idle_days(pauses: Sequence[Pause], today: date | None) -> frozenset[date]:
    """Return the days after the question up to the day of the answer: both ends as the day of receipt."""
    days: set[date] = set()
    for one in pauses:
        end = one.end or today
        assert end is not None, "checked before"
        days |= {one.start + timedelta(n) for n in range(1, (end - one.start).days + 1)}
    return frozenset(days)


def _span(rule: Rule) -> str:
    if rule.days:
        return f"{rule.days} days"
    return f"{rule.months} month{'s' if rule.months > 1 else ''}" if rule.months else ""


def _check_year(received: date) -> None:
    if not _FIRST_YEAR <= received.year <= _LAST_YEAR:
        raise InputProblem(
            log="deadline: year out of range",
            shown=_(
                "The day of receipt lies in %(year)s. Write a day from %(first)s to %(last)s.",
                year=str(received.year), first=str(_FIRST_YEAR), last=str(_LAST_YEAR),
            ),
        )  # fmt: skip


def _check_pause(pause: Pause, received: date, today: date | None) -> None:
    end = pause.end or today
    if not pause.reason.strip():
        said = _("A pause needs a reason, such as what the requester was asked.")
    elif end is None:
        said = _("A pause without an end needs the day until which it is counted.")
    elif pause.start < received or end < pause.start:
        said = _(
            "A pause runs from the question to the answer, after the receipt; this one starts %(start)s and"
            " ends %(end)s.",
            start=show_date(pause.start), end=show_date(end),
        )  # fmt: skip
    else:
        return
    raise InputProblem(log="deadline: pause refused", shown=said)


def _assumptions(kind: DeadlineKind, *, has_pauses: bool) -> tuple[Text, ...]:
    told = [
        _(
            "The day of receipt is not counted. What comes in after hours, in a weekend or on a holiday is"
            " counted from the next working day (M)."
        ),
        _(
            "Saturdays, Sundays, holidays, 5 June, 24 and 31 December are no working days, 1 May is one, and"
            " Great Prayer Day is one from 2024 (forældelsesloven § 27, stk. 2, by analogy: M). The cautious"
            " day counts 5 June, 24 and 31 December."
        ),
    ]
    if kind is DeadlineKind.GDPR:
        told.append(
            _(
                "A month ends on the same date of the next month, or on its last day; a closed day moves it to"
                " the next working day (Regulation 1182/71, article 3: M)."
            )
        )
    elif kind is DeadlineKind.ENVIRONMENTAL:
        told.append(
            _(
                "A month ends on the same date of the next month; a closed day moves it to the next working day"
                " (M). A time that the requester names is taken into account (§ 4, stk. 3)."
            )
        )
    elif kind is DeadlineKind.PARTY:
        told.append(
            _("The steps of 1-2, 14 and 40 working days are told for the act on public access (M).")
        )
    if has_pauses:
        told.append(
            _(
                "No act says that the time stands still while the requester is asked what is meant; it is"
                " practice where nothing can be found before the answer (L). Decide what can be decided"
                " meanwhile."
            )
        )
    return tuple(told)
