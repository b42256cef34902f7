"""The values of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class ModelState(StrEnum):
    """Whether a model version is used."""

    CANDIDATE = "candidate"
    CHAMPION = "champion"
    RETIRED = "retired"


MODEL_STATE_TITLES: Mapping[ModelState, Text] = {
    ModelState.CANDIDATE: _("Candidate"),
    ModelState.CHAMPION: _("In use"),
    ModelState.RETIRED: _("Replaced"),
}


METRIC_TITLES: Mapping[str, Text] = {
    "n": _("Rows"),
    "n_unknown": _("Rows that belong nowhere"),
    "accuracy": _("Right answer first"),
    "top3_accuracy": _("Right answer among the first three"),
    "macro_f1": _("F1, every category counted alike"),
    "ece": _("Calibration error (ECE)"),
    "unknown_auroc": _("Telling what belongs nowhere (AUROC)"),
    "targets": _("What may go without reading, by promised precision"),
    "ladder": _("The ladder from simple to complex"),
    "target": _("Promised precision"),
    "coverage": _("Share that goes"),
    "precision": _("Precision"),
    "recall": _("Recall"),
    "threshold": _("Threshold"),
    "method": _("Method"),
    "train_seconds": _("Seconds to train"),
    "enquiries_per_second": _("Enquiries a second"),
    "peak_memory_mb": _("Memory at most, MB"),
}
COMPARISON = "comparison"
"""Metric that says how a version did beside another of the same authority, row by row. It names the
authority's own items, so that it is never given out."""
# Figures that are parts of a whole, and so are shown as percentages.
SHARES = frozenset(
    {
        "accuracy",
        "top3_accuracy",
        "target",
        "coverage",
        "precision",
        "recall",
        "gain_at_least",
        "margin",
        "prepared_for_unknown_share",
        "unknown_share_seen",
        "confidence_of_thresholds",
    }
)
CARD_TITLES: Mapping[str, Text] = {
    "purpose": _("Purpose"),
    "method": _("Method"),
    "data": _("Data"),
    "limits": _("Limits"),
    "evaluation": _("How it was measured"),
    "ethics": _("Whom it may harm, and how"),
    "contact": _("Who answers for it"),
    "rows": _("Rows learnt from"),
    "unknown_rows": _("Rows that belong nowhere"),
    "categories": _("Categories"),
    "seed": _("Seed"),
    "held_back": _("What thresholds were set on"),
    "unknown_from": _("How it learnt what belongs nowhere"),
    "embedding": _("Embedding model"),
    "margin": _("What a step up the ladder must gain at least"),
    "prepared_for_unknown_share": _("Share that may belong nowhere before a promise fails"),
    "unknown_share_seen": _("Share that belonged nowhere in training"),
    "confidence_of_thresholds": _("How certain the promises are"),
    "thresholds": _("Thresholds, by promised precision"),
    "model": _("Model"),
    "gain_at_least": _("Gained at least"),
    "taken": _("Taken"),
    "least_score": _("Threshold"),
    "categories_with_a_stricter_one": _("Categories with a stricter one"),
    "categories_never_ready": _("Categories that are never ready"),
}
_SUBJECTS = ("model", "target")
WORD_TITLES: Mapping[str, Text] = {
    "yes": _("yes"),
    "no": _("no"),
    "router": _("Experts that are weighed together"),
    "base rate": _("Base rate"),
    "keywords": _("Keywords"),
    "linear": _("Linear"),
    "linear and network": _("Linear and a small network"),
    "cross fitting": _("Every row, judged by a model that had not seen it"),
    "one part left out": _("One part that was left out of training"),
    "marked rows and categories left out": _(
        "From rows that people marked so, and categories left out"
    ),
    "categories left out": _("By leaving categories out in turn"),
    "same recipe, older part": _(
        "On the newest, by a model of the same recipe that had learnt from the older alone; this one "
        "has learnt from all"
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number, with its interval where one was computed."""

    value: float | str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures of the same kind in rows, such as one row for each promised precision."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Figure | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The metrics of a model version as a page shows them; names are codes."""

    single: tuple[tuple[str, Figure], ...]
    tables: tuple[FigureTable, ...]


def figures(metrics: Mapping[str, Any]) -> Figures:
    """Sort metrics into single figures and tables.

    A metric is a number, a word, `{"value", "low", "high"}`, or a list of mappings of these; what
    is none of that is left out.
    """
    found = [(name, _figure(value)) for name, value in metrics.items()]
    tables = [_table(name, value) for name, value in metrics.items() if _is_list_of_mappings(value)]
    return Figures(
        single=tuple((name, figure) for name, figure in found if figure is not None),
        tables=tuple(tables),
    )


def card_figures(card: Mapping[str, Any]) -> Figures:
    """Sort what a model says of itself in the same way, with words for yes, no and lists."""
    return figures({name: _worded(value) for name, value in card.items()})


def _worded(value: Any) -> Any:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() if _is_list_of_mappings(value):
            return [{name: _worded(one) for name, one in row.items()} for row in value]
        case list():
            return ", ".join(map(str, value))
        case dict() if "value" not in value:
            return "; ".join(f"{name}: {one}" for name, one in value.items())
    return value


def _figure(value: Any) -> Figure | None:
    match value:
        case bool():
            return None
        case int() | float() | str():
            return Figure(value)
        case {"value": int() | float() as number, "low": low, "high": high}:
            return Figure(number, low, high)
        case {"value": int() | float() as number}:
            return Figure(number)
    return None


def _is_list_of_mappings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _place_of(column: str) -> tuple[int, str]:
    """Say where a column stands: what a row is about, its measures, then the rest as titled here.

    The database does not keep the order in which a card was written.
    """
    if column in _SUBJECTS:
        return _SUBJECTS.index(column) - len(_SUBJECTS), ""
    titled = list(CARD_TITLES)
    return titled.index(column) + 1 if column in titled else 0, column


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> FigureTable:
    columns = tuple(sorted({column for row in rows for column in row}, key=_place_of))
    return FigureTable(
        name, columns, tuple(tuple(_figure(row.get(one)) for one in columns) for row in rows)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewModel:
    """What is registered: the bytes and everything needed to rebuild and to judge them."""

    method: str
    model: bytes
    snapshot: bytes
    """The training data as ids and labels, one JSON object a line; no content."""
    snapshot_rows: int
    code_version: str
    seed: int
    metrics: Mapping[str, Any]
    card: Mapping[str, Any]
    probe: bytes
    """Inputs without person data and the outputs that they must give."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A registered model version; its bytes lie in the blob store under `sha256`."""

    id: UUID
    project_id: UUID
    number: int
    method: str
    sha256: str
    size: int
    snapshot_sha256: str
    snapshot_rows: int
    probe_sha256: str
    code_version: str
    seed: int
    metrics: Mapping[str, Any]
    card: Mapping[str, Any]
    state: ModelState
    created_by: UUID | None
    created_at: datetime
    promoted_by: UUID | None
    promoted_at: datetime | None
