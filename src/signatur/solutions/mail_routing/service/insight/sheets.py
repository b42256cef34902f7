"""What insight tells: names, shares with intervals, durations; the sheets are the kernel's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import NOTHING, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model.insight.shares import Share

_MINUTES_OF_AN_HOUR, _MINUTES_OF_A_DAY = 60, 1440


@dataclass(frozen=True, slots=True)
class Names:
    """What departments and subjects are called; a key that is gone shows as itself."""

    departments: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work, project_id: UUID) -> Self:
        """Look up the names of a project."""
        from signatur.solutions.mail_routing.service import setup

        return cls(
            {one.key: one.name for one in setup.departments(work, project_id)},
            {one.key: one.name for one in setup.subjects(work, project_id)},
        )

    @property
    def key(self) -> int:
        """The same for the same names."""
        return hash((*self.departments.items(), *self.subjects.items()))

    def department(self, key: str) -> str:
        return self.departments.get(key, key) or str(_("No place"))

    def subject(self, key: str) -> str:
        return self.subjects.get(key, key) or str(_("No subject given"))

    def place(self, department: str, subject: str) -> str:
        """Return `Borgerservice › Pas`."""
        if not department:
            return str(_("No place"))
        named = self.department(department)
        return f"{named} › {self.subject(subject)}" if subject else named


def interval(one: Share) -> Cell:
    """Return a cell with the interval of a share."""
    if one.low is None or one.high is None:
        return Cell(NOTHING)
    words = f"{show_percent(one.low, 1)} – {show_percent(one.high, 1)}"
    return Cell(words, words)


def minutes(value: float | None) -> Cell:
    """Return a cell with a duration; a file has it in minutes."""
    return Cell(duration(value), None if value is None else round(value))


def duration(value: float | None) -> str:
    """Return minutes in the unit that suits: minutes, hours or days."""
    if value is None:
        return NOTHING
    if value < _MINUTES_OF_AN_HOUR:
        return str(_("%(number)s min.", number=show_number(value, 0)))
    if value < 2 * _MINUTES_OF_A_DAY:
        return str(_("%(number)s hours", number=show_number(value / _MINUTES_OF_AN_HOUR, 1)))
    return str(_("%(number)s days", number=show_number(value / _MINUTES_OF_A_DAY, 1)))


def percent(value: float | None, decimals: int = 1) -> str:
    """Return a share as it is told, or a dash."""
    return NOTHING if value is None else show_percent(value, decimals)


def told(one: Share) -> str:
    """Return how a share is told under its figure: what it was counted from, and its interval."""
    if one.value is None:
        return str(_("nothing to count yet"))
    return str(
        _(
            "%(count)s of %(total)s; between %(low)s and %(high)s",
            count=show_number(one.count),
            total=show_number(one.total),
            low=percent(one.low),
            high=percent(one.high),
        )
    )


WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
HOW_TITLES = {
    "": _("All"),
    "automatic": _("By itself"),
    "person": _("By a person"),
}
LENGTH_TITLES = {
    "short": _("Up to 300 characters"),
    "middle": _("300 to 1,200 characters"),
    "long": _("More than 1,200 characters"),
}
