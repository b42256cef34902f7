"""Evaluation: the floor first, then the test set, then a second person's signature."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.methods.tables.plain import read_columns
from signatur.records.alarms import service as alarms
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric, Terms
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.evaluation import service
from signatur.stewardship.evaluation.cli import commands
from signatur.stewardship.evaluation.model import assess
from signatur.stewardship.evaluation.schema import Columns, Evaluation
from tests.builders import World, a_project
from tests.commands import run
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project

TERMS = Terms(
    metric=Metric.ACCURACY, population="Alle", floor=0.8, margin=0.05, cost_false_positive=100
)
COLUMNS = Columns("truth", ("rule", "model"), ("anna", "bo"), ("area",), "score")


def a_test_set(right: float = 0.9, *, seed: int = 1, rows: int = 900, north: float = 0.0) -> bytes:
    """Return a file of answers; cases of the group north are right so much less often."""
    chance = np.random.default_rng(seed)
    lines = ["truth,rule,model,anna,bo,area,score"]
    for _ in range(rows):
        truth, area = int(chance.integers(2)), "nord" if chance.random() < 0.3 else "syd"

        def answer(share: float, truth: int = truth) -> int:
            return truth if chance.random() < share else 1 - truth

        model = answer(right - (north if area == "nord" else 0))
        people = f"{answer(0.9)},{answer(0.9)}"
        lines.append(f"{truth},{answer(0.7)},{model},{people},{area},{right}")
    return "\n".join(lines).encode()


@pytest.fixture
def project(world: World) -> Project:
    found = a_project(world, stage=Stage.IDEA)
    with world.runtime.work(world.actor("Carl")) as work:
        drafted = floors.draft(work, found.id, TERMS)
    with world.runtime.work(world.actor("Erik")) as work:
        floors.sign(work, drafted.id, valid_to=None)
    return found


def _evaluate(world: World, project: Project, content: bytes, by: str = "Carl") -> Evaluation:
    with world.runtime.work(world.actor(by)) as work:
        sealed = service.seal(work, project.id, io.BytesIO(content))
        return service.evaluate(work, project.id, sealed.id, COLUMNS)


def test_a_good_model_keeps_its_floor_and_is_no_worse_than_people() -> None:
    told = assess(read_columns(a_test_set()), COLUMNS, TERMS)

    assert told["is_kept"]
    assert told["low"] < told["value"] < told["high"]
    assert told["people"]["no_worse"]["holds"]
    assert told["people"]["agreement"]["kappa"]["value"] == pytest.approx(0.64, abs=0.1)
    assert [one["is_taken"] for one in told["ladder"]["steps"]] == [True, True, True]
    assert told["ladder"]["choice"] == "model"
    assert not any(one["differs"] for one in told["groups"])
    assert told["calibration"]["value"] < 0.05
    assert told == assess(read_columns(a_test_set()), COLUMNS, TERMS)


def test_a_model_below_the_floor_or_worse_than_people_does_not() -> None:
    low = assess(read_columns(a_test_set(0.75)), COLUMNS, TERMS)
    worse = assess(read_columns(a_test_set(0.84)), COLUMNS, TERMS)

    assert not low["is_kept"]
    assert worse["reaches_floor"]
    assert not worse["is_kept"]


def test_a_group_that_does_worse_is_named_and_a_small_one_not_judged() -> None:
    told = assess(read_columns(a_test_set(0.92, north=0.25)), COLUMNS, TERMS)
    north = next(one for one in told["groups"] if one["kind"] == "nord")
    few = assess(read_columns(a_test_set(rows=60)), COLUMNS, TERMS)

    assert north["differs"]
    assert north["below_floor"]
    assert [one["is_judged"] for one in few["groups"]] == [False, True]


def test_precision_counts_only_what_was_answered_so() -> None:
    table = {"truth": ["ja", "nej", "ja", "nej"], "prediction": ["ja", "ja", "nej", "nej"]}
    columns = Columns("truth", ("prediction",), positive="ja")
    told = {
        metric: assess(table, columns, Terms(metric=metric, population="x", floor=0.1))
        for metric in (Metric.PRECISION, Metric.RECALL, Metric.SPECIFICITY)
    }

    assert {metric: (one["value"], one["cases"]) for metric, one in told.items()} == {
        Metric.PRECISION: (0.5, 2), Metric.RECALL: (0.5, 2), Metric.SPECIFICITY: (0.5, 2),
    }  # fmt: skip
    unclear = {"truth": ["A", "B"], "prediction": ["A", "A"]}
    with pytest.raises(InputProblem, match="positive"):
        assess(unclear, Columns("truth", ("prediction",)), Terms(
            metric=Metric.PRECISION, population="x", floor=0.1))  # fmt: skip


def test_a_kept_floor_is_signed_by_another_and_opens_the_gate(
    world: World, project: Project
) -> None:
    found = _evaluate(world, project, a_test_set())
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        service.sign(work, found.id, "Godt nok.", valid_to=None)
    with world.runtime.work(world.actor("Erik")) as work:
        service.sign(work, found.id, "Godt nok.", valid_to=None)
        evidence = projects.get(work, project.id).evidence

    assert evidence[-1].kind is EvidenceKind.TRIAL_EVALUATED
    assert evidence[-1].reference == f"evaluation:{found.id}"


def test_a_floor_that_is_not_kept_is_never_signed_and_no_other_file_is_tried(
    world: World, project: Project
) -> None:
    found = _evaluate(world, project, a_test_set(0.7))
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.sign(work, found.id, "Alligevel.", valid_to=None)
    with pytest.raises(Conflict):
        _evaluate(world, project, a_test_set(0.95, seed=2))
    assert not _evaluate(world, project, a_test_set(0.7)).is_kept


def test_no_test_set_is_opened_before_a_floor_is_signed(world: World) -> None:
    bare = a_project(world, "similar_cases", Stage.IDEA)
    with pytest.raises(Conflict):
        _evaluate(world, bare, a_test_set())


def test_a_set_that_was_seen_is_no_test_of_a_floor_that_came_after(
    world: World, project: Project
) -> None:
    _evaluate(world, project, a_test_set(0.7))
    with world.runtime.work(world.actor("Carl")) as work:
        lower = floors.draft(
            work, project.id, Terms(metric=Metric.ACCURACY, population="Alle", floor=0.5)
        )
    with world.runtime.work(world.actor("Erik")) as work:
        floors.sign(work, lower.id, valid_to=None)
    with pytest.raises(Conflict, match="opened under another floor"):
        _evaluate(world, project, a_test_set(0.7))
    assert _evaluate(world, project, a_test_set(0.7, seed=5)).is_kept


def test_a_second_opening_is_told_and_a_sealed_file_is_one(world: World, project: Project) -> None:
    openings = [_evaluate(world, project, a_test_set()).opening for _ in range(2)]
    with world.runtime.reading(world.actor("Carl")) as work:
        (sealed,) = service.test_sets(work, project.id)

        assert service.opened_sets(work, project.id) == {sealed.sha256: 2}
        current = floors.current(work, project.id)
    assert openings == [1, 2]
    assert current is not None
    assert current.test_set_hash == sealed.sha256


def test_a_withdrawn_evaluation_or_floor_closes_the_gate(world: World, project: Project) -> None:
    def trial() -> list[bool]:
        with world.runtime.reading(world.system) as work:
            return [
                one.is_valid(work.today)
                for one in projects.get(work, project.id).evidence
                if one.kind is EvidenceKind.TRIAL_EVALUATED
            ]

    found = _evaluate(world, project, a_test_set())
    with world.runtime.work(world.actor("Erik")) as work:
        service.sign(work, found.id, "Godt nok.", valid_to=None)
    with world.runtime.work(world.actor("Erik")) as work:
        service.withdraw(work, found.id, "Fejl i facit.")
    assert trial() == [False]
    again = _evaluate(world, project, a_test_set())
    with world.runtime.work(world.actor("Erik")) as work:
        service.sign(work, again.id, "Set efter.", valid_to=None)
    assert trial() == [False, True]
    with world.runtime.work(world.actor("Erik")) as work:
        current = floors.current(work, project.id)
        assert current is not None
        floors.withdraw(work, current.id, "Ny business case.")
    assert trial() == [False, False]


def test_a_group_below_the_floor_raises_an_alarm_that_must_be_answered_first(
    world: World, project: Project
) -> None:
    found = _evaluate(world, project, a_test_set(0.95, north=0.25))
    with world.runtime.reading(world.system) as work:
        raised = [one for one in alarms.alarms(work) if one.code == service.BIAS]
    assert [one.subject for one in raised] == ["area=nord"]
    assert raised[0].owner_id == project.owner_id
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.sign(work, found.id, "Godt nok.", valid_to=None)
    with world.runtime.work(world.actor("Erik")) as work:
        for one in raised:
            alarms.answer(work, one.id, "Undersøgt: breve fra nord er kortere.")
        assert service.sign(work, found.id, "Godt nok.", valid_to=None).is_in_force


def test_the_commands_need_no_installation(world: World, tmp_path: Path) -> None:
    file = tmp_path / "prøve.csv"
    file.write_bytes(a_test_set())
    told = run(
        world, commands, "assess", str(file), "--floor", "0.8", "--model", "rule", "--model",
        "model", "--human", "anna", "--margin", "0.05", "--group", "area", "--json",
    )  # fmt: skip
    needed = run(world, commands, "cases-needed", "--error", "0.1", "--margin", "0.05", "--json")

    assert json.loads(told.stdout)["is_kept"]
    assert json.loads(needed.stdout)["cases_per_side"] == 446
    failing = run(world, commands, "assess", str(file), "--floor", "0.99", "--model", "model")
    assert failing.exit_code == 1
    assert "99,0" in failing.stdout
    with pytest.raises(InputProblem):
        run(world, commands, "assess", str(file), "--floor", "0.8", "--model", "findes-ikke")


def test_the_pages_walk_from_a_floor_to_a_signed_and_withdrawn_evaluation(world: World) -> None:
    project = a_project(world, "letters", Stage.IDEA)
    base = f"/styring/afproevning/{project.id}"
    with a_browser(world, "Carl") as carl:
        carl.post(
            f"{base}/mindstekrav",
            {"metric": "accuracy", "population": "Alle breve", "floor": "80 %", "margin": "5 %",
             "reasoning": "Business casen", "cost_false_positive": "1.250,50", "least_group": "40",
             "human_baseline": "0,9", "human_cases": "200"},
        )  # fmt: skip
        carl.post(f"{base}/forsegl", files={"file": ("proeve.csv", a_test_set(0.96, north=0.12))})
        page = carl.get(base).text
    assert "must be signed before" in page
    assert "anna" not in page
    with world.runtime.reading(world.system) as work:
        (floor,) = floors.floors(work, project.id)
    assert (floor.terms.floor, floor.terms.margin, floor.terms.least_group) == (0.8, 0.05, 40)
    assert (floor.terms.cost_false_positive, floor.terms.human_cases) == (1250.5, 200)
    with a_browser(world, "Erik") as erik:
        erik.post(f"{base}/mindstekrav/{floor.id}/underskriv", {"valid_to": ""})
        assert "80.0" in erik.get("/styring/afproevning").text
    with world.runtime.reading(world.actor("Carl")) as work:
        (sealed,) = service.test_sets(work, project.id)
    with a_browser(world, "Carl") as carl:
        carl.post(
            f"{base}/aabn",
            {"test_set": str(sealed.id), "truth": "truth", "models": "rule, model",
             "people": "anna, bo", "groups": "area", "score": "score", "positive": "",
             "model_version": ""},
        )  # fmt: skip
    with world.runtime.reading(world.actor("Carl")) as work:
        (found,) = service.evaluations(work, project.id)
        ((finding, alarm),) = service.bias_alarms(work, found).items()
    assert finding == ("area", "nord")
    with a_browser(world, "Erik") as erik:
        page = erik.get(f"{base}/{found.id}").text
        assert "before each finding about a group is answered" in page
        erik.post(f"{base}/{found.id}/fund/{alarm.id}", {"said": "Nord får flere eksempler."})
        erik.post(
            f"{base}/{found.id}/underskriv", {"because": "God nok.", "valid_to": "2031-05-01"}
        )
        signed = erik.get(f"{base}/{found.id}").text
        card = erik.get(f"{base}/{found.id}/kort").text
        paper = erik.get(f"{base}/{found.id}/kort.pdf")
        erik.post(f"{base}/{found.id}/traek-tilbage", {"because": "Ny praksis."})
        withdrawn = erik.get(f"{base}/{found.id}").text

    assert "points worse than all others" in page
    assert "God nok." in signed
    assert "Nord får flere eksempler." in card
    assert floor.hash in card.replace(" ", ""), "in pieces, to find room on a line"
    assert paper.content.startswith(b"%PDF")
    assert "Ny praksis." in withdrawn
