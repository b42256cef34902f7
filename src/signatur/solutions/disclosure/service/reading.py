"""Keeping what reading a document gave: its pages, its findings, and the suggestion that they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from signatur.kernel.errors import NotFound
from signatur.methods.text.duplicates import fingerprint
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, NewSuggestion
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Trouble
from signatur.solutions.disclosure.schema.case import HIDDEN_TITLES, DocumentState, FindingOrigin
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.basis import basis_in_use, own_names
from signatur.solutions.disclosure.service.detecting import NameMeans, mark_of
from signatur.solutions.disclosure.service.keeping import store
from signatur.solutions.disclosure.service.openness import state_at_first
from signatur.solutions.disclosure.service.receiving import each_once
from signatur.solutions.disclosure.service.rights import tell
from signatur.solutions.disclosure.service.rows import case_row, document_row
from signatur.solutions.disclosure.service.setup import law_of
from signatur.solutions.disclosure.service.spelling import digits_of, even, plain_value
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow, PageRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from signatur.kernel.db import Base
    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import LaidOut
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.disclosure.schema.finding import Finding
    from signatur.solutions.disclosure.schema.law import Grounds

_CHUNK = 1_000
_MOST_REASONS = 40
_NUL = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Means:
    """What the documents of a case are searched with."""

    regime: Regime
    day: date
    law: Grounds
    law_key: str
    version: ModelVersion
    names: NameMeans
    local: str = ""
    """By which the local model of names is known again; empty without one."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A document that waits to be read."""

    id: UUID
    name: str
    media_type: str


def means_of(work: Work, case_id: UUID) -> Means:
    """Return what the documents of a case are searched with now. Raises NotFound."""
    case = case_row(work, case_id)
    version = basis_in_use(work, case.project_id)
    law, key = law_of(work, case.project_id)
    regime = Regime(case.regime) if case.regime else Regime.PUBLIC
    settings = work.runtime.settings.of(DisclosureSettings)
    initials = tuple(sorted({*settings.initials.replace(",", " ").split()}))
    names = NameMeans(own_names(work, version), initials, settings.names_folder)
    return Means(regime, work.today, law, key, version, names, mark_of(names.folder))


def documents_to_read(work: Work, case_id: UUID) -> list[ToRead]:
    """Return the documents of a case that wait, or whose reading was broken off, in order."""
    query = (
        select(DocumentRow.item_id, DocumentRow.name, DocumentRow.media_type)
        .where(
            DocumentRow.case_id == case_id,
            DocumentRow.authority_id == work.authority_id,
            DocumentRow.state.in_((DocumentState.WAITING, DocumentState.READING)),
        )
        .order_by(DocumentRow.number)
    )
    return [ToRead(*one) for one in work.session.execute(query)]


def is_to_read(work: Work, document_id: UUID) -> bool:
    """Say whether a document still waits, and mark that it is being read."""
    try:
        row = document_row(work, document_id)
    except NotFound:
        return False
    waits = row.state in (DocumentState.WAITING, DocumentState.READING)
    if waits:
        row.state = DocumentState.READING
        work.session.flush()
    return waits


def keep_read(
    work: Work, document_id: UUID, laid: LaidOut, saved: bytes, findings: tuple[Finding, ...],
    means: Means,
) -> None:  # fmt: skip
    """Keep a document that was laid out, with what was found in it, as one suggestion.

    What is kept already of an earlier, broken-off reading is replaced.
    """
    row = document_row(work, document_id, is_to_change=True)
    _forget(work, document_id)
    view = store(work, document_id, laid.view.read()) if laid.view is not None else ""
    row.laid_sha256, row.view_sha256 = store(work, document_id, saved), view
    row.pages, row.media_type = len(laid.pages), laid.media_type
    row.appendix_pages = sum(page.is_appendix for page in laid.pages)
    row.hidden = hidden_in(laid)
    # What was met when it was taken in, such as a wrong ending, stays.
    row.problems = each_once(
        [*((one.code.value, one.where) for one in laid.problems), *row.problems]
    )
    print_ = fingerprint(laid.text)
    row.print = {"sketch": print_.sketch.hex(), "digest": print_.digest.hex()}
    _put(work, PageRow, _pages(work, row, laid))
    _put(work, FindingRow, [_finding(work, row, laid, one) for one in findings])
    row.suggestion_id = _offer(work, row, saved, findings, means)
    # Somebody may have set it aside while it was being read.
    if row.state in (DocumentState.WAITING, DocumentState.READING):
        row.state = DocumentState.READ
    row.read_at = work.now
    row.version += 1
    if laid.problems:
        troubles = [Trouble(one.code.value, one.where) for one in laid.problems]
        items.quarantine(work, document_id, troubles, whole=False)
    items.move_to(work, document_id, ItemState.READY)
    work.session.flush()
    tell(work, document_id, "disclosure.document_read", pages=row.pages, findings=len(findings))


def _forget(work: Work, document_id: UUID) -> None:
    for table in (FindingRow, PageRow):
        work.session.execute(delete(table).filter_by(document_id=document_id))


def _put(work: Work, table: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        work.session.execute(insert(table), rows[start : start + _CHUNK])


def _pages(work: Work, row: DocumentRow, laid: LaidOut) -> list[dict[str, Any]]:
    found = []
    for page in laid.pages:
        text = _NUL.sub(" ", laid.text[page.start : page.end])
        found.append(
            {
                "document_id": row.item_id, "number": page.number, "case_id": row.case_id,
                "authority_id": work.authority_id, "start": page.start, "end": page.end,
                "width": page.width, "height": page.height, "is_appendix": page.is_appendix,
                "folded": even(text), "digits": digits_of(text),
            }
        )  # fmt: skip
    return found


def _finding(work: Work, row: DocumentRow, laid: LaidOut, one: Finding) -> dict[str, Any]:
    page, boxes = place_of_finding(laid, one)
    is_appendix = page in appendix_of(laid)
    state, how = state_at_first(one.kind, one.confidence, one.ground, is_appendix=is_appendix)
    return {
        "id": work.new_id(), "case_id": row.case_id, "document_id": row.item_id,
        "authority_id": work.authority_id, "kind": one.kind.value, "start": one.start,
        "end": one.end, "page": page, "is_appendix": is_appendix, "boxes": boxes, "text": _NUL.sub(" ", one.text),
        "value": plain_value(one.value or one.text), "confidence": float(one.confidence),
        "check": one.check.value, "evidence": list(one.evidence), "proposed": one.ground,
        "person": "", "unit": unit_at(row.units, one.start), "origin": FindingOrigin.FOUND,
        "state": state, "ground": "", "how": how, "decided_by": None,
        "decided_at": None, "version": 1,
    }  # fmt: skip


def hidden_in(laid: LaidOut) -> list[str]:
    """Return the origins of what a document hides, as far as a reviewer should know of it."""
    found = {one.origin.value for one in laid.stretches if one.end > one.start}
    return [one for one in HIDDEN_TITLES if one in found]


def appendix_of(laid: LaidOut) -> frozenset[int]:
    """Return the numbers of the pages that show what a document hides."""
    return frozenset(page.number for page in laid.pages if page.is_appendix)


def unit_at(units: list[Any], start: int) -> str:
    """Return the key of the quoted mail that stands at a place; empty where none does."""
    return next((key for key, first, last in units if first <= start < last), "")


def place_of_finding(laid: LaidOut, one: Finding) -> tuple[int, list[list[float]]]:
    """Return the page of a finding and its boxes there, in points."""
    from signatur.methods.documents.laid_out import boxes_of

    if one.area is not None:
        page, box = one.area
        return page, [[box.left, box.top, box.right, box.bottom]]
    found = boxes_of(laid, one.start, one.end)
    if found:
        page, boxes = found[0]
        sides = [[b.left, b.top, b.right, b.bottom] for b in boxes]
        return page, [[round(float(side), 2) for side in one_box] for one_box in sides]
    page = next((p.number for p in laid.pages if p.start <= one.start < max(p.end, p.start + 1)), 1)
    return page, []


def _offer(
    work: Work, row: DocumentRow, saved: bytes, findings: tuple[Finding, ...], means: Means
) -> UUID:
    case = case_row(work, row.case_id)
    made = decisions.offer(
        work,
        items.get(work, row.item_id),
        NewSuggestion(
            answer=answer_of(findings),
            reasons=reasons_of(findings),
            confidence=confidence_of(findings),
            model_version_id=means.version.id,
            basis={
                "regime": means.regime.value, "day": means.day.isoformat(), "law": means.law_key,
                "view": row.view_sha256, "initials": list(means.names.initials),
                "local": means.local,
            },
            input=saved,
            arm=Arm.SHOWN if case.arm == "aided" else Arm.HIDDEN,
        ),
    )  # fmt: skip
    return made.id


def answer_of(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Return what is suggested for a document: places and grounds, no content."""
    return {
        "access": "partly" if any(one.ground for one in findings) else "yes",
        "findings": [
            [one.kind.value, one.start, one.end, one.ground, *_area(one)] for one in findings
        ],
    }


def _area(one: Finding) -> list[Any]:
    if one.area is None:
        return []
    page, box = one.area
    return [page, *(round(float(side), 1) for side in (box.left, box.top, box.right, box.bottom))]


def reasons_of(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return how many of which kind were found and for which ground, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for one in findings:
        counts[one.kind.value, one.ground] = counts.get((one.kind.value, one.ground), 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_REASONS]
    reasons = [
        {"kind": kind, "ground": ground, "count": count} for (kind, ground), count in ordered
    ]
    return reasons or [{"kind": "none", "ground": "", "count": 0}]


def confidence_of(findings: tuple[Finding, ...]) -> float | None:
    """Return the confidence of the least sure finding, None where nothing was found."""
    return round(min(one.confidence for one in findings), 6) if findings else None
