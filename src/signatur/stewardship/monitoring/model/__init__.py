"""Reading a table of cases, and what follows from what was measured."""

from signatur.stewardship.monitoring.model.figures import (
    calibration_in,
    cases_from,
    disagreement_in,
    pseudonyms,
    right_while_unknown,
    shifts_in,
    workers_in,
)
from signatur.stewardship.monitoring.model.reading import cases_of

__all__ = [
    "calibration_in",
    "cases_from",
    "cases_of",
    "disagreement_in",
    "pseudonyms",
    "right_while_unknown",
    "shifts_in",
    "workers_in",
]
