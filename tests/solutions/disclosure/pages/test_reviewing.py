"""The review of a page: whole and as a part, every act on it, and what the second reader is not shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingOrigin, FindingState
from tests.solutions.disclosure.situations import (
    PRIVATE,
    a_case,
    decide_all,
    documents_in,
    findings_of,
    look_at_all,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from httpx2 import Response

    from signatur.solutions.disclosure.schema.case import FindingLine
    from tests.builders import World
    from tests.stand_ins import Browser

LETTER = ["Mette Opfundsen, cpr 010203-1234, bor her.", "Mette Opfundsen skrev igen."]
EMOJI = ["Hej 👋🏽 İda. Mette Opfundsen bor på Hvedemarken. Ring til hvede­marken."]
PART = {"hx-request": "true", "hx-target": "sheet"}


def one_document(world: World, pages: list[str] | None = None) -> UUID:
    case_id = a_case(world)
    (document_id,) = documents_in(world, case_id, pages or LETTER)
    return document_id


def decide(
    browser: Browser, document_id: UUID, one: FindingLine, choice: str, **more: object
) -> Response:
    given = {
        "dokument": document_id, "side": one.page, "version": one.version, "valg": choice, **more,
    }  # fmt: skip
    return browser.post(f"/aktindsigt/fund/{one.id}", given, headers=PART)


def on_page(world: World, document_id: UUID, page: int = 1) -> list[FindingLine]:
    return [one for one in findings_of(world, document_id) if one.page == page]


def test_a_page_is_shown_with_its_picture_its_boxes_and_its_text(world: World) -> None:
    document_id = one_document(world)
    with a_browser(world, "Anna") as anna:
        whole = anna.get(f"/aktindsigt/dokument/{document_id}").text
        part = anna.get(f"/aktindsigt/dokument/{document_id}?side=2", **PART).text
        beyond = anna.get(f"/aktindsigt/dokument/{document_id}?side=3").status_code
        before = anna.get(f"/aktindsigt/dokument/{document_id}?side=-1").status_code
        picture = anna.get(f"/aktindsigt/dokument/{document_id}/side/1/billede?dpi=99999")

    assert "<html" in whole
    assert whole.count('class="finding is-proposed"') == 2
    assert whole.count("<rect ") == 2
    assert 'id="page-text"' in whole
    assert "<html" not in part
    assert part.count('class="finding is-proposed"') == 1
    assert (beyond, before) == (404, 404)
    assert picture.content.startswith(b"\x89PNG")
    assert "private" in picture.headers["cache-control"]


def test_a_decision_sends_back_the_part_alone_with_the_next_version(world: World) -> None:
    document_id = one_document(world)
    name, number = on_page(world, document_id)
    with a_browser(world, "Anna") as anna:
        answer = decide(anna, document_id, name, "withheld")
        kept = decide(anna, document_id, number, "kept")
        plain = anna.post(
            f"/aktindsigt/fund/{number.id}",
            {"dokument": document_id, "side": 1, "version": number.version + 1, "valg": "withheld"},
        )

    assert "<html" not in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "Withheld." in answer.text
    assert "is-kept" in kept.text
    assert plain.headers["location"] == f"/aktindsigt/dokument/{document_id}?side=1"
    assert {one.state for one in on_page(world, document_id)} == {FindingState.WITHHELD}


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(world: World) -> None:
    document_id = one_document(world)
    name = on_page(world, document_id)[0]
    with a_browser(world, "Bo") as bo:
        decide(bo, document_id, name, "kept")
    with a_browser(world, "Anna") as anna:
        answer = decide(anna, document_id, name, "withheld")

    assert answer.status_code == 409
    assert re.search("<p[^>]*>[A-Z].+[.]</p>", answer.text)
    assert on_page(world, document_id)[0].state is FindingState.KEPT


def test_a_choice_or_ground_that_is_none_is_refused(world: World) -> None:
    document_id = one_document(world)
    name = on_page(world, document_id)[0]
    with a_browser(world, "Anna") as anna:
        answers = [
            decide(anna, document_id, name, "shredded"),
            decide(anna, document_id, name, "withheld", grund="ofl-99-9"),
            decide(anna, UUID(int=3), name, "withheld"),
        ]

    assert [one.status_code for one in answers] == [422, 422, 404]
    assert on_page(world, document_id)[0].state is FindingState.PROPOSED


def test_the_rest_of_a_page_is_decided_as_it_was_shown(world: World) -> None:
    document_id = one_document(world)
    name, number = on_page(world, document_id)
    path = f"/aktindsigt/dokument/{document_id}/resten"
    with a_browser(world, "Anna") as anna:
        given = {"side": 1, "valg": "withheld"}
        shown = [f"{one.id}:{one.version}" for one in (name, number)]
        broken = anna.post(path, {**given, "fund": "x"}, headers=PART)
        stale = anna.post(path, {**given, "fund": [f"{name.id}:99"]}, headers=PART)
        done = anna.post(path, {**given, "fund": shown}, headers=PART)

    assert (broken.status_code, stale.status_code) == (422, 409)
    assert "Decided for 2 mention(s)" in done.text
    assert [one.ground for one in on_page(world, document_id)] == [PRIVATE, PRIVATE]
    assert on_page(world, document_id, 2)[0].state is FindingState.PROPOSED


def test_one_decision_holds_for_all_mentions(world: World) -> None:
    document_id = one_document(world)
    name = on_page(world, document_id)[0]
    path = f"/aktindsigt/fund/{name.id}/omtaler"
    with a_browser(world, "Anna") as anna:
        asked = anna.get(f"{path}?dokument={document_id}&side=1", **PART).text
        given = {"dokument": document_id, "side": 1, "valg": "withheld", "husk": "case"}
        odd = anna.post(path, {**given, "husk": "world"}, headers=PART)
        answer = anna.post(path, given, headers=PART)

    assert "2 mentions" in asked
    assert odd.status_code == 422
    assert "Decided for 2 mention(s)" in answer.text
    assert on_page(world, document_id, 2)[0].state is FindingState.WITHHELD


def test_words_are_withheld_wherever_they_stand_also_behind_odd_letters(world: World) -> None:
    document_id = one_document(world, EMOJI)
    path = f"/aktindsigt/dokument/{document_id}/marker"
    with a_browser(world, "Anna") as anna:
        given = {"side": 1, "grund": PRIVATE}
        answer = anna.post(path, {**given, "ord": "hvedemarken"}, headers=PART)
        absent = anna.post(path, {**given, "ord": "Rugmarken"}, headers=PART)
        nothing = anna.post(path, {**given, "ord": "  "}, headers=PART)
        pattern = anna.post(path, {**given, "ord": ".*"}, headers=PART)

    assert answer.status_code == 200
    assert [one.status_code for one in (absent, nothing, pattern)] == [422] * 3
    made = [one.text for one in on_page(world, document_id) if one.origin is FindingOrigin.MARKED]
    assert "Hvedemarken" in made


def test_a_stretch_is_marked_by_its_places_in_the_text_of_the_server(world: World) -> None:
    document_id = one_document(world, EMOJI)
    path = f"/aktindsigt/dokument/{document_id}/marker"
    start = EMOJI[0].index("bor på")
    with a_browser(world, "Anna") as anna:
        given = {"side": 1, "grund": PRIVATE, "start": start, "slut": start + 6}
        anna.post(path, given, headers=PART)
        wrong = [
            anna.post(path, {**given, "start": start, "slut": end}, headers=PART).status_code
            for end in (start, start - 1, 10**9)
        ]
        shown = anna.get(f"/aktindsigt/dokument/{document_id}").text

    assert wrong == [422] * 3
    assert [
        one.text for one in on_page(world, document_id) if one.origin is FindingOrigin.MARKED
    ] == ["bor på"]
    # Every part of the text tells where it begins, counted in whole characters.
    starts = {int(one[0]): one[1] for one in
              re.findall(r'data-start="(\d+)"[^>]*>([^<]*)</span>', shown)}  # fmt: skip
    assert starts[start] == "bor på"


def test_a_box_is_drawn_from_any_corner_and_a_page_is_withheld_whole(world: World) -> None:
    document_id = one_document(world)
    path = f"/aktindsigt/dokument/{document_id}"
    with a_browser(world, "Anna") as anna:
        given = {"side": 2, "grund": PRIVATE}
        anna.post(f"{path}/tegn", {**given, "boks": "300 400 100 200"}, headers=PART)
        wrong = [
            anna.post(f"{path}/tegn", {**given, "boks": words}, headers=PART).status_code
            for words in ("", "1 2 3", "nan nan nan nan", "a b c d", "9000 9000 9100 9100")
        ]
        anna.post(f"{path}/side", given, headers=PART)

    assert wrong == [422] * 5
    own = [one for one in on_page(world, document_id, 2) if one.origin is not FindingOrigin.FOUND]
    boxes = {one.origin: (one.boxes[0].left, one.boxes[0].bottom) for one in own}
    assert boxes == {FindingOrigin.DRAWN: (100, 400), FindingOrigin.WHOLE_PAGE: (0, 842)}


def test_a_step_is_undone_and_done_again(world: World) -> None:
    document_id = one_document(world)
    path = f"/aktindsigt/dokument/{document_id}"
    with a_browser(world, "Anna") as anna:
        decide(anna, document_id, on_page(world, document_id)[0], "withheld")
        undone = anna.post(f"{path}/fortryd", {"side": 1}, headers=PART).text
        again = anna.post(f"{path}/gentag", {"side": 1}, headers=PART).text
        nothing = anna.post(f"{path}/gentag", {"side": 1}, headers=PART).text

    assert "Undone: 1 finding(s)" in undone
    assert undone.count('class="finding is-proposed"') == 2
    assert again.count('class="finding is-withheld"') == 1
    assert "nothing to do again" in nothing


def test_a_page_that_was_looked_at_leads_to_the_next_and_at_last_to_the_case(world: World) -> None:
    document_id = one_document(world)
    path = f"/aktindsigt/dokument/{document_id}"
    with a_browser(world, "Anna") as anna:
        first = anna.post(f"{path}/set", {"side": 1, "sekunder": "12"})
        last = anna.post(f"{path}/set", {"side": 2, "sekunder": "1e9"})
        shown = anna.get(last.headers["location"]).text
        negative = anna.post(f"{path}/tid", {"side": 1, "sekunder": "-5"}, headers=PART)

    assert first.headers["location"] == f"{path}?side=2"
    assert "Every page of the case has been looked at" in shown
    assert negative.status_code == 200


def test_reviewers_see_who_else_is_in_the_document(world: World) -> None:
    document_id = one_document(world)
    path = f"/aktindsigt/dokument/{document_id}"
    with a_browser(world, "Bo") as bo:
        bo.get(f"{path}?side=2")
    with a_browser(world, "Anna") as anna:
        assert "Bo Prøve is looking at page 2" in anna.get(path).text


def test_a_reader_without_the_right_sees_no_forms_and_changes_nothing(world: World) -> None:
    document_id = one_document(world)
    name = on_page(world, document_id)[0]
    with a_browser(world, "Gert") as gert:
        shown = gert.get(f"/aktindsigt/dokument/{document_id}").text
        answers = [
            decide(gert, document_id, name, "withheld"),
            *(gert.post(f"/aktindsigt/dokument/{document_id}/{what}", {"side": 1, "valg": "kept"})
              for what in ("resten", "side", "fortryd", "set")),
        ]  # fmt: skip

    assert f'action="/aktindsigt/fund/{name.id}"' not in shown
    assert "Withhold something else" not in shown
    assert {one.status_code for one in answers} == {403}


def test_a_second_reader_is_shown_nothing_of_the_first_whatever_they_do(world: World) -> None:
    document_id = one_document(world, LETTER[:1])
    with world.runtime.reading(world.actor("Anna")) as work:
        case_id = service.document(work, document_id).case_id
    look_at_all(world, case_id)
    decide_all(world, case_id)
    path = f"/aktindsigt/dokument/{document_id}"
    with a_browser(world, "Anna") as anna:
        anna.post(f"/aktindsigt/sag/{case_id}/kontrol")
    with a_browser(world, "Bo") as bo:
        assert "to be read" in bo.get(f"/aktindsigt/sag/{case_id}/kontrol").text
        given = {"side": 1, "kontrol": 1, "grund": PRIVATE}
        shown = [
            bo.get(f"{path}?kontrol=1").text,
            bo.post(f"{path}/marker", {**given, "ord": "bor her"}, headers=PART).text,
            bo.post(f"{path}/fortryd", given, headers=PART).text,
            bo.post(f"{path}/gentag", given, headers=PART).text,
        ]
        done = bo.post(f"{path}/set", {"side": 1, "kontrol": 1})
        after = bo.get(done.headers["location"]).text
        open_now = bo.get(f"{path}?kontrol=1").text

    firsts = [one for one in findings_of(world, document_id) if one.text != "bor her"]
    assert len(firsts) == 2
    assert [str(one.id) for one in firsts for page in shown if str(one.id) in page] == []
    assert "bor her" in shown[1].split('id="page-text"')[0]
    assert "1 was missed" in after
    assert all(str(one.id) in open_now for one in firsts)


def test_the_first_reader_cannot_check_their_own_page(world: World) -> None:
    document_id = one_document(world, LETTER[:1])
    with world.runtime.reading(world.actor("Anna")) as work:
        case_id = service.document(work, document_id).case_id
    look_at_all(world, case_id)
    with a_browser(world, "Anna") as anna:
        anna.post(f"/aktindsigt/sag/{case_id}/kontrol")
        answer = anna.post(f"/aktindsigt/dokument/{document_id}/set", {"side": 1, "kontrol": 1})

    assert answer.status_code == 409
