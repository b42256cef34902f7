"""Second looks that are taken back, answers of other kinds, and what second looks teach."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.second_look import (
    label_after,
)
from signatur.solutions.mail_routing.schema import NOWHERE, Portion
from signatur.solutions.mail_routing.schema.second_look import SecondLooks, Verdict
from signatur.solutions.mail_routing.service import reorganising, second_look
from signatur.solutions.mail_routing.service.reorganising import Plan, Reorganisation
from tests.solutions.mail_routing.automatic.authorised import ALWAYS, arrive
from tests.solutions.mail_routing.automatic.second_looks import (
    actions,
    look,
    open_to,
    outcomes,
    watch_of,
)
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT, TO_SNOW, settle

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Authorisation
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from tests.builders import World


# --- taking it back -----------------------------------------------------------------------------


def test_a_second_look_is_taken_back_by_whoever_gave_it(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    look(world, authorisation, disputed.id, Verdict.SYSTEM)
    with world.runtime.work(world.actor("Bo")) as work:
        second_look.undo(work, disputed.id)

    assert outcomes(world, project) == [False]
    assert open_to(world, project, "Bo") == [disputed.id]
    assert "mail_routing.second_look_undone" in actions(world, ObjectRef("item", disputed.id))
    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(Conflict):
        second_look.undo(work, disputed.id)


def test_whoever_chose_first_does_not_take_it_back(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    item = arrive(world, project.id)
    # A super-user may undo what others decided, but this concerns their own choice.
    settle(world, item.id, TO_SNOW, by="Bo")
    look(world, authorisation, item.id, Verdict.SYSTEM, "Anna")
    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(NotAllowed):
        second_look.undo(work, item.id)
    assert outcomes(world, project) == [True]


def test_undoing_the_first_decision_leaves_the_disagreement_and_its_answers(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        chosen = decisions.current(work, disputed.id)
        assert chosen is not None
        service.undo(work, chosen.id)

    assert open_to(world, project, "Bo") == [disputed.id]
    with world.runtime.reading(world.actor("Bo")) as work:
        found = second_look.disagreement(work, disputed.id)
    assert {found.first.places, found.second.places} == {(TO_HOLE,), (TO_SNOW,)}
    look(world, authorisation, disputed.id, Verdict.PERSON)
    assert outcomes(world, project) == [False]


def test_what_was_erased_cannot_be_settled_and_what_was_settled_stays(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    settled = arrive(world, project.id, 1)
    settle(world, settled.id, TO_SNOW)
    look(world, authorisation, settled.id, Verdict.BOTH)
    with world.runtime.work(world.system) as work:
        for item in (disputed, settled):
            service.erase(work, item.id)

    assert open_to(world, project, "Bo") == []
    with pytest.raises(NotFound):
        look(world, authorisation, disputed.id, Verdict.SYSTEM)
    assert sorted(outcomes(world, project)) == [False, True]
    assert watch_of(world, authorisation).looks == SecondLooks(waiting=0, both=1)


# --- answers of other kinds ---------------------------------------------------------------------


def test_what_was_refused_or_divided_is_shown_as_such(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    assert authorisation.control_share == ALWAYS
    refused, divided = (arrive(world, project.id, number) for number in range(2))
    with world.runtime.work(world.actor("Anna")) as work:
        service.send_nowhere(work, refused.id)
        portions = [Portion(TO_SNOW, "Sne."), Portion(TO_PASSPORT, "Pas.")]
        service.divide(work, divided.id, portions)
    with world.runtime.reading(world.actor("Bo")) as work:
        shown = [second_look.disagreement(work, one.id) for one in (refused, divided)]
    places = [{one.first.places, one.second.places} for one in shown]
    assert places == [{(NOWHERE,), (TO_HOLE,)}, {(TO_SNOW, TO_PASSPORT), (TO_HOLE,)}]


def test_what_became_of_a_place_is_shown_beside_it(
    world: World, project: Project, disputed: Item
) -> None:
    world.clock.advance(timedelta(days=1))
    merged = Plan(
        kind=Reorganisation.MERGE_SUBJECTS, from_keys=("sne",), to_key="hul", because="Samlet."
    )
    with world.runtime.work(world.actor("Bo")) as work:
        reorganising.reorganise(work, project.id, merged)
    with world.runtime.reading(world.actor("Bo")) as work:
        found = second_look.disagreement(work, disputed.id)
    by_place = {one.places: one.today for one in (found.first, found.second)}
    assert by_place == {(TO_HOLE,): None, (TO_SNOW,): TO_HOLE}


# --- what it teaches ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        (Verdict.PERSON, "sne"),
        (Verdict.SYSTEM, "hul"),
        (Verdict.BOTH, "sne"),
        (Verdict.NEITHER, None),
    ],
)
def test_what_an_enquiry_teaches_follows_the_second_look(
    world: World,
    project: Project,
    authorisation: Authorisation,
    disputed: Item,
    verdict: Verdict,
    label: str | None,
) -> None:
    look(world, authorisation, disputed.id, verdict)
    assert taught(world, project) == ([label] if label else [])

    with world.runtime.work(world.actor("Bo")) as work:
        second_look.undo(work, disputed.id)
    assert taught(world, project) == ["sne"]


def test_what_is_decided_after_the_second_look_stands(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    look(world, authorisation, disputed.id, Verdict.NEITHER)
    world.clock.advance(timedelta(minutes=1))
    with world.runtime.work(world.actor("Anna")) as work:
        chosen = decisions.current(work, disputed.id)
        assert chosen is not None
        service.undo(work, chosen.id)
    settle(world, disputed.id, TO_PASSPORT)
    assert taught(world, project) == ["pas"]


def taught(world: World, project: Project) -> list[str]:
    with world.runtime.reading(world.system) as work:
        return [one.label for one in service.lesson_of(work, project.id).examples]


def test_a_third_place_teaches_also_where_neither_was_right() -> None:
    assert label_after(Verdict.NEITHER, "pas", person="sne", system="hul") == "pas"


def test_what_lies_at_a_wrong_desk_is_shown_until_it_is_sent_on(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    look(world, authorisation, disputed.id, Verdict.SYSTEM)
    assert misplaced(world, project) == [True]
    with world.runtime.work(world.actor("Bo")) as work:
        chosen = decisions.current(work, disputed.id)
        assert chosen is not None
        service.undo(work, chosen.id)
        service.send_to(work, disputed.id, TO_HOLE)
    assert misplaced(world, project) == [False]


def misplaced(world: World, project: Project) -> list[bool]:
    with world.runtime.reading(world.actor("Bo")) as work:
        return [one.is_misplaced for one in second_look.settled_lately(work, project.id)]
