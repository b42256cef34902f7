"""How sure a router is: one opinion out of its experts, and honest probabilities for it.

The experts' numbers become probabilities by temperature scaling (Guo et al. 2017), mixed evenly. From
the shape of that opinion logistic regressions, fitted on rows that the experts had not learnt from,
say how probable it is that the text is known at all, that the first label is right, that one of the
first three is, and the score that thresholds are compared with: that the first label is right at the
share of unknown texts to be prepared for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TEMPERATURES = (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
# Of a label's own record so much counts before it outweighs that of all labels together.
_PRIOR_ROWS = 10
_FAINT = 1e-9
_ROWS_FOR_A_SIGN = 50
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the experts say of some rows, before it is known how far to believe them."""

    linear: NDArray[np.float64]
    """Shape (rows, known labels)."""
    network: NDArray[np.float64] | None
    unknown: NDArray[np.float64]
    """What each expert says for "belongs nowhere", shape (rows, experts); NaN where not learnt."""
    familiar: NDArray[np.float64]
    """Share of each text's n-grams that occurred in training."""
    length: NDArray[np.float64]
    """Number of different n-grams of each text."""

    def take(self, chosen: NDArray[np.bool_]) -> Opinions:
        """Return the chosen rows."""
        return Opinions(
            self.linear[chosen],
            None if self.network is None else self.network[chosen],
            self.unknown[chosen],
            self.familiar[chosen],
            self.length[chosen],
        )

    def without_network(self) -> Opinions:
        """Return what is left when the network is not asked."""
        return Opinions(self.linear, None, self.unknown[:, :1], self.familiar, self.length)


def join(opinions: Sequence[Opinions]) -> Opinions:
    """Return opinions one after the other."""
    networks = [one.network for one in opinions if one.network is not None]
    return Opinions(
        np.concatenate([one.linear for one in opinions]),
        np.concatenate(networks) if networks else None,
        np.concatenate([one.unknown for one in opinions]),
        np.concatenate([one.familiar for one in opinions]),
        np.concatenate([one.length for one in opinions]),
    )


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the experts' numbers become one probability for each known label."""

    linear: float
    """Temperature: numbers are multiplied by it."""
    network: float

    def shares(self, opinions: Opinions) -> NDArray[np.float64]:
        """Return probabilities among the known labels, shape (rows, labels)."""
        shares = softmax(opinions.linear * self.linear)
        if opinions.network is not None:
            shares = (shares + softmax(opinions.network * self.network)) / 2
        return shares


def fit_mixture(opinions: Opinions, labels: NDArray[np.int64]) -> Mixture:
    """Choose the temperatures that make the right labels most probable."""
    linear = _best_temperature(opinions.linear, labels)
    network = 1.0 if opinions.network is None else _best_temperature(opinions.network, labels)
    return Mixture(linear, network)


def _best_temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    def loss(temperature: float) -> float:
        shares = softmax(logits * temperature)[np.arange(len(labels)), labels]
        return -float(np.log(shares + _FAINT).mean())

    return min(_TEMPERATURES, key=loss) if len(labels) else 1.0


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities, shape as given, rows adding up to 1."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(1, keepdims=True)
    return shares


# --- the shape of an opinion ---------------------------------------------------------------------


def signs(
    opinions: Opinions, shares: NDArray[np.float64], record: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what tells sure opinions from unsure ones, shape (rows, signs)."""
    from scipy.special import logsumexp

    first, second = _two_greatest(shares)
    top, next_ = _two_greatest(opinions.linear)
    columns = [
        np.log(first + _FAINT),
        np.log(first + _FAINT) - np.log(second + _FAINT),
        top,
        top - next_,
        opinions.familiar,
        np.log1p(opinions.length),
        record[shares.argmax(1)],
    ]
    if opinions.network is not None:
        columns += [logsumexp(opinions.network, axis=1), opinions.network.max(1)]
    if not np.isnan(opinions.unknown).any():
        columns.append(top - opinions.unknown[:, 0])
        if opinions.network is not None:
            columns.append(opinions.network.max(1) - opinions.unknown[:, 1])
    return np.stack(columns, axis=1)


def signs_of_three(shares: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what tells whether one of the first three labels is right, their own share first."""
    most = min(3, shares.shape[1])
    three = np.partition(shares, -most, axis=1)[:, -most:].sum(1)
    return np.column_stack([np.log(three + _FAINT), seen])


def _two_greatest(
    numbers: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if numbers.shape[1] == 1:
        return numbers[:, 0], np.zeros(len(numbers))
    greatest = np.partition(numbers, -2, axis=1)
    return greatest[:, -1], greatest[:, -2]


def record_of(
    first: NDArray[np.int64], is_right: NDArray[np.bool_], label_count: int
) -> NDArray[np.float64]:
    """Return how often each label was right when it was said, as log odds, shrunk to the whole."""
    said = np.bincount(first, minlength=label_count)
    right = np.bincount(first, weights=is_right, minlength=label_count)
    overall = is_right.mean() if len(is_right) else 0.5
    share = (right + _PRIOR_ROWS * overall) / (said + _PRIOR_ROWS)
    share = np.clip(share, 0.01, 0.99)
    odds: NDArray[np.float64] = np.log(share / (1 - share))
    return odds


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic regression over the signs."""

    weights: NDArray[np.float64]
    base: float

    def odds(self, seen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return log odds, shape (rows,). Summed sign by sign, so that a row is itself in any batch."""
        total = np.full(len(seen), self.base)
        for at, weight in enumerate(self.weights):
            total += seen[:, at] * weight
        return total

    def probability(self, seen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities, shape (rows,)."""
        probability: NDArray[np.float64] = 1 / (1 + np.exp(-self.odds(seen)))
        return probability


def fit_head(
    seen: NDArray[np.float64], holds: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Head:
    """Fit a head; where all rows agree, it says just that, with one row's doubt at least.

    Then the doubt grows as the first label's probability falls, so that a text which is less clear than
    all that were seen does not pass for as sure as they were.
    """
    from sklearn.linear_model import LogisticRegression

    # On few rows only the first signs count: the probability itself, then how far it leads.
    used = min(seen.shape[1], 1 + len(holds) // _ROWS_FOR_A_SIGN)
    if holds.all() or not holds.any():
        odds = np.log(len(holds) + 1.0)
        slopes = np.zeros(seen.shape[1])
        slopes[0] = 1.0
        return Head(slopes, float(odds if holds.all() else -odds))
    asked = seen[:, :used]
    middle, spread = asked.mean(0), asked.std(0)
    # A sign that was the same for all rows tells nothing, and rounding must not make it do so.
    spread[spread < _SAME] = np.inf
    model = LogisticRegression(C=1.0, max_iter=500)
    model.fit((asked - middle) / spread, holds, sample_weight=weights)
    slopes = np.zeros(seen.shape[1])
    slopes[:used] = model.coef_[0] / spread
    return Head(slopes, float(model.intercept_[0] - slopes[:used] @ middle))
