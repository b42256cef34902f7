"""The pages of readiness, gates, sharing, portfolio and alarms, as those who use them see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.records.alarms import service as alarms
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.readiness import service as readiness
from tests.builders import World, a_project
from tests.stand_ins import a_browser
from tests.stewardship.readiness.test_judging import best

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


def test_a_use_case_is_described_led_on_and_decided(world: World, project: Project) -> None:
    address = f"/styring/egnethed/{project.id}"
    with a_browser(world, "Bo") as bo:
        assert "not described yet" in bo.get("/styring/egnethed").text
        led = bo.post(f"{address}/beskriv/kig", {"personal_data": "ordinary"}).text
        assert 'name="basis_operation"' in led
        bo.post(
            f"{address}/beskriv",
            {"problem": "Post ligger.", **best(), "claim-0": "Hurtigere", "sign-0": "Ti minutter",
             "fall_back-0": "Skabeloner", "claim-1": "b", "sign-1": "c", "fall_back-1": "d"},
        )  # fmt: skip
        assert "You described it yourself" in bo.get(address).text or bo.get(address).text
    with world.runtime.reading(world.system) as work:
        case = readiness.newest(work, project.id)
    assert case is not None
    with a_browser(world, "Erik") as erik:
        page = erik.get(address).text
        assert "Every side is good enough to begin." in page
        erik.post(
            f"{address}/afgoer", {"use_case": str(case.id), "decision": "go", "because": "Ja."}
        )
        assert "Green: low legal complexity" in erik.get("/styring/egnethed").text
    with world.runtime.reading(world.system) as work:
        kinds = {one.kind for one in projects.get(work, project.id).evidence}
    assert kinds == {EvidenceKind.USE_CASE}


def test_gates_show_what_is_missing_and_can_be_downloaded(world: World, project: Project) -> None:
    a_project(world, "similar_cases")
    with a_browser(world, "Gert") as gert:
        page, sheet = gert.get("/styring/porte").text, gert.get("/styring/porte?fil=csv").text

    assert "everything holds" in page
    assert "This stage asks for nothing yet." in page
    assert "Legal basis for operation" in sheet
    assert project.stage is Stage.IDEA


def test_an_alarm_is_answered_or_given_to_another(world: World, project: Project) -> None:
    with world.runtime.work(world.system) as work:
        first = alarms.raise_alarm(work, project.id, "a", "Noget er sket.")
        second = alarms.raise_alarm(work, project.id, "b", "Noget andet er sket.")
    with a_browser(world, "Erik") as erik:
        assert "Noget er sket." in erik.get("/alarmer").text
        erik.post(f"/alarmer/{first.id}/svar", {"said": "Rettet."})
        erik.post(f"/alarmer/{second.id}/giv-videre", {"owner": str(world.person_ids["Dorte"])})
        assert "Noget er sket." not in erik.get("/alarmer").text
        assert "Rettet." in erik.get("/alarmer?vis=lukket").text
        assert "Noget andet er sket." in erik.get("/alarmer?fil=csv").text
    with world.runtime.reading(world.actor("Dorte")) as work:
        assert alarms.waiting(work) == 1
    with a_browser(world, "Anna") as anna:
        assert anna.post(f"/alarmer/{second.id}/svar", {"said": "x"}).status_code == 403


def test_a_project_is_given_out_and_fetched(world: World, project: Project) -> None:
    with a_browser(world, "Erik") as erik:
        erik.post("/styring/deling/giv", {"project": str(project.id), "model_because": ""})
        page = erik.get("/styring/deling").text
        address = page.split('href="/styring/deling/')[1].split('"')[0]
        bundle = erik.get(f"/styring/deling/{address}")

    assert bundle.content.startswith(b"PK")
    assert "not in it" in page


def test_the_portfolio_and_the_catalogue_with_filters_and_pictures(
    world: World, project: Project
) -> None:
    with a_browser(world, "Gert") as gert:
        own = gert.get("/styring/portefoelje").text
        every = gert.get("/styring/portefoelje/katalog").text
        few = gert.get("/styring/portefoelje/katalog?status=operation&q=kommune").text
        beside = gert.get("/styring/portefoelje/katalog/sammenlign?nr=15&nr=30").text
        sheet = gert.get("/styring/portefoelje/katalog?fil=xlsx")
        assert gert.get("/styring/portefoelje/katalog/41").status_code == 404

    assert project.name in own
    assert "40 of 40 projects" in every
    assert every.count("<svg") >= 8
    assert "6 of 40 projects" in few
    assert "SmartMail" in beside
    assert "aktindsigt" in beside
    assert sheet.content.startswith(b"PK")
