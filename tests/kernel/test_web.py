"""The web shell: who may pass, what every answer carries, and how errors look."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import pytest
from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.kernel.errors import Conflict, Unavailable
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.kernel.permissions import EVERYONE, Permission, Role
from signatur.kernel.web import visitor
from signatur.kernel.web.doors import page_for, public_work, work_for
from signatur.kernel.web.page import NOTICE_COOKIE, Page
from signatur.kernel.web.visitor import LANGUAGE_COOKIE, SESSION_COOKIE
from signatur.kernel.work import Work  # noqa: TC001 (FastAPI reads it)
from signatur.records.people import service as people
from tests.builders import PASSWORD, FixedClock, World, a_world
from tests.stand_ins import Browser, a_browser

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Template

SECRET = "Kære kommune, jeg hedder Bente"
USE = Permission("letters.use", _("use letters"), EVERYONE)
ADMINISTER = Permission("letters.administer", _("administer letters"), frozenset({Role.OPERATIONS}))

pages, api = APIRouter(), APIRouter()
Using = Annotated[Page, page_for(USE)]


@pages.get("/breve/tak")
def thanks(page: Using) -> Response:
    return page.go_to("/", _("Thanks for the letter."))


@pages.get("/breve/taabelig")
def foolish(page: Using) -> Response:
    raise RuntimeError(SECRET)


@pages.get("/breve/afbrudt")
def cut(page: Using) -> Response:
    def some() -> Iterator[bytes]:
        yield b"first"
        raise RuntimeError(SECRET)

    return StreamingResponse(some())


@pages.get("/breve/optaget")
def busy(page: Using) -> Response:
    raise Unavailable(log="reader is busy", shown=_("The reader is busy. Try again."))


@pages.post("/breve/hemmelig")
def administer(page: Annotated[Page, page_for(ADMINISTER)]) -> Response:
    return page.go_to("/")


@pages.post("/breve/fil")
def upload(
    page: Using, file: Annotated[UploadFile, File()], csrf: Annotated[str, Form()]
) -> Response:
    return JSONResponse({"size": len(file.file.read())})


@api.get("/conflict")
def conflict(work: Annotated[Work, work_for(USE)]) -> Response:
    raise Conflict(log="decided", shown=_("A colleague was first."))


@api.post("/letters")
def receive(work: Annotated[Work, work_for(USE)], number: int) -> dict[str, object]:
    return {"by": work.actor.name, "number": number}


@api.post("/open")
def receive_from_anyone(work: Annotated[Work, public_work("a test")]) -> dict[str, str]:
    return {"by": work.actor.kind}


PART = Part(name="post_office", title=_("Post office"), pages=pages, api=api)


@pytest.fixture
def world(template: Template, tmp_path: Path) -> Iterator[World]:
    with template.copy(tmp_path) as url:
        more = {"SIGNATUR_UPLOAD_MEGABYTES": "1"}
        world = a_world(tmp_path, url, FixedClock(), PART, **more)
        yield world
        world.runtime.close()


@pytest.fixture
def anna(world: World) -> Iterator[Browser]:
    with a_browser(world, "Anna") as browser:
        yield browser


@pytest.fixture
def nobody(world: World) -> Iterator[Browser]:
    with a_browser(world) as browser:
        yield browser


# --- who may pass ------------------------------------------------------------------------------


def test_whoever_has_not_signed_in_is_sent_to_the_sign_in_page(nobody: Browser) -> None:
    answer = nobody.get("/brugere")

    assert (answer.status_code, answer.headers["location"]) == (303, "/log-ind?til=/brugere")


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in_page(nobody: Browser) -> None:
    current = {"hx-request": "true", "hx-current-url": "http://testserver/haendelser?fra=x"}
    answer = nobody.get("/haendelser/eftersyn", **current)

    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/log-ind?til=/haendelser")


def test_whoever_sends_something_without_having_signed_in_is_told_so(nobody: Browser) -> None:
    answer = nobody.post("/breve/hemmelig")

    assert answer.status_code == 401
    assert 'href="/log-ind"' in answer.text


def test_the_api_answers_strangers_in_json(nobody: Browser) -> None:
    answer = nobody.get("/api/post-office/conflict")

    assert (answer.status_code, answer.json()) == (401, {"problem": "Sign in to see this."})


def test_a_person_without_the_permission_is_refused(anna: Browser) -> None:
    assert anna.get("/brugere").status_code == 403
    assert anna.post("/breve/hemmelig").status_code == 403


def test_a_session_that_has_ended_is_no_session(world: World, anna: Browser) -> None:
    with world.runtime.work(world.system) as work:
        people.close_account(work, world.person_ids["Anna"])

    assert anna.get("/").status_code == 303


def test_a_session_that_was_not_seen_for_a_while_is_marked_as_seen(
    world: World, anna: Browser
) -> None:
    for _quarter in range(8):
        world.clock.advance(timedelta(minutes=15))
        assert anna.get("/").status_code == 200


def test_a_made_up_key_opens_nothing(nobody: Browser) -> None:
    nobody.client.cookies.set(SESSION_COOKIE, "made up")

    assert nobody.get("/").status_code == 303


def test_a_key_for_the_api_acts_in_its_owners_name_without_a_token(
    world: World, nobody: Browser
) -> None:
    with world.runtime.work(world.system) as work:
        key = people.make_key(work, world.person_ids["Anna"], "journal")
    header = {"authorization": f"Bearer {key}"}

    answer = nobody.client.post("/api/post-office/letters?number=7", headers=header)
    wrong = nobody.client.post(
        "/api/post-office/letters?number=7", headers={"authorization": "Bearer made-up"}
    )

    assert answer.json() == {"by": "Anna Prøve", "number": 7}
    assert wrong.status_code == 401


# --- changes must come from our own pages ------------------------------------------------------


def test_a_change_without_the_sessions_token_is_refused(anna: Browser) -> None:
    assert anna.client.post("/mig/sprog", data={"language": "en"}).status_code == 403
    assert anna.post("/mig/sprog", {"csrf": "wrong", "language": "en"}).status_code == 403
    assert anna.client.post("/api/post-office/letters?number=7", json={}).status_code == 403


def test_a_file_in_place_of_the_token_is_refused(anna: Browser) -> None:
    answer = anna.client.post("/mig/sprog", files={"csrf": b"x", "language": b"en"})

    assert answer.status_code == 403


def test_the_token_may_stand_in_the_form_or_in_a_header(anna: Browser) -> None:
    in_form = anna.post("/mig/sprog", {"language": "en"})
    in_header = anna.client.post(
        "/mig/sprog", data={"language": "en"}, headers={"x-csrf-token": anna.csrf}
    )

    assert (in_form.status_code, in_header.status_code) == (303, 303)


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200)]
)
def test_another_site_cannot_send_for_somebody_without_a_session(
    nobody: Browser, site: str, status: int
) -> None:
    answer = nobody.client.post("/api/post-office/open", headers={"sec-fetch-site": site})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 200), ("https://example.org", 403), ("null", 403)],
)
def test_without_fetch_metadata_the_origin_tells(nobody: Browser, origin: str, status: int) -> None:
    answer = nobody.client.post("/api/post-office/open", headers={"origin": origin})

    assert answer.status_code == status


# --- what every answer carries -----------------------------------------------------------------


@pytest.mark.parametrize("path", ["/log-ind", "/nowhere", "/static/signatur.css", "/static/gone"])
def test_every_answer_forbids_inline_scripts_and_framing(nobody: Browser, path: str) -> None:
    headers = nobody.get(path).headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in headers


def test_pages_are_kept_by_no_cache_and_files_for_an_hour(nobody: Browser) -> None:
    assert nobody.get("/log-ind").headers["cache-control"] == "no-store"
    assert nobody.get("/static/signatur.css").headers["cache-control"] == "public, max-age=3600"


def test_an_installation_behind_tls_says_so(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path) as url:
        more = {"SIGNATUR_PUBLIC_URL": "https://signatur.example.dk"}
        world = a_world(tmp_path, url, FixedClock(), **more)
        with world.runtime.work(world.system) as work:
            people.change_password(work, world.person_ids["Anna"], PASSWORD)
        with a_browser(world) as browser:
            answer = browser.post("/log-ind", {"login": "anna", "password": PASSWORD})
        world.runtime.close()

    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "Secure" in answer.headers["set-cookie"]


def test_the_log_says_which_route_answered_and_never_what_was_searched_for(
    anna: Browser, log_lines: io.StringIO
) -> None:
    anna.get("/projekter/0189?soeg=Bente")

    entry = json.loads(log_lines.getvalue().splitlines()[-1])
    assert (entry["event"], entry["route"], entry["status"]) == (
        "web.answered",
        "/projekter/{project_id}",
        422,
    )
    assert "Bente" not in log_lines.getvalue()


def test_only_http_is_wrapped(world: World) -> None:
    with TestClient(create_app(world.runtime)) as client:  # the lifespan passes through
        assert client.get("/health/live").status_code == 200


# --- language ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("da", "da"), ("xx", "da")])
def test_a_stranger_reads_in_the_language_of_the_cookie(
    nobody: Browser, cookie: str, language: str
) -> None:
    nobody.client.cookies.set(LANGUAGE_COOKIE, cookie)

    assert f'<html lang="{language}">' in nobody.get("/log-ind").text


def test_a_person_reads_in_the_language_of_the_account(world: World) -> None:
    with a_browser(world, "Anna", language="da") as browser:
        browser.client.cookies.set(LANGUAGE_COOKIE, "en")

        assert '<html lang="da">' in browser.get("/").text


# --- how errors look ---------------------------------------------------------------------------


def test_an_unknown_address_is_told_in_plain_words(anna: Browser) -> None:
    answer = anna.get("/nowhere")

    assert answer.status_code == 404
    assert "This page does not exist" in answer.text


def test_a_method_that_an_address_does_not_know_is_told_too(anna: Browser) -> None:
    assert anna.client.delete("/").status_code == 405


def test_the_api_names_the_field_that_is_wrong_and_not_its_value(anna: Browser) -> None:
    answer = anna.client.post(
        "/api/post-office/letters?number=Bente", headers={"x-csrf-token": anna.csrf}
    )

    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"field": "query.number", "mistake": "int_parsing"}]
    assert "Bente" not in answer.text


def test_a_known_problem_is_shown_with_its_status(anna: Browser) -> None:
    answer = anna.get("/api/post-office/conflict")

    assert (answer.status_code, answer.json()) == (409, {"problem": "A colleague was first."})


def test_a_part_of_a_page_gets_its_problem_as_a_part(anna: Browser) -> None:
    answer = anna.get("/breve/optaget", **{"hx-request": "true"})

    assert answer.status_code == 503
    assert "The reader is busy" in answer.text
    assert "<html" not in answer.text


def test_a_mistake_in_the_program_is_told_without_its_words(
    anna: Browser, log_lines: io.StringIO
) -> None:
    answer = anna.get("/breve/taabelig")

    assert answer.status_code == 500
    assert "Nothing was changed" in answer.text
    assert "content-security-policy" in answer.headers
    assert "Bente" not in answer.text + log_lines.getvalue()
    assert "web.failed" in log_lines.getvalue()


def test_an_answer_that_breaks_half_way_is_cut(anna: Browser) -> None:
    with pytest.raises(RuntimeError):
        anna.get("/breve/afbrudt")


def test_a_database_that_is_away_is_told_in_plain_words(
    nobody: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_anything: object) -> None:
        raise OSError(SECRET)

    monkeypatch.setattr("signatur.kernel.web.shell.recognise", away)
    answer = nobody.get("/log-ind")

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


# --- size --------------------------------------------------------------------------------------


def test_a_file_within_the_limit_is_received(anna: Browser) -> None:
    answer = anna.post("/breve/fil", files={"file": b"x" * 900_000})

    assert answer.json() == {"size": 900_000}


def test_a_request_that_announces_too_much_is_refused_at_once(anna: Browser) -> None:
    answer = anna.post("/breve/fil", files={"file": b"x" * 1_100_000})

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_request_that_grows_too_large_is_refused_while_it_is_read(anna: Browser) -> None:
    much = iter([b"x" * 100_000] * 30)
    headers = {"x-csrf-token": anna.csrf, "content-type": "application/x-www-form-urlencoded"}
    answer = anna.client.post("/breve/fil", content=much, headers=headers)

    assert answer.status_code == 413


def test_whoever_has_not_signed_in_may_send_little(nobody: Browser) -> None:
    announced = nobody.client.post("/breve/fil", files={"file": b"x" * 200_000})
    grown = nobody.client.post(
        "/breve/fil",
        content=iter([b"x" * 50_000] * 4),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert (announced.status_code, grown.status_code) == (413, 413)


# --- sentences that the next page shows --------------------------------------------------------


def test_the_next_page_shows_a_sentence_once(anna: Browser) -> None:
    sent_on = anna.get("/breve/tak")
    first, second = anna.get("/").text, anna.get("/").text

    assert sent_on.headers["location"] == "/"
    assert "Thanks for the letter." in first
    assert "Thanks for the letter." not in second


def test_a_part_of_a_page_is_sent_on_by_the_script(anna: Browser) -> None:
    answer = anna.get("/breve/tak", **{"hx-request": "true"})

    assert (answer.status_code, answer.headers["hx-location"]) == (200, "/")


def a_notice(message: object, values: object, plural: object = "") -> str:
    told = {"message": message, "values": values, "plural": plural}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    "value",
    [
        "not base64",
        "e30=",
        "W10=",
        a_notice("Odd %(a)s", {"b": 1}),
        a_notice("Odd %(a)d", {"a": "x"}),
        a_notice("Odd %(a)s", "x"),
        a_notice("Odd", {"num": "x"}, "Odds"),
        a_notice("Odd", {}, "Odds"),
        a_notice(["Odd"], {"a": 1}),
        # Formatted, this would take a gigabyte.
        a_notice("Odd %(a)999999999s", {"a": "x"}),
        a_notice("Odd", {"num": 2}, "Odd %(num)999999999d"),
    ],
)
def test_an_odd_notice_is_no_notice(anna: Browser, value: str) -> None:
    anna.client.cookies.set(NOTICE_COOKIE, value)
    answer = anna.get("/")

    assert answer.status_code == 200
    assert "Odd" not in answer.text


def test_recognising_needs_no_database_for_strangers(world: World) -> None:
    class Request:
        cookies: dict[str, str] = {}  # noqa: RUF012
        headers: dict[str, str] = {}  # noqa: RUF012

    assert visitor.recognise(world.runtime, Request()).actor is None  # type: ignore[arg-type]
