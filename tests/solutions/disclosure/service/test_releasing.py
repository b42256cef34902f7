"""What stands in the way of a release, what it gives out, and that nothing betrays what is withheld."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from signatur.kernel.errors import Conflict, NotAllowed
from signatur.records.audit import service as audit
from signatur.records.audit.schema import Search
from signatur.records.decisions import service as decisions
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.model.signing import holds
from signatur.solutions.disclosure.schema.case import (
    Access,
    CaseState,
    DocumentChange,
    FindingState,
    HindranceCode,
    ReleaseState,
)
from signatur.solutions.disclosure.tables import SampledPageRow
from tests.solutions.disclosure.situations import (
    LETTER,
    NOTE,
    PRIVATE,
    a_case,
    codes,
    decide_all,
    do_duties,
    documents_in,
    findings_of,
    look_at_all,
    made,
    reviewed,
)

if TYPE_CHECKING:
    from tests.builders import World


def test_everything_that_is_not_done_stands_in_the_way(world: World) -> None:
    case_id = a_case(world)
    assert codes(world, case_id) == [
        HindranceCode.NO_DOCUMENTS, HindranceCode.DUTIES,
    ]  # fmt: skip
    documents_in(world, case_id, LETTER)
    assert HindranceCode.PAGES in codes(world, case_id)
    look_at_all(world, case_id)
    assert HindranceCode.PAGES not in codes(world, case_id)
    decide_all(world, case_id)
    do_duties(world, case_id)
    assert codes(world, case_id) == [HindranceCode.SECOND_READER]

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.prepare_release(work, case_id)


def test_a_released_bundle_holds_the_documents_without_what_is_withheld(world: World) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    release_id = made(world, case_id)

    with world.runtime.work(world.actor("Bo")) as work:
        found = service.release(work, release_id)
        with service.open_bundle(work, release_id) as file:
            bundle = file.read()
        report = json.loads(service.open_report(work, release_id))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        names = sorted(archive.namelist())
        content = b"".join(archive.read(name) for name in names)
    assert found.state is ReleaseState.READY
    assert [one.access for one in found.documents] == [Access.PARTLY, Access.YES]
    assert names == ["Aktliste.pdf", "Dokument 0001.pdf", "Dokument 0002.pdf"]
    assert b"Opfundsen" not in content
    assert b"010203" not in content
    assert holds(report)
    assert report["signed"]
    assert letter in {one.document_id for one in found.documents}
    with world.runtime.reading(world.actor("Gert")) as work:
        about = Search(about=items.ref(release_id), action="disclosure.bundle_opened")
        assert len(audit.search(work, about, limit=5)) == 1


def test_a_person_decides_and_it_is_written_who_got_what(world: World) -> None:
    case_id, ids = reviewed(world, LETTER, NOTE)
    release_id = made(world, case_id)

    with world.runtime.work(world.actor("Dorte")) as work:
        service.give_out(work, release_id, "ida@example.org")
    with world.runtime.reading(world.actor("Dorte")) as work:
        log = service.disclosed(work, case_id)
        decided = decisions.current(work, release_id)
        outcomes = [decisions.current(work, one) for one in ids]
        left = effects.effects_of(work, release_id)
        assert service.case(work, case_id).state is CaseState.RELEASED
    assert decided is not None
    assert decided.person_id == world.person_ids["Dorte"]
    assert [(one.document_id, one.recipient) for one in log] == [
        (one, "ida@example.org") for one in ids
    ]
    assert [one.outcome.value for one in outcomes if one] == ["accepted", "accepted"]
    assert len(left) == 1


def test_whoever_may_not_decide_gives_nothing_out(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    release_id = made(world, case_id)

    with pytest.raises(NotAllowed), world.runtime.work(world.actor("Anna")) as work:
        service.give_out(work, release_id, "ida@example.org")


def test_a_release_is_out_of_date_once_the_review_goes_on(world: World) -> None:
    case_id, (letter,) = reviewed(world, LETTER)
    release_id = made(world, case_id)
    first = findings_of(world, letter)[0]
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.KEPT)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Dorte")) as work:
        service.give_out(work, release_id, "ida@example.org")


def test_a_title_in_the_list_that_betrays_what_is_withheld_stops_the_release(world: World) -> None:
    case_id, (letter,) = reviewed(world, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        document = service.document(work, letter)
        change = DocumentChange(title="Brev til Mette Opfundsen")
        service.change_document(work, letter, change, document.version)
    release_id = made(world, case_id)

    with world.runtime.reading(world.actor("Dorte")) as work:
        found = service.release(work, release_id)
    assert found.state is ReleaseState.REFUSED
    assert [(one.document_id, one.channel) for one in found.leaks] == [(letter, "document_list")]
    assert found.bundle_sha256 == ""


def test_undoubted_documents_can_be_given_out_before_the_rest_is_read(world: World) -> None:
    case_id = a_case(world)
    note, _letter = documents_in(world, case_id, NOTE, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        service.note_seen(work, note, 1, 5)
    do_duties(world, case_id)

    release_id = made(world, case_id, [note])

    with world.runtime.reading(world.actor("Anna")) as work:
        found = service.release(work, release_id)
    assert (found.state, found.is_partial) == (ReleaseState.READY, True)
    assert [one.document_id for one in found.documents] == [note]


def test_a_document_that_is_held_back_whole_is_in_the_list_but_not_in_the_bundle(
    world: World,
) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        version = service.document(work, letter).version
        change = DocumentChange(is_withheld_whole=True, ground=PRIVATE)
        service.change_document(work, letter, change, version)
    release_id = made(world, case_id)

    with world.runtime.work(world.actor("Bo")) as work:
        found = service.release(work, release_id)
        with service.open_bundle(work, release_id) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    assert found.documents[0].access is Access.NO
    assert sorted(names) == ["Aktliste.pdf", "Dokument 0002.pdf"]


def test_a_job_that_died_goes_on_with_the_documents_that_are_left(world: World) -> None:
    case_id, ids = reviewed(world, LETTER, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        release_id = service.prepare_release(work, case_id, recognise=False)
        service.keep_made(work, release_id, service.plan_of(work, ids[0]), None)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.documents_to_make(work, release_id) == [ids[1]]


def test_the_first_reader_does_not_check_their_own_page(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    look_at_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.draw_sample(work, case_id)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.finish_sampled(work, letter, 1)


def test_what_the_second_reader_withholds_beyond_the_first_is_counted(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    look_at_all(world, case_id)
    decide_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.draw_sample(work, case_id)
    with world.runtime.work(world.actor("Bo")) as work:
        # What the first reader had found as well is nothing that was missed.
        service.mark(work, letter, [(0, 15)], PRIVATE)
        service.mark(work, letter, [(38, 41)], PRIVATE)
        done = service.finish_sampled(work, letter, 1)
        project = service.project_of(work)
        recall = service.recall_of_first(work, project.id)
        drawn = work.session.scalars(select(SampledPageRow)).all()
        state = service.case(work, case_id).state

    assert state is CaseState.READY
    assert (done.missed, len(drawn)) == (1, 1)
    assert recall is not None
    assert (recall.hits, recall.total) == (2, 3)
    assert recall.low < recall.share < recall.high
