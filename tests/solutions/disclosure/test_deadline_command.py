"""The command that counts deadlines: its JSON, what it says in words, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure.cli import commands


def run(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(commands, ["deadline", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_the_json_holds_due_steps_and_assumptions() -> None:
    told = run("--received", "2026-03-27", "--kind", "main")

    assert (told["received"], told["kind"], told["due"]) == ("2026-03-27", "ordinary", "2026-04-10")
    decision = next(one for one in told["steps"] if one["name"] == "decision")
    assert (decision["date"], decision["working_days"]) == ("2026-04-10", 7)
    assert decision["source"] == "offentlighedsloven § 36, stk. 2"
    assert len(told["assumptions"]) >= 2


def test_danish_dates_and_words_give_the_same() -> None:
    assert run("--received", "27. marts 2026", "--kind", "hovedregel") == run(
        "--received", "27-03-2026"
    )


def test_a_pause_and_a_day_say_where_the_case_stands() -> None:
    told = run("--received", "2026-09-01", "--pause", "2026-09-03/2026-09-09", "--on", "2026-09-17")

    assert told["due"] == "2026-09-16"
    assert told["on"] == {
        "day": "2026-09-17", "days_left": -1, "overdue": True, "act": "overdue", "may_complain": False,
    }  # fmt: skip


def test_in_words_it_says_the_day() -> None:
    result = CliRunner().invoke(commands, ["deadline", "--received", "2026-03-27"])

    assert "10. april 2026" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--received", "31-02-2026"],
        ["--received", "2026-01-01", "--kind", "snart"],
        ["--received", "2026-01-01", "--pause", "2026-01-02"],
        ["--received", "2026-01-01", "--pause", "2026-01-09/"],
        ["--received", "0020-01-01"],
    ],
)
def test_wrong_use_is_refused_in_words(arguments: list[str]) -> None:
    result = CliRunner().invoke(commands, ["deadline", *arguments])

    assert isinstance(result.exception, InputProblem)
    assert str(result.exception.shown)
