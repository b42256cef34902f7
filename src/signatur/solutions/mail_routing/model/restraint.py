"""What a person must see before it goes anywhere, however sure its place is and whoever allowed it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.model.caution import is_automatic, is_mostly_unread
from signatur.solutions.mail_routing.schema import NOWHERE, Completeness, Lane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.mail_routing.schema import Enquiry, Routing


class Restraint(StrEnum):
    """Why a person must see an enquiry."""

    NOT_SURE = "not_sure"
    NOWHERE = "nowhere"
    SEVERAL = "several"
    NOT_READ = "not_read"
    AUTOMATIC_REPLY = "automatic_reply"
    LEGAL = "legal"
    PROTECTED = "protected"
    CONCERN = "concern"


# Whoever writes so must not land in an open queue unseen (lov om CPR § 28; retsplejeloven § 719 a).
_PROTECTED = re.compile(
    r"\b(?:navne|adresse|navne-? ?(?:og|&) ?adresse)-?\s?beskyt\w*|\bhemmelig\w*\s+(?:adresse|nummer|bopæl)"
    r"|\bbeskyttet\s+(?:adresse|navn)|\bprotected\s+address|\bsecret\s+address",
    re.IGNORECASE,
)
# Concern for a child is assessed within 24 hours (barnets lov § 134), and danger to life at once.
_CONCERN = re.compile(
    r"\bunderretning(?:en|er|s\w*)?\b|\bunderret(?:te|ter)\b.{0,40}\b(?:barn|børn|dreng|pige|familie)"
    r"|\bbekymre(?:t|de|r)\b.{0,60}\b(?:barn\w*|børn\w*|dreng\w*|pige\w*|nabobarn\w*)"
    r"|\b(?:slår|slog|slået)\s+(?:sin\w*|hende|ham|mig|dem|os|barn\w*|børn\w*)\b|\b(?:tæv\w*|misbrug\w*|krænk\w*|overgreb\w*|incest|vanrøgt\w*|omsorgssvigt\w*)\b"
    r"|\bselvmord\w*|\btage\s+(?:mit|sit)\s+(?:eget\s+)?liv\b|\bsuicid\w*|\bchild\s+abuse\b"
    r"|\bvold\b(?!s?gift)|\bvoldelig\w*|\btrus(?:el|ler|let)\s+(?:mod|om|på)\b",
    re.IGNORECASE | re.DOTALL,
)


def restraint(enquiry: Enquiry, routing: Routing) -> Restraint | None:
    """Return why a person must see an enquiry, the first reason there is; None: none."""
    return next(_restraints(enquiry, routing), None)


def _restraints(enquiry: Enquiry, routing: Routing) -> Iterator[Restraint]:
    if routing.lane is not Lane.READY or not routing.alternatives:
        yield Restraint.NOT_SURE
    elif routing.alternatives[0].target == NOWHERE:
        yield Restraint.NOWHERE
    if routing.may_be_several:
        yield Restraint.SEVERAL
    if is_automatic(enquiry):
        yield Restraint.AUTOMATIC_REPLY
    if enquiry.completeness is not Completeness.WHOLE or is_mostly_unread(enquiry):
        yield Restraint.NOT_READ
    if enquiry.metadata.is_legal_notification:
        yield Restraint.LEGAL
    attached = (one.text for one in enquiry.attachments)
    text = "\n".join((enquiry.subject, enquiry.body.whole, *attached))
    if _PROTECTED.search(text):
        yield Restraint.PROTECTED
    if _CONCERN.search(text):
        yield Restraint.CONCERN
