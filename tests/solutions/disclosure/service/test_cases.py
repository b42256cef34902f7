"""Requests for access: stored once, with deadlines that stand still, rules that are asked for, and alarms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.records.alarms import service as alarms
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import CaseChange, CaseState, NewCase
from signatur.solutions.disclosure.schema.law import Regime
from tests.builders import a_project
from tests.solutions.disclosure.situations import NOT_A_PARTY, a_case, documents_in, findings_of

if TYPE_CHECKING:
    from tests.builders import World


def test_the_same_request_again_is_the_first_one(world: World) -> None:
    a_project(world, service.NAME)
    new = NewCase(title="Aktindsigt", request="Alt.", received_at=world.runtime.clock.now())
    with world.runtime.work(world.actor("Anna")) as work:
        assert service.new_case(work, new) == service.new_case(work, new)


def test_rules_are_decided_by_a_person_once_all_questions_are_answered(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        question = service.request_question(work, case_id, {"subject": "documents"})
        assert question is not None
        assert question.field == "is_party"
        with pytest.raises(InputProblem):
            service.set_regime(work, case_id, {"subject": "documents"})
        service.set_regime(work, case_id, {**NOT_A_PARTY, "is_environmental": "yes"})
        case = service.case(work, case_id)
    assert (case.regime, case.regime_by) == (Regime.ENVIRONMENTAL, world.person_ids["Anna"])


def test_grounds_are_proposed_anew_when_the_rules_change(world: World) -> None:
    case_id = a_case(world)
    (document_id,) = documents_in(world, case_id, ["Mette Opfundsen"])
    before = findings_of(world, document_id)[0].proposed
    with world.runtime.work(world.actor("Anna")) as work:
        answers = {"subject": "documents", "is_party": "yes", "is_environmental": "no"}
        service.set_regime(work, case_id, answers)

    after = findings_of(world, document_id)[0].proposed
    assert before.startswith("ofl-")
    assert after.startswith("fvl-")


def test_the_deadline_moves_while_the_time_stands_still(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        before = service.deadlines_of(work, case_id).due
        service.pause(work, case_id, "Spurgt, hvilket hegn der menes.")
        with pytest.raises(Conflict):
            service.pause(work, case_id, "Igen.")
    world.clock.advance(timedelta(days=7))
    with world.runtime.work(world.actor("Anna")) as work:
        service.resume(work, case_id)
        assert service.case(work, case_id).due_on > before


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        version = service.case(work, case_id).version
        service.change_case(work, case_id, CaseChange(title="Nyt navn"), version)
        with pytest.raises(Conflict):
            service.change_case(work, case_id, CaseChange(title="Andet"), version)


def test_an_alarm_tells_of_a_deadline_and_ends_with_the_case(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.system) as work:
        assert service.watch_deadlines(work) == 0
    world.clock.advance(timedelta(days=12))
    with world.runtime.work(world.system) as work:
        assert service.watch_deadlines(work) == 1
    with world.runtime.work(world.actor("Dorte")) as work:
        service.move_case(work, case_id, CaseState.WITHDRAWN, "Trukket tilbage pr. mail.")
    with world.runtime.work(world.system) as work:
        assert service.watch_deadlines(work) == 0
        assert alarms.alarms(work) == []


def test_a_closed_case_takes_no_more_files_until_it_is_taken_up_again(world: World) -> None:
    import io

    case_id = a_case(world)
    with world.runtime.work(world.actor("Dorte")) as work:
        service.move_case(work, case_id, CaseState.CLOSED, "Sendt til rette myndighed.")
        with pytest.raises(Conflict):
            service.hand_in(work, case_id, "a.pdf", io.BytesIO(b"%PDF"))
        service.move_case(work, case_id, CaseState.COLLECTING)
        assert service.hand_in(work, case_id, "a.pdf", io.BytesIO(b"%PDF")).is_new
