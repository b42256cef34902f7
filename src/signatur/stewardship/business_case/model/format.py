"""The format of a business case file: its sections, keys and what each means.

The reader knows no other keys than these, and `docs/business-case-1.schema.json` is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.stewardship.business_case.schema import (
    PHASES_WRITTEN,
    Answer,
    GainKind,
    Passed,
    Phase,
    Shape,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
SCHEMA_ID = "https://signatur.invalid/business-case-1.schema.json"

# Section -> key -> (kind of value, is required, what it means).
SECTIONS: Mapping[str, Mapping[str, tuple[str, bool, str]]] = {
    "case": {
        "business_case": ("whole", False, "Version of this format: 1."),
        "title": ("words", True, "What the case is called."),
        "currency": ("words", False, "Currency of all amounts; DKK."),
        "first_year": ("year", True, "Year 0, whose amounts are not discounted."),
        "years": (
            "whole",
            False,
            "How many years, the first included; 1 to 60. Either this or last_year.",
        ),
        "last_year": ("year", False, "The last year. Either this or years."),
        "price_year": ("year", False, "In whose prices amounts are stated; the first year."),
        "inflation": (
            "share",
            False,
            "General rise of prices a year; brings lines with a price_year of their own to that of the case. 0 %.",
        ),
        "discount_rate": ("share", False, "Real rate; 3.5 % (Ministry of Finance, years 0 to 35)."),
        "seed": ("whole", False, "Seed of the simulation; 1."),
        "draws": ("whole", False, "Draws of the simulation, 200 to 200 000; 10 000."),
        "interval": ("share", False, "Width of the intervals; 95 %."),
        "probability": ("share", False, "How sure it must be that the floor pays; 80 %."),
        "correlation": ("correlation", False, "How far uncertain inputs go together, 0 to 1."),
        "costs": ("list:cost", False, "What is paid."),
        "gains": (
            "list:gain",
            False,
            "What is gained beside what follows from the model's answers.",
        ),
        "model": (
            "model",
            False,
            "The stream of cases that the model answers; from it the floor follows.",
        ),
        "next_link": ("list:link", False, "Scarcer resources that the model pushes cases on to."),
        "scenarios": ("list:scenario", False, "Other assumptions to compare with."),
        "notes": ("words", False, "Anything worth telling the reader."),
    },
    "correlation": {
        "costs": ("share", False, "Among the uncertain inputs of costs, next links and errors."),
        "gains": ("share", False, "Among all other uncertain inputs."),
    },
    "cost": {
        "name": ("words", True, "What is paid for."),
        "department": ("words", True, "Who pays."),
        "phase": ("phase", True, "When in the model's life."),
        "years": ("years", False, "In which years; may be left out when amount is given by year."),
        "amount": ("series", True, "Amount in each of the years."),
        "quantity": ("series", False, "Number of amounts, such as hours; 1."),
        "growth": ("share", False, "Real growth a year from the first year of the case; 0 %."),
        "price_year": ("year", False, "In whose prices this line is stated."),
    },
    "gain": {
        "name": ("words", True, "What is gained."),
        "department": ("words", True, "Who gains."),
        "kind": ("gain_kind", True, "Money saved, time released, or quality."),
        "years": ("years", True, "In which years."),
        "volume": ("series", True, "How many a year."),
        "unit_value": (
            "series",
            False,
            "What one is worth. Either this, or minutes and hourly_rate.",
        ),
        "minutes": ("series", False, "Minutes saved for one."),
        "hourly_rate": ("series", False, "What an hour costs."),
        "realised_share": (
            "share_series",
            False,
            "Share of it that is realised, by year; the last holds on. 100 %.",
        ),
        "growth": ("share", False, "Real growth a year from the first year of the case; 0 %."),
        "price_year": ("year", False, "In whose prices this line is stated."),
    },
    "model": {
        "years": ("years", True, "In which years the model is used."),
        "volume": ("series", True, "Cases a year that it may look at."),
        "realised_share": (
            "share_series",
            False,
            "Share of the cases that it is used on, by year; the last holds on. 100 %.",
        ),
        "precision": ("share_value", True, "Share of what it answers (or flags) that is right."),
        "recall": (
            "share_value",
            False,
            "Share of those to be found that it finds; goes with prevalence.",
        ),
        "prevalence": ("share_value", False, "Share of the cases that are to be found."),
        "coverage": (
            "share_value",
            False,
            "Instead of recall and prevalence: share of cases that it answers itself.",
        ),
        "today": ("today", False, "How well it is done without the model."),
        "true_positive": ("list:right", False, "What a right answer is worth, and to whom."),
        "false_positive": (
            "list:wrong",
            False,
            "What a wrong answer (false alarm) costs, and whom.",
        ),
        "false_negative": ("list:wrong", False, "What one that was not found costs, and whom."),
        "growth": ("share", False, "Real growth a year of these values; 0 %."),
    },
    "today": {
        "precision": ("share", False, "Of what is found today, the share that is right; 100 %."),
        "recall": (
            "share",
            False,
            "Share that is found today (with coverage: is answered so); 0 %.",
        ),
    },
    "right": {
        "value": ("series", True, "For each case."),
        "department": ("words", True, "Who gains."),
        "kind": ("gain_kind", False, "Kind of gain; quality."),
    },
    "wrong": {
        "cost": ("series", True, "For each case."),
        "department": ("words", True, "Who pays; who gains when there are fewer than today."),
        "kind": ("gain_kind", False, "Kind of gain when there are fewer than today; quality."),
    },
    "link": {
        "name": ("words", True, "Who gets the cases."),
        "department": ("words", True, "Whose budget it is."),
        "cases": ("passed", False, "Which of the model's cases are pushed on; flagged."),
        "volume": ("series", False, "Instead of cases: how many a year."),
        "share": ("share_value", False, "Share of them that is passed on; 100 %."),
        "cost": ("series", True, "For each case that is taken."),
        "years": ("years", False, "In which years; those of the model."),
        "capacity": ("series", False, "Extra cases a year that can be taken; no limit."),
        "cost_of_waiting": ("series", False, "For each case that waits at the end of a year."),
        "limits_value": (
            "truth",
            False,
            "Whether found cases give no value until they are taken; true.",
        ),
    },
    "scenario": {
        "name": ("words", True, "What it is called."),
        "costs": ("factor", False, "Factor on all costs, such as 120 %."),
        "gains": ("factor", False, "Factor on all values of gains."),
        "volume": ("factor", False, "Factor on all volumes."),
        "realised_share": ("factor", False, "Factor on all realised shares."),
        "delay": ("whole", False, "Years by which gains and use of the model come later."),
        "precision": ("share", False, "Put in place of the model's."),
        "recall": ("share", False, "Put in place of the model's."),
        "coverage": ("share", False, "Put in place of the model's."),
        "discount_rate": ("share", False, "Put in place of the case's."),
    },
}

UNCERTAIN_KEYS = ("low", "likely", "high", "mean", "sd", "distribution")
UNCERTAIN_ALIASES = {"min": "low", "max": "high", "mode": "likely", "std": "sd"}

PHASE_WORDS = {
    **{one.value: one for one in PHASES_WRITTEN},
    "udvikling": Phase.DEVELOPMENT,
    "jura": Phase.LEGAL,
    "uddannelse": Phase.TRAINING,
    "training_of_staff": Phase.TRAINING,
    "drift": Phase.OPERATION,
    "overvågning": Phase.MONITORING,
    "genoptræning": Phase.RETRAINING,
    "udfasning": Phase.PHASE_OUT,
    "phaseout": Phase.PHASE_OUT,
}
KIND_WORDS = {
    **{one.value: one for one in GainKind},
    "time_released": GainKind.TIME,
    "kontant": GainKind.CASHABLE,
    "tid": GainKind.TIME,
    "kvalitet": GainKind.QUALITY,
}
PASSED_WORDS = {one.value: one for one in Passed}
SHAPE_WORDS = {one.value: one for one in Shape if one is not Shape.CERTAIN} | {
    "triangle": Shape.TRIANGULAR,
    "gaussian": Shape.NORMAL,
}
ANSWERS = tuple(one.value for one in Answer)

_NUMBER = {
    "description": 'A number, also with Danish separators as words: "1.250.000,50".',
    "anyOf": [{"type": "number"}, {"type": "string"}],
}
_YEAR_KEYS = {
    "type": "object",
    "patternProperties": {r"^\d{4}$": {"$ref": "#/$defs/uncertain"}},
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """Return the format as JSON Schema (draft 2020-12)."""
    sections = {name: _section(name) for name in SECTIONS if name != "case"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Business case of an AI project, version 1",
        **_section("case"),
        "$defs": {
            "number": _NUMBER,
            "share": {
                "description": '0.12, "12 %", or a number above 1 that is read as per cent.',
                "anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string"}],
            },
            "year": {"type": "integer", "minimum": 1990, "maximum": 2200},
            "years": {
                "description": '2027, [2027, 2028], "2027-2031", "2027-" (to the end) or "all".',
                "anyOf": [
                    {"$ref": "#/$defs/year"},
                    {"type": "array", "items": {"$ref": "#/$defs/year"}, "minItems": 1},
                    {"type": "string"},
                ],
            },
            "uncertain": {
                "description": 'A number or share; as words "low; likely; high"; or a distribution.',
                "anyOf": [{"$ref": "#/$defs/number"}, {"$ref": "#/$defs/distribution"}],
            },
            "distribution": {
                "type": "object",
                "properties": {
                    **{key: {"$ref": "#/$defs/number"} for key in UNCERTAIN_KEYS[:-1]},
                    "distribution": {
                        "enum": [one.value for one in Shape if one is not Shape.CERTAIN]
                    },
                },
                "additionalProperties": False,
            },
            "series": {
                "description": 'One for all years, one for each year (as words "1 / 2 / 3"), or by year.',
                "anyOf": [
                    {"$ref": "#/$defs/uncertain"},
                    {"type": "array", "items": {"$ref": "#/$defs/uncertain"}, "minItems": 1},
                    _YEAR_KEYS,
                ],
            },
            **sections,
        },
    }


def _section(name: str) -> dict[str, Any]:
    fields = SECTIONS[name]
    return {
        "type": "object",
        "properties": {
            key: {"description": told, **_kind(kind)} for key, (kind, _must, told) in fields.items()
        },
        "required": [key for key, (_kind_, must, _told) in fields.items() if must],
        "additionalProperties": False,
    }


def _kind(kind: str) -> dict[str, Any]:
    if kind.startswith("list:"):
        one = {"$ref": f"#/$defs/{kind.removeprefix('list:')}"}
        return {"anyOf": [one, {"type": "array", "items": one}]}
    simple: dict[str, dict[str, Any]] = {
        "words": {"type": ["string", "number"]},
        "whole": {"type": "integer"},
        "truth": {"type": "boolean"},
        "phase": {"enum": [one.value for one in PHASES_WRITTEN]},
        "gain_kind": {"enum": [one.value for one in GainKind]},
        "passed": {"enum": [one.value for one in Passed]},
        "share_value": {"$ref": "#/$defs/uncertain"},
        "share_series": {"$ref": "#/$defs/series"},
        "factor": {"$ref": "#/$defs/number"},
        "correlation": {"anyOf": [{"$ref": "#/$defs/share"}, {"$ref": "#/$defs/correlation"}]},
    }
    return simple.get(kind, {"$ref": f"#/$defs/{kind}"})
