"""Impact assessments: written by one, examined answer by answer by another, signed; and the registers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.legal.schema import (
    Document,
    DocumentKind,
    DocumentState,
    Mark,
    Risk,
)
from signatur.stewardship.legal.service import documents
from signatur.stewardship.legal.service.registers import FORMS, register_form
from tests.builders import World, a_project
from tests.stewardship.legal.basis import REVIEW, TERMS, draft, in_force, sign

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


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
    assert in_force(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}
    world.clock.advance(timedelta(days=366))
    assert in_force(world, project) == set()


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
    assert in_force(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}


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
    assert in_force(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}


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
    sign(world, draft(world, project))
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
