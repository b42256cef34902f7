"""The demo opens an authority with its cast and a project in operation for each solution, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.demonstration import AUTHORITY, PASSWORD, load_demo, tell_how_to_sign_in
from signatur.kernel.part import Demo, Solution
from signatur.kernel.permissions import SYSTEM, Role
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Stage
from tests.builders import FixedClock, a_runtime
from tests.stand_ins import Letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.kernel.runtime import Runtime
    from tests.databases import Template


@pytest.fixture
def demos() -> list[Demo]:
    """What the invented solution was asked to load."""
    return []


@pytest.fixture
def runtime(template: Template, tmp_path: Path, demos: list[Demo]) -> Iterator[Runtime]:
    """An empty installation with the invented solution as its only one."""
    letters = replace(Letters().part(), load_demo=demos.append)
    with template.copy(tmp_path) as url:
        built = a_runtime(tmp_path, url, FixedClock(), letters)
        others = [part for part in built.parts if not isinstance(part, Solution)]
        runtime = replace(built, parts=(*others, letters))
        yield runtime
        runtime.close()


def test_there_is_one_person_of_each_role_who_can_sign_in(runtime: Runtime) -> None:
    actors = load_demo(runtime)

    assert set(actors) == set(Role)
    assert all(
        actor.grants[0].role is role and len(actor.grants) == 1 for role, actor in actors.items()
    )
    with runtime.work(SYSTEM) as work:
        assert people.sign_in(work, "anna", PASSWORD, "127.0.0.1")


def test_each_solution_has_a_project_in_operation_and_is_asked_for_its_demo(
    runtime: Runtime, demos: list[Demo]
) -> None:
    actors = load_demo(runtime, scale=0.5, tell=lambda _words: None)

    with runtime.reading(actors[Role.PROJECT_OWNER]) as work:
        opened = projects.projects(work)
    assert [(one.solution, one.stage) for one in opened] == [("letters", Stage.OPERATION)]
    assert [demo.scale for demo in demos] == [0.5]


def test_a_second_time_nothing_is_made_anew(runtime: Runtime) -> None:
    first, second = load_demo(runtime), load_demo(runtime)

    assert {role: actor.id for role, actor in first.items()} == {
        role: actor.id for role, actor in second.items()
    }
    with runtime.reading(SYSTEM) as work:
        assert [one.name for one in people.authorities(work.session)] == [AUTHORITY]
    with runtime.reading(first[Role.PROJECT_OWNER]) as work:
        assert len(projects.projects(work)) == 1


def test_whoever_starts_it_is_told_where_it_is_and_who_may_sign_in(
    runtime: Runtime, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_how_to_sign_in(runtime)

    told = capsys.readouterr()
    assert told.out == ""
    assert "http://127.0.0.1:8000" in told.err
    assert all(role.value in told.err for role in Role)
