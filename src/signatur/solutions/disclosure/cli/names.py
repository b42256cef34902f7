"""Commands: how good the recogniser of names is on a file with the truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import AsJson, bytes_of, print_json, say

if TYPE_CHECKING:
    from signatur.methods.text.names import Score
    from signatur.methods.text.names.measuring import Measured

Truth = Annotated[
    Path,
    typer.Argument(
        help="One word and its tag a line, a blank line between sentences.", dir_okay=False
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option("--model", help="Folder of a tuned recogniser.", exists=True, file_okay=False),
]
Places = Annotated[str, typer.Option(help="What GPE tags count as: LOC, ORG or O.")]


def evaluate_names(
    file: Truth, model: Folder = None, places: Places = "LOC", as_json: AsJson = False
) -> None:
    """Measure the recogniser of names on a file with the truth: PER, LOC, ORG and MISC, whole names."""
    from signatur.methods.text.names import NameRecogniser, read_columns
    from signatur.methods.text.names.columns import as_places
    from signatur.methods.text.names.measuring import measure

    sentences = read_columns(bytes_of(file), places=as_places(places))
    told = _told(measure(NameRecogniser.load(model), sentences))
    if as_json:
        print_json(told)
        return
    for kind, score in (*told["per_type"].items(), ("all", told["micro"])):
        say(f"{kind:5} " + "  ".join(f"{name} {value:.3f}" for name, value in score.items()))
    say(f"covered words of persons {told['per_token_recall']:.3f}")
    say(f"{told['tokens_per_second']:.0f} words a second, {told['model_mb']} MB")


def _told(measured: Measured) -> dict[str, Any]:
    evaluation = measured.evaluation
    return {
        "per_type": {kind: _score(score) for kind, score in evaluation.per_type.items()},
        "micro": _score(evaluation.micro),
        "per_token_recall": round(evaluation.covered["PER"], 4),
        "token_recall": {kind: round(share, 4) for kind, share in evaluation.covered.items()},
        "sentences": measured.sentences,
        "tokens": measured.tokens,
        "tokens_per_second": measured.tokens_per_second,
        "model_mb": measured.model_mb,
    }


def _score(score: Score) -> dict[str, float]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "found": score.found,
        "true": score.true,
    }


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
    commands.command("evaluate-names")(evaluate_names)
