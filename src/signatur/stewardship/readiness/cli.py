"""Commands: the questions of readiness, and what a file of answers says; no installation needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, bytes_of, print_json, say
from signatur.stewardship.readiness.model import QUESTIONS, by_code, judge
from signatur.stewardship.readiness.schema import (
    ADVICE_TITLES,
    SIDE_TITLES,
    UNKNOWN,
    ZONE_TITLES,
    Hypothesis,
)

if TYPE_CHECKING:
    from signatur.stewardship.readiness.schema import Result

commands = typer.Typer(no_args_is_help=True, help="Look at a use case before money is spent.")


@commands.command()
def questions(as_json: AsJson = False) -> None:
    """Print the questions, the answers that each may have, and when it is asked."""
    if as_json:
        print_json(
            [
                {
                    "code": one.code,
                    "side": one.side,
                    "text": str(one.text),
                    "answers": [*(option.value for option in one.options), UNKNOWN],
                    "asked_when": {one.when[0]: sorted(one.when[1])} if one.when else None,
                }
                for one in QUESTIONS
            ]
        )
        return
    for one in QUESTIONS:
        values = ", ".join([*(option.value for option in one.options), UNKNOWN])
        say(f"{one.code}: {one.text} [{values}]")


@commands.command()
def assess(
    file: Annotated[
        Path, typer.Argument(help="YAML with `answers` (code: value) and `hypotheses`.")
    ],
    as_json: AsJson = False,
) -> None:
    """Say what a file of answers speaks for, side by side, and what must be clarified."""
    answers, hypotheses = _read(file)
    result = judge(answers, hypotheses)
    if as_json:
        print_json(_told(result))
        return
    say(f"{ADVICE_TITLES[result.advice]} – {ZONE_TITLES[result.zone.high]}")
    for reason in result.because:
        say(f"- {reason}")
    for one in result.sides:
        say(f"{SIDE_TITLES[one.side]}: {one.low:.0%} – {one.high:.0%}")
    for question in result.to_clarify:
        say(f"? {question.text}")


def _told(result: Result) -> dict[str, Any]:
    return {
        "advice": result.advice,
        "because": [str(one) for one in result.because],
        "zone": {
            "low": result.zone.low,
            "high": result.zone.high,
            "reasons": [str(one) for one in result.zone.reasons],
        },
        "sides": {
            one.side: {
                "low": round(one.low, 4),
                "high": round(one.high, 4),
                "reasons": [str(reason) for reason in one.reasons],
                "to_clarify": [question.code for question in one.unknown],
            }
            for one in result.sides
        },
        "to_clarify": [one.code for one in result.to_clarify],
    }


def _read(file: Path) -> tuple[dict[str, str], list[Hypothesis]]:
    import yaml

    try:
        told = yaml.safe_load(bytes_of(file).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputProblem(log="no YAML", shown=_("The file is no YAML.")) from error
    told = told if isinstance(told, dict) else {}
    answers = told.get("answers", told)
    if not isinstance(answers, dict) or not answers:
        raise InputProblem(
            log="no answers", shown=_("The file has no answers. Write code: value below answers.")
        )
    found = {str(code): _word(value) for code, value in answers.items() if code != "hypotheses"}
    for code, value in found.items():
        _check(code, value)
    given = told.get("hypotheses") or []
    return found, [
        Hypothesis(*(str(one.get(name, "")) for name in ("claim", "sign", "fall_back")))
        for one in given
        if isinstance(one, dict)
    ]


def _word(value: object) -> str:
    """Return an answer as its code; YAML reads yes and no as truth."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return UNKNOWN if value is None else str(value)


def _check(code: str, value: str) -> None:
    try:
        question = by_code(code)
    except KeyError:
        raise InputProblem(
            log="unknown question",
            shown=_("There is no question %(code)s. See: signatur readiness questions", code=code),
        ) from None
    if value != UNKNOWN and question.option(value) is None:
        raise InputProblem(
            log="impossible answer",
            shown=_(
                "%(code)s cannot be %(value)s. It can be: %(known)s.",
                code=code,
                value=value,
                known=", ".join([*(one.value for one in question.options), UNKNOWN]),
            ),
        )
