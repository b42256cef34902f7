"""The values of sharing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text

FORMAT: Final = "signatur-bundle-1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature and hashes hold."""

    about: Mapping[str, Any]
    """Who gave it, which project and solution, when, by which version of Signatur."""
    files: Mapping[str, bytes]
    fingerprint: str
    """Of the key that signed it: sixteen groups of four, to be read aloud."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that an authority cannot take over from another."""

    code: str
    title: Text
    why: Text
    evidence: str = ""
    """The kind of evidence that shows it done, where a gate asks for one."""


# What every receiver redoes, whatever the bundle holds (governance: scaling kit).
DUTIES: Final = (
    Duty(
        "controller",
        _("Your authority is the controller of its own processing"),
        _("GDPR article 4(7) and 24: responsibility cannot be handed over with a model."),
    ),
    Duty(
        "legal_basis_development",
        _("Own legal basis for development"),
        _("GDPR article 6(3): the basis must fit your own task and your own data."),
        "legal_basis_development",
    ),
    Duty(
        "data_examined",
        _("Own data analysis, and whether the model represents your citizens"),
        _("AI Act article 26(4): input data must be relevant and representative for your use."),
        "data_examined",
    ),
    Duty(
        "human_baseline",
        _("Own human baseline, and a floor that you sign"),
        _("How often your own people err decides what is good enough with you."),
        "performance_floor",
    ),
    Duty(
        "legal_basis_operation",
        _("Own legal basis for operation"),
        _("Development is often lawful where operation is not; the giver's basis is not yours."),
        "legal_basis_operation",
    ),
    Duty(
        "legal_basis_trial",
        _("Own legal basis for a test on real cases"),
        _("Real citizens' cases are used before anybody knows that it works with you."),
        "legal_basis_trial",
    ),
    Duty(
        "impact_assessment",
        _("Own impact assessment"),
        _("GDPR article 35 and AI Act article 27: the risks are those of your use."),
        "impact_assessment",
    ),
    Duty(
        "trial_evaluated",
        _("Own trial, evaluated on your own cases"),
        _("A model that works elsewhere is not shown to work here until you have measured it."),
        "trial_evaluated",
    ),
    Duty(
        "provider",
        _("A written agreement with the giver"),
        _(
            "AI Act article 25: who hands a system on is its provider; agree on handover and support."
        ),
    ),
    Duty(
        "mdr",
        _("Not a device made in house by another institution"),
        _("MDR article 5(5): such a device may not be transferred to another legal entity."),
    ),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked when a bundle was taken in."""

    code: str
    title: str
    holds: bool | None
    """None: it cannot be told yet."""
    said: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A bundle that an authority took in."""

    id: UUID
    project_id: UUID
    sha256: str
    fingerprint: str
    giver: str
    solution: str
    taken_in_by: UUID
    taken_in_at: datetime
    model_version_id: UUID | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A bundle that an authority gave out."""

    id: UUID
    project_id: UUID
    sha256: str
    size: int
    given_by: UUID
    given_at: datetime
    model_because: str
    """Why the model is in it; empty: it is not."""
