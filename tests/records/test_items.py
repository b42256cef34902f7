"""Items are stored before they are understood, once, and leave nothing behind when erased."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.kernel.permissions import Role
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.items.schema import (
    TROUBLE_TEXTS,
    ItemState,
    Quarantined,
    Trouble,
    shown_place,
    trouble_text,
)
from signatur.records.items.service import keeping
from signatur.records.people import service as people
from tests.builders import World, a_project, an_item

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.items.schema import Item, Received
    from signatur.records.projects.schema import Project


def receive(world: World, project: Project, key: str = "a", content: bytes = b"Hej") -> Received:
    with world.runtime.work(world.system) as work:
        return items.receive(
            work, project.id, kind="enquiry", source_key=key, original=io.BytesIO(content)
        )


def look(world: World, item_id: UUID) -> Item:
    with world.runtime.reading(world.system) as work:
        return items.get(work, item_id)


# --- receiving ---------------------------------------------------------------------------------


def test_what_is_received_is_stored_as_it_came(world: World, project: Project) -> None:
    received = receive(world, project, content=b"K\xe6re kommune")

    assert received.is_new
    assert received.item.state is ItemState.RECEIVED
    with (
        world.runtime.reading(world.system) as work,
        items.open_original(work, received.item.id) as original,
    ):
        assert original.read() == b"K\xe6re kommune"


def test_the_same_thing_twice_is_one_item(world: World, project: Project) -> None:
    first, second = receive(world, project), receive(world, project)

    assert (second.is_new, second.item) == (False, first.item)


def test_the_same_thing_at_the_same_moment_in_two_processes_is_one_item(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = receive(world, project)
    known = keeping._known
    answers = [None, first.item]
    monkeypatch.setattr(
        keeping, "_known", lambda *more: None if answers.pop(0) is None else known(*more)
    )

    second = receive(world, project)

    assert (second.is_new, second.item) == (False, first.item)


def test_an_item_moves_and_is_counted_where_it_stands(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.move_to(work, item.id, ItemState.READY)
        counts = [
            items.count(work, item.project_id, state)
            for state in (ItemState.READY, ItemState.RECEIVED)
        ]

    assert counts == [1, 0]


def test_what_an_item_was_divided_into_is_known(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        parts = [
            items.receive(
                work,
                item.project_id,
                kind="enquiry",
                source_key=f"part {number}",
                original=io.BytesIO(b"part"),
                parent_id=item.id,
            ).item.id
            for number in range(2)
        ]

        assert items.children_of(work, item.id) == parts


# --- due dates ---------------------------------------------------------------------------------


def test_due_dates_of_many_items_are_set_in_batches(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_BATCH", 2)
    received = [receive(world, project, key=str(number)).item for number in range(5)]
    with world.runtime.work(world.system) as work:
        items.set_due_dates(work, project.id, "enquiry", timedelta(days=10))
        items.set_due_dates(work, project.id, "other", timedelta(days=1))

    due = {look(world, item.id).erase_after for item in received}
    assert due == {world.clock.now() + timedelta(days=10)}


def test_an_item_is_due_when_its_time_has_come(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.keep_until(work, item.id, world.clock.now() + timedelta(days=1))
        early = items.due_for_erasure(work, 10)
    world.clock.advance(timedelta(days=1))
    with world.runtime.reading(world.system) as work:
        assert (early, [one.id for one in items.due_for_erasure(work, 10)]) == ([], [item.id])


# --- erasing -----------------------------------------------------------------------------------


def test_an_erased_item_leaves_the_fact_and_nothing_else(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.quarantine(work, item.id, [Trouble("damaged", "attachment 1")], whole=False)
    world.clock.advance(timedelta(hours=2))
    with world.runtime.work(world.system) as work:
        items.erase(work, item.id, "deadline")

    erased = look(world, item.id)
    assert (erased.state, erased.sha256, erased.size, erased.source_key) == (
        ItemState.ERASED,
        "",
        0,
        f"erased:{item.id}",
    )
    assert list(world.runtime.blobs.all_of(world.authority_id)) == []
    with world.runtime.reading(world.system) as work:
        told = [(one.action, one.details is None) for one in audit.trail(work, items.ref(item.id))]
        assert items.troubles_of(work, item.id) == []
        assert work.session.scalars(items.kept(item.project_id)).all() == []
        with pytest.raises(NotFound):
            items.open_original(work, item.id)
    assert told == [("items.received", True), ("items.quarantined", True), ("items.erased", False)]


# --- quarantine --------------------------------------------------------------------------------


def put_aside(world: World, project: Project, *codes: str) -> list[Quarantined]:
    """Put one item for each code in quarantine, an hour apart."""
    for number, code in enumerate(codes):
        item = an_item(world, project.id, key=f"{code} {number}")
        with world.runtime.work(world.system) as work:
            items.quarantine(work, item.id, [Trouble(code, "page 3", "q 0.1")], whole=True)
        world.clock.advance(timedelta(hours=1))
    return listed(world, project)


def listed(world: World, project: Project, **wanted: object) -> list[Quarantined]:
    with world.runtime.reading(world.system) as work:
        return items.quarantined(work, [project.id], **wanted)  # type: ignore[arg-type]


def test_what_cannot_be_read_waits_visibly_oldest_first(world: World, project: Project) -> None:
    found = put_aside(world, project, "damaged", "encrypted")

    assert [one.trouble for one in found] == [
        Trouble("damaged", "page 3", "q 0.1"),
        Trouble("encrypted", "page 3", "q 0.1"),
    ]
    assert found[0].item.state is ItemState.QUARANTINED
    with world.runtime.reading(world.system) as work:
        assert items.count_quarantined(work, [project.id]) == 2


def test_a_part_that_cannot_be_read_does_not_hold_up_the_rest(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.quarantine(work, item.id, [Trouble("damaged", "attachment 1")], whole=False)

    assert look(world, item.id).state is ItemState.RECEIVED


def test_the_quarantine_is_filtered_and_paged(world: World, project: Project) -> None:
    first, second, third = put_aside(world, project, "damaged", "encrypted", "damaged")

    assert listed(world, project, code="damaged") == [first, third]
    assert listed(world, project, after=first.id) == [second, third]
    assert listed(world, project, limit=1) == [first]
    with world.runtime.reading(world.system) as work:
        assert items.quarantine_codes(work, [project.id]) == ["damaged", "encrypted"]
        assert items.quarantine_codes(work, [project.id], is_open=False) == []


def resolve(world: World, name: str, quarantine_id: UUID) -> None:
    with world.runtime.work(world.actor(name)) as work:
        items.resolve(work, quarantine_id, "read_by_hand", " Læst. ")


def test_what_a_person_dealt_with_waits_no_more_and_stays_visible(
    world: World, project: Project
) -> None:
    first, second = put_aside(world, project, "damaged", "encrypted")
    resolve(world, "Anna", first.id)
    resolve(world, "Anna", second.id)

    done = listed(world, project, is_open=False)
    assert listed(world, project) == []
    assert [one.id for one in done] == [second.id, first.id]
    assert listed(world, project, is_open=False, after=second.id) == done[1:]
    assert (done[0].resolution, done[0].note, done[0].resolved_by) == (
        "read_by_hand",
        "Læst.",
        world.person_ids["Anna"],
    )


def test_what_a_colleague_dealt_with_cannot_be_dealt_with_again(
    world: World, project: Project
) -> None:
    (one,) = put_aside(world, project, "damaged")
    resolve(world, "Anna", one.id)

    with pytest.raises(Conflict):
        resolve(world, "Bo", one.id)
    with pytest.raises(NotFound):
        resolve(world, "Bo", uuid4())
    with pytest.raises(NotAllowed):
        resolve(world, "Erik", one.id)


def test_opening_an_original_is_written_down(world: World, project: Project) -> None:
    (one,) = put_aside(world, project, "damaged")
    with world.runtime.work(world.actor("Anna")) as work:
        item, content = items.open_quarantined(work, one.id)
        with content:
            opened = content.read()

    with world.runtime.reading(world.system) as work:
        last = audit.trail(work, items.ref(one.item.id))[-1]
    assert (item.id, opened) == (one.item.id, b"Hej")
    assert (last.action, last.actor_name) == ("items.original_opened", "Anna Prøve")


def test_whoever_runs_the_machines_does_not_open_originals(world: World, project: Project) -> None:
    (one,) = put_aside(world, project, "damaged")

    with pytest.raises(NotAllowed), world.runtime.work(world.actor("Fie")) as work:
        items.open_quarantined(work, one.id)


def test_whoever_is_limited_to_some_data_does_not_see_the_quarantine(
    world: World, project: Project
) -> None:
    (one,) = put_aside(world, project, "damaged")
    with world.runtime.work(world.system) as work:
        person = people.add_person(work, login="hanne", name="Hanne")
        people.give_role(
            work, person.id, Role.CASEWORKER, limit={"department": frozenset({"road"})}
        )
        hanne = people.actor_of(work.session, person.id)
    assert hanne is not None

    with world.runtime.reading(hanne) as work:
        assert items.visible_projects(work) == []
        with pytest.raises(NotAllowed):
            items.get_quarantined(work, one.id)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert [found.id for found in items.visible_projects(work)] == [project.id]
        assert items.get_quarantined(work, one.id) == one


def test_the_quarantine_of_another_project_is_another(world: World, project: Project) -> None:
    put_aside(world, project, "damaged")
    other = a_project(world, "similar_cases")

    assert listed(world, other) == []


# --- plain words -------------------------------------------------------------------------------


def test_every_code_of_the_readers_has_a_sentence_and_advice() -> None:
    from signatur.methods.documents.schema import ProblemCode

    assert set(TROUBLE_TEXTS) >= {code.value for code in ProblemCode}


def test_a_code_that_is_not_known_has_a_sentence_too() -> None:
    assert trouble_text("made_up").title.message == "It could not be read"


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("", ""),
        ("attachment 2, page 3", "attachment 2, page 3"),
        ("page 3–7", "page 3–7"),
        ("attachment 1/brev.docx", "attachment 1/brev.docx"),
        ("brev.docx", "brev.docx"),
    ],
)
def test_places_are_shown_in_the_readers_language(where: str, shown: str) -> None:
    from signatur.kernel.i18n import reading_in

    with reading_in("en"):
        assert shown_place(where) == shown
