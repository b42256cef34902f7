"""A legal basis that can be signed, and who drafts and signs it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from signatur.records.projects import service as projects
from signatur.stewardship.legal.schema import SIDES, Basis, BasisTerms, Phase, Step
from signatur.stewardship.legal.service import bases

if TYPE_CHECKING:
    from signatur.records.projects.schema import EvidenceKind, Project
    from tests.builders import World

TERMS = BasisTerms(
    phase=Phase.OPERATION,
    article="GDPR artikel 6, stk. 1, litra e",
    supplementary="Kommunestyrelseslovens § 2",
    reasoning="Fordeling af post er en del af sagsbehandlingen.",
    is_explicit=False,
    is_research_only=False,
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 12, 31),
    steps=dict.fromkeys(SIDES, Step.LOW),
    step_reasons="Intern sortering uden virkning for borgeren.",
)
REVIEW = date(2027, 3, 4)


def draft(world: World, project: Project, terms: BasisTerms = TERMS, by: str = "Erik") -> Basis:
    with world.runtime.work(world.actor(by)) as work:
        return bases.draft(work, project.id, terms)


def sign(world: World, basis: Basis, by: str = "Dorte") -> Basis:
    with world.runtime.work(world.actor(by)) as work:
        return bases.sign(work, basis.id, "Gennemgået.")


def in_force(world: World, project: Project) -> set[EvidenceKind]:
    with world.runtime.reading(world.system) as work:
        found = projects.get(work, project.id)
        return {one.kind for one in found.evidence if one.is_valid(work.today)}
