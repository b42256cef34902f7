"""From opinions on rows that were not learnt from to probabilities and thresholds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.classification.confidence import (
    Head,
    Mixture,
    Opinions,
    fit_head,
    fit_mixture,
    record_of,
    signs,
    signs_of_three,
)
from signatur.methods.classification.schema import TARGETS, Verdict
from signatur.methods.classification.thresholds import (
    CONFIDENCE,
    Trials,
    thresholds_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Digits to which a verdict is rounded: the last bits of a sum depend on the processor.
_DIGITS = 6
_MOST_ALTERNATIVES = 5
# Whether a text is known at all is learnt as if at least this share were not, and said as if at least
# the other were not.
_LEAST_DOUBT, _LEAST_SHARE = 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns opinions into verdicts."""

    mixture: Mixture
    record: NDArray[np.float64]
    """How often each label was right when it was said, as log odds, shape (labels,)."""
    known: Head
    right: Head
    score: Head
    """Whether the first label is right, at the share of unknown texts prepared for."""
    least: NDArray[np.float64]
    """Least score, shape (targets, labels)."""
    unknown_share: float
    unknown_seen: float
    among_three: Head
    """Whether one of the first three labels is right."""

    def verdicts(self, opinions: Opinions, labels: Sequence[str]) -> list[Verdict]:
        """Return what to say of each row."""
        shares = self.mixture.shares(opinions)
        seen = signs(opinions, shares, self.record)
        known = np.round(self.known.probability(seen), _DIGITS)
        right = np.round(self.right.probability(seen), _DIGITS)
        score = np.round(self.score.odds(seen), _DIGITS)
        three = np.round(self.among_three.probability(signs_of_three(shares, seen)), _DIGITS)
        sure_of_three = np.maximum(three, right)
        order = _order(shares)
        clears = score[:, None] >= self.least.T[order[:, 0]]
        verdicts = []
        for row, first in enumerate(order[:, :_MOST_ALTERNATIVES]):
            verdicts.append(
                Verdict(
                    labels=tuple(labels[at] for at in first),
                    probabilities=_spread(
                        shares[row, first], float(right[row]), float(sure_of_three[row])
                    ),
                    known=float(known[row]),
                    score=float(score[row]),
                    clears=tuple(
                        target for target, ok in zip(TARGETS, clears[row], strict=True) if ok
                    ),
                    among_three=float(sure_of_three[row]),
                )
            )
        return verdicts

    def as_card(self) -> dict[str, Any]:
        """Return what a person should know of it, as JSON values."""
        return {
            "prepared_for_unknown_share": round(self.unknown_share, 4),
            "unknown_share_seen": round(self.unknown_seen, 4),
            "confidence_of_thresholds": CONFIDENCE,
            "thresholds": [
                {
                    "target": target,
                    "least_score": _number(np.min(least)),
                    "categories_with_a_stricter_one": int(
                        ((least > np.min(least)) & np.isfinite(least)).sum()
                    ),
                    "categories_never_ready": int(np.isinf(least).sum()),
                }
                for target, least in zip(TARGETS, self.least, strict=True)
            ],
        }


def _order(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the labels of each row, the most probable first."""
    return np.argsort(-np.round(shares, 2 * _DIGITS), axis=1, kind="stable")


def _number(value: float) -> float | None:
    return round(float(value), _DIGITS) if np.isfinite(value) else None


def _spread(shares: NDArray[np.float64], right: float, three: float) -> tuple[float, ...]:
    """Give the first three labels what they have together, and the others theirs in proportion."""
    part = max(three - right, 0.0) / max(float(shares[1:3].sum()), 1e-9)
    beside = [min(float(one) * part, right) for one in shares[1:3]]
    beyond = [min(float(one) * part, right, (1.0 - three) / 2) for one in shares[3:]]
    return (right, *(round(one, _DIGITS) for one in (*beside, *beyond)))


LEFT_OUT = 1
"""Added to the number that means "belongs nowhere": nobody marked the text, its category was left out."""


def calibrate(
    opinions: Opinions,
    truth: NDArray[np.int64],
    label_count: int,
    prepared_for: float,
    unknown_seen: float,
) -> Calibration:
    """Fit mixture, heads and thresholds; a truth of `label_count` means "belongs nowhere".

    Texts of categories that were left out only teach what a text looks like that is not known; what
    is promised is promised of a stream as people have marked it.
    """
    is_known, is_marked = truth < label_count, truth <= label_count
    mixture = fit_mixture(opinions.take(is_known), truth[is_known])
    shares = mixture.shares(opinions)
    first = shares.argmax(1)
    is_right = is_known & (first == truth)
    record = record_of(first[is_known], is_right[is_known], label_count)
    seen = signs(opinions, shares, record)
    doubt, share = max(prepared_for, _LEAST_DOUBT), max(unknown_seen, _LEAST_SHARE)
    known = fit_head(seen, is_known, _weights(truth, label_count, doubt))
    # Learnt where unknown texts are frequent enough to learn from, said of the stream that was seen.
    known = replace(known, base=known.base + _log_odds(doubt) - _log_odds(share))
    seen, truth, first = seen[is_marked], truth[is_marked], first[is_marked]
    is_right, is_known, shares = is_right[is_marked], is_known[is_marked], shares[is_marked]
    as_seen = _weights(truth, label_count, unknown_seen)
    is_among_three = is_known & (_order(shares)[:, :3] == truth[:, None]).any(1)
    score = fit_head(seen, is_right, _weights(truth, label_count, prepared_for))
    trials = Trials(np.round(score.odds(seen), _DIGITS), first, is_right, is_known, prepared_for)
    return Calibration(
        mixture=mixture,
        record=record,
        known=known,
        right=fit_head(seen, is_right, as_seen),
        score=score,
        least=np.stack([thresholds_for(trials, target, label_count) for target in TARGETS]),
        unknown_share=prepared_for,
        unknown_seen=unknown_seen,
        among_three=fit_head(signs_of_three(shares, seen), is_among_three, as_seen),
    )


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _weights(
    truth: NDArray[np.int64], label_count: int, unknown_share: float
) -> NDArray[np.float64]:
    """Weigh rows so that unknown ones have the stated share, marked and left out ones half each.

    An unmarked stream has next to none.
    """
    known_total = int((truth < label_count).sum())
    kinds, kind = np.unique(np.maximum(truth, label_count - 1), return_inverse=True)
    unknown_kinds = int((kinds >= label_count).sum())
    if not unknown_kinds or not known_total:
        return np.ones(len(truth))
    of_kind = unknown_share / (1 - unknown_share) * known_total / unknown_kinds
    weights = np.maximum(of_kind / np.bincount(kind), 1e-6)
    weights[0] = 1.0
    return weights[kind]
