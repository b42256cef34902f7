"""Which routes a decision takes; holding, releasing, withdrawing, undoing; commands and the API."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.kernel.outbox import DeliveryState, deliver_due
from signatur.kernel.permissions import Role
from signatur.records.items.schema import ItemState
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import (
    OutgoingFilter,
    Route,
    RouteKind,
    routes_for,
)
from tests.commands import run
from tests.solutions.mail_routing.outgoing.sending import a_route, decided, leave, lines
from tests.solutions.mail_routing.situations import TO_HOLE, TO_SCHOOL, TO_SNOW, receive, settle

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.servers.receivers import MailSink, OtherSystem

TO_ROADS = "vej@lindevang.example"


def a_plain_route(number: int, kind: RouteKind, department: str = "", subject: str = "") -> Route:
    return Route(
        id=UUID(int=number),
        department_key=department,
        subject_key=subject,
        kind=kind,
        settings={},
        position=number,
    )


def test_the_most_precise_route_of_each_kind_is_taken() -> None:
    all_mail = a_plain_route(1, RouteKind.SMTP)
    roads = a_plain_route(2, RouteKind.SMTP, "vej")
    holes = a_plain_route(3, RouteKind.SMTP, "vej", "hul")
    hook = a_plain_route(4, RouteKind.WEBHOOK)
    routes = [all_mail, roads, holes, hook]

    assert routes_for(routes, TO_HOLE) == [holes, hook]
    assert routes_for(routes, TO_SNOW) == [roads, hook]
    assert routes_for(routes, TO_SCHOOL) == [all_mail, hook]
    assert routes_for([replace(holes, is_active=False), roads], TO_HOLE) == [roads]


def test_a_decision_takes_every_route_with_a_key_of_its_own(
    world: World, project: Project, sink: MailSink, system: OtherSystem
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    a_route(world, project, RouteKind.SMTP, to="drift@lindevang.example")
    a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="nexus")
    decided(world, project)
    leave(world)

    found = lines(world, project)
    assert len({one.key for one in found}) == len({one.wire_id for one in found}) == 3
    assert sorted(sink.recipients) == ["drift@lindevang.example", TO_ROADS]
    assert len(system.calls) == 1


def test_without_a_route_it_goes_into_the_folder(world: World, project: Project) -> None:
    decided(world, project)
    leave(world)

    (line,) = lines(world, project)
    assert (line.kind, line.route_id, line.state) == (
        RouteKind.FOLDER,
        None,
        DeliveryState.DELIVERED,
    )


def test_undoing_takes_back_every_effect_while_none_has_left(
    world: World, project: Project, sink: MailSink, system: OtherSystem
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="nexus")
    item = receive(world, project.id)
    decision = settle(world, item.id, TO_HOLE)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)
    leave(world)

    assert (sink.mails, system.calls) == ([], [])
    assert {one.state for one in lines(world, project)} == {DeliveryState.WITHDRAWN}


def test_a_decision_of_which_one_effect_has_left_is_not_undone(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="nexus")
    held = a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    with world.runtime.work(world.actor("Bo")) as work:
        service.hold_route(work, held.id)
    item = receive(world, project.id)
    decision = settle(world, item.id, TO_HOLE)
    leave(world)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)
    assert {one.state for one in lines(world, project)} == {
        DeliveryState.DELIVERED,
        DeliveryState.HELD,
    }


def test_a_forward_that_was_refused_for_good_does_not_stand_in_the_way_of_undoing(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    item = receive(world, project.id)
    decision = settle(world, item.id, TO_HOLE)
    sink.answers = ["550 No such user"]
    leave(world)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)
        assert service.row_of(work, item.id).state == ItemState.READY


def test_everything_of_a_route_is_held_and_released(
    world: World, project: Project, sink: MailSink
) -> None:
    route = a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    with world.runtime.work(world.actor("Bo")) as work:
        held = service.hold_route(work, route.id)
    decided(world, project, b"From: a@example.dk\n\nIgen")
    leave(world)
    while_held = list(sink.mails)
    alone = lines(world, project)[0].id
    with pytest.raises(Conflict), world.runtime.work(world.actor("Bo")) as work:
        service.release(work, [alone])
    with world.runtime.work(world.actor("Bo")) as work:
        released = service.release_route(work, route.id)
    leave(world)

    assert (held, released, while_held, len(sink.mails)) == (1, 2, [], 2)


def test_what_was_held_alone_stays_held_when_its_route_is_released(
    world: World, project: Project, sink: MailSink
) -> None:
    route = a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    (line,) = lines(world, project)
    with world.runtime.work(world.actor("Bo")) as work:
        service.hold(work, [line.id])
        service.hold_route(work, route.id)
        service.release_route(work, route.id)
    leave(world)
    while_held = list(sink.mails)
    with world.runtime.work(world.actor("Bo")) as work:
        service.release(work, [line.id])
    leave(world)

    assert (while_held, len(sink.mails)) == ([], 1)


def test_several_are_acted_on_at_once_and_those_that_have_left_are_passed_over(
    world: World, project: Project
) -> None:
    decided(world, project)
    leave(world)
    decided(world, project, b"From: a@example.dk\n\nIgen")
    ids = [one.id for one in lines(world, project)]
    with world.runtime.work(world.actor("Bo")) as work:
        acted = service.withdraw(work, ids)

    assert (acted.done, acted.refused) == (1, 1)


def test_only_those_who_may_act_on_what_is_on_its_way(world: World, project: Project) -> None:
    decided(world, project)
    (line,) = lines(world, project)
    with pytest.raises(NotAllowed), world.runtime.work(world.actor("Anna")) as work:
        service.hold(work, [line.id])


def test_whoever_sees_one_department_sees_what_goes_there_only(
    world: World, project: Project
) -> None:
    decided(world, project)
    with world.runtime.work(world.system) as work:
        ida = people.add_person(work, login="ida", name="Ida Prøve")
        limit = {"department": frozenset({"skole"})}
        people.give_role(work, ida.id, Role.SUPER_USER, project_id=project.id, limit=limit)
    with world.runtime.database.reading() as session:
        actor = people.actor_of(session, ida.id)
    assert actor is not None
    (line,) = lines(world, project)
    with world.runtime.reading(actor) as work:
        seen = service.outgoing(work, project.id, OutgoingFilter())
    with pytest.raises(NotFound), world.runtime.work(actor) as work:
        service.hold(work, [line.id])

    assert seen.lines == []


def test_a_change_of_a_route_holds_for_what_waits_and_can_be_undone(
    world: World, project: Project, sink: MailSink
) -> None:
    route = a_route(world, project, RouteKind.SMTP, to="forkert@lindevang.example")
    decided(world, project)
    with world.runtime.work(world.actor("Bo")) as work:
        service.save_route(
            work, project.id, target=Target("vej"), kind=route.kind,
            settings={"to": TO_ROADS}, route_id=route.id,
        )  # fmt: skip
    leave(world)
    with world.runtime.work(world.actor("Bo")) as work:
        service.undo_route(work, route.id)
        now = service.route(work, route.id)

    assert (sink.recipients, now.place) == ([TO_ROADS], "forkert@lindevang.example")


def test_a_trial_goes_the_same_way_and_is_about_nothing(
    world: World, project: Project, sink: MailSink, system: OtherSystem
) -> None:
    mail = a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    hook = a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="nexus")
    wrong = a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="ukendt")
    with world.runtime.work(world.actor("Bo")) as work:
        service.try_route(work, project.id, mail.id)
        service.try_route(work, project.id, hook.id)
    with pytest.raises(service.TrialFailed), world.runtime.work(world.actor("Bo")) as work:
        service.try_route(work, project.id, wrong.id)

    assert json.loads(system.calls[0].body)["trial"] is True
    assert (len(sink.mails), lines(world, project)) == (1, [])


# --- commands ----------------------------------------------------------------------------------


def test_distribute_respects_the_time_to_regret_unless_it_is_told_otherwise(
    world: World, project: Project
) -> None:
    decided(world, project)
    early = json.loads(run(world, commands, "distribute", "--json").stdout)
    at_once = json.loads(run(world, commands, "distribute", "--now", "--json").stdout)

    assert early == {
        "tried": 0,
        "receipts": 0,
        "failed": 0,
        "repeats": 0,
        "channels": {"folder": {"waiting": 1, "repeats": 0}},
    }
    assert at_once["channels"] == {"folder": {"delivered": 1, "repeats": 0}}


def test_distribute_ends_with_1_while_something_has_failed_for_good(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    sink.answers = ["550 No such user"]
    failing = run(world, commands, "distribute", "--now", "--json")
    with world.runtime.work(world.actor("Bo")) as work:
        service.release(work, [one.id for one in lines(world, project)])
    fine = run(world, commands, "distribute", "--now", "--json")

    assert (failing.exit_code, json.loads(failing.stdout)["failed"]) == (1, 1)
    assert (fine.exit_code, json.loads(fine.stdout)["repeats"]) == (0, 1)


def test_the_history_of_an_enquiry_is_told_in_the_order_of_time(
    world: World, project: Project
) -> None:
    item_id = decided(world, project)
    leave(world)
    told = json.loads(run(world, commands, "history", str(item_id), "--json").stdout)

    events = [one for one in told["events"] if one["what"] != "audit"]
    assert [one["what"] for one in events] == [
        "received",
        "stored",
        "suggestion",
        "decision",
        "effect",
    ]
    assert [one["at"] for one in told["events"]] == sorted(one["at"] for one in told["events"])
    assert (events[-1]["state"], events[-1]["attempts"]) == ("delivered", 1)
    assert "effects.ordered" in [one.get("action") for one in told["events"]]


def test_the_worklist_is_filtered_as_on_the_page(world: World, project: Project) -> None:
    receive(world, project.id)
    decided(world, project, b"From: a@example.dk\nSubject: Sne\n\nDer er glat.")
    waiting = json.loads(run(world, commands, "worklist", "--json").stdout)
    sent = json.loads(
        run(world, commands, "worklist", "--state", "decided", "--words", "glat", "--json").stdout
    )

    assert (waiting["total"], sent["total"]) == (1, 1)
    assert sent["enquiries"][0]["department"] == "vej"


def test_a_route_that_is_held_later_stops_what_is_due(
    world: World, project: Project, sink: MailSink
) -> None:
    route = a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    world.clock.advance(timedelta(minutes=1))
    with world.runtime.work(world.actor("Bo")) as work:
        service.hold_route(work, route.id)
    deliver_due(world.runtime)

    assert ([one.state for one in lines(world, project)], sink.mails) == ([DeliveryState.HELD], [])
