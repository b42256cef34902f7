"""What the legal part keeps: four eyes on every basis and document, and gates that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.records.alarms import service as alarms
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.legal.model import QUESTIONS, classify
from signatur.stewardship.legal.schema import (
    SIDES,
    BasisState,
    Phase,
    Step,
    intrusiveness,
)
from signatur.stewardship.legal.service import assessing, bases, tasks
from signatur.stewardship.legal.service.shipping import shipped_rules
from tests.builders import World, a_project
from tests.stewardship.legal.basis import REVIEW, TERMS, draft, in_force, sign

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


# --- bases -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "kinds"),
    [
        (Phase.DEVELOPMENT, {EvidenceKind.LEGAL_BASIS_DEVELOPMENT}),
        (Phase.OPERATION, {EvidenceKind.LEGAL_BASIS_OPERATION}),
        (Phase.TRIAL, {EvidenceKind.LEGAL_BASIS_TRIAL}),
        (Phase.RETRAINING, {EvidenceKind.LEGAL_BASIS_RETRAINING}),
    ],
)
def test_a_signed_basis_opens_the_gate_of_its_own_phase_only(
    world: World, project: Project, phase: Phase, kinds: set[EvidenceKind]
) -> None:
    basis = sign(world, draft(world, project, replace(TERMS, phase=phase)))

    assert basis.state is BasisState.SIGNED
    assert basis.is_valid(world.clock.now().date())
    assert in_force(world, project) == kinds


def test_a_withdrawn_or_lapsed_basis_closes_it(world: World, project: Project) -> None:
    basis = sign(world, draft(world, project))
    world.clock.advance(timedelta(days=800))
    assert in_force(world, project) == set()

    world.clock.advance(timedelta(days=-800))
    with world.runtime.work(world.actor("Dorte")) as work:
        bases.withdraw(work, basis.id, "Loven er ændret.")
    assert in_force(world, project) == set()


def test_what_is_withdrawn_at_the_gate_no_longer_stands_as_signed(
    world: World, project: Project
) -> None:
    sign(world, draft(world, project))
    with world.runtime.work(world.actor("Dorte")) as work:
        (evidence,) = projects.get(work, project.id).evidence
        projects.withdraw(work, project.id, evidence.id, "Loven er ændret.")
    with world.runtime.reading(world.system) as work:
        (basis,) = bases.bases(work, project.id)

    assert (basis.state, basis.because) == (BasisState.WITHDRAWN, "Loven er ændret.")


def test_another_basis_takes_the_place_of_the_one_before(world: World, project: Project) -> None:
    first = sign(world, draft(world, project))
    second = sign(world, draft(world, project, replace(TERMS, supplementary="Ny lov § 1")))

    with world.runtime.reading(world.system) as work:
        states = {one.id: one.state for one in bases.bases(work, project.id)}
        (evidence,) = [
            one for one in projects.get(work, project.id).evidence if one.is_valid(work.today)
        ]
    assert states == {first.id: BasisState.WITHDRAWN, second.id: BasisState.SIGNED}
    assert evidence.reference == f"legal:{second.id}"


def test_whoever_drafted_a_basis_neither_signs_nor_refuses_it(
    world: World, project: Project
) -> None:
    basis = draft(world, project, by="Dorte")

    with world.runtime.work(world.actor("Dorte")) as work:
        with pytest.raises(Conflict):
            bases.sign(work, basis.id, "Gennemgået.")
        with pytest.raises(Conflict):
            bases.refuse(work, basis.id, "Nej.")
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(NotAllowed):
        bases.sign(work, basis.id, "Gennemgået.")


def test_data_had_for_research_never_carry_use(world: World, project: Project) -> None:
    research = replace(TERMS, is_research_only=True)
    with pytest.raises(bases.NotABasis):
        sign(world, draft(world, project, research))
    with pytest.raises(bases.NotABasis):
        sign(world, draft(world, project, replace(research, phase=Phase.RETRAINING)))

    developed = replace(research, phase=Phase.DEVELOPMENT)
    assert sign(world, draft(world, project, developed)).state is BasisState.SIGNED


@pytest.mark.parametrize(
    ("cited", "carries"),
    [
        ("Databeskyttelseslovens § 10", False),
        ("databeskyttelsesloven §10, stk. 1", False),
        ("Databeskyttelseslovens § 7, stk. 4", True),
        ("Retssikkerhedslovens § 10", True),
        ("Databeskyttelseslovens § 101", True),
    ],
)
def test_a_basis_that_cites_the_research_rule_carries_no_use_whatever_was_ticked(
    cited: str,
    carries: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    for phase in (Phase.OPERATION, Phase.RETRAINING, Phase.TRIAL):
        terms = replace(TERMS, special_categories=cited, phase=phase)
        assert (bases.why_not(terms) == "") is carries
    assert bases.why_not(replace(TERMS, special_categories=cited, phase=Phase.DEVELOPMENT)) == ""


def test_nothing_is_signed_for_a_prohibited_system(world: World, project: Project) -> None:
    basis = draft(world, project)
    with world.runtime.work(world.actor("Erik")) as work:
        assessing.assess(work, project.id, {"ai_system": "yes", "social_scoring": "yes"})
        assert [one.code for one in alarms.alarms(work)] == [assessing.GRAVER]
    with pytest.raises(bases.NotABasis):
        sign(world, basis)


def test_much_intrusion_asks_for_a_rule_that_names_the_use(world: World, project: Project) -> None:
    """Copenhagen 2023: the task is in the law, the use is not; Asta the same."""
    steps = {**TERMS.steps, "profiling": Step.HIGH, "effect": Step.HIGH}
    with pytest.raises(bases.NotABasis):
        sign(world, draft(world, project, replace(TERMS, steps=steps)))

    explicit = replace(TERMS, steps=steps, is_explicit=True)
    assert sign(world, draft(world, project, explicit)).state is BasisState.SIGNED


def test_a_person_may_judge_the_whole_more_intrusive_than_its_sides_and_never_less() -> None:
    lenient = replace(TERMS, steps=dict.fromkeys(SIDES, Step.HIGH), overall=Step.LOW)
    strict = replace(TERMS, overall=Step.HIGH)

    assert (TERMS.step, lenient.step, strict.step) == (Step.LOW, Step.HIGH, Step.HIGH)
    assert bases.why_not(strict)


def test_a_basis_without_words_or_sides_is_refused(world: World, project: Project) -> None:
    for wrong in (
        replace(TERMS, reasoning=" "),
        replace(TERMS, steps={}),
        replace(TERMS, valid_to=date(2025, 1, 1)),
    ):
        with pytest.raises(InputProblem):
            draft(world, project, wrong)


def test_a_side_that_nobody_judged_counts_as_much() -> None:
    assert intrusiveness({}) is Step.HIGH
    assert intrusiveness(dict.fromkeys(SIDES, Step.LOW)) is Step.LOW
    one_high = {**dict.fromkeys(SIDES, Step.LOW), "scale": Step.HIGH}
    assert intrusiveness(one_high) is Step.MEDIUM


# --- assessments and duties --------------------------------------------------------------------


def test_answers_are_kept_with_the_version_of_the_rules(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        made = assessing.assess(
            work, project.id, {"ai_system": "no", "social_scoring": "yes", "uses": "yes"}
        )

    assert made.rules_version == shipped_rules().version
    assert "social_scoring" not in made.answers
    assert made.ai_class == "out_of_scope"


def test_new_rules_ask_for_a_new_assessment_once(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        assessing.assess(work, project.id, {"ai_system": "yes"})
        assert assessing.tell_of_new_rules(work) == 0
    changed = replace(shipped_rules(), version="2027-01-01-nye")
    monkeypatch.setattr(assessing, "rules_of", lambda _work: changed)
    for _ in range(2):
        with world.runtime.work(world.system) as work:
            assert assessing.tell_of_new_rules(work) == 1
            assert [one.code for one in alarms.alarms(work)] == [assessing.REASSESS]
    with world.runtime.work(world.actor("Erik")) as work:
        assessing.assess(work, project.id, {"ai_system": "yes"})
        assert alarms.alarms(work) == []


def test_a_graver_class_is_told_until_it_is_lighter_again(world: World, project: Project) -> None:
    harmless = {one.key: "no" for one in QUESTIONS} | {"ai_system": "yes", "personal_data": "none"}
    with world.runtime.work(world.actor("Erik")) as work:
        first = assessing.assess(work, project.id, harmless)
        assert alarms.alarms(work) == []
        graver = assessing.assess(work, project.id, {**harmless, "recruitment": "yes"})
        (alarm,) = alarms.alarms(work)
        assessing.assess(work, project.id, harmless)
        assert alarms.alarms(work) == []

    assert (first.ai_class, graver.ai_class) == ("minimal", "high_risk")
    assert alarm.code == assessing.GRAVER


def test_a_late_measure_is_told_to_its_owner_until_it_is_shown(
    world: World, project: Project
) -> None:
    bo = world.person_ids["Bo"]
    with world.runtime.work(world.actor("Erik")) as work:
        task = tasks.set_task(
            work, project.id, "gdpr.30", measure="Skriv i fortegnelsen", owner_id=bo,
            due_on=date(2026, 3, 10),
        )  # fmt: skip
    world.clock.advance(timedelta(days=10))
    with world.runtime.work(world.system) as work:
        assert tasks.tell_of_late(work) == 1
        (alarm,) = alarms.alarms(work)
        assert alarm.owner_id == bo
    with world.runtime.work(world.actor("Bo")) as work:
        with pytest.raises(InputProblem):
            tasks.finish(work, task.id, "")
        tasks.finish(work, task.id, "Fortegnelsen, nr. 12")
        assert alarms.alarms(work) == []
        assert tasks.tell_of_late(work) == 0


def test_a_measure_follows_its_duty_to_the_next_wording_and_is_left_over_without_one(
    world: World, project: Project
) -> None:
    bo = world.person_ids["Bo"]
    answers = {"ai_system": "yes", "uses": "yes", "personal_data": "ordinary"}
    rules = shipped_rules()
    with world.runtime.work(world.actor("Erik")) as work:
        for rule_id in ("ai.4", "gdpr.30"):
            tasks.set_task(work, project.id, rule_id, measure="Kursus", owner_id=bo, due_on=REVIEW)
        for rule_id, owner in (("ai.99", bo), ("ai.4", project.id)):
            with pytest.raises((NotFound, InputProblem)):
                tasks.set_task(
                    work, project.id, rule_id, measure="Kursus", owner_id=owner, due_on=REVIEW
                )
        known = tasks.tasks(work, project.id)
    later = classify(answers, date(2026, 8, 1), rules).duties
    without_people = classify({**answers, "personal_data": "none"}, date(2026, 8, 1), rules).duties

    assert tasks.by_duty(known, later).keys() == {"ai.4.2026", "gdpr.30"}
    assert tasks.left_over(known, later) == []
    assert [one.rule_id for one in tasks.left_over(known, without_people)] == ["gdpr.30"]
