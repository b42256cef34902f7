"""Measure sensitive words in sentences written by hand, one half for development and one held back.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/sensitive.py` writes
`results/sensitive.json`. A finding counts from a confidence of 0.5; a sentence is found when its
category is, and wrong when it tells nothing of a person and anything is found in it.

Where `../shared/data` is at hand, what is found in text that is about other things is counted as well:
utterances to an assistant (MASSIVE, Danish) and news (DaN+, training part). Some of it is right, for
news tell of illness and crime; `BEFORE` is what the same texts gave before their false alarms were read
(eksempel, skole, farve, tror, elsker, tolke, opskrift and their like were found).
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
from signatur.solutions.disclosure.model.finding.cues import find_cues

HERE = Path(__file__).parent
DATA = Path(__file__).parents[3] / "shared" / "data"
SURE = 0.5
BEFORE = {
    "massive_da": {"business": 0.82, "crime": 0.02, "economy": 0.14, "ethnicity": 0.2, "health": 0.86,
                   "internal": 0.02, "politics": 0.02, "religion": 0.33, "sexuality": 0.16, "social": 0.27},
    "danplus_news": {"business": 0.06, "crime": 0.97, "economy": 0.41, "ethnicity": 1.62, "health": 2.99,
                     "internal": 0.09, "politics": 0.72, "religion": 0.81, "sexuality": 0.27, "social": 0.44,
                     "union": 0.04},
}  # fmt: skip


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


def everyday_texts() -> dict[str, list[str]]:
    """Return texts that are about other things, by where they are from; none where they are not."""
    found: dict[str, list[str]] = {}
    folder = DATA / "text" / "massive_da"
    if folder.is_dir():
        lines = [line for part in ("train", "dev") for line in (folder / f"{part}.jsonl").open()]
        found["massive_da"] = [json.loads(line)["text"] for line in lines]
    news = DATA / "ner" / "danplus" / "da_news_train.tsv"
    if news.is_file():
        blocks = news.read_text("utf-8").split("\n\n")
        found["danplus_news"] = [
            " ".join(line.split("\t")[0] for line in block.splitlines()) for block in blocks
        ]
    return found


def per_thousand_words(texts: list[str]) -> dict[str, Any]:
    """Return how many findings there are of each kind in a thousand words, and the most frequent."""
    counts = Counter[str]()
    words: dict[str, Counter[str]] = {}
    for text in texts:
        for one in (*find_categories(text), *find_cues(text)):
            if one.confidence >= SURE:
                counts[str(one.kind)] += 1
                said = one.text.lower() if len(one.text) < 30 else ", ".join(one.evidence)
                words.setdefault(str(one.kind), Counter())[said] += 1
    size = sum(len(text.split()) for text in texts)
    return {
        "words": size,
        "per_1000_words": {kind: round(counts[kind] * 1000 / size, 2) for kind in sorted(counts)},
        "most_frequent": {kind: dict(words[kind].most_common(8)) for kind in sorted(words)},
    }


if __name__ == "__main__":
    development, held_back = sentences()
    result = {"development": measure(development)}
    if "--development" not in sys.argv:
        result["held_back"] = measure(held_back)
        result["everyday_text"] = {
            name: {"before_per_1000_words": BEFORE[name], **per_thousand_words(texts)}
            for name, texts in everyday_texts().items()
        }
        (HERE / "results" / "sensitive.json").write_text(
            json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
    print(json.dumps(result, ensure_ascii=False, indent=1))
