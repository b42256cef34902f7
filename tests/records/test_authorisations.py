"""Standing authorisations: limited, in operation only, and stopped at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.permissions import ActorKind
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Authorisation, Decision, Outcome
from signatur.records.decisions.service import NotCovered
from signatur.records.items import service as items
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Project, Stage
from signatur.records.projects.service import GateClosed
from tests.builders import NOON, World, a_project, an_item
from tests.records.test_decisions import offer

if TYPE_CHECKING:
    from signatur.records.items.schema import Item

GIVEN = Authorisation(
    id=uuid4(),
    project_id=uuid4(),
    giver_id=uuid4(),
    scope=frozenset({"road"}),
    floor=0.95,
    valid_from=NOON,
    valid_to=NOON + timedelta(days=30),
    control_share=0.05,
    daily_cap=10,
    seed=42,
    suspended_at=None,
    suspended_because="",
)


def authorise(world: World, project: Project, by: str = "Erik", **changed: Any) -> Authorisation:
    values: dict[str, Any] = {
        "scope": {"road"},
        "floor": 0.95,
        "valid_to": NOON + timedelta(days=30),
        "control_share": 1e-9,
        "daily_cap": 2,
        **changed,
    }
    with world.runtime.work(world.actor(by)) as work:
        return decisions.authorise(work, project.id, **values)


def decide_under(
    world: World, item: Item, given_one: Authorisation, scope_key: str = "road"
) -> Decision:
    made = offer(world, item)
    with world.runtime.work(world.system) as work:
        return decisions.decide_under(work, item, made, given_one, scope_key)


def suspend(world: World, given_one: Authorisation, by: str = "Dorte") -> None:
    with world.runtime.work(world.actor(by)) as work:
        decisions.suspend(work, given_one.id, "Kvaliteten faldt.")


# --- giving ------------------------------------------------------------------------------------


def test_a_named_person_gives_it_and_it_stands_in_the_list(world: World, project: Project) -> None:
    first, second = authorise(world, project), authorise(world, project)

    assert first.giver_id == world.person_ids["Erik"]
    with world.runtime.reading(world.system) as work:
        assert decisions.authorisations(work, project.id) == [second, first]


@pytest.mark.parametrize(
    "changed",
    [
        {"scope": set()},
        {"floor": 0.4},
        {"floor": 1.0},
        {"valid_to": NOON},
        {"control_share": 0.0},
        {"control_share": 1.1},
        {"daily_cap": 0},
    ],
)
def test_one_without_limits_is_refused(
    world: World, project: Project, changed: dict[str, Any]
) -> None:
    with pytest.raises(InputProblem):
        authorise(world, project, **changed)


def test_only_a_project_owner_gives_one_and_never_the_installation(
    world: World, project: Project
) -> None:
    with pytest.raises(NotAllowed):
        authorise(world, project, by="Bo")
    with pytest.raises(InputProblem), world.runtime.work(world.system) as work:
        decisions.authorise(
            work,
            project.id,
            scope={"road"},
            floor=0.95,
            valid_to=NOON + timedelta(days=1),
            control_share=0.1,
            daily_cap=1,
        )


def test_none_is_given_before_operation(world: World) -> None:
    with pytest.raises(GateClosed):
        authorise(world, a_project(world, "similar_cases", Stage.TRIAL))


# --- deciding under it -------------------------------------------------------------------------


def test_what_it_covers_is_decided_in_its_name(world: World, item: Item, project: Project) -> None:
    given_one = authorise(world, project)
    decision = decide_under(world, item, given_one)

    assert (decision.outcome, decision.person_id, decision.authorisation_id) == (
        Outcome.ACCEPTED,
        None,
        given_one.id,
    )
    with world.runtime.reading(world.system) as work:
        last = audit.trail(work, items.ref(item.id))[-1]
    assert (last.actor_kind, last.actor_id) == (ActorKind.AUTHORISATION, given_one.id)


def test_what_it_does_not_name_is_left_to_a_person(
    world: World, item: Item, project: Project
) -> None:
    with pytest.raises(NotCovered, match="outside its scope"):
        decide_under(world, item, authorise(world, project), scope_key="school")


def test_the_control_share_is_left_to_a_person(world: World, item: Item, project: Project) -> None:
    with pytest.raises(NotCovered, match="control share"):
        decide_under(world, item, authorise(world, project, control_share=1.0))


def test_beyond_its_daily_cap_a_person_decides_until_the_next_day(
    world: World, project: Project
) -> None:
    given_one = authorise(world, project)
    things = [an_item(world, project.id, key=str(number)) for number in range(4)]
    for thing in things[:2]:
        decide_under(world, thing, given_one)
    with pytest.raises(NotCovered, match="daily cap"):
        decide_under(world, things[2], given_one)
    world.clock.advance(timedelta(days=1))

    assert decide_under(world, things[3], given_one).authorisation_id == given_one.id


def test_it_ends_by_itself(world: World, item: Item, project: Project) -> None:
    given_one = authorise(world, project)
    world.clock.advance(timedelta(days=30))

    with pytest.raises(NotCovered, match="not in force"):
        decide_under(world, item, given_one)


def test_it_holds_in_its_own_project_only(world: World, project: Project) -> None:
    given_one = authorise(world, project)
    elsewhere = an_item(world, a_project(world, "similar_cases").id)

    with pytest.raises(NotCovered, match="not in force"):
        decide_under(world, elsewhere, given_one)


def test_it_stops_when_the_basis_for_operation_is_withdrawn(
    world: World, item: Item, project: Project
) -> None:
    given_one = authorise(world, project)
    (basis,) = [one for one in project.evidence if one.kind is EvidenceKind.LEGAL_BASIS_OPERATION]
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, basis.id, "Loven er ændret.")

    with pytest.raises(GateClosed):
        decide_under(world, item, given_one)


def test_a_suggestion_decides_its_own_item_only(world: World, item: Item, project: Project) -> None:
    given_one, other = authorise(world, project), an_item(world, project.id, key="other")
    made = offer(world, item)

    with pytest.raises(AssertionError), world.runtime.work(world.system) as work:
        decisions.decide_under(work, other, made, given_one, "road")


def test_what_a_person_decided_is_not_decided_again(
    world: World, item: Item, project: Project
) -> None:
    given_one = authorise(world, project)
    decide_under(world, item, given_one)

    with pytest.raises(Conflict):
        decide_under(world, item, given_one)


# --- stopping ----------------------------------------------------------------------------------


def look(world: World, project: Project) -> Authorisation:
    with world.runtime.reading(world.system) as work:
        return decisions.authorisations(work, project.id)[0]


def test_it_is_stopped_at_once_and_once(world: World, item: Item, project: Project) -> None:
    given_one = authorise(world, project)
    suspend(world, given_one)
    stopped = look(world, project)
    world.clock.advance(timedelta(hours=1))
    suspend(world, given_one)

    assert (stopped.suspended_at, stopped.suspended_because) == (NOON, "Kvaliteten faldt.")
    assert look(world, project) == stopped
    with pytest.raises(NotCovered, match="not in force"):
        decide_under(world, item, stopped)


def test_stopping_is_a_right_that_more_people_have(world: World, project: Project) -> None:
    given_one = authorise(world, project)

    with pytest.raises(NotAllowed):
        suspend(world, given_one, by="Anna")
    suspend(world, given_one, by="Bo")
    with pytest.raises(NotFound):
        suspend(world, replace(given_one, id=uuid4()))


# --- the control share -------------------------------------------------------------------------


@given(st.uuids(), st.integers(0, 2**31))
def test_the_draw_can_be_repeated_by_anyone(item_id: UUID, seed: int) -> None:
    drawn = replace(GIVEN, seed=seed, control_share=0.5).draws_control(item_id)

    assert replace(GIVEN, id=uuid4(), seed=seed, control_share=0.5).draws_control(item_id) == drawn


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_the_share_drawn_is_close_to_the_share_promised(share: float) -> None:
    given_one, count = replace(GIVEN, control_share=share), 20_000
    drawn = sum(given_one.draws_control(UUID(int=number)) for number in range(count))

    # Four standard deviations of a binomial share.
    assert abs(drawn / count - share) < 4 * (share * (1 - share) / count) ** 0.5
