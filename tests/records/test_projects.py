"""Projects: what may happen follows from the stage and from evidence that is valid right now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.permissions import Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import (
    EVIDENCE_TITLES,
    Act,
    EvidenceKind,
    Project,
    Stage,
    Standing,
    asked_until,
    gates,
    judge,
    required_for,
)
from signatur.records.projects.service import GateClosed
from tests.builders import World, a_project, sign

if TYPE_CHECKING:
    from uuid import UUID

LAW = EvidenceKind.LEGAL_BASIS_OPERATION


def look(world: World, project: Project) -> Project:
    with world.runtime.reading(world.system) as work:
        return projects.get(work, project.id)


def may(world: World, project: Project, act: Act) -> bool:
    with world.runtime.reading(world.system) as work:
        return judge(projects.get(work, project.id), act, work.today).is_allowed


def withdraw(world: World, project: Project, kind: EvidenceKind, by: str = "Dorte") -> None:
    (evidence,) = [one for one in look(world, project).evidence if one.kind is kind]
    with world.runtime.work(world.actor(by)) as work:
        projects.withdraw(work, project.id, evidence.id, "Hjemlen er bortfaldet.")


# --- opening -----------------------------------------------------------------------------------


def test_a_project_begins_as_an_idea_and_is_one_for_each_solution(world: World) -> None:
    project = a_project(world, "letters", Stage.IDEA)

    assert (project.stage, project.owner_id) == (Stage.IDEA, world.person_ids["Erik"])
    with pytest.raises(Conflict):
        a_project(world, "letters", Stage.IDEA)


def test_projects_are_listed_by_name(world: World) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        for solution, name in (("b", "Åben"), ("a", "Zebra")):
            projects.open_project(work, solution, name, world.person_ids["Erik"])
        listed = [project.name for project in projects.projects(work)]

    assert listed == ["Zebra", "Åben"]


# --- gates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        (Stage.IDEA, set()),
        (Stage.SCOPING, set()),
        (Stage.DEVELOPMENT, {Act.LEARN, Act.SUGGEST}),
        (Stage.TRIAL, {Act.LEARN, Act.SUGGEST, Act.DECIDE}),
        (Stage.OPERATION, set(Act)),
        (Stage.RETIRED, set()),
    ],
)
def test_each_stage_allows_more_until_the_project_is_retired(
    world: World, stage: Stage, allowed: set[Act]
) -> None:
    project = a_project(world, "letters", stage)

    assert {act for act in Act if may(world, project, act)} == allowed


def test_a_gate_does_not_open_before_its_evidence_is_there(world: World) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    sign(world, project.id, EvidenceKind.USE_CASE)

    with pytest.raises(Conflict) as refusal, world.runtime.work(world.actor("Erik")) as work:
        projects.advance(work, project.id)

    assert set(refusal.value.shown.values) == {"stage", "first"}
    assert look(world, project).stage is Stage.SCOPING


def test_a_project_whose_basis_for_operation_is_withdrawn_goes_on_as_a_trial(
    world: World, project: Project
) -> None:
    withdraw(world, project, LAW)

    assert {act for act in Act if may(world, project, act)} == {Act.LEARN, Act.SUGGEST, Act.DECIDE}
    with world.runtime.reading(world.system) as work, pytest.raises(GateClosed) as closed:
        projects.require(work, project.id, Act.AFFECT)
    assert closed.value.missing == (LAW,)


def test_a_project_in_operation_needs_no_basis_for_a_test_until_it_falls_back_to_one(
    world: World, project: Project
) -> None:
    withdraw(world, project, EvidenceKind.LEGAL_BASIS_TRIAL)
    in_operation = {act for act in Act if may(world, project, act)}
    withdraw(world, project, LAW)

    assert in_operation == set(Act)
    assert {act for act in Act if may(world, project, act)} == {Act.LEARN, Act.SUGGEST}


def test_a_test_on_real_cases_does_not_begin_without_a_basis_of_its_own(world: World) -> None:
    project = a_project(world, "letters", Stage.DEVELOPMENT)
    for kind in set(asked_until(Stage.OPERATION)) - {EvidenceKind.LEGAL_BASIS_TRIAL}:
        sign(world, project.id, kind)

    with pytest.raises(Conflict) as refusal, world.runtime.work(world.actor("Erik")) as work:
        projects.advance(work, project.id)

    assert refusal.value.shown.values["first"] == EVIDENCE_TITLES[EvidenceKind.LEGAL_BASIS_TRIAL]


def test_without_a_basis_for_retraining_all_goes_on_but_nothing_is_learnt(
    world: World, project: Project
) -> None:
    withdraw(world, project, EvidenceKind.LEGAL_BASIS_RETRAINING)

    assert {act for act in Act if may(world, project, act)} == set(Act) - {Act.LEARN}


def test_what_is_learnt_before_the_trial_rests_on_the_basis_for_development(world: World) -> None:
    project = a_project(world, "letters", Stage.DEVELOPMENT)
    learns = may(world, project, Act.LEARN)
    withdraw(world, project, EvidenceKind.LEGAL_BASIS_DEVELOPMENT)

    assert (learns, may(world, project, Act.LEARN)) == (True, False)


def test_evidence_is_valid_to_the_end_of_its_last_day_where_the_authority_is(
    world: World, project: Project
) -> None:
    withdraw(world, project, LAW)
    sign(world, project.id, LAW, valid_to=date(2026, 6, 30))

    world.clock.moment = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    on_its_last_day = may(world, project, Act.AFFECT)
    world.clock.advance(timedelta(minutes=1))

    assert (on_its_last_day, may(world, project, Act.AFFECT)) == (True, False)


def test_an_act_before_its_stage_is_refused_by_the_stage(world: World) -> None:
    project = a_project(world, "letters", Stage.DEVELOPMENT)
    for kind in required_for(Stage.TRIAL):
        sign(world, project.id, kind)

    with world.runtime.reading(world.system) as work, pytest.raises(GateClosed) as closed:
        projects.require(work, project.id, Act.DECIDE)

    assert closed.value.missing == ()
    assert set(closed.value.shown.values) == {"act", "stage"}


def test_an_open_gate_lets_the_act_through(world: World, project: Project) -> None:
    with world.runtime.reading(world.system) as work:
        assert projects.require(work, project.id, Act.AFFECT) == look(world, project)


def standings(world: World, project: Project) -> dict[EvidenceKind, Standing]:
    with world.runtime.reading(world.system) as work:
        shown = gates(projects.get(work, project.id), work.today)
    return {one.kind: one.standing for gate in shown for one in gate.requirements}


def test_a_page_can_say_how_each_piece_of_evidence_stands(world: World) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    sign(world, project.id, EvidenceKind.USE_CASE)
    sign(world, project.id, EvidenceKind.DATA_EXAMINED, valid_to=date(2026, 1, 31))
    sign(world, project.id, LAW)
    withdraw(world, project, LAW)
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.sign(
            work,
            project.id,
            EvidenceKind.IMPACT_ASSESSMENT,
            statement="Gælder fra juli.",
            valid_from=date(2026, 7, 1),
            valid_to=None,
        )

    assert standings(world, project) == {
        EvidenceKind.USE_CASE: Standing.VALID,
        EvidenceKind.LEGAL_BASIS_DEVELOPMENT: Standing.MISSING,
        EvidenceKind.DATA_EXAMINED: Standing.LAPSED,
        EvidenceKind.PERFORMANCE_FLOOR: Standing.MISSING,
        EvidenceKind.LEGAL_BASIS_TRIAL: Standing.MISSING,
        EvidenceKind.LEGAL_BASIS_OPERATION: Standing.WITHDRAWN,
        EvidenceKind.IMPACT_ASSESSMENT: Standing.NOT_YET,
        EvidenceKind.TRIAL_EVALUATED: Standing.MISSING,
    }


def test_a_gate_is_open_when_all_that_it_asks_for_is_valid(world: World) -> None:
    project = a_project(world, "letters", Stage.DEVELOPMENT)

    with world.runtime.reading(world.system) as work:
        shown = gates(projects.get(work, project.id), work.today)

    assert [gate.is_open for gate in shown] == [True, False, False]


# --- signing -----------------------------------------------------------------------------------


def test_what_is_law_is_signed_by_those_who_know_the_law(world: World, project: Project) -> None:
    with world.runtime.reading(world.actor("Carl")) as work:
        carl = projects.may_sign(work, project.id)
    with world.runtime.reading(world.actor("Dorte")) as work:
        dorte = projects.may_sign(work, project.id)

    assert set(dorte) == set(EvidenceKind)
    assert set(dorte) - set(carl) == {
        EvidenceKind.LEGAL_BASIS_DEVELOPMENT,
        EvidenceKind.LEGAL_BASIS_TRIAL,
        EvidenceKind.LEGAL_BASIS_OPERATION,
        EvidenceKind.LEGAL_BASIS_RETRAINING,
        EvidenceKind.IMPACT_ASSESSMENT,
    }
    with pytest.raises(NotAllowed):
        withdraw(world, project, LAW, by="Carl")


def sign_as(
    world: World, name: str, project_id: UUID, statement: str = "Set.", valid_to: date | None = None
) -> None:
    actor = world.actor(name) if name else world.system
    with world.runtime.work(actor) as work:
        projects.sign(
            work,
            project_id,
            EvidenceKind.USE_CASE,
            statement=statement,
            valid_from=date(2026, 3, 1),
            valid_to=valid_to,
        )


def test_evidence_needs_a_statement_a_person_and_a_possible_time(
    world: World, project: Project
) -> None:
    with pytest.raises(InputProblem):
        sign_as(world, "Erik", project.id, statement=" ")
    with pytest.raises(InputProblem):
        sign_as(world, "Erik", project.id, valid_to=date(2026, 2, 28))
    with pytest.raises(InputProblem):
        sign_as(world, "", project.id)
    with pytest.raises(NotAllowed):
        sign_as(world, "Anna", project.id)


def test_a_right_in_one_project_is_none_in_another(world: World, project: Project) -> None:
    other = a_project(world, "similar_cases", Stage.IDEA)
    with world.runtime.work(world.system) as work:
        person = people.add_person(work, login="hanne", name="Hanne")
        people.give_role(work, person.id, Role.PROJECT_OWNER, project_id=other.id)
        hanne = people.actor_of(work.session, person.id)
    assert hanne is not None

    with pytest.raises(NotAllowed), world.runtime.work(hanne) as work:
        projects.go_back(work, project.id, Stage.TRIAL, "Nej.")


def test_evidence_is_withdrawn_once_and_with_a_reason(world: World, project: Project) -> None:
    (evidence,) = [one for one in look(world, project).evidence if one.kind is LAW]

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, evidence.id, " ")
    withdraw(world, project, LAW)
    with pytest.raises(NotFound):
        withdraw(world, project, LAW)
    with pytest.raises(NotFound), world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, uuid4(), "Hvad?")


# --- changing stage ----------------------------------------------------------------------------


def test_a_retired_project_goes_no_further(world: World) -> None:
    project = a_project(world, "letters", Stage.RETIRED)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Erik")) as work:
        projects.advance(work, project.id)


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.TRIAL])
def test_a_project_can_be_ended_from_every_stage_once_and_with_a_reason(
    world: World, stage: Stage
) -> None:
    project = a_project(world, "letters", stage)

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Erik")) as work:
        projects.retire(work, project.id, " ")
    with world.runtime.work(world.actor("Erik")) as work:
        projects.retire(work, project.id, "Gevinsten var for lille.")
    with pytest.raises(Conflict), world.runtime.work(world.actor("Erik")) as work:
        projects.retire(work, project.id, "Igen.")

    assert look(world, project).stage is Stage.RETIRED


def test_a_project_goes_back_with_a_reason_and_only_back(world: World, project: Project) -> None:
    for stage, because in (
        (Stage.RETIRED, "Fremad."),
        (Stage.OPERATION, "Her."),
        (Stage.TRIAL, " "),
    ):
        with pytest.raises(InputProblem), world.runtime.work(world.actor("Erik")) as work:
            projects.go_back(work, project.id, stage, because)

    with world.runtime.work(world.actor("Erik")) as work:
        projects.go_back(work, project.id, Stage.TRIAL, "Målingen holdt ikke.")

    assert look(world, project).stage is Stage.TRIAL


def test_every_step_of_a_project_stands_in_the_audit(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        projects.go_back(work, project.id, Stage.TRIAL, "Målingen holdt ikke.")
    with world.runtime.reading(world.system) as work:
        told = audit.trail(work, ObjectRef("project", project.id))

    assert told[0].action == "projects.opened"
    assert (told[-1].action, told[-1].actor_name, told[-1].details) == (
        "projects.stage_changed",
        "Erik Prøve",
        {"before": "operation", "after": "trial", "because": "Målingen holdt ikke."},
    )
