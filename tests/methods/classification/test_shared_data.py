"""Slices of open data that people wrote, with bounds far below what is measured in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from signatur.methods.classification import UNKNOWN, Example, evaluate, fit

if TYPE_CHECKING:
    from pathlib import Path


def _rows(path: Path, of_labels_in: Path, labels: int, each: int) -> list[Example]:
    """Return the first rows of the first labels that another file has, and of what is unknown."""
    read, other = (
        [json.loads(line) for line in one.read_text(encoding="utf-8").splitlines()]
        for one in (path, of_labels_in)
    )
    chosen = set(sorted({one["label"] for one in other} - {UNKNOWN})[:labels]) | {UNKNOWN}
    rows: dict[str, list[Example]] = {label: [] for label in sorted(chosen)}
    for at, one in enumerate(read):
        if one["label"] in chosen and len(rows[one["label"]]) < each:
            rows[one["label"]].append(Example(one["text"], one["label"], str(at)))
    return [one for some in rows.values() for one in some]


def test_short_danish_texts_are_routed(shared_data: Path) -> None:
    train, dev = (shared_data / "text" / "massive_da" / f"{one}.jsonl" for one in ("train", "dev"))

    measured = evaluate(fit(_rows(train, train, 15, 60)), _rows(dev, train, 15, 60))

    assert measured.accuracy.value > 0.8
    assert measured.top3_accuracy.value > 0.92
    assert measured.ece < 0.08
    assert measured.targets[0].coverage.value > 0.4
    for one in measured.targets:
        assert one.precision.high >= one.target


def test_texts_that_belong_nowhere_are_told_apart_and_promises_are_kept(shared_data: Path) -> None:
    folder = shared_data / "text" / "clinc150"
    train, dev, unknown = (folder / f"{one}.jsonl" for one in ("train", "dev", "unknown_train"))
    lesson = _rows(train, train, 25, 50) + _rows(unknown, train, 0, 70)

    measured = evaluate(fit(lesson), _rows(dev, train, 25, 100))

    assert measured.accuracy.value > 0.88
    assert measured.unknown_auroc is not None
    assert measured.unknown_auroc.value > 0.88
    assert measured.targets[1].coverage.value > 0.3
    for one in measured.targets:
        assert one.precision.high >= one.target
