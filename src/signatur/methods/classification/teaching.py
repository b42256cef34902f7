"""Which of many texts would teach most if somebody labelled them: unsure ones that are unlike each other.

Uncertainty times diversity, chosen one after the other (greedy, as in Brinker, "Incorporating
diversity in active learning with support vector machines", ICML 2003): the next is the one whose
uncertainty, shared with those chosen that are like it, is greatest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.features import Weighting, counts

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words and letters each have length 1, so that a row's product with itself is 2.
_SELF = 2.0


def most_teaching(texts: Sequence[str], unsure: Sequence[float], count: int = 10) -> list[int]:
    """Return the places of the texts that would teach most, the first first.

    `unsure` says of each how unsure its suggestion is, 0 to 1.
    """
    if not texts:
        return []
    counted = counts(texts)
    rows = Weighting.of(counted, 1).rows(counted)
    left = np.asarray(unsure, np.float64).copy()
    far = np.ones(len(texts))
    chosen: list[int] = []
    for _ in range(min(count, len(texts))):
        worth = left * far
        worth[chosen] = -1.0
        best = int(worth.argmax())
        chosen.append(best)
        alike = np.asarray((rows @ rows[best].T).todense()).ravel() / _SELF
        far = np.minimum(far, 1 - np.clip(alike, 0.0, 1.0))
    return chosen
