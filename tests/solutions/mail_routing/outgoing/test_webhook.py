"""The webhook: signed, keyed, without content unless asked for; what each answer means."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.kernel.outbox import DeliveryState
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.outgoing.calling import is_public, retry_after
from tests.solutions.mail_routing.outgoing.sending import SECRET, a_route, decided, leave, lines

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.schema.outgoing import Route
    from tests.builders import World
    from tests.servers.receivers import OtherSystem

HOUR = timedelta(hours=1)


def a_webhook(world: World, project: Project, system: OtherSystem, **more: str) -> Route:
    return a_route(world, project, RouteKind.WEBHOOK, url=system.url, secret="nexus", **more)


def test_another_system_is_told_where_it_went_under_a_signature_it_can_check(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_webhook(world, project, system)
    item_id = decided(world, project)
    leave(world)

    (call,), (line,) = system.calls, lines(world, project)
    seconds, given = (
        part.partition("=")[2] for part in call.headers["x-signatur-signature"].split(",")
    )
    expected = hmac.new(SECRET.encode(), f"{seconds}.".encode() + call.body, hashlib.sha256)
    told = json.loads(call.body)
    assert hmac.compare_digest(given, expected.hexdigest())
    assert call.headers["idempotency-key"] == told["key"] == line.key
    assert (told["format"], told["enquiry"]["id"]) == ("signatur.routing/1", str(item_id))
    assert told["target"]["subject"] == {"key": "hul", "name": "Huller i vejen", "kle": "05.01.08"}
    assert told["decision"]["by"] == {"kind": "person", "id": str(world.person_ids["Anna"])}
    assert "Bakken" not in call.body.decode()


def test_the_enquiry_is_told_too_where_the_route_says_so(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_webhook(world, project, system, includes="enquiry")
    decided(world, project)
    leave(world)

    told = json.loads(system.calls[0].body)
    assert "Bakken" in told["enquiry"]["content"]["body"]["text"]


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [
        ((200, {}, b"{}"), DeliveryState.DELIVERED, ""),
        ((409, {}, b""), DeliveryState.DELIVERED, ""),
        ((400, {}, b""), DeliveryState.FAILED, "webhook 400"),
        ((401, {}, b""), DeliveryState.FAILED, "webhook 401"),
        ((408, {}, b""), DeliveryState.WAITING, "webhook 408"),
        ((500, {}, b""), DeliveryState.WAITING, "webhook 500"),
        ((302, {"Location": "http://127.0.0.1/"}, b""), DeliveryState.FAILED, "webhook redirect"),
    ],
)
def test_what_an_answer_means(
    world: World,
    project: Project,
    system: OtherSystem,
    answer: tuple[int, dict[str, str], bytes],
    state: DeliveryState,
    problem: str,
) -> None:
    a_webhook(world, project, system)
    decided(world, project)
    system.answers = [answer]
    leave(world)

    (line,) = lines(world, project)
    assert (line.state, line.problem, len(system.calls)) == (state, problem, 1)


def test_a_receiver_that_asks_for_an_hour_is_left_alone_so_long(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_webhook(world, project, system)
    decided(world, project)
    system.answers = [(429, {"Retry-After": "3600"}, b"")]
    leave(world)

    (line,) = lines(world, project)
    assert line.due_at == world.clock.now() + HOUR


def test_how_long_to_wait_is_read_in_seconds_and_as_a_date() -> None:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)

    assert retry_after("120", now) == timedelta(minutes=2)
    assert retry_after("Wed, 04 Mar 2026 13:00:00 GMT", now) == HOUR
    assert retry_after("Wed, 04 Mar 2026 11:00:00 GMT", now) == timedelta()
    assert retry_after("999999999999", now) == timedelta(days=1)
    assert retry_after("i morgen", now) is None


def test_which_addresses_lie_in_the_open_internet() -> None:
    private = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0",
               "::ffff:10.0.0.1", "0.0.0.0", "100.64.0.1", "fd00::1", "224.0.0.1"]  # fmt: skip

    assert [one for one in private if is_public(one)] == []
    assert is_public("185.15.59.224")
    assert is_public("2a02:ec80::1")


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "http://nexus.example.dk/", "secret": "nexus"},
        {"url": "https://bruger:kode@nexus.example.dk/", "secret": "nexus"},
        {"url": "ftp://nexus.example.dk/", "secret": "nexus"},
        {"url": "https://nexus.example.dk/", "secret": "../post"},
        {"url": "https://nexus.example.dk/", "secret": ""},
    ],
)
def test_what_is_no_address_or_no_secret_is_refused(
    world: World, project: Project, settings: dict[str, str]
) -> None:
    with pytest.raises(InputProblem):
        a_route(world, project, RouteKind.WEBHOOK, **settings)
