"""Which lane a model's verdict belongs in."""

from __future__ import annotations

from signatur.solutions.mail_routing.schema import Lane

ONE_IS_RIGHT = 0.8
"""In the lane 'pick' one of the alternatives is right with at least this probability.

Lower, and a caseworker reads in vain for one of three; higher, and what could be picked must be read.
"""


def lane_of(one_is_right: float, *, is_ready: bool) -> Lane:
    """Return the lane, from the probability that one of the alternatives is right."""
    if is_ready:
        return Lane.READY
    return Lane.PICK if one_is_right >= ONE_IS_RIGHT else Lane.READ
