"""Studies: asked, worked out, suggested, decided on, and rebuilt as they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.jobs.store import JobState
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.registry import service as registry
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question, StudyState
from tests.builders import a_project
from tests.solutions.fleet.situations import FLEET, GOOD, a_fleet, a_study, driving

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

BEST = Demand(front=False)


def an_optimisation(world: World) -> UUID:
    a_fleet(world)
    return a_study(world, driving(world), demand=BEST)


def test_a_fleet_that_is_tried_tells_who_drives_and_what_it_costs(world: World) -> None:
    a_fleet(world)
    study_id = a_study(world, driving(world), {"yaris": 1})

    with world.runtime.reading(world.actor("Anna")) as work:
        view, told = service.study(work, study_id), service.told(work, study_id)
    assert view.line.state is StudyState.DONE
    assert (view.line.undriven, view.line.vehicles) == (1, 1)
    assert told["why"] == {"ALL_BUSY": 1}
    assert told["minimum"]["cars"] == 2
    assert view.simulation is not None
    assert view.simulation.audit.is_clean
    assert [one.name for one in view.fleet] == ["B2"]  # it drives more km than B1


def test_of_more_vehicles_than_there_are_the_rest_is_new_and_everybodys(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    with world.runtime.reading(world.actor("Anna")) as work:
        trips = service.trips_of(work, dataset_id)
        found = service.named_fleet(FLEET, {"yaris": 3}, trips)

    assert [(one.name, one.homes) for one in found] == [
        ("B2", ("Nord",)),
        ("B1", ("Nord",)),
        ("Yaris 3", ()),
    ]


def test_the_best_fleet_is_suggested_with_its_proof_and_a_registered_basis(world: World) -> None:
    study_id = an_optimisation(world)

    with world.runtime.reading(world.actor("Anna")) as work:
        made = service.suggestion_of(work, study_id)
        view = service.study(work, study_id, has_plan=False)
        assert made is not None
        assert made.model_version_id is not None
        version = registry.get(work, made.model_version_id)
        told = service.told(work, study_id)
    assert made.answer == {"counts": {"yaris": 1, "zoe": 1}}
    assert made.confidence == pytest.approx(told["robustness"]["driven_share"], abs=1e-5)
    assert view.optimisation is not None
    assert view.today is not None
    assert view.today.dkk_year > view.optimisation.best.cost.dkk_year
    assert version.method == "fleet calculation"


def test_each_place_gets_vehicles_of_its_own_where_that_is_asked(world: World) -> None:
    a_fleet(world)
    lines = [f"{line.rsplit(';', 1)[0]};{place}" for line, place in zip(GOOD, "NSNS", strict=True)]
    content = "\r\n".join(["Turnr;Bil;Start;Slut;Km;Hjemsted", *lines, ""]).encode()
    dataset_id = driving(world, content)
    study_id = a_study(world, dataset_id, demand=replace(BEST, places=("N", "S")))

    with world.runtime.reading(world.actor("Anna")) as work:
        view = service.study(work, study_id)
    assert view.optimisation is not None
    assert set(view.optimisation.best.by_place) == {"N", "S"}
    assert sorted(one.homes for one in view.fleet) == [("N",), ("S",)]
    assert view.simulation is not None
    assert view.simulation.plan.undriven == 0


def test_who_has_a_vehicle_in_a_shift_keeps_it(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    with world.runtime.reading(world.actor("Anna")) as work:
        rules = service.rules_now(work, service.project_of(work).id)
        trips = service.trips_of(work, dataset_id)
    asked = Question(Aim.SIMULATE, rules, FLEET.kinds, FLEET.vehicles, shifts=((7.0, 15.0),))

    assert len(service.chosen_trips(asked, trips)) == 3
    assert service.answer(asked, trips).result["trips"] == 3


def test_what_ifs_are_looked_for_anew(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    with world.runtime.reading(world.actor("Anna")) as work:
        rules = service.rules_now(work, service.project_of(work).id)
        trips = service.trips_of(work, dataset_id)
    asked = Question(
        Aim.OPTIMISE, rules, FLEET.kinds, (), FLEET.candidates, demand=BEST, what_ifs=True
    )
    found = service.answer(asked, trips).result["what_ifs"]

    assert len(found) == 6
    assert [one["scenario"]["growth"] for one in found] == [0.0, 0.0, 0.1, 0.1, 0.25, 0.25]
    assert all(
        "yaris" not in one["proposal"]["counts"]
        for one in found
        if one["scenario"]["electric_only"] and one["proposal"]
    )


def test_the_same_rules_are_registered_once(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.reading(world.actor("Anna")) as work:
        line, project = service.line(work, study_id), service.project_of(work)
    a_study(world, line.dataset_id, demand=BEST)

    with world.runtime.reading(world.actor("Anna")) as work:
        (version,) = registry.versions(work, project.id)
        service.check_basis(work, version.id)


def test_a_past_suggestion_is_rebuilt_after_prices_have_changed(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        service.save_price(work, project_id, "petrol_dkk", 2025, 99.0, "Opfundet")
        made = service.suggestion_of(work, study_id)
        assert made is not None
    with world.runtime.reading(world.system) as work:
        assert decisions.replay(work, made.id).is_same


def test_a_person_decides_and_can_undo_it(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.work(world.actor("Erik")) as work:
        decision = service.choose(work, study_id, 0, "Vi følger forslaget")
        with pytest.raises(Conflict):
            service.choose(work, study_id, 0)
        settled = items.get(work, study_id).state
    assert (decision.outcome, settled) == (Outcome.ACCEPTED, ItemState.DECIDED)

    with world.runtime.work(world.actor("Bo")) as work:
        service.undo(work, study_id)
        assert service.decision_of(work, study_id) is None
        assert service.count_undecided(work, service.project_of(work).id) == 1


def test_a_fleet_of_ones_own_needs_a_reason(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.work(world.actor("Erik")) as work:
        with pytest.raises(InputProblem):
            service.choose_own(work, study_id, {"zoe": 2}, " ")
        decision = service.choose_own(work, study_id, {"zoe": 2, "yaris": 0}, "Byrådet vil have el")

    assert (decision.outcome, decision.answer) == (Outcome.CHANGED, {"counts": {"zoe": 2}})


def test_not_knowing_leaves_the_study_to_somebody_else(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.work(world.actor("Erik")) as work:
        service.do_not_know(work, study_id, "Jeg mangler tal for vinteren")

    with world.runtime.work(world.actor("Bo")) as work:
        asked = service.decision_of(work, study_id)
        assert asked is not None
        assert asked.outcome is Outcome.UNDECIDED
        assert service.choose(work, study_id, 0).outcome is Outcome.ACCEPTED


def test_a_caseworker_does_not_decide(world: World) -> None:
    study_id = an_optimisation(world)

    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        service.choose(work, study_id, 0)


def test_of_a_fleet_that_was_only_tried_nothing_is_decided(world: World) -> None:
    a_fleet(world)
    study_id = a_study(world, driving(world))

    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.choose(work, study_id, 0)


def test_a_study_that_cannot_be_worked_out_says_why(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    study_id = a_study(
        world, dataset_id, demand=replace(BEST, keep={"yaris": 3}, most={"yaris": 1})
    )

    with world.runtime.reading(world.actor("Anna")) as work:
        line, job = service.line(work, study_id), service.job_of(work, study_id)
    assert job is not None
    assert (line.state, job.state) == (StudyState.FAILED, JobState.FAILED)
    assert "More vehicles are to be kept" in job.problem.message if job.problem else False


def test_nothing_is_asked_of_no_vehicles(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)

    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(InputProblem):
        rules = service.rules_now(work, service.project_of(work).id)
        service.ask(work, dataset_id, "Ingen", Question(Aim.SIMULATE, rules, FLEET.kinds, ()))


def test_a_study_is_renamed_and_deleted_by_whoever_asked_it(world: World) -> None:
    a_fleet(world)
    study_id = a_study(world, driving(world))
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(NotAllowed):
        service.rename(work, study_id, "Carls")
    with world.runtime.work(world.actor("Anna")) as work:
        service.rename(work, study_id, "Annas")
        assert service.line(work, study_id).name == "Annas"
        service.delete(work, study_id)
        assert service.studies(work, service.project_of(work).id) == []


def test_trips_and_decisions_are_counted_for_the_business_case(world: World) -> None:
    study_id = an_optimisation(world)
    with world.runtime.work(world.actor("Erik")) as work:
        service.choose(work, study_id, 0)
        project_id, today = service.project_of(work).id, work.today
        found = service.measured(work, project_id, today, today)

    assert found == {"cases": 4.0, "assisted": 1.0}


def test_without_a_project_nothing_waits(world: World) -> None:
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.count_waiting(work) == 0
    a_project(world, "fleet")
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.count_waiting(work) == 0
