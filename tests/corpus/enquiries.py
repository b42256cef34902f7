"""The bad mail of the post room: files that are damaged, locked, disguised, hostile or merely huge.

`BAD_MAIL` holds more than sixty different files, each with what must come of it in the common
format. Those of `tests.corpus.messages` and `tests.corpus.documents` that have something wrong are
among them; here stand those where it is wrong only together: a locked PDF within a mail, a mail in
an archive beside a letter, a bomb as an attachment.
"""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from signatur.methods.documents import ProblemCode
from tests.corpus.documents import CORPUS as DOCUMENTS
from tests.corpus.messages import CORPUS as MESSAGES
from tests.corpus.messages.digital_post import DIGITAL_POST
from tests.corpus.messages.mime import LETTER, attached, head, mail, of_parts, part
from tests.corpus.messages.outlook import letter
from tests.corpus.messages.transport import tnef as winmail
from tests.corpus.messages.transport import tnef_attachment

if TYPE_CHECKING:
    from collections.abc import Callable

_ASKS = "Skal vi søge om det?"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOCUMENTS = {sample.name: sample for sample in DOCUMENTS}
_TEXT = "Content-Type: text/plain; charset=utf-8\n"


@dataclass(frozen=True, kw_only=True)
class BadMail:
    """One file: how it is made, and what must come of it."""

    name: str
    about: str
    make: Callable[[], bytes]
    problems: frozenset[str] = frozenset()
    """All codes that must be stated, over all enquiries of the file, and no others."""
    may_say: frozenset[str] = frozenset()
    """Codes that may be stated besides, of attachments that are mere stand-ins."""
    holds: tuple[str, ...] = ()
    """Pieces of text that must be read, in a subject, a body or an attachment."""
    enquiries: int = 1
    is_lost: bool = False
    """Nothing of it could be read; it goes to quarantine as a whole."""

    @property
    def data(self) -> bytes:
        return _made(self.make)


@cache
def _made(make: Callable[[], bytes]) -> bytes:
    return make()


def _mail_with(*files: tuple[str, str]) -> bytes:
    """Return a mail with documents of the corpus attached, each given as name and media type."""
    return of_parts(
        part(LETTER), *(attached(name, _DOCUMENTS[name].data, kind) for name, kind in files)
    )


def _bad(
    name: str,
    about: str,
    make: Callable[[], bytes],
    *problems: ProblemCode,
    holds: tuple[str, ...] = (_ASKS,),
    enquiries: int = 1,
    is_lost: bool = False,
) -> BadMail:
    codes = frozenset(problem.value for problem in problems)
    return BadMail(
        name=name, about=about, make=make, problems=codes, holds=holds, enquiries=enquiries,
        is_lost=is_lost,
    )  # fmt: skip


def _zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def _boxes_in_boxes() -> bytes:
    """Return an archive of sixteen archives of sixteen, four deep: 65,536 files from 2 kB."""
    inner = _zipped(nul__txt=bytes(1000))
    for _ in range(4):
        inner = _zipped(**{f"{number}__zip": inner for number in range(16)})
    return inner


def _nameless() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        member = zipfile.ZipInfo("a")
        member.filename = ""
        with archive.open(member, "w") as file:
            file.write("Skal vi søge om det?".encode())
    return packed.getvalue()


def _plain(subject: str = "Carport på Ålykkevej", body: str = LETTER) -> bytes:
    return mail(head(subject) + _TEXT, body)


def _with_many_recipients() -> bytes:
    everyone = ",\n ".join(f"p{number}@example.dk" for number in range(20_000))
    return mail(head(recipient=everyone) + _TEXT, LETTER)


def _memo_with(declaration: str) -> bytes:
    sample = next(each for each in DIGITAL_POST if each.name == "memo-1.2.xml")
    start, end, rest = sample.data.partition(b"?>")
    return start + end + declaration.encode() + rest


def _mbox_of(*mails: bytes) -> bytes:
    stamp = b"From aase@example.dk Tue Mar  4 10:31:00 2025\n"
    return b"".join(stamp + each.replace(b"\r\n", b"\n") + b"\n" for each in mails)


_NOISE = bytes(range(256)) * 40

_TOGETHER = (
    _bad("laast-pdf.eml", "a locked PDF attached", lambda: _mail_with(("laast.pdf", "application/pdf")), ProblemCode.ENCRYPTED),
    _bad("laast-word.eml", "a locked Word file attached", lambda: _mail_with(("laast.docx", _DOCX)), ProblemCode.ENCRYPTED),
    _bad("afbrudt-pdf.eml", "half a PDF attached", lambda: _mail_with(("afbrudt.pdf", "application/pdf")), ProblemCode.DAMAGED),
    _bad("bombe-word.eml", "a Word file that unpacks to 60 megabytes", lambda: _mail_with(("bombe.docx", _DOCX)), ProblemCode.ZIP_BOMB),
    _bad("entiteter-word.eml", "a Word file with doubling entities", lambda: _mail_with(("entiteter.docx", _DOCX)), ProblemCode.DAMAGED),
    _bad("bombe-billede.eml", "a picture of ten thousand million pixels", lambda: _mail_with(("bombe.png", "image/png")), ProblemCode.TOO_LARGE),
    _bad("overlap-zip.eml", "a flat bomb of overlapping members", lambda: _mail_with(("overlap.zip", "application/zip")), ProblemCode.ZIP_BOMB),
    _bad("laast-zip.eml", "an archive of which one file is locked", lambda: _mail_with(("laast.zip", "application/zip")), ProblemCode.ENCRYPTED),
    _bad("arkiv-7z.eml", "an archive of a kind that is not read", lambda: _mail_with(("arkiv.7z", "application/x-7z-compressed")), ProblemCode.UNKNOWN_FORMAT),
    _bad("heic.eml", "a telephone's picture that no free program reads", lambda: _mail_with(("billede.heic", "image/heic")), ProblemCode.UNKNOWN_FORMAT),
    _bad("forkert-type.eml", "a Word file that says it is a PDF", lambda: of_parts(part(LETTER), attached("brev.pdf", _DOCUMENTS["ansoegning.docx"].data, "application/pdf")), holds=(_ASKS, "nabohøring")),
    _bad("program.eml", "a program that says it is a picture", lambda: of_parts(part(LETTER), attached("hus.jpg", b"MZ" + _NOISE, "image/jpeg")), ProblemCode.UNKNOWN_FORMAT),
    _bad("tomt-bilag.eml", "a file that got lost on the way: no bytes", lambda: of_parts(part(LETTER), attached("kvittering.pdf", b"", "application/pdf")), ProblemCode.EMPTY),
    _bad("blankt-bilag.eml", "the blank text that a telephone leaves behind: nothing is lost", lambda: of_parts(part(LETTER), attached("ATT00001.txt", b"\r\n\r\n", "text/plain"))),
    _bad("dukker.eml", "archives in archives in archives", lambda: _mail_with(("dukker.zip", "application/zip")), ProblemCode.TOO_DEEP),
    _bad("kun-laast.eml", "nothing but a subject and a locked PDF", lambda: of_parts(attached("laast.pdf", _DOCUMENTS["laast.pdf"].data, "application/pdf")), ProblemCode.ENCRYPTED, holds=("Carport på Ålykkevej",), is_lost=True),
    _bad("navnloes.zip", "an archive with a file that has no name", _nameless),
    _bad("aesker.zip", "65,536 files in boxes in boxes", _boxes_in_boxes, ProblemCode.TOO_MANY_PARTS, ProblemCode.UNKNOWN_FORMAT, holds=(), is_lost=True),
    _bad("mails-og-brev.zip", "two mails and a letter in one archive", lambda: _zipped(a__eml=_plain("Hul i vejen"), b__eml=_plain("Støj fra naboen"), c__pdf=_DOCUMENTS["ansoegning.pdf"].data), holds=("Hul i vejen", "Støj fra naboen"), enquiries=3),
    _bad("mails-i-mail.eml", "an archive of mails attached to a mail", lambda: of_parts(part(LETTER), attached("mails.zip", _zipped(a__eml=_plain("Hul i vejen", "Der er et hul.\n")), "application/zip")), holds=(_ASKS, "Hul i vejen", "Der er et hul.")),
    _bad("mail-og-skrald.mbox", "a folder with noise between two mails", lambda: _mbox_of(_plain("Hul i vejen"), b"Subject: skrald\n\n" + _NOISE.replace(b"\n", b""), _plain("Støj fra naboen")), ProblemCode.GARBLED_TEXT, holds=("Hul i vejen", "Støj fra naboen"), enquiries=3),
    _bad("skrald.eml", "noise under the name of a mail", lambda: _NOISE, ProblemCode.GARBLED_TEXT, holds=(), is_lost=True),
    _bad("nuller.eml", "zero bytes under the name of a mail", lambda: bytes(5000), ProblemCode.EMPTY, holds=(), is_lost=True),
    _bad("tom.eml", "no bytes under the name of a mail", lambda: b"", ProblemCode.EMPTY, holds=(), is_lost=True),
    _bad("skrald.msg", "an Outlook file whose inside is noise", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + _NOISE, ProblemCode.DAMAGED, holds=(), is_lost=True),
    _bad("uden-hoved.eml", "a text without any header", LETTER.encode),
    _bad("mange-modtagere.eml", "twenty thousand recipients", _with_many_recipients),
    _bad("hoved-uden-ende.eml", "a header of five megabytes", lambda: mail(head() + "X-Spor: " + "a" * 5_000_000 + "\n" + _TEXT, LETTER)),
    _bad("i-winmail.eml", "a locked PDF and a letter in a winmail.dat", lambda: of_parts(part(LETTER), attached("winmail.dat", winmail(letter(), attachments=[tnef_attachment("laast.pdf", _DOCUMENTS["laast.pdf"].data), tnef_attachment("brev.txt", b"Se vores tegning.")]), "application/ms-tnef")), ProblemCode.ENCRYPTED, holds=(_ASKS, "Se vores tegning.")),
    _bad("fremmed-entitet.xml", "Digital Post that asks for a file of the server", lambda: _memo_with('<!DOCTYPE m [<!ENTITY k SYSTEM "file:///etc/passwd">]>'), ProblemCode.DAMAGED, holds=(), is_lost=True),
    _bad("doblinger.xml", "Digital Post with doubling entities", lambda: _memo_with('<!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'), ProblemCode.DAMAGED, holds=(), is_lost=True),
    _bad("base64-i-html.eml", "a picture written into the HTML", lambda: mail(head(Content_Type="text/html; charset=utf-8"), f'<p>{_ASKS}</p><img src="data:image/png;base64,{base64.b64encode(_NOISE).decode()}">')),
    _bad("halvt-hoved.eml", "a mail that breaks off in its header", lambda: head().encode()[:90], holds=()),
    _bad("to-laase.eml", "a locked PDF and a locked archive", lambda: _mail_with(("laast.pdf", "application/pdf"), ("laast.odt", "application/vnd.oasis.opendocument.text")), ProblemCode.ENCRYPTED),
)  # fmt: skip

_STAND_INS = frozenset({"damaged", "empty", "unknown_format"})
_LOST_MESSAGES = frozenset(
    {"cut.msg", "circle.msg", "damaged-rtf.msg", "document-type.xml", "cut-header.xml"}
    | {"bomb.tar.gz", "encrypted.eml", "cut-signature.eml", "pgp-encrypted.eml", "pgp-inline.eml"}
)
_READ_IN_PART = frozenset(
    {"afbrudt.pdf", "afbrudt.jpg", "uden-slutning.docx", "dobbelt.txt", "blandet.txt"}
    | {"forkert.html", "klatrer.zip", "laast.zip", "tjeksum.zip", "mange.zip", "afbrudt.zip"}
    | {"afbrudt.tar", "afbrudt.gz"}
)

_OF_MESSAGES = tuple(
    BadMail(
        name=sample.name,
        about=sample.about,
        make=sample.make,
        problems=frozenset(code.value for code in sample.problems),
        may_say=_STAND_INS,
        holds=sample.holds,
        enquiries=sample.messages,
        is_lost=sample.name in _LOST_MESSAGES,
    )
    for sample in MESSAGES
    if sample.problems
)
_OF_DOCUMENTS = tuple(
    BadMail(
        name=f"brev-{sample.name}",
        about=sample.about,
        make=sample.make,
        problems=frozenset(code.value for code in sample.problems),
        holds=sample.holds,
        is_lost=sample.name not in _READ_IN_PART,
    )
    for sample in DOCUMENTS
    if sample.problems and not sample.needs and not sample.name.endswith(".eml")
)

BAD_MAIL = (*_TOGETHER, *_OF_MESSAGES, *_OF_DOCUMENTS)
