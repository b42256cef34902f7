"""From the fleet of today to the one that was chosen: what happens when each lease ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from signatur.solutions.fleet.schema.vehicles import Vehicle


class Step(StrEnum):
    """What is done with a vehicle, or instead of it."""

    KEEP = "keep"
    """It is of a kind that stays; its lease is renewed."""
    REPLACE = "replace"
    END = "end"
    BUY = "buy"
    """A vehicle that replaces none."""


STEP_TITLES = {
    Step.KEEP: _("Keep it"),
    Step.REPLACE: _("Replace"),
    Step.END: _("End without replacement"),
    Step.BUY: _("Get new"),
}


@dataclass(frozen=True, slots=True)
class Replacement:
    """One step of the way, and when it is due."""

    step: Step
    vehicle: str
    """Which vehicle it is about; empty for a new one."""
    kind: str
    by: str
    """The kind that comes instead; empty where none does."""
    due: date | None
    """The end of the lease; None where it is not known."""


def replacements(vehicles: Sequence[Vehicle], target: Mapping[str, int]) -> list[Replacement]:
    """Return the steps from the vehicles there are to numbers of each kind, earliest lease first.

    Of a kind that stays, the vehicles whose leases run longest are kept. Leases that end first are
    replaced first; what is too many ends last of all, so that nobody lacks a vehicle on the way.
    """
    missing = dict(target)
    far = max((one.lease_end for one in vehicles if one.lease_end), default=None)

    def ends(vehicle: Vehicle) -> tuple[bool, date | None, str]:
        return vehicle.lease_end is None, vehicle.lease_end or far, vehicle.id

    steps = []
    going = []
    for vehicle in sorted(vehicles, key=ends, reverse=True):
        if missing.get(vehicle.kind, 0) > 0:
            missing[vehicle.kind] -= 1
            steps.append(Replacement(Step.KEEP, vehicle.id, vehicle.kind, "", vehicle.lease_end))
        else:
            going.append(vehicle)
    wanted = [kind for kind in sorted(missing) for _number in range(missing[kind])]
    for vehicle in sorted(going, key=ends):
        by = wanted.pop(0) if wanted else ""
        step = Step.REPLACE if by else Step.END
        steps.append(Replacement(step, vehicle.id, vehicle.kind, by, vehicle.lease_end))
    steps += [Replacement(Step.BUY, "", "", kind, None) for kind in wanted]
    return sorted(steps, key=lambda one: (one.due is None, one.due or far, one.step, one.vehicle))
