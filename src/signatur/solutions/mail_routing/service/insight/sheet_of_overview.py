"""The overview as figures, pictures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Cell, Figure, Sheet, Table, columns, number, share, word
from signatur.methods.charts import bars, heat
from signatur.solutions.mail_routing.schema import CHANNEL_TITLES, Channel, Traits, WorklistFilter
from signatur.solutions.mail_routing.service.insight import sheets
from signatur.solutions.mail_routing.service.insight.kinds import (
    filter_of,
    group_block,
    label_of,
)
from signatur.solutions.mail_routing.service.insight.sheet_of_second_looks import error_note
from signatur.solutions.mail_routing.service.insight.sheets import duration, percent, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.model.insight.value import Value
    from signatur.solutions.mail_routing.model.insight.volume import Period
    from signatur.solutions.mail_routing.service.insight.asking import Asked, Overview
    from signatur.solutions.mail_routing.service.insight.sheets import Names

_OPENING = range(24)


def sheet_of_overview(seen: Overview, asked: Asked, names: Names) -> Sheet:
    """Return what the overview shows."""
    return Sheet(
        figures=tuple(_figures(seen, asked)),
        blocks=(
            volume_block(seen.periods, asked),
            group_block(
                "channels",
                _("By channel"),
                seen.channels,
                lambda key: str(CHANNEL_TITLES[Channel(key)]),
                lambda key: filter_of(asked, channel=key),
            ),
            group_block(
                "departments",
                _("By department"),
                seen.departments,
                names.department,
                lambda key: filter_of(asked, department=key) if key else None,
            ),
            group_block(
                "subjects",
                _("By subject"),
                seen.subjects,
                names.subject,
                lambda key: filter_of(asked, subject=key) if key else None,
            ),
            _pattern_block(seen, asked),
            value_block(seen.value),
        ),
    )


def _figures(seen: Overview, asked: Asked) -> list[Figure]:
    speed = seen.speeds[0]
    return [
        Figure(
            title=str(_("Received")),
            shown=show_number(seen.count),
            note=_against(seen.count, seen.before),
            finds=filter_of(asked),
        ),
        Figure(
            title=str(_("Sent on by itself")),
            shown=percent(seen.automatic.value),
            note=told(seen.automatic),
            finds=filter_of(asked, Traits(how="automatic")),
        ),
        Figure(
            title=str(_("True error of what goes by itself")),
            shown=percent(seen.error.share.value),
            note=error_note(seen.error),
            finds=filter_of(asked, Traits(is_blind=True, is_otherwise=True)),
        ),
        Figure(
            title=str(_("From receipt to the right desk")),
            shown=duration(speed.median),
            note=str(_("half within this; nine of ten within %(slow)s", slow=duration(speed.slow))),
        ),
        Figure(
            title=str(_("Sent to and fro")),
            shown=percent(seen.rerouted.value),
            note=told(seen.rerouted),
            finds=filter_of(asked, Traits(is_moved=True)),
        ),
        Figure(
            title=str(_("Waits now")),
            shown=show_number(seen.backlog.waiting),
            note=_waiting_note(seen),
            finds=WorklistFilter(),
        ),
        Figure(
            title=str(_("Saved")),
            shown=str(_("%(number)s hours", number=show_number(seen.value.total / 60, 0))),
            note=str(_("with what is assumed at the foot of the page")),
        ),
    ]


def _against(count: int, before: int) -> str:
    if not before:
        return str(_("nothing in the period before"))
    change = count / before - 1
    sign = "+" if change >= 0 else "−"
    return str(
        _(
            "%(change)s against the period before (%(before)s)",
            change=f"{sign}{show_percent(abs(change))}",
            before=show_number(before),
        )
    )


def _waiting_note(seen: Overview) -> str:
    return str(
        _(
            "%(late)s past the deadline, %(risk)s will be at today's pace",
            late=show_number(seen.backlog.late),
            risk=show_number(seen.backlog.at_risk),
        )
    )


def volume_block(periods: Sequence[Period], asked: Asked) -> Block:
    """Return how many came over time."""
    labels = [label_of(one.first) for one in periods]
    title = str(_("Received over time"))
    table = Table(
        key="volume",
        title=title,
        columns=columns(_("From"), _("Received"), _("Decided"), _("By itself"), numbers=3),
        rows=tuple(
            (
                Cell(one.first.strftime("%d.%m.%Y"), one.first.isoformat()),
                number(one.count),
                number(one.decided),
                share(one.automatic.value),
            )
            for one in periods
        ),
    )
    return Block(
        title=title,
        about=_step_of(asked),
        picture=bars(title, labels, [one.count for one in periods], show_number),
        table=table,
        folds=True,
    )


def _step_of(asked: Asked) -> str:
    days = (asked.until - asked.since).days + 1
    if days <= 70:
        return str(_("Each bar is a day."))
    return str(_("Each bar is a week.")) if days <= 730 else str(_("Each bar is a month."))


def _pattern_block(seen: Overview, asked: Asked) -> Block:
    title = str(_("When it comes: weekday and hour"))
    days = [str(one) for one in sheets.WEEKDAYS]
    hours = [str(hour) for hour in _OPENING]
    table = Table(
        key="hours",
        title=title,
        columns=columns(_("Weekday"), *(f"{hour:02d}" for hour in _OPENING), numbers=24),
        rows=tuple(
            (
                word(day),
                *(
                    number(
                        int(seen.pattern[n][hour]),
                        finds=filter_of(asked, Traits(weekday=n, hour=hour))
                        if seen.pattern[n][hour]
                        else None,
                    )
                    for hour in _OPENING
                ),
            )
            for n, day in enumerate(days)
        ),
    )
    return Block(
        title=title,
        picture=heat(title, days, hours, seen.pattern.tolist(), show_number),
        table=table,
        folds=True,
    )


def value_block(value: Value) -> Block:
    """Return what the work is worth, line by line with what is assumed."""
    hours = [
        (_("Sent on by itself"), value.automatic, value.from_automatic),
        (_("A suggestion was followed"), value.followed, value.from_followed),
        (_("Sent wrong by itself, and sent on once more by hand"), None, -value.lost_on_wrong),
    ]
    return Block(
        title=str(_("Time saved")),
        about=str(
            _(
                "Assumed: %(minutes)s minutes to read and send on one enquiry by hand, and "
                "%(minutes_with)s where a suggestion is followed. Change this below the filters; "
                "nobody has measured it here.",
                minutes=show_number(value.assumption.minutes, 1),
                minutes_with=show_number(value.assumption.minutes_with, 1),
            )
        ),
        table=Table(
            key="value",
            title=str(_("Time saved")),
            columns=columns(_("From what"), _("Enquiries"), _("Hours"), numbers=2),
            rows=(
                *(
                    (word(name), number(count), number(spent / 60, 1))
                    for name, count, spent in hours
                ),
                (word(_("Together")), Cell("", ""), number(value.total / 60, 1)),
            ),
        ),
    )
