"""What `find` tells of each document, as JSON and as a table to read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signatur.methods.documents import ProblemCode
from signatur.methods.documents.laid_out import boxes_of, drawing, lay_out
from signatur.solutions.disclosure.cli.plain_texts import PlainText, plain_text_of
from signatur.solutions.disclosure.cli.problems import lines_of, sentence_of
from signatur.solutions.disclosure.intake import CaseProblem, Incoming
from signatur.solutions.disclosure.model.finding import find_in_document, find_in_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.laid_out import Box, LaidOut
    from signatur.methods.documents.pool import ChildPool
    from signatur.methods.documents.recognition import Recogniser
    from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
    from signatur.solutions.disclosure.schema.law import Regime

_MOST_DEPTH = 8
_SHOWN_TEXT = 48


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and under which rules grounds are proposed."""

    wanted: frozenset[FindingKind]
    words: tuple[str, ...] = field(repr=False)
    regime: Regime
    day: date
    looks_at_pictures: bool = True


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One document with what was found in it; `laid` is None where nothing could be laid out."""

    file: str
    laid: LaidOut | None
    findings: tuple[Finding, ...]
    problems: tuple[CaseProblem, ...]
    in_name: tuple[Finding, ...] = ()
    """What is found in the name of the file; offsets count its characters."""
    plain: PlainText | None = None
    """The file's own text, of which offsets are told; None: they are those of the layout's text."""


def found_in(
    incoming: Incoming,
    search: Search,
    *,
    pool: ChildPool,
    scratch: Path,
    recogniser: Recogniser | None,
) -> Iterator[FoundDocument]:
    """Yield a document with its findings, and then the files inside it that are documents too."""

    def look(
        file: str, content: Content, earlier: Sequence[CaseProblem], depth: int
    ) -> Iterator[FoundDocument]:
        laid = lay_out(
            content,
            recogniser=recogniser,
            name=file.rpartition("/")[2],
            declared_type=incoming.media_type if depth == 0 else "",
            pool=pool,
            scratch=scratch,
        )
        problems = _problems(earlier, laid)
        yield FoundDocument(
            file,
            laid,
            _findings(laid, search),
            problems,
            _in_name(file, search),
            plain_text_of(content, laid),
        )
        if incoming.is_message or depth >= _MOST_DEPTH:
            # What a mail carries comes in by itself.
            return
        for part in laid.parts:
            if part.content is not None:
                yield from look(f"{file}/{part.name}", part.content, (), depth + 1)

    if incoming.content is None:
        named = _in_name(incoming.path, search)
        yield FoundDocument(incoming.path, None, (), incoming.problems, named)
    else:
        yield from look(incoming.path, incoming.content, incoming.problems, 0)


def _problems(earlier: Sequence[CaseProblem], laid: LaidOut) -> tuple[CaseProblem, ...]:
    """An archive that could not be opened is no document, which is worth no second sentence."""
    told = (
        CaseProblem.of(each)
        for each in laid.problems
        if not (earlier and each.code is ProblemCode.UNKNOWN_FORMAT)
    )
    # What taking in and laying out both met is one thing to whoever reads of it.
    first: dict[tuple[str, str], CaseProblem] = {}
    for problem in (*earlier, *told):
        first.setdefault((problem.code, problem.where), problem)
    return tuple(first.values())


def _findings(laid: LaidOut, search: Search) -> tuple[Finding, ...]:
    wanted = {
        "wanted": search.wanted,
        "words": search.words,
        "regime": search.regime,
        "day": search.day,
    }
    if laid.view is None or not search.looks_at_pictures:
        return find_in_document(laid, **wanted)  # type: ignore[arg-type]  # one dict of many types
    with drawing(laid.view) as drawer:
        return find_in_document(laid, draw=drawer.draw, **wanted)  # type: ignore[arg-type]  # as above


def _in_name(file: str, search: Search) -> tuple[Finding, ...]:
    name = file.rpartition("/")[2]
    return find_in_name(name, wanted=search.wanted, words=search.words)


def document_json(document: FoundDocument, *, with_text: bool) -> dict[str, Any]:
    """Return a document as `find --json` prints it.

    `start` and `end` of findings count the characters of `text`. In plain text files (`offsets` is
    `file`) that is the decoded text of the file itself, and `layout` holds the same place in the text
    as it is laid out; everywhere else (`offsets` is `layout`) it is the text of the layout.
    """
    laid = document.laid
    text = "" if laid is None else document.plain.text if document.plain else laid.text
    told: dict[str, Any] = {
        "file": document.file,
        "media_type": laid.media_type if laid is not None else "",
        "pages": laid.page_count if laid is not None else 0,
        "text_length": len(text),
        "offsets": "file" if document.plain else "layout",
        "findings": [_finding_json(document, one) for one in document.findings],
        "in_file_name": [_named_json(one) for one in document.in_name],
        "problems": [_problem_json(problem) for problem in document.problems],
    }
    if with_text and laid is not None:
        told["text"] = text
    return told


def _named_json(finding: Finding) -> dict[str, Any]:
    return {**_told(finding), "page": None, "boxes": [], "origin": "file_name"}


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "kind": str(finding.kind),
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "confidence": finding.confidence,
        "evidence": list(finding.evidence),
        "check": str(finding.check),
        "ground": finding.ground,
    }


def _problem_json(problem: CaseProblem) -> dict[str, str]:
    return {
        "code": str(problem.code),
        "sentence": sentence_of(problem.code),
        "where": problem.where,
    }


def _finding_json(document: FoundDocument, finding: Finding) -> dict[str, Any]:
    laid = document.laid
    if laid is None:
        return _told(finding)
    places = _places(laid, finding)
    page, boxes = places[0] if places else (None, ())
    told = _told(finding) | {
        "page": page,
        "boxes": [_box_json(box) for box in boxes],
        "origin": _origin(laid, finding),
    }
    if document.plain is not None and finding.area is None:
        told |= _in_file(document.plain, finding)
    if len(places) > 1:
        told["also"] = [
            {"page": number, "boxes": [_box_json(box) for box in more]}
            for number, more in places[1:]
        ]
    return told


def _in_file(plain: PlainText, finding: Finding) -> dict[str, Any]:
    """The place in the file; none for what the page shows and the file has not, as its name."""
    span = plain.span(finding.start, finding.end)
    layout = [finding.start, finding.end]
    if span is None:
        return {"start": None, "end": None, "layout": layout}
    return {
        "start": span[0],
        "end": span[1],
        "text": plain.text[slice(*span)],
        "layout": layout,
    }


def _places(laid: LaidOut, finding: Finding) -> list[tuple[int, tuple[Box, ...]]]:
    """Pages of the original alone: on pages of the appendix nobody of its readers saw anything."""
    if finding.area is not None:
        number, box = finding.area
        found: Sequence[tuple[int, tuple[Box, ...]]] = ((number, (box,)),)
    else:
        found = boxes_of(laid, finding.start, finding.end)
        if not found:
            page = _page_at(laid, finding.start)
            found = ((page, ()),) if page else ()
    appendix = {page.number for page in laid.pages if page.is_appendix}
    return [(number, boxes) for number, boxes in found if number not in appendix]


def _page_at(laid: LaidOut, place: int) -> int:
    index = bisect_right(laid.pages, place, key=lambda page: page.start) - 1
    return laid.pages[index].number if index >= 0 else 0


def _origin(laid: LaidOut, finding: Finding) -> str:
    if finding.area is not None:
        return "picture"
    index = bisect_right(laid.stretches, finding.start, key=lambda stretch: stretch.start) - 1
    if index < 0 or laid.stretches[index].end <= finding.start:
        return "text_layer"
    return str(laid.stretches[index].origin)


def _box_json(box: Box) -> list[float]:
    return [round(float(side), 2) for side in (box.left, box.top, box.right, box.bottom)]


def as_table(document: FoundDocument) -> str:
    """Return a document's findings as lines to read."""
    laid = document.laid
    pages = laid.page_count if laid is not None else 0
    lines = [f"{document.file}: {pages} pages, {len(document.findings)} findings"]
    lines += [f"  ! {line}" for line in lines_of(document.problems)]
    lines += [
        f"  name  {one.kind:<16} {one.confidence:.2f}  {one.text}" for one in document.in_name
    ]
    for finding in document.findings:
        page = _finding_json(document, finding).get("page") or "-"
        text = " ".join(finding.text.split())[:_SHOWN_TEXT]
        sure = f"{finding.confidence:.2f}"
        ground = finding.ground or "-"
        lines.append(f"  {page!s:>4}  {finding.kind:<16} {sure}  {ground:<16} {text}")
    return "\n".join(lines)
