"""Stages, gates and evidence, and the pure rule that says what a project may do right now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID


class Stage(StrEnum):
    """How far a project has come, in order."""

    IDEA = "idea"
    SCOPING = "scoping"
    DEVELOPMENT = "development"
    TRIAL = "trial"
    OPERATION = "operation"
    RETIRED = "retired"


STAGE_TITLES: Mapping[Stage, Text] = {
    Stage.IDEA: _("Idea"),
    Stage.SCOPING: _("Scoping"),
    Stage.DEVELOPMENT: _("Development"),
    Stage.TRIAL: _("Trial"),
    Stage.OPERATION: _("Operation"),
    Stage.RETIRED: _("Retired"),
}


class EvidenceKind(StrEnum):
    """What must be shown before a gate opens."""

    USE_CASE = "use_case"
    LEGAL_BASIS_DEVELOPMENT = "legal_basis_development"
    DATA_EXAMINED = "data_examined"
    PERFORMANCE_FLOOR = "performance_floor"
    LEGAL_BASIS_TRIAL = "legal_basis_trial"
    LEGAL_BASIS_OPERATION = "legal_basis_operation"
    IMPACT_ASSESSMENT = "impact_assessment"
    TRIAL_EVALUATED = "trial_evaluated"
    LEGAL_BASIS_RETRAINING = "legal_basis_retraining"


EVIDENCE_TITLES: Mapping[EvidenceKind, Text] = {
    EvidenceKind.USE_CASE: _("The use case is described and approved"),
    EvidenceKind.LEGAL_BASIS_DEVELOPMENT: _("Legal basis for development"),
    EvidenceKind.DATA_EXAMINED: _("The data has been examined"),
    EvidenceKind.PERFORMANCE_FLOOR: _("The performance floor is set"),
    EvidenceKind.LEGAL_BASIS_TRIAL: _("Legal basis for a test on real cases"),
    EvidenceKind.LEGAL_BASIS_OPERATION: _("Legal basis for operation"),
    EvidenceKind.IMPACT_ASSESSMENT: _("Impact assessment (GDPR article 35)"),
    EvidenceKind.TRIAL_EVALUATED: _("The trial has been evaluated"),
    EvidenceKind.LEGAL_BASIS_RETRAINING: _("Legal basis for retraining"),
}

# What opens the gate into each stage, beside all that opened the earlier ones.
GATES: Mapping[Stage, tuple[EvidenceKind, ...]] = {
    Stage.IDEA: (),
    Stage.SCOPING: (),
    Stage.DEVELOPMENT: (EvidenceKind.USE_CASE, EvidenceKind.LEGAL_BASIS_DEVELOPMENT),
    Stage.TRIAL: (
        EvidenceKind.DATA_EXAMINED,
        EvidenceKind.PERFORMANCE_FLOOR,
        EvidenceKind.LEGAL_BASIS_TRIAL,
    ),
    Stage.OPERATION: (
        EvidenceKind.LEGAL_BASIS_OPERATION,
        EvidenceKind.IMPACT_ASSESSMENT,
        EvidenceKind.TRIAL_EVALUATED,
    ),
}

# What is asked for only as long as a phase lasts: a project in operation is no test any more.
_UNTIL: Mapping[EvidenceKind, Stage] = {EvidenceKind.LEGAL_BASIS_TRIAL: Stage.TRIAL}


class Act(StrEnum):
    """What a project may or may not do at its stage."""

    LEARN = "learn"
    SUGGEST = "suggest"
    DECIDE = "decide"
    AFFECT = "affect"
    AUTOMATE = "automate"


ACT_TITLES: Mapping[Act, Text] = {
    Act.LEARN: _("learn from past cases"),
    Act.SUGGEST: _("make suggestions"),
    Act.DECIDE: _("record decisions"),
    Act.AFFECT: _("send anything out of the house"),
    Act.AUTOMATE: _("decide under a standing authorisation"),
}

# The first stage at which an act is allowed. Suggestions and decisions fall back to the evidence
# of the stage that they need; so a project in operation whose basis for operation has lapsed may
# go on as a trial, but nothing leaves the house.
NEEDS_STAGE: Mapping[Act, Stage] = {
    Act.LEARN: Stage.DEVELOPMENT,
    Act.SUGGEST: Stage.DEVELOPMENT,
    Act.DECIDE: Stage.TRIAL,
    Act.AFFECT: Stage.OPERATION,
    Act.AUTOMATE: Stage.OPERATION,
}
# From the trial on, cases to learn from are those that a model has met: that is retraining, and the
# law is asked again. Without it the project goes on with the model that it has.
RETRAINS: frozenset[Stage] = frozenset({Stage.TRIAL, Stage.OPERATION})

_ORDER = list(Stage)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something shown for a gate, signed by a named person, valid for a time."""

    id: UUID
    kind: EvidenceKind
    statement: str
    reference: str
    valid_from: date
    valid_to: date | None
    signed_by: UUID
    signed_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None
    withdrawn_because: str

    def is_valid(self, today: date) -> bool:
        return (
            self.withdrawn_at is None
            and self.valid_from <= today
            and (self.valid_to is None or today <= self.valid_to)
        )


class Standing(StrEnum):
    """How one piece of required evidence stands on a day."""

    VALID = "valid"
    MISSING = "missing"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


STANDING_TITLES: Mapping[Standing, Text] = {
    Standing.VALID: _("Valid"),
    Standing.MISSING: _("Missing"),
    Standing.NOT_YET: _("Not valid yet"),
    Standing.LAPSED: _("Lapsed"),
    Standing.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Project:
    """One authority's use of one solution."""

    id: UUID
    authority_id: UUID
    solution: str
    name: str
    owner_id: UUID
    stage: Stage
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act is allowed now, and if not, what is in the way."""

    act: Act
    is_stage_reached: bool
    stage_needed: Stage
    missing: tuple[EvidenceKind, ...]

    @property
    def is_allowed(self) -> bool:
        return self.is_stage_reached and not self.missing


def required_for(stage: Stage) -> tuple[EvidenceKind, ...]:
    """Return all evidence that must be valid at a stage: its own gate's and every earlier one's."""
    return tuple(
        kind
        for kind in asked_until(stage)
        if kind not in _UNTIL or _ORDER.index(stage) <= _ORDER.index(_UNTIL[kind])
    )


def asked_until(stage: Stage) -> tuple[EvidenceKind, ...]:
    """Return all evidence that the gates on the way to a stage ask for, in their order."""
    if stage is Stage.RETIRED:
        return ()
    return tuple(
        kind for passed in _ORDER[: _ORDER.index(stage) + 1] for kind in GATES.get(passed, ())
    )


def missing_for(
    stage: Stage, evidence: Iterable[Evidence], today: date
) -> tuple[EvidenceKind, ...]:
    """Return the evidence that is lacking, has lapsed or was withdrawn."""
    valid = {one.kind for one in evidence if one.is_valid(today)}
    return tuple(kind for kind in required_for(stage) if kind not in valid)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One kind of evidence that a gate asks for, and how it stands."""

    kind: EvidenceKind
    standing: Standing
    evidence: Evidence | None
    """What its standing is read from: what is valid, else what was signed last."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate into one stage."""

    stage: Stage
    requirements: tuple[Requirement, ...]

    @property
    def is_open(self) -> bool:
        return all(one.standing is Standing.VALID for one in self.requirements)


def gates(project: Project, today: date) -> tuple[Gate, ...]:
    """Return every gate that asks for evidence, in order, with how it stands today."""
    return tuple(
        Gate(stage, tuple(requirement(kind, project.evidence, today) for kind in kinds))
        for stage, kinds in GATES.items()
        if kinds
    )


def requirement(kind: EvidenceKind, evidence: Iterable[Evidence], today: date) -> Requirement:
    """Return how one kind of evidence stands today."""
    of_kind = [one for one in evidence if one.kind is kind]
    valid = [one for one in of_kind if one.is_valid(today)]
    if valid:
        return Requirement(kind, Standing.VALID, valid[-1])
    if not of_kind:
        return Requirement(kind, Standing.MISSING, None)
    last = of_kind[-1]
    return Requirement(kind, _why_invalid(last, today), last)


def _why_invalid(evidence: Evidence, today: date) -> Standing:
    if evidence.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.NOT_YET if today < evidence.valid_from else Standing.LAPSED


def judge(project: Project, act: Act, today: date) -> Verdict:
    """Say whether a project may do something today."""
    needed = NEEDS_STAGE[act]
    missing = missing_for(needed, project.evidence, today)
    has_reached = project.stage is not Stage.RETIRED and _ORDER.index(
        project.stage
    ) >= _ORDER.index(needed)
    if has_reached and not missing_for(project.stage, project.evidence, today):
        # What holds for a stage carries all that the stages before it allowed.
        missing = ()
    if act is Act.LEARN and project.stage in RETRAINS:
        again = requirement(EvidenceKind.LEGAL_BASIS_RETRAINING, project.evidence, today)
        missing += (again.kind,) if again.standing is not Standing.VALID else ()
    return Verdict(act, has_reached, needed, missing)


def earlier_stages(stage: Stage) -> tuple[Stage, ...]:
    """Return the stages that a project may go back to, the nearest first."""
    return tuple(reversed(_ORDER[: _ORDER.index(stage)]))


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage that a project may advance to."""
    following = _ORDER.index(stage) + 1
    return _ORDER[following] if following < len(_ORDER) else None
