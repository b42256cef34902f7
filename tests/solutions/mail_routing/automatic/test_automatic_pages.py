"""The pages of automatic distribution, learning and the organisation: the way through them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import authorising
from tests.solutions.mail_routing.automatic.authorised import ALWAYS, arrive, authorise
from tests.solutions.mail_routing.situations import TO_PASSPORT, TO_SNOW, settle
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World

FORM = {
    "omfang": ["department:vej", "pas"],
    "mindst": "0.95",
    "loft": "200",
    "til": "2026-05-01",
    "kontrol": "5",
}


def test_the_owner_sees_what_it_would_have_meant_and_gives_it(
    world: World, project: Project
) -> None:
    settle(world, arrive(world, project.id, 1).id, TO_SNOW)
    with a_browser(world, "Erik") as erik:
        page = erik.get(f"/postfordeling/automatik/giv?{urlencode(FORM, doseq=True)}")
        assert page.status_code == 200
        assert "1" in re.findall(r'class="preview-words">[^<]*', page.text)[0]
        answer = erik.post("/postfordeling/automatik/giv", FORM)
        assert answer.status_code in (200, 303)
    with world.runtime.reading(world.system) as work:
        (given,) = decisions.in_force(work, project.id)
    assert (given.scope, given.daily_cap, given.control_share) == (
        frozenset(FORM["omfang"]),
        200,
        0.05,
    )


@pytest.mark.parametrize("who", ["Anna", "Carl", "Bo"])
def test_nobody_else_may_give_one(world: World, project: Project, who: str) -> None:
    assert project.id
    with a_browser(world, who) as browser:
        assert browser.post("/postfordeling/automatik/giv", FORM).status_code == 403


def test_one_click_with_a_reason_stops_everything(world: World, project: Project) -> None:
    authorise(world, project.id)
    with a_browser(world, "Dorte") as dorte:
        assert dorte.post("/postfordeling/automatik/stop", {"because": " "}).status_code == 422
        dorte.post("/postfordeling/automatik/stop", {"because": "Vi er i tvivl."})
        assert "Vi er i tvivl." in dorte.get("/postfordeling/automatik").text
    with world.runtime.reading(world.system) as work:
        assert not decisions.in_force(work, project.id)


def test_the_owner_is_told_when_it_suspended_itself(world: World, project: Project) -> None:
    given = authorise(world, project.id, control_share=ALWAYS)
    for number in range(8):
        settle(world, arrive(world, project.id, number).id, TO_SNOW)
    with a_browser(world, "Erik") as erik:
        reason = stopped_because(world, given.id)
        assert reason in erik.get("/postfordeling/automatik").text
        page = erik.get(f"/postfordeling/automatik/{given.id}").text
        assert page.count("<svg") >= 1
    with world.runtime.reading(world.actor("Erik")) as work:
        assert authorising.count_suspended(work) == 1


def stopped_because(world: World, authorisation_id: object) -> str:
    with world.runtime.reading(world.system) as work:
        return decisions.authorisation(work, authorisation_id).suspended_because  # type: ignore[arg-type]


def test_a_control_looks_like_any_other_mail_and_tells_afterwards(
    world: World, project: Project
) -> None:
    authorise(world, project.id, control_share=ALWAYS)
    item = arrive(world, project.id)
    with a_browser(world, "Anna") as anna:
        before = anna.get(f"/postfordeling/{item.id}").text
        divide = anna.get(f"/postfordeling/{item.id}/del").text
        history = anna.get(f"/postfordeling/{item.id}/historik").text
        listed = anna.get("/postfordeling").text
        for text in (before, history, listed):
            assert '<mark class="reason"' not in text
            assert "97 %" not in text.replace("\xa0", " ")
            assert 'name="subject" value="hul"' not in text
        assert 'value="Huller i vejen – Vej og Park" ' not in divide
        anna.post(f"/postfordeling/{item.id}/send", {"department": "vej", "subject": "sne"})
        after = anna.get(f"/postfordeling/{item.id}").text
    assert "control-answer" in after


def test_hints_are_confirmed_or_dismissed(world: World, project: Project) -> None:
    items = [arrive(world, project.id, number) for number in range(2)]
    for item in items:
        settle(world, item.id, TO_SNOW)
    with a_browser(world, "Anna") as anna:
        for item in items:
            place = {"place": "Pas – Borgerservice"}
            assert anna.post(f"/postfordeling/{item.id}/forkert", place).status_code in (200, 303)
        page = anna.get("/postfordeling/laering").text
        first, second = re.findall(r"/postfordeling/laering/([^/]+)/bekraeft", page)
        anna.post(f"/postfordeling/laering/{first}/bekraeft", {"place": "Pas – Borgerservice"})
        anna.post(f"/postfordeling/laering/{second}/afvis", {})
    with world.runtime.reading(world.system) as work:
        assert sorted(one.answer["subject"] for one in decisions.labels(work, project.id)) == [
            TO_PASSPORT.subject_key,
            TO_SNOW.subject_key,
        ]


def test_a_change_of_the_organisation_is_seen_before_it_is_made(
    world: World, project: Project
) -> None:
    assert project.id
    plan = {"hvad": "split_subject", "fra": "sne", "nye": "Rydning\nSaltning", "hvorfor": "Delt."}
    with a_browser(world, "Bo") as bo:
        seen = bo.get(f"/postfordeling/organisation/forslag?{urlencode(plan)}").text
        assert "Rydning, Saltning" in seen
        bo.post("/postfordeling/organisation", plan)
        page = bo.get("/postfordeling/organisation").text
        (made,) = re.findall(r"/postfordeling/organisation/([^/]+)/fortryd", page)
        bo.post(f"/postfordeling/organisation/{made}/fortryd", {})
    with world.runtime.reading(world.system) as work:
        open_ = {one.key for one in service.subjects(work, project.id) if one.is_active}
    assert "sne" in open_
    assert not {"rydning", "saltning"} & open_


def test_training_shows_how_to_look_and_to_go_back(world: World, project: Project) -> None:
    assert project.id
    with a_browser(world, "Carl") as carl:
        assert "/postfordeling/traening/undersoeg" in carl.get("/postfordeling/traening").text
        assert carl.post("/postfordeling/traening/undersoeg", {}).status_code in (200, 303)
        assert carl.post("/postfordeling/traening/tilbage", {"because": "x"}).status_code == 404
    with world.runtime.reading(world.system) as work:
        assert registry.former_champion(work, project.id) is None
