"""An invented use case, described by one and decided by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.permissions import Role
from signatur.stewardship.readiness import service
from signatur.stewardship.readiness.schema import Advice, Hypothesis

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.part import Demo

ANSWERS = {
    "volume": "over_10000", "repetitive": "yes", "discretion": "none", "consistent": "partly",
    "error_cost": "yes", "simpler": "yes", "healthy": "yes", "will_change": "no",
    "professionals": "yes", "next_link": "yes", "personal_data": "ordinary",
    "basis_development": "yes", "minimised": "done", "effect": "none", "basis_operation": "yes",
    "profiling": "no", "vulnerable": "no", "automatic": "internal", "medical": "no",
    "access": "yes", "enough": "partly", "outcome_known": "yes", "practice_stable": "partly",
    "represents": "yes", "exists": "shared", "competence": "yes", "exit": "yes",
    "where_seen": "yes", "way_in_out": "yes", "owner": "yes", "gain_place": "partly",
    "management": "yes", "measured_today": "yes",
}  # fmt: skip
_HYPOTHESES = (
    Hypothesis(
        "Posten når det rette skrivebord samme dag",
        "Tiden fra modtagelse til afdeling falder til under to timer",
        "Vi samler postkassen hos færre medarbejdere",
    ),
    Hypothesis(
        "Færre breve sendes videre fra den forkerte afdeling",
        "Andelen, der sendes videre, halveres",
        "Vi retter emnelisten og skriver regler for de værste emner",
    ),
)


def begin(demo: Demo, project_id: UUID) -> None:
    """Describe the use case as the super-user, and let the owner decide to go on."""
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        case = service.describe(
            work,
            project_id,
            problem="Post ligger for længe, før den når den rette afdeling.",
            for_whom="Borgere, der venter på svar, og de medarbejdere, der fordeler posten.",
            answers=ANSWERS,
            hypotheses=_HYPOTHESES,
        )
    with demo.runtime.work(demo.actors[Role.PROJECT_OWNER]) as work:
        service.decide(
            work, case.id, Advice.GO, "Stor mængde, klare regler og en afprøvet løsning."
        )
