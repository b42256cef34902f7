"""The spelling corpus: texts in which what must be found stands between ⟦ and ⟧."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "spellings"


@dataclass(frozen=True)
class Spelling:
    """A text, and the stretches in it that are of a kind; none where it is a negative."""

    kind: FindingKind
    text: str
    spans: tuple[tuple[int, int], ...]


def spellings() -> Iterator[Spelling]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for kind, lists in yaml.safe_load(file.read_text("utf-8")).items():
            for marked in (marked for texts in lists.values() for marked in texts):
                yield Spelling(FindingKind(kind), *unmarked(marked))


def unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, spans, start = "", [], 0
    for sign in marked:
        if sign == "⟦":
            start = len(text)
        elif sign == "⟧":
            spans.append((start, len(text)))
        else:
            text += sign
    return text, tuple(spans)
