"""Reads the plain Markdown of our own documents into blocks that a template shows.

Headings, paragraphs and lists are all that such a document may hold; no library is worth that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_HEADING = re.compile(r"(#{1,6}) (.+)")
_HEADING_LINE = re.compile(r"^(#{1,6} .+)$", re.MULTILINE)
_ENTRY = re.compile(r"[-*] (.+)", re.DOTALL)
_MARKS = re.compile(r"\*\*|`")


class BlockKind(StrEnum):
    """What a block is shown as."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (with its level), a paragraph, or the entries of a list."""

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 0


def blocks(markdown: str) -> list[Block]:
    """Return the blocks of a document, in order."""
    apart = _HEADING_LINE.sub(r"\n\1\n", markdown)
    parts = re.split(r"\n\s*\n", apart)
    return [_block(part.strip()) for part in parts if part.strip()]


def _block(part: str) -> Block:
    if heading := _HEADING.fullmatch(part):
        return Block(BlockKind.HEADING, (_plain(heading[2]),), len(heading[1]))
    entries = re.split(r"\n(?=[-*] )", part)
    found = [entry for one in entries if (entry := _ENTRY.fullmatch(one))]
    if len(found) == len(entries):
        return Block(BlockKind.LIST, tuple(_plain(entry[1]) for entry in found))
    return Block(BlockKind.PARAGRAPH, (_plain(part),))


def _plain(text: str) -> str:
    """Return words on one line, without marks for emphasis and code."""
    return _MARKS.sub("", " ".join(text.split()))
