"""Business cases on the command line, from a plain file, without a database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, bytes_of, print_json, say

if TYPE_CHECKING:
    from signatur.stewardship.business_case.schema import Case, Result

commands = typer.Typer(
    no_args_is_help=True, help="Compute a business case and the performance floor that follows."
)

_SAMPLES = Path(__file__).parent / "samples"


@commands.callback()
def group() -> None:
    """Compute a business case and the performance floor that follows."""


@commands.command()
def compute(
    file: Annotated[Path, typer.Argument(help="A YAML file; - reads standard input.")],
    xlsx: Annotated[
        Path | None, typer.Option(help="Also write a workbook with live formulas here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a project costs and gives, for whom, and how good its model must be."""
    from signatur.stewardship.business_case.model import compute as computed
    from signatur.stewardship.business_case.model import read_case
    from signatur.stewardship.business_case.model.telling import as_json as told

    case = read_case(_content(file))
    result = computed(case)
    if xlsx is not None:
        _write(xlsx, case, result)
    if as_json:
        found = told(case, result)
        for warned in found["warnings"]:
            # What pages need to say it in another language.
            del warned["text"]
        print_json(found)
    else:
        _tell(case, result)


@commands.command()
def example(
    danish: Annotated[bool, typer.Option("--danish", help="With Danish comments.")] = False,
) -> None:
    """Print a file that shows every key, with comments."""
    name = "eksempel.yaml" if danish else "example.yaml"
    sys.stdout.write((_SAMPLES / name).read_text("utf-8"))


@commands.command()
def schema() -> None:
    """Print the format of the file as JSON Schema."""
    from signatur.stewardship.business_case.model.format import json_schema

    print_json(json_schema())


def _content(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else bytes_of(file)


def _write(target: Path, case: Case, result: Result) -> None:
    from signatur.stewardship.business_case.model.workbook import workbook

    content = workbook(case, result)
    try:
        target.write_bytes(content)
    except OSError:
        raise InputProblem(
            log="unwritable file", shown=_("The file %(file)s cannot be written.", file=target)
        ) from None


def _tell(case: Case, result: Result) -> None:
    def money(value: float) -> str:
        return f"{show_number(value, 0)} {case.currency}"

    say(case.title)
    say(
        _(
            "Net present value: %(value)s (from %(low)s to %(high)s)",
            value=money(result.npv.value),
            low=money(result.npv.low),
            high=money(result.npv.high),
        )
    )
    say(_("It pays back in: %(year)s", year=result.payback_year or _("never")))
    for one in result.by_department:
        say(
            _(
                "%(name)s pays %(pays)s and gains %(gains)s",
                name=one.department,
                pays=money(one.pays.value),
                gains=money(one.gains.value),
            )
        )
    if result.floor is not None:
        say(
            _(
                "It pays from a precision of: %(value)s (planned: %(planned)s)",
                value=_shown(result.floor.precision),
                planned=_shown(result.floor.planned_precision),
            )
        )
    for warned in result.warnings:
        say(f"! {warned.said}")


def _shown(share: float | None) -> Any:
    return _("none") if share is None else show_percent(share, 1)
