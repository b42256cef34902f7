"""Sign-in, one's own account and the administration of users, as pages and as commands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.permissions import SYSTEM, Role
from signatur.kernel.web.visitor import LANGUAGE_COOKIE, SESSION_COOKIE
from signatur.records.people import cli
from signatur.records.people import service as people
from tests.builders import PASSWORD, World
from tests.commands import run
from tests.stand_ins import Browser, a_browser

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.records.people.schema import Person
    from signatur.records.projects.schema import Project

NEW_PASSWORD = "en helt anden kode"


@pytest.fixture
def nobody(world: World) -> Iterator[Browser]:
    with a_browser(world) as browser:
        yield browser


@pytest.fixture
def fie(world: World) -> Iterator[Browser]:
    with a_browser(world, "Fie") as browser:
        yield browser


def give_password(world: World, name: str) -> None:
    with world.runtime.work(world.system) as work:
        people.change_password(work, world.person_ids[name], PASSWORD)


def look(world: World, person_id: UUID) -> Person:
    with world.runtime.reading(world.system) as work:
        return people.person(work, person_id)


# --- signing in and out ------------------------------------------------------------------------


def test_the_right_password_leads_back_to_where_one_wanted_to_go(
    world: World, nobody: Browser
) -> None:
    give_password(world, "Anna")

    answer = nobody.post("/log-ind", {"login": "anna", "password": PASSWORD, "til": "/mig"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/mig")
    assert nobody.get("/mig").status_code == 200
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "/\t/example.org",
        "/\n/example.org",
        "/ /example.org",
        "javascript:alert(1)",
        "example.org",
        "",
    ],
)
def test_a_link_cannot_lead_to_another_site(world: World, nobody: Browser, elsewhere: str) -> None:
    give_password(world, "Anna")

    answer = nobody.post("/log-ind", {"login": "anna", "password": PASSWORD, "til": elsewhere})

    assert answer.headers["location"] == "/"


def test_the_way_back_may_have_a_query(world: World, nobody: Browser) -> None:
    give_password(world, "Anna")
    back = "/haendelser?fra=2026-01-01&handling=x/y"

    answer = nobody.post("/log-ind", {"login": "anna", "password": PASSWORD, "til": back})

    assert answer.headers["location"] == back


def test_whoever_signs_in_again_leaves_the_old_session_behind(world: World) -> None:
    give_password(world, "Bo")
    with a_browser(world, "Anna") as browser:
        old = browser.client.cookies[SESSION_COOKIE]
        answer = browser.post("/log-ind", {"login": "bo", "password": PASSWORD})
        fresh = answer.cookies[SESSION_COOKIE]
        browser.client.cookies.clear()
        browser.client.cookies.set(SESSION_COOKIE, old)
        with_old = browser.get("/mig")

    assert fresh != old
    assert with_old.status_code == 303


def test_a_refused_sign_in_is_logged_with_its_origin_and_no_login(
    nobody: Browser, log_lines: io.StringIO
) -> None:
    nobody.post("/log-ind", {"login": "anna", "password": "forkert"})

    assert "people.sign_in_refused" in log_lines.getvalue()
    assert "anna" not in log_lines.getvalue()


def test_a_wrong_password_shows_the_form_again_with_the_login(nobody: Browser) -> None:
    answer = nobody.post("/log-ind", {"login": "anna", "password": "forkert"})

    assert answer.status_code == 401
    assert 'value="anna"' in answer.text
    assert "do not fit together" in answer.text
    assert SESSION_COOKIE not in answer.cookies


def test_whoever_guesses_must_wait_and_is_told_how_long(nobody: Browser) -> None:
    for _guess in range(5):
        nobody.post("/log-ind", {"login": "anna", "password": "forkert"})

    answer = nobody.post("/log-ind", {"login": "anna", "password": "forkert"})

    assert answer.status_code == 429
    assert "Try again in 16 seconds" in answer.text


def test_whoever_is_signed_in_needs_no_form(fie: Browser) -> None:
    assert fie.get("/log-ind").headers["location"] == "/"


def test_signing_out_ends_the_session(fie: Browser) -> None:
    left = fie.post("/log-ud")

    assert left.headers["location"] == "/log-ind"
    assert fie.get("/mig").status_code == 303


def test_a_stranger_chooses_a_language(nobody: Browser) -> None:
    danish, unknown = nobody.get("/sprog/da"), nobody.get("/sprog/xx")

    assert danish.cookies[LANGUAGE_COOKIE] == "da"
    assert "set-cookie" not in unknown.headers


# --- one's own account -------------------------------------------------------------------------


def test_another_language_shows_the_same_page_with_what_was_searched_for(fie: Browser) -> None:
    page = fie.get("/job?vis=alle").text
    answered = fie.post("/mig/adgangskode", {"current": "wrong", "new": "too short"}).text

    assert '<input type="hidden" name="til" value="/job?vis=alle">' in page
    assert '<input type="hidden" name="til" value="/">' in answered


def test_a_person_changes_their_own_language(world: World, fie: Browser) -> None:
    fie.post("/mig/sprog", {"language": "da"})
    fie.post("/mig/sprog", {"language": "xx"})

    assert look(world, world.person_ids["Fie"]).language == "da"


def test_a_person_changes_their_own_password(world: World, fie: Browser) -> None:
    give_password(world, "Fie")
    with a_browser(world, "Fie") as browser:
        wrong = browser.post("/mig/adgangskode", {"current": "x", "new": NEW_PASSWORD})
        weak = browser.post("/mig/adgangskode", {"current": PASSWORD, "new": "kort"})
        right = browser.post("/mig/adgangskode", {"current": PASSWORD, "new": NEW_PASSWORD})

    assert (wrong.status_code, weak.status_code, right.status_code) == (422, 422, 303)
    assert "present password is not right" in wrong.text
    with world.runtime.reading(world.system) as work:
        assert people.check_password(work, world.person_ids["Fie"], NEW_PASSWORD)


def test_guessing_ones_present_password_is_slowed_down(world: World) -> None:
    give_password(world, "Fie")
    with a_browser(world, "Fie") as browser:
        for _guess in range(5):
            browser.post("/mig/adgangskode", {"current": "x", "new": NEW_PASSWORD})
        right = browser.post("/mig/adgangskode", {"current": PASSWORD, "new": NEW_PASSWORD})

    assert right.status_code == 429


# --- administering -----------------------------------------------------------------------------


def test_everyone_is_listed_and_can_be_downloaded(fie: Browser) -> None:
    page, file = fie.get("/brugere"), fie.get("/brugere?fil=csv")

    assert "Anna Prøve" in page.text
    assert "Anna Prøve;anna;Caseworker" in file.text


def test_an_account_is_created_with_a_role(world: World, fie: Browser) -> None:
    answer = fie.post(
        "/brugere",
        {"login": "hanne", "name": "Hanne", "password": PASSWORD, "role": "caseworker"},
    )
    page = fie.get(answer.headers["location"])

    assert "The account is created." in page.text
    assert "Hanne" in page.text


def test_roles_are_given_limited_and_withdrawn(
    world: World, fie: Browser, project: Project
) -> None:
    anna = world.person_ids["Anna"]
    fie.post(
        f"/brugere/{anna}/roller",
        {"role": "super_user", "project": str(project.id), "departments": "road, school,"},
    )
    given = look(world, anna).grants[1]
    shown = fie.get(f"/brugere/{anna}").text
    fie.post(f"/brugere/{anna}/roller/{given.id}/fjern")

    assert (given.role, given.project_id, given.limit) == (
        Role.SUPER_USER,
        project.id,
        {"department": frozenset({"road", "school"})},
    )
    assert "road, school" in shown
    assert len(look(world, anna).grants) == 1


def test_a_role_may_hold_in_all_projects_without_a_limit(world: World, fie: Browser) -> None:
    anna = world.person_ids["Anna"]
    fie.post(f"/brugere/{anna}/roller", {"role": "legal", "project": "", "departments": ""})

    given = look(world, anna).grants[1]
    assert (given.project_id, given.limit) == (None, {})


def test_an_account_is_closed_and_opened_again(world: World, fie: Browser) -> None:
    anna = world.person_ids["Anna"]
    fie.post(f"/brugere/{anna}/luk")
    closed = look(world, anna).is_active
    page = fie.get(f"/brugere/{anna}").text
    fie.post(f"/brugere/{anna}/genaabn")

    assert (closed, look(world, anna).is_active) == (False, True)
    assert "Open account again" in page


def test_a_forgotten_password_is_set_anew(world: World, fie: Browser) -> None:
    anna = world.person_ids["Anna"]
    fie.post(f"/brugere/{anna}/adgangskode", {"new": NEW_PASSWORD})

    with world.runtime.reading(world.system) as work:
        assert people.check_password(work, anna, NEW_PASSWORD)


def test_a_key_is_shown_once_and_can_be_ended(world: World, fie: Browser) -> None:
    anna = world.person_ids["Anna"]
    made = fie.post(f"/brugere/{anna}/noegler", {"name": "Journal"})
    secret = re.findall(r"signatur_[\w-]{20,}", made.text)
    later = fie.get(f"/brugere/{anna}").text
    with world.runtime.reading(world.system) as work:
        (key,) = people.keys(work, anna)
        owner = people.person_with_key(work.session, secret[0])
    ended = fie.post(f"/brugere/{anna}/noegler/{key.id}/afslut")

    assert owner == anna
    assert "Journal" in later
    assert secret[0] not in later
    assert ended.status_code == 303


# --- commands ----------------------------------------------------------------------------------


def test_the_first_account_makes_its_authority(world: World) -> None:
    arguments = ("hanne", "--name", "Hanne", "--authority", "Ny Kommune", "--cvr", "12345674")
    printed = json.loads(
        run(
            world,
            cli.commands,
            "add",
            *arguments,
            "--role",
            "operations",
            "--role",
            "legal",
            "--json",
        ).stdout
    )

    with world.runtime.work(SYSTEM) as work:
        person = people.person_with_login(work.session, "hanne")
        assert people.sign_in(work, "hanne", printed["password"], "")
    assert (printed["login"], printed["id"]) == ("hanne", str(person.id))
    assert {grant.role for grant in person.grants} == {Role.OPERATIONS, Role.LEGAL}


def test_an_account_is_added_to_an_authority_that_is_there(world: World) -> None:
    arguments = ("hanne", "--name", "Hanne", "--authority", "Lindevang Kommune")
    printed = run(world, cli.commands, "add", *arguments, "--role", "caseworker")

    with world.runtime.reading(SYSTEM) as work:
        assert people.person_with_login(work.session, "hanne").authority_id == world.authority_id
    assert printed.stdout.startswith("hanne may sign in with the password ")
    with pytest.raises(Conflict):
        run(world, cli.commands, "add", *arguments, "--role", "caseworker")


def test_a_key_is_printed_once(world: World) -> None:
    secret = run(world, cli.commands, "key", "anna", "--name", "journal").stdout.strip()

    with world.runtime.reading(SYSTEM) as work:
        assert people.person_with_key(work.session, secret) == world.person_ids["Anna"]
    with pytest.raises(NotFound):
        run(world, cli.commands, "key", "nobody", "--name", "journal")
