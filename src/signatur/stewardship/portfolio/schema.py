"""The values of the portfolio and of the catalogue of evaluated projects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.i18n import Text
    from signatur.records.floors.schema import Floor
    from signatur.records.projects.schema import Project


class Status(StrEnum):
    """How an evaluated project stood in 2024."""

    OPERATION = "operation"
    ONGOING = "ongoing"
    ENDED = "ended"
    CONTINUED = "continued"


STATUS_TITLES: Mapping[Status, Text] = {
    Status.OPERATION: _("In operation"),
    Status.ONGOING: _("Ongoing"),
    Status.ENDED: _("Ended, not in operation"),
    Status.CONTINUED: _("Continued as another"),
}
SECTOR_TITLES: Mapping[str, Text] = {
    "health": _("Health"),
    "administration": _("Administration"),
    "elder_care": _("Elder care"),
    "social": _("Social affairs"),
    "employment": _("Employment"),
    "environment": _("Technical and environment"),
    "buildings": _("Buildings and energy"),
    "climate": _("Climate"),
}
PHASE_TITLES: Mapping[str, Text] = {
    "development": _("Development"),
    "test": _("Test"),
    "operation": _("Operation"),
    "monitoring": _("Monitoring"),
}
REASON_TITLES: Mapping[str, Text] = {
    "law": _("Law"),
    "performance": _("Not good enough"),
    "resources": _("Resources"),
    "data": _("Data"),
    "value": _("Value for the house"),
}
# Solutions by the name of their folder; those that are not installed yet are planned.
SOLUTION_TITLES: Mapping[str, Text] = {
    "mail_routing": _("Mail routing"),
    "disclosure": _("Access to documents"),
    "similar_cases": _("Similar cases"),
    "fleet": _("Fleet"),
    "assistant": _("Citizen assistant"),
    "application_screening": _("Application screening"),
    "rooms": _("Rooms"),
    "energy": _("Energy"),
    "risk": _("Risk assessment"),
    "referral_triage": _("Triage of referrals"),
    "imaging": _("Diagnostic imaging"),
    "care_planning": _("Care routes"),
    "flooding": _("Flooding"),
    "process_mining": _("Process mining"),
    "job_matching": _("Job matching"),
}
FIGURE_TITLES: Mapping[str, Text] = {
    "challenges": _("What was hard"),
    "gains": _("What came of it"),
    "involved": _("Who took part, sufficiently"),
    "legal_trouble": _("Where the law was in the way"),
    "development": _("How it was made"),
    "tools": _("Which legal tools were used"),
    "course": _("Whether the course changed"),
    "data": _("Data"),
    "law": _("Law"),
    "resources": _("Resources"),
    "use_case": _("The use case"),
    "organisation": _("The organisation"),
    "competence": _("Technical competence"),
    "technology": _("Knowledge of technology"),
    "innovation": _("Innovation"),
    "decisions": _("Better decision processes"),
    "efficiency": _("Efficiency"),
    "service": _("Better service"),
    "built": _("Built for the project"),
    "bought": _("Bought"),
    "management_support": _("Support of the management"),
    "management": _("The management itself"),
    "clear_roles": _("Clear roles"),
    "kl": _("KL's legal toolbox"),
    "own": _("Own guides"),
    "none": _("None"),
    "kept": _("Kept"),
    "rescoped": _("Another scope"),
    "downscoped": _("A smaller scope"),
    "basis_development": _("Legal basis for development"),
    "basis_operation": _("Legal basis for operation"),
    "gdpr": _("GDPR otherwise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """One of the projects that were evaluated in 2024."""

    number: int
    name: str
    by: str
    sector: str
    status: Status
    phase: str = ""
    continued_as: int | None = None
    own_regime: bool = False
    """It went on outside of the programme."""
    reason: str = ""
    """Why it is not in operation, where that was told."""
    learnt: str = ""
    solution: str
    """The solution of Signatur that re-creates it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The evaluated projects, and what the evaluation told of them all together."""

    projects: tuple[Evaluated, ...]
    figures: Mapping[str, Mapping[str, float]]
    """Shares of those who answered, by question and answer."""
    source: str

    def get(self, number: int) -> Evaluated | None:
        return next((one for one in self.projects if one.number == number), None)


def chosen(
    projects: Sequence[Evaluated],
    *,
    words: str = "",
    sector: str = "",
    status: str = "",
    solution: str = "",
) -> list[Evaluated]:
    """Return the projects that fit every given condition; all words must occur."""
    wanted = words.casefold().split()
    return [
        one
        for one in projects
        if (not sector or one.sector == sector)
        and (not status or one.status == status)
        and (not solution or one.solution == solution)
        and all(
            word in f"{one.number} {one.name} {one.by} {one.learnt}".casefold() for word in wanted
        )
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of the authority's own projects stands."""

    project: Project
    may_affect: bool
    """Whether anything may leave the house today."""
    missing: int
    """How much evidence its stage lacks."""
    floor: Floor | None
    model_number: int | None
    decided: int
    """Decisions in the last thirty days."""
    decided_automatically: int
    alarms: int
    late_alarms: int
