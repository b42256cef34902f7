"""What an authority's lawyer edits: grounds, letters and complaint bodies, each a text with versions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model import law as law_model
from signatur.solutions.disclosure.model.law import packaged_grounds, packaged_text, parse_grounds
from signatur.solutions.disclosure.schema.case import SetupKind, SetupVersion
from signatur.solutions.disclosure.service.rights import (
    CHANGE_LAW,
    flush_numbered,
    need_reason,
    person_of,
    project_of,
    tell_project,
)
from signatur.solutions.disclosure.service.rows import own_row
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import SetupRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.model.law.complaints import Bodies
    from signatur.solutions.disclosure.model.letters.reading import Phrasebook
    from signatur.solutions.disclosure.schema.law import Grounds, Problem

PACKAGED = "packaged"
_MOST = 2_000_000


def law_of(work: Work, project_id: UUID) -> tuple[Grounds, str]:
    """Return the law as the authority has it, and the key by which it is found again."""
    row = _row_in_force(work, project_id, SetupKind.GROUNDS)
    return (
        (_parsed(row.content), str(row.id)) if row is not None else (packaged_grounds(), PACKAGED)
    )


def law_by(work: Work, key: str) -> Grounds:
    """Return the law of a key that `law_of` gave. Raises NotFound."""
    return packaged_grounds() if key == PACKAGED else _parsed(_row(work, key).content)


@lru_cache(maxsize=8)
def _parsed(content: str) -> Grounds:
    return parse_grounds(content)


def letters_of(work: Work, project_id: UUID) -> Phrasebook:
    """Return the letters as the authority has them."""
    from signatur.solutions.disclosure.model.letters import packaged_letters, parse_letters

    row = _row_in_force(work, project_id, SetupKind.LETTERS)
    return parse_letters(row.content) if row is not None else packaged_letters()


def bodies_of(work: Work, project_id: UUID) -> Bodies:
    """Return the bodies that decide complaints, as the authority has them."""
    from signatur.solutions.disclosure.model.law.complaints import packaged_bodies, parse_bodies

    row = _row_in_force(work, project_id, SetupKind.BODIES)
    return parse_bodies(row.content) if row is not None else packaged_bodies()


def packaged_setup(kind: SetupKind) -> str:
    """Return the text that comes with the program, to begin with."""
    if kind is SetupKind.GROUNDS:
        return packaged_text()
    if kind is SetupKind.LETTERS:
        from signatur.solutions.disclosure.model.letters.reading import packaged_letters_text

        return packaged_letters_text()
    from signatur.solutions.disclosure.model.law.complaints import packaged_bodies_text

    return packaged_bodies_text()


def check_setup(work: Work, kind: SetupKind, content: str) -> list[Problem]:
    """Return what is wrong in an edited text; those that stop must be mended before it is saved.

    Raises InputProblem where it cannot be read at all; the sentence names all faults.
    """
    project_of(work)
    if kind is SetupKind.GROUNDS:
        return list(law_model.check(parse_grounds(content)))
    if kind is SetupKind.LETTERS:
        from signatur.solutions.disclosure.model.letters import parse_letters

        parse_letters(content)
        return []
    from signatur.solutions.disclosure.model.law.complaints import parse_bodies

    parse_bodies(content)
    return []


def save_setup(work: Work, kind: SetupKind, content: str, note: str) -> SetupVersion:
    """Keep an edited text as a new version, used from now on, or once a colleague approves it.

    Raises NotAllowed, InputProblem for what cannot be read or without a note, Conflict.
    """
    project = project_of(work)
    work.require(CHANGE_LAW, project.id)
    because = need_reason(note)
    if len(content) > _MOST:
        raise InputProblem(log="setup too long", shown=_("The text is too long."))
    stopping = [one for one in check_setup(work, kind, content) if one.stops]
    if stopping:
        raise InputProblem(log=f"setup {kind} has faults", shown=stopping[0].said)
    needs = work.runtime.settings.of(DisclosureSettings).law_needs_approval
    highest = work.session.scalar(
        select(func.max(SetupRow.number)).filter_by(project_id=project.id, kind=kind)
    )
    row = SetupRow(
        id=work.new_id(), authority_id=work.authority_id, project_id=project.id, kind=kind,
        number=(highest or 0) + 1, content=content, note=because, written_by=person_of(work),
        written_at=work.now, approved_by=None if needs else work.actor.id,
        approved_at=None if needs else work.now,
    )  # fmt: skip
    work.session.add(row)
    flush_numbered(work)
    tell_project(work, project.id, "disclosure.setup_saved", kind=kind.value, version=row.number)
    return _read(row, _row_in_force(work, project.id, kind))


def approve_setup(work: Work, version_id: UUID) -> SetupVersion:
    """Approve what a colleague edited, so that it is used. Raises NotFound, NotAllowed, Conflict."""
    row = _row(work, str(version_id))
    work.require(CHANGE_LAW, row.project_id)
    if row.written_by == person_of(work):
        raise Conflict(
            log="own setup", shown=_("A colleague must approve it: you wrote it yourself.")
        )
    row.approved_by, row.approved_at = work.actor.id, work.now
    work.session.flush()
    tell_project(
        work, row.project_id, "disclosure.setup_approved", kind=row.kind, version=row.number
    )
    return _read(row, _row_in_force(work, row.project_id, SetupKind(row.kind)))


def restore_setup(work: Work, version_id: UUID, note: str) -> SetupVersion:
    """Take an older version up again, as a new one. Raises as `save_setup`."""
    row = _row(work, str(version_id))
    return save_setup(work, SetupKind(row.kind), row.content, note)


def setup_versions(work: Work, kind: SetupKind) -> list[SetupVersion]:
    """Return all versions of what was edited, newest first."""
    project = project_of(work)
    now = _row_in_force(work, project.id, kind)
    query = select(SetupRow).filter_by(
        authority_id=work.authority_id, project_id=project.id, kind=kind
    )
    rows = work.session.scalars(query.order_by(SetupRow.number.desc()))
    return [_read(row, now) for row in rows]


def setup_now(work: Work, kind: SetupKind) -> SetupVersion | None:
    """Return the version in force; None: the text that comes with the program."""
    row = _row_in_force(work, project_of(work).id, kind)
    return _read(row, row) if row is not None else None


def _row_in_force(work: Work, project_id: UUID, kind: SetupKind) -> SetupRow | None:
    query = (
        select(SetupRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, kind=kind)
        .where(SetupRow.approved_at.is_not(None))
        .order_by(SetupRow.number.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _row(work: Work, version_id: str) -> SetupRow:
    from uuid import UUID

    return own_row(work, SetupRow, UUID(version_id), _("This version does not exist."))


def _read(row: SetupRow, now: SetupRow | None) -> SetupVersion:
    return SetupVersion(
        id=row.id, kind=SetupKind(row.kind), number=row.number, content=row.content, note=row.note,
        written_by=row.written_by, written_at=row.written_at, approved_by=row.approved_by,
        approved_at=row.approved_at, is_in_force=now is not None and now.id == row.id,
    )  # fmt: skip
