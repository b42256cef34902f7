"""What is fitted on rows: the linear model, the keywords below it, and the network beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.methods.classification.features import BUCKETS, Weighting, counts
from signatur.methods.classification.linear import fit_keywords, fit_linear
from signatur.methods.classification.network import fit_network

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


def _rows(dense: NDArray[np.float32]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix(dense.astype(np.float32))


def _own_columns(labels: NDArray[np.int64], count: int) -> csr_matrix:
    """Return rows in which every label has a column of its own, and all share one."""
    return _rows(np.c_[np.eye(count)[labels], np.ones(len(labels))])


# --- the linear model ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_every_label_is_told_from_all_others_however_labels_are_parted(count: int) -> None:
    labels = np.arange(20 * count) % count
    rows = _own_columns(labels, count)

    logits = fit_linear(rows, labels, count, seed=0).logits(rows)

    assert logits.shape == (20 * count, count)
    assert logits.argmax(1).tolist() == labels.tolist()
    assert ((logits > 0) == np.eye(count, dtype=bool)[labels]).all()


@pytest.mark.parametrize("present", [[0], [2], [0, 1], [1, 2], [2, 3], [0, 3], [3], [0, 1, 3]])
def test_a_label_that_no_row_has_is_said_of_no_row(present: list[int]) -> None:
    labels = np.array(present * 10)
    rows = _own_columns(labels, 4)

    logits = fit_linear(rows, labels, 4, seed=0).logits(rows)

    assert logits.argmax(1).tolist() == labels.tolist()
    absent = [label for label in range(4) if label not in present]
    assert (logits[:, absent] <= 0).all()


def test_one_machine_speaks_for_both_of_two_labels_with_opposite_signs() -> None:
    labels = np.array([0, 2] * 20)
    rows = _own_columns(labels, 3)

    logits = fit_linear(rows, labels, 3, seed=0).logits(rows)

    assert (logits[labels == 0, 0] > 0).all()
    assert (logits[labels == 2, 2] > 0).all()


def test_many_rows_are_thinned_out_among_frequent_labels_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from signatur.methods.classification import linear

    monkeypatch.setattr(linear, "_MOST_ROWS", 100)
    labels = np.array([0] * 500 + [1] * 20 + [2] * 5)

    kept = labels[linear._sample(labels, seed=0)]

    assert np.bincount(kept).tolist() == [75, 20, 5]


def test_what_entries_add_sums_up_to_the_logit() -> None:
    labels = np.arange(40) % 4
    rows = _own_columns(labels, 4)
    linear = fit_linear(rows, labels, 4, seed=0)

    assert linear.weights_of(rows[3], 3).sum() + linear.base[3] == pytest.approx(
        linear.logits(rows[3])[0, 3], abs=1e-6
    )


# --- keywords ------------------------------------------------------------------------------------


def test_keywords_are_words_that_one_label_has_more_often_than_the_others() -> None:
    texts = ["hul i vejen", "hul i asfalt", "hul ved skolen", "nyt pas", "mit pas", "pas i dag"]
    labels = np.array([0, 0, 0, 1, 1, 1])
    counted = counts(texts)
    weighting = Weighting.of(counted, 1)

    keywords = fit_keywords(weighting.rows(counted), labels, 2, weighting.columns)

    asked = weighting.rows(counts(["et hul", "et pas"]))
    assert keywords.logits(asked).argmax(1).tolist() == [0, 1]
    is_used = (keywords.weights != 0).any(1)
    assert (weighting.columns[is_used] < BUCKETS).all()
    assert ((keywords.weights != 0).sum(0) <= 10).all()


# --- the network ---------------------------------------------------------------------------------


def _either_but_not_both(rows: int, seed: int) -> tuple[csr_matrix, NDArray[np.int64]]:
    """Return rows whose label is a matter of two columns together, and of neither by itself."""
    chance = np.random.default_rng(seed)
    bits = chance.integers(0, 2, (rows, 2))
    # Each answer has a column of its own, as words have.
    dense = np.c_[bits, 1 - bits].astype(np.float32) / np.float32(np.sqrt(2))
    return _rows(dense), bits[:, 0] ^ bits[:, 1]


def test_the_network_learns_what_no_sum_of_weights_can() -> None:
    rows, labels = _either_but_not_both(12_000, 0)
    asked, truth = _either_but_not_both(1_000, 1)

    network = fit_network(rows, labels, 2, seed=0)
    linear = fit_linear(rows, labels, 2, seed=0)

    assert (network.logits(asked).argmax(1) == truth).mean() > 0.95
    assert (linear.logits(asked).argmax(1) == truth).mean() < 0.8


def test_the_seed_decides_all_chance_in_the_network() -> None:
    rows, labels = _either_but_not_both(600, 0)

    one, same, other = (fit_network(rows, labels, 2, seed=seed) for seed in (0, 0, 1))

    assert (one.logits(rows) == same.logits(rows)).all()
    assert (one.logits(rows) != other.logits(rows)).any()


def test_the_network_tells_how_far_it_is() -> None:
    rows, labels = _either_but_not_both(600, 0)
    told: list[float] = []

    fit_network(rows, labels, 2, seed=0, tell=told.append)

    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] + 1 <= 2


def test_what_entries_add_to_the_network_speaks_for_its_answer() -> None:
    labels = np.arange(2_000) % 4
    rows = _own_columns(labels, 4)
    network = fit_network(rows, labels, 4, seed=0)

    added = network.weights_of(rows[2], 2)

    assert dict(zip(rows[2].indices.tolist(), added, strict=True))[2] == max(added) > 0
