"""Mails as they should be, one of each shape that mail programs send."""

from __future__ import annotations

from signatur.methods.messages import MessageKind
from tests.corpus.messages.mime import (
    LETTER,
    PDF,
    PNG,
    attached,
    flowed,
    head,
    html_of,
    mail,
    nested_part,
    of_parts,
    part,
    quoted_printable,
)
from tests.corpus.messages.sample import Sample

_SUBJECT = "Carport på Ålykkevej"
_SENDER = "aase@example.dk"
_ASKS = "Skal vi søge om det?"


def _good(
    name: str,
    about: str,
    data: bytes,
    *,
    holds: tuple[str, ...] = (_ASKS,),
    lacks: tuple[str, ...] = (),
    attachments: tuple[str, ...] = (),
    subject: str = _SUBJECT,
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, kind=MessageKind.EML, subject=subject,
        sender=_SENDER, holds=holds, lacks=lacks, attachments=attachments,
    )  # fmt: skip


_PLAIN = head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="8bit")
_INVITATION = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Syn\nEND:VEVENT\nEND:VCALENDAR\n"
_STATUS = "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; vej@example.org\nAction: failed\n"
_BOTH = nested_part(
    part(LETTER),
    part(html_of(LETTER), "text/html; charset=utf-8"),
    subtype="alternative",
    boundary="valg",
)
_WITH_PICTURE = nested_part(
    part(html_of(LETTER) + '<img src="cid:logo@example.dk">', "text/html; charset=utf-8"),
    part(PNG, "image/png; name=logo.png", ID="<logo@example.dk>", Disposition="inline"),
    subtype="related",
    boundary="billede",
)

MAILS = (
    _good("plain.eml", "UTF-8, 8 bit", mail(_PLAIN, LETTER)),
    _good(
        "latin1.eml",
        "ISO 8859-1, as old programs write it",
        mail(
            head(Content_Type="text/plain; charset=iso-8859-1", Content_Transfer_Encoding="8bit"),
            LETTER,
            charset="iso-8859-1",
        ),
    ),
    _good(
        "quoted-printable.eml",
        "quoted-printable",
        mail(
            head(
                Content_Type="text/plain; charset=utf-8",
                Content_Transfer_Encoding="quoted-printable",
            ),
            quoted_printable(LETTER),
        ),
    ),
    _good("alternative.eml", "plain text and HTML", of_parts(_BOTH)),
    _good(
        "html-only.eml",
        "HTML alone",
        mail(head(Content_Type="text/html; charset=utf-8"), html_of(LETTER)),
    ),
    _good(
        "placeholder.eml",
        "plain text that only tells to look at the HTML",
        of_parts(
            part("Din mailklient kan ikke vise HTML. Se mailen i din browser."),
            part(html_of(LETTER), "text/html; charset=utf-8"),
            subtype="alternative",
        ),
    ),
    _good(
        "attachments.eml",
        "text, a PDF and a picture",
        of_parts(
            part(LETTER),
            attached("ansøgning.pdf", PDF, "application/pdf"),
            attached("hus.png", PNG, "image/png"),
        ),
        attachments=("ansøgning.pdf", "hus.png"),
    ),
    _good(
        "picture-in-text.eml",
        "a logo that the HTML shows",
        of_parts(_WITH_PICTURE),
        attachments=("logo.png",),
    ),
    _good(
        "apple.eml",
        "text goes on after a picture",
        of_parts(
            part(LETTER),
            part(PNG, "image/png; name=hus.png", Disposition="inline; filename=hus.png"),
            part("Sendt fra min telefon\n"),
        ),
        holds=(_ASKS, "Sendt fra min telefon"),
        attachments=("hus.png",),
    ),
    _good(
        "flowed.eml",
        "soft line breaks (RFC 3676)",
        mail(head(Content_Type="text/plain; charset=utf-8; format=flowed"), flowed(LETTER)),
        holds=("Vi vil gerne bygge en carport på Ålykkevej 12, 9999 Æbelrup.",),
    ),
    _good(
        "file-names.eml",
        "file names in all four ways of writing them",
        of_parts(
            part(LETTER),
            part(PDF, "application/pdf", Disposition="attachment; filename*=utf-8''%C3%A6ble.pdf"),
            part(
                PDF,
                "application/pdf",
                Disposition="attachment; filename*0*=iso-8859-1''p%E6; filename*1=\"re.pdf\"",
            ),
            part(
                PDF, 'application/pdf; name="=?utf-8?Q?bl=C3=B8d.pdf?="', Disposition="attachment"
            ),
            part(
                PDF, "application/pdf", Disposition='attachment; filename="C:\\tegninger\\hus.pdf"'
            ),
        ),
        attachments=("æble.pdf", "pære.pdf", "blød.pdf", "hus.pdf"),
    ),
    _good(
        "forwarded.eml",
        "a mail attached to a mail",
        of_parts(
            part("Se nedenfor\n"),
            part(
                mail(head("Støj fra naboen"), "Det larmer hver nat på Æblevej.\n").decode(),
                "message/rfc822",
            ),
        ),
        holds=("Se nedenfor", "Støj fra naboen", "Det larmer hver nat på Æblevej."),
        attachments=("",),
    ),
    _good(
        "digest.eml",
        "several mails in a digest",
        of_parts(
            mail("From: a@example.dk\nSubject: Et\n", "Den ene\n"),
            mail("From: b@example.dk\nSubject: To\n", "Den anden\n"),
            subtype="digest",
        ),
        holds=("Den ene", "Den anden"),
        attachments=("", ""),
    ),
    _good(
        "report.eml",
        "a delivery report with the mail that was not delivered",
        of_parts(
            part("Din mail kunne ikke afleveres.\n"),
            part(_STATUS, "message/delivery-status"),
            part(mail(head("Hul i vejen"), "Der er hul.\n").decode(), "message/rfc822"),
            subtype="report; report-type=delivery-status",
        ),
        holds=("kunne ikke afleveres", "Hul i vejen"),
        attachments=("", ""),
    ),
    _good(
        "invitation.eml",
        "an invitation in a calendar part",
        of_parts(
            part(LETTER),
            part(_INVITATION, "text/calendar; method=REQUEST; name=invite.ics"),
            subtype="alternative",
        ),
        attachments=("invite.ics",),
    ),
    _good(
        "signed.eml",
        "clear-signed (RFC 1847)",
        of_parts(
            part(LETTER),
            part(b"0\x80not a real signature", "application/pkcs7-signature; name=smime.p7s"),
            subtype='signed; protocol="application/pkcs7-signature"',
        ),
    ),
    _good(
        "pgp-signed.eml",
        "OpenPGP cleartext signature",
        mail(
            _PLAIN,
            f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{LETTER}\n"
            "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n",
        ),
        lacks=("BEGIN PGP",),
    ),
)
