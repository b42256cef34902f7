"""The list of requests, taking one in, its overview and clock, and what may stand in an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import CaseChange
from tests.builders import a_project
from tests.solutions.disclosure.situations import LETTER, a_case, documents_in
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from tests.builders import World


def test_the_list_is_filtered_and_downloaded(world: World) -> None:
    a_case(world, "Aktindsigt i byggesag")
    other = a_case(world, "Aktindsigt i vejsag")
    with world.runtime.work(world.actor("Bo")) as work:
        taken = CaseChange(handler_id=world.person_ids["Bo"])
        service.change_case(work, other, taken, service.case(work, other).version)
    with a_browser(world, "Anna") as anna:
        every = anna.get("/aktindsigt").text
        mine = anna.get("/aktindsigt?hvem=mig").text
        sought = anna.get("/aktindsigt?soeg=BYGGE").text
        nothing = anna.get("/aktindsigt?soeg=findesikke").text
        odd = anna.get("/aktindsigt?tilstand=findesikke")
        table = anna.get("/aktindsigt?fil=csv")
        book = anna.get("/aktindsigt?fil=xlsx").content

    assert ("byggesag" in every, "vejsag" in every) == (True, True)
    assert ("byggesag" in mine, "vejsag" in mine) == (True, False)
    assert ("byggesag" in sought, "vejsag" in sought) == (True, False)
    assert "No request fits" in nothing
    assert odd.status_code == 200
    assert table.text.count("\n") == 3
    assert "attachment" in table.headers["content-disposition"]
    assert book.startswith(b"PK")


def test_an_empty_list_says_what_to_do(world: World) -> None:
    a_project(world, service.NAME)
    with a_browser(world, "Anna") as anna:
        assert "register the request here" in anna.get("/aktindsigt").text


def test_a_request_is_entered_and_leads_to_its_documents(world: World) -> None:
    a_project(world, service.NAME)
    given = {
        "titel": "Aktindsigt <b>i</b> hegn", "anmodning": "Alt.", "navn": "Ida Spørg",
        "modtaget": "2026-03-02T08:00", "artikel15": "1",
    }  # fmt: skip
    with a_browser(world, "Anna") as anna:
        answer = anna.post("/aktindsigt/ny", given)
        place = answer.headers["location"]
        shown = anna.get(place).text

    assert answer.status_code == 303
    assert place.endswith("/dokumenter")
    assert "Hand in the documents of the case" in shown
    assert "<b>i</b>" not in shown
    with world.runtime.reading(world.actor("Anna")) as work:
        case = service.case(work, UUID(place.split("/")[3]))
    assert case.is_article_15
    assert case.requester.name == "Ida Spørg"


def test_a_request_that_cannot_be_is_refused_with_a_sentence(world: World) -> None:
    a_project(world, service.NAME)
    wrong = (
        {"titel": "", "anmodning": ""},
        {"titel": "Hegn", "anmodning": "Alt.", "modtaget": "i går"},
        {"titel": "Hegn", "anmodning": "Alt.", "modtaget": "2226-01-01T08:00"},
        {"titel": "Hegn", "anmodning": "Alt.", "modtaget": "0001-01-01T08:00"},
    )
    with a_browser(world, "Anna") as anna:
        answers = [anna.post("/aktindsigt/ny", one) for one in wrong]
        without_token = anna.client.post("/aktindsigt/ny", data=wrong[1])

    assert [one.status_code for one in answers] == [422] * 4
    assert "as date and time of day" in answers[1].text
    assert without_token.status_code == 403
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.cases(work) == []


def test_the_overview_leads_to_what_must_be_done(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    path = f"/aktindsigt/sag/{case_id}"
    with a_browser(world, "Anna") as anna:
        shown = anna.get(path).text
        on = anna.get(f"{path}/videre")
        anna.post(f"{path}/pause", {"grund": "Hvilket hegn?"})
        paused = anna.get(path).text
        anna.post(f"{path}/genoptag")
        running = anna.get(path).text

    assert f"/aktindsigt/dokument/{letter}?side=1" in shown
    assert on.headers["location"] == f"/aktindsigt/dokument/{letter}?side=1"
    assert "let the clock run" in paused
    assert "It ran again on" in running


def test_particulars_are_changed_once_and_a_colleague_is_not_overwritten(world: World) -> None:
    case_id = a_case(world)
    path = f"/aktindsigt/sag/{case_id}"
    with a_browser(world, "Anna") as anna:
        form = anna.get(f"{path}/ret-oplysninger").text
        version = re.search(r'name="version" value="(\d+)"', form)
        assert version is not None
        given = {"titel": "Nyt navn", "navn": "Ida", "version": version[1]}
        first = anna.post(f"{path}/ret-oplysninger", given)
        second = anna.post(f"{path}/ret-oplysninger", {**given, "titel": "Andet"})
        unread = anna.post(f"{path}/ret-oplysninger", {**given, "version": "x"})

        shown = anna.get(path).text

    assert (first.status_code, second.status_code, unread.status_code) == (303, 409, 422)
    assert "Nyt navn" in shown


def test_a_case_is_taken_withdrawn_by_whoever_decides_and_opened_again(world: World) -> None:
    case_id = a_case(world)
    path = f"/aktindsigt/sag/{case_id}"
    moved = {"tilstand": "withdrawn", "begrundelse": "Trukket tilbage"}
    with a_browser(world, "Anna") as anna:
        assert "Close or withdraw" not in anna.get(path).text
        assert anna.post(f"{path}/tilstand", moved).status_code == 403
    with a_browser(world, "Bo") as bo:
        with world.runtime.reading(world.actor("Bo")) as work:
            version = service.case(work, case_id).version
        bo.post(f"{path}/tag", {"version": version})
        assert "Bo Prøve" in bo.get(path).text
        assert bo.post(f"{path}/tilstand", {**moved, "begrundelse": ""}).status_code == 422
        assert bo.post(f"{path}/tilstand", {"tilstand": "sovende"}).status_code == 422
        assert bo.post(f"{path}/tilstand", moved).status_code == 303
        assert "Open again" in bo.get(path).text
        assert str(case_id) not in bo.get("/aktindsigt").text
        assert str(case_id) in bo.get("/aktindsigt?alle=1").text
        assert str(case_id) in bo.get("/aktindsigt?tilstand=withdrawn").text
        bo.post(f"{path}/tilstand", {"tilstand": "review"})
        assert str(case_id) in bo.get("/aktindsigt").text


def test_what_does_not_exist_is_not_found(world: World) -> None:
    a_case(world)
    nowhere = UUID(int=7)
    paths = [f"/aktindsigt/sag/{nowhere}{end}" for end in
             ("", "/dokumenter", "/fund", "/personer", "/soeg", "/ret", "/kontrol", "/breve",
              "/udlevering", "/ret-oplysninger", "/videre")]  # fmt: skip
    paths += [f"/aktindsigt/{kind}/{nowhere}" for kind in ("dokument", "emne")]
    with a_browser(world, "Anna") as anna:
        found = {path: anna.get(path).status_code for path in paths}

    assert set(found.values()) == {404}


def test_a_case_of_another_authority_is_not_there(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world) as stranger:
        answers = [
            stranger.get(f"/aktindsigt/sag/{case_id}"),
            stranger.get(f"/aktindsigt/dokument/{letter}"),
            stranger.get(f"/aktindsigt/dokument/{letter}/original"),
        ]
    with a_browser(world, "Carl") as carl:
        refused = carl.get(f"/aktindsigt/sag/{case_id}")

    assert {one.headers.get("location", "").split("?")[0] for one in answers} == {"/log-ind"}
    assert refused.status_code == 403


def test_no_address_on_any_page_holds_content(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    root = f"/aktindsigt/sag/{case_id}"
    with a_browser(world, "Anna") as anna:
        pages = [anna.get(f"{root}{end}").text for end in ("", "/dokumenter", "/fund", "/personer")]
        pages.append(anna.get(f"/aktindsigt/dokument/{letter}").text)
        pages.append(anna.post(f"{root}/soeg", {"ord": "010203-1234"}).text)
    addresses = [
        one for page in pages for one in re.findall(r'(?:href|src|action|hx-\w+)="([^"]+)"', page)
    ]

    assert len(addresses) > 60
    assert [one for one in addresses if re.search("(?i)mette|opfund|0102|hegn", one)] == []
