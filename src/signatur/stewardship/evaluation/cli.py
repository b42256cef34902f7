"""Commands: hold a test set against a floor, and say how many cases a comparison needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, bytes_of, print_json, say
from signatur.records.floors.schema import Metric, Terms
from signatur.stewardship.evaluation.schema import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

commands = typer.Typer(
    no_args_is_help=True, help="Hold a model against its floor, and against people."
)


@commands.command()
def assess(  # noqa: PLR0913, PLR0917 (an option for each thing that a test set may hold)
    file: Annotated[Path, typer.Argument(help="CSV with answers, the truth, and perhaps more.")],
    floor: Annotated[float, typer.Option(min=0, max=1, help="Share that must be reached.")],
    metric: Annotated[Metric, typer.Option(help="What is measured.")] = Metric.ACCURACY,
    truth: Annotated[str, typer.Option(help="Column of the truth.")] = "",
    model: Annotated[
        list[str] | None,
        typer.Option(help="Column of a model's answers or scores; again for more, simplest first."),
    ] = None,
    human: Annotated[
        list[str] | None,
        typer.Option(help="Column of a person's own answers, given blind; again for a second."),
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="Column that tells groups of people apart.")
    ] = None,
    score: Annotated[str, typer.Option(help="Column of the last model's score, 0 to 1.")] = "",
    positive: Annotated[str, typer.Option(help="Answer that precision and recall are about.")] = "",
    margin: Annotated[
        float, typer.Option(min=0, max=0.999, help="How much worse than people at most.")
    ] = 0.0,
    baseline: Annotated[
        float | None, typer.Option(min=0, max=1, help="How often people are right, if known.")
    ] = None,
    baseline_cases: Annotated[
        int, typer.Option(min=0, help="On how many cases that was measured.")
    ] = 0,
    cost_false_positive: Annotated[
        float, typer.Option(min=0, help="Kroner that a false alarm costs.")
    ] = 0.0,
    cost_false_negative: Annotated[float, typer.Option(min=0, help="Kroner of a miss.")] = 0.0,
    least_group: Annotated[int, typer.Option(min=1, help="Cases below which none is judged.")] = 30,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999)] = 0.95,
    least_gain: Annotated[
        float, typer.Option(min=0, max=1, help="What a step up the ladder must gain for sure.")
    ] = 0.01,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Say whether a model keeps its floor; ends with 1 when it does not."""
    from signatur.methods.tables.plain import read_columns
    from signatur.stewardship.evaluation.model import assess as assess_table
    from signatur.stewardship.evaluation.model import guess

    terms = Terms(
        metric=metric, population="–", floor=floor, margin=margin, human_baseline=baseline,
        human_cases=baseline_cases, cost_false_positive=cost_false_positive,
        cost_false_negative=cost_false_negative, least_group=least_group, confidence=confidence,
    )  # fmt: skip
    table = read_columns(bytes_of(file))
    columns = guess(
        table,
        Columns(truth, tuple(model or ()), tuple(human or ()), tuple(group or ()), score, positive),
    )
    told = assess_table(table, columns, terms, least_gain=least_gain, seed=seed)
    (print_json if as_json else _tell)(told)
    if not told["is_kept"]:
        raise typer.Exit(FOUND_PROBLEM)


@commands.command("cases-needed")
def cases_needed(
    error: Annotated[float, typer.Option(min=0.001, max=0.999, help="Share that people err.")],
    margin: Annotated[float, typer.Option(min=0.001, max=0.999, help="How much worse at most.")],
    power: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="Chance of showing it where it is so.")
    ] = 0.8,
    as_json: AsJson = False,
) -> None:
    """Say how many cases each side needs to show that a model is no worse than people."""
    from signatur.methods.evaluation.comparing import ALPHA, cases_to_compare

    needed = cases_to_compare(error, margin, power=power)
    if as_json:
        print_json(
            {"cases_per_side": needed, "error": error, "margin": margin, "alpha": ALPHA, "power": power}
        )  # fmt: skip
    else:
        say(needed)


def _tell(told: Mapping[str, Any]) -> None:
    from signatur.stewardship.evaluation.model import words

    say(_("The floor is kept.") if told["is_kept"] else _("The floor is not kept."))
    for one in (*words.reasons(told), *words.conclusions(told), *words.notes(told)):
        say(f"- {one}")
