"""The commands of monitoring, on files as other systems write them, without an installation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import InputProblem
from signatur.stewardship.monitoring.cli import commands
from tests.commands import run
from tests.methods.statistics.test_disagreement import DIFFER, YIELDS, simulated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import World

HEADING = ("arm", "worker", "model_answer", "first_answer", "final_answer", "truth")


def _write(file: Path, *, seed: int = 1, separator: str = ",", charset: str = "utf-8") -> Path:
    lines = [separator.join(HEADING)]
    for one in simulated(seed, cases=2000):
        cells = (
            one.arm.replace("_", "-"), one.worker, *(
                {"0": "Afslået", "1": "Bevilget", "": ""}[value]
                for value in (one.model_answer, one.first_answer, one.final_answer, one.truth)
            ),
        )  # fmt: skip
        lines.append(separator.join(cells))
    file.write_text("\r\n".join(lines), encoding=charset)
    return file


def _told(world: World, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(world, commands, *arguments, "--json").stdout)
    return told


def _holds(one: dict[str, float], truth: float) -> bool:
    return one["low"] <= truth <= one["high"]


@pytest.mark.parametrize(
    ("separator", "charset"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig")]
)
def test_the_corrected_figures_hold_the_truth_whatever_wrote_the_file(
    world: World, tmp_path: Path, separator: str, charset: str
) -> None:
    file = _write(tmp_path / "sager.csv", separator=separator, charset=charset)
    told = _told(world, "disagreement", str(file))

    assert _holds(told["true_disagreement"], DIFFER)
    assert _holds(told["pull"], YIELDS)
    assert not _holds(told["seen"], DIFFER)
    assert told["workers"] == 12
    assert told["final_error"]["cases"] == 2000
    assert set(told["final_error_by_arm"]) == {"shown", "blind_first", "hidden"}
    assert told == _told(world, "disagreement", str(file))


def test_files_of_several_authorities_are_pooled_and_their_people_kept_apart(
    world: World, tmp_path: Path
) -> None:
    files = [str(_write(tmp_path / f"{seed}.csv", seed=seed)) for seed in (1, 2)]
    alone, pooled = _told(world, "disagreement", files[0]), _told(world, "disagreement", *files)

    assert pooled["workers"] == 24
    assert pooled["seen"]["cases"] > alone["seen"]["cases"]
    width = {name: one["pull"]["high"] - one["pull"]["low"] for name, one in
             {"alone": alone, "pooled": pooled}.items()}  # fmt: skip
    assert width["pooled"] < width["alone"]


def test_what_is_needed_is_told_in_words(world: World, tmp_path: Path) -> None:
    file = tmp_path / "sager.csv"
    file.write_text("arm,model_answer,final_answer\nshown,a,a\nshown,a,b\n", encoding="utf-8")
    told = _told(world, "disagreement", str(file))

    assert told["true_disagreement"]["value"] is None
    assert told["pull"] == {"value": None, "low": None, "high": 1.0, "cases": 0}
    assert told["notes"]
    assert "50" in run(world, commands, "disagreement", str(file)).stdout


@pytest.mark.parametrize(
    "content",
    [
        "",
        "arm,model_answer,final_answer\n",
        "arm,model_answer\nshown,a\n",
        "arm,model_answer,final_answer\nmåske,a,b\n",
        "arm,arm,final_answer\nshown,a,b\n",
    ],
)
def test_a_file_that_cannot_be_used_is_told_why(world: World, tmp_path: Path, content: str) -> None:
    file = tmp_path / "sager.csv"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(InputProblem):
        run(world, commands, "disagreement", str(file))
    with pytest.raises(InputProblem):
        run(world, commands, "disagreement", str(tmp_path / "findes-ikke.csv"))


def test_drift_names_the_column_that_has_shifted_with_danish_numbers(
    world: World, tmp_path: Path
) -> None:
    before, now = tmp_path / "før.csv", tmp_path / "nu.csv"
    rows = [(f"{30 + number % 40},5", "AB"[number % 2]) for number in range(600)]
    before.write_text("alder;kanal\n" + "\n".join(map(";".join, rows)), encoding="utf-8")
    older = [(f"{42 + number % 40},5", "AB"[number % 2]) for number in range(600)]
    now.write_text("alder;kanal\n" + "\n".join(map(";".join, older)), encoding="utf-8")
    told = _told(world, "drift", str(before), str(now))

    assert [one["name"] for one in told["columns"] if one["has_shifted"]] == ["alder"]
    assert told["told_apart"]["low"] > 0.5
    assert _told(world, "drift", str(before), str(before))["has_shifted"] is False
