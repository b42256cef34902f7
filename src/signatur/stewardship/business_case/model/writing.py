"""A case as a form has it, in words, and back to a file; each row of the form is one line of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signatur.stewardship.business_case.schema import (
    Answer,
    Case,
    CostLine,
    GainLine,
    ModelUse,
    NextLink,
    Scenario,
    Series,
    Shape,
    Uncertain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Tables of the form -> the section of the format that its rows follow.
TABLES: Mapping[str, str] = {
    "costs": "cost",
    "gains": "gain",
    "true_positive": "right",
    "false_positive": "wrong",
    "false_negative": "wrong",
    "next_link": "link",
    "scenarios": "scenario",
}
SINGLES = ("case", "correlation", "model", "today")
_IN_MODEL = ("true_positive", "false_positive", "false_negative")


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in the fields of the form, all as words."""

    singles: Mapping[str, dict[str, str]] = field(default_factory=dict)
    rows: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)

    def single(self, section: str) -> dict[str, str]:
        return self.singles.get(section, {})

    def table(self, name: str) -> list[dict[str, str]]:
        return self.rows.get(name, [])


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the form a line of the file comes from; row counts from 1, 0 for no table."""

    section: str
    row: int


def yaml_of(document: Document) -> tuple[str, dict[int, Place]]:
    """Return the file that a form describes, and where each of its lines comes from."""
    lines: list[str] = ["business_case: 1"]
    places: dict[int, Place] = {}

    def add(line: str, section: str, row: int = 0) -> None:
        lines.append(line)
        places[len(lines)] = Place(section, row)

    for key, value in _filled(document.single("case")):
        add(f"{key}: {_quoted(value)}", "case")
    together = list(_filled(document.single("correlation")))
    if together:
        add(f"correlation: {_flow(together)}", "correlation")
    for name in ("costs", "gains"):
        _table(document, name, "", add)
    model = list(_filled(document.single("model")))
    if model:
        add("model:", "model")
        for key, value in model:
            add(f"  {key}: {_quoted(value)}", "model")
        today = list(_filled(document.single("today")))
        if today:
            add(f"  today: {_flow(today)}", "today")
        for name in _IN_MODEL:
            _table(document, name, "  ", add)
    for name in ("next_link", "scenarios"):
        _table(document, name, "", add)
    return "\n".join(lines) + "\n", places


def _table(document: Document, name: str, indent: str, add: Any) -> None:
    rows = [(n, list(_filled(row))) for n, row in enumerate(document.table(name), 1)]
    filled = [(n, row) for n, row in rows if row]
    if filled:
        add(f"{indent}{name}:", name)
    for number, row in filled:
        add(f"{indent}  - {_flow(row)}", name, number)


def _filled(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((key, value.strip()) for key, value in fields.items() if value.strip())


def _flow(pairs: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in pairs) + "}"


def _quoted(words: str) -> str:
    # A JSON string is a YAML string; words on several lines stay on one.
    return json.dumps(words, ensure_ascii=False)


def document_of(case: Case) -> Document:
    """Return a case as the fields of the form."""
    singles = {
        "case": {
            "title": case.title,
            "currency": case.currency,
            "first_year": str(case.first_year),
            "years": str(case.years),
            "price_year": str(case.price_year),
            "inflation": _share(case.inflation),
            "discount_rate": _share(case.discount_rate),
            "seed": str(case.seed),
            "draws": str(case.draws),
            "interval": _share(case.interval),
            "probability": _share(case.probability),
            "notes": case.notes,
        },
        "correlation": {
            "costs": _share(case.cost_correlation),
            "gains": _share(case.gain_correlation),
        },
        "model": _model(case.model) if case.model else {},
        "today": {},
    }
    if case.model and case.model.today:
        singles["today"] = {
            "precision": _share(case.model.today.precision),
            "recall": "" if case.model.coverage else _share(case.model.today.recall),
        }
    rows = {
        "costs": [_cost(one) for one in case.costs],
        "gains": [_gain(one) for one in case.gains],
        **{answer.value: _consequences(case.model, answer) for answer in Answer},
        "next_link": [_link(one) for one in case.next_links],
        "scenarios": [_scenario(one) for one in case.scenarios],
    }
    return Document(singles, rows)


def _cost(one: CostLine) -> dict[str, str]:
    return {
        "name": one.name,
        "department": one.department,
        "phase": one.phase.value,
        "years": _years(one.years),
        "amount": _series(one.amount),
        "quantity": _unless_one(one.quantity),
        "growth": _share(one.growth) if one.growth else "",
        "price_year": str(one.price_year or ""),
    }


def _gain(one: GainLine) -> dict[str, str]:
    value = _series(one.unit_value)
    return {
        "name": one.name,
        "department": one.department,
        "kind": one.kind.value,
        "years": _years(one.years),
        "volume": _series(one.volume),
        "unit_value": "" if one.minutes else value,
        "minutes": _series(one.minutes) if one.minutes else "",
        "hourly_rate": value if one.minutes else "",
        "realised_share": _series(one.realised_share, is_share=True),
        "growth": _share(one.growth) if one.growth else "",
        "price_year": str(one.price_year or ""),
    }


def _model(model: ModelUse) -> dict[str, str]:
    found = {
        "years": _years(model.years),
        "volume": _series(model.volume),
        "realised_share": _series(model.realised_share, is_share=True),
    }
    for name in ("precision", "recall", "prevalence", "coverage"):
        one = getattr(model, name)
        found[name] = uncertain_in_words(one, is_share=True) if one is not None else ""
    return found | {"growth": _share(model.growth) if model.growth else ""}


def _consequences(model: ModelUse | None, answer: Answer) -> list[dict[str, str]]:
    key = "value" if answer is Answer.RIGHT else "cost"
    return [
        {key: _series(one.amount), "department": one.department, "kind": one.kind.value}
        for one in (model.consequences if model else ())
        if one.answer is answer
    ]


def _link(one: NextLink) -> dict[str, str]:
    return {
        "name": one.name,
        "department": one.department,
        "cases": one.cases.value if one.cases else "",
        "volume": _series(one.volume) if one.volume else "",
        "share": uncertain_in_words(one.share, is_share=True),
        "cost": _series(one.cost),
        "years": _years(one.years),
        "capacity": _series(one.capacity) if one.capacity else "",
        "cost_of_waiting": _series(one.cost_of_waiting) if one.cost_of_waiting else "",
        "limits_value": "true" if one.limits_value else "false",
    }


def _scenario(one: Scenario) -> dict[str, str]:
    found = {"name": one.name}
    for key in ("costs", "gains", "volume", "realised_share"):
        factor = getattr(one, key)
        found[key] = "" if factor == 1 else _share(factor)
    found["delay"] = str(one.delay or "")
    for key in ("precision", "recall", "coverage", "discount_rate"):
        value = getattr(one, key)
        found[key] = "" if value is None else _share(value)
    return found


def _years(years: Sequence[int]) -> str:
    if len(years) > 1 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(str(year) for year in years)


def _unless_one(series: Series) -> str:
    words = _series(series)
    return "" if words == "1" else words


def _series(series: Series, *, is_share: bool = False) -> str:
    return " / ".join(uncertain_in_words(one, is_share=is_share) for one in series.values)


def uncertain_in_words(one: Uncertain, *, is_share: bool = False) -> str:
    """Return a number as the reader reads it: `low; likely; high`, with its shape where need be."""
    show = _share if is_share else _number
    match one.shape:
        case Shape.CERTAIN:
            return show(one.likely)
        case Shape.UNIFORM:
            return f"{show(one.low)}; {show(one.high)}"
        case Shape.NORMAL:
            return f"normal: {show(one.low)}; {show(one.high)}"
        case Shape.TRIANGULAR:
            return f"triangular: {show(one.low)}; {show(one.likely)}; {show(one.high)}"
        case Shape.PERT:
            return f"{show(one.low)}; {show(one.likely)}; {show(one.high)}"


def _number(value: float) -> str:
    # Without groups and with a comma, so that it can be read in one way only.
    return (str(int(value)) if value == int(value) else f"{value:.12g}").replace(".", ",")


def _share(value: float) -> str:
    return f"{value * 100:.12g} %".replace(".", ",")
