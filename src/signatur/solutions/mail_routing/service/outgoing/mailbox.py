"""Moving a mail in the mailbox that it came from; a repeat finds it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.imap import Mailbox, MailboxProblem
from signatur.kernel.outbox import DeliveryFailed
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.schema.sources import MailboxSource, Place
from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel
from signatur.solutions.mail_routing.service.positions import note_moved, placements_of
from signatur.solutions.mail_routing.service.sources import account_of, secret_of, source
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult
    from signatur.solutions.mail_routing.service.positions import Placement


class MailboxChannel(RoutedChannel):
    """Moves enquiries to a folder of the mailbox that they came from."""

    kind = RouteKind.IMAP_MOVE

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        target = route.settings["folder"]
        if result.is_trial or enquiry is None:
            return {"trial": True}
        placements = placements_of(work, result.item_id)
        if not placements:
            raise DeliveryFailed(log="imap not from a mailbox", is_final=True)
        try:
            return _moved(work, placements[-1], target, result.message_id)
        except MailboxProblem as problem:
            raise DeliveryFailed(log=f"imap: {problem.code}") from None

    def remember(self, work: Work, delivery: Delivery, receipt: Mapping[str, Any]) -> None:
        """Write down where the mail lies now, so that nobody takes the move for a correction."""
        placements = placements_of(work, UUID(delivery.payload["item"]))
        if not placements or "folder" not in receipt:
            return
        last = placements[-1]
        to = Place(last.place.source_id, receipt["folder"], receipt["uid_validity"], receipt["uid"])
        if to != last.place:
            note_moved(work, last, to)


def _moved(work: Work, placement: Placement, target: str, message_id: str) -> dict[str, Any]:
    place = placement.place
    found = source(work, place.source_id)
    if not isinstance(found.settings, MailboxSource):
        raise DeliveryFailed(log="imap not from a mailbox", is_final=True)
    account = account_of(work.runtime, found.settings)
    settings = work.runtime.settings.of(MailRoutingSettings)
    with Mailbox.open(
        account,
        secret_of(work.runtime, found.key),
        authorities=settings.mail_authorities,
        timeout=settings.outgoing_seconds,
    ) as mailbox:
        if place.folder == target:
            return _told(target, place.uid_validity, place.uid, repeat=True)
        folder = mailbox.select(place.folder, is_changed=True)
        if folder.uid_validity == place.uid_validity and mailbox.sizes([place.uid]):
            now = mailbox.move([place.uid], target).get(place.uid)
            if now is not None:
                return _told(target, *now, repeat=False)
        return _found_there(mailbox, target, message_id)


def _found_there(mailbox: Mailbox, target: str, message_id: str) -> dict[str, Any]:
    """Return where the mail lies in the target folder. Raises DeliveryFailed when it does not."""
    try:
        folder = mailbox.select(target)
    except MailboxProblem:
        raise DeliveryFailed(log="imap gone", is_final=True) from None
    uids = mailbox.uids_with_message_id(message_id) if message_id else []
    if not uids:
        raise DeliveryFailed(log="imap gone", is_final=True)
    return _told(target, folder.uid_validity, uids[-1], repeat=True)


def _told(folder: str, uid_validity: int, uid: int, *, repeat: bool) -> dict[str, Any]:
    return {"folder": folder, "uid_validity": uid_validity, "uid": uid, "repeat": repeat}
