"""An embedding model in a local folder supports training, suggestions and their replay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.service import knowing
from tests.builders import FixedClock, World, a_world
from tests.solutions.mail_routing.situations import (
    a_mail,
    a_past,
    receive,
    record_past,
    suggestion_for,
    texts_about,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from tests.conftest import Template

VECTORS = """6 3
hul 1 0 0
vejen 0.9 0.1 0
sne 0.5 0.5 0
skole 0 1 0
pas 0 0 1
rejser 0 0.1 0.9
"""


@pytest.fixture
def vectors(tmp_path: Path) -> Path:
    """A folder with vectors of a few words."""
    folder = tmp_path / "vectors"
    folder.mkdir()
    (folder / "dansk.vec").write_text(VECTORS, encoding="utf-8")
    return folder


@pytest.fixture
def world(template: Template, tmp_path: Path, vectors: Path) -> Iterator[World]:
    """An installation whose operator has set the folder."""
    with template.copy(tmp_path) as url:
        world = a_world(
            tmp_path, url, FixedClock(), SIGNATUR_MAIL_ROUTING_EMBEDDING_MODEL=str(vectors)
        )
        yield world
        world.runtime.close()


@pytest.fixture
def version(world: World, project: Project, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    """A model that was trained with the vectors by the job, and put into use."""
    for example in a_past(15):
        record_past(world, project.id, example.text, Target("", example.label))
    with world.runtime.work(world.actor("Carl")) as work:
        service.start_training(work, project.id)
    run_waiting_jobs(world.runtime)
    monkeypatch.setattr(knowing, "_routers", {})
    monkeypatch.setattr(knowing, "_faults", {})
    with world.runtime.work(world.actor("Bo")) as work:
        (trained,) = registry.versions(work, project.id)
        return registry.promote(work, trained.id)


def test_a_model_is_trained_with_it_and_its_suggestions_are_rebuilt(
    world: World, project: Project, version: ModelVersion
) -> None:
    item = receive(world, project.id, a_mail(texts_about("pas", 1)[0], subject=""))

    made = suggestion_for(world, item.id)
    assert version.card["embedding"].startswith("dansk.vec-")
    assert made.model_version_id == version.id
    assert made.answer["alternatives"][0]["subject"] == "pas"
    with world.runtime.reading(world.system) as work:
        assert service.replay(work, made.id).is_same


def test_without_its_folder_a_model_is_not_used_and_the_error_says_what_is_missing(
    world: World, project: Project, version: ModelVersion, vectors: Path
) -> None:
    item = receive(world, project.id, a_mail(texts_about("pas", 1)[0], subject=""))
    made = suggestion_for(world, item.id)
    (vectors / "dansk.vec").unlink()
    knowing._routers.clear()

    with world.runtime.reading(world.system) as work:
        fault = service.model_fault(work, project.id)
        with pytest.raises(InputProblem) as refused:
            service.replay(work, made.id)

    assert fault is not None
    assert (fault.log, "vectors" in str(fault.shown)) == ("no embedding model", True)
    assert refused.value.log == fault.log


def test_other_vectors_than_those_learnt_with_are_refused(
    world: World, project: Project, version: ModelVersion, vectors: Path
) -> None:
    changed = VECTORS.replace("hul 1 0 0", "hul 0 1 0")
    (vectors / "dansk.vec").write_text(changed, encoding="utf-8")
    knowing._routers.clear()

    with world.runtime.reading(world.system) as work:
        fault = service.model_fault(work, project.id)

    assert fault is not None
    assert version.card["embedding"] in str(fault.shown)


def test_training_without_the_folder_says_what_is_missing(
    world: World, project: Project, vectors: Path
) -> None:
    (vectors / "dansk.vec").unlink()

    with world.runtime.reading(world.system) as work, pytest.raises(InputProblem) as refused:
        service.lesson_of(work, project.id)

    assert refused.value.log == "no embedding model"
