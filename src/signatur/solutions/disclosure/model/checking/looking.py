"""What a check is given and what it gathers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.release import Engine, Leak, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.methods.documents.recognition import Recogniser
    from signatur.solutions.disclosure.model.checking.sought import Sought
    from signatur.solutions.disclosure.schema.release import ReleasedPage

_NUMBERS = frozenset({"bytes", "stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How to check."""

    recogniser: Recogniser | None = None
    """Without it, pictures are not read, and the verdict says so in `not_done`."""
    name: str = field(default="", repr=False)
    """The file's name, which is searched too."""
    pages: Sequence[ReleasedPage] | None = None
    """What was released, for a file of ours: then its boxes are compared and its objects must be on the list."""
    recognised_pages: int = 100_000
    """At most so many pages are recognised; the others stand in `not_done`."""
    seconds_per_page: float = 60.0
    depth: int = 6
    """Files within files."""


@dataclass(slots=True)
class Looked:
    """What one check has found so far."""

    sought: Sought
    check: Check
    leaks: list[Leak] = field(default_factory=list)
    remarks: list[Leak] = field(default_factory=list)
    engines: dict[str, Engine] = field(default_factory=dict)
    not_done: dict[str, None] = field(default_factory=dict)
    is_ours: bool = False
    """Whether the PDF that is looked at says that it was made here; then it is held against the list."""

    def text(self, channel: str, text: str, where: str = "", page: int | None = None) -> None:
        """Search one text."""
        self.words(channel, self.sought.in_text(text), where, page)

    def bytes(self, channel: str, data: bytes, where: str = "", page: int | None = None) -> None:
        """Search bytes in every coding.

        What a file of ours draws is numbers of letters: read as words, they say something by chance.
        """
        is_text = not (self.is_ours and channel in _NUMBERS)
        self.words(channel, self.sought.in_bytes(data, is_text=is_text), where, page)

    def words(
        self, channel: str, words: Iterable[str], where: str = "", page: int | None = None
    ) -> None:
        self.leaks += [Leak(channel, page, where, word) for word in words]

    def trouble(self, channel: str, where: str = "", page: int | None = None) -> None:
        """Note a structure that must not be there, whatever it says."""
        self.leaks.append(Leak(channel, page, where))

    def remark(self, channel: str, where: str = "", page: int | None = None) -> None:
        self.remarks.append(Leak(channel, page, where))

    def used(self, name: str, version: str, pages: int = 1) -> None:
        before = self.engines.get(name)
        self.engines[name] = Engine(name, version, pages + (before.pages if before else 0))

    def verdict(self) -> Verdict:
        return Verdict(
            tuple(dict.fromkeys(self.leaks)),
            tuple(self.engines.values()),
            tuple(dict.fromkeys(self.remarks)),
            tuple(self.not_done),
        )
