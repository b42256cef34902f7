"""The audit as pages: plain words, filters, and the check of the chain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import update

from signatur.kernel.i18n import reading_in
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.permissions import Actor, ActorKind
from signatur.records.audit import jobs, pages
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.records.audit.service import chain
from signatur.records.audit.tables import AuditDetailRow
from tests.databases import without_its_guards
from tests.stand_ins import Browser, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.audit.schema import Event
    from tests.builders import World

ABOUT = ObjectRef("person", uuid4())


@pytest.fixture
def gert(world: World) -> Iterator[Browser]:
    with a_browser(world, "Gert") as browser:
        yield browser


def write(
    world: World, action: str, by: Actor | None = None, about: ObjectRef = ABOUT, **told: object
) -> None:
    with world.runtime.work(by or world.actor("Anna")) as work:
        audit.write(work, action, about, **told)


def events(world: World, about: ObjectRef = ABOUT) -> list[Event]:
    with world.runtime.reading(world.system) as work, reading_in("en"):
        return audit.events(work, audit.trail(work, about))


# --- in plain words ----------------------------------------------------------------------------


def test_an_entry_is_told_by_its_phrase_with_its_details_in_words(world: World) -> None:
    write(world, "people.role_given", role="caseworker")

    (event,) = events(world)
    assert (event.who, event.phrase, event.thing, event.path) == (
        "Anna Prøve",
        "Role given: Caseworker",
        "User",
        f"/brugere/{ABOUT.id}",
    )


def test_numbers_in_a_phrase_are_written_the_readers_way(world: World) -> None:
    write(world, "retention.changed", days=1825, kind="enquiry", because="Loven.")

    (event,) = events(world)
    assert (event.phrase, event.more) == ("Kept for 1,825 days: enquiry", "Loven.")


def test_a_reason_that_the_phrase_tells_is_not_told_twice(world: World) -> None:
    write(world, "decisions.suspended", because="Kvaliteten faldt.")

    (event,) = events(world)
    assert (event.phrase, event.more) == (
        "Standing authorisation suspended: Kvaliteten faldt.",
        "",
    )


def test_an_action_and_a_thing_that_nobody_has_words_for_are_shown_by_their_code(
    world: World,
) -> None:
    about = ObjectRef("pigeon", uuid4())
    write(world, "pigeons.flew", about=about)

    (event,) = events(world, about)
    assert (event.phrase, event.thing, event.path) == ("pigeons.flew", "pigeon", "")


def test_what_was_erased_is_said_to_be_erased_and_the_person_is_still_named(world: World) -> None:
    write(world, "people.added", name="Hanne Prøve")
    with world.runtime.work(world.system) as work:
        audit.forget(work, ABOUT)

    (event,) = events(world)
    assert (event.phrase, event.who) == ("Account created for (erased)", "Anna Prøve")


def test_the_installation_and_authorisations_are_named_too(world: World) -> None:
    write(world, "people.signed_in", by=world.system)
    for kind in (ActorKind.AUTHORISATION, ActorKind.NOBODY):
        write(world, "people.signed_in", by=Actor(kind, uuid4(), world.authority_id))

    assert [event.who for event in events(world)] == [
        "Signatur",
        "A standing authorisation",
        "Unknown",
    ]


def test_an_action_is_named_without_its_details_where_no_entry_is_meant(world: World) -> None:
    with reading_in("en"):
        titles = audit.action_titles(world.runtime.parts, ["people.added", "pigeons.flew"])

    assert titles == {"people.added": "Account created for …", "pigeons.flew": "pigeons.flew"}


# --- the list ----------------------------------------------------------------------------------


def test_the_newest_entry_stands_first(world: World, gert: Browser) -> None:
    write(world, "people.signed_in")
    write(world, "people.signed_out")

    text = gert.get("/haendelser").text

    assert 0 < text.index("<td>Signed out") < text.index("<td>Signed in")


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("handling=people.signed_in", True),
        ("handling=people.signed_out", False),
        ("person=&fra=2026-03-04&til=2026-03-04", True),
        ("fra=2026-03-05", False),
        ("til=2026-03-03", False),
    ],
)
def test_the_list_is_filtered(world: World, gert: Browser, query: str, is_shown: bool) -> None:  # noqa: FBT001 (a column of the table)
    write(world, "people.signed_in", about=ABOUT)

    assert (str(ABOUT.id) in gert.get(f"/haendelser?{query}").text) is is_shown


def test_the_list_is_filtered_by_person_and_by_thing(world: World, gert: Browser) -> None:
    write(world, "people.signed_in", about=ABOUT)
    anna, bo = world.person_ids["Anna"], world.person_ids["Bo"]

    def is_shown(query: str) -> bool:
        return str(ABOUT.id) in gert.get(f"/haendelser?{query}").text.split("<tbody", 1)[-1]

    assert is_shown(f"person={anna}")
    assert not is_shown(f"person={bo}")
    assert is_shown(f"slags=person&ting={ABOUT.id}")
    assert not is_shown(f"slags=person&ting={anna}")


def test_a_date_that_is_none_is_refused(gert: Browser) -> None:
    assert gert.get("/haendelser?fra=i-morgen").status_code == 422


def test_a_long_list_goes_on_before_the_last_number(
    world: World, gert: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_ON_A_PAGE", 2)
    with world.runtime.reading(world.system) as work:
        newest = audit.search(work, Search(), 3)

    first = gert.get("/haendelser").text
    second = gert.get(f"/haendelser?foer={newest[1].number}").text

    assert f"foer={newest[1].number}" in first
    assert f'<td class="number">{newest[2].number}</td>' in second


def test_the_list_can_be_downloaded_with_its_filter(world: World, gert: Browser) -> None:
    write(world, "people.signed_in")

    lines = gert.get("/haendelser?fil=csv&handling=people.signed_in&foer=1").text.splitlines()

    assert len(lines) == 2
    assert lines[1].endswith(";Anna Prøve;Signed in;;User")


def test_a_filter_that_nothing_fits_says_so(gert: Browser) -> None:
    assert "Nothing fits" in gert.get("/haendelser?fra=2030-01-01").text


def test_an_authority_to_which_nothing_happened_has_an_empty_audit(
    world: World, gert: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "search", lambda *_more: [])

    assert "Nothing has happened yet" in gert.get("/haendelser").text


def test_the_audit_is_not_for_everyone(world: World) -> None:
    with a_browser(world, "Anna") as anna:
        assert anna.get("/haendelser").status_code == 403
        assert anna.post("/haendelser/eftersyn").status_code == 403


# --- the check ---------------------------------------------------------------------------------


def test_a_chain_that_was_never_checked_offers_the_check(gert: Browser) -> None:
    assert "It has not been checked" in gert.get("/haendelser").text


def test_a_check_is_started_once_and_shows_that_the_chain_holds(
    world: World, gert: Browser
) -> None:
    for _twice in range(2):
        gert.post("/haendelser/eftersyn")
    while_open = gert.get("/haendelser/eftersyn").text
    count = run_waiting_jobs(world.runtime)
    after = gert.get("/haendelser/eftersyn").text

    assert "hx-get" in while_open
    assert count == 1
    assert "The chain holds" in after
    assert "<html" not in after


def test_a_chain_that_was_tampered_with_is_shown_with_the_place(
    world: World, gert: Browser
) -> None:
    with world.runtime.database.writing() as session:
        without_its_guards(session)
        session.execute(update(AuditDetailRow).values(details={"forged": True}))
    gert.post("/haendelser/eftersyn")
    run_waiting_jobs(world.runtime)

    text = gert.get("/haendelser").text

    assert "The chain does not hold in" in text
    assert "Entry 1: The details of the entry were changed after they were written." in text


def test_a_check_that_was_stopped_says_so(world: World, gert: Browser) -> None:
    gert.post("/haendelser/eftersyn")
    with world.runtime.work(world.system) as work:
        (job,) = store.recent(work)
        store.cancel(work, job.id)

    assert "The check was stopped" in gert.get("/haendelser/eftersyn").text


def test_a_long_check_tells_how_far_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_TELL_EVERY", 5)
    told: list[tuple[int, int]] = []

    with world.runtime.database.reading() as session:
        audit.verify(
            session, world.authority_id, tell=lambda done, total: told.append((done, total))
        )

    assert told == [(5, 14), (10, 14)]


def test_the_check_compares_anchors_and_steps_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_TELL_EVERY", 5)
    with world.runtime.work(world.system) as work:
        audit.anchor(work)
        job_id = store.start(work, jobs.CHECK_CHAIN.name)
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        result = store.get(work, job_id).result
    assert (result["anchors"], result["break_count"]) == (1, 0)


def test_an_authority_without_a_chain_has_nothing_to_anchor(world: World) -> None:
    nowhere = uuid4()
    with world.runtime.work(Actor(ActorKind.SYSTEM, authority_id=nowhere)) as work:
        audit.anchor(work)

    folder = audit.anchor_folder(world.runtime.settings.kernel)
    assert not audit.anchor_file(world.runtime.settings.kernel, nowhere).exists()
    with world.runtime.database.reading() as session:
        assert audit.verify(session, nowhere).holds
        assert audit.authorities_with_a_chain(session, folder) == [world.authority_id]


def test_entries_of_one_transaction_are_chained_in_order(world: World) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        for number in range(3):
            audit.write(work, "test.happened", ABOUT, number=number)
    world.clock.advance(timedelta(seconds=1))

    with world.runtime.reading(world.system) as work:
        told = audit.trail(work, ABOUT)
    assert [entry.details for entry in told] == [{"number": number} for number in range(3)]
