"""A suggestion has reasons, a confidence and a model that is registered; a person decides."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from signatur.kernel.errors import Conflict
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.decisions.tables import DecisionRow, SuggestionRow
from signatur.records.items import service as items
from signatur.records.projects.tables import ProjectRow
from signatur.records.registry import service as registry
from tests.contract.loaded import items_of
from tests.contract.solutions import each_solution

if TYPE_CHECKING:
    from signatur.kernel.part import Solution
    from tests.contract.loaded import Loaded

# Rebuilding each one loads a model; a handful tells as much as all.
_SOME = 12
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def suggestions_of(loaded: Loaded, solution: Solution) -> list[SuggestionRow]:
    within = select(ProjectRow.id).filter_by(solution=solution.name)
    query = select(SuggestionRow).where(SuggestionRow.project_id.in_(within))
    with loaded.runtime.database.reading() as session:
        return list(session.scalars(query.order_by(SuggestionRow.id)))


@each_solution()
def test_a_suggestion_has_an_answer_and_its_reasons(loaded: Loaded, solution: Solution) -> None:
    found = suggestions_of(loaded, solution)

    assert found
    assert [row.id for row in found if not row.answer or not row.basis] == []
    assert [row.id for row in found if not row.reasons] == []


@each_solution("model")
def test_a_suggestion_of_a_model_has_a_confidence_and_a_registered_version(
    loaded: Loaded, solution: Solution
) -> None:
    found = suggestions_of(loaded, solution)
    by_model = [row for row in found if row.confidence is not None]

    assert by_model
    assert [row.id for row in by_model if not 0 <= (row.confidence or -1) <= 1] == []
    assert [row.id for row in by_model if row.model_version_id is None] == []
    with loaded.runtime.reading(loaded.world.system) as work:
        for version_id in {row.model_version_id for row in by_model}:
            assert version_id is not None
            assert registry.get(work, version_id).sha256


@each_solution()
def test_from_the_same_seed_the_same_is_suggested(
    loaded: Loaded, twin: Loaded, solution: Solution
) -> None:
    """Ids are new in each installation, so suggestions are told apart by what was received."""
    one, other = _told(loaded, solution), _told(twin, solution)

    assert len(one) > 1
    assert one == other


def _told(loaded: Loaded, solution: Solution) -> list[tuple[str, str, float | None]]:
    keys = {row.id: row.source_key for row in items_of(loaded, solution)}
    return sorted(
        (keys[row.item_id], _without_ids(row.answer), row.confidence)
        for row in suggestions_of(loaded, solution)
    )


def _without_ids(answer: object) -> str:
    return _ID.sub("(id)", json.dumps(answer, sort_keys=True))


@each_solution("replay")
def test_a_past_suggestion_is_rebuilt_as_it_was(loaded: Loaded, solution: Solution) -> None:
    found = suggestions_of(loaded, solution)
    different = []
    with loaded.runtime.reading(loaded.world.system) as work:
        for row in found[:: max(1, len(found) // _SOME)]:
            replayed = decisions.replay(work, row.id)
            if not replayed.is_same:
                different.append((row.id, replayed))

    assert different == []


@each_solution()
def test_no_decision_is_without_a_person_or_an_authorisation(
    loaded: Loaded, solution: Solution
) -> None:
    within = select(ProjectRow.id).filter_by(solution=solution.name)
    query = select(DecisionRow).where(DecisionRow.project_id.in_(within))
    with loaded.runtime.database.reading() as session:
        found = list(session.scalars(query))

    assert found
    assert [row.id for row in found if not (row.person_id or row.authorisation_id)] == []


@each_solution()
def test_the_installation_itself_cannot_decide(copied: Loaded, solution: Solution) -> None:
    undecided = suggestions_of(copied, solution)[-1]
    choice = NewDecision(outcome=Outcome.ACCEPTED, answer={}, suggestion_id=undecided.id)

    with pytest.raises(Conflict), copied.runtime.work(copied.world.system) as work:
        decisions.decide(work, items.get(work, undecided.item_id), choice)
