"""Commands: how far people disagree with a model, and whether what it meets has shifted."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, bytes_of, print_json, say
from signatur.methods.tables.plain import read_columns
from signatur.stewardship.monitoring.model import cases_of

if TYPE_CHECKING:
    from signatur.methods.statistics.disagreement import Disagreement, Measured
    from signatur.methods.statistics.drift import Drift

commands = typer.Typer(
    no_args_is_help=True, help="See how people and model go together, and what has shifted."
)

Seed = Annotated[int, typer.Option(help="The same seed gives the same intervals.")]
_SHARES = (
    "seen", "blind", "true_disagreement", "pull", "switched", "over_reliance", "under_reliance",
    "final_error", "model_error", "own_error",
)  # fmt: skip
# Fewer than this many caseworkers, and an interval says more of them than of the work.
_FEW_WORKERS = 5


@commands.command()
def disagreement(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="CSV with arm, worker, model_answer, first_answer, final_answer, truth; several "
            "files, such as of several authorities, are pooled."
        ),
    ],
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Tell how far people differ from the model, corrected for the pull of advice they have seen."""
    from signatur.methods.statistics.disagreement import Case, measure_disagreement

    cases = []
    for number, file in enumerate(files):
        given = cases_of(read_columns(bytes_of(file), folds_names=True))
        # The same initials in two authorities are two people.
        mark = f"{number}/" if len(files) > 1 else ""
        cases += [
            Case(
                one.arm, f"{mark}{one.worker}" if one.worker else "", one.model_answer,
                one.first_answer, one.final_answer, one.truth,
            )
            for one in given
        ]  # fmt: skip
    found = measure_disagreement(cases, seed=seed)
    if as_json:
        print_json(_as_json(found))
    else:
        _tell(found)


@commands.command()
def drift(
    before: Annotated[Path, typer.Argument(help="CSV of what the model learnt from.")],
    now: Annotated[Path, typer.Argument(help="CSV of what it meets now, with the same columns.")],
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Tell which columns have shifted, and how well old and new rows can be told apart."""
    from signatur.methods.statistics.drift import drift_between

    tables = [_numbered(read_columns(bytes_of(file), folds_names=True)) for file in (before, now)]
    try:
        found = drift_between(*tables, seed=seed)
    except ValueError as error:
        raise InputProblem(
            log="no common columns", shown=_("The two files have no columns in common.")
        ) from error
    if as_json:
        print_json(_drift_as_json(found))
        return
    say(_("Told apart (0.5: not at all): %(auc)s", auc=show_number(found.auc or 0.5, 2)))
    for one in found.columns:
        sign = "!" if one.has_shifted else " "
        say(f"{sign} {one.name}: PSI {show_number(one.index, 3)}, p {show_number(one.p_value, 4)}")


def _as_json(found: Disagreement) -> dict[str, Any]:
    return {
        **{name: _measured(getattr(found, name)) for name in _SHARES},
        "final_error_by_arm": {
            arm: _measured(one) for arm, one in found.final_error_by_arm.items()
        },
        "cases": found.cases,
        "workers": found.workers,
        "notes": [str(one) for one in _notes(found)],
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "value": None if one.value is None else round(one.value, 6),
        "low": round(one.low, 6) if math.isfinite(one.low) else None,
        "high": round(one.high, 6) if math.isfinite(one.high) else None,
        "cases": one.cases,
    }


def _notes(found: Disagreement) -> list[Any]:
    """Return what whoever reads the figures must know of how sure they are."""
    from signatur.methods.statistics.disagreement import cases_needed

    notes = []
    own = found.true_disagreement
    if own.value is None:
        notes.append(
            _("No case was answered without advice, so disagreement cannot be corrected. Let some "
              "cases be answered blind first.")
        )  # fmt: skip
    elif found.seen.value is not None and own.value != found.seen.value:
        needed = cases_needed(own.value, found.seen.value)
        if min(own.cases, found.seen.cases) < needed:
            notes.append(
                _(
                    "To tell these two shares apart, about %(needed)s cases with and as many "
                    "without advice are needed; pool several authorities, or wait.",
                    needed=needed,
                )
            )
    if found.workers < _FEW_WORKERS:
        notes.append(
            _("Fewer than %(least)s caseworkers: the figures are about these people, and say little "
              "of others.", least=_FEW_WORKERS)
        )  # fmt: skip
    return notes


def _tell(found: Disagreement) -> None:
    titles = {
        "seen": _("Differ where advice is shown"),
        "blind": _("Differ before advice is seen"),
        "true_disagreement": _("Differ without advice"),
        "pull": _("Given up for the advice"),
        "over_reliance": _("Right answers given up for wrong advice"),
        "under_reliance": _("Wrong answers kept against right advice"),
        "final_error": _("Wrong in the end"),
    }
    for name, title in titles.items():
        one = getattr(found, name)
        if one.value is None:
            say(f"{title}: –")
        else:
            say(
                f"{title}: {show_percent(one.value, 1)} "
                f"({show_percent(max(one.low, -9), 1)} – {show_percent(one.high, 1)})"
            )
    for note in _notes(found):
        say(note)


def _drift_as_json(found: Drift) -> dict[str, Any]:
    return {
        "rows_before": found.rows_before,
        "rows_now": found.rows_now,
        "has_shifted": found.has_shifted,
        "told_apart": {
            "value": None if found.auc is None else round(found.auc, 4),
            "low": round(found.auc_low, 4),
            "high": round(found.auc_high, 4),
        },
        "columns": [
            {
                "name": one.name,
                "has_shifted": one.has_shifted,
                "psi": round(one.index, 4) if math.isfinite(one.index) else None,
                "p_value": one.p_value,
                "missing_before": round(one.missing_before, 4),
                "missing_now": round(one.missing_now, 4),
                "new_share": round(one.new_share, 4),
                "new_values": list(one.new_values),
            }
            for one in found.columns
        ],
    }


def _numbered(columns: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Return columns of numbers as numbers, also with Danish commas; the rest as they are."""
    return {name: _as_numbers(values) or list(values) for name, values in columns.items()}


def _as_numbers(values: list[str]) -> list[Any]:
    found: list[Any] = []
    for one in values:
        try:
            found.append(float(one.replace(".", "").replace(",", ".") if "," in one else one)
                         if one else None)  # fmt: skip
        except ValueError:
            return []
    return found if any(one is not None for one in found) else []
