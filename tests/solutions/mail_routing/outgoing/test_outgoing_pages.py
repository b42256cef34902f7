"""The pages of outgoing mail and of routes: what is seen, what may be done, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.outbox import DeliveryState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from tests.solutions.mail_routing.outgoing.sending import a_route, decided, leave, lines
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.servers.receivers import MailSink

PAGE = "/postfordeling/udgaaende"
ROUTES = "/postfordeling/ruter"


def test_what_failed_says_why_and_can_be_tried_again(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to="vej@lindevang.example")
    item_id = decided(world, project)
    sink.answers = ["550 No such user"]
    leave(world)
    (line,) = lines(world, project)
    with a_browser(world, "Bo", language="en") as bo:
        shown = bo.get(f"{PAGE}?tilstand=failed").text
        bo.post(f"{PAGE}?tilstand=failed", {"en": f"release:{line.id}"})
        told = bo.get(PAGE).text
    leave(world)

    assert "The mail server refuses this mail" in shown
    assert f"/postfordeling/{item_id}" in shown
    assert "1 is released and leaves shortly." in told
    assert len(sink.mails) == 1


def test_several_are_held_and_those_who_may_only_look_find_no_buttons(
    world: World, project: Project
) -> None:
    decided(world, project)
    ids = [str(one.id) for one in lines(world, project)]
    with a_browser(world, "Bo", language="en") as bo:
        bo.post(PAGE, {"handling": "hold", "valgt": ids})
        nothing = bo.post(PAGE, {"handling": "hold"})
        all_of_them = bo.post(f"{PAGE}?tilstand=held", {"handling": "withdraw", "alle": "true"})
    with a_browser(world, "Anna", language="en") as anna:
        looked = anna.get(PAGE).text
        refused = anna.post(PAGE, {"handling": "release", "valgt": ids})

    assert (nothing.status_code, all_of_them.status_code, refused.status_code) == (422, 303, 403)
    assert [one.state for one in lines(world, project)] == [DeliveryState.WITHDRAWN]
    assert 'name="handling"' not in looked


def test_deliveries_are_found_by_enquiry_way_and_department(world: World, project: Project) -> None:
    item_id = decided(world, project)
    with a_browser(world, "Anna", language="en") as anna:
        found = {
            query: "Hul i vejen" in anna.get(f"{PAGE}?{query}").text
            for query in (
                "",
                f"soeg={item_id}",
                "soeg=hul+i",
                "soeg=100%25",
                "maade=smtp",
                "maade=folder&afdeling=vej",
                "afdeling=skole",
            )
        }
        wrong = anna.get(f"{PAGE}?maade=pigeon").status_code

    assert [query for query, is_seen in found.items() if is_seen] == [
        "",
        f"soeg={item_id}",
        "soeg=hul+i",
        "maade=folder&afdeling=vej",
    ]
    assert wrong == 422


def test_a_route_is_added_tried_changed_undone_held_and_taken_out_of_use(
    world: World, project: Project, sink: MailSink
) -> None:
    with a_browser(world, "Bo", language="en") as bo:
        form = bo.get(f"{ROUTES}/ny?maade=smtp").text
        bo.post(f"{ROUTES}/ny?maade=smtp", {"place": "Vej og Park", "to": "vej@lindevang.example"})
        with world.runtime.reading(world.system) as work:
            (route,) = service.routes(work, project.id)
        bo.post(f"{ROUTES}/{route.id}/proeve")
        edit = bo.get(f"{ROUTES}/{route.id}").text
        bo.post(f"{ROUTES}/{route.id}", {"place": "", "to": "alle@lindevang.example"})
        changed = bo.get(ROUTES).text
        bo.post(f"{ROUTES}/{route.id}/fortryd")
        bo.post(f"{ROUTES}/{route.id}/hold")
        held = bo.get(ROUTES).text
        bo.post(f"{ROUTES}/{route.id}/frigiv")
        bo.post(f"{ROUTES}/{route.id}/brug")
        bad = bo.post(f"{ROUTES}/ny?maade=smtp", {"place": "", "to": "ikke en adresse"})
    with world.runtime.reading(world.system) as work:
        (now,) = service.routes(work, project.id)

    assert 'type="email"' in form
    assert sink.recipients == ["vej@lindevang.example"]
    assert 'value="Vej og Park"' in edit
    assert "Every department" in changed
    assert "Release all" in held
    assert (now.department_key, now.place, now.is_active) == ("vej", "vej@lindevang.example", False)
    assert bad.status_code == 422


def test_a_trial_that_does_not_get_through_says_why(world: World, project: Project) -> None:
    route = a_route(world, project, RouteKind.WEBHOOK, url="https://127.0.0.1:1/", secret="nexus")
    with a_browser(world, "Bo", language="en") as bo:
        answer = bo.post(f"{ROUTES}/{route.id}/proeve")

    assert answer.status_code == 503
    assert "The receiver does not answer" in answer.text


def test_the_history_shows_what_left_and_what_the_receiver_said(
    world: World, project: Project
) -> None:
    item_id = decided(world, project)
    leave(world)
    (line,) = lines(world, project)
    with world.runtime.work(world.actor("Bo")) as work:
        told = f'{{"key": "{line.key}", "code": "ACCEPTERET", "text": "Sag 26/117"}}'
        service.take_receipt(work, told.encode())
    with a_browser(world, "Anna", language="en") as anna:
        shown = anna.get(f"/postfordeling/{item_id}/historik").text

    assert "Receipt: Accepted" in shown
    assert "Sag 26/117" in shown
