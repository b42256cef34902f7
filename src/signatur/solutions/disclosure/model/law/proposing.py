"""Which ground is proposed for a finding, and which others may be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.model.law.reading import packaged_grounds

if TYPE_CHECKING:
    from datetime import date

    from signatur.solutions.disclosure.schema.finding import FindingKind
    from signatur.solutions.disclosure.schema.law import Ground, Grounds, Regime

# Category of grounds on which a whole request is refused; they stand in letters, never in boxes.
WHOLE_REQUEST: Final = "request"


def propose_ground(
    kind: FindingKind, regime: Regime, day: date, grounds: Grounds | None = None
) -> str:
    """Return the key of the ground that is proposed for a kind of finding; empty where none is.

    None is proposed for what is public as a rule (companies' numbers, places, case numbers), and for what a
    person marked by hand, who knows why.
    """
    law = grounds or packaged_grounds()
    for one in law.in_force(regime, day):
        if kind in one.kinds:
            return one.key
    return ""


def other_grounds(
    kind: FindingKind, regime: Regime, day: date, grounds: Grounds | None = None
) -> tuple[Ground, ...]:
    """Return the grounds that may be chosen for a kind: first those that are meant for it, then the rest."""
    law = grounds or packaged_grounds()
    usable = [one for one in law.in_force(regime, day) if one.category != WHOLE_REQUEST]
    meant = [one for one in usable if kind in one.kinds]
    possible = [one for one in usable if kind in one.may_cover and one not in meant]
    rest = [one for one in usable if one not in meant and one not in possible]
    return (*meant, *possible, *rest)


def neutral_ground(key: str, regime: Regime, grounds: Grounds | None = None) -> str:
    """Return the ground to name instead of one whose name would tell a secret; the same where none is needed.

    Raises KeyError where the data name no neutral ground that applies to the regime.
    """
    law = grounds or packaged_grounds()
    ground = law.of(key)
    if ground is None or not ground.neutral:
        return key
    for other in ground.neutral:
        found = law.of(other)
        if found is not None and regime in found.applies_to:
            return other
    raise KeyError(key)


def label_of(key: str, grounds: Grounds | None = None) -> str:
    """Return what stands in the box over what is withheld; empty for an unknown key."""
    ground = (grounds or packaged_grounds()).of(key)
    return ground.label if ground is not None else ""
