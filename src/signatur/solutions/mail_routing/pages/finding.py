"""Which list somebody works through: filter and order, as they stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.fields import OptionalNumber
from signatur.solutions.mail_routing.schema import Traits, WorklistFilter
from signatur.solutions.mail_routing.service import Sorting

if TYPE_CHECKING:
    from uuid import UUID

WORKLIST = "/postfordeling"
# What an address may say of a list; the rest of an address is about the page at hand.
_NAMES = (
    "soeg",
    "tilstand",
    "bane",
    "afdeling",
    "emne",
    "kanal",
    "sprog",
    "hjaelp",
    "fra",
    "til",
    "hvordan",
    "foreslaaet",
    "andet",
    "flyttet",
    "forsinket",
    "blind",
    "ugedag",
    "time",
    "sortering",
)
_LANES = ("bane", "hjaelp")
_TRAITS = ("hvordan", "foreslaaet", "andet", "flyttet", "forsinket", "blind", "ugedag", "time")
# What holds when nothing is said.
_USUAL = frozenset({("tilstand", "ready"), ("sortering", Sorting.OLDEST)})


@dataclass(frozen=True, slots=True)
class Finding:
    """A list that somebody asked for."""

    wanted: WorklistFilter
    sorting: Sorting
    given: tuple[tuple[str, str], ...] = ()
    """What stands in the address, as names and values."""

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def query_without_lane(self) -> str:
        """The same list in all lanes."""
        return urlencode([(name, value) for name, value in self.given if name not in _LANES])

    @property
    def traits_given(self) -> tuple[tuple[str, str], ...]:
        """What a figure of insight was counted by."""
        return tuple((name, value) for name, value in self.given if name in _TRAITS)

    @property
    def is_filtered(self) -> bool:
        return any(name != "sortering" for name, _value in self.given)

    def path(self, **more: object) -> str:
        """Return the address of the list, with an enquiry chosen in it and the like."""
        return _address(WORKLIST, (*self.given, *_said(more)))

    def path_of(self, item_id: UUID, **more: object) -> str:
        """Return the address of one enquiry's own page, from which the list can be gone on with."""
        return _address(f"{WORKLIST}/{item_id}", (*self.given, *_said(more)))


def _said(more: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in more.items() if value is not None)


def _address(path: str, query: tuple[tuple[str, str], ...]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


_NO_TRAITS = Traits()


def _traits_of(
    hvordan: str = "",
    foreslaaet: str = "",
    andet: str = "",
    flyttet: str = "",
    forsinket: str = "",
    blind: str = "",
    ugedag: OptionalNumber = None,
    time: OptionalNumber = None,
) -> Traits:
    """Read what a figure of insight was counted by from the address."""
    return Traits(
        how=hvordan,
        suggested=foreslaaet,
        is_otherwise=bool(andet),
        is_moved=bool(flyttet),
        is_late=bool(forsinket),
        is_blind=bool(blind),
        weekday=ugedag,
        hour=time,
    )


def address_of(wanted: WorklistFilter) -> str:
    """Return the address of the worklist with a filter."""
    traits = wanted.traits
    said = {
        "tilstand": wanted.state or "all",
        "afdeling": wanted.department,
        "emne": wanted.subject,
        "kanal": wanted.channel,
        "sprog": wanted.language,
        "bane": wanted.lane,
        "fra": wanted.since.isoformat() if wanted.since else "",
        "til": wanted.until.isoformat() if wanted.until else "",
        "hvordan": traits.how,
        "foreslaaet": traits.suggested,
        "andet": "1" if traits.is_otherwise else "",
        "flyttet": "1" if traits.is_moved else "",
        "forsinket": "1" if traits.is_late else "",
        "blind": "1" if traits.is_blind else "",
        "ugedag": "" if traits.weekday is None else str(traits.weekday),
        "time": "" if traits.hour is None else str(traits.hour),
    }
    return _address(WORKLIST, tuple((name, value) for name, value in said.items() if value))


def wanted_of(  # noqa: PLR0913, PLR0917 (one argument for each field of the filter)
    soeg: str = "",
    tilstand: str = "",
    bane: str = "",
    afdeling: str = "",
    emne: str = "",
    kanal: str = "",
    sprog: str = "",
    hjaelp: str = "",
    fra: str = "",
    til: str = "",
    traits: Annotated[Traits, Depends(_traits_of)] = _NO_TRAITS,
) -> WorklistFilter:
    """Read the filter of a list from the address. Raises InputProblem for a date that is none."""
    try:
        since = date.fromisoformat(fra) if fra else None
        until = date.fromisoformat(til) if til else None
    except ValueError:
        raise InputProblem(
            log="bad date in filter", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None
    return WorklistFilter(
        words=soeg,
        state=tilstand,
        lane=bane,
        department=afdeling,
        subject=emne,
        channel=kanal,
        language=sprog,
        needs_help=bool(hjaelp),
        since=since,
        until=until,
        traits=traits,
    )


def _finding_of(
    request: Request,
    wanted: Annotated[WorklistFilter, Depends(wanted_of)],
    sortering: Sorting = Sorting.OLDEST,
) -> Finding:
    given = [(name, request.query_params.get(name, "")) for name in _NAMES]
    said = tuple((name, value) for name, value in given if value and (name, value) not in _USUAL)
    return Finding(wanted, sortering, said)


ListInHand = Annotated[Finding, Depends(_finding_of)]
