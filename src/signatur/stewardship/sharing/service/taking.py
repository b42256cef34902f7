"""Taking a bundle in: a project at the stage scoping, its model as a candidate, and what was checked."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import signatur
from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotFound, SignaturError
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric, Terms
from signatur.records.projects import service as projects
from signatur.records.registry import service as registry
from signatur.records.registry.schema import NewModel
from signatur.stewardship.sharing.model import read_bundle
from signatur.stewardship.sharing.schema import DUTIES, Check, TakenIn
from signatur.stewardship.sharing.service.keys import is_trusted
from signatur.stewardship.sharing.tables import TakenInRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.registry.schema import ModelVersion
    from signatur.stewardship.sharing.schema import Bundle

TAKE_IN = Permission(
    "sharing.take_in", _("take a shared project in"), frozenset({Role.PROJECT_OWNER})
)


class Untrusted(Conflict):
    """The signature holds, but nobody has said whose key it is."""


def take_in(work: Work, content: bytes, *, trust: str = "") -> TakenIn:
    """Take a bundle in: open a project in stage scoping, and write down what was checked.

    `trust` is the fingerprint that the giver has told by another way. A model becomes a candidate
    that a second person may put into use; a floor becomes a draft that a second person may sign;
    nothing of the giver's evidence counts. Raises BrokenBundle, Untrusted, NotAllowed, InputProblem
    for a solution that is not installed, Conflict when the authority has such a project.
    """
    work.require(TAKE_IN)
    bundle = read_bundle(content)
    if not is_trusted(work.runtime, bundle.fingerprint, trust):
        raise Untrusted(
            log="key not trusted",
            shown=_(
                "The signature holds, but the key is not known here. Let the giver read the "
                "fingerprint aloud, and name it when you take the bundle in: %(fingerprint)s",
                fingerprint=bundle.fingerprint,
            ),
        )
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can take a bundle in."))
    name = str(bundle.about.get("solution", ""))
    solution = _solution(work, name)
    project = projects.open_project(
        work, name, str(bundle.about.get("project") or solution.title)[:200], work.actor.id
    )
    projects.advance(work, project.id)
    version = _register(work, project.id, bundle)
    _draft_floor(work, project.id, bundle)
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(content))
    row = TakenInRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project.id,
        sha256=blob.sha256,
        fingerprint=bundle.fingerprint,
        giver=str(bundle.about.get("authority", ""))[:200],
        solution=name,
        taken_in_by=work.actor.id,
        taken_in_at=work.now,
        model_version_id=version.id if version else None,
        checks=[],
    )
    work.session.add(row)
    work.session.flush()
    blob_uses.use(work, row.id, blob)
    audit.write(
        work,
        "sharing.taken_in",
        ObjectRef("project", project.id),
        giver=row.giver,
        sha256=row.sha256,
        fingerprint=row.fingerprint,
    )
    return _checked(work, row, bundle)


def check_again(work: Work, taken_in_id: UUID) -> TakenIn:
    """Run the local validation once more, such as when own data has come. Raises NotFound."""
    row = _row(work, taken_in_id)
    work.require(TAKE_IN, row.project_id)
    with work.runtime.blobs.open(work.authority_id, row.sha256) as file:
        bundle = read_bundle(file.read())
    return _checked(work, row, bundle)


def taken_in(work: Work) -> list[TakenIn]:
    """Return the bundles that were taken in and that the actor may see, newest first."""
    query = select(TakenInRow).filter_by(authority_id=work.authority_id)
    rows = work.session.scalars(query.order_by(TakenInRow.id.desc()).limit(200))
    return [_taken(row) for row in rows if work.actor.may(projects.READ, row.project_id)]


def get_taken_in(work: Work, taken_in_id: UUID) -> TakenIn:
    """Return a bundle that was taken in. Raises NotFound, NotAllowed."""
    row = _row(work, taken_in_id)
    work.require(projects.READ, row.project_id)
    return _taken(row)


def _checked(work: Work, row: TakenInRow, bundle: Bundle) -> TakenIn:
    with reading_in("da"):
        row.checks = [asdict(one) for one in _checks(work, row, bundle)]
    work.session.flush()
    return _taken(row)


def _checks(work: Work, row: TakenInRow, bundle: Bundle) -> Iterator[Check]:
    """Say what of the bundle holds here, and what is still to be done."""
    yield Check("signature", str(_("Signature and hashes hold")), holds=True)
    made_by = str(bundle.about.get("signatur", ""))
    yield Check(
        "version",
        str(_("Made by the same version of Signatur")),
        holds=made_by == signatur.__version__,
        said=f"{made_by} / {signatur.__version__}",
    )
    yield _model_check(work, row)
    yield _own_data(work, row)
    project = projects.get(work, row.project_id)
    valid = {one.kind.value for one in project.evidence if one.is_valid(work.today)}
    for duty in DUTIES:
        done = duty.evidence in valid if duty.evidence else None
        yield Check(f"redo_{duty.code}", str(duty.title), holds=done, said=str(duty.why))


def _model_check(work: Work, row: TakenInRow) -> Check:
    title = str(_("The model answers its probe set here as it did at the giver's"))
    if row.model_version_id is None:
        return Check("model", title, None, str(_("No model is in the bundle; train your own.")))
    solution = _solution(work, row.solution)
    if solution.check_model is None:
        return Check("model", title, None, str(_("The solution cannot check models by itself.")))
    try:
        solution.check_model(work, row.model_version_id)
    except SignaturError as problem:
        return Check("model", title, holds=False, said=str(problem.shown))
    return Check("model", title, holds=True)


def _own_data(work: Work, row: TakenInRow) -> Check:
    """Say whether there is own data to hold the model against."""
    title = str(_("There is own data that the model can be held against"))
    solution = _solution(work, row.solution)
    if solution.history is None:
        return Check("own_data", title, None, str(_("The solution tells nothing of its history.")))
    columns = solution.history(work, row.project_id)
    rows = max((len(values) for values in columns.values()), default=0)
    said = _("%(count)s rows of own history. A few hundred are needed to judge by.", count=rows)
    return Check("own_data", title, rows >= _ROWS_TO_JUDGE, str(said), {"rows": rows})


_ROWS_TO_JUDGE = 300


def _register(work: Work, project_id: UUID, bundle: Bundle) -> ModelVersion | None:
    """Register the bundle's model as a candidate, if it holds one."""
    model = bundle.files.get("model/model.bin")
    if model is None:
        return None
    told = _read_json(bundle, "model/version.json")
    if told.get("sha256") != hashlib.sha256(model).hexdigest():
        raise InputProblem(
            log="model differs from its version",
            shown=_("The bundle's model is another than its description says."),
        )
    card = _read_json(bundle, "model/card.json")
    new = NewModel(
        method=str(told.get("method", "")),
        model=model,
        snapshot=b"",
        snapshot_rows=int(told.get("snapshot_rows") or 0),
        code_version=str(told.get("code_version", "")),
        seed=int(told.get("seed") or 0),
        metrics=told.get("metrics") or {},
        card={**card, "contact": str(bundle.about.get("authority", ""))},
        probe=bundle.files.get("model/probe.json", b"{}"),
    )
    return registry.register(work, project_id, new)


def _draft_floor(work: Work, project_id: UUID, bundle: Bundle) -> None:
    """Draft the giver's floor for a second person here; the human baseline is the receiver's own."""
    if "floor.json" not in bundle.files or not work.actor.may(floors.DRAFT, project_id):
        return
    given = _read_json(bundle, "floor.json").get("terms") or {}
    told = {name: value for name, value in given.items() if name in Terms.__dataclass_fields__}
    try:
        terms = Terms(
            **{**told, "metric": Metric(told.get("metric", "")), "human_baseline": None,
               "human_cases": 0}
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise InputProblem(
            log="bad floor", shown=_("The bundle's performance floor cannot be read.")
        ) from error
    floors.draft(work, project_id, terms)


def _read_json(bundle: Bundle, name: str) -> dict[str, Any]:
    try:
        told = json.loads(bundle.files.get(name, b"{}"))
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InputProblem(
            log=f"{name} is no object",
            shown=_("The bundle's file %(name)s cannot be read.", name=name),
        )
    return told


def _solution(work: Work, name: str) -> Solution:
    for part in work.runtime.parts:
        if part.name == name and isinstance(part, Solution):
            return part
    raise InputProblem(
        log="solution not installed",
        shown=_("The solution %(name)s is not installed here.", name=name[:80]),
    )


def _row(work: Work, taken_in_id: UUID) -> TakenInRow:
    row = work.session.get(TakenInRow, taken_in_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no bundle {taken_in_id}", shown=_("This bundle does not exist."))
    return row


def _taken(row: TakenInRow) -> TakenIn:
    checks: tuple[Mapping[str, Any], ...] = tuple(row.checks)
    return TakenIn(
        id=row.id,
        project_id=row.project_id,
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        giver=row.giver,
        solution=row.solution,
        taken_in_by=row.taken_in_by,
        taken_in_at=row.taken_in_at,
        model_version_id=row.model_version_id,
        checks=tuple(Check(**one) for one in checks),
    )
