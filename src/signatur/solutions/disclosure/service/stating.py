"""Persons and what was stated of them, as they are stored and read again; for this folder only."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from signatur.solutions.disclosure.schema.parties import (
    Gender,
    Person,
    Role,
    Spot,
    Statement,
    StatementKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def person_to(person: Person) -> dict[str, Any]:
    """Return a person as it is stored."""
    told = asdict(person)
    told["birth_date"] = person.birth_date.isoformat() if person.birth_date else None
    return told


def person_from(stored: Mapping[str, Any]) -> Person:
    """Return a person as it was stored."""
    told = dict(stored)
    born = told.pop("birth_date")
    many: dict[str, Any] = {
        name: tuple(value) for name, value in told.items() if isinstance(value, list)
    }
    rest = {name: value for name, value in told.items() if name not in many}
    rest |= {"role": Role(rest["role"]), "gender": Gender(rest["gender"])}
    return Person(**rest, **many, birth_date=date.fromisoformat(born) if born else None)


def statement_to(statement: Statement) -> dict[str, Any]:
    """Return a statement as it is stored."""
    return {
        "kind": statement.kind.value, "first": _side_to(statement.first),
        "second": _side_to(statement.second), "role": statement.role.value,
        "word": statement.word, "of": statement.of,
    }  # fmt: skip


def statement_from(stored: Mapping[str, Any]) -> Statement:
    """Return a statement as it was stored."""
    return Statement(
        StatementKind(stored["kind"]), _side_from(stored["first"]), _side_from(stored["second"]),
        Role(stored["role"]), stored["word"], stored["of"],
    )  # fmt: skip


def _side_to(side: str | Spot) -> Any:
    return side if isinstance(side, str) else [side.document, side.start, side.end]


def _side_from(stored: Any) -> str | Spot:
    return stored if isinstance(stored, str) else Spot(*stored)
