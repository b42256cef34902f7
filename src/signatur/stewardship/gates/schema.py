"""The values of the gates: how a project's evidence stands, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.records.projects.schema import (
    RETRAINS,
    Evidence,
    EvidenceKind,
    Project,
    Stage,
    gates,
    required_for,
    requirement,
)

if TYPE_CHECKING:
    from datetime import date

    from signatur.records.projects.schema import Requirement

WARNING = timedelta(days=60)
"""How long before evidence lapses its owner is told."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a project's stage asks for, and how it stands on a day."""

    project: Project
    requirements: tuple[Requirement, ...]
    """Everything that the stage asks for, its own gate's and every earlier one's."""
    broken: tuple[Requirement, ...]
    lapsing: tuple[Evidence, ...]
    """Valid today, the last of its kind, and over within the time of warning."""
    retraining: Requirement | None
    """The basis for retraining where one is asked for; without it nothing stops but learning."""

    @property
    def holds(self) -> bool:
        return not self.broken


def outlook(project: Project, today: date) -> Outlook:
    """Return how the evidence that a project's stage asks for stands. A pure function."""
    wanted = required_for(project.stage)
    retrains = project.stage in RETRAINS
    watched = (*wanted, EvidenceKind.LEGAL_BASIS_RETRAINING) if retrains else wanted
    asked = tuple(
        one for gate in gates(project, today) for one in gate.requirements if one.kind in wanted
    )
    return Outlook(
        project,
        asked,
        broken=tuple(one for one in asked if one.standing != "valid"),
        lapsing=tuple(
            last for kind in watched if (last := _lapsing(project, kind, today)) is not None
        ),
        retraining=requirement(EvidenceKind.LEGAL_BASIS_RETRAINING, project.evidence, today)
        if retrains
        else None,
    )


def _lapsing(project: Project, kind: EvidenceKind, today: date) -> Evidence | None:
    """Return the evidence of a kind that ends last, if even that ends soon."""
    valid = [one for one in project.evidence if one.kind is kind and one.is_valid(today)]
    if not valid or any(one.valid_to is None for one in valid):
        return None
    last = max(valid, key=lambda one: one.valid_to or today)
    follows = any(
        one.kind is kind
        and one.withdrawn_at is None
        and one.valid_from > today
        and last.valid_to is not None
        and one.valid_from <= last.valid_to + timedelta(days=1)
        for one in project.evidence
    )
    is_soon = last.valid_to is not None and last.valid_to - today <= WARNING
    return last if is_soon and not follows else None


def is_watched(project: Project) -> bool:
    """Say whether a project's evidence matters now: it has begun, and it has not ended."""
    return project.stage not in (Stage.IDEA, Stage.RETIRED)
