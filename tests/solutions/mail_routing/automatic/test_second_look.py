"""A second person settles disagreements at control: blindly, once, and never their own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import pytest

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.kernel.permissions import Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Authorisation
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.second_look import (
    is_person_first,
    verdict_of,
)
from signatur.solutions.mail_routing.schema.second_look import Said, SecondLooks, Verdict
from signatur.solutions.mail_routing.service import second_look, watching
from tests.builders import NOON
from tests.solutions.mail_routing.automatic.authorised import arrive
from tests.solutions.mail_routing.automatic.second_looks import (
    actions,
    look,
    open_to,
    outcomes,
    said_of,
    watch_of,
)
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT, TO_SNOW, settle

if TYPE_CHECKING:
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.schema import Target
    from tests.builders import World

FALL = 8
"""Wrong controls, one after the other, after which an authorisation suspends itself."""


# --- the order ----------------------------------------------------------------------------------


def test_the_order_does_not_tell_who_said_what() -> None:
    items = [uuid5(UUID(int=1), str(number)) for number in range(4000)]
    # Among what is drawn for control, and so not for all items alike.
    given = an_authorisation(seed=17)
    drawn = [one for one in items if given.draws_control(one)]
    first = [is_person_first(one, 17) for one in drawn]
    assert 600 < len(drawn) < 1000
    # Within four standard errors of one half.
    assert abs(sum(first) / len(first) - 0.5) < 4 * 0.5 / len(first) ** 0.5
    assert first == [is_person_first(one, 17) for one in drawn]
    assert first != [is_person_first(one, 18) for one in drawn]


def an_authorisation(seed: int) -> Authorisation:
    return Authorisation(
        id=UUID(int=1), project_id=UUID(int=2), giver_id=UUID(int=3), scope=frozenset(),
        floor=0.95, valid_from=NOON, valid_to=NOON, control_share=0.2, daily_cap=1, seed=seed,
        suspended_at=None, suspended_because="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "person_first", "verdict"),
    [
        (Said.FIRST, True, Verdict.PERSON),
        (Said.FIRST, False, Verdict.SYSTEM),
        (Said.SECOND, True, Verdict.SYSTEM),
        (Said.SECOND, False, Verdict.PERSON),
        (Said.BOTH, False, Verdict.BOTH),
        (Said.NEITHER, True, Verdict.NEITHER),
    ],
)
def test_what_is_said_means_whose_answer_was_right(
    said: Said, verdict: Verdict, *, person_first: bool
) -> None:
    assert verdict_of(said, person_first=person_first) is verdict


def test_what_is_shown_tells_nothing_of_what_the_person_chose(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    for number in range(3):
        item = arrive(world, project.id, number)
        # Passports have a deadline, which would tell.
        settle(world, item.id, TO_PASSPORT)
        with world.runtime.reading(world.actor("Bo")) as work:
            found = second_look.disagreement(work, item.id)
        assert {found.first.places, found.second.places} == {(TO_HOLE,), (TO_PASSPORT,)}
        shown = found.line
        assert (shown.due_on, shown.department_key, shown.subject_key) == (None, "", "")
        expected = TO_PASSPORT if is_person_first(item.id, authorisation.seed) else TO_HOLE
        assert found.first.places == (expected,)


# --- who ----------------------------------------------------------------------------------------


def test_nobody_settles_what_they_chose_themselves(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    assert open_to(world, project, "Anna") == []
    assert open_to(world, project, "Bo") == [disputed.id]
    with pytest.raises(NotAllowed):
        look(world, authorisation, disputed.id, Verdict.PERSON, "Anna")
    with world.runtime.reading(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        second_look.disagreement(work, disputed.id)
    assert outcomes(world, project) == [False]


def test_nor_what_they_decided_after_the_first(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        chosen = decisions.current(work, disputed.id)
        assert chosen is not None
        service.undo(work, chosen.id)
        service.send_to(work, disputed.id, TO_HOLE)

    assert open_to(world, project, "Bo") == []
    with pytest.raises(NotAllowed):
        look(world, authorisation, disputed.id, Verdict.SYSTEM)


@pytest.mark.parametrize("who", ["Carl", "Dorte", "Erik"])
def test_nor_anybody_who_may_not_decide(
    world: World, project: Project, authorisation: Authorisation, disputed: Item, who: str
) -> None:
    assert open_to(world, project, who) == []
    with pytest.raises((NotAllowed, NotFound)):
        look(world, authorisation, disputed.id, Verdict.PERSON, who)


@pytest.mark.parametrize(
    ("chosen", "departments", "sees"),
    [
        (TO_SNOW, {"vej"}, True),
        # The place they may see would give itself away as the person's.
        (TO_PASSPORT, {"borger"}, False),
        (TO_PASSPORT, {"vej"}, False),
        (TO_PASSPORT, {"borger", "vej"}, True),
    ],
)
def test_whoever_may_see_some_departments_gets_those_where_both_answers_are_among_them(
    world: World,
    project: Project,
    authorisation: Authorisation,
    chosen: Target,
    departments: set[str],
    *,
    sees: bool,
) -> None:
    item = arrive(world, project.id)
    settle(world, item.id, chosen)
    with world.runtime.work(world.system) as work:
        vagn = people.add_person(work, login="Vagn", name="Vagn Prøve")
        limit = {"department": frozenset(departments)}
        people.give_role(work, vagn.id, Role.CASEWORKER, limit=limit)
    assert isinstance(world.person_ids, dict)
    world.person_ids["Vagn"] = vagn.id

    assert open_to(world, project, "Vagn") == ([item.id] if sees else [])
    if not sees:
        with pytest.raises(NotFound):
            look(world, authorisation, item.id, Verdict.PERSON, "Vagn")


def test_the_system_settles_nothing(
    world: World, authorisation: Authorisation, disputed: Item
) -> None:
    said = said_of(world, authorisation, disputed.id, Verdict.SYSTEM)
    with world.runtime.work(world.system) as work, pytest.raises((NotAllowed, NotFound)):
        second_look.settle(work, disputed.id, said)


def test_the_first_to_look_settles_it(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    look(world, authorisation, disputed.id, Verdict.BOTH)
    assert open_to(world, project, "Bo") == []
    with pytest.raises(Conflict):
        look(world, authorisation, disputed.id, Verdict.PERSON)
    assert outcomes(world, project) == [True]


def test_there_is_nothing_to_settle_where_both_agreed_or_nobody_has_chosen(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    agreed, waiting = (arrive(world, project.id, number) for number in range(2))
    settle(world, agreed.id, TO_HOLE)
    assert open_to(world, project, "Bo") == []
    for item in (agreed, waiting):
        with pytest.raises(NotFound):
            look(world, authorisation, item.id, Verdict.PERSON)


# --- what follows -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "is_right"),
    [
        (Verdict.PERSON, False),
        (Verdict.SYSTEM, True),
        (Verdict.BOTH, True),
        (Verdict.NEITHER, False),
    ],
)
def test_a_disagreement_is_wrong_until_it_is_settled_and_then_follows_the_verdict(
    world: World,
    project: Project,
    authorisation: Authorisation,
    disputed: Item,
    verdict: Verdict,
    *,
    is_right: bool,
) -> None:
    assert outcomes(world, project) == [False]
    assert watch_of(world, authorisation).looks == SecondLooks(waiting=1)

    look(world, authorisation, disputed.id, verdict)

    assert outcomes(world, project) == [is_right]
    watch = watch_of(world, authorisation)
    assert (watch.looks.waiting, watch.looks.of(verdict), watch.looks.settled) == (0, 1, 1)
    with world.runtime.reading(world.system) as work:
        (outcome,) = service.control_outcomes(work, project.id)
        chosen = decisions.current(work, disputed.id)
    assert (outcome.decided, outcome.agreed) == (TO_SNOW, False), "the first choice stays"
    assert chosen is not None
    assert chosen.person_id == world.person_ids["Anna"]


def test_the_watch_looks_again(
    world: World, project: Project, authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RUN_IN", 2)
    for number in range(3):
        settle(world, arrive(world, project.id, number).id, TO_HOLE)
    wrong, other = arrive(world, project.id, 3), arrive(world, project.id, 4)
    settle(world, wrong.id, TO_SNOW)
    settle(world, other.id, TO_SNOW)
    before = watch_of(world, authorisation)
    assert before.closer_because

    look(world, authorisation, wrong.id, Verdict.SYSTEM)
    look(world, authorisation, other.id, Verdict.SYSTEM)

    after = watch_of(world, authorisation)
    assert after.closer_because == ""
    assert after.evidence < before.evidence
    assert (before.right, after.right, after.total) == (3, 5, 5)


def test_what_a_second_person_finds_wrong_is_a_suspicion(
    world: World, project: Project, authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RUN_IN", 2)
    for number in range(3):
        settle(world, arrive(world, project.id, number).id, TO_HOLE)
    wrong = arrive(world, project.id, 3)
    settle(world, wrong.id, TO_SNOW)
    assert not watch_of(world, authorisation).closer_because

    look(world, authorisation, wrong.id, Verdict.PERSON)

    assert watch_of(world, authorisation).closer_because


def test_a_suspended_one_stays_so_but_what_spoke_against_it_falls(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    wrong = [arrive(world, project.id, number) for number in range(FALL)]
    for item in wrong:
        settle(world, item.id, TO_SNOW)
    before = watch_of(world, authorisation)
    assert before.evidence >= before.patience

    for item in wrong:
        look(world, authorisation, item.id, Verdict.BOTH)

    after = watch_of(world, authorisation)
    assert after.evidence < after.patience / 100
    assert (after.right, after.total, after.bounds.value) == (FALL, FALL, 1.0)
    with world.runtime.reading(world.system) as work:
        assert decisions.authorisation(work, authorisation.id).suspended_at is not None
        assert watching.suspended_itself(work, decisions.authorisation(work, authorisation.id))


def test_a_subject_that_was_paused_goes_again_when_its_controls_were_right(
    world: World, project: Project, authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LEAST_OF_SUBJECT", 4)
    # Other subjects go well, so that the authorisation stands while one subject falls.
    for number in range(60):
        item = arrive(world, project.id, number, "Mit pas er udløbet.")
        settle(world, item.id, TO_PASSPORT)
    wrong = [arrive(world, project.id, 100 + number) for number in range(FALL)]
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "suspend", lambda *_given: None)
        patched.setattr(watching, "_patience_of_one", lambda *_given: 50.0)
        for item in wrong:
            settle(world, item.id, TO_SNOW)
        pause_now(world, authorisation)
        assert "hul" in pauses_of(world, authorisation)

        for item in wrong:
            look(world, authorisation, item.id, Verdict.SYSTEM)

    assert pauses_of(world, authorisation) == set()
    assert "mail_routing.subject_resumed" in actions(
        world, ObjectRef("authorisation", authorisation.id)
    )


def pause_now(world: World, authorisation: Authorisation) -> None:
    """Let the subjects be judged though the authorisation as a whole would be suspended first."""
    with world.runtime.work(world.system) as work:
        found = decisions.authorisation(work, authorisation.id)
        watching._pause_subjects(work, found, watching._controls(work, authorisation.id))


def pauses_of(world: World, authorisation: Authorisation) -> set[str]:
    with world.runtime.reading(world.system) as work:
        return set(watching.pauses_of(work, authorisation.id))


def test_verdict_and_audit_are_one_transaction(
    world: World, project: Project, authorisation: Authorisation, disputed: Item
) -> None:
    def fail() -> None:
        raise RuntimeError

    said = said_of(world, authorisation, disputed.id, Verdict.SYSTEM)
    with pytest.raises(RuntimeError), world.runtime.work(world.actor("Bo")) as work:
        second_look.settle(work, disputed.id, said)
        fail()
    assert "mail_routing.second_look_given" not in actions(world, ObjectRef("item", disputed.id))
    assert outcomes(world, project) == [False]

    look(world, authorisation, disputed.id, Verdict.SYSTEM)

    with world.runtime.reading(world.system) as work:
        (entry,) = [
            one
            for one in audit.trail(work, ObjectRef("item", disputed.id))
            if one.action == "mail_routing.second_look_given"
        ]
    assert entry.actor_id == world.person_ids["Bo"]
    assert entry.details == {"verdict": "system"}
