"""The web shell: who may pass, what every answer carries, and how errors look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.records.people import service as people
from tests.builders import PASSWORD, World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def browser(world: World) -> Iterator[TestClient]:
    with TestClient(create_app(world.runtime), follow_redirects=False) as client:
        yield client


def sign_in(world: World, browser: TestClient, name: str) -> None:
    with world.runtime.work(world.actor("Fie")) as work:
        people.change_password(work, world.person_ids[name], PASSWORD)
    answer = browser.post("/log-ind", data={"login": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


def test_whoever_has_not_signed_in_is_sent_to_the_sign_in_page(browser: TestClient) -> None:
    answer = browser.get("/brugere")

    assert (answer.status_code, answer.headers["location"]) == (303, "/log-ind?til=/brugere")


def test_the_right_password_opens_the_front_page(world: World, browser: TestClient) -> None:
    sign_in(world, browser, "Anna")

    answer = browser.get("/")

    assert answer.status_code == 200
    assert "Anna" in answer.text


def test_a_wrong_password_is_refused_in_plain_danish(world: World, browser: TestClient) -> None:
    answer = browser.post("/log-ind", data={"login": "anna", "password": "forkert"})

    assert answer.status_code == 401
    assert "passer ikke sammen" in answer.text


def test_a_person_without_the_permission_is_refused(world: World, browser: TestClient) -> None:
    sign_in(world, browser, "Anna")

    assert browser.get("/brugere").status_code == 403


def test_a_change_without_the_sessions_token_is_refused(world: World, browser: TestClient) -> None:
    sign_in(world, browser, "Anna")

    assert browser.post("/mig/sprog", data={"language": "en"}).status_code == 403


def test_every_answer_forbids_inline_scripts(browser: TestClient) -> None:
    policy = browser.get("/log-ind").headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
