"""What taking in a case can meet beside what readers of documents meet."""

from __future__ import annotations

from enum import StrEnum


class IntakeCode(StrEnum):
    """Codes beside those of `ProblemCode`."""

    WRONG_ENDING = "wrong_ending"
    OUTSIDE_PATH = "outside_path"
    LINK = "link"
    NO_ACCESS = "no_access"
    NOT_ALL = "not_all"
