"""Sealing a test set, opening it once the floor is signed, and a second person's signature below it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from sqlalchemy import func, select

from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.methods.tables.plain import read_columns
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.floors import service as floors
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.records.registry import service as registry
from signatur.stewardship.evaluation.model import assess, guess, words
from signatur.stewardship.evaluation.schema import Evaluation, TestSet
from signatur.stewardship.evaluation.tables import EvaluationRow, TestSetRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from signatur.kernel.work import Work
    from signatur.records.alarms.schema import Alarm
    from signatur.records.floors.schema import Floor
    from signatur.records.projects.schema import Evidence
    from signatur.stewardship.evaluation.schema import Columns

SIGN = Permission(
    "evaluation.sign",
    _("sign that a trial was evaluated"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL, Role.DATA_SCIENTIST}),
)
AUDIT_PHRASES = {
    "evaluation.sealed": _("Test set handed in under seal"),
    "evaluation.evaluated": _("Test set evaluated, opening %(opening)s"),
    "evaluation.signed": _("Evaluation signed"),
    "evaluation.withdrawn": _("Evaluation withdrawn: %(because)s"),
}
BIAS = "evaluation.bias"


def seal(work: Work, project_id: UUID, source: BinaryIO) -> TestSet:
    """Keep a test set under its SHA-256, unseen; the same file twice is one. A floor may come later.

    Raises NotFound, NotAllowed, InputProblem for a file that is no table.
    """
    projects.get(work, project_id)
    work.require(floors.OPEN_TEST, project_id)
    content = source.read()
    read_columns(content)
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(content))
    query = select(TestSetRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, sha256=blob.sha256
    )
    row = work.session.scalar(query)
    if row is None:
        row = TestSetRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            sha256=blob.sha256,
            size=blob.size,
            sealed_by=_person(work),
            sealed_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        blob_uses.use(work, row.id, blob)
        about = ObjectRef("project", project_id)
        audit.write(work, "evaluation.sealed", about, test_set=blob.sha256)
    return _test_set(row)


def test_sets(work: Work, project_id: UUID) -> list[TestSet]:
    """Return the sealed test sets of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(TestSetRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_test_set(row) for row in work.session.scalars(query.order_by(TestSetRow.id.desc()))]


def evaluate(
    work: Work,
    project_id: UUID,
    test_set_id: UUID,
    columns: Columns,
    version_id: UUID | None = None,
) -> Evaluation:
    """Open a sealed test set and write down what it says of the last model.

    The first file that is opened is the only one that a floor is ever held to, and one that was
    opened before the floor was signed never is. Each group for which the model does otherwise raises
    an alarm. Raises NotFound, NotAllowed, Conflict without a signed floor, for another file or one
    that was seen before, InputProblem for bad columns.
    """
    projects.get(work, project_id)
    work.require(floors.OPEN_TEST, project_id)
    floor = floors.current(work, project_id)
    if floor is None:
        raise Conflict(
            log="no floor", shown=_("The floor must be signed before the test set is opened.")
        )
    sealed = _sealed(work, project_id, test_set_id)
    if version_id is not None and registry.get(work, version_id).project_id != project_id:
        raise NotFound(log="version of another project", shown=_("This model does not exist."))
    before = _openings(work, project_id, sealed.sha256)
    _refuse_seen(floor, before)
    with work.runtime.blobs.open(work.authority_id, sealed.sha256) as stored:
        table = read_columns(stored.read())
    told = assess(table, guess(table, columns), floor.terms)
    floors.note_opened(work, floor.id, sealed.sha256)
    row = EvaluationRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        floor_id=floor.id,
        test_set=sealed.sha256,
        version_id=version_id,
        opening=len(before) + 1,
        told=told,
        is_kept=told["is_kept"],
        evaluated_by=_person(work),
        evaluated_at=work.now,
        signed_by=None,
        signed_at=None,
        because="",
        evidence_id=None,
        withdrawn_at=None,
        withdrawn_because="",
    )
    work.session.add(row)
    work.session.flush()
    audit.write(
        work, "evaluation.evaluated", ObjectRef("project", project_id), evaluation=row.id,
        test_set=sealed.sha256, kept=row.is_kept, opening=row.opening,
    )  # fmt: skip
    row.told = {**told, "alarms": _tell_of_groups(work, row)}
    work.session.flush()
    return _evaluation(row)


def sign(work: Work, evaluation_id: UUID, because: str, *, valid_to: date | None) -> Evaluation:
    """Sign an evaluation whose floor is kept: somebody else than whoever ran it.

    It becomes the project's evidence. Raises NotFound, NotAllowed, InputProblem without a reason,
    Conflict with why not, as `obstacles` has them.
    """
    row = _row(work, evaluation_id)
    work.require(SIGN, row.project_id)
    stands_in_the_way = obstacles(work, _evaluation(row))
    if stands_in_the_way:
        raise Conflict(log="cannot be signed", shown=stands_in_the_way[0])
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why."))
    evidence = projects.sign(
        work,
        row.project_id,
        EvidenceKind.TRIAL_EVALUATED,
        statement=because.strip(),
        reference=f"evaluation:{row.id}",
        valid_from=work.today,
        valid_to=valid_to,
    )
    row.signed_by, row.signed_at, row.because = _person(work), work.now, because.strip()
    row.evidence_id = evidence.id
    work.session.flush()
    audit.write(work, "evaluation.signed", ObjectRef("project", row.project_id), evaluation=row.id)
    return _evaluation(row)


def obstacles(work: Work, found: Evaluation) -> list[Any]:
    """Return why the acting person cannot sign an evaluation, as sentences; empty: nothing."""
    if found.signed_at is not None:
        return [_("This evaluation is signed already.")]
    reasons: list[Any] = []
    if found.evaluated_by == work.actor.id:
        reasons.append(_("Somebody else than whoever evaluated must sign it."))
    floor = floors.current(work, found.project_id)
    if not found.is_kept:
        reasons.append(_("It cannot be signed: the floor is not kept."))
    if floor is None or floor.id != found.floor_id:
        reasons.append(_("It cannot be signed: another floor, or none, is in force now."))
    if any(one.is_open for one in bias_alarms(work, found).values()):
        reasons.append(_("It cannot be signed before each finding about a group is answered."))
    return reasons


def withdraw(work: Work, evaluation_id: UUID, because: str) -> Evaluation:
    """Withdraw a signed evaluation; the gate that needs it closes.

    Raises NotFound where it is not in force, NotAllowed, InputProblem without a reason.
    """
    row = _row(work, evaluation_id)
    work.require(SIGN, row.project_id)
    if not _evaluation(row).is_in_force:
        raise NotFound(log="not signed", shown=_("This evaluation is not in force."))
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why."))
    evidence = evidence_of(work, _evaluation(row))
    # Monitoring, or a floor that was withdrawn, may have been first.
    if evidence is not None and evidence.withdrawn_at is None:
        projects.withdraw(work, row.project_id, evidence.id, because)
    row.withdrawn_at, row.withdrawn_because = work.now, because.strip()
    work.session.flush()
    about = ObjectRef("project", row.project_id)
    audit.write(work, "evaluation.withdrawn", about, evaluation=row.id, because=because.strip())
    return _evaluation(row)


def evaluations(work: Work, project_id: UUID) -> list[Evaluation]:
    """Return the evaluations of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(EvaluationRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [
        _evaluation(row) for row in work.session.scalars(query.order_by(EvaluationRow.id.desc()))
    ]


def get(work: Work, evaluation_id: UUID) -> Evaluation:
    """Return one evaluation. Raises NotFound, NotAllowed."""
    row = _row(work, evaluation_id)
    work.require(projects.READ, row.project_id)
    return _evaluation(row)


def evidence_of(work: Work, found: Evaluation) -> Evidence | None:
    """Return the evidence that an evaluation became; None while it is not signed."""
    reference = f"evaluation:{found.id}"
    every = projects.get(work, found.project_id).evidence
    return next((one for one in every if one.reference == reference), None)


def bias_alarms(work: Work, found: Evaluation) -> Mapping[tuple[str, str], Alarm]:
    """Return the alarms that an evaluation raised, by group and kind."""
    return {
        (one["group"], one["kind"]): alarms.get(work, UUID(one["id"]))
        for one in found.told.get("alarms", ())
    }


def _tell_of_groups(work: Work, row: EvaluationRow) -> list[dict[str, str]]:
    """Raise an alarm for each finding; its owner is the project's until it is handed on."""
    raised = []
    for one in words.findings(row.told):
        with reading_in("da"):
            said = str(words.finding(one))
        alarm = alarms.raise_alarm(
            work, row.project_id, BIAS, said, subject=f"{one['group']}={one['kind']}",
            severity=Severity.NOTICE, path=f"/styring/afproevning/{row.project_id}/{row.id}",
        )  # fmt: skip
        raised.append({"group": one["group"], "kind": one["kind"], "id": str(alarm.id)})
    return raised


def _openings(work: Work, project_id: UUID, sha256: str) -> list[EvaluationRow]:
    query = select(EvaluationRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, test_set=sha256
    )
    return list(work.session.scalars(query.order_by(EvaluationRow.id)))


def _refuse_seen(floor: Floor, before: list[EvaluationRow]) -> None:
    if any(one.floor_id != floor.id for one in before):
        raise Conflict(
            log="test set was opened under another floor",
            shown=_(
                "This test set was opened before the floor was signed. A floor is held to cases that nobody had looked at when it was set."
            ),
        )


def opened_sets(work: Work, project_id: UUID) -> Mapping[str, int]:
    """Return how often each test set of a project was opened, by hash."""
    query = (
        select(EvaluationRow.test_set, func.count())
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .group_by(EvaluationRow.test_set)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _sealed(work: Work, project_id: UUID, test_set_id: UUID) -> TestSetRow:
    row = work.session.get(TestSetRow, test_set_id)
    if row is None or (row.authority_id, row.project_id) != (work.authority_id, project_id):
        raise NotFound(log="no test set", shown=_("This test set does not exist."))
    return row


def _person(work: Work) -> UUID:
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def _row(work: Work, evaluation_id: UUID) -> EvaluationRow:
    row = work.session.get(EvaluationRow, evaluation_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no evaluation {evaluation_id}", shown=_("This evaluation does not exist.")
        )
    return row


def _test_set(row: TestSetRow) -> TestSet:
    return TestSet(row.id, row.project_id, row.sha256, row.size, row.sealed_by, row.sealed_at)


def _evaluation(row: EvaluationRow) -> Evaluation:
    return Evaluation(
        id=row.id,
        project_id=row.project_id,
        floor_id=row.floor_id,
        test_set=row.test_set,
        version_id=row.version_id,
        opening=row.opening,
        told=row.told,
        is_kept=row.is_kept,
        evaluated_by=row.evaluated_by,
        evaluated_at=row.evaluated_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        because=row.because,
        withdrawn_at=row.withdrawn_at,
        withdrawn_because=row.withdrawn_because,
    )
