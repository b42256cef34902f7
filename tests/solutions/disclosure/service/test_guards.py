"""Ways round what must be done before something is given out, and that they are closed."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.methods.documents.laid_out import saved
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import (
    CaseChange,
    CaseState,
    DocumentChange,
    DocumentState,
    FindingState,
    HindranceCode,
)
from signatur.solutions.disclosure.tables import DocumentRow, DoubtRow, FindingRow
from tests.solutions.disclosure.situations import (
    A_PARTY,
    LETTER,
    NOTE,
    PRIVATE,
    a_case,
    a_laid_out,
    codes,
    decide_all,
    do_duties,
    documents_in,
    findings_of,
    found_in,
    look_at_all,
    read_sample,
    reviewed,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World


def change(world: World, document_id: UUID, wanted: DocumentChange) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        version = service.document(work, document_id).version
        service.change_document(work, document_id, wanted, version)


def set_state(world: World, document_id: UUID, state: DocumentState) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        rows = update(DocumentRow).where(DocumentRow.item_id == document_id)
        work.session.execute(rows.values(state=state))


# --- what is withheld, and by which rules -------------------------------------------------------------


def test_of_two_persons_of_one_name_one_is_decided_at_a_time(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, ["Mette Opfundsen, kontorassistent."])
    with world.runtime.work(world.actor("Anna")) as work:
        for document_id, person in ((letter, "p1"), (note, "p2")):
            rows = update(FindingRow).where(FindingRow.document_id == document_id)
            work.session.execute(rows.values(person=person))
    (employee,) = findings_of(world, note)
    with world.runtime.work(world.actor("Anna")) as work:
        shown = [one.mentions for one in service.found_values(work, case_id)]
        counted = service.count_mentions(work, employee.id)
        service.decide_all_mentions(work, employee.id, FindingState.KEPT)

    assert (counted, shown) == ((1, 1), [1, 1, 1])
    assert {one.state for one in findings_of(world, letter)} == {FindingState.PROPOSED}


def test_grounds_of_other_rules_stand_in_the_way_once_the_rules_change(world: World) -> None:
    case_id, (letter, note) = reviewed(world, LETTER, NOTE)
    change(world, note, DocumentChange(is_withheld_whole=True, ground=PRIVATE))
    before = codes(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.set_regime(work, case_id, A_PARTY)
    do_duties(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        (told,) = service.hindrances(work, case_id)
        own = next(one.key for one in service.grounds_of(work, case_id))
        found = [(one.id, one.version) for one in service.findings(work, letter)]
        service.decide(work, case_id, found, FindingState.WITHHELD, own)
    change(world, note, DocumentChange(is_withheld_whole=True, ground=own))
    do_duties(world, case_id)

    assert HindranceCode.GROUNDS not in before
    assert (told.code, told.count, told.document_id) == (HindranceCode.GROUNDS, 3, letter)
    assert codes(world, case_id) == []


def test_the_body_for_complaints_follows_the_subject_also_after_the_rules(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        before = service.case(work, case_id)
        service.change_case(work, case_id, CaseChange(kle="01.02.05"), before.version)
        after = service.case(work, case_id)
        service.change_case(work, case_id, CaseChange(body=before.body), after.version)
        chosen = service.case(work, case_id)
        service.change_case(work, case_id, CaseChange(kle="02.00.00"), chosen.version)

        assert after.body != before.body
        assert service.case(work, case_id).body == before.body


def test_a_document_is_withheld_whole_only_by_a_ground_that_is_in_force(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)

    for ground in ("", "findes-ikke", "fvl-15b-5"):
        with pytest.raises(InputProblem):
            change(world, letter, DocumentChange(is_withheld_whole=True, ground=ground))


def test_only_a_picture_is_a_logo_that_nobody_looks_at(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)

    with pytest.raises(InputProblem):
        change(world, letter, DocumentChange(is_decoration=True))
    assert HindranceCode.PAGES in codes(world, case_id)


def test_a_day_can_be_taken_away(world: World) -> None:
    from datetime import date

    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    change(world, letter, DocumentChange(day=date(2026, 1, 2)))
    with a_browser(world, "Anna") as anna, world.runtime.reading(world.actor("Anna")) as work:
        version = service.document(work, letter).version
        path = f"/aktindsigt/dokument/{letter}/oplysninger"
        anna.post(path, {"titel": "Brev", "dato": "", "version": version})

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.document(work, letter).day is None


def test_a_category_that_is_none_is_refused(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)

    with pytest.raises(InputProblem):
        change(world, letter, DocumentChange(category="Brev til Mette"))


def test_a_duty_is_not_done_without_saying_what_was_considered(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, LETTER)
    decide_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        duty, _answer = service.duties(work, case_id)[0]
        for words in ("", "ok", "..........."):
            with pytest.raises(InputProblem):
                service.answer_duty(work, case_id, duty.key, True, words)
        service.answer_duty(work, case_id, duty.key, False, "")

        assert service.unmet_duties(work, case_id)


def a_letter(world: World, case_id: UUID, kind: str) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        asked = service.letter_questions(work, case_id, kind)
        told = {name: "Af hensyn til en borger." for name, _title, _old in asked}
        service.write_letter(work, case_id, kind, told)


def test_a_letter_that_gives_all_does_not_go_with_what_is_withheld(world: World) -> None:
    case_id, _ids = reviewed(world, LETTER)
    a_letter(world, case_id, "decision_full")
    full = codes(world, case_id)
    a_letter(world, case_id, "decision_partial")

    assert full == [HindranceCode.LETTER]
    assert codes(world, case_id) == []


def test_a_letter_from_before_the_rules_were_chosen_anew_is_written_again(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    a_letter(world, case_id, "decision_full")
    before = codes(world, case_id)
    world.clock.advance(timedelta(minutes=1))
    with world.runtime.work(world.actor("Anna")) as work:
        service.set_regime(work, case_id, A_PARTY)
    do_duties(world, case_id)
    after = codes(world, case_id)
    a_letter(world, case_id, "decision_full")

    assert (before, after) == ([], [HindranceCode.LETTER])
    assert codes(world, case_id) == []


def test_a_single_name_is_not_given_out_in_all_cases(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        rows = update(FindingRow).where(FindingRow.kind == "person")
        work.session.execute(rows.values(value="mette"))
    name = findings_of(world, letter)[0]

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Anna")) as work:
        service.decide_all_mentions(work, name.id, FindingState.KEPT, remember="authority")
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide_all_mentions(work, name.id, FindingState.WITHHELD, remember="authority")
        assert [one.treatment.value for one in service.remembered(work)] == ["withhold"]


# --- what came in ------------------------------------------------------------------------------------


def test_a_file_that_could_not_be_unpacked_stands_in_the_way_until_it_is_dealt_with(
    world: World,
) -> None:
    case_id, _ids = reviewed(world, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        handed = service.hand_in(work, case_id, "alt.zip", io.BytesIO(b"PK\3\4 meget"))
        service.not_unpacked(work, handed.id, "too_many_parts")
    blocked = codes(world, case_id)
    path = f"/aktindsigt/sag/{case_id}/dokumenter"
    with a_browser(world, "Anna") as anna:
        shown = anna.get(path).text
        unsaid = anna.post(f"/aktindsigt/fil/{handed.id}/laeg-til-side", {"grund": " "})
        said = anna.post(f"/aktindsigt/fil/{handed.id}/laeg-til-side", {"grund": "Delt op."})
        again = anna.post(f"/aktindsigt/fil/{handed.id}/laeg-til-side", {"grund": "Delt op."})
        after = anna.get(path).text

    assert blocked == [HindranceCode.UPLOADS]
    assert "alt.zip" in shown
    assert (unsaid.status_code, said.status_code, again.status_code) == (422, 303, 409)
    assert "alt.zip" not in after
    assert codes(world, case_id) == []


def test_what_does_not_belong_in_the_case_is_not_given_out(world: World) -> None:
    case_id, (letter, note) = reviewed(world, LETTER, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        for document_id, is_whole in ((letter, False), (note, True)):
            work.session.add(a_doubt(work, case_id, document_id, is_whole=is_whole))
    waiting = codes(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        for one in service.doubts(work, case_id):
            service.answer_doubt(work, one.id, belongs=False)
        # Of the paragraph something is withheld; the whole document would leave.
        (told,) = service.hindrances(work, case_id)
    change(world, note, DocumentChange(is_covered=False))

    assert waiting == [HindranceCode.DOUBTS]
    assert (told.code, told.count, told.document_id) == (HindranceCode.MISFILED, 1, note)
    assert HindranceCode.MISFILED not in codes(world, case_id)


def a_doubt(work: object, case_id: UUID, document_id: UUID, *, is_whole: bool) -> DoubtRow:
    return DoubtRow(
        id=work.new_id(), case_id=case_id, document_id=document_id,  # type: ignore[attr-defined]
        authority_id=work.authority_id, start=0, end=10, page=1, is_whole=is_whole, score=0.9,  # type: ignore[attr-defined]
        reasons=["no_party"], belongs=None, answered_by=None, answered_at=None, note="",
    )  # fmt: skip


@pytest.mark.parametrize("state", [DocumentState.REPLACED, DocumentState.SET_ASIDE])
def test_what_was_replaced_or_set_aside_does_not_come_back_by_a_side_door(
    world: World, state: DocumentState
) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    set_state(world, letter, state)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.read_again(work, letter)
    if state is DocumentState.REPLACED:
        with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
            service.set_aside(work, letter, "For at tage det frem igen.")
        with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
            service.replace(work, letter, "ny.pdf", io.BytesIO(b"%PDF"))


def test_what_is_set_aside_while_it_is_read_stays_aside(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    set_state(world, letter, DocumentState.READING)
    laid = a_laid_out(*LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        service.set_aside(work, letter, "Hører ikke til.")
        means = service.means_of(work, case_id)
        service.keep_read(work, letter, laid, saved(laid), found_in(laid), means)
        first = service.document(work, letter).state
        service.not_readable(work, letter, [("damaged", "")])

        assert (first, service.document(work, letter).state) == (
            DocumentState.SET_ASIDE, DocumentState.SET_ASIDE,
        )  # fmt: skip


def test_a_closed_case_is_changed_only_once_it_is_taken_up_again(world: World) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    with world.runtime.work(world.actor("Dorte")) as work:
        service.move_case(work, case_id, CaseState.CLOSED, "Sendt til rette myndighed.")
        closed = items.get(work, case_id).state
    for act in (
        lambda work: service.set_regime(work, case_id, A_PARTY),
        lambda work: service.set_aside(work, letter, "Bagefter."),
        lambda work: service.pause(work, case_id, "Spurgt."),
        lambda work: service.draw(work, letter, 1, [], PRIVATE),
    ):
        with (
            pytest.raises((Conflict, InputProblem)),
            world.runtime.work(world.actor("Anna")) as work,
        ):
            act(work)
    with pytest.raises(Conflict):
        change(world, letter, DocumentChange(is_covered=False))
    with world.runtime.work(world.actor("Anna")) as work:
        service.move_case(work, case_id, CaseState.REVIEW)

        assert (closed, items.get(work, case_id).state) == (ItemState.DECIDED, ItemState.RECEIVED)


# --- deciding ----------------------------------------------------------------------------------------


def test_what_is_no_decision_is_refused_with_a_sentence(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    first = findings_of(world, letter)[0]

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Anna")) as work:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.REMOVED)


def test_a_finding_of_another_case_is_not_decided_from_this_one(world: World) -> None:
    case_id, other = a_case(world), a_case(world, "En anden sag")
    (letter,) = documents_in(world, other, LETTER)
    documents_in(world, case_id, NOTE)
    first = findings_of(world, letter)[0]
    with a_browser(world, "Anna") as anna:
        answer = anna.post(
            f"/aktindsigt/sag/{case_id}/fund", {"fund": str(first.id), "valg": "kept"}
        )

    assert answer.status_code == 404
    with pytest.raises(NotFound), world.runtime.work(world.actor("Anna")) as work:
        service.decide_all_mentions(work, first.id, FindingState.KEPT, case_id=case_id)
    assert findings_of(world, letter)[0].state is FindingState.PROPOSED


def test_a_step_that_was_left_behind_is_not_done_again_after_others(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, ["Mette Opfundsen."])

    def withhold(document_id: UUID) -> None:
        first = findings_of(world, document_id)[0]
        with world.runtime.work(world.actor("Anna")) as work:
            service.decide(work, case_id, [(first.id, first.version)], FindingState.WITHHELD)

    withhold(letter)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    withhold(note)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
        assert service.redo(work, case_id) is not None
        assert service.redo(work, case_id) is None

    assert findings_of(world, letter)[0].state is FindingState.PROPOSED
    assert findings_of(world, note)[0].state is FindingState.WITHHELD


def test_the_day_in_the_list_moves_while_the_time_stands_still(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        service.pause(work, case_id, "Spurgt, hvilket hegn der menes.")
    world.clock.advance(timedelta(days=30))
    with world.runtime.work(world.system) as work:
        assert service.watch_deadlines(work) == 0
    with world.runtime.reading(world.actor("Anna")) as work:
        (line,) = service.cases(work)

    assert line.days_left >= 0


def test_a_sample_is_not_drawn_in_a_case_that_was_answered(world: World) -> None:
    case_id, _ids = reviewed(world, NOTE)
    with world.runtime.work(world.actor("Dorte")) as work:
        service.move_case(work, case_id, CaseState.CLOSED, "Sendt til rette myndighed.")
    documents_in_closed = codes(world, case_id)
    read_sample(world, case_id)
    look_at_all(world, case_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.case(work, case_id).state is CaseState.CLOSED
    assert documents_in_closed == []
