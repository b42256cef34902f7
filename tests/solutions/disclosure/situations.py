"""Situations of requests for access: a project, a case, and documents without any file format in between."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import (
    LaidOut,
    LaidPage,
    Origin,
    Stretch,
    saved,
)
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.intake import Incoming
from signatur.solutions.disclosure.schema.case import FindingState, NewCase, Requester
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from tests.builders import a_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.solutions.disclosure.schema.case import FindingLine, HindranceCode
    from tests.builders import World

NOT_A_PARTY = {
    "subject": "documents", "is_party": "no", "is_environmental": "no", "about_requester": "no",
}  # fmt: skip
A_PARTY = {"subject": "documents", "is_party": "yes", "is_environmental": "no"}
PRIVATE = "ofl-30-1"
LETTER = ["Mette Opfundsen, cpr 010203-1234, bor her."]
NOTE = ["Et notat uden navne."]
_WIDTH, _HEIGHT = 595.0, 842.0
_LETTER, _LINE = 6.0, 14.0
_NAMES = {"Mette Opfundsen": FindingKind.PERSON, "010203-1234": FindingKind.CPR}
_WITHOUT_GROUND = {"Havby Bogforening": FindingKind.ORGANISATION}


def a_case(world: World, title: str = "Aktindsigt i byggesag") -> UUID:
    """Open the project unless it is there, and enter a request that is decided under the public act."""
    with world.runtime.reading(world.actor("Anna")) as work:
        from signatur.records.projects import service as projects

        is_open = projects.find(work, service.NAME) is not None
    if not is_open:
        a_project(world, service.NAME)
    with world.runtime.work(world.actor("Anna")) as work:
        new = NewCase(title=title, request="Alt om hegnet.", requester=Requester("Ida Spørg"))
        case_id = service.new_case(work, new)
        service.set_regime(work, case_id, NOT_A_PARTY)
    return case_id


def a_laid_out(*pages: str, hidden: str = "", origin: Origin = Origin.TEXT_LAYER) -> LaidOut:
    """Lay pages of text out letter by letter, on empty paper; a comment stands on an appendix page."""
    pages = (*pages, hidden) if hidden else pages
    text, laid, boxes = "", [], []
    for number, page in enumerate(pages, start=1):
        start = len(text)
        text += page
        is_appendix = bool(hidden) and number == len(pages)
        laid.append(LaidPage(number, start, len(text), _WIDTH, _HEIGHT, is_appendix=is_appendix))
        column, line = 0, 0
        for letter in page:
            if letter == "\n":
                boxes.append([np.nan] * 4)
                column, line = 0, line + 1
                continue
            left, top = 40 + column * _LETTER, 40 + line * _LINE
            boxes.append([left, top, left + _LETTER, top + 10])
            column += 1
    paper = pikepdf.new()
    for _page in pages:
        paper.add_blank_page(page_size=(_WIDTH, _HEIGHT))
    file = io.BytesIO()
    paper.save(file, static_id=True)
    return LaidOut(
        media_type="application/pdf", text=text, pages=tuple(laid),
        stretches=_stretches(len(text), len(hidden), origin),
        boxes=np.array(boxes, np.float32).reshape(-1, 4), view=Content.from_bytes(file.getvalue()),
    )  # fmt: skip


def _stretches(length: int, hidden: int, origin: Origin) -> tuple[Stretch, ...]:
    shown = Stretch(0, length - hidden, origin)
    return (shown, Stretch(length - hidden, length, Origin.COMMENT)) if hidden else (shown,)


def found_in(laid: LaidOut) -> tuple[Finding, ...]:
    """Find the two things that our texts hold, each with the ground for private matters."""
    found = []
    for word, kind in {**_NAMES, **_WITHOUT_GROUND}.items():
        ground = PRIVATE if word in _NAMES else ""
        place = laid.text.find(word)
        while place >= 0:
            end = place + len(word)
            found.append(Finding(kind, place, end, word, 0.9, ("test",), ground=ground))
            place = laid.text.find(word, end)
    return tuple(sorted(found, key=lambda one: one.start))


def a_finding(kind: FindingKind, start: int, end: int) -> Finding:
    return Finding(kind, start, end, "x" * (end - start), 0.9)


def documents_in(
    world: World,
    case_id: UUID,
    *texts: Sequence[str],
    hidden: str = "",
    origin: Origin = Origin.TEXT_LAYER,
) -> list[UUID]:
    """Put documents into a case, each given by its pages, read and linked."""
    ids = []
    for number, pages in enumerate(texts, start=1):
        laid = a_laid_out(*pages, hidden=hidden, origin=origin)
        with world.runtime.work(world.actor("Anna")) as work:
            content = f"{case_id} {number} {pages}".encode()
            upload = service.hand_in(work, case_id, f"{number}.pdf", io.BytesIO(content))
            one = Incoming(
                path=f"{number}.pdf",
                title=f"Dokument nr. {number}",
                content=Content.from_bytes(content),
            )
            (document_id,) = service.keep_unpacked(work, upload.id, [one])
            means = service.means_of(work, case_id)
            service.keep_read(work, document_id, laid, saved(laid), found_in(laid), means)
            ids.append(document_id)
    return ids


def look_at_all(world: World, case_id: UUID, who: str = "Anna") -> None:
    """Let somebody look at every page of a case."""
    with world.runtime.work(world.actor(who)) as work:
        for document in service.documents(work, case_id):
            for page in range(1, document.pages + 1):
                service.note_seen(work, document.id, page, 10)


def findings_of(world: World, document_id: UUID) -> list[FindingLine]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.findings(work, document_id)


def decide_all(world: World, case_id: UUID, who: str = "Anna") -> None:
    """Withhold whatever was found in a case, by the ground that is proposed."""
    with world.runtime.work(world.actor(who)) as work:
        for document in service.documents(work, case_id):
            chosen = [
                (one.id, one.version)
                for one in service.findings(work, document.id)
                if one.state is FindingState.PROPOSED
            ]
            if chosen:
                service.decide(work, case_id, chosen, FindingState.WITHHELD)


def do_duties(world: World, case_id: UUID) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        for duty, _answer in service.duties(work, case_id):
            service.answer_duty(work, case_id, duty.key, True, "Vurderet konkret for hvert sted.")


def read_sample(world: World, case_id: UUID) -> None:
    """Draw the sample and let Bo read it."""
    with world.runtime.work(world.actor("Anna")) as work:
        service.draw_sample(work, case_id)
    with world.runtime.work(world.actor("Bo")) as work:
        for one in service.sample_of(work, case_id):
            service.finish_sampled(work, one.document_id, one.page)


def reviewed(world: World, *texts: Sequence[str]) -> tuple[UUID, list[UUID]]:
    """Make a case that is ready for its release."""
    case_id = a_case(world)
    ids = documents_in(world, case_id, *texts)
    look_at_all(world, case_id)
    decide_all(world, case_id)
    do_duties(world, case_id)
    read_sample(world, case_id)
    return case_id, ids


def made(world: World, case_id: UUID, only: list[UUID] | None = None) -> UUID:
    """Let Anna ask for a release, and its job make it."""
    with world.runtime.work(world.actor("Anna")) as work:
        release_id = service.prepare_release(work, case_id, only, recognise=False)
        job_id = service.release(work, release_id).job_id
    assert job_id is not None
    run_job(world.runtime, job_id, worker_name())
    return release_id


def codes(world: World, case_id: UUID) -> list[HindranceCode]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return [one.code for one in service.hindrances(work, case_id)]
