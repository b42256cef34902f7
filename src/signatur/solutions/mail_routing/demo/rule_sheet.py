"""The rule sheet of the municipality's old mail robot: what such sheets look like after some years of use."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from functools import cache

from signatur.solutions.mail_routing.demo.sources import table


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRule:
    """One row of the sheet, in the words of the people who kept it (the values of text are Danish)."""

    field: str
    """What is looked at: Emne, Afsender, Modtager, Kontaktpunkt, KLE-emne …"""
    condition: str
    """How: er, indeholder, indeholder ordet, indeholder en af (parted by semicolons), starter med, slutter med."""
    value: str
    department_key: str
    """Where it goes; empty when the rule names no department."""
    subject_key: str
    """What it is; empty when the rule names no subject, `__unknown__` to put it aside."""
    simulation: bool
    """Whether the robot only noted what it would have done."""
    removed: date | None
    reason: str


@cache
def past_rules() -> tuple[PastRule, ...]:
    return tuple(
        PastRule(
            field=row["field"],
            condition=row["condition"],
            value=row["value"],
            department_key=row["department"],
            subject_key=row["subject"],
            simulation=row["simulation"],
            removed=row.get("removed"),
            reason=row.get("reason", ""),
        )
        for row in table("rules")["rules"]
    )


def past_rule_rows() -> tuple[tuple[str, ...], ...]:
    """Return the sheet as rows of cells, headings first, as it would stand in a spreadsheet."""
    rows = (
        (str(number), *(_cell(value) for value in astuple(rule)))
        for number, rule in enumerate(past_rules(), start=1)
    )
    return (tuple(table("rules")["columns"]), *rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case date():
            return f"{value:%d-%m-%Y}"
        case _:
            return str(value)
