"""A model that cannot be used stops no mail: rules and threads still speak, and people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import SuggestedBy, WorklistFilter
from signatur.solutions.mail_routing.service import knowing
from signatur.solutions.mail_routing.service.learning import Lesson
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    a_mail,
    a_past,
    a_rule,
    as_upload,
    suggestion_for,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from tests.builders import World


@pytest.fixture
def unusable(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModelVersion]:
    """A model in use whose stored bytes were changed on disk."""
    lesson = Lesson(project.id, tuple(a_past(10)), ("Pas",))
    learnt = service.learn(lesson, is_measured=False)
    with world.runtime.work(world.actor("Carl")) as work:
        version = service.register(work, lesson, learnt)
    with world.runtime.work(world.actor("Bo")) as work:
        registry.promote(work, version.id)
    monkeypatch.setattr(knowing, "_routers", {})
    monkeypatch.setattr(knowing, "_faults", {})
    (path,) = world.runtime.settings.kernel.data_folder.glob(f"blobs/*/*/{version.sha256}")
    path.write_bytes(b"something else")
    return version


def test_mail_is_received_and_routed_by_rules_though_the_model_cannot_be_used(
    world: World, project: Project, unusable: ModelVersion
) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    mails = [a_mail(), a_mail("Hvor får jeg et pas?", subject="Pas", Message_ID="<2@example.dk>")]
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.hand_in(work, as_upload(*mails))
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.actor("Anna")) as work:
        done = store.get(work, job_id)
        lines = service.everything(work, project.id, WorklistFilter(), 10)
    made = [suggestion_for(world, one.item_id) for one in lines]
    assert (done.state, done.result) == (JobState.DONE, {"new": 2, "without_model": 2})
    assert {one.answer["by"] for one in made} == {SuggestedBy.RULE, SuggestedBy.NOTHING}
    assert {one.model_version_id for one in made} == {None}


def test_a_suggestion_without_the_model_is_rebuilt_without_it(
    world: World, project: Project, unusable: ModelVersion
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.hand_in(work, as_upload(a_mail()))
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.actor("Anna")) as work:
        (line,) = service.everything(work, project.id, WorklistFilter(), 10)
        made = service.view(work, line.item_id).suggestion
        assert made is not None
        assert service.replay(work, made.id).is_same


def test_the_worklist_says_that_the_model_is_not_used(world: World, unusable: ModelVersion) -> None:
    with a_browser(world, "Anna") as browser:
        page = browser.get("/postfordeling").text

    assert "New enquiries are received without a suggestion from the model" in page


def test_a_model_that_is_whole_again_is_used_after_a_while(
    world: World, project: Project, unusable: ModelVersion
) -> None:
    with world.runtime.reading(world.system) as work:
        assert service.model_fault(work, project.id) is not None
    (path,) = world.runtime.settings.kernel.data_folder.glob(f"blobs/*/*/{unusable.sha256}")
    path.write_bytes(service.learn(
        Lesson(project.id, tuple(a_past(10)), ("Pas",)), is_measured=False
    ).router.to_bytes())  # fmt: skip

    world.clock.advance(knowing._TRIED_AGAIN)

    with world.runtime.reading(world.system) as work:
        assert service.model_fault(work, project.id) is None
