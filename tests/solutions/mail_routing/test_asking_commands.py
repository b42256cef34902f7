"""Commands that ask: a word that cannot be meant is told of, and never answered with an empty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.mail_routing.cli import commands
from tests.commands import run
from tests.solutions.mail_routing.situations import SUBJECTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import World

pytestmark = pytest.mark.usefixtures("project")


@pytest.mark.parametrize(
    "asked",
    [
        ("worklist", "--state", "færdig"),
        ("worklist", "--lane", "sikker"),
        ("worklist", "--department", "findes-ikke"),
        ("worklist", "--subject", "findes-ikke"),
        ("worklist", "--channel", "brevdue"),
        ("worklist", "--sorting", "pænest"),
        ("worklist", "--from", "2026-03-02", "--to", "2026-03-01"),
        ("insight", "--department", "findes-ikke"),
        ("insight", "--subject", "findes-ikke"),
        ("insight", "--channel", "brevdue"),
        ("insight", "--language", "xx"),
        ("insight", "--from", "2026-03-02", "--to", "2026-03-01"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_told_of(world: World, asked: tuple[str, ...]) -> None:
    with pytest.raises(InputProblem):
        run(world, commands, *asked, "--json")


@pytest.mark.parametrize("number", ["-1", "99999999999999999999"])
def test_a_number_that_no_page_gave_is_wrong_use(world: World, number: str) -> None:
    assert run(world, commands, "worklist", "--after", number).exit_code == 2


def test_what_there_is_may_be_asked_for(world: World) -> None:
    subject = SUBJECTS[0]
    place = ("--department", subject.department_key, "--subject", subject.key)

    for command in ("worklist", "insight"):
        told = run(world, commands, command, *place, "--channel", "email", "--json")
        assert told.exit_code == 0


def test_a_report_that_cannot_be_written_is_told_of(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        run(world, commands, "insight", "--pdf", str(tmp_path / "findes-ikke" / "rapport.pdf"))
