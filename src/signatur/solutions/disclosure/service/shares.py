"""Shares with their intervals: Wilson, "Probable inference" (JASA 1927), at 95 per cent."""

from __future__ import annotations

import math
from typing import Final

from signatur.solutions.disclosure.schema.case import Share

_Z: Final = 1.959963984540054


def share_of(hits: int, total: int) -> Share | None:
    """Return a share that was counted, None of nothing."""
    if total <= 0:
        return None
    share, square = hits / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = (
        _Z
        * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
        / (1 + square / total)
    )
    return Share(hits, total, share, max(0.0, middle - reach), min(1.0, middle + reach))
