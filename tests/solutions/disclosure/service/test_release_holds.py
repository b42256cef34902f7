"""A release is given out only as it would be made now; a part of the answer is no answer."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.records.retention import service as retention
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import (
    CaseState,
    DocumentChange,
    FindingState,
    ReleaseState,
)
from signatur.solutions.disclosure.service.document_list import document_list
from signatur.solutions.disclosure.service.telling import telling_words
from tests.solutions.disclosure.situations import (
    LETTER,
    NOTE,
    PRIVATE,
    a_case,
    decide_all,
    do_duties,
    documents_in,
    findings_of,
    look_at_all,
    made,
    read_sample,
    reviewed,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from signatur.kernel.work import Work
    from tests.builders import World


def give_out(world: World, release_id: UUID) -> None:
    with world.runtime.work(world.actor("Dorte")) as work:
        service.give_out(work, release_id, "ida@example.org")


def state_of(world: World, case_id: UUID) -> CaseState:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.case(work, case_id).state


def change(work: Work, document_id: UUID, wanted: DocumentChange) -> None:
    version = service.document(work, document_id).version
    service.change_document(work, document_id, wanted, version)


def withhold_whole(work: Work, document_id: UUID) -> None:
    change(work, document_id, DocumentChange(is_withheld_whole=True, ground=PRIVATE))


def say_not_covered(work: Work, document_id: UUID) -> None:
    change(work, document_id, DocumentChange(is_covered=False))


def set_aside(work: Work, document_id: UUID) -> None:
    service.set_aside(work, document_id, "Hører til en anden sag.")


def rename(work: Work, document_id: UUID) -> None:
    change(work, document_id, DocumentChange(title="Et andet navn"))


def write_letter(work: Work, document_id: UUID) -> None:
    case_id = service.document(work, document_id).case_id
    asked = service.letter_questions(work, case_id, "decision_partial")
    told = {name: "Af hensyn til en borger." for name, _title, _old in asked}
    service.write_letter(work, case_id, "decision_partial", told)


def take_a_duty_back(work: Work, document_id: UUID) -> None:
    case_id = service.document(work, document_id).case_id
    duty, _answer = service.duties(work, case_id)[0]
    service.answer_duty(work, case_id, duty.key, False, "")


@pytest.mark.parametrize(
    "since",
    [withhold_whole, say_not_covered, set_aside, rename, write_letter, take_a_duty_back],
)
def test_what_was_changed_since_it_was_made_is_not_given_out(
    world: World, since: Callable[[Work, UUID], None]
) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    release_id = made(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        since(work, letter)

    with pytest.raises(Conflict):
        give_out(world, release_id)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.disclosed(work, case_id) == []


def test_a_document_that_came_since_keeps_the_answer_back(world: World) -> None:
    case_id, _ids = reviewed(world, LETTER)
    release_id = made(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.hand_in(work, case_id, "ny.pdf", io.BytesIO(b"%PDF-1.4 ny"))

    with pytest.raises(Conflict):
        give_out(world, release_id)


def test_nothing_is_made_or_given_out_in_a_case_that_is_closed(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    release_id = made(world, case_id)
    with world.runtime.work(world.actor("Dorte")) as work:
        service.move_case(work, case_id, CaseState.WITHDRAWN, "Trukket tilbage pr. mail.")

    with pytest.raises(Conflict):
        give_out(world, release_id)
    with pytest.raises(Conflict):
        made(world, case_id)
    assert state_of(world, case_id) is CaseState.WITHDRAWN


def test_two_releases_are_not_made_at_once(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        service.prepare_release(work, case_id, recognise=False)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Bo")) as work:
        service.prepare_release(work, case_id, recognise=False)


def test_what_is_made_after_it_was_given_up_is_not_kept(world: World) -> None:
    case_id, (note,) = reviewed(world, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        release_id = service.prepare_release(work, case_id, recognise=False)
        plan = service.plan_of(work, note)
        service.cancel_release(work, release_id, "Forkert.")
        service.keep_made(work, release_id, plan, None)
        service.finish_release(work, release_id)
        found = service.release(work, release_id)

    assert (found.state, found.documents) == (ReleaseState.CANCELLED, ())


def test_the_same_document_is_kept_once_however_often_its_job_runs(world: World) -> None:
    case_id, (note,) = reviewed(world, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        release_id = service.prepare_release(work, case_id, recognise=False)
        plan = service.plan_of(work, note)
        service.keep_made(work, release_id, plan, None)
        service.keep_made(work, release_id, plan, None)

        assert len(service.release(work, release_id).documents) == 1


def test_what_was_given_out_is_reviewed_again_only_once_it_is_taken_up_again(world: World) -> None:
    case_id, (letter, note) = reviewed(world, LETTER, NOTE)
    give_out(world, made(world, case_id))
    first = findings_of(world, letter)[0]

    def keep(work: Work, _document_id: UUID) -> None:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.KEPT)

    for act in (keep, withhold_whole, set_aside, rename):
        with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
            act(work, note)
    with a_browser(world, "Anna") as anna:
        assert "Open again" in anna.get(f"/aktindsigt/sag/{case_id}").text
        anna.post(f"/aktindsigt/sag/{case_id}/tilstand", {"tilstand": "review"})
    with world.runtime.work(world.actor("Anna")) as work:
        keep(work, letter)
    assert state_of(world, case_id) is CaseState.REVIEW


# --- a part of the answer ----------------------------------------------------------------------------


def test_a_case_of_which_a_part_was_given_out_still_waits_for_its_answer(world: World) -> None:
    case_id, (letter, note) = reviewed(world, LETTER, NOTE)
    first = made(world, case_id, [note])
    give_out(world, first)
    between = state_of(world, case_id)
    with world.runtime.reading(world.actor("Anna")) as work:
        waiting = service.count_waiting(work)
    world.clock.advance(timedelta(days=20))
    with world.runtime.work(world.system) as work:
        alarms = service.watch_deadlines(work)
    last = made(world, case_id, [letter])
    give_out(world, last)

    assert (between is CaseState.RELEASED, waiting, alarms) == (False, 1, 1)
    with world.runtime.reading(world.actor("Anna")) as work:
        parts = [service.release(work, one).is_partial for one in (first, last)]
        given = [one.document_id for one in service.disclosed(work, case_id)]
    assert parts == [True, False]
    assert given == [note, letter]
    assert state_of(world, case_id) is CaseState.RELEASED


def test_ticking_every_document_does_not_spare_the_second_reader(world: World) -> None:
    case_id = a_case(world)
    ids = documents_in(world, case_id, LETTER, NOTE)
    look_at_all(world, case_id)
    decide_all(world, case_id)
    do_duties(world, case_id)

    with pytest.raises(Conflict, match="second_reader"):
        made(world, case_id, ids)
    give_out(world, made(world, case_id, ids[:1]))
    with pytest.raises(Conflict, match="second_reader"):
        made(world, case_id, ids[1:])


def test_a_drawn_page_of_a_part_is_read_before_the_part_leaves(world: World) -> None:
    case_id = a_case(world)
    ids = documents_in(world, case_id, LETTER, NOTE)
    look_at_all(world, case_id)
    decide_all(world, case_id)
    do_duties(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        (drawn,) = service.draw_sample(work, case_id)

    with pytest.raises(Conflict, match="second_reader"):
        made(world, case_id, [drawn.document_id])
    assert made(world, case_id, [one for one in ids if one != drawn.document_id])


def test_ticking_nothing_makes_nothing(world: World) -> None:
    case_id, _ids = reviewed(world, LETTER, NOTE)

    with pytest.raises(InputProblem):
        made(world, case_id, [])


def test_pages_are_drawn_of_documents_that_come_after_the_draw(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    documents_in(world, case_id, *[[f"Side {number}."] for number in range(30)])
    look_at_all(world, case_id)

    with pytest.raises(Conflict, match="second_reader"):
        made(world, case_id)
    read_sample(world, case_id)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert len(service.sample_of(work, case_id)) == 2
    assert made(world, case_id)


# --- the list that goes with it ---------------------------------------------------------------------


def test_the_list_does_not_tell_of_what_is_not_given_out_with_it(world: World) -> None:
    case_id, (letter, note, stray, gone) = reviewed(world, LETTER, NOTE, ["Et."], ["To."])
    with world.runtime.work(world.actor("Anna")) as work:
        rename(work, stray)
        say_not_covered(work, stray)
        set_aside(work, gone)
        whole = document_list(work, case_id)
        part = document_list(work, case_id, {note})

    told = {row.number: (row.title, row.is_covered) for row in whole.rows}
    assert told == {
        "1": ("Dokument nr. 1", True),
        "2": ("Dokument nr. 2", True),
        "3": ("(ikke omfattet af anmodningen)", False),
    }
    assert [row.number for row in part.rows] == ["2"]
    assert letter


def test_the_list_names_categories_in_danish_whoever_asks(world: World) -> None:
    case_id, (letter,) = reviewed(world, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        change(work, letter, DocumentChange(category="letter"))
        (row,) = document_list(work, case_id).rows

    assert row.category == "Brev"


def test_a_title_may_not_name_whom_a_document_that_is_withheld_whole_is_about(
    world: World,
) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        change(work, letter, DocumentChange(title="Brev til Mette Opfundsen"))
        withhold_whole(work, letter)
        assert telling_words(work, case_id) == {"Mette Opfundsen", "010203-1234"}
    look_at_all(world, case_id)
    do_duties(world, case_id)
    read_sample(world, case_id)
    release_id = made(world, case_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        found = service.release(work, release_id)
    assert found.state is ReleaseState.REFUSED
    assert [one.channel for one in found.leaks] == ["document_list"]


def test_a_name_that_is_part_of_a_longer_word_of_the_request_is_not_known_by_it(
    world: World,
) -> None:
    from signatur.solutions.disclosure.schema.case import CaseChange, Requester

    case_id = a_case(world)
    documents_in(world, case_id, ["Mette Opfundsen."])
    decide_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        version = service.case(work, case_id).version
        asked = CaseChange(requester=Requester("Mette Opfundsensen"))
        service.change_case(work, case_id, asked, version)

        assert telling_words(work, case_id) == {"Mette Opfundsen"}


# --- what is handed over -----------------------------------------------------------------------------


def handed_over(world: World) -> list[str]:
    folder = world.runtime.settings.kernel.data_folder / "outbound" / "disclosure"
    return sorted(one.name for one in folder.rglob("*") if one.is_file())


def deliver(world: World, release_id: UUID) -> None:
    """Write the folder of a release, as its delivery does."""
    from types import SimpleNamespace

    from signatur.solutions.disclosure.service.handing_over import ReleaseFolder

    told = SimpleNamespace(payload={"release": str(release_id)}, attempts=1)
    with world.runtime.work(world.system) as work:
        ReleaseFolder().deliver(work, told)  # type: ignore[arg-type]


def test_an_erased_case_leaves_nothing_in_the_folder_of_what_went_out(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    release_id = made(world, case_id)
    give_out(world, release_id)
    deliver(world, release_id)
    before = handed_over(world)
    with world.runtime.work(world.actor("Dorte")) as work:
        retention.erase_now(work, case_id, "Slettes.")

    assert before == ["aktindsigt-1.zip", "rapport.json"]
    assert handed_over(world) == []


def test_the_folder_of_what_went_out_is_tidied_after_its_days(world: World) -> None:
    import os

    case_id, _ids = reviewed(world, NOTE)
    release_id = made(world, case_id)
    give_out(world, release_id)
    deliver(world, release_id)
    base = world.runtime.settings.kernel.data_folder / "outbound" / "disclosure"
    (own,) = base.iterdir()
    (own / ".halv-1").mkdir()
    (own / ".halv-1" / "aktindsigt-1.zip").write_bytes(b"PK")
    now = world.runtime.clock.now().timestamp()
    for one in own.iterdir():
        os.utime(one, (now, now))
    with world.runtime.work(world.system) as work:
        fresh = service.tidy_outbound(work)
    world.clock.advance(timedelta(days=31))
    with world.runtime.work(world.system) as work:
        old = service.tidy_outbound(work)

    assert (fresh, old) == (0, 2)
    assert handed_over(world) == []
    with (
        world.runtime.work(world.actor("Dorte")) as work,
        service.open_bundle(work, release_id) as file,
    ):
        assert "Aktliste.pdf" in zipfile.ZipFile(file).namelist()


def test_what_the_check_could_not_look_at_is_told_with_the_release(world: World) -> None:
    case_id, _ids = reviewed(world, LETTER)
    release_id = made(world, case_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.release(work, release_id).not_done == ("recognition",)
    with a_browser(world, "Anna") as anna:
        shown = anna.get(f"/aktindsigt/sag/{case_id}/udlevering").text
    assert "Text in pictures was not read" in shown
