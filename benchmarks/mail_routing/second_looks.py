"""The simulated staff's second look at a control on which a person and the system disagreed.

They know what the enquiry is truly about and err as often as the first person does, by a draw of their
own. What follows is what the service does: wrong until it is settled, then as they found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.schema import NOWHERE
from signatur.solutions.mail_routing.schema.second_look import Verdict

if TYPE_CHECKING:
    from datetime import date

    from signatur.methods.classification import Example
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.schema import Target

# Keeps these draws apart from all others of the same seed.
_STREAM = 9041


@dataclass(eq=False)
class Control:
    """A control of the simulation, decided by a person."""

    one: InventedEnquiry
    suggested: Target
    decided: Target
    given: int
    """Under which of the authorisations it was drawn."""
    example: Example | None
    """What its decision taught."""
    is_right: bool = False

    def __post_init__(self) -> None:
        self.is_right = self.agrees

    @property
    def agrees(self) -> bool:
        return self.suggested == self.decided

    @property
    def day(self) -> date:
        return self.one.received_at.date()


def is_true(target: Target, one: InventedEnquiry) -> bool:
    """Say whether a place is one of those where an enquiry truly belongs."""
    return target == NOWHERE if one.is_unknown else target.subject_key in one.subject_keys


def what_they_say(control: Control, seed: int, number: int, error: float) -> Verdict:
    """Return the verdict on a disagreement, now and then another than the true one."""
    chance = Chance(seed, _STREAM, number)
    true = _TRUE[is_true(control.decided, control.one), is_true(control.suggested, control.one)]
    if chance.happens(error):
        return chance.pick([verdict for verdict in Verdict if verdict is not true])
    return true


_TRUE = {
    (True, True): Verdict.BOTH,
    (True, False): Verdict.PERSON,
    (False, True): Verdict.SYSTEM,
    (False, False): Verdict.NEITHER,
}
