"""Making a release: each document rebuilt and checked, then one archive with list, letter and report."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select

from signatur import __version__
from signatur.kernel.errors import InputProblem
from signatur.methods.documents.laid_out import Box
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.disclosure.model.letters import list_to_pdf
from signatur.solutions.disclosure.model.signing import report_json, signed
from signatur.solutions.disclosure.schema.case import (
    Access,
    FindingState,
    ReleasedDocument,
    ReleaseState,
)
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.service.document_list import document_list
from signatur.solutions.disclosure.service.documents import document, documents, laid_of
from signatur.solutions.disclosure.service.holding import given_out, marks_of
from signatur.solutions.disclosure.service.keeping import store, stored
from signatur.solutions.disclosure.service.released import document_from, document_to
from signatur.solutions.disclosure.service.rights import tell
from signatur.solutions.disclosure.service.rows import case_row, release_row
from signatur.solutions.disclosure.service.setup import law_of
from signatur.solutions.disclosure.service.signing_key import signing_key
from signatur.solutions.disclosure.service.telling import (
    decision_letter,
    places_in_word_file,
    telling_words,
)
from signatur.solutions.disclosure.tables import FindingRow

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import LaidOut
    from signatur.methods.documents.recognition import Recogniser
    from signatur.solutions.disclosure.schema.case import Document
    from signatur.solutions.disclosure.schema.letters import DocumentList
    from signatur.solutions.disclosure.schema.release import Withheld
    from signatur.solutions.disclosure.tables import ReleaseRow

_FIXED: Final = (1980, 1, 1, 0, 0, 0)
_DPI: Final = 200.0


@dataclass(frozen=True, slots=True)
class Source:
    """What a document that is given out is rebuilt from."""

    laid: LaidOut
    original: bytes
    withheld: tuple[Withheld, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """One document of a release as it was decided when its making began."""

    document: Document
    rests_on: str
    """Hash of all that decides how it is given out; another one later: it must be made anew."""
    source: Source | None
    """None: it is held back whole."""


@dataclass(frozen=True, slots=True)
class Made:
    """One document of a release as it was made: its file, what its report says, what betrays it."""

    file: bytes | None
    report: dict[str, Any]
    leaks: tuple[tuple[int | None, str, str], ...]
    """Page, way of looking, and where."""
    pages: int


def documents_to_make(work: Work, release_id: UUID) -> list[UUID]:
    """Return the documents of a release that are not made yet; none when it was given up meanwhile."""
    row = release_row(work, release_id)
    if row.state != ReleaseState.PREPARING:
        return []
    done = {one["document"] for one in row.documents}
    return [UUID(one) for one in row.wanted if one not in done]


def plan_of(work: Work, document_id: UUID) -> Plan:
    """Return what a document is made from. Raises NotFound."""
    found = document(work, document_id)
    rests_on = marks_of(work, found.case_id, document_id)[document_id]
    source = _source(work, found) if found.access is not Access.NO else None
    return Plan(found, rests_on, source)


def _source(work: Work, found: Document) -> Source:
    from signatur.solutions.disclosure.model.removing import withheld_of

    laid = laid_of(work, found.id)
    law, _key = law_of(work, case_row(work, found.case_id).project_id)
    query = select(FindingRow).filter_by(document_id=found.id, state=FindingState.WITHHELD)
    rows = work.session.scalars(query.order_by(FindingRow.page, FindingRow.start)).all()
    labels = {one.key: one.label for one in law.grounds}
    withheld = withheld_of(
        laid, [_finding(row) for row in rows], lambda one: labels.get(one.ground, ""),
        [str(row.id) for row in rows],
    )  # fmt: skip
    with items.open_original(work, found.id) as file:
        original = file.read()
    return Source(laid, original, withheld, work.today)


def _finding(row: FindingRow) -> Finding:
    area = None
    if row.kind in (FindingKind.AREA, FindingKind.PAGE) or row.start == row.end:
        area = (row.page, Box(*row.boxes[0]))
    return Finding(
        FindingKind(row.kind), row.start, row.end, row.text, row.confidence, ground=row.ground,
        area=area,
    )  # fmt: skip


def make(plan: Plan, folder: Path, recogniser: Recogniser | None) -> Made | None:
    """Rebuild one document into a folder and check it; None: it is held back whole.

    Pure but for the folder.
    """
    from signatur.methods.documents.content import Content
    from signatur.solutions.disclosure.model.releasing import Wish, release
    from signatur.solutions.disclosure.model.removing import Release

    source = plan.source
    if source is None:
        return None
    path = folder / f"{plan.document.number:04d}.pdf"
    title = f"Dokument {plan.document.number}"
    wish = Wish(
        original=Content.from_bytes(source.original), laid=source.laid, withheld=source.withheld,
        release=Release(title=title, dpi=_DPI, day=source.day), recogniser=recogniser, name=path.name,
    )  # fmt: skip
    try:
        outcome = release(wish, path)
    except InputProblem as problem:
        return Made(None, {"refused": problem.log}, ((None, "not_rebuilt", problem.log),), 0)
    leaks = tuple((one.page, one.channel, one.where) for one in outcome.verdict.leaks)
    if outcome.released is None:
        return Made(None, outcome.body, leaks or ((None, "unknown", ""),), 0)
    return Made(path.read_bytes(), outcome.body, (), len(outcome.released.pages))


def keep_made(work: Work, release_id: UUID, plan: Plan, made: Made | None) -> None:
    """Keep one document of a release as it was made, once; nothing when it was given up meanwhile."""
    row = release_row(work, release_id, is_to_change=True)
    found, source = plan.document, plan.source
    is_kept = any(one["document"] == str(found.id) for one in row.documents)
    if is_kept or row.state != ReleaseState.PREPARING:
        return
    file = made.file if made is not None else None
    sha256 = store(work, release_id, file) if file else ""
    line = ReleasedDocument(
        document_id=found.id, number=found.number, access=found.access or Access.NO, grounds=found.grounds,
        sha256=sha256, pages=made.pages if made is not None else 0, size=len(file or b""),
        withheld=len(source.withheld) if source is not None else 0,
    )  # fmt: skip
    told = made.report if made is not None else {}
    # What a report says of every place is long; it is put in once, when all documents are made.
    kept = {
        **document_to(line), "rests_on": plan.rests_on,
        "report": store(work, release_id, json.dumps(told).encode()),
        "not_done": told.get("check", {}).get("not_done", []),
    }  # fmt: skip
    row.documents = [*row.documents, kept]
    leaks = list(made.leaks) if made is not None else []
    row.leaks = [
        *row.leaks,
        *(
            {"document": str(found.id), "page": page, "channel": channel, "where": where}
            for page, channel, where in leaks
        ),
    ]
    work.session.flush()


def _told_elsewhere(work: Work, row: ReleaseRow) -> list[dict[str, Any]]:
    """Return where the list of documents or the letter says what is withheld in the documents."""
    from signatur.solutions.disclosure.model.finding.words import find_words

    words = telling_words(work, row.case_id)
    if not words:
        return []
    titles = {one.number: one.title for one in _list(work, row).rows}
    found = [
        {"document": str(one.id), "page": None, "channel": "document_list", "where": "title"}
        for one in documents(work, row.case_id)
        if find_words(titles.get(str(one.number), ""), words)
    ]
    letter = decision_letter(work, row.case_id)
    if letter is not None and row.wanted:
        docx = stored(work, letter.docx_sha256)
        found += [
            {"document": row.wanted[0], "page": None, "channel": "letter", "where": str(place)}
            for place in places_in_word_file(docx, words)
        ]
    return found


def finish_release(work: Work, release_id: UUID) -> None:
    """Put a release together when all its documents are made, or refuse it where one would betray."""
    row = release_row(work, release_id, is_to_change=True)
    if row.state != ReleaseState.PREPARING:
        return
    letter = decision_letter(work, row.case_id)
    row.leaks = [*row.leaks, *_told_elsewhere(work, row)]
    body = {
        "format": "signatur-release/1", "code": __version__, "release": str(release_id),
        "result": "refused" if row.leaks else "ready", "leaks": row.leaks,
        "documents": [
            {**one, "report": json.loads(stored(work, one["report"]))} for one in row.documents
        ],
        "letter": letter.pdf_sha256 if letter is not None else "",
    }  # fmt: skip
    row.report = report_json(signed(body, signing_key(work.runtime)))
    if row.leaks:
        row.state = ReleaseState.REFUSED
        work.session.flush()
        tell(work, release_id, "disclosure.release_refused", leaks=len(row.leaks))
        return
    row.bundle_sha256 = store(work, release_id, _bundle(work, release_id))
    row.state = ReleaseState.READY
    items.move_to(work, release_id, ItemState.READY)
    work.session.flush()
    tell(work, release_id, "disclosure.release_prepared", documents=len(row.documents))


def _bundle(work: Work, release_id: UUID) -> bytes:
    row = release_row(work, release_id)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for stored_line in row.documents:
            line = document_from(stored_line)
            if line.sha256:
                name = f"Dokument {line.number:04d}.pdf"
                _put(archive, name, stored(work, line.sha256))
        _put(archive, "Aktliste.pdf", list_to_pdf(_list(work, row)))
        letter = decision_letter(work, row.case_id)
        if letter is not None:
            _put(archive, "Afgørelse.pdf", stored(work, letter.pdf_sha256))
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_FIXED)
    entry.compress_type = zipfile.ZIP_STORED if content[:4] == b"%PDF" else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _list(work: Work, row: ReleaseRow) -> DocumentList:
    """Return the list that goes with a release: of a part, what it and earlier parts give alone."""
    if not row.is_partial:
        return document_list(work, row.case_id)
    given = given_out(work, row.case_id) | {UUID(one) for one in row.wanted}
    return document_list(work, row.case_id, given)


__all__ = [
    "Made", "Plan", "documents_to_make", "finish_release", "keep_made", "make",
    "plan_of",
]  # fmt: skip
