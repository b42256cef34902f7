"""What comes in is stored once, understood, and put before people; what cannot be read is visible."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Resolution
from signatur.records.projects.schema import Stage
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Lane, SuggestedBy, WorklistFilter
from tests.builders import NOON, World, a_project
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    a_mail,
    a_rule,
    read,
    receive,
    set_up,
    settle,
    suggestion_for,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.items.schema import Item, Quarantined
    from signatur.records.projects.schema import Project

NOT_A_PDF = b"%PDF-1.7 and then nothing"


def stored(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return service.count(work, project.id, WorklistFilter(state="all"))


def troubles(world: World, item_id: UUID) -> list[Quarantined]:
    with world.runtime.reading(world.system) as work:
        return items.troubles_of(work, item_id)


def state_of(world: World, item_id: UUID) -> ItemState:
    with world.runtime.reading(world.system) as work:
        return items.get(work, item_id).state


def test_the_same_message_twice_is_stored_once(world: World, project: Project) -> None:
    first = receive(world, project.id)
    second = receive(world, project.id)

    assert (first.id, stored(world, project)) == (second.id, 1)


def test_the_same_words_in_another_message_are_another_enquiry(
    world: World, project: Project
) -> None:
    receive(world, project.id, a_mail(Message_ID="<a@example.dk>"))
    receive(world, project.id, a_mail(Message_ID="<b@example.dk>"))

    assert stored(world, project) == 2


def test_an_enquiry_of_a_rule_waits_where_the_rule_says(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))

    item = receive(world, project.id)

    with world.runtime.reading(world.actor("Anna")) as work:
        (line,) = service.worklist(work, project.id, WorklistFilter()).lines
    assert (line.item_id, line.lane, line.department_key, line.subject_key) == (
        item.id,
        Lane.READY,
        "vej",
        "hul",
    )


def test_rules_count_what_they_fitted_and_simulated_ones_what_they_would_have(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        speaking = service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
        simulated = service.add_rule(
            work, project.id, a_rule("vejen", TO_PASSPORT, is_simulated=True)
        )
    receive(world, project.id)
    receive(world, project.id, a_mail("Vejen er for smal.", subject="Vejen"))

    with world.runtime.reading(world.actor("Bo")) as work:
        assert service.count_rule_hits(work, project.id) == {speaking.id: 1, simulated.id: 2}


def test_an_answer_goes_where_the_enquiry_before_it_was_sent(
    world: World, project: Project
) -> None:
    first = receive(world, project.id, a_mail(Message_ID="<first@example.dk>"))
    settle(world, first.id, TO_SCHOOL)

    answer = receive(world, project.id, a_mail("Tak.", In_Reply_To="<first@example.dk>"))

    made = suggestion_for(world, answer.id)
    assert (made.answer["by"], made.answer["because"]) == (SuggestedBy.THREAD, str(first.id))
    assert made.answer["alternatives"][0]["subject"] == "skolestart"


@pytest.mark.parametrize(
    ("received_at", "due"),
    [
        (datetime(2026, 3, 2, 12, 0, tzinfo=UTC), date(2026, 3, 12)),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), date(2026, 3, 13)),
    ],
    ids=["noon", "past midnight in Denmark"],
)
def test_the_deadline_counts_the_subjects_days_from_the_day_of_receipt(
    world: World, project: Project, received_at: datetime, due: date
) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    item = receive(world, project.id, received_at=received_at)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.view(work, item.id).line.due_on == due


def test_a_clock_that_stands_in_1970_makes_nothing_late_or_due_for_erasure(
    world: World, project: Project
) -> None:
    broken = a_mail().replace(
        b"Wed, 04 Mar 2026 09:00:00 +0100", b"Thu, 01 Jan 1970 00:00:00 +0000"
    )
    with world.runtime.work(world.system) as work:
        of_1970 = service.receive(work, project.id, read(broken)).item
        of_today = service.receive(work, project.id, read(a_mail())).item

    assert of_1970.received_at == world.clock.now()
    assert of_today.received_at == min(datetime(2026, 3, 4, 8, tzinfo=UTC), world.clock.now())


def test_the_deadline_follows_what_was_decided(world: World, project: Project) -> None:
    item = receive(world, project.id, received_at=NOON - timedelta(days=1))
    settle(world, item.id, TO_PASSPORT)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.view(work, item.id).line.due_on == date(2026, 3, 8)


def test_before_a_project_may_suggest_its_enquiries_wait_without_a_suggestion(
    world: World,
) -> None:
    project = a_project(world, stage=Stage.SCOPING)
    set_up(world, project.id)

    item = receive(world, project.id)

    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item.id)
    assert (seen.line.state, seen.suggestion) == (ItemState.READY, None)


# --- quarantine --------------------------------------------------------------------------------


def lost_letter(world: World, project: Project) -> Item:
    return receive(world, project.id, NOT_A_PDF, name="brev.pdf")


def test_what_could_not_be_read_is_in_quarantine_with_a_reason(
    world: World, project: Project
) -> None:
    item = lost_letter(world, project)

    assert state_of(world, item.id) is ItemState.QUARANTINED
    assert [one.trouble.code for one in troubles(world, item.id)] == ["damaged"]


def test_whoever_decides_about_something_in_quarantine_has_settled_it(
    world: World, project: Project
) -> None:
    item = lost_letter(world, project)

    settle(world, item.id, TO_SCHOOL)

    (trouble,) = troubles(world, item.id)
    assert state_of(world, item.id) is ItemState.DECIDED
    assert (trouble.resolution, trouble.resolved_by) == (
        Resolution.READ_BY_HAND,
        world.person_ids["Anna"],
    )


def test_what_was_read_again_after_a_cure_waits_like_any_other(
    world: World, project: Project
) -> None:
    item = lost_letter(world, project)
    cured = read(a_mail("Der er et hul i vejen.")).enquiry

    with world.runtime.work(world.system) as work:
        prepared = service.prepare(work, project.id)
        service.understand_again(work, item.id, cured, prepared, world.person_ids["Bo"])

    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item.id)
    assert (seen.line.state, seen.enquiry.body.text) == (ItemState.READY, "Der er et hul i vejen.")
    (trouble,) = seen.troubles
    assert (trouble.resolution, trouble.resolved_by) == ("read_again", world.person_ids["Bo"])


def test_what_is_still_unreadable_stays_in_quarantine(world: World, project: Project) -> None:
    item = lost_letter(world, project)
    again = read(NOT_A_PDF, "brev.pdf").enquiry

    with world.runtime.work(world.system) as work:
        prepared = service.prepare(work, project.id)
        service.understand_again(work, item.id, again, prepared, None)

    assert state_of(world, item.id) is ItemState.QUARANTINED
    assert [one.resolution for one in troubles(world, item.id)] == ["read_again", ""]
