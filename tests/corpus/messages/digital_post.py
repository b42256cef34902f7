"""Digital Post: MeMo 1.1 and 1.2, NemSMS and the containers in which they come."""

from __future__ import annotations

import base64
import gzip
import io
import lzma
import struct
import tarfile
from xml.sax.saxutils import escape

from signatur.methods.documents import ProblemCode
from signatur.methods.messages import MessageKind
from tests.corpus.messages.mime import LETTER, PDF, html_of
from tests.corpus.messages.sample import Sample

NAMESPACE = "https://DigitalPost.dk/MeMo-1"
_SUBJECT = "Ansøgning om boligstøtte"
_CITIZEN = "Åse Prøve"
_ASKS = "Skal vi søge om det?"
_HEADER = """
<memo:Sender><memo:senderID>3102990001</memo:senderID><memo:idType>CPR</memo:idType><memo:label>Åse Prøve</memo:label>
<memo:ContactPoint><memo:contactGroup>11.22</memo:contactGroup><memo:contactPointID>cp-1</memo:contactPointID>
<memo:label>Boligstøtte</memo:label><memo:ContactInfo><memo:label>Sagsnummer</memo:label><memo:value>25/1234</memo:value></memo:ContactInfo>
</memo:ContactPoint></memo:Sender>
<memo:Recipient><memo:recipientID>12345678</memo:recipientID><memo:idType>CVR</memo:idType><memo:label>Prøvekommune</memo:label></memo:Recipient>
<memo:ContentData><memo:CaseID><memo:caseID>SAG-1</memo:caseID><memo:caseSystem>Prøvesystem</memo:caseSystem></memo:CaseID>
<k:KLEdata xmlns:k="http://kle-online.dk/"><k:subjectKey>32.15.04</k:subjectKey><k:version>Maj 2025</k:version>
<k:activityFacet>G01</k:activityFacet><k:label>Boligstøtte</k:label></k:KLEdata></memo:ContentData>
<memo:ReplyData><memo:messageUUID>uuid-1</memo:messageUUID><memo:caseID>SAG-1</memo:caseID></memo:ReplyData>
<memo:ReplyData><memo:messageUUID>uuid-2</memo:messageUUID><memo:replyUUID>uuid-1</memo:replyUUID></memo:ReplyData>
"""


def memo(
    *files: str,
    version: str = "1.2",
    header: str = _HEADER,
    kind: str = "DIGITALPOST",
    further: str = "",
    body: bool = True,
) -> str:
    """Return a message whose main document has the given files; `further` are other documents."""
    opening = f'<memo:Message xmlns:memo="{NAMESPACE}" memoVersion="{version}">'
    main = f"<memo:MainDocument><memo:mainDocumentID>1</memo:mainDocumentID>{''.join(files)}</memo:MainDocument>"
    created = "<memo:createdDateTime>2025-03-04T09:31:00Z</memo:createdDateTime>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}<memo:MessageHeader>'
        f"<memo:messageType>{kind}</memo:messageType><memo:messageUUID>uuid-3</memo:messageUUID>"
        f"<memo:messageID>MSG-1</memo:messageID><memo:label>{_SUBJECT}</memo:label>"
        f"<memo:notification>{escape(_ASKS)}</memo:notification><memo:mandatory>false</memo:mandatory>"
        f"<memo:legalNotification>true</memo:legalNotification>{header}</memo:MessageHeader>"
        + (f"<memo:MessageBody>{created}{main}{further}</memo:MessageBody>" if body else "")
        + "</memo:Message>"
    )


def file(name: str, content: bytes, media_type: str) -> str:
    encoded = base64.b64encode(content).decode()
    return (
        f"<memo:File><memo:encodingFormat>{media_type}</memo:encodingFormat><memo:filename>{name}"
        f"</memo:filename><memo:language>da</memo:language><memo:content>{encoded}</memo:content></memo:File>"
    )


def additional(kind: str, *files: str) -> str:
    name = kind[0].lower() + kind[1:]
    return f"<memo:{kind}><memo:{name}ID>2</memo:{name}ID>{''.join(files)}</memo:{kind}>"


def tar(*members: tuple[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name in links:
            link = tarfile.TarInfo(name)
            link.type = tarfile.SYMTYPE
            link.linkname = "/etc/passwd"
            archive.addfile(link)
    return buffer.getvalue()


def lz4(data: bytes) -> bytes:
    """Return an LZ4 frame whose blocks hold literals and, where bytes repeat, one match."""
    blocks = b"".join(_lz4_block(data[at : at + 60_000]) for at in range(0, len(data), 60_000))
    return b"\x04\x22\x4d\x18\x60\x40\x82" + blocks + bytes(4)


def _lz4_block(data: bytes) -> bytes:
    body = data.rstrip(b"\0")
    zeros = len(data) - len(body) - 6
    if zeros < 20:
        return _lz4_sized(_lz4_literals(data))
    match = struct.pack("<H", 1) + _lz4_length(zeros - 4)
    head = _lz4_literals(body + b"\0", matched=15)
    return _lz4_sized(head + match + _lz4_literals(bytes(5)))


def _lz4_sized(block: bytes) -> bytes:
    return struct.pack("<I", len(block)) + block


def _lz4_literals(literals: bytes, matched: int = 0) -> bytes:
    length = len(literals)
    if length < 15:
        return bytes([length << 4 | matched]) + literals
    return bytes([0xF0 | matched]) + _lz4_length(length) + literals


def _lz4_length(length: int) -> bytes:
    rest = length - 15
    return b"\xff" * (rest // 255) + bytes([rest % 255])


_TEXT = file("brev.txt", LETTER.encode(), "text/plain")
_PDF = file("ansøgning.pdf", PDF, "application/pdf")
_ORDINARY = memo(
    _TEXT, _PDF, further=additional("AdditionalDocument", file("bilag.pdf", PDF, "application/pdf"))
)
_SMS = memo(kind="NEMSMS", body=False)
_BOMB = gzip.compress(tar(("brev.xml", memo().encode() + b" " * 30_000_000)))


def _sample(
    name: str,
    about: str,
    data: str | bytes,
    *problems: ProblemCode,
    kind: MessageKind = MessageKind.MEMO,
    holds: tuple[str, ...] = (_ASKS,),
    attachments: tuple[str, ...] = (),
    messages: int = 1,
    is_read: bool = True,
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data if isinstance(data, bytes) else data.encode(),
        kind=kind, subject=_SUBJECT if is_read else "", sender=_CITIZEN if is_read else "",
        holds=holds, attachments=attachments, messages=messages, problems=frozenset(problems),
    )  # fmt: skip


_ATTACK = '<!DOCTYPE memo [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
_TWO = (("1/brev.xml", _ORDINARY.encode()), ("../2/brev.xml", _SMS.encode()))
_PAIR = ("ansøgning.pdf", "bilag.pdf")

DIGITAL_POST = (
    _sample("memo-1.2.xml", "a letter with files", _ORDINARY, attachments=_PAIR),
    _sample("memo-1.1.xml", "the version before", _ORDINARY.replace('"1.2"', '"1.1" memoSchVersion="1.1.0"'), attachments=_PAIR),
    _sample("nemsms.xml", "a text message", _SMS),
    _sample("html.xml", "the letter in HTML", memo(file("brev.html", html_of(LETTER).encode(), "text/html"))),
    _sample("several-texts.xml", "several text files that were sent", memo(file("en.txt", b"En", "text/plain"), file("to.txt", b"To", "text/plain")), holds=(), attachments=("en.txt", "to.txt")),
    _sample("technical.xml", "a document that is meant for a program", memo(_TEXT, further=additional("TechnicalDocument", file("data.xml", b"<a/>", "text/xml"))), attachments=("data.xml",)),
    _sample("other-prefix.xml", "another prefix", _ORDINARY.replace("memo:", "ns2:").replace(":memo=", ":ns2="), attachments=_PAIR),
    _sample("no-prefix.xml", "no prefix", _ORDINARY.replace("memo:", "").replace(":memo=", "="), attachments=_PAIR),
    _sample("handed-in.xml", "within the envelope in which it is handed in", "<kombi_request><KombiValgKode>Digital Post</KombiValgKode>" + _ORDINARY.partition("?>")[2] + "</kombi_request>", attachments=_PAIR),
    _sample("utf16.xml", "UTF-16", _ORDINARY.replace("UTF-8", "UTF-16").encode("utf-16"), attachments=_PAIR),
    _sample("mark.xml", "a byte order mark and empty lines in front", b"\xef\xbb\xbf\n\n" + _ORDINARY.partition("?>")[2].encode(), attachments=_PAIR),
    _sample("windows-letters.xml", "Windows letters declared as UTF-8", _ORDINARY.encode("cp1252"), ProblemCode.WRONG_CHARSET, attachments=_PAIR),
    _sample("unknown-encoding.xml", "an encoding that nobody knows", _ORDINARY.replace("UTF-8", "UTF-8x"), ProblemCode.WRONG_CHARSET, attachments=_PAIR),
    _sample("cut.xml", "a letter that breaks off within a file", _ORDINARY.partition("bilag.pdf")[0] + "</memo:filename><memo:content>JVBE", ProblemCode.DAMAGED, attachments=("ansøgning.pdf", "")),
    _sample("cut-header.xml", "a letter that breaks off within its header", _ORDINARY.partition("<memo:ContactPoint>")[0], ProblemCode.DAMAGED, holds=()),
    _sample("document-type.xml", "entities that multiply, or fetch a file", _ORDINARY.replace("?>", "?>" + _ATTACK, 1).replace("MSG-1", "&b;&f;"), ProblemCode.DAMAGED, holds=(), is_read=False),
    _sample("bad-base64.xml", "a file whose base64 is cut", memo(_TEXT, _PDF.replace("</memo:content>", "A</memo:content>").replace("==A", "A").replace("=A", "A")), ProblemCode.DAMAGED, attachments=("ansøgning.pdf",)),
    _sample("empty.xml", "an empty message", f'<Message xmlns="{NAMESPACE}" memoVersion="1.2"/>', holds=(), is_read=False),
    _sample("container.tar", "two messages, one with a path that leads elsewhere", tar(*_TWO), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("container.tar.gz", "the same, gzip", gzip.compress(tar(*_TWO), mtime=0), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("container.tar.lzma", "the same, LZMA", lzma.compress(tar(*_TWO), format=lzma.FORMAT_ALONE), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("container.tar.xz", "the same, xz", lzma.compress(tar(*_TWO)), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("container.tar.lz4", "the same, LZ4", lz4(tar(*_TWO)), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("odd-members.tar", "a message, a document and a link", tar(_TWO[0], ("vejledning.pdf", PDF), links=("genvej",)), ProblemCode.UNKNOWN_FORMAT, kind=MessageKind.MEMO_CONTAINER, messages=3, attachments=_PAIR),
    _sample("container-in-container.tar", "a container within a container", tar(_TWO[0], ("indre.tar", tar(_TWO[1]))), kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("cut.tar.gz", "a container that breaks off", gzip.compress(tar(_TWO[0], ("stor", bytes(range(256)) * 400)), mtime=0)[:-400], ProblemCode.DAMAGED, kind=MessageKind.MEMO_CONTAINER, messages=2, attachments=_PAIR),
    _sample("bomb.tar.gz", "a container that unpacks to a thousand times its size", _BOMB, ProblemCode.ZIP_BOMB, kind=MessageKind.MEMO_CONTAINER, holds=(), is_read=False),
)  # fmt: skip
