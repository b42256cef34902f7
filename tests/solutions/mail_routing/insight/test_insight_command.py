"""The command that counts a period: one JSON document, and the report as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.kernel.permissions import SYSTEM
from signatur.records.people import service as people
from signatur.solutions.mail_routing.cli import commands
from tests.commands import run
from tests.solutions.mail_routing.situations import TO_HOLE, receive, settle

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from tests.builders import World

PERIOD = ("insight", "--from", "2026-02-01", "--to", "2026-03-31")


def test_it_prints_one_document_with_intervals(world: World, project: Project) -> None:
    settle(world, receive(world, project.id).id, TO_HOLE)

    result = run(world, commands, *PERIOD, "--json")

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["from"], told["to"], told["received"]) == ("2026-02-01", "2026-03-31", 1)
    assert set(told["automatic_share"]) >= {"value", "low", "high"}
    assert told["departments"][0]["key"] == "vej"
    assert told["true_error"]["value"] is None


def test_the_report_goes_into_a_file_and_not_among_the_json(
    world: World, project: Project, tmp_path: Path
) -> None:
    receive(world, project.id)
    file = tmp_path / "rapport.pdf"

    result = run(world, commands, *PERIOD, "--department", "vej", "--pdf", str(file), "--json")

    assert json.loads(result.stdout)["filter"] == {"department": "vej"}
    assert file.read_bytes().startswith(b"%PDF-1.7")


def test_with_several_authorities_one_must_be_named(world: World, project: Project) -> None:
    assert project.id
    with world.runtime.work(SYSTEM) as work:
        people.add_authority(work, "Anden Kommune", "12345674")

    with pytest.raises(InputProblem):
        run(world, commands, *PERIOD)
    named = run(world, commands, *PERIOD, "--authority", "Lindevang Kommune")
    assert named.exit_code == 0


def test_facts_are_written_anew_on_command(world: World, project: Project) -> None:
    receive(world, project.id)

    assert json.loads(run(world, commands, "count-anew", "--json").stdout) == {"batches": 1}
