"""Forwarding by mail: the department gets a new mail with the original attached unchanged."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import DeliveryFailed
from signatur.records.items import service as items
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.outgoing.calling import trusting
from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel
from signatur.solutions.mail_routing.service.outgoing.forwarding import (
    MAIL,
    MOST_HOPS,
    Envelope,
    Original,
    forwarding_mail,
    hops_of,
    message_id,
)
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult

# What original files are called in a mail; anything else is bytes.
_MEDIA_TYPES = {
    ".eml": MAIL,
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}


class SmtpChannel(RoutedChannel):
    """Forwards enquiries as mails."""

    kind = RouteKind.SMTP

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        settings = work.runtime.settings.of(MailRoutingSettings)
        original = _original(work, result)
        hops = hops_of(original.content) if original.media_type == MAIL else 0
        if hops >= MOST_HOPS:
            raise DeliveryFailed(log="smtp loop", is_final=True)
        envelope = Envelope(
            sender=settings.smtp_from,
            to=route.settings["to"],
            reply_to=enquiry.sender.address if enquiry and enquiry.sender else "",
            subject=_subject(enquiry),
            at=work.now,
            hops=hops,
        )
        with _connected(settings) as server, reading_in(work.runtime.settings.kernel.language):
            eight_bit = server.has_extn("8bitmime")
            mail = forwarding_mail(result, original, envelope, eight_bit=eight_bit)
            options = ["BODY=8BITMIME"] if eight_bit and not mail.isascii() else []
            server.sendmail(settings.smtp_from, [envelope.to], mail, options)
        return {"message_id": message_id(result, settings.smtp_from), "size": len(mail)}


def _subject(enquiry: Enquiry | None) -> str:
    if enquiry is None:
        return str(_("Trial from Signatur"))
    return enquiry.subject or str(_("Enquiry without a subject line"))


def _original(work: Work, result: RoutingResult) -> Original:
    media_type = _MEDIA_TYPES.get(result.original_suffix, "application/octet-stream")
    if result.is_trial:
        return Original(b"Signatur\r\n", media_type)
    with items.open_original(work, result.item_id) as source:
        return Original(source.read(), media_type)


@contextmanager
def _connected(settings: MailRoutingSettings) -> Iterator[smtplib.SMTP]:
    """Open a connection to the mail server. What goes wrong is told as DeliveryFailed."""
    if not settings.smtp_host:
        raise DeliveryFailed(log="smtp no server", has_left=False)
    try:
        server = _opened(settings)
        try:
            _sign_in(server, settings)
            yield server
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as refusal:
        ((code, _answer),) = refusal.recipients.values()
        raise _refused(code) from None
    except smtplib.SMTPResponseException as refusal:
        raise _refused(refusal.smtp_code) from None
    except (smtplib.SMTPException, OSError) as problem:
        raise DeliveryFailed(log=f"smtp: {type(problem).__name__}") from None


def _opened(settings: MailRoutingSettings) -> smtplib.SMTP:
    address = (settings.smtp_host, settings.smtp_port)
    # The name that we greet with; else this machine would look for its own.
    name = settings.smtp_from.rpartition("@")[2]
    seconds = settings.outgoing_seconds
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            *address, name, timeout=seconds, context=trusting(settings.mail_authorities)
        )
    server = smtplib.SMTP(*address, name, timeout=seconds)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=trusting(settings.mail_authorities))
        except BaseException:
            server.close()
            raise
    return server


def _sign_in(server: smtplib.SMTP, settings: MailRoutingSettings) -> None:
    server.ehlo_or_helo_if_needed()
    if not settings.smtp_user:
        return
    try:
        server.login(settings.smtp_user, settings.smtp_password)
    except smtplib.SMTPAuthenticationError as refusal:
        # Not the mail's fault: it leaves once the password is put right.
        raise DeliveryFailed(log=f"smtp login {refusal.smtp_code}", has_left=False) from None


def _refused(code: int) -> DeliveryFailed:
    # Refused: whatever was said, the server did not take it.
    return DeliveryFailed(log=f"smtp {code}", is_final=500 <= code < 600, has_left=False)
