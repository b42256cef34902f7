"""Files for a case: stored as they came, then unpacked into documents, each stored before it is read."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Trouble
from signatur.records.retention import service as retention
from signatur.solutions.disclosure.schema.case import (
    CaseState,
    DocumentState,
    HandedIn,
)
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.rights import (
    DOCUMENT_KIND,
    HAND_IN,
    UPLOAD_KIND,
    tell,
    tidy,
)
from signatur.solutions.disclosure.service.rows import case_row, check_open, document_row, own_row
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import DocumentRow, UploadRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.intake import Incoming
    from signatur.solutions.disclosure.tables import CaseRow

READ_JOB = "disclosure.read"
_BLOCK = 1 << 20
_MEGABYTE = 1_000_000


def hand_in(
    work: Work, case_id: UUID, name: str, content: BinaryIO, *, replaces: UUID | None = None
) -> HandedIn:
    """Store a file for a case and let a job unpack and read it; the same file again is the first.

    Raises NotFound, NotAllowed, Conflict for a closed case, InputProblem for an empty or too large file.
    """
    case = case_row(work, case_id)
    work.require(HAND_IN, case.project_id)
    check_open(case)
    digest, size = _digest(content)
    _check_size(work, size)
    key = f"{_case_key(work, case_id)}/upload:{tidy(name)}:{digest}" + (
        f":{replaces}" if replaces else ""
    )
    received = items.receive(
        work, case.project_id, kind=UPLOAD_KIND, source_key=key, original=content, parent_id=case_id
    )
    if received.is_new:
        retention.apply_to(work, received.item)
        _add_upload(work, case, received.item.id, tidy(name) or "–", replaces)
        tell(work, received.item.id, "disclosure.handed_in")
    return HandedIn(received.item.id, received.is_new, start_reading(work, case_id))


def _add_upload(work: Work, case: CaseRow, item_id: UUID, name: str, replaces: UUID | None) -> None:
    work.session.add(
        UploadRow(
            item_id=item_id, case_id=case.item_id, authority_id=work.authority_id, name=name,
            replaces=replaces, is_unpacked=False, problems=[], created_by=work.actor.id,
            created_at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    set_state(work, case, CaseState.READING)


def _check_size(work: Work, size: int) -> None:
    most = work.runtime.settings.of(DisclosureSettings).most_megabytes
    if not size:
        raise InputProblem(log="empty upload", shown=_("Choose a file first; this one is empty."))
    if size > most * _MEGABYTE:
        raise InputProblem(
            log="upload too large",
            shown=_("The file is larger than %(most)s MB. Hand it in in parts.", most=most),
        )


def _digest(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while block := content.read(_BLOCK):
        digest.update(block)
        size += len(block)
    content.seek(0)
    return digest.hexdigest(), size


def _case_key(work: Work, case_id: UUID) -> str:
    return items.get(work, case_id).source_key


def start_reading(work: Work, case_id: UUID) -> UUID:
    """Let a job read whatever of a case is not read yet; one job for a case at a time."""
    return jobs.start_again(work, READ_JOB, {"case": str(case_id)}, key=f"{READ_JOB}:{case_id}")


def reading_jobs(work: Work, case_id: UUID) -> list[Job]:
    """Return the jobs that read documents of a case now. Raises NotFound."""
    case_row(work, case_id)
    found = jobs.recent(work, kind=READ_JOB, limit=50)
    return [one for one in found if one.is_open and one.payload.get("case") == str(case_id)]


# --- for the job ---------------------------------------------------------------------------------


def uploads_to_unpack(work: Work, case_id: UUID) -> list[tuple[UUID, str]]:
    """Return what was handed in and not unpacked yet, oldest first."""
    query = (
        select(UploadRow.item_id, UploadRow.name)
        .filter_by(case_id=case_id, authority_id=work.authority_id, is_unpacked=False)
        .order_by(UploadRow.item_id)
    )
    return [(item_id, name) for item_id, name in work.session.execute(query)]


def keep_unpacked(work: Work, upload_id: UUID, found: Sequence[Incoming]) -> list[UUID]:
    """Store the documents of an upload in the case, each once; return those that are new.

    Raises InputProblem for more documents than a case may hold.
    """
    upload = upload_row(work, upload_id)
    case = case_row(work, upload.case_id)
    highest = work.session.scalar(
        select(func.max(DocumentRow.number)).filter_by(case_id=upload.case_id)
    )
    number = highest or 0
    _check_count(work, number + len(found))
    ids: dict[str, UUID] = {}
    new: list[UUID] = []
    for one in found:
        item_id, is_new = _receive(work, case, upload, one)
        ids[one.path] = item_id
        if is_new:
            number += 1
            work.session.add(_document(work, upload, item_id, number, ids.get(one.parent), one))
            new.append(item_id)
    work.session.flush()
    for one in found:
        if one.is_unopened and ids[one.path] in new:
            troubles = [(each.code, each.where) for each in one.problems] or [("damaged", "")]
            not_readable(work, ids[one.path], troubles)
    upload.is_unpacked = True
    if upload.replaces is not None:
        _take_place(work, upload.replaces, new)
    items.move_to(work, upload_id, ItemState.DECIDED)
    tell(work, upload_id, "disclosure.unpacked", documents=len(new))
    return new


def _receive(work: Work, case: CaseRow, upload: UploadRow, one: Incoming) -> tuple[UUID, bool]:
    upload_key = items.get(work, upload.item_id).source_key
    source = one.content.open() if one.content is not None else io.BytesIO()
    with source:
        received = items.receive(
            work, case.project_id, kind=DOCUMENT_KIND,
            source_key=f"{upload_key}/{tidy(one.path, 500)}:{one.sha256}", original=source,
            parent_id=case.item_id,
        )  # fmt: skip
    if received.is_new:
        retention.apply_to(work, received.item)
    return received.item.id, received.is_new


def _document(
    work: Work, upload: UploadRow, item_id: UUID, number: int, parent: UUID | None, one: Incoming
) -> DocumentRow:
    return DocumentRow(
        item_id=item_id, case_id=upload.case_id, authority_id=work.authority_id,
        upload_id=upload.item_id, number=number, parent_id=parent, name=tidy(one.path, 500) or "–",
        title=tidy(one.title) or tidy(one.path) or "–", day=one.dated, category=one.category.value,
        media_type=one.media_type, size=one.content.size if one.content is not None else 0,
        sha256=one.sha256, state=DocumentState.WAITING, laid_sha256="", view_sha256="", pages=0,
        appendix_pages=0, hidden=[], print={}, units=[], duplicate_of=None, likeness="",
        problems=each_once((each.code, each.where) for each in one.problems),
        is_decoration=one.is_decoration, is_covered=None, access="", ground="", note="",
        suggestion_id=None, read_at=None, version=1,
    )  # fmt: skip


def _check_count(work: Work, count: int) -> None:
    most = work.runtime.settings.of(DisclosureSettings).most_documents
    if count > most:
        raise InputProblem(
            log="too many documents",
            shown=_("A case may hold at most %(most)s documents. Divide the request.", most=most),
        )


def _take_place(work: Work, replaced_id: UUID, new: Iterable[UUID]) -> None:
    replaced = document_row(work, replaced_id)
    replaced.state = DocumentState.REPLACED
    for item_id in new:
        row = document_row(work, item_id)
        if row.parent_id is None:
            row.number, row.title, row.parent_id = (
                replaced.number,
                replaced.title,
                replaced.parent_id,
            )
            break
    work.session.execute(
        update(DocumentRow)
        .where(DocumentRow.parent_id == replaced_id)
        .values(version=DocumentRow.version + 1)
    )
    work.session.flush()
    tell(work, replaced_id, "disclosure.document_replaced")


def not_readable(work: Work, document_id: UUID, troubles: list[tuple[str, str]]) -> None:
    """Name why a document cannot be read; it is shown, and blocks nothing but a release."""
    row = document_row(work, document_id, is_to_change=True)
    row.problems = each_once([*troubles, *row.problems])
    # Somebody may have set it aside while it was being read.
    if row.state in (DocumentState.WAITING, DocumentState.READING):
        row.state = DocumentState.UNREADABLE
    row.version += 1
    work.session.flush()
    found = [Trouble(code, where) for code, where in troubles]
    items.quarantine(work, document_id, found, whole=True)
    tell(work, document_id, "disclosure.document_unreadable", code=troubles[0][0])


def each_once(problems: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return problems, as code and place, in the form in which a document keeps them."""
    return [list(one) for one in dict.fromkeys(map(tuple, problems))]


def not_unpacked(work: Work, upload_id: UUID, code: str) -> None:
    """Write down that an upload could not be unpacked at all; it is named, and the case goes on."""
    upload = upload_row(work, upload_id)
    upload.is_unpacked, upload.problems = True, [[code, ""]]
    items.quarantine(work, upload_id, [Trouble(code)], whole=True)
    work.session.flush()


def upload_row(work: Work, upload_id: UUID) -> UploadRow:
    """Return the row of an upload. Raises NotFound."""
    return own_row(work, UploadRow, upload_id, _("This file does not exist any more."))
