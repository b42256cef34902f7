"""Measure sensitive words in sentences written by hand, one half for development and one held back.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/sensitive.py` writes
`results/sensitive.json`. A finding counts from a confidence of 0.5; a sentence is found when its
category is, and wrong when it tells nothing of a person and anything is found in it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from signatur.solutions.disclosure.model.finding.categories import find_categories

HERE = Path(__file__).parent
SURE = 0.5


@dataclass(frozen=True)
class Sentence:
    category: str
    words: tuple[str, ...]
    text: str


def sentences() -> tuple[list[Sentence], list[Sentence]]:
    """Return the half for development and the half that is held back."""
    lines = (HERE / "sensitive_sentences.txt").read_text("utf-8").splitlines()
    read = [
        Sentence(category, tuple(words.split(";")), text)
        for category, words, text in (line.split("|", 2) for line in lines if line[:1] != "#")
    ]
    return read[0::2], read[1::2]


def measure(half: list[Sentence]) -> dict[str, Any]:
    told = Counter[str]()
    missed = []
    wrong = []
    by_category: dict[str, Counter[str]] = {}
    for sentence in half:
        found = [one for one in find_categories(sentence.text) if one.confidence >= SURE]
        if sentence.category == "-":
            told["quiet"] += 1
            told["wrong"] += bool(found)
            if found:
                wrong.append((sentence.text, [(str(one.kind), one.text) for one in found]))
            continue
        is_found = any(str(one.kind) == sentence.category for one in found)
        told["telling"] += 1
        told["found"] += is_found
        count = by_category.setdefault(sentence.category, Counter())
        count["telling"] += 1
        count["found"] += is_found
        if not is_found:
            missed.append(sentence.text)
    if "--show" in sys.argv:
        print(*missed, *wrong, sep="\n")
    return {
        "sentences": len(half),
        "recall": round(told["found"] / told["telling"], 3),
        "precision": round(told["found"] / (told["found"] + told["wrong"]), 3),
        "wrong_of_quiet": [told["wrong"], told["quiet"]],
        "by_category": {
            kind: [count["found"], count["telling"]] for kind, count in by_category.items()
        },
    }


if __name__ == "__main__":
    development, held_back = sentences()
    result = {"development": measure(development)}
    if "--development" not in sys.argv:
        result["held_back"] = measure(held_back)
        (HERE / "results" / "sensitive.json").write_text(
            json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
    print(json.dumps(result, ensure_ascii=False, indent=1))
