"""Reading a case in the background: mails and archives, what cannot be read, and a job that died."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.records.items.schema import TROUBLE_TEXTS, ItemState
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.intake.problems import IntakeCode
from signatur.solutions.disclosure.schema.case import CaseState, DocumentState, HindranceCode
from signatur.solutions.disclosure.schema.finding import FindingKind
from tests.solutions.disclosure.situations import a_case, documents_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

MAIL = """From: mette@example.org
To: sag@example.org
Subject: Hegnet
Date: Mon, 2 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Mit cpr-nummer er 010203-1234. Ring 12 34 56 78.
""".replace("\n", "\r\n").encode()


def an_archive(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


def read(world: World, case_id: UUID, name: str, content: bytes) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.hand_in(work, case_id, name, io.BytesIO(content)).job_id
    assert job_id is not None
    run_job(world.runtime, job_id, worker_name())


def test_an_archive_becomes_documents_with_findings_and_one_suggestion_each(world: World) -> None:
    case_id = a_case(world)

    read(world, case_id, "sag.zip", an_archive(a_eml=MAIL, ødelagt_pdf=b"%PDF-1.7 broken"))

    with world.runtime.reading(world.actor("Anna")) as work:
        mail, broken = service.documents(work, case_id)
        kinds = {one.kind for one in service.findings(work, mail.id)}
        made = decisions.latest_suggestion(work, mail.id)
        state = service.case(work, case_id).state
        hindered = [one.code for one in service.hindrances(work, case_id)]
        assert items.get(work, broken.id).state is ItemState.QUARANTINED
    assert (mail.title, mail.state, str(mail.day)) == ("Hegnet", DocumentState.READ, "2026-03-02")
    assert FindingKind.CPR in kinds
    assert made is not None
    assert made.model_version_id is not None
    assert broken.state is DocumentState.UNREADABLE
    assert broken.problems
    assert HindranceCode.UNREAD in hindered
    assert state is CaseState.REVIEW


def test_an_archive_that_is_a_bomb_is_told_as_one_and_not_as_a_file_of_unknown_kind(
    world: World,
) -> None:
    case_id = a_case(world)

    read(world, case_id, "sag.zip", an_archive(a_txt=bytes(30_000_000)))

    with world.runtime.reading(world.actor("Anna")) as work:
        (bomb,) = service.documents(work, case_id)
    assert bomb.state is DocumentState.UNREADABLE
    assert [code for code, _where in bomb.problems] == ["zip_bomb"]


def test_a_document_keeps_what_was_odd_about_it_when_it_was_taken_in(world: World) -> None:
    case_id = a_case(world)

    read(world, case_id, "sag.zip", an_archive(brev_pdf=b"Brev til Jens."))

    with world.runtime.reading(world.actor("Anna")) as work:
        (letter,) = service.documents(work, case_id)
    assert letter.state is DocumentState.READ
    assert letter.problems == (("wrong_ending", ""),)


def test_a_document_that_is_read_again_keeps_what_was_odd_and_not_why_it_failed_before(
    world: World,
) -> None:
    case_id = a_case(world)
    read(world, case_id, "sag.zip", an_archive(brev_docx=b"%PDF-1.7 broken"))
    with world.runtime.reading(world.actor("Anna")) as work:
        (broken,) = service.documents(work, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.read_again(work, broken.id)
        (waiting,) = service.documents(work, case_id)

    assert broken.state is DocumentState.UNREADABLE
    assert [code for code, _where in broken.problems] == ["damaged", "wrong_ending"]
    assert [code for code, _where in waiting.problems] == ["wrong_ending"]


def test_whatever_taking_in_can_meet_is_said_in_words() -> None:
    assert set(IntakeCode) <= set(TROUBLE_TEXTS)


def test_a_document_that_cannot_be_read_is_replaced_by_one_that_can(world: World) -> None:
    case_id = a_case(world)
    read(world, case_id, "brev.pdf", b"%PDF-1.7 broken")
    with world.runtime.work(world.actor("Anna")) as work:
        (broken,) = service.documents(work, case_id)
        job_id = service.replace(work, broken.id, "brev.eml", io.BytesIO(MAIL)).job_id
    assert job_id is not None
    run_job(world.runtime, job_id, worker_name())

    with world.runtime.reading(world.actor("Anna")) as work:
        states = [one.state for one in service.documents(work, case_id)]
        hindered = [one.code for one in service.hindrances(work, case_id)]
    assert sorted(states) == [DocumentState.READ, DocumentState.REPLACED]
    assert HindranceCode.UNREAD not in hindered


def test_a_document_whose_reading_was_broken_off_is_read_again(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.hand_in(work, case_id, "a.eml", io.BytesIO(MAIL)).job_id
    (done,) = documents_in(world, case_id, ["Mette Opfundsen"])
    with world.runtime.work(world.system) as work:
        assert not service.is_to_read(work, done)
        (waiting,) = service.uploads_to_unpack(work, case_id)
    assert waiting[1] == "a.eml"
    assert job_id is not None
    run_job(world.runtime, job_id, worker_name())

    with world.runtime.reading(world.actor("Anna")) as work:
        assert {one.state for one in service.documents(work, case_id)} == {DocumentState.READ}
        assert service.uploads_to_unpack(work, case_id) == []


def test_the_same_file_twice_is_one_document(world: World) -> None:
    case_id = a_case(world)
    read(world, case_id, "a.eml", MAIL)
    read(world, case_id, "a.eml", MAIL)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert len(service.documents(work, case_id)) == 1
