"""What letters are filled with: the words in braces, what each means, and how they are put in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signatur.kernel.i18n import Text

_BRACES = re.compile(r"\{([a-z0-9_]+)\}")
# The end of a sentence; "m.v." goes on before a comma.
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SECTION = re.compile(r"(§§?|\b(?:stk|nr|art)\.|\bartikel) (?=\d)")

# What a person or the case gives.
GIVEN: Final[Mapping[str, Text]] = {
    "authority": _("Name of the authority"),
    "received": _("Day of receipt"),
    "asked": _("The request as it was received"),
    "narrowed": _("The request as the requester narrowed it"),
    "narrowed_on": _("Day on which it was narrowed"),
    "understood": _("The request as you understand it"),
    "number": _("Number of the request"),
    "requester": _("Name of the requester"),
    "contact": _("How to reach you"),
    "signed_by": _("Who signs"),
    "documents_sent": _("How the documents are sent"),
    "searched": _("Where you searched, and how"),
    "remaining": _("What is still looked through"),
    "why_longer": _("Why it takes longer"),
    "why_no_part": _("Why no part of the documents can be given"),
    "complaints_to": _("Where complaints are sent"),
    "intended": _("What you intend to give, in words that tell no more than needed"),
    "answer_by": _("Day by which an answer is asked for"),
    "company": _("Name of the company"),
    "enclosed": _("What is enclosed"),
    "privacy_address": _("Address of your page on personal data"),
    "storage": _("How long the data are kept"),
    "automated": _("Automated decisions: whether, and how they work"),
    "third_countries": _("Transfers to countries outside the EU and EEA"),
}
# What follows from regime, grounds, deadlines and the complaint body.
DERIVED: Final = frozenset({
    "law_choice", "law_better", "law_right", "law_partial", "law_facts", "law_open_internal",
    "law_more_access", "law_deadline", "law_complaint", "law_delay", "law_weighing", "law_emissions",
    "law_employees", "business_rule", "due", "document_list", "withheld_any", "questions_asked",
    "body", "body_forward", "body_contact", "body_note",
})  # fmt: skip
# What is told of one ground; only within the phrases of grounds.
OF_GROUND: Final = frozenset({
    "ground_title", "ground_section", "ground_label", "ground_text", "ground_documents", "what",
    "considerations", "reasons_for", "reasons_against", "facts_extracted", "more_access",
})  # fmt: skip
LISTS: Final[Mapping[str, Text]] = {
    "questions": _("Questions to the requester"),
    "purposes": _("Purposes, with the legal basis"),
    "categories": _("Categories of data"),
    "recipients": _("Recipients"),
    "sources": _("Where the data come from"),
}


def names_in(text: str) -> tuple[str, ...]:
    """Return the words in braces of a text, each once."""
    return tuple(dict.fromkeys(_BRACES.findall(text)))


def has_loose_brace(text: str) -> bool:
    """Say whether a brace stands alone or holds something that is no name."""
    return any(sign in _BRACES.sub("", text) for sign in "{}")


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its braces filled; what is filled in is never read for braces again.

    A value that ends a sentence does not end it twice, and not in the midst of one. Raises KeyError for a missing word.
    """

    def put_in(found: re.Match[str]) -> str:
        value = cleaned(words[found[1]])
        follows = text[found.end() : found.end() + 1]
        if follows == ",":
            return _FULL_STOP.sub("", value)
        return value.rstrip(".") if follows == "." else value

    return re.sub(r"([?!])\.", r"\1", _BRACES.sub(put_in, text)).strip()


def cleaned(value: str) -> str:
    """Return words without signs that no document may hold, and with plain line ends."""
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def shown(value: str) -> str:
    """Return words as they are set: cleaned, and a section is not torn from its number at the end of a line."""
    return _SECTION.sub("\\1\u00a0", cleaned(value))


def enumerated(items: Iterable[str]) -> str:
    """Return `1, 2 og 3`."""
    told = list(items)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} og {told[-1]}" if told else ""
