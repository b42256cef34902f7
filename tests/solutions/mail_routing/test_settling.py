"""What becomes of an enquiry that nobody could read once a person has dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Trouble
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.solutions.mail_routing.situations import a_mail, receive
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from tests.builders import World


def troubles(world: World, item_id: UUID) -> list[UUID]:
    with world.runtime.reading(world.system) as work:
        return [one.id for one in items.troubles_of(work, item_id)]


@pytest.mark.parametrize(
    ("resolution", "state", "waiting"),
    [
        ("read_by_hand", ItemState.READY, 1),
        ("asked_sender", ItemState.SET_ASIDE, 0),
        ("not_needed", ItemState.SET_ASIDE, 0),
    ],
)
def test_dealing_with_an_enquiry_in_quarantine_settles_it(
    world: World, project: Project, resolution: str, state: ItemState, waiting: int
) -> None:
    lost = receive(world, project.id, b"%PDF-1.7 and then nothing", name="brev.pdf")
    (trouble,) = troubles(world, lost.id)

    with a_browser(world, "Anna") as browser:
        browser.post(f"/karantaene/{trouble}", {"resolution": resolution, "note": ""})

    with world.runtime.reading(world.system) as work:
        assert items.get(work, lost.id).state is state
        assert service.row_of(work, lost.id).state == state
        assert service.count(work, project.id, WorklistFilter()) == waiting


def test_dealing_with_a_part_leaves_the_enquiry_where_it_is(world: World, project: Project) -> None:
    read = receive(world, project.id, a_mail())
    with world.runtime.work(world.system) as work:
        items.quarantine(work, read.id, [Trouble("damaged", "attachment 1")], whole=False)
    (trouble,) = troubles(world, read.id)

    with a_browser(world, "Anna") as browser:
        browser.post(f"/karantaene/{trouble}", {"resolution": "not_needed", "note": ""})

    with world.runtime.reading(world.system) as work:
        assert items.get(work, read.id).state is ItemState.READY


def test_the_quarantine_offers_to_read_an_enquiry_once_more(world: World, project: Project) -> None:
    lost = receive(world, project.id, b"%PDF-1.7 and then nothing", name="brev.pdf")
    (trouble,) = troubles(world, lost.id)

    with a_browser(world, "Anna") as browser:
        page = browser.get(f"/karantaene/{trouble}").text

    assert f'action="/postfordeling/{lost.id}/laes-igen"' in page
