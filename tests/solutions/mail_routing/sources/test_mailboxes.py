"""Mail is fetched from a real IMAP server: once each, unread as it was, whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.imap import Account, Mailbox, MailboxProblem, Security, SignIn
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs.sources import look_once, opened_look
from signatur.solutions.mail_routing.schema import Target, WorklistFilter
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.schema.sources import MailboxSource, NewSource, WhenStored
from tests.servers.dovecot import PASSWORD, USER
from tests.solutions.mail_routing.situations import TO_HOLE, a_mail, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.schema.sources import EnquirySource
    from signatur.solutions.mail_routing.service import Line
    from tests.builders import World
    from tests.servers.dovecot import MailServer

pytestmark = pytest.mark.outside("dovecot")
ALL = WorklistFilter(state="all")


def mails(count: int, first: int = 0) -> list[bytes]:
    return [
        a_mail(f"Der er et hul nummer {number} i vejen.", Message_ID=f"<{number}@example.dk>")
        for number in range(first, first + count)
    ]


def a_mailbox(server: MailServer, **more: Any) -> MailboxSource:
    values: dict[str, Any] = {"host": "127.0.0.1", "user": USER, "port": server.port}
    return MailboxSource(**{**values, "security": "plain", **more})


def a_source(world: World, project: Project, mailbox: MailboxSource) -> EnquirySource:
    new = NewSource(key="post", name="Hovedpostkassen", settings=mailbox)
    with world.runtime.work(world.actor("Fie")) as work:
        return service.save_source(work, project.id, new)


def look(world: World, source: EnquirySource) -> tuple[Mapping[str, int], list[str]]:
    """Look at a source once; return counts and problems."""
    with world.runtime.reading(world.system) as work:
        source = service.source(work, source.id)
    with opened_look(world.runtime, world.system, source) as opened:
        look_once(opened, PASSWORD)
        counts = {name: count for name, count in opened.intake.counts.items() if count}
        return counts, opened.problems


def lines(world: World, project: Project) -> list[Line]:
    with world.runtime.reading(world.system) as work:
        return service.everything(work, project.id, ALL, 1000)


def test_mail_is_taken_in_once_and_stays_unread(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("INBOX", *mails(3))
    source = a_source(world, project, a_mailbox(server))

    first, again = look(world, source)[0], look(world, source)[0]
    server.deliver("INBOX", *mails(1, first=3))
    later = look(world, source)[0]

    assert (first, again, later) == ({"new": 3}, {}, {"new": 1})
    assert [one.state for one in lines(world, project)] == [ItemState.READY] * 4
    assert server.flags() == [set()] * 4


def test_the_original_is_what_the_server_holds(
    world: World, project: Project, server: MailServer
) -> None:
    mail = a_mail("Hul ud for nr. 7 – stort!", Message_ID="<a@example.dk>").replace(b"\n", b"\r\n")
    server.deliver("INBOX", mail)
    look(world, a_source(world, project, a_mailbox(server)))

    (line,) = lines(world, project)
    with (
        world.runtime.reading(world.system) as work,
        items.open_original(work, line.item_id) as file,
    ):
        assert file.read() == mail


def test_several_folders_are_read_and_a_missing_one_is_told(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("INBOX", *mails(1))
    server.deliver("Æbler & pærer", *mails(2, first=1))
    mailbox = a_mailbox(server, folders=("Findes ikke", "INBOX", "Æbler & pærer"))
    source = a_source(world, project, mailbox)

    with pytest.raises(MailboxProblem, match="no_folder"):
        look(world, source)

    assert len(lines(world, project)) == 3
    with world.runtime.reading(world.system) as work:
        told = service.source(work, source.id)
    assert (told.problem, told.failures, told.received) == ("no_folder", 1, 3)


def test_where_a_mail_lies_is_known_and_stored_mail_is_moved_only_then(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("INBOX", *mails(2))
    mailbox = a_mailbox(server, when_stored=WhenStored.MOVE, move_to="Læst af Signatur")
    source = a_source(world, project, mailbox)

    look(world, source)

    assert (server.count("INBOX"), server.count("Læst af Signatur")) == (0, 2)
    with world.runtime.reading(world.system) as work:
        placed = [service.placements_of(work, one.item_id) for one in lines(world, project)]
    assert [[(at.place.folder, at.is_due) for at in one] for one in placed] == [
        [("Læst af Signatur", False)]
    ] * 2
    assert {at.place.uid for one in placed for at in one} == {1, 2}


def test_a_move_that_a_killed_process_left_undone_is_done_at_the_next_look(
    world: World, project: Project, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver("INBOX", *mails(2))
    mailbox = a_mailbox(server, when_stored=WhenStored.MOVE, move_to="Gemt")
    source = a_source(world, project, mailbox)

    with monkeypatch.context() as patch:
        patch.setattr(
            Mailbox, "move", lambda *_given: (_ for _ in ()).throw(MailboxProblem("broken"))
        )
        with pytest.raises(MailboxProblem):
            look(world, source)
    counts = look(world, source)[0]

    assert (counts, server.count("INBOX"), server.count("Gemt")) == ({}, 0, 2)


def test_stored_mail_can_be_flagged(world: World, project: Project, server: MailServer) -> None:
    server.deliver("INBOX", *mails(2))
    mailbox = a_mailbox(server, when_stored=WhenStored.FLAG, flag="Signatur")

    look(world, a_source(world, project, mailbox))

    assert server.flags() == [{b"Signatur"}] * 2


def test_a_new_numbering_stores_nothing_twice(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("Post", *mails(3))
    source = a_source(world, project, a_mailbox(server, folders=("Post",)))
    look(world, source)

    with server.connect() as client:
        client.delete_folder("Post")
    server.deliver("Post", *mails(4))
    counts = look(world, source)[0]

    assert counts == {"known": 3, "new": 1}
    assert len(lines(world, project)) == 4


def test_where_a_colleague_moves_a_mail_is_a_hint_and_where_signatur_does_is_none(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("INBOX", *mails(2))
    source = a_source(world, project, a_mailbox(server, folders=("INBOX", "Vej", "Skole")))
    with server.connect() as client:
        client.create_folder("Vej")
        client.create_folder("Skole")
    look(world, source)
    with world.runtime.work(world.actor("Bo")) as work:
        for folder, key in (("Vej", "vej"), ("Skole", "skole")):
            service.save_route(
                work,
                project.id,
                target=Target(key),
                kind=RouteKind.IMAP_MOVE,
                settings={"folder": folder},
            )
    for one in lines(world, project):
        settle(world, one.item_id, TO_HOLE)

    with server.connect() as client:
        client.select_folder("INBOX")
        client.move([1], "Vej")
        client.move([2], "Skole")
    counts = look(world, source)[0]

    assert counts == {"known": 2}
    with world.runtime.reading(world.actor("Bo")) as work:
        (hint,) = service.hints(work, project.id)
    assert (hint.source, hint.target) == ("move", Target("skole"))


def test_a_mail_that_the_server_cannot_deliver_stops_no_other(
    world: World, project: Project, server: MailServer
) -> None:
    server.deliver("INBOX", *mails(5))
    broken = server.files()[2]
    broken.chmod(0)
    source = a_source(world, project, a_mailbox(server))

    # The server hangs up at it; after two such looks one mail at a time is asked for.
    for _look in range(3):
        with pytest.raises(MailboxProblem, match="broken"):
            look(world, source)
    # How many came before it hung up depends on how fast both sides are; in the end all are there.
    assert look(world, source)[1] == []
    assert len(lines(world, project)) == 4
    with world.runtime.reading(world.system) as work:
        assert [one.troubles for one in service.sources(work, project.id)] == [1]

    world.clock.advance(timedelta(minutes=5))
    assert look(world, source) == ({}, ["INBOX/3: not_delivered"])
    broken.chmod(0o600)
    world.clock.advance(timedelta(minutes=5))
    assert look(world, source) == ({"new": 1}, [])
    with world.runtime.reading(world.system) as work:
        assert [one.troubles for one in service.sources(work, project.id)] == [0]


def test_a_large_mail_is_fetched_in_blocks_and_one_beyond_the_limit_in_part(
    world: World, project: Project, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = a_mail("Stor. " * 400_000, Message_ID="<stor@example.dk>")
    server.deliver("INBOX", large, *mails(1))
    monkeypatch.setattr(service, "most_mail_bytes", lambda _runtime: 2 << 20)
    source = a_source(world, project, a_mailbox(server))

    counts = look(world, source)[0]

    assert counts == {"new": 2}
    with world.runtime.reading(world.system) as work:
        codes = items.quarantine_codes(work, [project.id])
    assert codes == ["too_large"]


# --- connecting ----------------------------------------------------------------------------------


def an_account(server: MailServer, security: Security, **more: Any) -> Account:
    port = server.tls_port if security is Security.TLS else server.port
    return Account(host="localhost", port=port, user=USER, security=security, **more)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("sign_in", list(SignIn))
def test_connections_are_encrypted_and_signed_in_by_password_or_token(
    server: MailServer, security: Security, sign_in: SignIn
) -> None:
    secret = PASSWORD if sign_in is SignIn.PASSWORD else server.token()
    account = an_account(server, security, sign_in=sign_in)

    with Mailbox.open(account, secret, authorities=server.certificate) as mailbox:
        assert mailbox.select("INBOX").count == 0


@pytest.mark.parametrize(
    ("change", "secret", "trusts", "code"),
    [
        ({}, "forkert", True, "refused"),
        ({}, PASSWORD, False, "untrusted"),
        ({"port": 1}, PASSWORD, True, "unreachable"),
        ({"sign_in": SignIn.OAUTH2}, "intet.rigtigt.token", True, "refused"),
        ({"host": "192.0.2.1", "security": Security.PLAIN}, PASSWORD, True, "not_encrypted"),
    ],
)
def test_why_a_mailbox_cannot_be_opened_is_told(
    server: MailServer, change: dict[str, Any], secret: str, code: str, *, trusts: bool
) -> None:
    account = replace(an_account(server, Security.TLS), **change)
    authorities = server.certificate if trusts else None

    with (
        pytest.raises(MailboxProblem) as told,
        Mailbox.open(account, secret, authorities=authorities),
    ):
        pass

    assert told.value.code == code
    assert secret not in told.value.log


def test_waiting_ends_when_mail_arrives(server: MailServer) -> None:
    account = an_account(server, Security.PLAIN)
    with Mailbox.open(account, PASSWORD) as mailbox:
        mailbox.select("INBOX")
        nothing = mailbox.wait(0.2, pause=0.1)
        asked: list[bool] = []

        def deliver_once() -> bool:
            if not asked:
                asked.append(True)
                server.deliver("INBOX", *mails(1))
            return False

        assert (nothing, mailbox.wait(20, deliver_once)) == (False, True)
        assert mailbox.uids_after(0) == [1]
