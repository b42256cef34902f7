"""Digital Post (MeMo 1.1 and 1.2) and NemSMS: XML with its files becomes a `Message`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.body import Body, Piece, composed
from signatur.methods.messages.charsets import decode
from signatur.methods.messages.dates import parse_date
from signatur.methods.messages.digital_post.header import read_action, read_header
from signatur.methods.messages.digital_post.schema import DocumentEntry
from signatur.methods.messages.digital_post.xml import Node, read_xml
from signatur.methods.messages.mime.parameters import file_name, parse_parameters
from signatur.methods.messages.reading import EMPTY
from signatur.methods.messages.schema import (
    Attachment,
    AttachmentRole,
    Channel,
    Message,
    MessageKind,
    Party,
    Recipient,
)
from signatur.methods.messages.source import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.digital_post.schema import DigitalParty, DigitalPost
    from signatur.methods.messages.reading import Reading

_ROLES = {
    "MainDocument": AttachmentRole.MAIN_DOCUMENT,
    "AdditionalDocument": AttachmentRole.ADDITIONAL_DOCUMENT,
    "TechnicalDocument": AttachmentRole.TECHNICAL_DOCUMENT,
}
_IDS = {
    "MainDocument": "mainDocumentID",
    "AdditionalDocument": "additionalDocumentID",
    "TechnicalDocument": "technicalDocumentID",
}
_SMS = "NEMSMS"
_PLAIN, _HTML = "text/plain", "text/html"


@dataclass(frozen=True, slots=True)
class _Documents:
    entries: tuple[DocumentEntry, ...]
    files: tuple[Attachment, ...]
    problems: tuple[Problem, ...]


def read_memo(content: Content, reading: Reading) -> Message:
    """Read a Digital Post message, also one within the envelope in which it is handed in."""
    with opened(content) as source:
        root, problems = read_xml(source, reading)
    messages = [node for node in root.descendants() if node.name == "Message"]
    if len(messages) > 1:
        problems += (Problem(ProblemCode.TOO_MANY_PARTS, "only the first of several messages"),)
    if not messages:
        problems = problems or (Problem(ProblemCode.DAMAGED, "no Message element"),)
    message = messages[0] if messages else Node("Message")
    return _message(message, content, reading, problems)


def _message(
    node: Node, original: Content, reading: Reading, problems: tuple[Problem, ...]
) -> Message:
    body_node = node.child("MessageBody") or Node("MessageBody")
    documents = _documents(body_node, reading)
    post = read_header(
        node, node.child("MessageHeader") or Node("MessageHeader"), documents.entries
    )
    is_sms = post.message_type == _SMS
    texts = () if is_sms else _texts(documents.files)
    body = Body(text=post.notification) if is_sms else _body(texts, reading)
    references = tuple(reply.message_uuid for reply in post.replies if reply.message_uuid)
    return Message(
        kind=MessageKind.MEMO,
        channel=Channel.NEM_SMS if is_sms else Channel.DIGITAL_POST,
        original=original,
        message_id=post.message_uuid,
        in_reply_to=_answered(post),
        references=references,
        thread_id=_thread(post),
        sent_at=parse_date(body_node.value("createdDateTime")),
        sender=_party(post.sender) if post.sender else None,
        recipients=(Recipient(_party(post.recipient)),) if post.recipient else (),
        subject=post.label,
        text=body.text,
        html=body.html,
        prefers_html=body.prefers_html,
        attachments=tuple(
            file for file in documents.files if all(file is not text for text in texts)
        ),
        language=next((file.language for file in documents.files if file.language), ""),
        digital_post=post,
        problems=(*problems, *documents.problems),
    )


def _documents(body: Node, reading: Reading) -> _Documents:
    entries: list[DocumentEntry] = []
    files: list[Attachment] = []
    problems: tuple[Problem, ...] = ()
    for node in body.children:
        if node.name not in _ROLES:
            continue
        nodes = node.every("File")
        own = [_file(each, _ROLES[node.name]) for each in nodes if reading.allowance.take_part()]
        if len(own) < len(nodes):
            problems += reading.allowance.refusal(node.name)
        files += own
        entries.append(
            DocumentEntry(
                role=_ROLES[node.name],
                id=node.value(_IDS[node.name]),
                label=node.value("label"),
                file_names=tuple(file.name for file in own),
                actions=tuple(map(read_action, node.every("Action"))),
            )
        )
    return _Documents(tuple(entries), tuple(files), problems)


def _file(node: Node, role: AttachmentRole) -> Attachment:
    content = node.child("content")
    return Attachment(
        name=file_name(node.value("filename")),
        content=(content.content if content else None) or EMPTY,
        declared_type=parse_parameters(node.value("encodingFormat"))[0],
        role=role,
        language=node.value("language").lower(),
    )


def _texts(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Choose the files that are the text itself: those of a main document with one of their kind.

    Several plain texts in a main document are not forms of one text, but files that were sent.
    """
    main = [file for file in files if file.role is AttachmentRole.MAIN_DOCUMENT]
    texts = [[file for file in main if file.declared_type == kind] for kind in (_PLAIN, _HTML)]
    return tuple(found[0] for found in texts if len(found) == 1)


def _body(texts: Sequence[Attachment], reading: Reading) -> Body:
    most = reading.text_characters
    decoded = {
        file.declared_type: decode(file.content.read(most * 4)).text.replace("\r\n", "\n")[:most]
        for file in texts
    }
    return composed([Piece(decoded.get(_PLAIN, ""), decoded.get(_HTML, ""))])


def _party(party: DigitalParty) -> Party:
    mail = party.attention.email if party.attention else None
    return Party(
        name=party.label, address=mail.id if mail else "", id=party.id, id_type=party.id_type
    )


def _answered(post: DigitalPost) -> str:
    """The newest earlier message: the last one that no other of the thread answered."""
    answered = {reply.reply_uuid for reply in post.replies}
    open_ends = [reply.message_uuid for reply in post.replies if reply.message_uuid not in answered]
    return open_ends[-1] if open_ends else ""


def _thread(post: DigitalPost) -> str:
    """The message that began the thread: the one that answers none."""
    first = next((reply.message_uuid for reply in post.replies if not reply.reply_uuid), "")
    return first or next((reply.message_uuid for reply in post.replies), post.message_uuid)
