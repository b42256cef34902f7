"""Folds: everything is held back once, evenly, and near repeats together."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.classification.features import Weighting, counts
from signatur.methods.classification.folds import fold_of
from tests.methods.classification.lessons import examples


def _folds(texts: list[str], labels: list[int], parts: int = 5, seed: int = 0) -> np.ndarray:
    counted = counts(texts)
    return fold_of(Weighting.of(counted, 1).rows(counted), np.array(labels), parts, seed=seed)


def test_every_row_lies_in_a_fold_and_folds_are_even_for_every_label() -> None:
    some = examples(50)
    names = sorted({one.label for one in some})
    labels = np.array([names.index(one.label) for one in some])

    fold = _folds([one.text for one in some], labels.tolist())

    for label in range(len(names)):
        sizes = np.bincount(fold[labels == label], minlength=5)
        assert sizes.max() - sizes.min() <= 2


def test_near_repeats_of_one_label_are_held_back_together() -> None:
    letters = [
        f"Jeg klager over støj fra havnen om natten, venlig hilsen nummer {at}" for at in range(8)
    ]
    others = [one.text for one in examples(30, labels=3)]

    fold = _folds([*others, *letters], [0] * (len(others) + len(letters)))

    assert len(set(fold[-8:])) == 1


def test_repeats_by_way_of_others_are_held_back_together() -> None:
    words = [f"ord{at}" for at in range(30)]
    # Each is like the next, the first is little like the last.
    chain = [" ".join(words[at : at + 20]) for at in range(0, 10, 2)]
    others = [one.text for one in examples(30, labels=2)]

    fold = _folds([*others, *chain], [0] * (len(others) + len(chain)))

    assert len(set(fold[-5:])) == 1


def test_what_nearly_all_rows_say_is_no_repeat() -> None:
    fold = _folds(["samme tekst"] * 50, [0] * 50)

    assert np.bincount(fold, minlength=5).tolist() == [10] * 5


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_few_rows_are_parted_without_a_gap_in_what_is_asked_for(rows: int) -> None:
    fold = _folds([f"tekst nummer {at}" for at in range(rows)], [0] * rows)

    assert np.bincount(fold, minlength=5).max() <= -(-rows // 5)
    assert set(fold) <= set(range(5))


def test_the_seed_decides_the_folds() -> None:
    texts = [one.text for one in examples(20)]

    one, same, other = (_folds(texts, [0] * len(texts), seed=seed) for seed in (0, 0, 1))

    assert one.tolist() == same.tolist() != other.tolist()
