"""Versions of a project's case, and the performance floor that follows from a signed one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric, Terms
from signatur.records.projects import service as projects
from signatur.stewardship.business_case.model import compute, read_case
from signatur.stewardship.business_case.model.telling import as_json
from signatur.stewardship.business_case.model.titles import FIELD_TITLES
from signatur.stewardship.business_case.schema import Answer, Version
from signatur.stewardship.business_case.service.rights import DRAFT, SIGN
from signatur.stewardship.business_case.tables import VersionRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.floors.schema import Floor
    from signatur.stewardship.business_case.schema import ModelUse


def draft(work: Work, project_id: UUID, source: str | bytes, note: str = "") -> Version:
    """Keep a new version of a project's case. Raises NotFound, NotAllowed, WrongCase."""
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    case = read_case(source)
    told = as_json(case, compute(case))
    number = work.session.scalar(
        select(func.max(VersionRow.number)).filter_by(
            authority_id=work.authority_id, project_id=project_id
        )
    )
    row = VersionRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        number=(number or 0) + 1,
        source=source if isinstance(source, str) else _words(source),
        told=told,
        note=note.strip(),
        drafted_by=_person(work),
        drafted_at=work.now,
        signed_by=None,
        signed_at=None,
        replaced_at=None,
        floor_id=None,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "business_case.drafted")
    return _version(row)


def sign(work: Work, version_id: UUID) -> Version:
    """Put a drafted version in force; a second person does, and the version before ends.

    Raises NotFound, NotAllowed, Conflict when the same person drafted it or it is signed already.
    """
    row = _row(work, version_id)
    work.require(SIGN, row.project_id)
    if row.signed_at is not None:
        raise Conflict(
            log=f"version {version_id} is signed", shown=_("This version is signed already.")
        )
    if row.drafted_by == _person(work):
        raise Conflict(
            log="four eyes",
            shown=_("Somebody else than whoever drafted the business case must sign it."),
        )
    before = in_force(work, row.project_id)
    if before is not None:
        _row(work, before.id).replaced_at = work.now
    row.signed_by, row.signed_at = _person(work), work.now
    work.session.flush()
    _tell(work, row, "business_case.signed")
    return _version(row)


def draft_floor(work: Work, version_id: UUID, population: str, *, is_certain: bool) -> Floor:
    """Draft the performance floor that follows from a signed version; another person signs it.

    `is_certain`: the precision at which the case pays with the certainty that it asks for, not
    only at its likely values. Raises NotFound, NotAllowed, Conflict when no floor follows.
    """
    row = _row(work, version_id)
    found = _version(row)
    if not found.is_in_force:
        raise Conflict(
            log="version not in force",
            shown=_("A floor follows only from the business case that is signed and in force."),
        )
    told, model = found.told["performance_floor"], found.case.model
    value = told["certain" if is_certain else "value"]
    if model is None or value is None:
        raise Conflict(
            log="no floor follows", shown=_("No performance floor follows from this business case.")
        )
    is_own = model.coverage is not None
    floor = floors.draft(
        work,
        row.project_id,
        Terms(
            metric=Metric.AUTOMATIC_PRECISION if is_own else Metric.PRECISION,
            population=population,
            # Rounded up: a floor that is rounded down would not pay.
            floor=min(1.0, math.ceil(value * 10_000 - 1e-9) / 10_000),
            cost_false_positive=_cost(model, Answer.FALSE_ALARM),
            cost_false_negative=_cost(model, Answer.MISSED),
            reasoning=str(
                _(
                    "Follows from the business case, version %(number)d: with %(reach)s at %(share)s it pays from this precision on.",
                    number=found.number,
                    reach=FIELD_TITLES[model.reach_name],
                    share=show_percent(told["at"][model.reach_name]),
                )
            ),
        ),
    )
    row.floor_id = floor.id
    work.session.flush()
    _tell(work, row, "business_case.floor_drafted")
    return floor


def _cost(model: ModelUse, answer: Answer) -> float:
    return max(
        0.0, sum(one.amount.values[0].likely for one in model.consequences if one.answer is answer)
    )


def versions(work: Work, project_id: UUID) -> list[Version]:
    """Return all versions of a project's case, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(VersionRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_version(row) for row in work.session.scalars(query.order_by(VersionRow.number.desc()))]


def newest(work: Work, project_id: UUID) -> Version | None:
    """Return the newest version, signed or not. Raises NotAllowed."""
    return next(iter(versions(work, project_id)), None)


def in_force(work: Work, project_id: UUID) -> Version | None:
    """Return the version that is signed and in force. Raises NotAllowed."""
    return next((one for one in versions(work, project_id) if one.is_in_force), None)


def version(work: Work, version_id: UUID) -> Version:
    """Return one version. Raises NotFound, NotAllowed."""
    row = _row(work, version_id)
    work.require(projects.READ, row.project_id)
    return _version(row)


def _words(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252")


def _person(work: Work) -> UUID:
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def _row(work: Work, version_id: UUID) -> VersionRow:
    row = work.session.get(VersionRow, version_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no version {version_id}", shown=_("This business case does not exist.")
        )
    return row


def _tell(work: Work, row: VersionRow, action: str) -> None:
    audit.write(
        work, action, ObjectRef("project", row.project_id), version=row.id, number=row.number
    )


def _version(row: VersionRow) -> Version:
    return Version(
        id=row.id,
        project_id=row.project_id,
        number=row.number,
        source=row.source,
        case=read_case(row.source),
        told=row.told,
        note=row.note,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        replaced_at=row.replaced_at,
        floor_id=row.floor_id,
    )
