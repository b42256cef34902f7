"""Commands print one JSON document or words for people, and end with a status that tells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotFound, TooMany
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import cli, store
from signatur.kernel.jobs.store import JobNotFound
from signatur.kernel.terminal import complain, exit_code_of, print_json
from tests.commands import run

if TYPE_CHECKING:
    from tests.builders import World

ID = UUID("01890000-0000-7000-8000-000000000001")


def test_json_is_one_line_with_danish_letters_as_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_json({"id": ID, "name": "Ærø"})

    assert capsys.readouterr().out == f'{{"id": "{ID}", "name": "Ærø"}}\n'


def test_complaints_do_not_mix_with_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    complain("beware")

    assert capsys.readouterr() == ("", "beware\n")


@pytest.mark.parametrize(
    ("problem", "status"), [(InputProblem, 2), (NotFound, 1), (Conflict, 1), (TooMany, 1)]
)
def test_wrong_input_is_wrong_use_and_all_else_a_problem_that_was_found(
    problem: type[InputProblem], status: int
) -> None:
    assert exit_code_of(problem(log="x", shown=_("x"))) == status


def start(world: World, kind: str) -> UUID:
    with world.runtime.work(world.system) as work:
        return store.start(work, kind)


def test_jobs_are_listed_for_people_and_for_programs(world: World) -> None:
    job_id = start(world, "letters.gone")

    for_people = run(world, cli.commands, "list")
    for_programs = json.loads(run(world, cli.commands, "list", "--json").stdout)

    assert for_people.stdout == f"2026-03-04 12:00  waiting    letters.gone  {job_id}\n"
    assert for_programs == [
        {
            "id": str(job_id),
            "kind": "letters.gone",
            "state": "waiting",
            "attempts": 0,
            "created_at": "2026-03-04T12:00:00+00:00",
        }
    ]


def test_waiting_jobs_can_be_run_at_once(world: World) -> None:
    start(world, "audit.check_chain")

    assert run(world, cli.commands, "run").stdout == "1 jobs run\n"


def test_a_job_is_cancelled_and_started_again_from_the_terminal(world: World) -> None:
    with world.runtime.work(world.system) as work:
        job_id = store.start(work, "audit.check_chain")

    def state() -> str:
        with world.runtime.reading(world.system) as work:
            return store.get(work, job_id).state

    run(world, cli.commands, "cancel", str(job_id))
    cancelled = state()
    run(world, cli.commands, "retry", str(job_id))

    assert (cancelled, state()) == ("cancelled", "waiting")


@pytest.mark.parametrize("act", ["cancel", "retry"])
def test_a_job_that_does_not_exist_is_told_in_a_sentence(world: World, act: str) -> None:
    with pytest.raises(JobNotFound):
        run(world, cli.commands, act, "01890000-0000-7000-8000-000000000000")


def test_the_command_that_works_on_jobs_starts_the_job_process(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(
        "signatur.kernel.jobs.process.work_on_jobs",
        lambda runtime, *, parent: started.append((runtime, parent)),
    )
    monkeypatch.setattr("signatur.kernel.log.set_up_log", lambda _level: None)

    run(world, cli.commands, "work", "--parent", "7")

    assert started == [(world.runtime, 7)]
