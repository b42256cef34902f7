"""Performance floors: drafted by one, signed by another, before any test set is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Floor, Metric, Terms
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from tests.builders import World, a_project

TERMS = Terms(metric=Metric.PRECISION, population="Breve uden bilag", floor=0.95, margin=0.02)


def _draft(world: World, terms: Terms = TERMS, by: str = "Carl") -> Floor:
    with world.runtime.reading(world.system) as work:
        found = projects.find(work, "mail_routing")
    project = found or a_project(world, stage=Stage.IDEA)
    with world.runtime.work(world.actor(by)) as work:
        return floors.draft(work, project.id, terms)


def _sign(world: World, floor: Floor, by: str = "Erik") -> Floor:
    with world.runtime.work(world.actor(by)) as work:
        return floors.sign(work, floor.id, valid_to=date(2027, 3, 1))


def test_whoever_drafted_a_floor_does_not_sign_it(world: World) -> None:
    floor = _draft(world)

    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        floors.sign(work, floor.id, valid_to=None)
    assert _sign(world, floor).is_signed


def test_a_signed_floor_is_the_projects_evidence_until_another_takes_its_place(
    world: World,
) -> None:
    first = _sign(world, _draft(world))
    second = _sign(world, _draft(world, replace(TERMS, floor=0.9)))

    with world.runtime.reading(world.system) as work:
        now = floors.current(work, first.project_id)
        evidence = projects.get(work, first.project_id).evidence
        assert now is not None
        assert now.id == second.id
        assert [one.reference for one in evidence if one.is_valid(work.today)] == [
            f"floor:{second.id}"
        ]
        assert {one.kind for one in evidence} == {EvidenceKind.PERFORMANCE_FLOOR}
        assert floors.get(work, first.id).withdrawn_at is not None


def test_the_hash_tells_the_terms_apart() -> None:
    assert TERMS.hash() == replace(TERMS).hash()
    assert TERMS.hash() != replace(TERMS, floor=0.951).hash()


def test_no_test_set_is_opened_before_the_signature_and_none_exchanged_after(world: World) -> None:
    floor = _draft(world)
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        floors.note_opened(work, floor.id, "a" * 64)
    _sign(world, floor)

    with world.runtime.work(world.actor("Carl")) as work:
        opened = floors.note_opened(work, floor.id, "a" * 64)
    assert (opened.test_set_hash, opened.opened_at) == ("a" * 64, world.clock.now())
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        floors.note_opened(work, floor.id, "b" * 64)


@pytest.mark.parametrize(
    "wrong", [{"floor": 1.2}, {"margin": -0.1}, {"population": " "}, {"human_cases": -1}]
)
def test_impossible_terms_are_refused(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(InputProblem):
        _draft(world, replace(TERMS, **wrong))
