"""What the work is worth in minutes, with the assumptions that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.model.insight.volume import is_judged

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.model.insight.facts import Facts
    from signatur.solutions.mail_routing.model.insight.shares import Share

USUAL_MINUTES = 3.0
"""Minutes that it takes to read and send on one enquiry by hand; nobody has measured them here."""
USUAL_MINUTES_WITH = 1.0
"""The same where a suggestion is followed."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of the work by hand."""

    minutes: float = USUAL_MINUTES
    minutes_with: float = USUAL_MINUTES_WITH


@dataclass(frozen=True, slots=True)
class Value:
    """Minutes saved, and from what."""

    automatic: int
    followed: int
    from_automatic: float
    from_followed: float
    lost_on_wrong: float
    """Wrong ones are read and sent on once more by hand."""
    assumption: Assumption

    @property
    def total(self) -> float:
        return self.from_automatic + self.from_followed - self.lost_on_wrong


def value_of(facts: Facts, error: Share, assumed: Assumption) -> Value:
    """Return the minutes saved; `error` is that of what goes by itself."""
    automatic = int(facts.is_word("how", "automatic").sum())
    followed = int((is_judged(facts) & facts.is_word("outcome", "accepted")).sum())
    return Value(
        automatic=automatic,
        followed=followed,
        from_automatic=automatic * assumed.minutes,
        from_followed=followed * max(0.0, assumed.minutes - assumed.minutes_with),
        lost_on_wrong=automatic * (error.value or 0.0) * assumed.minutes,
        assumption=assumed,
    )
