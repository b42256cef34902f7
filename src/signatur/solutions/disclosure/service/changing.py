"""What people change of the documents of a case: the list, what is left out, what takes another's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.disclosure.intake.problems import IntakeCode
from signatur.solutions.disclosure.schema.case import Access, DocumentState, FailedUpload
from signatur.solutions.disclosure.schema.titles import CATEGORY_TITLES
from signatur.solutions.disclosure.service.findings import ground_keys
from signatur.solutions.disclosure.service.parties import start_linking
from signatur.solutions.disclosure.service.receiving import hand_in, start_reading, upload_row
from signatur.solutions.disclosure.service.rights import (
    HAND_IN,
    REVIEW,
    changed_meanwhile,
    need_reason,
    tell,
    tidy,
)
from signatur.solutions.disclosure.service.rows import (
    case_row,
    check_open,
    check_under_review,
    document_row,
)
from signatur.solutions.disclosure.tables import DocumentRow, UploadRow

if TYPE_CHECKING:
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.case import DocumentChange, HandedIn


def change_document(work: Work, document_id: UUID, change: DocumentChange, version: int) -> None:
    """Change what the list says of a document, or withhold all of it.

    Raises NotFound, NotAllowed, Conflict when a colleague was first or the case is closed, InputProblem for
    a document that is withheld whole without a ground that is in force, or that is no logo.
    """
    row = document_row(work, document_id, is_to_change=True)
    case = case_row(work, row.case_id)
    work.require(REVIEW, case.project_id)
    check_under_review(case)
    if row.version != version:
        raise changed_meanwhile(f"document {document_id}")
    _check_change(work, row, change)
    plain = ("title", "day", "category", "is_covered", "is_decoration")
    fields = [
        name
        for name in (*plain, "is_withheld_whole", "number")
        if getattr(change, name) is not None
    ]
    for name in (one for one in fields if one in plain):
        value = getattr(change, name)
        setattr(row, name, tidy(value) or "–" if name == "title" else value)
    if change.has_no_day:
        row.day = None
        fields.append("day")
    if change.number is not None:
        _move(work, row, change.number)
    _withhold_whole(row, change)
    if change.note:
        row.note = tidy(change.note, 2_000)
    row.version += 1
    work.session.flush()
    tell(work, document_id, "disclosure.document_changed", fields=", ".join(fields))


def _check_change(work: Work, row: DocumentRow, change: DocumentChange) -> None:
    if change.is_withheld_whole and change.ground not in ground_keys(work, row.case_id):
        raise InputProblem(
            log="no ground in force",
            shown=_("Choose the ground by which the document is withheld."),
        )
    if change.category is not None and change.category not in CATEGORY_TITLES:
        raise InputProblem(log="unknown category", shown=_("Choose one of the categories."))
    # Nobody has to look at a logo, so that nothing else may be called one.
    is_picture = row.media_type.startswith("image/") and row.pages <= 1
    if change.is_decoration and not row.is_decoration and not is_picture:
        raise InputProblem(
            log="no picture", shown=_("Only a picture of one page can be a logo or the like.")
        )


def _withhold_whole(row: DocumentRow, change: DocumentChange) -> None:
    if change.is_withheld_whole is None:
        return
    row.access = Access.NO.value if change.is_withheld_whole else ""
    row.ground = change.ground if change.is_withheld_whole else ""


def _move(work: Work, row: DocumentRow, number: int) -> None:
    query = select(DocumentRow).filter_by(case_id=row.case_id).order_by(DocumentRow.number)
    others = [one for one in work.session.scalars(query) if one.item_id != row.item_id]
    place = max(0, min(len(others), number - 1))
    for new, one in enumerate([*others[:place], row, *others[place:]], start=1):
        if one.number != new:
            one.number = new


def set_aside(work: Work, document_id: UUID, because: str) -> None:
    """Take a document out of the case's review, with the reason.

    Raises NotFound, NotAllowed, InputProblem, Conflict for one that was replaced or in a closed case.
    """
    row = document_row(work, document_id, is_to_change=True)
    case = case_row(work, row.case_id)
    work.require(REVIEW, case.project_id)
    check_under_review(case)
    if row.state == DocumentState.REPLACED:
        raise _replaced()
    row.note = need_reason(because)
    row.state = DocumentState.SET_ASIDE
    row.version += 1
    work.session.flush()
    tell(work, document_id, "disclosure.document_set_aside", because=row.note)


def _replaced() -> Conflict:
    return Conflict(log="replaced", shown=_("Another file has taken the place of this document."))


def bring_back(work: Work, document_id: UUID) -> None:
    """Take a document into the review again. Raises NotFound, NotAllowed, Conflict when it is not set aside."""
    row = document_row(work, document_id, is_to_change=True)
    case = case_row(work, row.case_id)
    work.require(REVIEW, case.project_id)
    check_under_review(case)
    if row.state != DocumentState.SET_ASIDE:
        raise Conflict(log="not set aside", shown=_("This document is not set aside."))
    row.state = DocumentState.READ if row.laid_sha256 else DocumentState.WAITING
    row.version += 1
    work.session.flush()
    tell(work, document_id, "disclosure.document_brought_back")
    if row.state == DocumentState.WAITING:
        start_reading(work, row.case_id)
    else:
        # Whatever was linked meanwhile was linked without it.
        start_linking(work, row.case_id)


def replace(work: Work, document_id: UUID, name: str, content: BinaryIO) -> HandedIn:
    """Let another file take the place of a document, such as a copy without a password.

    Raises as `hand_in`.
    """
    row = document_row(work, document_id)
    if row.state == DocumentState.REPLACED:
        raise _replaced()
    return hand_in(work, row.case_id, name, content, replaces=document_id)


def read_again(work: Work, document_id: UUID) -> UUID:
    """Let a job read one document once more, of which nothing could be read.

    Raises NotFound, NotAllowed, Conflict for one that was read, set aside or replaced.
    """
    row = document_row(work, document_id)
    case = case_row(work, row.case_id)
    work.require(HAND_IN, case.project_id)
    check_open(case)
    if row.state == DocumentState.READ:
        raise Conflict(log="read already", shown=_("This document has been read."))
    if row.state in (DocumentState.SET_ASIDE, DocumentState.REPLACED):
        raise Conflict(
            log=f"document is {row.state}", shown=_("This document is set aside or replaced.")
        )
    row.state = DocumentState.WAITING
    # What reading met may not be met again; what taking in met stays.
    row.problems = [one for one in row.problems if one[0] in set(IntakeCode)]
    work.session.flush()
    return start_reading(work, row.case_id)


def failed_uploads(work: Work, case_id: UUID) -> list[FailedUpload]:
    """Return the files of a case that could not be unpacked and are not dealt with. Raises NotFound."""
    case_row(work, case_id)
    query = (
        select(UploadRow)
        .filter_by(case_id=case_id, authority_id=work.authority_id, is_unpacked=True)
        .order_by(UploadRow.item_id)
    )
    return [
        FailedUpload(row.item_id, row.name, row.problems[0][0])
        for row in work.session.scalars(query)
        if row.problems
    ]


def set_upload_aside(work: Work, upload_id: UUID, because: str) -> UUID:
    """Go on without a file that could not be unpacked, with the reason; return its case.

    Raises NotFound, NotAllowed, InputProblem, Conflict for one that was unpacked or in a closed case.
    """
    row = upload_row(work, upload_id)
    case = case_row(work, row.case_id)
    work.require(REVIEW, case.project_id)
    check_open(case)
    reason = need_reason(because)
    if not row.problems:
        raise Conflict(log="upload in order", shown=_("This file was unpacked."))
    row.problems = []
    items.move_to(work, upload_id, ItemState.SET_ASIDE)
    tell(work, upload_id, "disclosure.document_set_aside", because=reason)
    return row.case_id
