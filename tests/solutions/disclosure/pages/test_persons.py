"""Persons, doubts, what was found, and search: one decision for many places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingState
from signatur.solutions.disclosure.schema.parties import Role
from signatur.solutions.disclosure.tables import FindingRow
from tests.solutions.disclosure.situations import PRIVATE, a_case, documents_in, findings_of
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.solutions.disclosure.schema.case import PersonLine
    from tests.builders import World

LETTER = [
    "Kære Mette Opfundsen\nDin sag, cpr 010203-1234, er modtaget.\nMette Opfundsen har skrevet."
]
NOTE = ["Notat. Mette Opfundsen ringede i dag om sagen. Hendes nummer: 010203 1234."]


def linked(world: World) -> tuple[UUID, list[UUID]]:
    case_id = a_case(world)
    ids = documents_in(world, case_id, LETTER, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        given = service.case_input(work, case_id)
        assert given is not None
        service.keep_links(work, case_id, given, service.link_case(given))
    return case_id, ids


def people(world: World, case_id: UUID) -> list[PersonLine]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.people(work, case_id)


def test_people_are_listed_given_a_role_and_decided_for_as_a_whole(world: World) -> None:
    case_id, (letter, _note) = linked(world)
    key = people(world, case_id)[0].key
    path = f"/aktindsigt/sag/{case_id}/personer"
    with a_browser(world, "Anna") as anna:
        listed = anna.get(path).text
        nobody = anna.get(f"{path}?soeg=findesikke").text
        anna.post(f"{path}/rolle", {"noegle": key, "rolle": "child"})
        given = {"noegle": key, "valg": "withhold", "grund": PRIVATE}
        told = anna.get(anna.post(f"{path}/beslutning", given).headers["location"]).text
        wrong = [
            anna.post(f"{path}/rolle", {"noegle": key, "rolle": "kat"}).status_code,
            anna.post(f"{path}/rolle", {"noegle": "findesikke", "rolle": "child"}).status_code,
            anna.post(f"{path}/beslutning", {**given, "valg": "måske"}).status_code,
        ]

    assert "Mette Opfundsen" in listed
    assert "Mette Opfundsen" not in nobody
    assert people(world, case_id)[0].role is Role.CHILD
    assert re.search(r"Decided for \d+ mention", told)
    states = {one.state for one in findings_of(world, letter) if one.text == "Mette Opfundsen"}
    assert states == {FindingState.WITHHELD}
    assert wrong == [422, 404, 422]


def test_it_is_asked_whom_the_case_is_about_while_nobody_is_known(world: World) -> None:
    case_id, _ids = linked(world)
    path = f"/aktindsigt/sag/{case_id}/personer"
    with a_browser(world, "Anna") as anna:
        for one in people(world, case_id):
            anna.post(f"{path}/rolle", {"noegle": one.key, "rolle": "other_person"})
        asked = anna.get(path).text
        anna.post(f"{path}/rolle", {"noegle": people(world, case_id)[0].key, "rolle": "party"})
        told = anna.get(path).text

    assert "Nobody is known yet" in asked
    assert "Nobody is known yet" not in told


def test_mentions_of_a_person_are_shown_and_one_is_somebody_else(world: World) -> None:
    case_id, _ids = linked(world)
    key = people(world, case_id)[0].key
    with a_browser(world, "Anna") as anna:
        shown = anna.get(f"/aktindsigt/sag/{case_id}/person?noegle={key}")
        split = re.findall(r'action="(/aktindsigt/fund/[^"]+/en-anden)"', shown.text)
        answer = anna.post(split[0], {"sag": case_id})
        nobody = anna.get(f"/aktindsigt/sag/{case_id}/person?noegle=findesikke")

    assert len(split) >= 3
    assert answer.status_code == 303
    assert nobody.status_code in {200, 404}
    assert "Mette" not in nobody.text.split("<main")[1]


def test_two_lines_become_one_person_and_a_word_is_tied_to_a_person(world: World) -> None:
    case_id, _ids = linked(world)
    key = people(world, case_id)[0].key
    path = f"/aktindsigt/sag/{case_id}/personer"
    with a_browser(world, "Anna") as anna:
        same = anna.post(f"{path}/saml", {"noegle": key, "med": key}).status_code
        nobody = anna.post(f"{path}/saml", {"noegle": key, "med": "findesikke"}).status_code
        tied = anna.post(f"{path}/kald", {"noegle": key, "ord": "mor"}).status_code
        empty = anna.post(f"{path}/kald", {"noegle": key, "ord": " "}).status_code

    assert tied == 303
    assert same in {303, 422}
    assert (nobody, empty) == (404, 422)


def test_a_reader_without_the_right_decides_for_nobody(world: World) -> None:
    case_id, _ids = linked(world)
    key = people(world, case_id)[0].key
    path = f"/aktindsigt/sag/{case_id}/personer"
    with a_browser(world, "Gert") as gert:
        shown = gert.get(path).text
        answer = gert.post(f"{path}/rolle", {"noegle": key, "rolle": "child"})

    assert 'method="post"' not in shown.split("<main")[1]
    assert answer.status_code == 403


def test_each_thing_is_found_once_and_decided_for_all_its_places(world: World) -> None:
    case_id, (letter, note) = linked(world)
    path = f"/aktindsigt/sag/{case_id}/fund"
    with a_browser(world, "Anna") as anna:
        listed = anna.get(path).text
        numbers = anna.get(f"{path}?slags=cpr").text
        found = re.search(r'name="fund" value="([^"]+)"', listed)
        assert found is not None
        anna.post(path, {"fund": found[1], "valg": "withheld", "grund": PRIVATE})
        beyond = anna.get(f"{path}?side=999999").status_code
        odd = anna.get(f"{path}?slags=findesikke&side=-3").status_code

    assert listed.count("<tr data-row>") >= 2
    assert 0 < numbers.count("<tr data-row>") < listed.count("<tr data-row>")
    assert (beyond, odd) == (200, 200)
    with world.runtime.reading(world.actor("Anna")) as work:
        query = select(FindingRow.document_id).filter_by(state=FindingState.WITHHELD)
        assert set(work.session.scalars(query)) == {letter, note}


def test_words_are_sought_in_any_spelling_and_never_stand_in_an_address(world: World) -> None:
    case_id, _ids = linked(world)
    path = f"/aktindsigt/sag/{case_id}/soeg"
    with a_browser(world, "Anna") as anna:
        form = anna.get(path).text
        answers = {
            words: anna.post(path, {"ord": words})
            for words in (
                "0102031234",
                "010203-1234",
                "mette OPFUNDSEN",
                "findesikke",
                " ",
                "%_\"'*(",
            )
        }
        old = anna.get(f"{path}?ord=Opfundsen").text

    assert 'method="post" action="' + path in form
    assert {one.status_code for one in answers.values()} == {200}
    places = {words: one.text.count("<mark>") for words, one in answers.items()}
    assert places["0102031234"] == places["010203-1234"] == 2
    assert places["mette OPFUNDSEN"] >= 2
    assert places["findesikke"] == places[" "] == 0
    assert "Nothing was found" in answers["findesikke"].text
    assert "<mark>" not in old
