"""Moving in the mailbox that a mail came from; a repeat finds it moved, what is gone is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from signatur.kernel.outbox import DeliveryState, OutboxRow
from signatur.kernel.permissions import SYSTEM
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from tests.servers.dovecot import PASSWORD, MailServer, dovecot
from tests.solutions.mail_routing.outgoing.sending import a_route, decided, leave, lines
from tests.solutions.mail_routing.situations import TO_HOLE, a_mail, settle
from tests.solutions.mail_routing.sources.test_mailboxes import a_mailbox, a_source, look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from tests.builders import World

pytestmark = pytest.mark.outside("dovecot")
FOLDER = "Fordelt/Vej"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[MailServer]:
    # The outbox opens the mailbox with the secret that the operator has put beside those of routes.
    folder = world.runtime.settings.kernel.data_folder / "secrets"
    (folder / "post").write_text(PASSWORD, encoding="utf-8")
    with dovecot() as server:
        yield server


@pytest.fixture
def item_id(world: World, project: Project, server: MailServer) -> UUID:
    """A mail that came from the mailbox and was sent to the road department."""
    a_route(world, project, RouteKind.IMAP_MOVE, folder=FOLDER)
    server.deliver("INBOX", a_mail(Message_ID="<7@example.dk>"))
    look(world, a_source(world, project, a_mailbox(server)))
    with world.runtime.reading(world.system) as work:
        (line,) = service.worklist(work, project.id, WorklistFilter()).lines
    settle(world, line.item_id, TO_HOLE)
    return line.item_id


def test_a_mail_is_moved_where_its_department_looks(
    world: World, project: Project, server: MailServer, item_id: UUID
) -> None:
    leave(world)

    assert [one.state for one in lines(world, project)] == [DeliveryState.DELIVERED]
    assert (server.count("INBOX"), server.count(FOLDER)) == (0, 1)


def test_a_repeat_finds_the_mail_moved(
    world: World, project: Project, server: MailServer, item_id: UUID
) -> None:
    leave(world)
    with world.runtime.work(SYSTEM) as work:
        work.session.execute(update(OutboxRow).values(state=DeliveryState.WAITING))
    leave(world)

    (line,) = lines(world, project)
    assert (line.state, line.attempts, server.count(FOLDER)) == (DeliveryState.DELIVERED, 2, 1)


def test_a_crash_between_moving_and_writing_down_is_made_up_for(
    world: World, project: Project, server: MailServer, item_id: UUID
) -> None:
    with server.connect() as client:
        client.create_folder(FOLDER)
        client.select_folder("INBOX")
        client.move(client.search(), FOLDER)
    leave(world)

    assert [one.state for one in lines(world, project)] == [DeliveryState.DELIVERED]


def test_a_mail_that_somebody_has_deleted_is_told_to_people(
    world: World, project: Project, server: MailServer, item_id: UUID
) -> None:
    with server.connect() as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search())
        client.expunge()
    leave(world)

    assert [one.problem for one in lines(world, project, state="failed")] == ["imap gone"]


def test_what_came_another_way_cannot_be_moved(
    world: World, project: Project, server: MailServer
) -> None:
    a_route(world, project, RouteKind.IMAP_MOVE, folder=FOLDER)
    decided(world, project)
    leave(world)

    assert [one.problem for one in lines(world, project, state="failed")] == [
        "imap not from a mailbox"
    ]
