"""Measure identifiers: spellings found, false hits on pages full of numbers, speed.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/identifiers.py` writes
`results/identifiers.json`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure.numbers_rich import pages
from benchmarks.mail_routing.surroundings import machine
from signatur.solutions.disclosure.model.finding import ALL, NAMES, find_in_text
from signatur.solutions.disclosure.schema.finding import FindingKind
from tests.solutions.disclosure.model.finding.reading_spellings import spellings

RESULTS = Path(__file__).parent / "results"
PAGES = 400
SEED = 20261128
# Three public detectors on 24 spellings, as published in the reference of this project.
_PEERS = {"AI-Aktindsigt NER-API": 12, "DaAnonymization": 8, "OS2datascanner": 7}


def measure() -> dict[str, Any]:
    lists = [*pages(PAGES, SEED)]
    false = _false_hits(lists)
    return {
        "machine": machine(),
        "spellings": _spellings(),
        "false_hits_per_100_pages": {
            str(kind): round(false[kind] * 100 / PAGES, 2) for kind in sorted(false, key=str)
        },
        "numbers_rich_pages": PAGES,
        "limit": {"cpr_false_hits_per_100_pages": 2},
        "peers_cpr_of_24": _PEERS,
        "pages_per_second": _speed(lists),
    }


def _spellings() -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for spelling in spellings():
        found = [
            (one.start, one.end)
            for one in find_in_text(spelling.text, names=())
            if one.kind is spelling.kind
        ]
        count = counts.setdefault(str(spelling.kind), Counter())
        if not spelling.spans:
            count["negatives"] += 1
            count["false"] += bool(found)
            continue
        count["spellings"] += 1
        count["exact"] += found == list(spelling.spans)
        count["covered"] += all(
            any(a <= start and end <= b for a, b in found) for start, end in spelling.spans
        )
    return {kind: dict(count) for kind, count in sorted(counts.items())}


def _false_hits(lists: list[list[Any]]) -> Counter[FindingKind]:
    false: Counter[FindingKind] = Counter()
    for page in lists:
        text = "\n".join(line.text for line in page)
        at = []
        start = 0
        for line in page:
            at.append((start, start + len(line.text), line.kinds))
            start += len(line.text) + 1
        for found in find_in_text(text, wanted=ALL - NAMES, names=()):
            kinds = frozenset().union(*(k for a, b, k in at if a < found.end and found.start < b))
            if found.kind not in kinds and found.kind not in _NOT_COUNTED:
                false[found.kind] += 1
                if "--show" in sys.argv:
                    print(found.kind, repr(found.text), found.confidence, found.evidence)
    return false


_NOT_COUNTED = {FindingKind.BUSINESS, FindingKind.INTERNAL, FindingKind.ECONOMY}


def _speed(lists: list[list[Any]]) -> dict[str, float]:
    text = "\n".join(line.text for page in lists[:40] for line in page)
    started = time.process_time()
    find_in_text(text, wanted=ALL - NAMES, names=())
    numbers = len(text) / 3_000 / (time.process_time() - started)
    return {"numbers_rich_without_names": round(numbers, 1)}


if __name__ == "__main__":
    RESULTS.mkdir(exist_ok=True)
    result = measure()
    (RESULTS / "identifiers.json").write_text(
        json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
    print(json.dumps(result, ensure_ascii=False, indent=2))
