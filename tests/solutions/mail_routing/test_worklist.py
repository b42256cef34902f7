"""The worklist: filters, search, order, pages by key, and what a data limit lets one see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from signatur.kernel.errors import NotAllowed, NotFound
from signatur.kernel.permissions import SYSTEM, Role, system_of
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Lane, Portion, WorklistFilter
from signatur.solutions.mail_routing.service import Sorting
from tests.builders import NOON, World
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    a_mail,
    a_rule,
    receive,
    settle,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.records.projects.schema import Project

LETTERS = {
    "hul": "Der er et hul i vejen ved Ørsteds Gård.",
    "skole": "Min søn skal starte i skole.",
    "pas": "Mit pas er udløbet.",
    "andet": "Jeg har et spørgsmål.",
}


@pytest.fixture
def post(world: World, project: Project) -> dict[str, UUID]:
    """Four enquiries: three with a rule of their own department, one without a suggestion."""
    with world.runtime.work(world.actor("Bo")) as work:
        for value, target in (("hul", TO_HOLE), ("skole", TO_SCHOOL), ("pas", TO_PASSPORT)):
            service.add_rule(work, project.id, a_rule(value, target))
    return {
        name: receive(
            world,
            project.id,
            a_mail(words, subject=f"Om {name}", Message_ID=f"<{name}@example.dk>"),
            received_at=NOON - timedelta(days=10 - number),
        ).id
        for number, (name, words) in enumerate(LETTERS.items())
    }


def names(
    world: World,
    project: Project,
    wanted: WorklistFilter,
    actor: Actor | None = None,
    **more: object,
) -> list[str]:
    with world.runtime.reading(actor or world.actor("Anna")) as work:
        found = service.worklist(work, project.id, wanted, **more)  # type: ignore[arg-type]
        assert service.count(work, project.id, wanted) == len(found.lines)
        everything = service.everything(work, project.id, wanted, 100)
        assert {one.item_id for one in everything} == {one.item_id for one in found.lines}
    return [one.subject.removeprefix("Om ") for one in found.lines]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (WorklistFilter(), ["hul", "skole", "pas", "andet"]),
        (WorklistFilter(department="vej"), ["hul"]),
        (WorklistFilter(subject="pas"), ["pas"]),
        (WorklistFilter(lane="ready"), ["hul", "skole", "pas"]),
        (WorklistFilter(lane="read"), ["andet"]),
        (WorklistFilter(channel="email"), ["hul", "skole", "pas", "andet"]),
        (WorklistFilter(channel="letter"), []),
        (WorklistFilter(state="decided"), []),
        (WorklistFilter(since=date(2026, 2, 24)), ["pas", "andet"]),
        (WorklistFilter(until=date(2026, 2, 23)), ["hul", "skole"]),
        (WorklistFilter(words="oersted gaard"), ["hul"]),
        (WorklistFilter(words="ØRST"), ["hul"]),
        (WorklistFilter(words="om mit"), ["pas"]),
        (WorklistFilter(words="\" OR 1:* & '\\"), []),
        (WorklistFilter(words="hul skole"), []),
        (WorklistFilter(words="mette@example.dk"), ["hul", "skole", "pas", "andet"]),
    ],
    ids=str,
)
def test_a_filter_finds_what_fits_and_counts_the_same(
    world: World, project: Project, post: dict[str, UUID], wanted: WorklistFilter, found: list[str]
) -> None:
    assert post
    assert names(world, project, wanted) == found


def test_what_was_erased_is_not_found_any_more(
    world: World, project: Project, post: dict[str, UUID]
) -> None:
    with world.runtime.work(world.system) as work:
        service.erase(work, post["hul"])

    assert names(world, project, WorklistFilter(words="Ørsteds")) == []


def test_no_word_of_what_was_erased_stays_in_the_search_index(
    world: World, project: Project
) -> None:
    if not world.runtime.database.is_embedded:
        return  # PostgreSQL's vacuum does it
    kept = receive(world, project.id, a_mail("Der er et hul.", Message_ID="<a@example.dk>"))
    erased = receive(world, project.id, a_mail("Kvidrelunden.", Message_ID="<b@example.dk>"))
    assert any("kvidrelunden" in segment for segment in index_of(world))

    with world.runtime.work(world.system) as work:
        service.erase(work, erased.id)

    assert not any("kvidrelunden" in segment for segment in index_of(world))
    assert names(world, project, WorklistFilter(words="hul")) == ["Hul i vejen"]
    assert kept.id


def index_of(world: World) -> list[str]:
    with world.runtime.database.reading() as session:
        blocks = session.scalars(text("SELECT block FROM mail_routing_search_data"))
        return [block.decode("utf-8", "replace") for block in blocks]


@pytest.mark.parametrize(
    ("sorting", "first"),
    [
        (Sorting.OLDEST, "hul"),
        (Sorting.NEWEST, "andet"),
        (Sorting.DUE, "pas"),
        (Sorting.SUREST, "andet"),
        (Sorting.LEAST_SURE, "hul"),
    ],
)
def test_a_list_is_sorted_and_paged_without_losing_or_doubling_anything(
    world: World, project: Project, post: dict[str, UUID], sorting: Sorting, first: str
) -> None:
    seen: list[UUID] = []
    after = None
    with world.runtime.reading(world.actor("Anna")) as work:
        while True:
            page = service.worklist(
                work, project.id, WorklistFilter(), sorting=sorting, after=after, limit=1
            )
            seen += [one.item_id for one in page.lines]
            after = page.next_after
            if after is None:
                break

    assert seen[0] == post[first]
    assert sorted(seen) == sorted(post.values())


def test_lanes_and_the_menu_count_what_waits(
    world: World, project: Project, post: dict[str, UUID]
) -> None:
    settle(world, post["hul"], TO_HOLE)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.count_lanes(work, project.id) == {
            Lane.READY: 2,
            Lane.PICK: 0,
            Lane.READ: 1,
        }
        assert service.count_waiting(work) == 3


# --- data limits -------------------------------------------------------------------------------


@pytest.fixture
def of_roads(world: World, project: Project) -> Actor:
    """A caseworker who may see the enquiries of one department only."""
    with world.runtime.work(world.system) as work:
        person = people.add_person(work, login="Vagn", name="Vagn Prøve")
        limit = {"department": frozenset({"vej"})}
        people.give_role(work, person.id, Role.CASEWORKER, project_id=project.id, limit=limit)
    with world.runtime.database.reading() as session:
        actor = people.actor_of(session, person.id)
    assert actor is not None
    return actor


@pytest.mark.parametrize(
    "wanted",
    [
        WorklistFilter(),
        WorklistFilter(words="om"),
        WorklistFilter(state="all"),
        WorklistFilter(channel="email"),
    ],
)
def test_lists_search_and_counts_show_only_the_own_department(
    world: World, project: Project, post: dict[str, UUID], of_roads: Actor, wanted: WorklistFilter
) -> None:
    assert post
    assert names(world, project, wanted, of_roads) == ["hul"]
    with world.runtime.reading(of_roads) as work:
        assert service.count_waiting(work) == 1
        assert sum(service.count_lanes(work, project.id).values()) == 1


@pytest.mark.parametrize("name", ["skole", "andet"])
def test_an_enquiry_of_another_department_does_not_exist(
    world: World, post: dict[str, UUID], of_roads: Actor, name: str
) -> None:
    with world.runtime.work(of_roads) as work:
        for act in (service.view, service.row_of, service.read_again, service.send_nowhere):
            with pytest.raises((NotFound, NotAllowed)):
                act(work, post[name])


def test_a_page_shows_no_related_enquiry_of_another_department(
    world: World, project: Project, of_roads: Actor
) -> None:
    # The same text and the same case; one of them was decided to be the school's.
    words = f"Sag 05.01.08-P19-4-26. {LETTERS['hul']} Det har været sådan i tre uger nu."
    first, second = (
        receive(world, project.id, a_mail(words, Message_ID=f"<{name}@example.dk>"))
        for name in ("a", "b")
    )
    settle(world, first.id, TO_SCHOOL)
    settle(world, second.id, TO_HOLE)

    with world.runtime.reading(world.actor("Anna")) as work:
        to_anna = service.view(work, second.id)
    with world.runtime.reading(of_roads) as work:
        to_roads = service.view(work, second.id)

    assert [one.line.item_id for one in to_anna.near] == [first.id]
    assert [one.item_id for one in to_anna.thread] == [first.id]
    assert (to_roads.near, to_roads.thread, to_roads.similar) == ((), (), ())


def test_what_one_sent_out_of_ones_own_sight_can_be_taken_back(
    world: World, post: dict[str, UUID], of_roads: Actor
) -> None:
    with world.runtime.work(of_roads) as work:
        decision = service.send_to(work, post["hul"], TO_SCHOOL)
    with world.runtime.reading(of_roads) as work, pytest.raises(NotFound):
        service.view(work, post["hul"])

    with world.runtime.work(of_roads) as work:
        service.undo(work, decision.id)
        assert service.view(work, post["hul"]).line.department_key == "vej"


def test_one_may_divide_between_departments_that_one_may_not_see(
    world: World, post: dict[str, UUID], of_roads: Actor
) -> None:
    portions = [Portion(TO_HOLE, "Der er et hul."), Portion(TO_SCHOOL, "Og om skolen.")]

    with world.runtime.work(of_roads) as work:
        decision = service.divide(work, post["hul"], portions)

    with world.runtime.reading(world.actor("Anna")) as work:
        places = {one.subject_key for one in service.view(work, post["hul"]).portions}
    assert places == {"hul", "skolestart"}
    with world.runtime.work(of_roads) as work:
        service.undo(work, decision.id)


def test_another_authority_sees_nothing(
    world: World, project: Project, post: dict[str, UUID]
) -> None:
    with world.runtime.work(SYSTEM) as work:
        other = people.add_authority(work, "Havnstrup Kommune", "87654321")
    with world.runtime.reading(system_of(other.id)) as work:
        assert service.everything(work, project.id, WorklistFilter(state="all"), 10) == []
        with pytest.raises(NotFound):
            service.view(work, post["hul"])
