"""What one reading of an incoming thing may use, has used and where it puts large parts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from signatur.methods.documents.content import Content
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.spool import Spool, discarded_on_failure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from signatur.methods.documents.schema import Limits

EMPTY = Content.from_bytes(b"")
_PARTS_IN_MEMORY = 20
"""Parts of the largest size that may be held in memory; further ones are kept in files."""
_TEXTS_IN_MEMORY = 4
"""Bodies of the largest size that a message and those within it may have together."""


@dataclass(slots=True)
class Allowance:
    """What is left of the limits that hold for a thing and everything within it together."""

    parts: int
    unpacked_bytes: int
    in_memory_bytes: int
    text_characters: int

    @classmethod
    def of(cls, limits: Limits) -> Allowance:
        return cls(
            parts=limits.parts,
            unpacked_bytes=limits.unpacked_bytes,
            in_memory_bytes=_PARTS_IN_MEMORY * limits.in_memory_bytes,
            text_characters=_TEXTS_IN_MEMORY * limits.text_characters,
        )

    def take_part(self) -> bool:
        """Count one more part; False when there may be no more."""
        self.parts -= 1
        return self.parts >= 0

    def refusal(self, where: str) -> tuple[Problem, ...]:
        """Tell that a part was refused, once for all that follow."""
        return (Problem(ProblemCode.TOO_MANY_PARTS, where=where),) if self.parts == -1 else ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The limits and the scratch folder of one reading, at one depth of nesting."""

    limits: Limits
    scratch: Path
    allowance: Allowance = field(compare=False)
    depth: int = 0

    @classmethod
    def of(cls, limits: Limits, scratch: Path) -> Reading:
        return cls(limits, scratch, Allowance.of(limits))

    @property
    def may_go_deeper(self) -> bool:
        return self.depth < self.limits.depth

    def deeper(self) -> Reading:
        return replace(self, depth=self.depth + 1)

    def spool(self) -> Spool:
        """Open a spool for one part."""
        return Spool(
            self.scratch,
            in_memory_bytes=min(self.limits.in_memory_bytes, self.allowance.in_memory_bytes),
            most_bytes=min(self.limits.part_bytes, self.allowance.unpacked_bytes),
        )

    @property
    def text_characters(self) -> int:
        """Characters that the next body may have."""
        return min(self.limits.text_characters, self.allowance.text_characters)

    def kept(self, spool: Spool, where: str = "") -> tuple[Content, tuple[Problem, ...]]:
        """Close a spool; a part that was too large is thrown away and told, not kept in part."""
        self.allowance.unpacked_bytes -= spool.size
        if not spool.is_cut:
            content = spool.content()
            self.allowance.in_memory_bytes -= len(content.data or b"")
            return content, ()
        spool.discard()
        return EMPTY, (Problem(ProblemCode.TOO_LARGE, "a part exceeds the limit", where),)

    def keep(self, blocks: Iterable[bytes], where: str = "") -> tuple[Content, tuple[Problem, ...]]:
        """Write the blocks of one part to a spool and close it."""
        with discarded_on_failure(self.spool()) as spool:
            spool.write_all(blocks)
        return self.kept(spool, where)
