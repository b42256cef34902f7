"""The pages of mail routing: what follows a decision, the way back, rules, training, reading again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.permissions import Role
from signatur.records.items import service as items
from signatur.records.items.schema import Trouble
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.service import Sorting
from tests.builders import NOON, World
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    a_mail,
    a_rule,
    receive,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from tests.stand_ins import Browser

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def post(world: World, project: Project) -> list[UUID]:
    """Three enquiries, oldest first; a rule knows the first two."""
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
        service.add_rule(work, project.id, a_rule("skole", TO_SCHOOL))
    return [
        receive(
            world,
            project.id,
            a_mail(text, subject=f"Om {name}", Message_ID=f"<{name}@example.dk>"),
            received_at=NOON - timedelta(days=9 - number),
        ).id
        for number, (name, text) in enumerate(
            {"hul": "Et hul i vejen.", "skole": "Om skole.", "andet": "Hej."}.items()
        )
    ]


def chosen(text: str) -> str:
    """Return the id of the enquiry that a page shows."""
    found = re.search(r'data-item="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_a_decision_beside_the_list_is_answered_with_the_next_enquiry(
    world: World, post: list[UUID]
) -> None:
    with a_browser(world, "Anna") as anna:
        answer = anna.post(
            f"/postfordeling/{post[0]}/send?bane=ready",
            {"department": "vej", "subject": "hul"},
            headers=FRAGMENT,
        )

    assert answer.status_code == 200
    assert f'id="line-{post[0]}" hx-swap-oob="delete"' in answer.text
    assert chosen(answer.text) == str(post[1])
    assert "Recorded: Vej og Park › Huller i vejen." in answer.text
    assert answer.headers["hx-replace-url"] == f"/postfordeling?bane=ready&valgt={post[1]}"
    assert "1 of 3 decided by you today" in answer.text


def test_without_script_a_decision_leads_to_the_next_and_offers_to_undo(
    world: World, post: list[UUID]
) -> None:
    with a_browser(world, "Anna") as anna:
        alone = anna.post(f"/postfordeling/{post[0]}/ikke-vores", {"alene": "true"})
        beside = anna.post(f"/postfordeling/{post[1]}/ved-ikke?sortering=newest")
        page = anna.get(alone.headers["location"])

    assert alone.status_code == beside.status_code == 303
    assert alone.headers["location"].startswith(f"/postfordeling/{post[1]}?besluttet=")
    assert beside.headers["location"].startswith(
        f"/postfordeling?sortering=newest&valgt={post[2]}&besluttet="
    )
    assert "Recorded as not ours." in page.text
    assert chosen(page.text) == str(post[1])


def test_undoing_leads_back_to_the_enquiry_where_one_was(world: World, post: list[UUID]) -> None:
    with a_browser(world, "Anna") as anna:
        paths = []
        for alone in ({}, {"alene": "true"}):
            sent = {"department": "vej", "subject": "hul", **alone}
            decided = anna.post(f"/postfordeling/{post[0]}/send?soeg=om", sent)
            decision = decided.headers["location"].rpartition("besluttet=")[2]
            undone = anna.post(
                f"/postfordeling/beslutninger/{decision}/fortryd?soeg=om", dict(alone)
            )
            paths.append(undone.headers["location"])
        page = anna.get(f"/postfordeling?besluttet={decision}")

    assert paths == [
        f"/postfordeling?soeg=om&valgt={post[0]}",
        f"/postfordeling/{post[0]}?soeg=om",
    ]
    assert 'class="decided-bar"' not in page.text, "what is undone cannot be undone again"


def test_the_last_one_of_a_list_says_so(world: World, post: list[UUID]) -> None:
    with a_browser(world, "Anna") as anna:
        sent = {"department": "borger", "subject": "pas"}
        answer = anna.post(f"/postfordeling/{post[2]}/send?bane=read", sent, headers=FRAGMENT)

    assert "That was the last one in this list" in answer.text
    assert answer.headers["hx-replace-url"] == "/postfordeling?bane=read"


def test_a_place_that_fits_nothing_is_refused_with_a_sentence(
    world: World, post: list[UUID]
) -> None:
    with a_browser(world, "Anna") as anna:
        answer = anna.post(f"/postfordeling/{post[0]}/send", {"place": "xyz"}, headers=FRAGMENT)

    assert answer.status_code == 422
    assert "What you typed fits none or several." in answer.text


def test_what_follows_in_a_list_begins_anew_at_its_end(
    world: World, project: Project, post: list[UUID]
) -> None:
    with world.runtime.reading(world.actor("Anna")) as work:
        follow = [
            service.following(work, project.id, WorklistFilter(), one, Sorting.OLDEST)
            for one in post
        ]
        alone = service.following(work, project.id, WorklistFilter(lane="read"), post[2])

    assert follow == [post[1], post[2], post[0]]
    assert alone is None


def test_a_list_can_be_filtered_by_the_languages_that_came(
    world: World, project: Project, post: list[UUID]
) -> None:
    with world.runtime.reading(world.actor("Anna")) as work:
        languages = service.languages(work, project.id)
        found = service.worklist(work, project.id, WorklistFilter(language=languages[0]))

    assert languages
    assert {one.language for one in found.lines} == {languages[0]}
    assert len(found.lines) <= len(post)


def test_a_list_leaves_out_of_its_addresses_what_is_usual(world: World, post: list[UUID]) -> None:
    with a_browser(world, "Anna") as anna:
        text = anna.get("/postfordeling?tilstand=ready&sortering=oldest&soeg=&kanal=email").text

    assert f'href="/postfordeling/{post[0]}?kanal=email"' in text
    assert "Clear the filter" in text


def test_the_history_tells_suggestions_decisions_and_what_they_set_off(
    world: World, post: list[UUID]
) -> None:
    with a_browser(world, "Anna") as anna:
        anna.post(f"/postfordeling/{post[0]}/send", {"department": "vej", "subject": "sne"})
        text = anna.get(f"/postfordeling/{post[0]}/historik").text

    assert "A rule that staff wrote" in text
    assert "signatur audit replay" in text
    assert "Changed: Vej og Park › Snerydning" in text
    assert "Anna Prøve" in text


def rule_paths(browser: Browser) -> list[str]:
    found: list[str] = re.findall(
        r"/postfordeling/regler/[0-9a-f-]{36}/\w+", browser.get(PAGE).text
    )
    return found


PAGE = "/postfordeling/regler"


def test_a_rule_is_added_tried_out_and_taken_out_of_use_with_its_reason(
    world: World, project: Project
) -> None:
    assert project
    rule = {"field": "subject", "match": "contains", "value": "pas"}
    with a_browser(world, "Bo") as bo:
        refused = bo.post(PAGE, {**rule, "place": "xyz"})
        bo.post(PAGE, {**rule, "place": "Pas – Borgerservice", "is_simulated": "true"})
        simulate, remove = rule_paths(bo)
        simulated = bo.get(PAGE).text
        bo.post(simulate)
        used = bo.get(PAGE).text
        bo.post(remove, {"because": "Bruges ikke mere"})
        removed = bo.get(PAGE).text

    assert refused.status_code == 422
    assert "simulated" in simulated
    assert "The rule is in use from now on." in used
    assert "1 rule out of use" in removed
    assert "Bruges ikke mere" in removed


def test_training_shows_what_there_is_to_learn_from_and_leads_to_the_job(
    world: World, project: Project, post: list[UUID]
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.send_to(work, post[0], TO_HOLE)
        service.send_to(work, post[2], TO_PASSPORT)
    with a_browser(world, "Carl") as carl:
        before = carl.get("/postfordeling/traening").text
        started = carl.post("/postfordeling/traen").headers["location"]
        after = carl.get("/postfordeling/traening").text
    with a_browser(world, "Anna") as anna:
        hidden = anna.get("/postfordeling/traening")

    assert "<dt>Settled by people</dt><dd>2</dd>" in before
    assert "No model yet" in before
    assert f'href="{started}"' in after
    assert "Train a new model" not in after
    assert hidden.status_code == 403
    with world.runtime.reading(world.actor("Carl")) as work:
        job = service.training_under_way(work, project.id)
    assert job is not None
    assert started == f"/job/{job.id}"


@pytest.mark.parametrize(("name", "leads_to"), [("Bo", "/job/"), ("Anna", "/karantaene")])
def test_reading_once_more_leads_where_one_may_look(
    world: World, post: list[UUID], name: str, leads_to: str
) -> None:
    with a_browser(world, name) as browser:
        answer = browser.post(f"/postfordeling/{post[0]}/laes-igen")

    assert answer.headers["location"].startswith(leads_to)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROJECT_OWNER])
def test_who_may_only_look_sees_suggestions_without_buttons(
    world: World, post: list[UUID], role: Role
) -> None:
    name = {Role.AUDITOR: "Gert", Role.PROJECT_OWNER: "Erik"}[role]
    with a_browser(world, name) as browser:
        text = browser.get(f"/postfordeling/{post[0]}").text

    assert "Vej og Park › Huller i vejen" in text
    assert 'data-key="1"' not in text


def test_what_was_read_once_more_is_called_so_in_the_quarantine(
    world: World, project: Project
) -> None:
    broken = receive(world, project.id, a_mail("")).id
    with world.runtime.work(world.actor("Bo")) as work:
        items.quarantine(work, broken, [Trouble("damaged")], whole=False)
        (one, *_others) = items.troubles_of(work, broken)
        items.resolve(work, one.id, service.RESOLUTION)
    with a_browser(world, "Bo") as bo:
        listed = bo.get("/karantaene?vis=afsluttet").text
        shown = bo.get(f"/karantaene/{one.id}").text
        file = bo.get("/karantaene?vis=afsluttet&fil=csv").text

    for text in (listed, shown, file):
        assert "Read again" in text
        assert "read_again" not in text
