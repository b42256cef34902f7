"""What a second person says of a control on which a person and the system disagreed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text


class Said(StrEnum):
    """What the second person says, who does not know whose answer is which."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    NEITHER = "neither"


class Verdict(StrEnum):
    """Whose answer was right."""

    PERSON = "person"
    SYSTEM = "system"
    BOTH = "both"
    NEITHER = "neither"

    @property
    def is_system_right(self) -> bool:
        """Whether what would have gone by itself would have gone rightly."""
        return self in (Verdict.SYSTEM, Verdict.BOTH)

    @property
    def is_person_right(self) -> bool:
        """Whether the enquiry lies where the person sent it rightly."""
        return self in (Verdict.PERSON, Verdict.BOTH)


VERDICT_TITLES: Mapping[Verdict, Text] = {
    Verdict.PERSON: _("Only the person was right"),
    Verdict.SYSTEM: _("Only the system was right"),
    Verdict.BOTH: _("Both were right"),
    Verdict.NEITHER: _("Neither was right"),
}


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """How many disagreements wait for a second look, and what came of the others."""

    waiting: int = 0
    person: int = 0
    system: int = 0
    both: int = 0
    neither: int = 0

    @property
    def settled(self) -> int:
        return self.person + self.system + self.both + self.neither

    def of(self, verdict: Verdict) -> int:
        """Return how often this was the verdict."""
        counts = {
            Verdict.PERSON: self.person,
            Verdict.SYSTEM: self.system,
            Verdict.BOTH: self.both,
            Verdict.NEITHER: self.neither,
        }
        return counts[verdict]
