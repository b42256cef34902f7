"""Projects as pages: everyone sees how a project stands, and those who may can act on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.permissions import Role
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Project, Stage
from tests.builders import World, a_project, sign
from tests.stand_ins import Browser, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def erik(world: World) -> Iterator[Browser]:
    with a_browser(world, "Erik") as browser:
        yield browser


@pytest.fixture
def dorte(world: World) -> Iterator[Browser]:
    with a_browser(world, "Dorte") as browser:
        yield browser


@pytest.fixture
def dorte_by_hand(world: World) -> Iterator[Browser]:
    """The lawyer, where no part has pages of its own on which evidence is drafted and examined."""
    parts = tuple(replace(part, signs={}) for part in world.runtime.parts)
    bare = replace(world, runtime=replace(world.runtime, parts=parts))
    with a_browser(bare, "Dorte") as browser:
        yield browser


def look(world: World, project: Project) -> Project:
    with world.runtime.reading(world.system) as work:
        return projects.get(work, project.id)


def test_without_projects_the_page_says_what_one_is_and_offers_to_open_one(erik: Browser) -> None:
    text = erik.get("/projekter").text

    assert "No projects yet" in text
    assert '<option value="letters">Letters</option>' in text


def test_a_solution_has_a_card_that_says_what_it_is(project: Project, erik: Browser) -> None:
    listed = erik.get("/projekter").text
    card = erik.get("/projekter/loesninger/letters")

    assert project.solution == "letters"
    assert 'href="/projekter/loesninger/letters"' in listed
    assert "<h1>Letters</h1>" in card.text
    assert '<article class="panel" lang="en">' in card.text
    assert erik.get("/projekter/loesninger/nothing").status_code == 404


def test_a_project_owner_opens_a_project(world: World, erik: Browser) -> None:
    answer = erik.post("/projekter", {"solution": "letters", "name": "Breve"})
    page = erik.get(answer.headers["location"]).text

    assert "The project is open." in page
    assert "Breve" in page
    assert erik.post("/projekter", {"solution": "nothing", "name": "x"}).status_code == 422


def test_projects_are_listed_and_can_be_downloaded(project: Project, erik: Browser) -> None:
    page, file = erik.get("/projekter").text, erik.get("/projekter?fil=csv").text

    assert f'href="/projekter/{project.id}"' in page
    assert '<option value="letters">' not in page
    assert "Postfordeling;Letters;Operation;Erik Prøve" in file


def test_a_project_in_which_one_has_no_role_is_not_shown(world: World, project: Project) -> None:
    other = a_project(world, "similar_cases", Stage.IDEA)
    with world.runtime.work(world.system) as work:
        anna = people.person(work, world.person_ids["Anna"])
        people.withdraw_role(work, anna.id, anna.grants[0].id)
        people.give_role(work, anna.id, Role.CASEWORKER, project_id=other.id)

    with a_browser(world, "Anna") as browser:
        assert str(project.id) not in browser.get("/projekter").text
        assert browser.get(f"/projekter/{project.id}").status_code == 403
        assert browser.get(f"/projekter/{other.id}").status_code == 200


def test_a_project_shows_its_stage_its_gates_and_what_it_may_do(
    world: World, project: Project, erik: Browser
) -> None:
    text = erik.get(f"/projekter/{project.id}").text

    assert 'aria-current="step"' in text
    assert text.count("is-allowed") == 5
    assert text.count(">Valid<") == 8
    assert "Signed by Dorte Prøve" in text
    assert "Stage changed from Trial to Operation" in text


def test_a_project_of_a_solution_that_is_gone_can_still_be_seen(world: World) -> None:
    project = a_project(world, "similar_cases", Stage.SCOPING)

    with a_browser(world, "Erik") as erik:
        text = erik.get(f"/projekter/{project.id}").text
        listed = erik.get("/projekter").text

    assert "similar_cases, owned by Erik" in text
    assert "similar_cases" in listed
    assert "Needs the stage Development." in text


def test_whoever_may_not_act_gets_no_forms(world: World, project: Project) -> None:
    with a_browser(world, "Anna") as anna:
        text = anna.get(f"/projekter/{project.id}").text

    assert "<textarea" not in text


def test_a_lawyer_signs_and_withdraws(world: World, dorte_by_hand: Browser) -> None:
    dorte = dorte_by_hand
    project = a_project(world, "letters", Stage.SCOPING)
    fields = {
        "kind": "trial_evaluated",
        "statement": "Prøven holdt mindstekravet.",
        "reference": "Sag 7",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }
    signed = dorte.post(f"/projekter/{project.id}/dokumentation", fields)
    (evidence,) = look(world, project).evidence
    shown = dorte.get(f"/projekter/{project.id}").text
    withdrawn = dorte.post(
        f"/projekter/{project.id}/dokumentation/{evidence.id}/traek-tilbage",
        {"because": "Loven er ændret."},
    )
    shown_after = dorte.get(f"/projekter/{project.id}").text

    assert (signed.status_code, withdrawn.status_code) == (303, 303)
    assert "Prøven holdt mindstekravet." in shown
    assert "Sag 7" in shown
    assert "Loven er ændret." in shown_after
    assert "Withdrawn by Dorte Prøve" in shown_after


def test_what_a_part_drafts_and_examines_is_signed_there_only(world: World, dorte: Browser) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    at = f"/projekter/{project.id}"
    shown = dorte.get(at).text
    refused = dorte.post(
        f"{at}/dokumentation",
        {"kind": "legal_basis_operation", "statement": "Ja.", "valid_from": "2026-01-01",
         "valid_to": ""},
    )  # fmt: skip

    assert refused.status_code == 422
    assert "signed under Legal basis" in refused.text
    assert look(world, project).evidence == ()
    assert f'href="/styring/retsgrundlag/{project.id}"' in shown
    assert '<option value="legal_basis_operation"' not in shown


def test_nothing_that_opens_a_gate_is_signed_by_one_person_alone(
    world: World, dorte: Browser
) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    fields = {"statement": "Ja.", "valid_from": "2026-01-01", "valid_to": ""}
    refused = [
        dorte.post(f"/projekter/{project.id}/dokumentation", {"kind": kind, **fields}).status_code
        for kind in EvidenceKind
    ]

    assert refused == [422] * len(EvidenceKind)
    assert "Sign evidence" not in dorte.get(f"/projekter/{project.id}").text


def test_evidence_may_hold_without_an_end(world: World, dorte_by_hand: Browser) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    dorte_by_hand.post(
        f"/projekter/{project.id}/dokumentation",
        {"kind": "use_case", "statement": "Set.", "valid_from": "2026-01-01", "valid_to": ""},
    )

    assert look(world, project).evidence[0].valid_to is None


def test_an_owner_takes_a_project_on_back_and_to_its_end(world: World, erik: Browser) -> None:
    project = a_project(world, "letters", Stage.SCOPING)
    at = f"/projekter/{project.id}"
    closed = erik.get(at).text
    refused = erik.post(f"{at}/naeste").status_code
    for kind in (EvidenceKind.USE_CASE, EvidenceKind.LEGAL_BASIS_DEVELOPMENT):
        sign(world, project.id, kind)
    opened = erik.get(at).text
    erik.post(f"{at}/naeste")
    after_next = look(world, project).stage
    erik.post(f"{at}/tilbage", {"stage": "idea", "because": "Forfra."})
    after_back = look(world, project).stage
    erik.post(f"{at}/slut", {"because": "Færdig."})

    assert "The gate to Development is closed" in closed
    assert refused == 409
    assert "Go on to Development" in opened
    assert (after_next, after_back) == (Stage.DEVELOPMENT, Stage.IDEA)
    assert look(world, project).stage is Stage.RETIRED
    assert "End the project" not in erik.get(at).text
