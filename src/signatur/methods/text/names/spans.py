"""Labels of words become spans of names and back, in every dialect of such labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[str, int, int]
"""Kind, first word, word after the last."""


def spans_of(tags: Sequence[str]) -> list[Span]:
    """Return the spans of BIO, IOB1, BIOES or BILOU tags; a tag that continues nothing begins a span."""
    spans: list[Span] = []
    kind, begin, closed = "", 0, True
    for at, tag in enumerate(tags):
        mark, _, named = tag.partition("-")
        begins = mark in "BSU" or closed or named != kind
        if kind and (mark == "O" or begins):
            spans.append((kind, begin, at))
            kind = ""
        if mark == "O":
            closed = True
            continue
        if begins:
            kind, begin = named, at
        closed = mark in "ESLU"
    if kind:
        spans.append((kind, begin, len(tags)))
    return spans


def tags_of(spans: Iterable[Span], length: int) -> tuple[str, ...]:
    """Return BIO tags for spans that do not overlap."""
    tags = ["O"] * length
    for kind, begin, end in spans:
        tags[begin:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - begin - 1)]
    return tuple(tags)
