"""The parts of an enquiry's text, as spans of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PartKind(StrEnum):
    """What a part of the text is to the reader of the enquiry."""

    MAIN = "main"
    """The newest text, written by the sender, greeting included."""
    FORWARDED = "forwarded"
    """An earlier message that is sent on: it is the matter, too."""
    QUOTED = "quoted"
    """An earlier message, or lines of one, repeated below or between the newest text."""
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    """Confidentiality, privacy policy, "think before you print"."""
    FOOTER = "footer"
    """Put there by a program: sent from my phone, scanned for viruses, unsubscribe."""
    BANNER = "banner"
    """Put on top by the receiving system: external sender, secure mail."""


@dataclass(frozen=True, slots=True)
class MessageHeader:
    """What is stated of an earlier message, as written; empty where nothing is."""

    sender: str = ""
    sent: str = ""
    recipients: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """One part: `text[start:end]`. A quoted or forwarded part begins with its header lines."""

    kind: PartKind
    start: int
    end: int
    header: MessageHeader | None = field(default=None, repr=False)
    """Of quoted and forwarded parts, where the text states one."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a web form within the text; `start` and `end` are those of the value."""

    label: str = field(repr=False)
    value: str = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BodyParts:
    """All parts in the order of the text; together they are the whole text, end to end."""

    parts: tuple[BodyPart, ...]
    fields: tuple[FormField, ...] = ()
    """The fields of a web form in the newest text; empty when it is none."""

    def spans(self, *kinds: PartKind) -> tuple[tuple[int, int], ...]:
        """Return start and end of the parts of these kinds."""
        return tuple((part.start, part.end) for part in self.parts if part.kind in kinds)

    def read(self, text: str, *kinds: PartKind) -> str:
        """Return the parts of these kinds in one text, parted by an empty line."""
        pieces = (text[start:end].strip("\r\n") for start, end in self.spans(*kinds))
        return "\n\n".join(piece for piece in pieces if piece.strip())

    def matter(self, text: str) -> str:
        """Return what the enquiry is about: the newest text and what is forwarded with it."""
        return self.read(text, PartKind.MAIN, PartKind.FORWARDED)
