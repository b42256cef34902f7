"""Things are kept as long as a rule says and a reason holds, and then nothing of them is left."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel import sessions
from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.jobs import store
from signatur.kernel.jobs.process import sweep
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import Job, JobState
from signatur.kernel.permissions import SYSTEM
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.retention import service as retention
from signatur.records.retention.jobs import TIDY
from signatur.records.retention.schema import RetentionRule
from tests.builders import World, a_project, an_item
from tests.records.test_decisions import decide, offer
from tests.stand_ins import Browser, Letters, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project


def set_rule(
    world: World,
    project: Project,
    days: int = 30,
    because: str = "Opgaven er løst.",
    by: str = "Dorte",
) -> None:
    with world.runtime.work(world.actor(by)) as work:
        retention.set_rule(work, RetentionRule(project.id, "enquiry", days, because))


def look(world: World, item: Item) -> Item:
    with world.runtime.reading(world.system) as work:
        return items.get(work, item.id)


# --- rules -------------------------------------------------------------------------------------


def test_a_rule_sets_when_things_that_are_there_are_due(
    world: World, project: Project, item: Item
) -> None:
    set_rule(world, project)
    set_rule(world, project, days=10)

    assert look(world, item).erase_after == item.received_at + timedelta(days=10)
    with world.runtime.reading(world.system) as work:
        assert retention.rules(work, project.id) == [
            RetentionRule(project.id, "enquiry", 10, "Opgaven er løst.")
        ]


def test_a_new_thing_is_due_by_the_rule_of_its_kind(world: World, project: Project) -> None:
    before = an_item(world, project.id, key="before")
    with world.runtime.work(world.system) as work:
        retention.apply_to(work, before)
    without_rule = look(world, before).erase_after
    set_rule(world, project)
    after = an_item(world, project.id, key="after")
    with world.runtime.work(world.system) as work:
        retention.apply_to(work, after)

    assert without_rule is None
    assert look(world, after).erase_after == after.received_at + timedelta(days=30)


@pytest.mark.parametrize(("days", "because"), [(0, "x"), (-1, "x"), (30, " ")])
def test_a_rule_has_days_and_a_reason(
    world: World, project: Project, days: int, because: str
) -> None:
    with pytest.raises(InputProblem):
        set_rule(world, project, days, because)


def test_how_long_things_are_kept_is_not_for_everyone_to_say(
    world: World, project: Project
) -> None:
    with pytest.raises(NotAllowed):
        set_rule(world, project, by="Anna")


# --- the night ---------------------------------------------------------------------------------


def night(world: World) -> Job:
    with world.runtime.work(SYSTEM) as work:
        job_id = store.start(work, "retention.tidy")
    run_waiting_jobs(world.runtime)
    with world.runtime.reading(SYSTEM) as work:
        return store.get(work, job_id)


def test_in_the_night_what_is_due_is_erased_everywhere(
    world: World, project: Project, item: Item, letters: Letters
) -> None:
    offer(world, item)
    decide(world, item)
    kept = an_item(world, project.id, b"Stays", key="later")
    set_rule(world, project)
    with world.runtime.work(world.system) as work:
        items.keep_until(work, kept.id, world.clock.now() + timedelta(days=400))
    world.clock.advance(timedelta(days=30))

    job = night(world)

    assert (job.state, job.result) == (JobState.DONE, {"erased": 1, "not_erased": 0})
    assert letters.erased == [item.id]
    assert look(world, item).state is ItemState.ERASED
    assert look(world, kept).state is ItemState.RECEIVED
    assert list(world.runtime.blobs.all_of(world.authority_id)) == [kept.sha256]
    with world.runtime.reading(world.system) as work:
        told = audit.trail(work, items.ref(item.id))
    assert [one.details for one in told[:-1]] == [None] * 3
    assert told[-1].details == {"because": "deadline"}


def test_the_night_comes_by_itself_once_and_erases_what_is_due(world: World, item: Item) -> None:
    with world.runtime.work(world.system) as work:
        items.keep_until(work, item.id, world.clock.now() + timedelta(hours=1))
    before_the_hour = world.clock.now().replace(hour=1, minute=29) + timedelta(days=1)
    world.clock.advance(before_the_hour - world.clock.now())
    sweep(world.runtime)
    run_waiting_jobs(world.runtime)
    too_early = look(world, item).state
    world.clock.advance(timedelta(minutes=1))
    sweep(world.runtime)
    sweep(world.runtime)
    run_waiting_jobs(world.runtime)

    assert too_early is not ItemState.ERASED
    assert look(world, item).state is ItemState.ERASED
    with world.runtime.database.reading() as session:
        nights = [job.created_at for job in store.newest(session, 50) if job.kind == TIDY.name]
    assert nights[0] == before_the_hour + timedelta(minutes=1)
    assert len(nights) == len(set(nights))


def test_what_was_erased_in_the_night_does_not_stay_in_the_file_of_the_database(
    world: World, item: Item
) -> None:
    secret = "Bente Ukendtgaard"
    with world.runtime.work(world.actor("Anna")) as work:
        suggested = NewDecision(
            outcome=Outcome.CHANGED, answer={"to": secret}, suggestion_id=None, note=secret
        )
        decisions.decide(work, item, suggested)
    before = _bytes_on_disk(world)
    with world.runtime.work(world.system) as work:
        items.keep_until(work, item.id, world.clock.now())
    world.clock.advance(timedelta(days=1))
    night(world)
    after = _bytes_on_disk(world)

    # A server keeps its files to itself.
    assert (secret.encode() in before) is world.runtime.database.is_embedded
    assert secret.encode() not in after


def _bytes_on_disk(world: World) -> bytes:
    folder = world.runtime.settings.kernel.data_folder
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_parts_are_erased_with_what_was_divided_and_once(
    world: World, project: Project, item: Item, letters: Letters
) -> None:
    with world.runtime.work(world.system) as work:
        part = items.receive(
            work,
            project.id,
            kind="enquiry",
            source_key="part",
            original=io.BytesIO(b"part"),
            parent_id=item.id,
        ).item
    set_rule(world, project)
    world.clock.advance(timedelta(days=31))

    night(world)

    assert letters.erased == [part.id, item.id]


def test_one_thing_that_cannot_be_erased_stops_no_other(
    world: World, project: Project, item: Item, letters: Letters, log_lines: io.StringIO
) -> None:
    other = an_item(world, project.id, key="other")
    letters.breaks_on.add(item.id)
    set_rule(world, project)
    world.clock.advance(timedelta(days=31))

    job = night(world)

    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert job.problem.values == {"num": 1}
    assert letters.erased == [other.id]
    assert look(world, item).state is ItemState.RECEIVED
    assert "retention.not_erased" in log_lines.getvalue()
    assert "sticks" not in log_lines.getvalue()


def test_in_the_night_dead_sessions_go_and_the_audit_is_anchored(world: World) -> None:
    with world.runtime.work(world.system) as work:
        key = sessions.begin(
            work.session,
            world.person_ids["Anna"],
            world.authority_id,
            work.now,
            work.runtime.settings.kernel,
        )
    world.clock.advance(timedelta(days=1))

    night(world)

    file = audit.anchor_file(world.runtime.settings.kernel, world.authority_id)
    assert len(audit.read_anchors(file)) == 1
    with world.runtime.reading(world.system) as work:
        assert work.session.get(sessions.SessionRow, sessions.hash_key(key)) is None


def test_a_thing_of_a_solution_that_is_gone_is_erased_all_the_same(world: World) -> None:
    item = an_item(world, a_project(world, "similar_cases").id)
    with world.runtime.work(world.system) as work:
        retention.erase_item(work, item, "deadline")

    assert look(world, item).state is ItemState.ERASED


# --- before its time ---------------------------------------------------------------------------


def erase(world: World, item_id: UUID, because: str = "Sendt ved en fejl.", by: str = "Bo") -> None:
    with world.runtime.work(world.actor(by)) as work:
        retention.erase_now(work, item_id, because)


def test_a_person_erases_a_thing_before_its_time_with_a_reason(world: World, item: Item) -> None:
    with pytest.raises(InputProblem):
        erase(world, item.id, " ")
    with pytest.raises(NotAllowed):
        erase(world, item.id, by="Anna")
    erase(world, item.id)

    with pytest.raises(Conflict):
        erase(world, item.id)
    with world.runtime.reading(world.system) as work:
        last = audit.trail(work, items.ref(item.id))[-1]
        assert decisions.suggestions(work, item.id) == []
    assert (last.actor_name, last.details) == ("Bo Prøve", {"because": "Sendt ved en fejl."})


# --- pages -------------------------------------------------------------------------------------


@pytest.fixture
def dorte(world: World) -> Iterator[Browser]:
    with a_browser(world, "Dorte") as browser:
        yield browser


def test_the_rules_of_a_project_are_shown_and_set(
    world: World, project: Project, dorte: Browser
) -> None:
    at = f"/projekter/{project.id}/slettefrister"
    before = dorte.get(at).text
    answer = dorte.post(at, {"kind": "enquiry", "days": "30", "because": "Opgaven er løst."})
    after = dorte.get(at).text

    assert "No rule" in before
    assert answer.headers["location"] == at
    assert "30 days after it was received" in after
    assert "Opgaven er løst." in after
    with a_browser(world, "Anna") as anna:
        assert "<form" not in anna.get(at).text.split("<main", 1)[1]


def test_a_project_whose_solution_is_gone_keeps_nothing_new(world: World) -> None:
    project = a_project(world, "similar_cases")

    with a_browser(world, "Dorte") as dorte:
        assert "Nothing is kept" in dorte.get(f"/projekter/{project.id}/slettefrister").text


def test_erasing_before_its_time_asks_and_then_does(
    world: World, item: Item, dorte: Browser
) -> None:
    at = f"/emne/{item.id}/slet"
    asked = dorte.get(at).text
    dorte.post(at, {"because": "Sendt ved en fejl."})
    after = dorte.get(at).text

    assert "Erase for good" in asked
    assert "The content is erased." in after
    assert look(world, item).state is ItemState.ERASED


def test_whoever_asks_is_told_of_parts_and_of_the_date(
    world: World, project: Project, item: Item, dorte: Browser
) -> None:
    set_rule(world, project)
    with world.runtime.work(world.system) as work:
        items.receive(
            work,
            project.id,
            kind="enquiry",
            source_key="part",
            original=io.BytesIO(b"part"),
            parent_id=item.id,
        )

    text = dorte.get(f"/emne/{item.id}/slet").text

    assert "1 part is erased with it" in text
    assert "3 April 2026" in text
