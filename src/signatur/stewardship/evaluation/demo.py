"""An invented trial: a sealed test set, what it says, a finding that is answered, two signatures."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.permissions import Role
from signatur.records.alarms import service as alarms
from signatur.records.floors import service as floors
from signatur.stewardship.evaluation import service
from signatur.stewardship.evaluation.schema import Columns

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.part import Demo

_DEPARTMENTS = ("Borgerservice", "Teknik og miljø", "Børn og unge", "Social og sundhed", "Skat")
_CHANNELS = ("Digital Post", "E-mail", "Papir")
_LANGUAGES = ("dansk", "andet")
_LETTERS = 1200
_SEED = 20261128
COLUMNS = Columns(
    "facit", ("nøgleord", "regelliste", "lineær"), ("sagsbehandler 1", "sagsbehandler 2"),
    ("kanal", "sprog"), "sikkerhed",
)  # fmt: skip
# How often each is right, of what it answers at all.
_RIGHT = {"nøgleord": 0.86, "regelliste": 0.865, "lineær": 0.978}
_PEOPLE_RIGHT = 0.94
_PAPER_IS_WORSE_BY = 0.14


def begin(demo: Demo, project_id: UUID) -> None:
    """Seal and open as the data scientist; the owner answers what was found, and signs."""
    with demo.runtime.work(demo.actors[Role.DATA_SCIENTIST]) as work:
        if floors.current(work, project_id) is None:
            return
        sealed = service.seal(work, project_id, io.BytesIO(a_test_set()))
        found = service.evaluate(work, project_id, sealed.id, COLUMNS)
    with demo.runtime.work(demo.actors[Role.PROJECT_OWNER]) as work:
        for one in service.bias_alarms(work, found).values():
            alarms.answer(
                work, one.id,
                "Scannede breve læses dårligere. De fordeles af et menneske, til der er 500 flere at lære af.",
            )  # fmt: skip
        if service.obstacles(work, found):
            return
        service.sign(
            work, found.id,
            "Mindstekravet er holdt på 1.200 breve, som ingen havde set. Opfundet til prøve.",
            valid_to=work.today + timedelta(days=335),
        )  # fmt: skip


def a_test_set() -> bytes:
    """Return an invented test set, the same each time: no letter, no name, only answers."""
    chance = np.random.default_rng(_SEED)
    header = (COLUMNS.truth, *COLUMNS.models, *COLUMNS.people, *COLUMNS.groups, COLUMNS.score)
    lines = [";".join(header)]
    for _ in range(_LETTERS):
        truth = int(chance.integers(len(_DEPARTMENTS)))
        channel = str(chance.choice(_CHANNELS, p=(0.55, 0.33, 0.12)))
        language = str(chance.choice(_LANGUAGES, p=(0.98, 0.02)))
        worse = _PAPER_IS_WORSE_BY if channel == "Papir" else 0.0
        said = [
            _answer(chance, truth, right - worse) if chance.random() < 0.7 else ""
            for right in _RIGHT.values()
        ]
        people = [_answer(chance, truth, _PEOPLE_RIGHT) for _person in COLUMNS.people]
        sure = min(0.999, max(0.5, _RIGHT["lineær"] - worse + float(chance.normal(0, 0.015))))
        cells = (_DEPARTMENTS[truth], *said, *people, channel, language, f"{sure:.3f}")
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


def _answer(chance: np.random.Generator, truth: int, right: float) -> str:
    others = [one for one in _DEPARTMENTS if one != _DEPARTMENTS[truth]]
    return _DEPARTMENTS[truth] if chance.random() < right else str(chance.choice(others))
