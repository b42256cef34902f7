"""Forwarding by mail: the original unchanged, headers that say what and why, the same id each try."""

from __future__ import annotations

import email
from email import policy
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.outbox import DeliveryState, pause_after
from signatur.solutions.mail_routing.schema.outgoing import RouteKind, wire_id
from tests.solutions.mail_routing.outgoing.sending import a_route, decided, leave, lines
from tests.solutions.mail_routing.situations import a_mail

if TYPE_CHECKING:
    from email.message import EmailMessage

    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.servers.receivers import MailSink

TO_ROADS = "vej@lindevang.example"
DANISH = "Æblevej er fuld af huller. Ærgerligt!"


def crlf(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def read(mail: bytes) -> EmailMessage:
    return email.message_from_bytes(mail, policy=policy.default)  # type: ignore[return-value]


def attached(mail: bytes) -> bytes:
    """Return the attached original as it stands between the boundaries, or decoded."""
    parsed = email.message_from_bytes(mail, policy=policy.compat32)
    part = parsed.get_payload(1)
    if part.get_content_type() != "message/rfc822":
        return part.get_payload(decode=True)
    boundary = f"\r\n--{parsed.get_boundary()}".encode()
    return mail.split(boundary)[2].partition(b"\r\n\r\n")[2]


def test_a_department_gets_the_original_with_headers_that_say_what_and_why(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    original = crlf(a_mail(Message_ID="<7@example.dk>"))
    item_id = decided(world, project, original)
    leave(world)

    (mail,), (line,) = sink.mails, lines(world, project)
    told = read(mail)
    words = told.get_payload(0).get_content()
    assert sink.recipients == [TO_ROADS]
    assert attached(mail) == original
    assert told["Message-ID"] == f"<{wire_id(line.key)}@lindevang.example>"
    assert told["Reply-To"] == "mette@example.dk"
    assert told["Auto-Submitted"] == "auto-forwarded"
    assert {name: told[f"X-Signatur-{name}"] for name in ("Key", "Enquiry", "Department")} == {
        "Key": line.key,
        "Enquiry": str(item_id),
        "Department": "vej",
    }
    assert (told["X-Signatur-Subject"], told["X-Signatur-Attempt"]) == ("hul", "1")
    assert told["X-Signatur-Decided-By"] == "Anna Prøve"
    assert f"https://signatur.lindevang.example/postfordeling/{item_id}" in words


@pytest.mark.parametrize(
    "original",
    [
        crlf(a_mail(DANISH)),
        a_mail(DANISH).replace(b"\r\n", b"\n"),
        crlf(a_mail("x" * 3000)).replace(b"=\r\n", b""),
        crlf(a_mail()).replace(b"hul", b"h\xf8l"),
        crlf(a_mail(".\n..\n.stjerne\n")),
        crlf(a_mail())[:-2],
    ],
    ids=["base64", "line feeds", "long lines", "eight bits", "dots", "no last line end"],
)
def test_not_a_byte_of_the_original_is_changed(
    world: World, project: Project, sink: MailSink, original: bytes
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project, original)
    leave(world)

    assert attached(sink.mails[0]) == original


def test_a_repeat_has_the_same_id_and_says_that_it_is_one(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    sink.answers = ["451 Try again later"]
    leave(world)
    waiting = lines(world, project)[0]
    world.clock.advance(pause_after(1))
    leave(world)

    told = read(sink.mails[0])
    assert (waiting.state, waiting.problem) == (DeliveryState.WAITING, "smtp 451")
    assert told["X-Signatur-Attempt"] == "2"
    assert [one.is_repeat for one in lines(world, project, state="repeats")] == [True]


def test_a_refusal_for_good_is_shown_to_people_and_not_tried_again(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project)
    sink.answers = ["550 No such user"]
    leave(world)

    (line,) = lines(world, project, state="failed")
    assert (line.problem, line.may_release, line.may_withdraw) == ("smtp 550", True, True)
    assert sink.mails == []


def test_a_mail_that_goes_round_in_circles_is_stopped(
    world: World, project: Project, sink: MailSink
) -> None:
    a_route(world, project, RouteKind.SMTP, to=TO_ROADS)
    decided(world, project, crlf(a_mail(X_Signatur_Hops="2")))
    decided(world, project, crlf(a_mail("Igen", X_Signatur_Hops="3")))
    leave(world)

    assert [read(one)["X-Signatur-Hops"] for one in sink.mails] == ["3"]
    assert [one.problem for one in lines(world, project, state="failed")] == ["smtp loop"]
