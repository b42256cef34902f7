"""All ways out of the house, as the outbox knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.outgoing.case_folder import CaseFolderChannel
from signatur.solutions.mail_routing.service.outgoing.mailbox import MailboxChannel
from signatur.solutions.mail_routing.service.outgoing.sf2900 import FordelingChannel
from signatur.solutions.mail_routing.service.outgoing.smtp import SmtpChannel
from signatur.solutions.mail_routing.service.outgoing.webhook import WebhookChannel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel

ROUTED: Mapping[RouteKind, RoutedChannel] = {
    RouteKind.SMTP: SmtpChannel(),
    RouteKind.IMAP_MOVE: MailboxChannel(),
    RouteKind.WEBHOOK: WebhookChannel(),
    RouteKind.CASE_FOLDER: CaseFolderChannel(),
    RouteKind.SF2900: FordelingChannel(),
}
