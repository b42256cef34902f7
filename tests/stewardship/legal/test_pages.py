"""Law as pages: a project walks from questions to a signed basis and a signed impact assessment."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.legal.schema import SIDES, DocumentKind
from signatur.stewardship.legal.service import bases, documents
from tests.builders import World, a_project
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project

BASE = "/styring/retsgrundlag"
BASIS = {
    "article": "Artikel 6, stk. 1, litra e", "supplementary": "Kommunestyrelsesloven",
    "reasoning": "Fordeling af post.", "step_reasons": "Intern sortering.", "is_explicit": "no",
    "is_research_only": "no", "valid_from": "2026-01-01", "valid_to": "",
    **{f"step-{side}": "low" for side in SIDES},
}  # fmt: skip


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


def _evidence(world: World, project: Project) -> set[EvidenceKind]:
    with world.runtime.reading(world.system) as work:
        found = projects.get(work, project.id).evidence
        return {one.kind for one in found if one.is_valid(work.today)}


def test_questions_are_asked_as_the_answers_lead_on_and_give_a_class(
    world: World, project: Project
) -> None:
    with a_browser(world, "Erik") as erik:
        first = erik.get(f"{BASE}/{project.id}/spoergsmaal").text
        assert "Step 1 of 8: The system" in first
        assert 'name="social_scoring"' not in first

        look = f"{BASE}/{project.id}/spoergsmaal/kig"
        second = erik.post(look, {"ai_system": "yes", "her": "system", "til": "frem"}).text
        assert "Step 2 of 8" in second
        assert '<input type="hidden" name="ai_system" value="yes">' in second
        third = erik.post(look, {"ai_system": "yes", "her": "data", "til": "bans"}).text
        assert 'name="social_scoring"' in third
        back = erik.post(look, {"ai_system": "no", "her": "data", "til": "tilbage"}).text
        assert "Step 1 of 5" in back
        assert 'value="bans"' not in back

        erik.post(f"{BASE}/{project.id}/spoergsmaal", {"ai_system": "yes", "recruitment": "yes"})
        page = erik.get(f"{BASE}/{project.id}").text
        duties = erik.get(f"{BASE}/{project.id}/pligter").text
        sheet = erik.get(f"{BASE}/{project.id}/pligter?fil=csv").text

    assert "Annex III(4(a))" in page
    assert "may be required" in page
    assert "questions must be clarified" in page
    assert "Art. 27" in duties
    assert "Art. 27" in sheet


def test_a_basis_goes_from_draft_to_signature_and_back(world: World, project: Project) -> None:
    with a_browser(world, "Erik") as erik:
        assert erik.get(f"{BASE}/{project.id}/hjemmel/operation").status_code == 200
        erik.post(f"{BASE}/{project.id}/hjemmel/operation", BASIS)
        assert "You drafted it yourself" in erik.get(f"{BASE}/{project.id}").text
    with world.runtime.reading(world.system) as work:
        (basis,) = bases.bases(work, project.id)
    with a_browser(world, "Dorte") as dorte:
        dorte.post(f"{BASE}/{project.id}/hjemler/{basis.id}/underskriv", {"because": "Ja."})
        assert _evidence(world, project) == {EvidenceKind.LEGAL_BASIS_OPERATION}
        assert "valid" in dorte.get(BASE).text
        dorte.post(f"{BASE}/{project.id}/hjemler/{basis.id}/traek-tilbage", {"because": "Nej."})
    assert _evidence(world, project) == set()


def test_a_basis_that_cannot_carry_its_phase_says_so_and_has_no_button(
    world: World, project: Project
) -> None:
    with a_browser(world, "Erik") as erik:
        intrusive = {**BASIS, "step-profiling": "high", "step-effect": "high"}
        erik.post(f"{BASE}/{project.id}/hjemmel/operation", intrusive)
    with a_browser(world, "Dorte") as dorte:
        page = dorte.get(f"{BASE}/{project.id}").text

    assert "the law must name the use itself" in page
    assert '<button class="button button-primary" type="submit">Sign</button>' not in page


def test_a_duty_gets_a_measure_an_owner_and_proof(world: World, project: Project) -> None:
    with a_browser(world, "Erik") as erik:
        erik.post(f"{BASE}/{project.id}/spoergsmaal", {"personal_data": "ordinary"})
        erik.post(
            f"{BASE}/{project.id}/pligter/gdpr.30",
            {"measure": "Skriv den ind", "owner": str(world.person_ids["Bo"]),
             "due_on": "2026-05-01"},
        )  # fmt: skip
        page = erik.get(f"{BASE}/{project.id}/pligter").text
        assert "Skriv den ind" in page
        task_id = page.split(f"{BASE}/{project.id}/pligter/")[1:]
        address = next(one.split('"')[0] for one in task_id if one.split('"')[0].endswith("/vist"))
        erik.post(f"{BASE}/{project.id}/pligter/{address}", {"shown_by": "Fortegnelsen nr. 3"})
        assert "Fortegnelsen nr. 3" in erik.get(f"{BASE}/{project.id}/pligter").text


def test_an_impact_assessment_is_written_examined_signed_and_taken_along(
    world: World, project: Project
) -> None:
    with a_browser(world, "Erik") as erik:
        begun = erik.post(f"{BASE}/{project.id}/dokument/dpia", {})
        address = begun.headers["location"]
        keys = [one.key for part in documents.sections_of(DocumentKind.DPIA) for one in part.fields]
        erik.post(address, dict.fromkeys(keys, "Æbler og pærer."))
        risk = {"what-0": "Forkert modtager", "measures-0": "Fortryd", "severity-0": "3",
                "likelihood-0": "2", "severity_after-0": "2", "likelihood_after-0": "1"}  # fmt: skip
        erik.post(address, {"risks": "1", **risk})
        assert "Forkert modtager" in erik.get(address).text
        assert erik.post(address, {"risks": "1", **risk, "severity-0": "9"}).status_code == 422
    with a_browser(world, "Dorte") as dorte:
        for key in keys:
            dorte.post(f"{address}/vurder/{key}", {"mark": "acceptable"})
        dorte.post(f"{address}/underskriv", {"because": "I orden.", "review_on": "2027-03-01"})
        assert _evidence(world, project) == {EvidenceKind.IMPACT_ASSESSMENT}
        paper, file = dorte.get(f"{address}/fil/pdf"), dorte.get(f"{address}/fil/word")

    assert paper.content.startswith(b"%PDF")
    assert "Æbler og pærer." in _words_of(file.content)
    assert "I orden." in _words_of(file.content)


def _words_of(content: bytes) -> str:
    import docx

    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("form", ["nl", "atrs", "os2"])
def test_a_project_takes_the_shape_of_a_register(world: World, project: Project, form: str) -> None:
    with a_browser(world, "Erik") as erik:
        erik.post(f"{BASE}/{project.id}/spoergsmaal", {"ai_system": "yes", "recruitment": "yes",
                                                      "significant_risk": "yes"})  # fmt: skip
        address = erik.post(f"{BASE}/{project.id}/dokument/dpia", {}).headers["location"]
        erik.post(address, {"purpose": "At fordele post."})
        told = json.loads(erik.get(f"{BASE}/{project.id}/register/{form}").content)
        assert erik.get(f"{BASE}/{project.id}/register/xx").status_code == 404

    assert "At fordele post." in json.dumps(told, ensure_ascii=False)
    if form == "os2":
        assert told["asset"]["aiStatus"] == "YES"
        assert told["aiRisk"] == "HIGH"
        assert told["dpia"]["state"] == "draft"
    if form == "nl":
        assert told["publication_category"] == "Hoog-risico AI-systeem"
        assert told["status"] == "In ontwikkeling"
        assert told["missing"] == ["contact_email"]
        assert told["impacttoetsen_grouping"] == []
    if form == "atrs":
        assert (
            told["tier_2"]["risks_mitigations_and_impact_assessments"]["impact_assessments"] == []
        )


def test_a_caseworker_reads_and_changes_nothing(world: World, project: Project) -> None:
    with a_browser(world, "Anna") as anna:
        assert anna.get(f"{BASE}/{project.id}").status_code == 200
        assert anna.get(f"{BASE}/{project.id}/spoergsmaal").status_code == 403
        assert anna.post(f"{BASE}/{project.id}/hjemmel/operation", BASIS).status_code == 403
