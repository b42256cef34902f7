"""A candidate is compared with the model in use on mail that neither saw, and honestly judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.methods.classification import Example
from signatur.methods.classification.comparing import Standing, Verdict
from signatur.methods.classification.leaks import leaked
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.registry import service as registry
from signatur.records.registry.schema import COMPARISON, ModelState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.comparison import Basis, Comparison
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.service import comparing
from signatur.solutions.mail_routing.service.comparing import Champion
from signatur.solutions.mail_routing.service.learning import Learnt, Lesson
from tests.solutions.mail_routing.situations import (
    SUBJECTS,
    FixedRouter,
    a_past,
    a_verdict,
    record_past,
    what_is_known,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.mail_routing.model import Knowledge
    from tests.builders import World

SURE = (0.90, 0.95, 0.98)
# Each letter says where it belongs, and is unlike every other.
TELLS_ALL = {one.key: a_verdict(one.key, clears=SURE) for one in SUBJECTS}


def a_router(**others: str) -> FixedRouter:
    """A model that is right and sure everywhere, but for subjects that it takes for others."""
    wrong = {key: a_verdict(said, clears=SURE) for key, said in others.items()}
    return FixedRouter(TELLS_ALL | wrong)


def letter(number: int, key: str, of: str = "") -> Example:
    """A letter about a subject; `of`: about another in truth."""
    words = " ".join(f"{number * prime % 99991:x}" for prime in (7919, 104729, 1299709, 15485863))
    return Example(f"{key} {words}", of or key, str(UUID(int=number)))


def letters(count: int) -> tuple[Example, ...]:
    return tuple(letter(number, SUBJECTS[number % 4].key) for number in range(count))


def a_champion(router: Any, seen: int = 0, **more: Any) -> Champion:
    """A model in use that learnt from the first so many letters."""
    keys = frozenset(str(UUID(int=number)) for number in range(seen))
    known: Knowledge = more.pop("knowledge", None) or what_is_known()
    return Champion(_Version(), router, keys, known)  # type: ignore[arg-type]


class _Version:
    id, number = UUID(int=7), 1


def compared(
    old: FixedRouter, new: FixedRouter, examples: tuple[Example, ...] = letters(800), **more: Any
) -> Comparison:
    """Compare at training, when the fit from the older part answers as `new`."""
    learnt = Learnt(new, 0, None, new)  # type: ignore[arg-type]
    return comparing.compare_at_training(
        a_champion(old, **more), Lesson(UUID(int=1), examples, ()), learnt
    )


def standings(found: Comparison) -> Mapping[str, Standing]:
    return {one.key: one.standing for one in found.departments}


# --- the verdict -------------------------------------------------------------------------------


def test_a_candidate_that_is_right_where_the_other_errs_is_better() -> None:
    found = compared(a_router(sne="pas"), a_router())

    assert (found.verdict, found.rows, found.basis) == (Verdict.BETTER, 160, Basis.SAME_RECIPE)
    assert found.paired is not None
    assert (found.paired.only_new_right, found.paired.only_old_right) == (40, 0)
    assert not found.needs_reason
    assert {(one.truth, one.old, one.new) for one in found.differing} == {("sne", "pas", "sne")}


def test_a_candidate_that_is_worse_by_construction_is_said_to_be_worse() -> None:
    found = compared(a_router(), a_router(skolestart="hul"))

    assert found.verdict is Verdict.WORSE
    assert found.worse_in == ["skole"]
    assert found.needs_reason


def test_a_fall_in_one_department_is_told_also_where_the_whole_is_better() -> None:
    found = compared(a_router(hul="pas", sne="pas"), a_router(skolestart="hul"))

    assert found.verdict is Verdict.BETTER
    assert standings(found) == {
        "vej": Standing.BETTER,
        "borger": Standing.UNCLEAR,
        "skole": Standing.WORSE,
    }
    assert found.needs_reason
    assert str(comparing.sentence_of(found)) == str(comparing.WORSE_SOMEWHERE)


def test_the_same_answers_are_no_difference() -> None:
    found = compared(a_router(), a_router())

    assert found.verdict is Verdict.UNCLEAR
    assert found.differing == ()


# --- what counts -------------------------------------------------------------------------------


def test_with_too_little_new_to_both_it_says_how_much_is_needed() -> None:
    found = compared(a_router(), a_router(sne="pas"), seen=750)

    assert (found.verdict, found.rows, found.needed) == (Verdict.TOO_FEW, 50, 100)
    assert found.left_out.seen == 110
    assert found.paired is None
    assert not found.needs_reason


def test_what_the_model_in_use_saw_is_not_asked_and_a_planted_repeat_is_in_neither() -> None:
    some = letters(800)
    # Late repeats of a letter that both learnt from, of one that the model in use saw, and of a new one.
    planted = tuple(
        Example(f"{one.text}.", one.label, str(UUID(int=9000 + number)))
        for number, one in enumerate((some[5], some[660], some[790]))
    )
    asked: list[str] = []

    class Listening(FixedRouter):
        def suggest(self, texts: Any) -> Any:
            asked.extend(texts)
            return super().suggest(texts)

    # As the model in use saw some of the newest, the candidate's stand-in is learnt for the purpose.
    found = comparing.compare_at_training(
        a_champion(Listening(TELLS_ALL), seen=665),
        Lesson(UUID(int=1), (*some, *planted), ()),
        Learnt(a_router(), 0, None, None),  # type: ignore[arg-type]
    )

    assert found.left_out.alike == 2
    assert found.left_out.repeats == 1
    assert found.rows == len(asked) == 135
    learnt = [one.text for one in some[:665]]
    assert leaked(learnt, asked) == []
    assert not {one.text for one in planted} & set(asked)
    assert found.learnt_from == 665


def test_labels_of_before_a_merger_mean_what_took_their_place() -> None:
    # 'sne' was merged into 'hul': the older model still says 'sne', and labels are today's.
    merged = tuple(replace(one, label="hul") if one.label == "sne" else one for one in letters(800))
    subjects = tuple(one for one in SUBJECTS if one.key != "sne")
    knowledge = what_is_known(subjects=subjects, successors={"sne": "hul"})

    found = compared(a_router(), a_router(sne="hul"), merged, knowledge=knowledge)

    assert found.verdict is Verdict.UNCLEAR
    assert found.paired is not None
    assert found.paired.old.right.value == found.paired.new.right.value == 1.0
    assert {one.key for one in found.subjects} == {"hul", "pas", "skolestart"}


def test_what_belongs_to_a_closed_place_is_no_mark_against_either() -> None:
    subjects = tuple(replace(one, is_active=one.key != "sne") for one in SUBJECTS)

    found = compared(a_router(), a_router(), knowledge=what_is_known(subjects=subjects))

    assert (found.rows, found.left_out.closed) == (120, 40)


# --- in the registry ---------------------------------------------------------------------------


def register(world: World, project: Project, comparison: Comparison | None = None) -> ModelVersion:
    """Register a model that was learnt from the usual past."""
    lesson = Lesson(project.id, tuple(a_past()), ("Pas",))
    learnt = service.learn(lesson, seed=3, is_measured=False)
    stored = comparing.as_json(comparison) if comparison else None
    with world.runtime.work(world.actor("Carl")) as work:
        return service.register(work, lesson, learnt, comparison=stored)


def promote(world: World, version: ModelVersion, because: str = "") -> ModelVersion:
    with world.runtime.work(world.actor("Bo")) as work:
        return registry.promote(work, version.id, because)


def beside(champion: ModelVersion, found: Comparison) -> Comparison:
    return replace(found, champion_id=str(champion.id), champion_number=champion.number)


WORSE = compared(a_router(), a_router(skolestart="hul"))
BETTER = compared(a_router(sne="pas"), a_router())


def test_a_comparison_is_read_as_it_was_stored(world: World, project: Project) -> None:
    version = register(world, project, WORSE)

    with world.runtime.reading(world.system) as work:
        assert comparing.stored_comparison(registry.get(work, version.id)) == WORSE


def test_a_worse_candidate_is_put_into_use_only_with_a_reason_and_by_another(
    world: World, project: Project
) -> None:
    first = register(world, project)
    promote(world, first)
    worse = register(world, project, beside(first, WORSE))

    with pytest.raises(InputProblem):
        promote(world, worse, " ")
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        registry.promote(work, worse.id, "Jeg vil selv.")

    assert promote(world, worse, "Skolerne er lagt om.").state is ModelState.CHAMPION
    with world.runtime.reading(world.system) as work:
        told = audit.trail(work, ObjectRef("model_version", worse.id))
    assert told[-1].action == "registry.promoted_because"
    assert told[-1].details is not None
    assert told[-1].details["because"] == "Skolerne er lagt om."

    with world.runtime.work(world.actor("Bo")) as work:
        assert registry.roll_back(work, project.id, "Den er ringere.").id == first.id


def test_a_better_one_needs_none_nor_one_that_was_compared_with_another_model(
    world: World, project: Project
) -> None:
    first = register(world, project)
    promote(world, first)
    second = register(world, project, beside(first, BETTER))
    stale = register(world, project, beside(first, WORSE))

    promote(world, second)
    with world.runtime.reading(world.system) as work:
        assert comparing.judge_model(work, stale.id) is None
    promote(world, stale)


def test_training_with_a_model_in_use_registers_how_they_compare(
    world: World, project: Project
) -> None:
    for number in range(40):
        record_past(world, project.id, letter(number, SUBJECTS[number % 4].key).text, _to(number))
    _train(world, project)
    (first,) = _versions(world, project)
    assert COMPARISON not in first.metrics
    promote(world, first)

    for number in range(40, 520):
        record_past(world, project.id, letter(number, SUBJECTS[number % 4].key).text, _to(number))
    _train(world, project)

    second = _versions(world, project)[0]
    found = comparing.stored_comparison(second)
    assert found is not None
    assert (found.champion_id, found.rows, found.learnt_from) == (str(first.id), 104, 416)
    assert found.left_out.seen == 0
    assert second.card["evaluation"] == "same recipe, older part"

    # Nothing has come since, so that the very model cannot be compared.
    with world.runtime.reading(world.actor("Carl")) as work:
        compare_both = comparing.compare_now(work, project.id, second.id)
    now = compare_both()
    assert (now.verdict, now.rows, now.basis) == (Verdict.TOO_FEW, 0, Basis.VERY_MODEL)
    assert now.left_out.seen == 520


def _to(number: int) -> Target:
    subject = SUBJECTS[number % 4]
    return Target(subject.department_key, subject.key)


def _train(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Carl")) as work:
        service.start_training(work, project.id)
    run_waiting_jobs(world.runtime)


def _versions(world: World, project: Project) -> list[ModelVersion]:
    with world.runtime.reading(world.system) as work:
        return registry.versions(work, project.id)
