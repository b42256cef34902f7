"""Loads invented requests for access: one answered, one half reviewed, one that waits, one that is late."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.kernel.permissions import Role
from signatur.records.retention import service as retention
from signatur.records.retention.schema import RetentionRule
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.demo import papers
from signatur.solutions.disclosure.demo.inventing import invented_case
from signatur.solutions.disclosure.schema.case import (
    CaseState,
    FindingState,
    How,
    NewCase,
    Requester,
)
from signatur.solutions.disclosure.schema.giving_out import ReleaseState
from signatur.solutions.disclosure.settings import DisclosureSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.part import Demo
    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.demo.inventing import InventedCase
    from signatur.solutions.disclosure.schema.case import CaseLine, FindingLine

SEED = 2026
_USUAL = 6
_FEWEST = 3
_WHOLE = 0.5
"""Scale from which files are made that other programs have to read."""
_SECONDS_A_PAGE = 35.0
_NOT_READ = {CaseState.RECEIVED, CaseState.COLLECTING, CaseState.READING}
_NOT_A_PARTY = {
    "subject": "documents", "is_party": "no", "is_environmental": "no", "about_requester": "no",
}  # fmt: skip
_A_PARTY = {"subject": "documents", "is_party": "yes", "is_environmental": "no"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """An invented request."""

    theme: str
    title: str
    request: str
    name: str
    contact: str
    days: int
    """Before today."""
    is_journalist: bool = False


_ANSWERED = _Asked(
    "benefit", "Aktindsigt i egen ydelsessag", "Jeg vil gerne se alt, hvad I har i min sag om "
    "ydelser.", "Birthe Sandløber", "birthe.sandloeber@eksempel.dk", 6,
)  # fmt: skip
_HALF = _Asked(
    "building", "Aktindsigt i byggesag", "Avisen beder om aktindsigt i byggesagen om nabohegnet.",
    "Rasmus Pennefjer", "redaktionen@avisen.eksempel.dk", 4, is_journalist=True,
)  # fmt: skip
_WAITS = _Asked(
    "family", "Aktindsigt i børnesag", "Som far ønsker jeg aktindsigt i sagen om mit barn.",
    "Viktor Strandager", "viktor.strandager@eksempel.dk", 2,
)  # fmt: skip
_LATE = _Asked(
    "", "Aktindsigt i borgmesterens kalender", "Hvem har borgmesteren mødt i foråret?",
    "Ida Morgengry", "ida.morgengry@eksempel.dk", 20,
)  # fmt: skip


def load_demo(demo: Demo) -> None:
    """Load everything that is not there yet; begun and broken off, it goes on where it was."""
    with demo.runtime.reading(demo.actors[Role.SUPER_USER]) as work:
        if service.is_demo_loaded(work):
            return
    _keep_times(demo)
    count = max(_FEWEST, round(_USUAL * demo.scale))
    demo.tell("  a request for access that is answered")
    _answer(demo, _taken_in(demo, _ANSWERED, SEED, _FEWEST, _A_PARTY))
    demo.tell("  requests for access that are under way")
    _enter(demo, _LATE)
    _review_half(demo, _taken_in(demo, _HALF, SEED + 1, count, _NOT_A_PARTY))
    _taken_in(demo, _WAITS, SEED + 2, count, _A_PARTY)
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        service.watch_deadlines(work)
        service.note_demo_loaded(work)


def _keep_times(demo: Demo) -> None:
    with demo.runtime.work(demo.actors[Role.LEGAL]) as work:
        project = service.project_of(work)
        if retention.rules(work, project.id):
            return
        days = work.runtime.settings.of(DisclosureSettings).keep_days
        for kind in (
            service.CASE_KIND, service.UPLOAD_KIND, service.DOCUMENT_KIND, service.RELEASE_KIND,
        ):  # fmt: skip
            rule = RetentionRule(project.id, kind, days, "Opfundet til prøve.")
            retention.set_rule(work, rule)


def _enter(demo: Demo, asked: _Asked, number: str = "") -> UUID:
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        known = [one.id for one in _cases(work) if one.title == asked.title]
        return known[0] if known else service.new_case(
            work,
            NewCase(
                title=asked.title, request=asked.request, case_number=number,
                requester=Requester(asked.name, asked.contact, asked.is_journalist),
                received_at=work.now - timedelta(days=asked.days),
            ),
        )  # fmt: skip


def _cases(work: Work) -> list[CaseLine]:
    return [*service.cases(work), *service.cases(work, is_open=False)]


def _taken_in(demo: Demo, asked: _Asked, seed: int, count: int, answers: dict[str, str]) -> UUID:
    invented = invented_case(seed, theme=asked.theme, documents=count)
    case_id = _enter(demo, asked, invented.number)
    job_id = None
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        if service.case(work, case_id).state not in _NOT_READ:
            return case_id
        service.set_regime(work, case_id, answers)
        for name, content in _files(invented, demo.scale):
            job_id = service.hand_in(work, case_id, name, io.BytesIO(content)).job_id
    assert job_id is not None, "every case has files"
    run_job(demo.runtime, job_id, worker_name())
    return case_id


def _files(case: InventedCase, scale: float) -> list[tuple[str, bytes]]:
    """Return the documents of a case as files: mails by themselves, all others in one archive."""
    mails: list[tuple[str, bytes]] = []
    others: list[tuple[str, bytes]] = []
    for number, document in enumerate(case.documents, start=1):
        earlier = case.documents[number - 2] if number % 3 == 0 else None
        is_small = scale < _WHOLE and number > 1
        if is_small or document.kind == "mail" or number % 2 == 0:
            mails.append((f"{number:03d}.eml", papers.as_mail(document, earlier)))
        else:
            others.append((f"{number:03d} {document.title}.pdf", papers.as_pdf(document)))
    if scale >= _WHOLE and case.theme == "family":
        last = case.documents[-1]
        others += [
            ("notat.docx", papers.as_word(last)), ("overblik.xlsx", papers.as_workbook(case)),
            ("scannet.png", papers.as_scan(case.documents[0])),
        ]  # fmt: skip
    return [*mails, ("Fra ESDH.zip", papers.as_archive(others))] if others else mails


def _review_half(demo: Demo, case_id: UUID) -> None:
    """Look at the first half of the documents and decide what is found in them."""
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        found = service.documents(work, case_id)
        for document in found[: len(found) // 2]:
            _look_at(work, document.id, document.pages)
            _decide(work, case_id, service.findings(work, document.id))


def _look_at(work: Work, document_id: UUID, pages: int) -> None:
    for page in range(1, pages + 1):
        service.note_seen(work, document_id, page, _SECONDS_A_PAGE)


def _decide(work: Work, case_id: UUID, found: Sequence[FindingLine]) -> None:
    waiting = [one for one in found if one.state is FindingState.PROPOSED]
    for state, some in (
        (FindingState.WITHHELD, [one for one in waiting if one.proposed]),
        (FindingState.KEPT, [one for one in waiting if not one.proposed]),
    ):
        if some:
            chosen = [(one.id, one.version) for one in some]
            service.decide(work, case_id, chosen, state, how=How.SINGLE)


def _answer(demo: Demo, case_id: UUID) -> None:
    """Review a whole case, let a colleague read a sample, and give the documents out."""
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        begun = service.releases(work, case_id)
    release_id = begun[0].id if begun else _reviewed(demo, case_id)
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        release = service.release(work, release_id)
    if release.state is ReleaseState.PREPARING:
        assert release.job_id is not None, "a release is made by a job"
        run_job(demo.runtime, release.job_id, worker_name())
    with demo.runtime.work(demo.actors[Role.LEGAL]) as work:
        if service.release(work, release_id).state is ReleaseState.READY:
            service.give_out(work, release_id, _ANSWERED.contact)


def _reviewed(demo: Demo, case_id: UUID) -> UUID:
    """Review a whole case and let a colleague read a sample; return the release that is then prepared."""
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        for document in service.documents(work, case_id):
            _look_at(work, document.id, document.pages)
            _decide(work, case_id, service.findings(work, document.id))
        for doubt in service.doubts(work, case_id):
            service.answer_doubt(work, doubt.id, True, "Hører til sagen.")
        for duty, _answered in service.duties(work, case_id):
            reason = "Vurderet konkret for hvert dokument; der kan ikke gives mere."
            service.answer_duty(work, case_id, duty.key, True, reason)
        service.draw_sample(work, case_id)
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        for one in service.sample_of(work, case_id):
            service.note_seen(work, one.document_id, one.page, _SECONDS_A_PAGE)
            service.finish_sampled(work, one.document_id, one.page)
    with demo.runtime.work(demo.actors[Role.CASEWORKER]) as work:
        return service.prepare_release(work, case_id, recognise=demo.scale >= _WHOLE)
