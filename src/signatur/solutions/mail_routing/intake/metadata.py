"""What the sender's system states beside the text, from mail headers and from Digital Post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.folding import compose
from signatur.solutions.mail_routing.schema import Metadata, Party

if TYPE_CHECKING:
    from signatur.methods.messages.digital_post.schema import AttentionData, DigitalPost
    from signatur.methods.messages.schema import Message
    from signatur.methods.messages.schema import Party as MessageParty


def parties_of(message: Message) -> tuple[Party | None, tuple[Party, ...], tuple[Party, ...]]:
    """Return sender, further senders and recipients."""
    sender = _party(message.sender) if message.sender else None
    others = tuple(_party(one) for one in message.other_senders)
    recipients = tuple(_party(one.party, one.role.value) for one in message.recipients)
    return sender, others, recipients


def _party(party: MessageParty, role: str = "") -> Party:
    return Party(
        compose(party.name), compose(party.address), compose(party.id), party.id_type, role
    )


def metadata_of(message: Message) -> Metadata:
    """Return what is stated beside the text."""
    post = message.digital_post
    if post is None:
        return Metadata(
            is_signed=message.is_signed,
            is_auto_reply=message.is_auto_reply,
            is_delivery_report=message.is_delivery_report,
            more={name: compose(value) for name, value in message.headers},
        )
    return _of_digital_post(post)


def _of_digital_post(post: DigitalPost) -> Metadata:
    content = post.content
    kle = content.kle if content else None
    form = content.form if content else None
    # The citizen's choice of subject stands with whom the message is for, or, in a message to a
    # citizen, with the authority that sends it.
    parties = [party for party in (post.recipient, post.sender) if party is not None]
    point = next((party.contact_point for party in parties if party.contact_point), None)
    attention = next((party.attention for party in parties if party.attention), None)
    return Metadata(
        case_id=post.case_id,
        kle_code=kle.key if kle else "",
        kle_facet=kle.facet if kle else "",
        contact_group=point.group if point else "",
        contact_label=point.label if point else "",
        contact_info={one.id: one.label for one in point.info} if point else {},
        message_code=post.message_code,
        message_type=post.message_type,
        form_id=form.key if form else "",
        generating_system=_label(attention, "generating_system"),
        content_responsible=_label(attention, "content_responsible"),
        reply_by=post.reply_by,
        is_legal_notification=bool(post.is_legal_notification),
        more=dict(post.fields),
    )


def _label(attention: AttentionData | None, name: str) -> str:
    reference = getattr(attention, name) if attention is not None else None
    return reference.label or reference.id if reference is not None else ""
