"""What stands in the way of a release, in the order in which it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select

from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import (
    FindingState,
    Hindrance,
    HindranceCode,
)
from signatur.solutions.disclosure.schema.letters import LetterKind
from signatur.solutions.disclosure.service.duties import grounds_used, unmet_duties
from signatur.solutions.disclosure.service.findings import ground_keys
from signatur.solutions.disclosure.service.progress import ASIDE, UNREAD, to_review
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.second_reader import is_sample_due
from signatur.solutions.disclosure.service.seen import unseen
from signatur.solutions.disclosure.service.telling import decision_letter
from signatur.solutions.disclosure.tables import (
    DocumentRow,
    DoubtRow,
    FindingRow,
    SampledPageRow,
    UploadRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.tables import CaseRow


def hindrances(work: Work, case_id: UUID, only: frozenset[UUID] | None = None) -> list[Hindrance]:
    """Return what must be done before a release, in the order in which it is done. Raises NotFound.

    `only`: of a part of the documents, which can be given out before the rest is done.
    """
    case = case_row(work, case_id)
    found = [*_of_documents(work, case_id, only)]
    if not case.regime:
        said = _("Choose the rules by which the request is decided.")
        found.append(Hindrance(HindranceCode.REGIME, said))
    found += _of_review(work, case_id, only)
    if case.regime:
        found += _of_grounds(work, case, only)
    found += _of_doubts(work, case_id, only)
    duties = unmet_duties(work, case_id)
    if duties:
        said = counted(
            "%(num)d duty has not been considered.", "%(num)d duties have not been considered.",
            len(duties),
        )  # fmt: skip
        found.append(Hindrance(HindranceCode.DUTIES, said, len(duties)))
    return [*found, *_of_letter(work, case), *_of_sample(work, case_id, only)]


def _kept(places: Iterable[Any], only: frozenset[UUID] | None) -> list[tuple[UUID, int]]:
    """Return document and page of what concerns the chosen documents."""
    return [(one, page) for one, page in places if only is None or one in only]


def _of_documents(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    found = []
    present = select(DocumentRow.item_id).where(
        DocumentRow.case_id == case_id, DocumentRow.state.not_in(ASIDE)
    )
    if work.session.scalar(present.limit(1)) is None:
        said = _("There are no documents in the case yet.")
        found.append(Hindrance(HindranceCode.NO_DOCUMENTS, said))
    unread = (
        select(DocumentRow.item_id)
        .where(
            DocumentRow.case_id == case_id,
            DocumentRow.state.in_(UNREAD),
            DocumentRow.is_covered.is_not(False),
        )
        .order_by(DocumentRow.number)
    )
    ids = [one for one in work.session.scalars(unread) if only is None or one in only]
    uploads = select(UploadRow.is_unpacked, UploadRow.problems).filter_by(case_id=case_id)
    rows = work.session.execute(uploads).all() if only is None else []
    count = len(ids) + sum(not row.is_unpacked for row in rows)
    if count:
        said = counted(
            "%(num)d document has not been read. Wait, replace it or set it aside.",
            "%(num)d documents have not been read. Wait, replace them or set them aside.", count,
        )  # fmt: skip
        found.append(Hindrance(HindranceCode.UNREAD, said, count, ids[0] if ids else None))
    failed = sum(bool(row.problems) for row in rows)
    if failed:
        said = counted(
            "%(num)d file could not be unpacked. Hand it in in parts, or set it aside.",
            "%(num)d files could not be unpacked. Hand them in in parts, or set them aside.", failed,
        )  # fmt: skip
        found.append(Hindrance(HindranceCode.UPLOADS, said, failed))
    return found


def _of_review(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    pages = _kept(work.session.execute(unseen(case_id)), only)
    said = counted(
        "%(num)d page has not been looked at.", "%(num)d pages have not been looked at.", len(pages)
    )
    found = [*_first(HindranceCode.PAGES, said, pages)]
    undecided = _kept(
        work.session.execute(_findings(case_id).where(FindingRow.state == FindingState.PROPOSED)),
        only,
    )
    said = counted(
        "%(num)d finding has not been decided.", "%(num)d findings have not been decided.",
        len(undecided),
    )  # fmt: skip
    return [*found, *_first(HindranceCode.FINDINGS, said, undecided)]


def _findings(case_id: UUID) -> Any:
    """Return the query for document and page of findings that matter: of what is not held back whole."""
    return (
        select(FindingRow.document_id, FindingRow.page)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(FindingRow.case_id == case_id, DocumentRow.access == "", *to_review())
        .order_by(DocumentRow.number, FindingRow.page)
    )


def _of_grounds(work: Work, case: CaseRow, only: frozenset[UUID] | None) -> list[Hindrance]:
    """Return what is withheld by a ground of other rules than those of the case, or of older ones."""
    keys = sorted(ground_keys(work, case.item_id))
    findings = _findings(case.item_id).where(
        FindingRow.state == FindingState.WITHHELD, FindingRow.ground.not_in(keys)
    )
    whole = (
        select(DocumentRow.item_id)
        .where(
            DocumentRow.case_id == case.item_id,
            DocumentRow.access != "",
            DocumentRow.ground.not_in(keys),
            *to_review(),
        )
        .order_by(DocumentRow.number)
    )
    places = [
        *_kept(work.session.execute(findings), only),
        *_kept([(one, 1) for one in work.session.scalars(whole)], only),
    ]
    said = counted(
        "%(num)d place is withheld by a ground that these rules do not have. Choose another.",
        "%(num)d places are withheld by grounds that these rules do not have. Choose others.",
        len(places),
    )  # fmt: skip
    return _first(HindranceCode.GROUNDS, said, places)


def _of_doubts(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    doubts = (
        select(DoubtRow.document_id, DoubtRow.page)
        .join(DocumentRow, DocumentRow.item_id == DoubtRow.document_id)
        .where(DoubtRow.case_id == case_id, *to_review())
        .order_by(DoubtRow.id)
    )
    waiting = _kept(work.session.execute(doubts.where(DoubtRow.belongs.is_(None))), only)
    said = counted(
        "It has not been answered whether %(num)d thing belongs in the case.",
        "It has not been answered whether %(num)d things belong in the case.", len(waiting),
    )  # fmt: skip
    found = _first(HindranceCode.DOUBTS, said, waiting)
    stray = doubts.where(
        DoubtRow.belongs.is_(False),
        DocumentRow.access == "",
        or_(DoubtRow.is_whole.is_(True), ~_is_withheld_there()),
    )
    misfiled = _kept(work.session.execute(stray), only)
    said = counted(
        "%(num)d thing does not belong in the case and would be given out. Withhold it, or say that the "
        "request does not cover the document.",
        "%(num)d things do not belong in the case and would be given out. Withhold them, or say that the "
        "request does not cover the documents.", len(misfiled),
    )  # fmt: skip
    return [*found, *_first(HindranceCode.MISFILED, said, misfiled)]


def _is_withheld_there() -> Any:
    """Return the condition that something is withheld of the paragraph of a doubt."""
    row = FindingRow
    lies_over = and_(row.start < DoubtRow.end, row.end > DoubtRow.start)
    is_area = and_(row.start == row.end, row.page == DoubtRow.page)
    return exists().where(
        row.document_id == DoubtRow.document_id,
        row.state == FindingState.WITHHELD,
        or_(lies_over, is_area),
    )


def _first(code: HindranceCode, said: Text, places: list[tuple[UUID, int]]) -> list[Hindrance]:
    if not places:
        return []
    document_id, page = places[0]
    return [Hindrance(code, said, len(places), document_id, page)]


def _of_letter(work: Work, case: CaseRow) -> list[Hindrance]:
    """Return that the letter which goes with the release says what does not hold any more."""
    letter = decision_letter(work, case.item_id)
    if letter is None:
        return []
    if case.regime_at is not None and letter.written_at < case.regime_at:
        said = _("The letter was written before the rules were chosen. Write it again.")
        return [Hindrance(HindranceCode.LETTER, said)]
    if letter.kind == LetterKind.DECISION_FULL and grounds_used(work, case.item_id):
        said = _("The letter says that all is given out, but something is withheld. Write another.")
        return [Hindrance(HindranceCode.LETTER, said)]
    return []


def _of_sample(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    query = (
        select(SampledPageRow.document_id, SampledPageRow.page)
        .join(DocumentRow, DocumentRow.item_id == SampledPageRow.document_id)
        .where(SampledPageRow.case_id == case_id, SampledPageRow.done_at.is_(None), *to_review())
        .order_by(DocumentRow.number, SampledPageRow.page)
    )
    left = _kept(work.session.execute(query), only)
    if left:
        said = counted(
            "The second reader has not read %(num)d drawn page.",
            "The second reader has not read %(num)d drawn pages.", len(left),
        )  # fmt: skip
        return _first(HindranceCode.SECOND_READER, said, left)
    if only is None and is_sample_due(work, case_id):
        said = _("Draw the pages for the second reader.")
        return [Hindrance(HindranceCode.SECOND_READER, said)]
    return []
