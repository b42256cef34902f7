"""An analysis as plain values: the same for the command line, the file, the page and the ledger."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from signatur.methods.tables import as_recipe
from signatur.stewardship.data_analysis.model import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.tables import Analysis, Finding, Wish
    from signatur.methods.tables.representing import Representation
    from signatur.methods.tables.volume import Point

FORMAT = 1


def as_json(found: Analysis, wish: Wish, law_dates: Sequence[date] = ()) -> dict[str, Any]:
    """Return all that was found; row numbers count from 0 below the heading."""
    return {
        "format": FORMAT,
        "rows": found.rows,
        "usable_rows": found.usable_rows,
        "removed": dict(found.removed),
        "label": wish.label,
        "time": wish.time,
        "groups": list(wish.groups),
        "seed": wish.seed,
        "columns": _columns(found),
        "quality": [_finding(one) for one in found.quality],
        "relevance": _relevance(found),
        "leakage_suspects": _leaks(found),
        "volume": _volume(found, wish),
        "representativeness": _representation(found.representation),
        "over_time": [
            {"start": one.start, "rows": one.rows, **_estimate(one.value)}
            for one in found.over_time
        ],
        "practice_change": _practice(found, wish, law_dates),
        "imputation": as_recipe(found.fillings),
    }


def _columns(found: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "kind": str(one.kind),
            "distinct": one.distinct,
            "missing": one.values.null_count(),
            "missing_share": _round(one.values.null_count() / found.rows),
            "is_identifier": one.is_identifier,
        }
        for one in found.table.columns.values()
    ]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "column": one.column or None,
        "count": one.count,
        "share": _round(one.share),
        "rows": list(one.rows),
        "severity": str(one.severity),
        "title": words.finding_title(one.kind),
        "advice": words.advice(one.kind),
        **({"details": _plain(dict(one.details))} if one.details else {}),
    }


def _plain(value: Any) -> Any:
    """Return values that JSON knows; numbers without meaning as null."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return _round(value)
    return value


def _relevance(found: Analysis) -> list[dict[str, Any]]:
    measure = "r2" if found.outcomes.is_number else "auc"
    return [
        {
            "column": one.column,
            "information": _round(one.information),
            measure: _estimate(one.alone),
            "importance": _estimate(one.importance),
        }
        for one in found.relevance
    ]


def _leaks(found: Analysis) -> list[dict[str, Any]]:
    measure = "r2" if found.outcomes.is_number else "auc"
    return [
        {
            "column": one.column,
            "why": words.leak_words(one.why),
            "reasons": list(one.why),
            measure: _round(one.alone.value),
            f"{measure}_low": _round(one.alone.low),
            f"{measure}_high": _round(one.alone.high),
            "is_left_out": one.is_left_out,
            **({"details": _plain(dict(one.details))} if one.details else {}),
        }
        for one in found.leaks
    ]


def _volume(found: Analysis, wish: Wish) -> dict[str, Any]:
    told = found.volume
    share = found.usable_rows / found.rows
    result: dict[str, Any] = {
        "metric": told.metric,
        "target": {"metric": wish.target[0], "value": wish.target[1]} if wish.target else None,
        "curve": [],
        "forecast": [],
        "rows_needed": None,
        "usable_share": _round(share),
        "left_out": list(told.left_out),
        "rows_sampled": told.sampled,
    }
    if told.forecast is None:
        reason = told.reason
        result |= {"reason": str(words.VOLUME_REASONS[reason]), "reason_code": reason}
        result |= {"rows_needed_reason": result["reason"]}
        return result
    forecast = told.forecast
    result["curve"] = [_point(one) for one in forecast.curve]
    result["forecast"] = [_point(one) for one in forecast.points]
    result["ceiling"] = _estimate(forecast.ceiling)
    result["scores"] = {name: _round(one) for name, one in (told.scores or {}).items()}
    if forecast.needed is None or forecast.needed.value is None:
        code = "no_target" if forecast.needed is None else "beyond_reach"
        result |= {
            "rows_needed_reason": str(words.NEEDED_REASONS[code]),
            "rows_needed_reason_code": code,
        }
        if forecast.needed is not None:
            result["probability_reachable"] = _round(forecast.needed.probability)
            result["rows_needed_low"] = forecast.needed.low
        return result
    needed = forecast.needed
    assert needed.value is not None
    result["rows_needed"] = {"value": needed.value, "low": needed.low, "high": needed.high}
    result["probability_reachable"] = _round(needed.probability)
    more = max(0, needed.value - found.usable_rows)
    result["more_usable_rows"] = more
    result["more_rows"] = math.ceil(more / share) if share > 0 else None
    return result


def _point(one: Point) -> dict[str, Any]:
    return {
        "rows": one.rows, "value": _round(one.value), "low": _round(one.low), "high": _round(one.high),
    }  # fmt: skip


def _estimate(one: Any) -> dict[str, Any]:
    if one is None:
        return {"value": None, "low": None, "high": None}
    return {"value": _round(one.value), "low": _round(one.low), "high": _round(one.high)}


def _representation(made_up: Representation) -> dict[str, Any]:
    rare = made_up.rare
    return {
        "outcomes": [
            {"outcome": one.outcome, "count": one.count, "share": _round(one.share.value),
             "low": _round(one.share.low), "high": _round(one.share.high)}
            for one in made_up.outcomes
        ],
        "rare_outcome": None if rare is None else {
            "outcome": rare.outcome, "usual": rare.usual, "share": _round(rare.share),
            "count": rare.count, "usual_share": _round(rare.usual_share),
            "effective_rows": rare.effective_rows, "is_rare": rare.share <= 0.1,
            "accuracy_of_always_usual": _round(rare.accuracy_of_always),
        },
        "groups": [
            {
                "column": one.column, "group": one.group, "count": one.count,
                "share": _round(one.share.value), "low": _round(one.share.low),
                "high": _round(one.share.high),
                "outcomes": [
                    {"outcome": each.outcome, "count": each.count, "share": _round(each.share.value),
                     "low": _round(each.share.low), "high": _round(each.share.high)}
                    for each in one.outcomes
                ],
                "mean": None if one.mean is None else _estimate(one.mean),
                "difference": None if one.difference is None else _estimate(one.difference),
                "p_value": _round(one.p_value),
                "rare_count": one.rare_count,
                "is_small": one.is_small, "has_few_outcomes": one.has_few_outcomes,
            }
            for one in made_up.groups
        ],
        "warnings": [
            {"code": code, "column": column or None, "name": name,
             "said": words.warning_words(code, column, name)}
            for code, column, name in made_up.warnings
        ],
    }  # fmt: skip


def _practice(found: Analysis, wish: Wish, law_dates: Sequence[date]) -> dict[str, Any]:
    told = found.practice
    if told.found is None:
        reason = str(words.PRACTICE_REASONS[told.reason])
        return {
            "detected": None, "reason": reason, "reason_code": told.reason, "p_value": None,
            "change_points": [], "suspect_rows": [], "law_dates": [],
        }  # fmt: skip
    one = told.found
    return {
        "detected": one.detected,
        "p_value": one.p_value,
        "change_points": [
            {
                "date": _moment(point.date), "low": _moment(point.low), "high": _moment(point.high),
                "p_value": point.p_value,
                "effect": {
                    "outcome": point.effect.outcome,
                    "difference": _estimate(point.effect.difference),
                    "changed": _round(point.effect.changed),
                    "places": [
                        {"column": place.column, "value": place.value, "rows": place.rows,
                         "difference": _round(place.difference)}
                        for place in point.effect.places
                    ],
                },
            }
            for point in one.change_points
        ],
        "periods": [
            {"start": _moment(period.start), "end": _moment(period.end), "rows": period.rows,
             "outcomes": {name: _round(share) for name, share in period.outcomes}}
            for period in one.periods
        ],
        "metric": one.metric,
        "recent_on_recent": _estimate(one.recent_on_recent),
        "recent_on_old": _estimate(one.recent_on_old),
        "old_on_recent": _estimate(one.old_on_recent),
        "old_against_new": None if one.old_against_new is None else {
            "inputs_alone": _estimate(one.old_against_new.inputs_alone),
            "with_outcome": _estimate(one.old_against_new.with_outcome),
            "gain": _estimate(one.old_against_new.gain),
        },
        "suspect_rows": [
            {"row": each.row, "score": _round(each.score), "label": each.label,
             "expected_label": each.expected_label}
            for each in one.suspect_rows
        ],
        "rows_used": one.rows_used,
        "law_dates": [_law(day, one.change_points) for day in law_dates],
        "notes": list(one.notes),
        "time": wish.time,
    }  # fmt: skip


def _law(day: date, points: Any) -> dict[str, Any]:
    """Return how a date of law lies to the nearest change that was found."""
    dated = [one for one in points if isinstance(one.date, date)]
    if not dated:
        return {"date": day.isoformat(), "nearest_change": None, "days": None, "is_within": False}
    nearest = min(dated, key=lambda one: abs((_day(one.date) - day).days))
    return {
        "date": day.isoformat(),
        "nearest_change": _day(nearest.date).isoformat(),
        "days": (_day(nearest.date) - day).days,
        "is_within": _day(nearest.low) <= day <= _day(nearest.high),
    }


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(moment: Any) -> Any:
    if isinstance(moment, datetime):
        is_day = moment.time() == moment.time().min
        return moment.date().isoformat() if is_day else moment.isoformat()
    if isinstance(moment, date):
        return moment.isoformat()
    return int(moment) if float(moment).is_integer() else float(moment)


def _round(value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), 6)


def suspects_csv(told: dict[str, Any]) -> str:
    """Return the cases that reflect an old practice as CSV, the surest first.

    `line` is the line in a file that has one line of heading.
    """
    lines = ["rank;row;line;score;label;expected_label"]
    for rank, one in enumerate(told["practice_change"]["suspect_rows"], start=1):
        cells = [
            rank,
            one["row"],
            one["row"] + 2,
            one["score"],
            one["label"],
            one["expected_label"],
        ]
        lines.append(";".join(_cell(str(cell)) for cell in cells))
    return "\n".join(lines) + "\n"


def _cell(given: str) -> str:
    bare = plain_cell(given)
    if any(one in bare for one in ';"\n\r'):
        return '"' + bare.replace('"', '""') + '"'
    return bare


def plain_cell(given: str) -> str:
    """Return a cell that no spreadsheet computes: one that begins like a formula gets a mark in front."""
    is_number = given[1:2].isdigit() or given[1:2] in {",", "."}
    if given[:1] in {"=", "@", "\t", "\r"} or (
        given[:1] in {"+", "-"} and len(given) > 1 and not is_number
    ):
        return f"'{given}"
    return given
