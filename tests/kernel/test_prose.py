"""Our own documents are shown as headings, paragraphs and lists."""

from __future__ import annotations

from signatur.kernel.web.prose import Block, BlockKind, blocks


def test_a_document_becomes_blocks_in_order() -> None:
    text = """# Mail routing

## Purpose
Enquiries reach **the
right** department.

- first `entry`,
  on two lines
- second
"""

    assert blocks(text) == [
        Block(BlockKind.HEADING, ("Mail routing",), 1),
        Block(BlockKind.HEADING, ("Purpose",), 2),
        Block(BlockKind.PARAGRAPH, ("Enquiries reach the right department.",)),
        Block(BlockKind.LIST, ("first entry, on two lines", "second")),
    ]


def test_an_empty_document_has_no_blocks() -> None:
    assert blocks("\n") == []
