"""How mail flows as figures, pictures and tables: time, moves, backlog, deadlines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_date, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import (
    NOTHING,
    Block,
    Cell,
    Figure,
    Sheet,
    Table,
    columns,
    number,
    share,
    word,
)
from signatur.methods.charts import bars
from signatur.solutions.mail_routing.model.insight.flow import AGES
from signatur.solutions.mail_routing.schema import Traits, WorklistFilter
from signatur.solutions.mail_routing.service.insight.kinds import (
    filter_of,
    group_table,
)
from signatur.solutions.mail_routing.service.insight.sheets import (
    HOW_TITLES,
    duration,
    minutes,
    percent,
    told,
)

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.service.insight.asking import (
        Asked,
        Flow,
    )
    from signatur.solutions.mail_routing.service.insight.sheets import Names


def sheet_of_flow(seen: Flow, asked: Asked, names: Names) -> Sheet:
    """Return what the page on time and backlog shows."""
    speed, waits = seen.speeds[0], seen.backlog
    return Sheet(
        figures=(
            Figure(
                title=str(_("From receipt to the right desk")),
                shown=duration(speed.median),
                note=str(
                    _("half within this; nine of ten within %(slow)s", slow=duration(speed.slow))
                ),
            ),
            Figure(
                title=str(_("Sent to and fro")),
                shown=percent(seen.rerouted.value),
                note=told(seen.rerouted),
                finds=filter_of(asked, Traits(is_moved=True)),
            ),
            Figure(
                title=str(_("Waits now")),
                shown=show_number(waits.waiting),
                note=str(_("the oldest for %(days)s days", days=show_number(waits.oldest_days))),
                finds=WorklistFilter(),
            ),
            Figure(
                title=str(_("Decided on a working day")),
                shown=show_number(waits.pace, 0),
                note=_work_left(waits.days_of_work),
            ),
        ),
        blocks=(
            _speed_block(seen),
            Block(
                title=str(_("By department")),
                table=group_table(
                    "departments",
                    _("Department"),
                    seen.departments,
                    names.department,
                    lambda key: filter_of(asked, department=key) if key else None,
                ),
            ),
            _moved_block(seen, asked, names),
            age_block(seen),
            risk_block(seen, names),
        ),
    )


def _work_left(days: float | None) -> str:
    if days is None:
        return str(_("nothing was decided in the last four weeks"))
    return str(_("at this pace what waits takes %(days)s working days", days=show_number(days, 1)))


def _speed_block(seen: Flow) -> Block:
    title = str(_("Time from receipt to the right desk"))
    return Block(
        title=title,
        about=str(
            _("Up to the decision that stands; what was undone before counts as on its way.")
        ),
        table=Table(
            key="speeds",
            title=title,
            columns=columns(
                _("Decided"),
                _("Enquiries"),
                _("Half within"),
                _("Nine of ten within"),
                _("Within a day"),
                numbers=4,
            ),
            rows=tuple(
                (
                    word(HOW_TITLES[one.how]),
                    number(one.count),
                    minutes(one.median),
                    minutes(one.slow),
                    share(one.within_a_day.value),
                )
                for one in seen.speeds
            ),
        ),
    )


def _moved_block(seen: Flow, asked: Asked, names: Names) -> Block:
    title = str(_("What goes to and fro"))
    return Block(
        title=title,
        about=str(_("Enquiries that were sent to one place and then to another.")),
        table=Table(
            key="rerouted",
            title=title,
            columns=columns(
                _("Where it ended"),
                _("Enquiries"),
                _("Share of that subject"),
                _("Moves"),
                numbers=3,
            ),
            rows=tuple(
                (
                    word(names.place(department, subject)),
                    number(
                        one.count,
                        finds=filter_of(
                            asked, Traits(is_moved=True), department=department, subject=subject
                        ),
                    ),
                    share(one.value),
                    number(moves),
                )
                for department, subject, moves, one in seen.most_rerouted
            ),
        ),
    )


def age_block(seen: Flow) -> Block:
    """Return how old it is what waits now."""
    title = str(_("How long it has waited"))
    names = [
        str(_("today")),
        *(
            str(_("%(low)s to %(high)s days", low=low, high=high - 1))
            for low, high in pairwise(AGES)
        ),
        str(_("%(days)s days and more", days=AGES[-1])),
    ]
    return Block(
        title=title,
        about=str(_("All that waits now, whenever it was received.")),
        picture=bars(title, names, list(seen.backlog.ages), show_number, height=200),
        table=Table(
            key="ages",
            title=title,
            columns=columns(_("Age"), _("Enquiries"), numbers=1),
            rows=tuple(
                (word(name), number(count))
                for name, count in zip(names, seen.backlog.ages, strict=True)
            ),
        ),
        folds=True,
    )


def risk_block(seen: Flow, names: Names) -> Block:
    """Return what is late and what will be."""
    title = str(_("Deadlines at risk"))
    return Block(
        title=title,
        about=str(
            _(
                "If the most urgent is taken first, and as many a working day as in the last four "
                "weeks (%(pace)s). The deadline is that of the answer, which takes its time too.",
                pace=show_number(seen.backlog.pace, 0),
            )
        ),
        table=Table(
            key="deadlines",
            title=title,
            columns=columns(
                _("Place"),
                _("Next deadline"),
                _("Waits"),
                _("Past the deadline"),
                _("Will be late"),
                numbers=3,
            ),
            rows=tuple(
                (
                    word(names.place(one.department, one.subject)),
                    Cell(
                        show_date(one.next_due) if one.next_due else NOTHING,
                        one.next_due.isoformat() if one.next_due else None,
                    ),
                    number(
                        one.waiting,
                        finds=WorklistFilter(department=one.department, subject=one.subject),
                    ),
                    number(
                        one.late,
                        finds=WorklistFilter(
                            department=one.department,
                            subject=one.subject,
                            traits=Traits(is_late=True),
                        )
                        if one.late
                        else None,
                    ),
                    number(one.at_risk),
                )
                for one in seen.backlog.risks
            ),
        ),
    )
