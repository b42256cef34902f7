"""What must not go by itself, however sure its place is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema import Completeness, Lane

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.schema import Enquiry

# A mail with no more words than these is the cover note of what is attached.
_COVER_NOTE = 400
# A page of lower quality is guessed rather than read.
_READABLE = 0.5


def cautious(lane: Lane, enquiry: Enquiry, *, may_be_several: bool) -> Lane:
    """Return the lane that an enquiry may have, seeing what it is."""
    if may_be_several or is_automatic(enquiry) or is_mostly_unread(enquiry):
        return Lane.READ
    if lane is Lane.READY and enquiry.completeness is not Completeness.WHOLE:
        return Lane.PICK
    return lane


def is_automatic(enquiry: Enquiry) -> bool:
    """Say whether a program answered, and nobody wrote."""
    return enquiry.metadata.is_auto_reply or enquiry.metadata.is_delivery_report


def is_mostly_unread(enquiry: Enquiry) -> bool:
    """Say whether more of an enquiry stayed unread than was read."""
    if enquiry.completeness is Completeness.NOTHING:
        return True
    pages = [page for one in enquiry.attachments for page in one.pages]
    poor = [page for page in pages if page.quality < _READABLE]
    unread = [one for one in enquiry.attachments if one.problem and not one.text.strip()]
    read = [one for one in enquiry.attachments if one.text.strip()]
    hangs_on_attachments = len(enquiry.body.text) < _COVER_NOTE
    return hangs_on_attachments and (
        len(unread) > len(read) or (bool(pages) and 2 * len(poor) > len(pages))
    )
