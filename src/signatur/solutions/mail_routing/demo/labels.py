"""What the staff took an enquiry for: mostly right, and wrong where two subjects are easily mistaken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.municipality import subject, subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.demo.chance import Chance

UNKNOWN = "__unknown__"
"""The label of an enquiry that belongs nowhere."""

_NEAR_SHARE = 0.8
_FIRST_MATTER_SHARE = 0.75


def staff_label(subject_keys: Sequence[str], noise: float, chance: Chance) -> str:
    """Return the one subject that the staff filed an enquiry under; of several matters it is mostly the first."""
    is_first = len(subject_keys) == 1 or chance.happens(_FIRST_MATTER_SHARE)
    true_key = subject_keys[0 if is_first else 1]
    if not chance.happens(noise):
        return true_key
    if chance.happens(_NEAR_SHARE):
        return chance.pick(subject(true_key).near)
    return chance.pick([each.key for each in subjects() if each.key != true_key])


def stray_label(near: Sequence[str], noise: float, chance: Chance) -> str:
    """Return what the staff did with an enquiry that belongs nowhere: put it aside, or file it under a near subject."""
    return chance.pick(near) if chance.happens(noise) else UNKNOWN
