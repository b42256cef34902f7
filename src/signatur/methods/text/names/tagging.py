"""Labelling words with one trained chain: scores of each word are kept, so that long texts are fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.text.names.decoding import best_chains, chances
from signatur.methods.text.names.features import END, START, joint_features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.methods.text.names.decoding import Weights
    from signatur.methods.text.names.features import WordView, WordViews

_MOST_WORDS = 40_000
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """Tags of the words of all sentences in a row, and the chance of each label of each word."""

    tags: list[str]
    shares: NDArray[np.float32]
    """Words × labels of the weights."""


class Tagger:
    """One chain with the words it has met."""

    def __init__(self, weights: Weights, views: WordViews) -> None:
        self.weights, self._views = weights, views
        self._rows: dict[str, int] = {}
        self._known: list[WordView] = []
        self._table = np.zeros((256, 5, len(weights.labels)), dtype=np.float32)
        self._joint: dict[tuple[int, ...], NDArray[np.float32]] = {}

    def label(self, sentences: Sequence[Sequence[str]], lift: Mapping[str, float]) -> Labelled:
        """Return the labels of sentences of words.

        `lift` is added to the scores of the labels of a kind before the best chain is sought, so that
        more (or fewer) names of it are found; the chances are without it.
        """
        scores = self.scores(sentences)
        lengths = [len(words) for words in sentences]
        added = [lift.get(one.partition("-")[2], 0.0) for one in self.weights.labels]
        best = best_chains(scores + np.array(added, dtype=np.float32), lengths, self.weights.steps)
        names = self.weights.labels
        return Labelled([names[at] for at in best], chances(scores, lengths, self.weights.steps))

    def scores(self, sentences: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return the scores of the labels of each word, without the steps between labels."""
        if len(self._rows) > _MOST_WORDS:
            self._rows.clear()
            self._known.clear()
        start, end = self._row(START), self._row(END)
        flat: list[int] = []
        inside: list[int] = []
        for words in sentences:
            flat += (start, start)
            inside.extend(range(len(flat), len(flat) + len(words)))
            flat.extend([self._row(word) for word in words])
            flat += (end, end)
        if not inside:
            return np.zeros((0, len(self.weights.labels)), dtype=np.float32)
        rows, at = np.array(flat), np.array(inside)
        table = self._table
        summed: NDArray[np.float32] = self._joints(flat, inside)
        for place in range(5):
            summed += table[rows[at + place - 2], place]
        return summed

    def _row(self, word: str) -> int:
        row = self._rows.get(word)
        if row is None:
            row = self._rows[word] = len(self._known)
            view = self._views.of(word)
            self._known.append(view)
            if row >= len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            for place in range(5):
                self._table[row, place] = self.weights.score(view.at[place])
        return row

    def _joints(self, flat: Sequence[int], inside: Sequence[int]) -> NDArray[np.float32]:
        """Return the summed scores of features of several words.

        Rows of scores are gathered for some thousand words at a time: there are dozens for each word.
        """
        parts = [
            self._some_joints(flat, inside[begin : begin + _AT_ONCE])
            for begin in range(0, len(inside), _AT_ONCE)
        ]
        return np.concatenate(parts)

    def _some_joints(self, flat: Sequence[int], inside: Sequence[int]) -> NDArray[np.float32]:
        weights, views = self.weights, self._known
        found: list[int] = []
        begins: list[int] = []
        known = weights.features
        nothing = len(weights.states) - 1
        for at in inside:
            begins.append(len(found))
            found.append(nothing)
            for one in joint_features(
                views[flat[at - 1]],
                views[flat[at]],
                views[flat[at + 1]],
                views[flat[at + 2]],
                views[flat[at - 2]],
            ):
                row = known.get(one)
                if row is not None:
                    found.append(row)
        return np.add.reduceat(weights.states[found], begins, axis=0)
