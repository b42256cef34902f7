"""Measure the recogniser of names: the ladder that led to it, other spellings and origins, municipal lines, tuning.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/names.py --data FOLDER [--packages FOLDER --ladder]`.
Writes `results/names.json`. `--ladder` trains each step again (half an hour) and writes `results/names_ladder.json`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure import names_changes as changes
from benchmarks.disclosure.names_corpora import danish
from benchmarks.mail_routing.surroundings import machine
from signatur.methods.text.names import KINDS, AnnotatedText, NameRecogniser
from signatur.methods.text.names.counting import compare
from signatur.methods.text.names.measuring import grades, intervals, masked_whole, measure
from tests.methods.text.names.municipal import municipal_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.schema import TaggedSentence

RESULTS = Path(__file__).parent / "results"
# Published or measured for the reference on the same corpora; strict whole names, test split unless said.
PUBLISHED = [
    {
        "model": "CRF without lists (reference)",
        "micro_dev": 0.703,
        "micro_test": 0.673,
        "per_test": [0.781, 0.803, 0.792],
        "twitter": 0.383,
    },
    {
        "model": "CRF with lists (reference)",
        "micro_dev": 0.734,
        "micro_test": 0.698,
        "per_test": [0.851, 0.865, 0.858],
        "twitter": 0.417,
    },
    {
        "model": "CRF with lists and NorNE (reference)",
        "micro_dev": 0.760,
        "micro_test": 0.720,
        "per_test": [0.839, 0.876, 0.857],
        "twitter": 0.473,
    },
    {
        "model": "CRF, NorNE, swapped names, capitals (reference)",
        "micro_dev": 0.733,
        "micro_test": 0.707,
        "per_test": [0.793, 0.882, 0.835],
    },
    {
        "model": "spaCy from scratch (reference)",
        "micro_dev": 0.702,
        "micro_test": 0.655,
        "per_test": [0.770, 0.826, 0.797],
        "twitter": 0.362,
        "mb": 6.6,
    },
    {
        "model": "CRF with lists, other clothes (reference)",
        "minority_per_recall": 0.983,
        "upper_per_recall": 0.646,
        "lower_per_recall": 0.006,
    },
]
LIMITS = {
    "news per f1": 0.87, "news per recall": 0.90, "news micro f1": 0.74, "lower per recall": 0.85,
    "upper per recall": 0.90, "minority per recall": 0.98, "twitter micro f1": 0.50,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--ladder", action="store_true")
    asked = parser.parse_args()
    if asked.ladder:
        from benchmarks.disclosure.names_ladder import climb

        for told in climb(asked.data, asked.packages):
            _write("names_ladder.json", told)
        return
    recogniser = NameRecogniser.load()
    news = danish(asked.data, "news_dev")
    slices = {name: _slice(recogniser, some) for name, some in _slices(asked.data, news).items()}
    told = {
        "question": "Disclosure: which names are found in text, and which are missed",
        "slices": slices,
        "limits": _held(slices),
        "confidence": {
            "question": "Of names found with such confidence, how many are right?",
            "news": [asdict(one) for one in grades(recogniser, news)],
        },
        "municipal": _municipal(recogniser),
        "tuning": _tuning(recogniser, news),
        "loading": _loading(),
        "published": PUBLISHED,
        "machine": machine("python-crfsuite", "numpy"),
    }
    _write("names.json", told)


def _slices(data: Path, news: Sequence[TaggedSentence]) -> dict[str, Sequence[TaggedSentence]]:
    twitter = danish(data, "twitter_dev")
    return {
        "news": news,
        "lower": changes.lower(news),
        "upper": changes.upper(news),
        "minority": changes.minority(news, data, 1),
        "minority lower": changes.lower(changes.minority(news, data, 1)),
        "minority upper": changes.upper(changes.minority(news, data, 1)),
        "misread": changes.misread(news, 1),
        "twitter": twitter,
        "chat": danish(data, "arto_dev"),
        **{f"origin {name}": some for name, some in changes.others(news, 1).items()},
    }


def _slice(recogniser: NameRecogniser, sentences: Sequence[TaggedSentence]) -> dict[str, Any]:
    measured = measure(recogniser, sentences)
    evaluation = measured.evaluation
    truth = [one.tags for one in sentences]
    found = recogniser.tag([one.words for one in sentences])
    bounds = {name: [one.low, one.high] for name, one in intervals(truth, found).items()}
    scores = {**{kind: evaluation.per_type[kind] for kind in KINDS}, "micro": evaluation.micro}
    return {
        "sentences": measured.sentences,
        "tokens": measured.tokens,
        "scores": {
            name: {
                "precision": round(one.precision, 4),
                "recall": round(one.recall, 4),
                "f1": round(one.f1, 4),
                "true": one.true,
            }
            for name, one in scores.items()
        },
        "bounds_95": bounds,
        "covered_words": {kind: round(share, 4) for kind, share in evaluation.covered.items()},
        "tokens_per_second": measured.tokens_per_second,
    }


def _held(slices: dict[str, Any]) -> dict[str, Any]:
    held = {}
    for name, limit in LIMITS.items():
        part, kind, what = name.split(" ")
        value = slices[part]["scores"]["PER" if kind == "per" else "micro"][what]
        held[name] = {"limit": limit, "measured": value, "held": value >= limit}
    return held


def _municipal(recogniser: NameRecogniser) -> dict[str, Any]:
    sections: dict[str, dict[str, int]] = {}
    for line in municipal_lines():
        counts = sections.setdefault(
            line.section, {"lines": 0, "persons": 0, "covered": 0, "false": 0}
        )
        found = recogniser.find(line.text)
        covered = {at for name in found for at in range(name.start, name.end)}
        counts["lines"] += 1
        counts["persons"] += len(line.persons)
        for start, end in line.persons:
            counts["covered"] += all(
                at in covered or not line.text[at].isalnum() for at in range(start, end)
            )
        counts["false"] += sum(
            name.kind == "PER"
            and not any(start < name.end and name.start < end for start, end in line.persons)
            for name in found
        )
    whole = {
        key: sum(one[key] for one in sections.values())
        for key in ("lines", "persons", "covered", "false")
    }
    note = "Written by the author of the rules: too kind a measure. Before any fitting to them see the ladder."
    return {"note": note, "whole": whole, "sections": sections}


def _tuning(recogniser: NameRecogniser, news: Sequence[TaggedSentence]) -> dict[str, Any]:
    """Half of the municipal lines tune, the other half and the news measure."""
    from signatur.methods.text.names.tuning import tune, write_tuned

    lines = list(municipal_lines())
    random.Random(3).shuffle(lines)
    texts = [
        AnnotatedText(one.text, tuple(("PER", *place) for place in one.persons)) for one in lines
    ]
    half = len(texts) // 2
    tuned = tune(recogniser, texts[:half], seed=1)
    told: dict[str, Any] = {
        "texts": half,
        "is_kept": tuned.is_kept,
        "per_recall": [round(tuned.before.recall, 4), round(tuned.after.recall, 4)],
        "per_f1": [round(tuned.before.f1, 4), round(tuned.after.f1, 4)],
    }
    told["masked_other_half_before"] = [
        asdict(one) for one in masked_whole(recogniser, texts[half:])
    ]
    if tuned.is_kept:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            write_tuned(tuned, Path(folder))
            own = NameRecogniser.load(Path(folder))
            told["masked_other_half_after"] = [
                asdict(one) for one in masked_whole(own, texts[half:])
            ]
            before = compare(
                [one.tags for one in news], recogniser.tag([one.words for one in news])
            )
            after = compare([one.tags for one in news], own.tag([one.words for one in news]))
            told["news_per_f1"] = [round(one.per_type["PER"].f1, 4) for one in (before, after)]
            told["news_per_recall"] = [
                round(one.per_type["PER"].recall, 4) for one in (before, after)
            ]
            told["news_micro_f1"] = [round(one.micro.f1, 4) for one in (before, after)]
    return told


def _loading() -> dict[str, float]:
    program = (
        "import time; from signatur.methods.text import names; a = time.process_time();"
        "r = names.NameRecogniser.load(); r.find('Kære Anna'); print(time.process_time() - a, r.size / 1e6)"
    )
    seconds, size = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    begin = time.process_time()
    recogniser = NameRecogniser.load()
    text = "Vi har talt med Anna Holm om sagen. Hun bor på Egevej 4 i Odense.\n" * 2000
    found = len(recogniser.find(text))
    return {
        "cpu_seconds": round(float(seconds), 3),
        "mb": float(size),
        "find_characters_per_second": round(len(text) / (time.process_time() - begin)),
        "found": found,
    }


def _write(name: str, told: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
