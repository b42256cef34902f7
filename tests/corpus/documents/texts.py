"""Text files and HTML in all the character sets and shapes that mail programs send."""

from __future__ import annotations

from signatur.methods.documents import ProblemCode
from tests.corpus.documents.sample import Sample

_TEXT = "Kære kommune\n\nJeg søger om støtte på Ålykkevej, og får ikke svar. Gør venligst NOGET, ÆRLIGT.\n"

_OUTLOOK = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm;} .skjul {display:none} --></style></head><body lang=DA>
<div style="display:none;max-height:0">forhåndsvisning</div>
<p class=MsoNormal>Hej Åse<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Se <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.dk%2Fvej&amp;data=05">vejledningen</a>.</p>
<script>alert("nej")</script>
<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>
<p class=MsoNormal><b>Fra:</b> Søren Prøve &lt;soeren@example.dk&gt;<br><b>Sendt:</b> 4. marts 2025 10:31<br>
<b>Til:</b> Byggesag<br><b>Emne:</b> Carport</p></div>
<p class=MsoNormal>Hvornår får jeg svar?</p>
<blockquote><p>Vi har modtaget din ansøgning</p></blockquote></body></html>"""

_CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Example//DA
BEGIN:VEVENT
UID:1234@example.dk
SUMMARY:Møde om byggesag
DESCRIPTION;LANGUAGE=da:Vi mødes på rådhuset\\, lokale 4\\nHusk teg
 ninger
LOCATION:Rådhuset
DTSTART:20250304T100000
END:VEVENT
END:VCALENDAR
"""
_ANSWER = (
    "<?xml version='1.0'?><svar><emne>Boligstøtte</emne><tekst>Afslag &amp; klage</tekst></svar>"
)
_CARD = """BEGIN:VCARD
VERSION:4.0
FN:Åse Prøve
item1.TEL;TYPE=work:12 34 56 78
ADR:;;Ålykkevej 12;Æbelrup;;9999;Danmark
END:VCARD
"""


def _text(
    name: str,
    about: str,
    data: bytes,
    *problems: ProblemCode,
    holds: tuple[str, ...] = ("søger om støtte på Ålykkevej", "ÆRLIGT"),
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, media_type="text/plain", holds=holds,
        problems=frozenset(problems),
    )  # fmt: skip


TEXTS = (
    _text("brev.txt", "UTF-8", _TEXT.encode()),
    _text("windows.txt", "cp1252, as Notepad saved it for years", _TEXT.encode("cp1252")),
    _text("dos.txt", "cp865, from a machine program of the nineties", _TEXT.encode("cp865")),
    _text("mac.txt", "from a very old Macintosh", _TEXT.encode("mac-roman")),
    _text("bom.txt", "UTF-16 with a byte order mark", _TEXT.encode("utf-16")),
    _text("uden-bom.txt", "UTF-16 without one", _TEXT.encode("utf-16-le")),
    _text(
        "dobbelt.txt", "UTF-8 taken for cp1252 and encoded once more",
        _TEXT.encode().decode("cp1252").encode(), ProblemCode.WRONG_CHARSET,
    ),
    _text(
        "blandet.txt", "UTF-8 with a footer in cp1252",
        _TEXT.encode() + "Venlig hilsen Søren".encode("cp1252"), ProblemCode.WRONG_CHARSET,
        holds=("søger om støtte", "hilsen Søren"),
    ),
    _text(
        "ukrainsk.txt", "Ukrainian in cp1251",
        "Добрий день, я хочу подати заяву на допомогу дитині та родині".encode("cp1251"),
        holds=("подати заяву на допомогу",),
    ),
    _text("blank.txt", "white space only", b" \r\n\t\r\n", ProblemCode.EMPTY, holds=()),
    Sample(
        name="tom.pdf", about="no bytes at all", make=lambda: b"", media_type="application/x-empty",
        problems=frozenset({ProblemCode.EMPTY}),
    ),
    Sample(
        name="nuller.txt", about="five thousand zero bytes", make=lambda: bytes(5000),
        media_type="application/octet-stream", problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="program.txt", about="a program under the name of a text",
        make=lambda: b"MZ\x90\0" + bytes(range(256)) * 4,
        media_type="application/vnd.microsoft.portable-executable",
        problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="mail.htm", about="a reply written in Outlook", make=_OUTLOOK.encode, media_type="text/html",
        holds=(
            "Hej Åse\n\nSe vejledningen <https://example.dk/vej>.",
            "_" * 32 + "\nFra: Søren Prøve <soeren@example.dk>\nSendt: 4. marts 2025 10:31\nTil: Byggesag\nEmne: Carport\n\nHvornår",
            "> Vi har modtaget din ansøgning",
        ),
        lacks=("forhåndsvisning", "alert", "MsoNormal"),
    ),
    Sample(
        name="forkert.html", about="says UTF-8 and is cp1252", media_type="text/html",
        make=lambda: f'<html><meta charset="utf-8"><p>{_TEXT}</p></html>'.encode("cp1252"),
        holds=("søger om støtte",), problems=frozenset({ProblemCode.WRONG_CHARSET}),
    ),
    Sample(
        name="dyb.html", about="a hundred thousand elements inside each other", media_type="text/html",
        make=lambda: b"<div>" * 100_000 + b"inderst", holds=("inderst",),
    ),
    Sample(
        name="liste.csv", about="comma-separated values", media_type="text/csv",
        make=lambda: "navn;beløb\nÅse;12,50\n".encode("cp1252"), holds=("navn;beløb", "Åse;12,50"),
    ),
    Sample(
        name="moede.ics", about="an appointment with folded and escaped text", media_type="text/calendar",
        make=lambda: _CALENDAR.replace("\n", "\r\n").encode(),
        holds=("Møde om byggesag", "på rådhuset, lokale 4\nHusk tegninger"), lacks=("PRODID", "UID"),
    ),
    Sample(
        name="kort.vcf", about="an address card", media_type="text/vcard", make=_CARD.encode,
        holds=("Åse Prøve", "12 34 56 78", "Ålykkevej 12"), lacks=("VERSION",),
    ),
    Sample(
        name="svar.xml", about="an answer from a public system", media_type="application/xml",
        make=_ANSWER.encode,
        holds=("Boligstøtte\nAfslag & klage",),
    ),
    Sample(
        name="besked.eml", about="a message, which is for others to read", media_type="message/rfc822",
        make=lambda: b"From: a@example.dk\nTo: b@example.dk\nSubject: Hej\nMIME-Version: 1.0\n\nHej\n",
        problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
)  # fmt: skip
