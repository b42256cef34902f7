"""Finding that the practice behind the outcomes in a table changed, when, and which cases are old practice.

Case work is not frozen: a ruling, a new guidance, a new head of office, and the same facts meet with
another outcome. A model trained across the change learns an average of two practices. `practice_change`
finds the change and ranks the old cases that contradict the new practice; `effect_of` measures what
keeping, relabelling and removing them did.
"""

from signatur.methods.practice.cleaning import (
    CleaningEffect,
    Measured,
    Treatment,
    effect_of,
)
from signatur.methods.practice.finding import practice_change
from signatur.methods.practice.moments import UnreadableTime
from signatur.methods.practice.schema import (
    ChangePoint,
    Effect,
    Estimate,
    OldAgainstNew,
    Period,
    Place,
    PracticeChange,
    Suspect,
)

__all__ = [
    "ChangePoint",
    "CleaningEffect",
    "Effect",
    "Estimate",
    "Measured",
    "OldAgainstNew",
    "Period",
    "Place",
    "PracticeChange",
    "Suspect",
    "Treatment",
    "UnreadableTime",
    "effect_of",
    "practice_change",
]
