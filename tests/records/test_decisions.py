"""The system suggests, a person decides, both are written down, and it can be undone."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from signatur.kernel.errors import Conflict, NotFound
from signatur.records.audit import service as audit
from signatur.records.decisions import cli
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import (
    Arm,
    Decision,
    NewDecision,
    NewSuggestion,
    Outcome,
    Suggestion,
)
from signatur.records.decisions.service import deciding
from signatur.records.decisions.tables import DecisionRow, ShowingRow
from signatur.records.items import service as items
from signatur.records.projects.schema import Project, Stage
from signatur.records.projects.service import GateClosed
from tests.builders import World, a_project, an_item
from tests.commands import run

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.items.schema import Item

NEW = NewSuggestion(
    answer={"department": "road"},
    reasons=[{"word": "vej"}],
    confidence=0.9,
    model_version_id=None,
    basis={"threshold": 0.8},
    input=b"Der er hul i vejen",
)


def offer(world: World, item: Item, new: NewSuggestion = NEW) -> Suggestion:
    with world.runtime.work(world.system) as work:
        return decisions.offer(work, item, new)


def decide(
    world: World,
    item: Item,
    by: str = "Anna",
    outcome: Outcome = Outcome.ACCEPTED,
    suggestion_id: UUID | None = None,
) -> Decision:
    new = NewDecision(
        outcome=outcome,
        answer={"department": "road"},
        suggestion_id=suggestion_id,
        note=" Ring først. ",
    )
    with world.runtime.work(world.actor(by)) as work:
        return decisions.decide(work, item, new)


def undo(world: World, decision: Decision, by: str = "Anna") -> Decision:
    with world.runtime.work(world.actor(by)) as work:
        return decisions.undo(work, decision.id)


def current(world: World, item: Item) -> Decision | None:
    with world.runtime.reading(world.system) as work:
        return decisions.current(work, item.id)


# --- suggesting --------------------------------------------------------------------------------


def test_a_suggestion_is_kept_with_exactly_what_the_model_saw(world: World, item: Item) -> None:
    first = offer(world, item)
    second = offer(world, item, replace(NEW, confidence=0.95, arm=Arm.HIDDEN))

    with world.runtime.reading(world.system) as work:
        assert decisions.suggestions(work, item.id) == [first, second]
        assert decisions.latest_suggestion(work, item.id) == second
        assert decisions.suggestion(work, first.id) == first
        assert decisions.read_input(work, first) == b"Der er hul i vejen"
    assert (first.answer, first.reasons, first.basis, second.arm) == (
        {"department": "road"},
        [{"word": "vej"}],
        {"threshold": 0.8},
        Arm.HIDDEN,
    )


def test_an_item_without_a_suggestion_has_none(world: World, item: Item) -> None:
    with world.runtime.reading(world.system) as work:
        assert decisions.latest_suggestion(work, item.id) is None
        with pytest.raises(NotFound):
            decisions.suggestion(work, uuid4())


def test_nothing_is_suggested_before_there_is_a_basis_for_development(world: World) -> None:
    item = an_item(world, a_project(world, "similar_cases", Stage.SCOPING).id)

    with pytest.raises(GateClosed):
        offer(world, item)


def showings(world: World) -> list[dict[str, Any]]:
    with world.runtime.database.reading() as session:
        return [row.shown for row in session.scalars(select(ShowingRow))]


def test_what_a_person_was_shown_is_written_down_the_first_time(world: World, item: Item) -> None:
    made = offer(world, item)
    for shown in ({"reasons": 1}, {"reasons": 2}):
        with world.runtime.work(world.actor("Anna")) as work:
            decisions.note_shown(work, made, shown)
    with world.runtime.work(world.system) as work:
        decisions.note_shown(work, made, {"reasons": 3})

    assert showings(world) == [{"reasons": 1}]


# --- deciding ----------------------------------------------------------------------------------


def test_a_decision_names_who_decided_what(world: World, item: Item) -> None:
    made = offer(world, item)
    decision = decide(world, item, suggestion_id=made.id)

    assert (decision.person_id, decision.authorisation_id, decision.note) == (
        world.person_ids["Anna"],
        None,
        "Ring først.",
    )
    assert current(world, item) == decision
    with world.runtime.reading(world.system) as work:
        assert decisions.get(work, decision.id) == decision
        assert decisions.decisions(work, item.id) == [decision]


def test_nobody_decides_without_being_a_person(world: World, item: Item) -> None:
    new = NewDecision(outcome=Outcome.ACCEPTED, answer={}, suggestion_id=None)

    with pytest.raises(Conflict), world.runtime.work(world.system) as work:
        decisions.decide(work, item, new)


def test_the_database_itself_refuses_a_decision_of_nobody(world: World, item: Item) -> None:
    new = NewDecision(outcome=Outcome.ACCEPTED, answer={}, suggestion_id=None)

    with pytest.raises(Conflict) as refusal, world.runtime.work(world.system) as work:
        deciding.write(work, item, new, person_id=None, authorisation_id=None)
    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_nothing_is_decided_before_the_trial(world: World) -> None:
    item = an_item(world, a_project(world, "similar_cases", Stage.DEVELOPMENT).id)

    with pytest.raises(GateClosed):
        decide(world, item)


def test_an_item_is_decided_once(world: World, item: Item) -> None:
    decide(world, item)

    with pytest.raises(Conflict):
        decide(world, item, by="Bo")


def test_two_people_who_decide_at_the_same_moment_get_one_decision(
    world: World, item: Item
) -> None:
    both_looked = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def decide_as(name: str) -> None:
        both_looked.wait()
        try:
            decide(world, item, by=name)
        except Conflict:
            outcomes.append("too late")
        else:
            outcomes.append("decided")

    people = [threading.Thread(target=decide_as, args=(name,)) for name in ("Anna", "Bo")]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(outcomes) == ["decided", "too late"]


def test_a_decision_that_slipped_in_between_is_told_as_such(
    world: World, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(world, item)
    monkeypatch.setattr(deciding, "current", lambda *_more: None)

    with pytest.raises(Conflict) as refusal:
        decide(world, item, by="Bo")
    assert refusal.value.shown.message.startswith("A colleague has decided")


def test_not_knowing_leaves_the_item_to_others(world: World, item: Item) -> None:
    decide(world, item, outcome=Outcome.UNDECIDED)
    decide(world, item, by="Bo", outcome=Outcome.UNDECIDED)

    assert current(world, item) is None
    assert decide(world, item, by="Bo").outcome is Outcome.ACCEPTED


def test_an_undone_decision_is_remembered_and_makes_room_for_another(
    world: World, item: Item
) -> None:
    first = decide(world, item)
    undo(world, first)
    between = current(world, item)
    second = decide(world, item, by="Bo")

    assert (between, current(world, item)) == (None, second)
    with world.runtime.reading(world.system) as work:
        assert [one.id for one in decisions.decisions(work, item.id)] == [first.id, second.id]
        told = [one.action for one in audit.trail(work, items.ref(item.id))]
    assert told == ["items.received", *["decisions.decided", "decisions.undone"], told[-1]]
    with pytest.raises(NotFound):
        undo(world, first)


def test_a_decision_that_does_not_exist_is_not_found(world: World) -> None:
    with world.runtime.reading(world.system) as work, pytest.raises(NotFound):
        decisions.get(work, uuid4())


def test_it_is_counted_on_how_much_a_person_decided_since_a_moment(
    world: World, project: Project
) -> None:
    things = [an_item(world, project.id, key=key) for key in ("a", "b", "c", "d")]
    decide(world, things[0], outcome=Outcome.UNDECIDED)
    decide(world, things[0])
    undo(world, decide(world, things[1]))
    decide(world, things[2], by="Bo")
    decide(world, things[3])

    anna = world.person_ids["Anna"]
    with world.runtime.reading(world.system) as work:
        counted = [
            decisions.count_decided(work, project.id, anna, since)
            for since in (work.now, work.now + timedelta(seconds=1))
        ]
    assert counted == [2, 0]


# --- learning ----------------------------------------------------------------------------------


def test_only_what_people_settled_for_good_is_learnt_from(world: World, project: Project) -> None:
    outcomes = list(Outcome)
    things = [an_item(world, project.id, key=outcome) for outcome in outcomes]
    for thing, outcome in zip(things, outcomes, strict=True):
        decide(world, thing, outcome=outcome)
    undone = an_item(world, project.id, key="undone")
    undo(world, decide(world, undone))

    with world.runtime.reading(world.system) as work:
        learnt = {label.outcome for label in decisions.labels(work, project.id)}
    assert learnt == {Outcome.ACCEPTED, Outcome.CHOSEN, Outcome.CHANGED, Outcome.REFUSED}


def test_what_was_erased_is_not_learnt_from(world: World, item: Item) -> None:
    decide(world, item)
    with world.runtime.work(world.system) as work:
        before = len(decisions.labels(work, item.project_id))
        items.erase(work, item.id, "deadline")
        after = len(decisions.labels(work, item.project_id))

    assert (before, after) == (1, 0)


# --- erasing -----------------------------------------------------------------------------------


def test_erasure_leaves_who_when_and_how_but_not_what(world: World, item: Item) -> None:
    made = offer(world, item)
    decision = decide(world, item, suggestion_id=made.id)
    with world.runtime.work(world.actor("Anna")) as work:
        decisions.note_shown(work, made, {"reasons": 1})
    with world.runtime.work(world.system) as work:
        decisions.erase_content(work, item.id)

    with world.runtime.reading(world.system) as work:
        erased = decisions.suggestion(work, made.id)
        assert decisions.get(work, decision.id) == replace(decision, answer={}, note="")
        assert (erased.answer, erased.reasons, erased.input_sha256) == ({}, [], "")
        with pytest.raises(NotFound):
            decisions.read_input(work, erased)
    assert showings(world) == []


# --- commands ----------------------------------------------------------------------------------


def test_the_chain_is_checked_for_people_and_for_programs(world: World) -> None:
    for_people = run(world, cli.commands, "verify")
    for_programs = json.loads(run(world, cli.commands, "verify", "--json").stdout)

    assert for_people.exit_code == 0
    assert for_people.stdout.endswith("entries, holds\n")
    assert for_programs["holds"]
    assert for_programs["chains"][0]["authority"] == str(world.authority_id)


def test_a_broken_chain_is_told_where_and_by_the_exit_status(world: World, tmp_path: Any) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    anchored = json.dumps({"number": 1, "hash": "f" * 64})
    (folder / f"{world.authority_id}.jsonl").write_text(anchored + "\n", encoding="utf-8")

    result = run(world, cli.commands, "verify", "--anchors", str(folder))

    assert result.exit_code == 1
    assert "entry 1 is not what was anchored outside" in result.stdout


def test_a_folder_of_anchors_that_is_not_there_is_no_folder_without_any(
    world: World, tmp_path: Any
) -> None:
    result = run(world, cli.commands, "verify", "--anchors", str(tmp_path / "misspelt"))

    assert result.exit_code == 2


def test_a_past_suggestion_is_rebuilt_and_a_difference_told(world: World, item: Item) -> None:
    made = offer(world, item)

    for_people = run(world, cli.commands, "replay", str(made.id))
    for_programs = run(world, cli.commands, "replay", str(made.id), "--json")

    assert (for_people.exit_code, for_people.stdout) == (1, "DIFFERENT: see --json\n")
    assert json.loads(for_programs.stdout) == {
        "suggestion": str(made.id),
        "same": False,
        "stored": {"id": str(made.id)},
        "rebuilt": {"id": "other"},
    }
    with pytest.raises(NotFound):
        run(world, cli.commands, "replay", str(uuid4()))


def test_a_suggestion_that_is_rebuilt_the_same_is_told_as_such(
    world: World, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    from signatur.kernel.part import Replayed

    made = offer(world, item)
    same = Replayed({"id": 1}, {"id": 1})
    monkeypatch.setattr(decisions, "replay", lambda _work, _id: same)

    assert run(world, cli.commands, "replay", str(made.id)).stdout == "the same\n"


def test_no_decision_row_is_ever_of_both(world: World, item: Item) -> None:
    decide(world, item)

    with world.runtime.database.reading() as session:
        (row,) = session.scalars(select(DecisionRow))
    assert (row.person_id is None) != (row.authorisation_id is None)
