"""Drafting a floor, signing it by a second person, sealing and opening the test set it is held to."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.floors.schema import Floor, Metric, Terms
from signatur.records.floors.tables import FloorRow
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work

_SIGNERS = frozenset({Role.PROJECT_OWNER, Role.LEGAL, Role.DATA_SCIENTIST})
DRAFT = Permission("floors.draft", _("draft a performance floor"), _SIGNERS)
OPEN_TEST = Permission(
    "floors.open_test",
    _("open a sealed test set"),
    frozenset({Role.DATA_SCIENTIST, Role.PROJECT_OWNER}),
)
AUDIT_PHRASES = {
    "floors.drafted": _("Performance floor drafted"),
    "floors.signed": _("Performance floor signed"),
    "floors.withdrawn": _("Performance floor withdrawn"),
    "floors.sealed": _("Test set sealed"),
    "floors.opened": _("Test set opened"),
}


def draft(work: Work, project_id: UUID, terms: Terms) -> Floor:
    """Write a floor down that somebody else is to sign.

    Raises NotFound, NotAllowed, InputProblem for impossible values.
    """
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    _check(terms)
    row = FloorRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        **asdict(terms),
        hash=terms.hash(),
        drafted_by=_person(work),
        drafted_at=work.now,
        signed_by=None,
        signed_at=None,
        evidence_id=None,
        withdrawn_at=None,
        test_set_hash="",
        opened_at=None,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "floors.drafted", hash=row.hash)
    return _floor(row)


def sign(work: Work, floor_id: UUID, *, valid_to: date | None) -> Floor:
    """Sign a drafted floor: a second person, before any test set is opened.

    It becomes the project's evidence, and any earlier floor is withdrawn. Raises NotFound,
    NotAllowed, Conflict when the same person drafted it or it is signed already.
    """
    row = _row(work, floor_id)
    if row.signed_at is not None:
        raise Conflict(log=f"floor {floor_id} is signed", shown=_("This floor is signed already."))
    if row.drafted_by == _person(work):
        raise Conflict(
            log="four eyes", shown=_("Somebody else than whoever drafted the floor must sign it.")
        )
    before = current(work, row.project_id)
    evidence = projects.sign(
        work,
        row.project_id,
        EvidenceKind.PERFORMANCE_FLOOR,
        statement=f"{row.metric} ≥ {row.floor:.3f}: {row.population}",
        reference=f"floor:{row.id}",
        valid_from=work.today,
        valid_to=valid_to,
    )
    row.signed_by, row.signed_at, row.evidence_id = _person(work), work.now, evidence.id
    work.session.flush()
    _tell(work, row, "floors.signed", hash=row.hash)
    if before is not None:
        withdraw(work, before.id, str(_("Another floor took its place.")))
    return _floor(row)


def withdraw(work: Work, floor_id: UUID, because: str) -> None:
    """Withdraw a signed floor, and with it the trial that was evaluated against it.

    The gates that need either close. Raises NotFound, NotAllowed.
    """
    row = _row(work, floor_id)
    if row.evidence_id is None or row.withdrawn_at is not None:
        raise NotFound(log=f"floor {floor_id} not signed", shown=_("This floor is not in force."))
    for one in projects.get(work, row.project_id).evidence:
        is_trial = one.kind is EvidenceKind.TRIAL_EVALUATED and one.withdrawn_at is None
        if is_trial or (one.id == row.evidence_id and one.withdrawn_at is None):
            projects.withdraw(work, row.project_id, one.id, because)
    row.withdrawn_at = work.now
    work.session.flush()
    _tell(work, row, "floors.withdrawn", because=because)


def seal(work: Work, floor_id: UUID, test_set_hash: str) -> Floor:
    """Name the test set by its SHA-256 before it is looked at; it cannot be exchanged afterwards.

    Raises NotFound, NotAllowed, Conflict when the floor is unsigned or another set is sealed.
    """
    row = _row(work, floor_id)
    work.require(OPEN_TEST, row.project_id)
    if not _floor(row).is_signed:
        raise Conflict(
            log="floor unsigned",
            shown=_("The floor must be signed before the test set is opened."),
        )
    if row.test_set_hash not in ("", test_set_hash):
        raise Conflict(
            log="another test set is sealed",
            shown=_("The floor is held to another test set, which cannot be exchanged."),
        )
    if not row.test_set_hash:
        row.test_set_hash = test_set_hash
        work.session.flush()
        _tell(work, row, "floors.sealed", test_set=test_set_hash)
    return _floor(row)


def note_opened(work: Work, floor_id: UUID, test_set_hash: str) -> Floor:
    """Seal the test set if need be, and write down that it is looked at now. Raises as `seal`."""
    seal(work, floor_id, test_set_hash)
    row = _row(work, floor_id)
    if row.opened_at is None:
        row.opened_at = work.now
        work.session.flush()
    _tell(work, row, "floors.opened", test_set=test_set_hash)
    return _floor(row)


def current(work: Work, project_id: UUID) -> Floor | None:
    """Return the project's signed floor, if one is in force."""
    query = (
        select(FloorRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, withdrawn_at=None)
        .where(FloorRow.signed_at.is_not(None))
        .order_by(FloorRow.signed_at.desc(), FloorRow.id.desc())
    )
    row = work.session.scalars(query).first()
    return _floor(row) if row is not None else None


def floors(work: Work, project_id: UUID) -> list[Floor]:
    """Return all floors of a project, newest first."""
    query = select(FloorRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_floor(row) for row in work.session.scalars(query.order_by(FloorRow.id.desc()))]


def get(work: Work, floor_id: UUID) -> Floor:
    """Return a floor of the authority. Raises NotFound."""
    return _floor(_row(work, floor_id))


def _check(terms: Terms) -> None:
    shares = (terms.floor, terms.margin, terms.confidence, terms.human_baseline or 0.0)
    if not all(0 <= one <= 1 for one in shares) or not 0 < terms.confidence < 1:
        raise InputProblem(
            log="share out of range", shown=_("Shares must lie between 0 and 100 per cent.")
        )
    if not terms.population.strip():
        raise InputProblem(log="no population", shown=_("Write which cases the floor holds for."))
    if min(terms.cost_false_positive, terms.cost_false_negative, terms.human_cases) < 0:
        raise InputProblem(log="negative", shown=_("Costs and numbers must not be negative."))


def _person(work: Work) -> UUID:
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def _row(work: Work, floor_id: UUID) -> FloorRow:
    row = work.session.get(FloorRow, floor_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no floor {floor_id}", shown=_("This floor does not exist."))
    return row


def _tell(work: Work, row: FloorRow, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("project", row.project_id), floor=row.id, **details)


def _floor(row: FloorRow) -> Floor:
    terms = {one.name: getattr(row, one.name) for one in fields(Terms)}
    return Floor(
        id=row.id,
        project_id=row.project_id,
        terms=Terms(**{**terms, "metric": Metric(row.metric)}),
        hash=row.hash,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        evidence_id=row.evidence_id,
        withdrawn_at=row.withdrawn_at,
        test_set_hash=row.test_set_hash,
        opened_at=row.opened_at,
    )
