"""Use cases: described by one, decided by another, and the gate follows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.readiness import service
from signatur.stewardship.readiness.cli import commands
from signatur.stewardship.readiness.schema import Advice, UseCase
from tests.builders import World, a_project
from tests.commands import run
from tests.stewardship.readiness.test_judging import TWO, best

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


def _describe(world: World, project: Project, by: str = "Bo", **changed: str) -> UseCase:
    with world.runtime.work(world.actor(by)) as work:
        return service.describe(
            work, project.id, problem="Post ligger for længe.", for_whom="Borgere",
            answers=best(**changed), hypotheses=TWO,
        )  # fmt: skip


def _decide(world: World, case: UseCase, decision: Advice, by: str = "Erik") -> None:
    with world.runtime.work(world.actor(by)) as work:
        service.decide(work, case.id, decision, "Set på igen i maj.")


def _has_evidence(world: World, project: Project) -> bool:
    with world.runtime.reading(world.system) as work:
        return any(
            one.kind is EvidenceKind.USE_CASE and one.is_valid(work.today)
            for one in projects.get(work, project.id).evidence
        )


def test_to_go_on_is_evidence_and_to_stop_later_takes_it_back(
    world: World, project: Project
) -> None:
    _decide(world, _describe(world, project), Advice.GO)
    assert _has_evidence(world, project)

    second = _describe(world, project, volume="under_100")
    assert second.version == 2
    assert _has_evidence(world, project)
    _decide(world, second, Advice.STOP)
    assert not _has_evidence(world, project)


def test_whoever_described_it_does_not_decide(world: World, project: Project) -> None:
    case = _describe(world, project, by="Erik")

    with pytest.raises(Conflict):
        _decide(world, case, Advice.GO)
    _decide(world, case, Advice.GO, by="Dorte")


def test_only_the_newest_open_version_is_decided_with_a_reason_by_who_may(
    world: World, project: Project
) -> None:
    first, second = _describe(world, project), _describe(world, project)

    with pytest.raises(Conflict):
        _decide(world, first, Advice.GO)
    with pytest.raises(NotAllowed):
        _decide(world, second, Advice.GO, by="Carl")
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(InputProblem):
        service.decide(work, second.id, Advice.GO, " ")
    _decide(world, second, Advice.ADJUST)
    with pytest.raises(Conflict):
        _decide(world, second, Advice.GO)


def test_hidden_answers_are_not_kept_and_impossible_ones_refused(
    world: World, project: Project
) -> None:
    case = _describe(world, project, personal_data="none", profiling="yes")
    assert "profiling" not in case.answers

    with pytest.raises(InputProblem):
        _describe(world, project, volume="mange")


def test_what_is_shared_names_nobody_and_marks_the_answers(world: World, project: Project) -> None:
    _describe(world, project)
    with world.runtime.reading(world.system) as work:
        (document,) = service.shares(work, project.id)

    assert document.title == "Anvendelse"
    assert "Post ligger for længe." in {one.value for one in document.fields}
    assert sum(one.must_redo for one in document.fields) == len(best())
    assert not any("Prøve" in one.value for one in document.fields)


def test_a_file_of_answers_is_judged_without_an_installation(world: World, tmp_path: Path) -> None:
    file = tmp_path / "svar.yaml"
    lines = "".join(f"  {code}: {value}\n" for code, value in best().items())
    file.write_text(f"answers:\n{lines}", encoding="utf-8")
    told = json.loads(run(world, commands, "assess", str(file), "--json").stdout)

    assert told["zone"]["high"] == "low"
    assert told["sides"]["task"] == {"low": 1.0, "high": 1.0, "reasons": [], "to_clarify": []}

    file.write_text("answers:\n  volumen: mange\n", encoding="utf-8")
    with pytest.raises(InputProblem):
        run(world, commands, "assess", str(file))
    questions = json.loads(run(world, commands, "questions", "--json").stdout)
    assert {"code", "side", "text", "answers", "asked_when"} == set(questions[0])
