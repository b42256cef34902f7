"""A past suggestion is rebuilt exactly, whatever was trained and changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.records.decisions import service as decisions
from signatur.records.decisions.cli import commands
from signatur.records.decisions.tables import SuggestionRow
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service.learning import Lesson
from tests.commands import run
from tests.solutions.mail_routing.situations import (
    DEPARTMENTS,
    HOLE,
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    a_mail,
    a_past,
    a_rule,
    receive,
    settle,
    suggestion_for,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from tests.builders import World


def train(world: World, project: Project, each: int, seed: int = 0) -> ModelVersion:
    """Train on the past, and let Bo put what Carl trained into use."""
    lesson = Lesson(project.id, tuple(a_past(each)), ("Pas",))
    learnt = service.learn(lesson, seed=seed)
    with world.runtime.work(world.actor("Carl")) as work:
        version = service.register(work, lesson, learnt)
    with world.runtime.work(world.actor("Bo")) as work:
        return registry.promote(work, version.id)


def change_everything(world: World, project: Project) -> None:
    """Close what was suggested, move and rename the rest, and write rules for everything."""
    with world.runtime.work(world.actor("Bo")) as work:
        service.save_department(work, project.id, replace(DEPARTMENTS[0], name="Byrum"))
        service.save_subject(
            work, project.id, replace(HOLE, department_key="borger", is_active=False)
        )
        service.add_rule(work, project.id, a_rule("e", TO_PASSPORT))


@pytest.fixture
def suggested(world: World, project: Project) -> dict[str, UUID]:
    """A suggestion of each sort, made by the first model."""
    train(world, project, each=25)
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("lygtepæl", TO_HOLE))
        service.add_rule(work, project.id, a_rule("vejen", TO_SCHOOL, is_simulated=True))
    first = receive(world, project.id, a_mail(Message_ID="<first@example.dk>"))
    settle(world, first.id, TO_SCHOOL)
    mails = {
        "model": a_mail("Der er et stort hul i vejen ved Torvet, og asfalten er i stykker."),
        "rule": a_mail("En lygtepæl er væltet."),
        "thread": a_mail("Tak for svaret.", In_Reply_To="<first@example.dk>"),
    }
    return {
        sort: suggestion_for(world, receive(world, project.id, mail).id).id
        for sort, mail in mails.items()
    }


def test_every_sort_of_suggestion_is_rebuilt_after_retraining_and_changes(
    world: World, project: Project, suggested: dict[str, UUID]
) -> None:
    second = train(world, project, each=40, seed=5)
    change_everything(world, project)

    with world.runtime.reading(world.system) as work:
        replayed = {sort: decisions.replay(work, one) for sort, one in suggested.items()}
        made_by = decisions.suggestion(work, suggested["model"]).model_version_id
    assert {sort: one.rebuilt for sort, one in replayed.items()} == {
        sort: one.stored for sort, one in replayed.items()
    }
    assert [one.stored["answer"]["by"] for one in replayed.values()] == list(suggested)
    assert replayed["model"].stored["answer"]["simulated"] != {}
    assert made_by != second.id


def test_the_changes_do_change_what_is_suggested_today(
    world: World, project: Project, suggested: dict[str, UUID]
) -> None:
    change_everything(world, project)

    today = receive(
        world,
        project.id,
        a_mail("Der er et stort hul i vejen ved Torvet, og asfalten er i stykker.",
               Message_ID="<again@example.dk>"),
    )  # fmt: skip

    with world.runtime.reading(world.system) as work:
        before = decisions.suggestion(work, suggested["model"]).answer
    assert suggestion_for(world, today.id).answer["alternatives"] != before["alternatives"]


def test_the_command_says_that_a_suggestion_is_the_same(
    world: World, project: Project, suggested: dict[str, UUID]
) -> None:
    train(world, project, each=40, seed=5)
    change_everything(world, project)

    done = run(world, commands, "replay", str(suggested["model"]), "--json")

    assert (done.exit_code, json.loads(done.stdout)["same"]) == (0, True)


def test_a_suggestion_whose_stored_answer_was_changed_is_found_out(
    world: World, suggested: dict[str, UUID]
) -> None:
    with world.runtime.work(world.system) as work:
        row = work.session.get_one(SuggestionRow, suggested["model"])
        row.answer = {**row.answer, "lane": "ready", "because": "x"}

    assert run(world, commands, "replay", str(suggested["model"])).exit_code == 1
