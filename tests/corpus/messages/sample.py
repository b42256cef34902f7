"""What one sample of the corpus is and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.methods.documents import ProblemCode
    from signatur.methods.messages import MessageKind


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One message, or file of messages: how it is made, and the expectation."""

    name: str
    about: str
    make: Callable[[], bytes]
    kind: MessageKind
    """Of the file; the messages of an mbox or container have kinds of their own."""
    subject: str = ""
    """Of the first message."""
    sender: str = ""
    """The address, or else the name or id, of the first message."""
    holds: tuple[str, ...] = ()
    """Pieces of text that must be in a subject or body, also of messages within messages."""
    lacks: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """The names of all attachments in their order, also of messages within messages."""
    messages: int = 1
    """How many messages the file gives, without those within messages."""
    problems: frozenset[ProblemCode] = frozenset()
    """All codes that must be stated, and no others, also for messages within messages."""

    @property
    def data(self) -> bytes:
        return _made(self.make)


@cache
def _made(make: Callable[[], bytes]) -> bytes:
    return make()
