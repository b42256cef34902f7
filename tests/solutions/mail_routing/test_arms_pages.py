"""The way of a caseworker through an enquiry that is answered before, or without, the advice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.records.decisions.schema import Arm
from signatur.records.people import service as people
from tests.solutions.mail_routing.arms import arrive, plan_for_all
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World

SNOW = {"department": "vej", "subject": "sne"}
HOLE = {"department": "vej", "subject": "hul"}


def test_answering_first_then_seeing_both_then_deciding(world: World, project: Project) -> None:
    plan_for_all(world, project.id, Arm.BLIND_FIRST)
    item = arrive(world, project.id)
    page_of = f"/postfordeling/{item.id}"
    with a_browser(world, "Anna") as anna:
        page = anna.get(page_of).text
        assert "There is no suggestion here" in page
        assert "Huller i vejen" not in page.replace('<option value="', "<").split("<datalist")[0]

        answer = anna.post(f"{page_of}/send", {**SNOW, "alene": "true"})
        assert answer.headers["location"] == page_of
        page = anna.get(page_of).text
        assert "Your answer is written down, and the suggestion is another" in page
        assert "<dd>Vej og Park › Snerydning</dd>" in page
        assert "Vej og Park › Huller i vejen" in page
        assert re.findall(r'data-key="([12])"', page) == ["1", "2"]
        assert 'id="why-changed" name="note" autocomplete="off" required' in page

        assert anna.post(f"{page_of}/send", {**HOLE, "alene": "true"}).status_code == 422
        anna.post(f"{page_of}/send", {**HOLE, "note": "Det er asfalten.", "alene": "true"})
        page = anna.get(page_of).text
        assert "Answered before the suggestion was seen: Vej og Park › Snerydning." in page
        assert "This was a control" not in page


def test_beside_the_list_the_same_enquiry_is_shown_again_with_both(
    world: World, project: Project
) -> None:
    plan_for_all(world, project.id, Arm.BLIND_FIRST)
    item = arrive(world, project.id)
    with a_browser(world, "Anna") as anna:
        answer = anna.post(
            f"/postfordeling/{item.id}/ikke-vores", {}, headers={"HX-Request": "true"}
        )
    assert '<div id="enquiry" hx-swap-oob="innerHTML">' in answer.text
    assert "<dd>Not ours</dd>" in answer.text
    assert f'action="/postfordeling/{item.id}/ikke-vores"' in answer.text, "keeping it refuses it"
    assert answer.headers["HX-Trigger-After-Settle"] == "enquiry-opened"


def test_no_page_ever_tells_of_hidden_advice(world: World, project: Project) -> None:
    plan_for_all(world, project.id, Arm.HIDDEN)
    item = arrive(world, project.id)
    page_of = f"/postfordeling/{item.id}"
    with a_browser(world, "Anna") as anna:
        anna.post(f"{page_of}/send", {**HOLE, "alene": "true"})
        own, history = anna.get(page_of).text, anna.get(f"{page_of}/historik").text
    assert "Decided: Vej og Park › Huller i vejen" in own
    assert "Nothing was suggested." in history
    assert "Decision: Decided" in history
    assert "Accepted" not in own + history


def test_by_the_api_an_answer_that_differs_is_returned_with_the_suggestion(
    world: World, project: Project
) -> None:
    plan_for_all(world, project.id, Arm.BLIND_FIRST)
    item = arrive(world, project.id)
    path = f"/api/mail-routing/enquiries/{item.id}"
    with world.runtime.work(world.actor("Anna")) as work:
        key = people.make_key(work, world.person_ids["Anna"], "Prøve")
    anna = {"Authorization": f"Bearer {key}"}
    with TestClient(create_app(world.runtime)) as client:
        assert client.get(path, headers=anna).json()["suggestion"] is None
        first = client.post(f"{path}/decision", json=SNOW, headers=anna)
        assert first.status_code == 202
        assert first.json()["first_answer"] == SNOW
        assert first.json()["suggestion"]["alternatives"][0]["subject"] == "hul"
        kept = client.post(f"{path}/decision", json=SNOW, headers=anna)
    assert (kept.status_code, kept.json()["outcome"]) == (201, "chosen")
