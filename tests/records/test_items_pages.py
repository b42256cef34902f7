"""The quarantine as pages."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur.records.items import pages
from signatur.records.items import service as items
from signatur.records.items.schema import Trouble
from tests.builders import World, a_project, an_item
from tests.stand_ins import Browser, Letters, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.items.schema import Item, Quarantined
    from signatur.records.projects.schema import Project


@pytest.fixture
def anna(world: World) -> Iterator[Browser]:
    with a_browser(world, "Anna") as browser:
        yield browser


@pytest.fixture
def broken(world: World, item: Item) -> Quarantined:
    troubles = [Trouble("encrypted", "attachment 1", "AES-256"), Trouble("strange", "")]
    with world.runtime.work(world.system) as work:
        items.quarantine(work, item.id, troubles, whole=True)
        return items.quarantined(work, [item.project_id])[0]


def test_an_empty_quarantine_is_good_news(anna: Browser) -> None:
    assert "The quarantine is empty" in anna.get("/karantaene").text
    assert "Nothing has been dealt with yet" in anna.get("/karantaene?vis=afsluttet").text


def test_what_waits_is_listed_with_the_reason_in_plain_words(
    broken: Quarantined, anna: Browser
) -> None:
    text = anna.get("/karantaene").text

    assert "It is protected by a password or encrypted" in text
    assert "attachment 1" in text
    assert "all of it" in text
    assert '<span class="sr-only">waiting: </span><span id="waiting-karantaene">2</span>' in text


def test_the_list_is_filtered_by_reason_and_project(
    world: World, broken: Quarantined, anna: Browser
) -> None:
    other = a_project(world, "similar_cases")

    assert "encrypted</a>" in anna.get("/karantaene?grund=encrypted&projekt=").text
    assert "Nothing fits" in anna.get("/karantaene?grund=zip_bomb").text
    assert "Nothing fits" in anna.get(f"/karantaene?projekt={other.id}").text


def test_a_long_list_goes_on_on_the_next_page(
    world: World, project: Project, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_ON_A_PAGE", 2)
    for number in range(3):
        item = an_item(world, project.id, key=str(number))
        with world.runtime.work(world.system) as work:
            items.quarantine(work, item.id, [Trouble("damaged")], whole=True)
    with world.runtime.reading(world.system) as work:
        ids = [one.id for one in items.quarantined(work, [project.id])]

    first = anna.get("/karantaene").text
    second = anna.get(f"/karantaene?efter={ids[1]}").text

    assert f"efter={ids[1]}" in first
    assert str(ids[2]) not in first
    assert str(ids[2]) in second


def test_the_list_can_be_downloaded(broken: Quarantined, anna: Browser) -> None:
    lines = anna.get("/karantaene?fil=csv&grund=encrypted").text.splitlines()

    assert len(lines) == 2
    assert lines[1].endswith(
        ";Postfordeling;It is protected by a password or encrypted;attachment 1;;;;"
    )


def test_one_page_says_why_what_to_do_and_what_happened(broken: Quarantined, anna: Browser) -> None:
    text = anna.get(f"/karantaene/{broken.id}").text

    assert "Ask the sender for a copy without a password" in text
    assert "AES-256" in text
    assert "It could not be read" in text  # the other trouble of the same thing
    assert f'href="/breve/{broken.item.id}"' in text
    assert "Put in quarantine: It is protected by a password or encrypted" in text


def test_the_original_is_a_download_that_no_browser_opens(
    broken: Quarantined, anna: Browser
) -> None:
    answer = anna.get(f"/karantaene/{broken.id}/original")

    assert answer.content == b"Hej"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (f'attachment; filename="{broken.item.id}.eml"')
    assert "The original was opened" in anna.get(f"/karantaene/{broken.id}").text


def test_dealing_with_something_takes_it_off_the_list(broken: Quarantined, anna: Browser) -> None:
    fields = {"resolution": "asked_sender", "note": "Ringede til borgeren."}
    answer = anna.post(f"/karantaene/{broken.id}", fields)
    done = anna.get("/karantaene?vis=afsluttet").text
    page = anna.get(f"/karantaene/{broken.id}").text
    file = anna.get("/karantaene?vis=afsluttet&fil=csv").text

    assert answer.headers["location"] == "/karantaene"
    assert "Asked the sender to send it again" in done
    assert "Anna Prøve" in done
    assert "Ringede til borgeren." in page
    assert 'name="resolution"' not in page
    assert "Ringede til borgeren." in file


def test_a_resolution_that_does_not_exist_is_refused(broken: Quarantined, anna: Browser) -> None:
    assert anna.post(f"/karantaene/{broken.id}", {"resolution": "x"}).status_code == 422


def test_whoever_may_only_look_gets_no_form_and_no_original(
    world: World, broken: Quarantined
) -> None:
    with a_browser(world, "Erik") as erik:
        text = erik.get(f"/karantaene/{broken.id}").text

        assert "/original" not in text
        assert 'name="resolution"' not in text
        assert erik.get(f"/karantaene/{broken.id}/original").status_code == 403


def test_an_item_leads_to_its_page_with_the_solution(item: Item, anna: Browser) -> None:
    assert anna.get(f"/emne/{item.id}").headers["location"] == f"/breve/{item.id}"


def test_an_item_of_a_solution_without_pages_has_none(world: World, anna: Browser) -> None:
    item = an_item(world, a_project(world, "similar_cases").id)

    assert anna.get(f"/emne/{item.id}").status_code == 404


def test_an_original_of_unknown_kind_has_a_name_that_opens_nothing(
    world: World, letters: Letters, item: Item
) -> None:
    nameless = replace(letters.part(), original_name=None)
    runtime = replace(world.runtime, parts=(nameless,))

    with runtime.reading(world.system) as work:
        assert pages._original_name(work, item) == f"{item.id}.bin"


def test_the_trail_of_something_erased_is_still_told(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.erase(work, item.id, "deadline")
        again = items.receive(
            work, item.project_id, kind="enquiry", source_key="b", original=io.BytesIO(b"x")
        )
        items.quarantine(work, again.item.id, [Trouble("damaged")], whole=True)

    with a_browser(world, "Gert") as gert:
        text = gert.get("/haendelser").text

    assert "Erased: its time was up" in text
