"""The comparison as people meet it: on its page before a model is put into use, and on the terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import reading_in
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.permissions import Role
from signatur.methods.classification.comparing import Verdict
from signatur.records.people import service as people
from signatur.records.registry import service as registry
from signatur.records.registry.schema import ModelState
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.model.comparison import Basis, Differing
from signatur.solutions.mail_routing.service import comparing
from tests.commands import run
from tests.solutions.mail_routing.automatic.test_comparing import (
    BETTER,
    WORSE,
    beside,
    letter,
    promote,
    register,
)
from tests.solutions.mail_routing.situations import (
    SUBJECTS,
    TO_HOLE,
    TO_PASSPORT,
    a_mail,
    receive,
    record_past,
    settle,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from tests.builders import World


@pytest.fixture
def champion(world: World, project: Project) -> ModelVersion:
    """A model in use."""
    return promote(world, register(world, project))


def page_of(version: ModelVersion) -> str:
    return f"/postfordeling/traening/sammenlign/{version.id}"


def state_of(world: World, version: ModelVersion) -> ModelState:
    with world.runtime.reading(world.system) as work:
        return registry.get(work, version.id).state


def test_a_worse_model_is_told_of_before_it_is_put_into_use_with_a_reason(
    world: World, project: Project, champion: ModelVersion
) -> None:
    worse = register(world, project, beside(champion, WORSE))

    with a_browser(world, "Bo") as bo:
        page = bo.get(page_of(worse))
        at_registry = bo.get(f"/modeller/{worse.id}").text
        listed = bo.get("/postfordeling/traening").text
        refused = bo.post(f"/modeller/{worse.id}/brug")
        state = state_of(world, worse)
        done = bo.post(f"/modeller/{worse.id}/brug", {"because": "Skolerne er lagt om."})
        told = bo.get(f"/modeller/{worse.id}").text

    with reading_in("en"):
        said = str(comparing.VERDICT_SENTENCES[Verdict.WORSE])
    assert page.status_code == 200
    assert all(said in one for one in (page.text, at_registry, listed))
    assert "<svg" in page.text
    # Addresses of styles and scripts carry the program's version, and not the model with all it holds.
    assert "?v=0" in page.text
    assert all("?v=Model" not in one for one in (page.text, at_registry, told))
    assert 'name="because"' in page.text
    assert 'name="because"' in at_registry
    assert (refused.status_code, state) == (422, ModelState.CANDIDATE)
    assert done.status_code in (200, 303)
    assert "Skolerne er lagt om." in told


def test_a_better_one_is_put_into_use_without_a_reason_but_not_by_its_trainer(
    world: World, project: Project, champion: ModelVersion
) -> None:
    better = register(world, project, beside(champion, BETTER))

    with a_browser(world, "Carl") as carl:
        own = carl.get(page_of(better)).text
    with a_browser(world, "Bo") as bo:
        page = bo.get(page_of(better)).text
        bo.post(f"/modeller/{better.id}/brug")

    assert "/brug" not in own
    assert 'name="because"' not in page
    assert state_of(world, better) is ModelState.CHAMPION


def test_differing_enquiries_are_shown_only_to_those_who_may_see_them(
    world: World, project: Project, champion: ModelVersion
) -> None:
    road = receive(world, project.id, a_mail("Hul.", subject="Hul på Møllevej", Message_ID="<1@x>"))
    other = receive(world, project.id, a_mail("Pas.", subject="Pas til rejse", Message_ID="<2@x>"))
    settle(world, road.id, TO_HOLE)
    settle(world, other.id, TO_PASSPORT)
    found = replace(
        beside(champion, BETTER),
        differing=(
            Differing(str(road.id), "hul", "pas", "hul", is_new_right=True),
            Differing(str(other.id), "pas", "pas", "hul", is_new_right=False),
        ),
    )
    version = register(world, project, found)
    with world.runtime.work(world.actor("Fie")) as work:
        limit = {"department": frozenset({"vej"})}
        people.give_role(
            work, world.person_ids["Dorte"], Role.CASEWORKER, project_id=project.id, limit=limit
        )

    seen = {}
    for name in ("Bo", "Dorte", "Carl"):
        with a_browser(world, name) as browser:
            seen[name] = browser.get(page_of(version)).text

    subjects = ("Hul på Møllevej", "Pas til rejse")
    assert [one in seen["Bo"] for one in subjects] == [True, True]
    assert [one in seen["Dorte"] for one in subjects] == [True, False]
    # A data scientist sees figures, and no enquiries.
    assert [one in seen["Carl"] for one in subjects] == [False, False]
    assert f"/postfordeling/{road.id}" not in seen["Carl"]


def test_a_caseworker_sees_no_models(world: World, champion: ModelVersion) -> None:
    with a_browser(world, "Anna") as anna:
        assert anna.get(page_of(champion)).status_code == 403


def test_the_very_model_is_compared_on_what_was_decided_after_both(
    world: World, project: Project, champion: ModelVersion
) -> None:
    candidate = register(world, project, beside(champion, WORSE))
    for number in range(110):
        subject = SUBJECTS[number % 4]
        target = replace(TO_HOLE, department_key=subject.department_key, subject_key=subject.key)
        record_past(world, project.id, letter(number, subject.key).text, target)

    with a_browser(world, "Carl") as carl:
        carl.post(page_of(candidate))
        waits = carl.get(page_of(candidate)).text
        run_waiting_jobs(world.runtime)
        page = carl.get(page_of(candidate)).text

    assert "/job/" in waits
    with world.runtime.reading(world.system) as work:
        first, second = comparing.comparisons(work, registry.get(work, candidate.id))
        judged = comparing.judge_model(work, candidate.id)
    # Both learnt from the same, so that they answer alike.
    assert (first.basis, first.verdict, first.rows) == (Basis.VERY_MODEL, Verdict.UNCLEAR, 110)
    assert first.paired is not None
    assert (first.paired.only_new_right, first.paired.only_old_right) == (0, 0)
    assert second.verdict is Verdict.WORSE
    assert page.count("<svg") >= 2
    assert judged is not None
    assert judged.needs_reason, "one comparison that says worse is enough"
    told = json.loads(run(world, commands, "compare", "2", "--now", "--json").output)
    assert (told["basis"], told["rows"], told["verdict"]) == ("very_model", 110, "unclear")


def test_the_model_in_use_is_not_compared_with_itself(
    world: World, project: Project, champion: ModelVersion
) -> None:
    with world.runtime.reading(world.actor("Carl")) as work, pytest.raises(Conflict):
        comparing.compare_now(work, project.id, champion.id)


def test_the_terminal_lists_models_and_tells_of_a_worse_one_by_its_exit_status(
    world: World, project: Project, champion: ModelVersion
) -> None:
    register(world, project, beside(champion, WORSE))
    register(world, project, beside(champion, BETTER))

    listed = json.loads(run(world, commands, "models", "--json").output)
    worse = run(world, commands, "compare", "2", "--json")
    better = run(world, commands, "compare", "3")

    verdicts = {
        one["version"]: [each["verdict"] for each in one["compared"]] for one in listed["models"]
    }
    assert verdicts == {3: ["better"], 2: ["worse"], 1: []}
    assert worse.exit_code == 1
    told = json.loads(worse.output)
    assert (told["verdict"], told["worse_in"], told["is_current"]) == ("worse", ["skole"], True)
    assert told["paired"]["only_old_right"] == 40
    assert better.exit_code == 0
    assert "only the new one right 40" in better.output
