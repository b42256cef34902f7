"""Which column is most likely the outcome, the time, and the groups: to begin with, not to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from signatur.methods.tables.names import words
from signatur.methods.tables.schema import Kind

if TYPE_CHECKING:
    from signatur.methods.tables.schema import Column, Table

_OUTCOMES: Final = (
    "label", "target", "outcome", "udfald", "afgørelse", "afgoerelse", "decision", "resultat", "result",
    "svar", "answer", "class", "klasse", "emne", "subject", "y", "bevilget", "status",
)  # fmt: skip
_TIMES: Final = ("modtaget", "received", "dato", "date", "tid", "time", "oprettet", "created", "at")
_GROUPS: Final = (
    "køn", "koen", "sex", "gender", "alder", "age", "aldersgruppe", "etnicitet", "herkomst", "origin",
    "ethnicity", "sprog", "language", "postnummer", "distrikt", "kommune", "civilstand", "handicap",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """Columns that most likely are what their names and contents say."""

    label: str
    time: str
    groups: tuple[str, ...]


def guess_columns(table: Table) -> Guess:
    """Guess by names first, by contents where no name fits; empty where nothing does."""
    columns = [one for one in table.columns.values() if one.kind is not Kind.EMPTY]
    fitting = [one for one in columns if _may_be_outcome(one)]
    label = _named(fitting, _OUTCOMES) or (fitting[-1].name if fitting else "")
    times = [one for one in columns if one.kind is Kind.TIME]
    time = _named(times, _TIMES) or (times[0].name if times else "")
    groups = tuple(
        one.name
        for one in columns
        if one.name != label and any(w in _GROUPS for w in words(one.name))
    )
    return Guess(label, time, groups[:5])


def _may_be_outcome(column: Column) -> bool:
    if column.kind is Kind.CATEGORY:
        return 2 <= column.distinct <= 200
    return column.kind is Kind.NUMBER and column.distinct >= 2 and not column.is_identifier


def _named(columns: list[Column], names: tuple[str, ...]) -> str:
    for wanted in names:
        for one in columns:
            if wanted in words(one.name):
                return one.name
    return ""
