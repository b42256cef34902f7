"""Before an authorisation is given it is told how what goes by itself would leave, and what would not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service import authorising
from signatur.solutions.mail_routing.service.leaving import Leaving, Way, leaving
from signatur.solutions.mail_routing.service.outgoing import routes
from tests.solutions.mail_routing.automatic.authorised import EVERYTHING, arrive
from tests.solutions.mail_routing.automatic.test_automatic_pages import FORM
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.schema.outgoing import Route
    from tests.builders import World

TO_ROADS = Target("vej")


def save_route(world: World, project: Project, target: Target, kind: RouteKind, **more: str) -> Any:
    with world.runtime.work(world.actor("Bo")) as work:
        return service.save_route(work, project.id, target=target, kind=kind, settings=more)


def preview(world: World, project: Project) -> Leaving:
    with world.runtime.reading(world.actor("Erik")) as work:
        return authorising.preview(work, project.id, EVERYTHING, 0.95, 100).leaving


def route_in_use(world: World, project: Project) -> Route:
    with world.runtime.reading(world.system) as work:
        return next(one for one in routes.routes(work, project.id) if one.is_active)


def some_mail(world: World, project: Project) -> None:
    for number in range(3):
        arrive(world, project.id, number)
    arrive(world, project.id, 9, "Mit pas er udløbet.")


def test_enquiries_are_counted_by_the_routes_that_they_would_take(
    world: World, project: Project
) -> None:
    some_mail(world, project)
    save_route(world, project, TO_ROADS, RouteKind.CASE_FOLDER, folder="sager")
    route = route_in_use(world, project)

    found = preview(world, project)

    assert found == Leaving(ways=(Way(route, 3),), without=((TO_PASSPORT, 1),))
    assert (found.stay, found.held) == (1, 0)


def test_without_any_route_nothing_would_leave(world: World, project: Project) -> None:
    some_mail(world, project)

    found = preview(world, project)

    assert found == Leaving(without=((TO_HOLE, 3), (TO_PASSPORT, 1)))
    assert found.stay == 4


def test_a_held_route_is_told_of(world: World, project: Project) -> None:
    some_mail(world, project)
    save_route(world, project, TO_ROADS, RouteKind.CASE_FOLDER, folder="sager")
    with world.runtime.work(world.actor("Bo")) as work:
        service.hold_route(work, route_in_use(world, project).id)

    assert preview(world, project).held == 3


def test_counts_of_a_part_stand_for_the_whole(world: World, project: Project) -> None:
    save_route(world, project, TO_ROADS, RouteKind.CASE_FOLDER, folder="sager")
    route = route_in_use(world, project)

    found = leaving([route], {TO_HOLE: 3, TO_PASSPORT: 2}, 2.5)

    assert found == Leaving(ways=(Way(route, 8),), without=((TO_PASSPORT, 5),))


def test_the_page_names_subjects_without_a_route(world: World, project: Project) -> None:
    some_mail(world, project)
    save_route(world, project, TO_ROADS, RouteKind.CASE_FOLDER, folder="sager")

    with a_browser(world, "Erik") as erik:
        page = erik.get(f"/postfordeling/automatik/giv?{urlencode(FORM, doseq=True)}")

    assert page.status_code == 200
    assert "Borgerservice › Pas: 1" in page.text
    assert "Vej og Park – " in page.text
