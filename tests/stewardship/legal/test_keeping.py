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
    Basis,
    BasisState,
    BasisTerms,
    Document,
    DocumentKind,
    DocumentState,
    Mark,
    Phase,
    Risk,
    Step,
    intrusiveness,
)
from signatur.stewardship.legal.service import assessing, bases, documents, tasks
from signatur.stewardship.legal.service.registers import FORMS, register_form
from signatur.stewardship.legal.service.shipping import shipped_rules
from tests.builders import World, a_project

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project

TERMS = BasisTerms(
    phase=Phase.OPERATION,
    article="GDPR artikel 6, stk. 1, litra e",
    supplementary="Kommunestyrelseslovens § 2",
    reasoning="Fordeling af post er en del af sagsbehandlingen.",
    is_explicit=False,
    is_research_only=False,
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 12, 31),
    steps=dict.fromkeys(SIDES, Step.LOW),
    step_reasons="Intern sortering uden virkning for borgeren.",
)


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


def _draft(world: World, project: Project, terms: BasisTerms = TERMS, by: str = "Erik") -> Basis:
    with world.runtime.work(world.actor(by)) as work:
        return bases.draft(work, project.id, terms)


def _sign(world: World, basis: Basis, by: str = "Dorte") -> Basis:
    with world.runtime.work(world.actor(by)) as work:
        return bases.sign(work, basis.id, "Gennemgået.")


def _valid(world: World, project: Project) -> set[EvidenceKind]:
    with world.runtime.reading(world.system) as work:
        found = projects.get(work, project.id)
        return {one.kind for one in found.evidence if one.is_valid(work.today)}


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
    basis = _sign(world, _draft(world, project, replace(TERMS, phase=phase)))

    assert basis.state is BasisState.SIGNED
    assert basis.is_valid(world.clock.now().date())
    assert _valid(world, project) == kinds


def test_a_withdrawn_or_lapsed_basis_closes_it(world: World, project: Project) -> None:
    basis = _sign(world, _draft(world, project))
    world.clock.advance(timedelta(days=800))
    assert _valid(world, project) == set()

    world.clock.advance(timedelta(days=-800))
    with world.runtime.work(world.actor("Dorte")) as work:
        bases.withdraw(work, basis.id, "Loven er ændret.")
    assert _valid(world, project) == set()


def test_what_is_withdrawn_at_the_gate_no_longer_stands_as_signed(
    world: World, project: Project
) -> None:
    _sign(world, _draft(world, project))
    with world.runtime.work(world.actor("Dorte")) as work:
        (evidence,) = projects.get(work, project.id).evidence
        projects.withdraw(work, project.id, evidence.id, "Loven er ændret.")
    with world.runtime.reading(world.system) as work:
        (basis,) = bases.bases(work, project.id)

    assert (basis.state, basis.because) == (BasisState.WITHDRAWN, "Loven er ændret.")


def test_another_basis_takes_the_place_of_the_one_before(world: World, project: Project) -> None:
    first = _sign(world, _draft(world, project))
    second = _sign(world, _draft(world, project, replace(TERMS, supplementary="Ny lov § 1")))

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
    basis = _draft(world, project, by="Dorte")

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
        _sign(world, _draft(world, project, research))
    with pytest.raises(bases.NotABasis):
        _sign(world, _draft(world, project, replace(research, phase=Phase.RETRAINING)))

    developed = replace(research, phase=Phase.DEVELOPMENT)
    assert _sign(world, _draft(world, project, developed)).state is BasisState.SIGNED


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
    basis = _draft(world, project)
    with world.runtime.work(world.actor("Erik")) as work:
        assessing.assess(work, project.id, {"ai_system": "yes", "social_scoring": "yes"})
        assert [one.code for one in alarms.alarms(work)] == [assessing.GRAVER]
    with pytest.raises(bases.NotABasis):
        _sign(world, basis)


def test_much_intrusion_asks_for_a_rule_that_names_the_use(world: World, project: Project) -> None:
    """Copenhagen 2023: the task is in the law, the use is not; Asta the same."""
    steps = {**TERMS.steps, "profiling": Step.HIGH, "effect": Step.HIGH}
    with pytest.raises(bases.NotABasis):
        _sign(world, _draft(world, project, replace(TERMS, steps=steps)))

    explicit = replace(TERMS, steps=steps, is_explicit=True)
    assert _sign(world, _draft(world, project, explicit)).state is BasisState.SIGNED


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
            _draft(world, project, wrong)


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


# --- documents -----------------------------------------------------------------------------------


def _filled(world: World, project: Project) -> Document:
    with world.runtime.work(world.actor("Erik")) as work:
        begun = documents.begin(work, project.id, DocumentKind.DPIA)
        keys = [field.key for part in documents.sections_of(begun.kind) for field in part.fields]
        documents.set_risks(
            work, begun.id,
            [Risk("r1", "Forkert modtager", "Kontrol og fortryd", 3, 3, 2, 1)],
        )  # fmt: skip
        return documents.write(work, begun.id, dict.fromkeys(keys, "Beskrevet i bilag 1."))


def _examine_all(world: World, document: Document, by: str = "Dorte") -> None:
    with world.runtime.work(world.actor(by)) as work:
        for key in document.answers:
            documents.examine(work, document.id, key, Mark.ACCEPTABLE)


REVIEW = date(2027, 3, 4)


def test_a_document_is_signed_when_every_answer_was_examined_by_another(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    with world.runtime.work(world.actor("Dorte")) as work, pytest.raises(Conflict):
        documents.sign(work, document.id, "I orden.", review_on=REVIEW)

    _examine_all(world, document)
    with world.runtime.work(world.actor("Dorte")) as work:
        signed = documents.sign(work, document.id, "I orden.", review_on=REVIEW)

    assert signed.state is DocumentState.SIGNED
    assert _valid(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}
    world.clock.advance(timedelta(days=366))
    assert _valid(world, project) == set()


def test_an_answer_to_be_mended_stands_in_the_way_and_is_examined_anew_when_changed(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    _examine_all(world, document)
    with world.runtime.work(world.actor("Dorte")) as work:
        with pytest.raises(InputProblem):
            documents.examine(work, document.id, "purpose", Mark.TO_FIX)
        documents.examine(work, document.id, "purpose", Mark.TO_FIX, "For vagt.")
        with pytest.raises(Conflict):
            documents.sign(work, document.id, "I orden.", review_on=REVIEW)
    with world.runtime.work(world.actor("Erik")) as work:
        changed = documents.write(work, document.id, {"purpose": "At fordele post på en dag."})

    assert changed.answers["purpose"].mark is None
    assert [field.key for field in documents.unfinished(changed)] == ["purpose"]


def test_what_is_left_of_a_section_is_found_acceptable_at_once_but_never_what_was_marked(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    section = documents.sections_of(DocumentKind.DPIA)[0]
    marked, *others = [field.key for field in section.fields]
    with world.runtime.work(world.actor("Dorte")) as work:
        documents.examine(work, document.id, marked, Mark.TO_FIX, "For vagt.")
        count = documents.accept_rest(work, document.id, section.key)
        with pytest.raises(Conflict):
            documents.accept_rest(work, document.id, section.key)
        found = documents.get(work, document.id)

    assert count == len(others)
    assert {key for key, one in found.answers.items() if one.mark is Mark.ACCEPTABLE} == {*others}
    assert found.answers[marked].mark is Mark.TO_FIX


def test_nobody_finds_a_section_of_their_own_acceptable(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Dorte")) as work:
        begun = documents.begin(work, project.id, DocumentKind.DPIA)
        documents.write(work, begun.id, {"purpose": "Fordele post."})
        with pytest.raises(Conflict):
            documents.accept_rest(work, begun.id, "context")
        with pytest.raises(NotFound):
            documents.accept_rest(work, begun.id, "nothing")


def test_nobody_examines_own_answers_and_the_author_never_signs(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Dorte")) as work:
        begun = documents.begin(work, project.id, DocumentKind.DPIA)
        documents.write(work, begun.id, {"purpose": "Fordele post."})
        with pytest.raises(Conflict):
            documents.examine(work, begun.id, "purpose", Mark.ACCEPTABLE)
        with pytest.raises(Conflict):
            documents.refuse(work, begun.id, "Nej.")


def test_a_refused_document_can_be_begun_anew_with_what_it_said(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    with world.runtime.work(world.actor("Dorte")) as work:
        refused = documents.refuse(work, document.id, "Risiciene er ikke nedbragt.")
    with world.runtime.work(world.actor("Erik")) as work:
        again = documents.begin(work, project.id, DocumentKind.DPIA)
        with pytest.raises(Conflict):
            documents.begin(work, project.id, DocumentKind.DPIA)

    assert (refused.state, again.version) == (DocumentState.REFUSED, 2)
    assert again.answers.keys() == document.answers.keys()
    assert again.risks == document.risks


def test_the_rights_assessment_begins_with_what_the_impact_assessment_says(
    world: World, project: Project
) -> None:
    _filled(world, project)
    with world.runtime.work(world.actor("Erik")) as work:
        begun = documents.begin(work, project.id, DocumentKind.FRIA)

    assert begun.answers.keys() == {"process", "groups", "unequal", "oversight"}


def test_a_newer_signed_version_takes_the_place_of_the_one_before(
    world: World, project: Project
) -> None:
    first = _filled(world, project)
    _examine_all(world, first)
    with world.runtime.work(world.actor("Dorte")) as work:
        documents.sign(work, first.id, "I orden.", review_on=REVIEW)
    with world.runtime.work(world.actor("Erik")) as work:
        second = documents.begin(work, project.id, DocumentKind.DPIA)
        assert documents.unfinished(second) == []
        changed = documents.write(work, second.id, {"purpose": "At fordele post samme dag."})
    assert [field.key for field in documents.unfinished(changed)] == ["purpose"]
    with world.runtime.work(world.actor("Dorte")) as work:
        assert documents.get(work, first.id).answers["purpose"].words == "Beskrevet i bilag 1."
        current = documents.current(work, project.id, DocumentKind.DPIA)
        assert current is not None
        assert current.version == 1
        documents.examine(work, second.id, "purpose", Mark.ACCEPTABLE)
        documents.sign(work, second.id, "Stadig i orden.", review_on=REVIEW)
        states = {one.version: one.state for one in
                  documents.documents(work, project.id, DocumentKind.DPIA)}  # fmt: skip

    assert states == {1: DocumentState.WITHDRAWN, 2: DocumentState.SIGNED}
    assert _valid(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}


def test_an_impact_assessment_without_risks_or_with_a_high_one_left_is_not_signed(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    _examine_all(world, document)
    with world.runtime.work(world.actor("Erik")) as work:
        documents.set_risks(work, document.id, [])
    with world.runtime.work(world.actor("Dorte")) as work, pytest.raises(Conflict):
        documents.sign(work, document.id, "I orden.", review_on=REVIEW)
    with world.runtime.work(world.actor("Erik")) as work:
        documents.set_risks(work, document.id, [Risk("r1", "Forkert modtager", "", 4, 4, 3, 3)])
    with world.runtime.work(world.actor("Dorte")) as work:
        with pytest.raises(Conflict):
            documents.sign(work, document.id, "I orden.", review_on=REVIEW)
        signed = documents.sign(
            work, document.id, "I orden.", review_on=REVIEW, consulted="j.nr. 2026-1"
        )

    assert "2026-1" in signed.because
    assert _valid(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}


@pytest.mark.parametrize("figures", [(0, 1, 1, 1), (5, 1, 1, 1), (1, 1, 1, 9)])
def test_risks_have_figures_from_one_to_four(
    world: World, project: Project, figures: tuple[int, int, int, int]
) -> None:
    document = _filled(world, project)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(InputProblem):
        documents.set_risks(work, document.id, [Risk("r1", "Noget", "", *figures)])


# --- registers -----------------------------------------------------------------------------------


def test_registers_are_told_what_is_signed_and_kept_within_their_lengths(
    world: World, project: Project
) -> None:
    document = _filled(world, project)
    with world.runtime.work(world.actor("Erik")) as work:
        documents.write(work, document.id, {"purpose": "Fordele post. " * 60})
    _examine_all(world, document)
    _sign(world, _draft(world, project))
    with world.runtime.work(world.actor("Dorte")) as work:
        documents.sign(work, document.id, "I orden.", review_on=REVIEW)
        forms = {form: register_form(work, project.id, form, "ai@by.dk") for form in FORMS}

    dutch = forms["nl"]
    assert len(dutch["description_short"]) <= 350
    assert (dutch["contact_email"], dutch["missing"]) == ("ai@by.dk", [])
    assert dutch["lawful_basis"] == f"{TERMS.article}; {TERMS.supplementary}"
    assert "Forkert modtager" in dutch["risks"]
    assert len(dutch["impacttoetsen_grouping"]) == 1
    risks = forms["atrs"]["tier_2"]["risks_mitigations_and_impact_assessments"]
    assert risks["impact_assessments"][0]["review_by"] == REVIEW
    assert forms["os2"]["asset"]["aiStatus"] == "UNDECIDED"
    assert forms["os2"]["dpia"]["risks"][0]["after"] == {"severity": 2, "likelihood": 1}
