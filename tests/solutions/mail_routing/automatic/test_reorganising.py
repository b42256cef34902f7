"""Changes of the organisation: keys stay, old decisions go on teaching, and it can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Subject, Target
from signatur.solutions.mail_routing.service import reorganising
from signatur.solutions.mail_routing.service.reorganising import Plan, Reorganisation
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_SNOW,
    FixedRouter,
    a_mail,
    a_rule,
    a_verdict,
    receive,
    record_past,
    what_is_known,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from tests.builders import World

WINTER = Plan(
    kind=Reorganisation.MERGE_SUBJECTS, from_keys=("sne",), to_key="hul", because="Ét vejteam."
)


def make(world: World, project: Project, plan: Plan) -> UUID:
    with world.runtime.work(world.actor("Bo")) as work:
        made = reorganising.reorganise(work, project.id, plan)
    run_waiting_jobs(world.runtime)
    return made


def learnt(world: World, project: Project) -> list[str]:
    with world.runtime.reading(world.system) as work:
        return sorted(one.label for one in service.lesson_of(work, project.id).examples)


def test_merged_subjects_go_on_teaching_and_what_waits_follows(
    world: World, project: Project
) -> None:
    record_past(world, project.id, "Der er ikke ryddet sne.", TO_SNOW)
    record_past(world, project.id, "Et hul i vejen.", TO_HOLE)
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("sneplov", TO_SNOW))
    waiting = receive(world, project.id, a_mail("Hvornår kommer en sneplov?"))
    with world.runtime.reading(world.system) as work:
        affected = reorganising.preview_change(work, project.id, WINTER)
    assert (affected.waiting, affected.rules, affected.labels) == (1, 1, 1)

    made = make(world, project, WINTER)

    assert learnt(world, project) == ["hul", "hul"]
    assert place_of(world, waiting.id) == TO_HOLE
    with world.runtime.work(world.actor("Bo")) as work:
        reorganising.undo_reorganisation(work, made)
    run_waiting_jobs(world.runtime)
    assert learnt(world, project) == ["hul", "sne"]
    assert place_of(world, waiting.id) == TO_SNOW


def place_of(world: World, item_id: UUID) -> Target:
    with world.runtime.reading(world.system) as work:
        line = service.view(work, item_id).line
    return Target(line.department_key, line.subject_key)


def test_only_what_was_decided_before_a_change_is_mapped(world: World, project: Project) -> None:
    split = Plan(
        kind=Reorganisation.SPLIT_SUBJECT,
        from_keys=("sne",),
        to_key="rydning",
        new_subjects=(
            Subject("rydning", "Rydning", "vej"),
            Subject("saltning", "Saltning", "vej"),
        ),
        because="To hold.",
    )
    record_past(world, project.id, "Der er ikke ryddet sne.", TO_SNOW)
    make(world, project, split)
    world.clock.advance(timedelta(days=1))
    record_past_now(world, project)

    assert learnt(world, project) == ["rydning", "saltning"]


def record_past_now(world: World, project: Project) -> None:
    item = receive(world, project.id, a_mail("Ingen har saltet.", Message_ID="<n@example.dk>"))
    with world.runtime.work(world.actor("Bo")) as work:
        service.send_to(work, item.id, Target("vej", "saltning"))


def test_a_closed_department_hands_its_subjects_on(world: World, project: Project) -> None:
    plan = Plan(
        kind=Reorganisation.MERGE_DEPARTMENTS,
        from_keys=("skole",),
        to_key="borger",
        because="Lagt sammen.",
    )
    record_past(world, project.id, "Noget om skolen.", Target("skole"))
    make(world, project, plan)

    with world.runtime.reading(world.system) as work:
        by_key = {one.key: one for one in service.subjects(work, project.id)}
        closed = [one.key for one in service.departments(work, project.id) if not one.is_active]
    assert by_key["skolestart"].department_key == "borger"
    assert closed == ["skole"]
    assert learnt(world, project) == ["department:borger"]


def test_a_department_closed_without_successor_teaches_nothing(
    world: World, project: Project
) -> None:
    record_past(world, project.id, "Noget om skolen.", Target("skole", "skolestart"))
    plan = Plan(kind=Reorganisation.CLOSE_DEPARTMENT, from_keys=("skole",), because="Nedlagt.")
    make(world, project, plan)
    assert learnt(world, project) == []


def test_a_model_of_before_is_understood_by_what_took_the_place() -> None:
    router = FixedRouter({"": a_verdict("sne", "hul", "pas", sure=0.6)})
    knowledge = what_is_known(router, successors={"sne": "hul"})
    places = [knowledge.place_of(label) for label in ("sne", "hul")]
    assert places == [TO_HOLE, TO_HOLE]


@pytest.mark.parametrize(
    "plan",
    [
        Plan(kind=Reorganisation.MERGE_SUBJECTS, from_keys=("sne",), to_key="sne", because="x"),
        Plan(kind=Reorganisation.MERGE_SUBJECTS, from_keys=("findes-ikke",), to_key="hul", because="x"),
        Plan(kind=Reorganisation.MOVE_SUBJECT, from_keys=("sne",), because="x"),
        Plan(kind=Reorganisation.SPLIT_SUBJECT, from_keys=("sne",), because="x"),
        Plan(kind=Reorganisation.MERGE_SUBJECTS, from_keys=("sne",), to_key="hul"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(world: World, project: Project, plan: Plan) -> None:
    with pytest.raises(InputProblem), world.runtime.work(world.actor("Bo")) as work:
        reorganising.reorganise(work, project.id, plan)


def test_only_the_latest_change_can_be_undone(world: World, project: Project) -> None:
    first = make(world, project, WINTER)
    move = Plan(
        kind=Reorganisation.MOVE_SUBJECT, from_keys=("hul",), to_key="borger", because="Prøve."
    )
    make(world, project, move)
    with pytest.raises(Conflict), world.runtime.work(world.actor("Bo")) as work:
        reorganising.undo_reorganisation(work, first)
    with world.runtime.reading(world.system) as work:
        assert not decisions.in_force(work, project.id)
