"""Data analysis on the command line, from a plain file, without an installation."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.clock import SystemClock
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, complain, print_json, say

if TYPE_CHECKING:
    from signatur.methods.tables import Table, Wish

commands = typer.Typer(
    no_args_is_help=True,
    help="Examine a table of past decisions before anything is learnt from it.",
)


@commands.callback()
def group() -> None:
    """Examine a table before anything is learnt from it."""


@commands.command()
def report(  # noqa: PLR0913, PLR0917 (the options of a command)
    data: Annotated[
        str, typer.Argument(help="CSV, XLSX or Parquet file; or the address of a database.")
    ],
    label: Annotated[str, typer.Option(help="The column with the outcome.")],
    time: Annotated[str | None, typer.Option(help="The column that says when.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="A column of groups; may be given several times.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(help="METRIC=VALUE, such as auc=0.85: how many rows does it take?")
    ] = None,
    law_date: Annotated[
        list[str] | None, typer.Option(help="YYYY-MM-DD on which law or practice was to change.")
    ] = None,
    query: Annotated[str | None, typer.Option(help="What to ask the database (SELECT).")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for report.html, report.pdf, report.json, suspects.csv."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Tell how good, telling, plentiful and representative a table is, and whether practice changed."""
    from signatur.methods.tables import Wish
    from signatur.stewardship.data_analysis.service.examining import examine

    # Before the long work: what is wrong with the wish is said at once.
    wish = Wish(
        label=label.strip(), time=(time or "").strip() or None,
        groups=tuple(one.strip() for given in group or () for one in given.split(",") if one.strip()),
        target=_target(target), seed=seed, today=SystemClock().now().date(),
    )  # fmt: skip
    days = [_day(one) for one in law_date or ()]
    if out is not None:
        _folder(out)
    progress = _Progress()
    table = _table(data, query, progress)
    told = examine(table, _fitting(wish, table), days, progress.tell)
    if out is not None:
        progress.tell("writing", 0.0)
        _write(out, told, Path(data).name if query is None else "SQL")
    progress.end()
    if as_json:
        print_json(told)
    else:
        _say(told)


class _Progress:
    """Says on standard error how far the work is, a few times a second at most."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._last = 0.0
        self._step = ""
        self._live = sys.stderr.isatty()

    def tell(self, step: str, share: float) -> None:
        now = monotonic()
        if step == self._step and (now - self._last < (0.2 if self._live else 5) or share >= 1):
            return
        self._last, self._step = now, step
        line = f"{now - self._began:5.0f} s  {_STEPS.get(step, step)} {share:4.0%}"
        if self._live:
            sys.stderr.write(f"\r{line:<70}")
            sys.stderr.flush()
        else:
            complain(line)

    def end(self) -> None:
        if self._live:
            sys.stderr.write("\r" + " " * 72 + "\r")


_STEPS = {
    "reading": _("Reading"),
    "quality": _("Quality"),
    "relevance": _("Relevance"),
    "volume": _("Volume"),
    "groups": _("Groups"),
    "gaps": _("Empty cells"),
    "practice": _("Practice"),
    "writing": _("Writing the report"),
    "done": _("Done"),
}


def _target(given: str | None) -> tuple[str, float] | None:
    from signatur.methods.tables.volume import METRICS

    if given is None:
        return None
    name, _sign, value = given.partition("=")
    name = name.strip().casefold().replace("-", "_")
    name = {"roc_auc": "auc", "f1_macro": "macro_f1", "logloss": "log_loss"}.get(name, name)
    try:
        amount = float(value.strip().replace(",", "."))
    except ValueError:
        raise InputProblem(
            log="target", shown=_("Write the target as METRIC=VALUE, such as auc=0.85.")
        ) from None
    if name not in METRICS:
        raise InputProblem(
            log="target",
            shown=_(
                "There is no measure “%(name)s”. Measures are: %(measures)s.",
                name=name,
                measures=", ".join(METRICS),
            ),
        )
    return name, amount


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise InputProblem(
            log="law date", shown=_("Write the date as YYYY-MM-DD, not “%(given)s”.", given=given)
        ) from None


def _table(data: str, query: str | None, progress: _Progress) -> Table:
    from signatur.stewardship.data_analysis.service.examining import table_of_file
    from signatur.stewardship.data_analysis.service.querying import is_address, table_of_query

    progress.tell("reading", 0.0)
    if is_address(data):
        if query is None:
            raise InputProblem(
                log="no query", shown=_("Say what to ask the database with --query.")
            )
        return table_of_query(data, query)
    return table_of_file(Path(data), lambda share: progress.tell("reading", share))


def _fitting(wish: Wish, table: Table) -> Wish:
    """Return the wish with columns named as the table does, where only capitals differ."""
    from dataclasses import replace

    known = {name.casefold(): name for name in reversed(list(table.columns))}

    def named(name: str) -> str:
        return name if name in table.columns else known.get(name.casefold(), name)

    return replace(
        wish, label=named(wish.label), time=named(wish.time) if wish.time else None,
        groups=tuple(named(one) for one in wish.groups),
    )  # fmt: skip


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputProblem(
            log="out", shown=_("The folder %(name)s cannot be written to.", name=str(out))
        ) from error


def _write(out: Path, told: dict[str, Any], name: str) -> None:
    import json

    from signatur.stewardship.data_analysis.model.paper import html, pdf
    from signatur.stewardship.data_analysis.model.telling import suspects_csv

    at = SystemClock().now()
    try:
        (out / "report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        (out / "suspects.csv").write_text(suspects_csv(told), "utf-8-sig")
        (out / "report.html").write_text(html(told, name, at), "utf-8")
        (out / "report.pdf").write_bytes(pdf(told, name, at))
    except OSError as error:
        raise InputProblem(
            log="out", shown=_("The folder %(name)s cannot be written to.", name=str(out))
        ) from error


def _say(told: dict[str, Any]) -> None:
    from signatur.stewardship.data_analysis.model.summary import conclusions
    from signatur.stewardship.data_analysis.model.words import finding_title

    usable = told["usable_rows"]
    say(
        _(
            "%(usable)s of %(rows)s rows are usable (%(share)s).",
            usable=show_number(usable, 0),
            rows=show_number(told["rows"], 0),
            share=show_percent(usable / told["rows"], 1),
        )
    )
    for one in conclusions(told):
        say(f"- {one}")
    for one in told["quality"]:
        sign = {"high": "!!", "medium": "!", "low": " "}[one["severity"]]
        place = f" {one['column']}" if one["column"] else ""
        say(f"{sign:>2} {finding_title(one['kind'])}:{place} ({show_number(one['count'], 0)})")
