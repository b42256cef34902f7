"""What a suggestion is worked out with, registered as a model version: rules, prices, kinds, code.

It learns nothing from cases. That it is registered lets an auditor see which rules stood behind a
suggestion, and lets it be worked out again from exactly these.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from signatur import __version__
from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.records.registry import service as registry
from signatur.records.registry.schema import NewModel
from signatur.solutions.fleet.model import simulate
from signatur.solutions.fleet.schema.trips import trips_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle
from signatur.solutions.fleet.service.writing import plain, rules_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.studies import Question

METHOD = "fleet calculation"
_HOUR = 3_600
_TOLERANCE = 1e-6


class BasisDiffers(SignaturError):
    """The calculation gives another answer to its probe than when it was registered."""

    def __init__(self, version_id: UUID) -> None:
        super().__init__(
            log=f"basis {version_id} does not answer its probe as registered",
            shown=_(
                "The calculation does not give the same as when it was registered, so it is not used. "
                "Ask a new study."
            ),
        )


def basis_of(work: Work, project_id: UUID, question: Question) -> ModelVersion:
    """Return the registered basis of a question; a new one is registered when it is not known yet."""
    document = {"version": __version__, "rules": plain(question.rules)}
    content = json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    for version in registry.versions(work, project_id):
        if version.sha256 == sha256:
            return version
    return registry.register(
        work,
        project_id,
        NewModel(
            method=METHOD,
            model=content,
            snapshot=b"",
            snapshot_rows=0,
            code_version=__version__,
            seed=0,
            metrics={},
            card=_card(),
            probe=_as_bytes(_probed(question.rules)),
        ),
    )


def read_basis(work: Work, version: ModelVersion) -> Rules:
    """Return the rules of a registered basis. Raises ModelChanged, BlobMissing."""
    return rules_from(json.loads(registry.read_model(work, version))["rules"])


def check_basis(work: Work, version_id: UUID) -> None:
    """Raise BasisDiffers unless a registered basis answers its probe as it did."""
    version = registry.get(work, version_id)
    stored = json.loads(registry.read_probe(work, version))
    now = _probed(read_basis(work, version))
    if any(abs(stored[name] - now[name]) > _TOLERANCE * max(1.0, abs(now[name])) for name in now):
        raise BasisDiffers(version_id)


def _card() -> dict[str, str]:
    return {
        "purpose": "Which vehicles an authority needs for the driving that it does.",
        "method": "Every recorded trip is put on a vehicle; the least cost is bounded from below by a linear "
        "program, and a fleet near the bound is driven on paper.",
        "data": "Recorded trips; nothing is learnt from them.",
        "limits": "What was not driven in the period is not known of. Prices are the authority's own.",
    }


def _probed(rules: Rules) -> dict[str, float]:
    """Drive eight invented trips with three invented vehicles; return what came of it."""
    kinds: Mapping[str, Kind] = {
        "car": Kind("car", "Car", Body.CAR, Energy.PETROL, 40_000, 0.05),
        "electric": Kind("electric", "E", Body.CAR, Energy.ELECTRICITY, 50_000, 0.17, 250.0, 0.2),
        "bike": Kind("bike", "Bike", Body.BIKE, Energy.NONE, 1_500),
    }
    starts = [
        8 * _HOUR,
        8 * _HOUR + 600,
        9 * _HOUR,
        12 * _HOUR,
        33 * _HOUR,
        33 * _HOUR,
        34 * _HOUR,
        57 * _HOUR,
    ]
    trips = trips_of(
        ids=[f"{number}" for number in range(len(starts))],
        start_s=starts,
        end_s=[start + _HOUR for start in starts],
        distance_km=[4.0, 30.0, 7.0, 120.0, 3.0, 55.0, 90.0, 12.0],
    )
    vehicles = [Vehicle(id=key, kind=key) for key in kinds]
    found = simulate(trips, vehicles, kinds, rules)
    return {
        "dkk_year": found.cost.dkk_year,
        "co2e_kg_year": found.cost.co2e_kg_year,
        "undriven": float(found.plan.undriven),
    }


def _as_bytes(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
