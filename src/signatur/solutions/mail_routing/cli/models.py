"""Registered models on the terminal: which there are, what one answers, how it did beside the one in use."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, bytes_of, print_json, runtime_of, say
from signatur.solutions.mail_routing.cli.place import Authority, place_of

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.classification.comparing import Difference, Paired
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.mail_routing.model.comparison import Comparison


def models(ctx: typer.Context, authority: Authority = "", as_json: AsJson = False) -> None:
    """List registered models, newest first, each with how it did beside the one in use."""
    from signatur.records.registry import service as registry
    from signatur.solutions.mail_routing.service import comparing

    actor, project_id = place_of(runtime_of(ctx), authority)
    with runtime_of(ctx).reading(actor) as work:
        told: list[dict[str, Any]] = [
            {
                "version": one.number,
                "id": str(one.id),
                "state": str(one.state),
                "trained_at": one.created_at.isoformat(),
                "rows": one.snapshot_rows,
                "compared": [_brief(found) for found in comparing.comparisons(work, one)],
            }
            for one in registry.versions(work, project_id)
        ]
    if as_json:
        print_json({"models": told})
        return
    for each in told:
        _tell_brief(each)


def compare(
    ctx: typer.Context,
    version: Annotated[int, typer.Argument(min=1, help="Number of a registered version.")],
    now: Annotated[
        bool,
        typer.Option(
            "--now", help="Ask the very model, on what was decided after both; takes a while."
        ),
    ] = False,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Tell how a registered model did beside the one in use, on enquiries that neither had seen.

    Ends with 1 when it did worse, in the whole or in a department.
    """
    from signatur.solutions.mail_routing.service import comparing

    actor, project_id = place_of(runtime_of(ctx), authority)
    with runtime_of(ctx).reading(actor) as work:
        chosen = _chosen(work, project_id, version)
        found = (
            comparing.compare_now(work, project_id, chosen.id)() if now else _stored(work, chosen)
        )
        is_current = comparing.is_current(work, found, project_id)
    if as_json:
        print_json(
            {"version": version, "is_current": is_current, **comparing.as_json(found)}
            | {"worse_in": found.worse_in, "needs_reason": found.needs_reason}
        )
    else:
        _tell(version, found, is_current=is_current)
    if found.needs_reason:
        raise typer.Exit(FOUND_PROBLEM)


def answer(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV with a case a row.")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="Where the answers go, as CSV.")],
    text: Annotated[str, typer.Option(help="Column of the text.")] = "text",
    version: Annotated[
        int, typer.Option(min=0, help="Number of a registered version; 0: the newest.")
    ] = 0,
    authority: Authority = "",
) -> None:
    """Let a registered model answer a test set, for its evaluation: every column but the text, and three more.

    `model_answer` is the subject it would choose, `sure_answer` the same where it is sure enough to go by
    itself and else empty, `confidence` how sure it is.
    """
    from signatur.methods.tables.plain import read_columns
    from signatur.records.registry import service as registry
    from signatur.solutions.mail_routing.service.asking import answers_of

    columns = read_columns(bytes_of(file))
    if text not in columns:
        raise InputProblem(
            log="no column of the text",
            shown=_(
                "The file lacks the column %(name)s. It has: %(found)s.",
                name=text, found=", ".join(columns),
            ),
        )  # fmt: skip
    texts = columns.pop(text)
    actor, project_id = place_of(runtime_of(ctx), authority)
    with runtime_of(ctx).reading(actor) as work:
        newest = next((one.number for one in registry.versions(work, project_id)), 0)
        chosen = _chosen(work, project_id, version or newest)
        columns |= answers_of(work, project_id, chosen, texts)
    stream = io.StringIO()
    sheet = csv.writer(stream, delimiter=";")
    sheet.writerow(columns)
    sheet.writerows(zip(*columns.values(), strict=True))
    try:
        out.write_text(stream.getvalue(), encoding="utf-8-sig")
    except OSError as problem:
        raise InputProblem(
            log="cannot be written",
            shown=_("The file %(name)s cannot be written.", name=str(out)),
        ) from problem
    say(f"version {chosen.number} answered {len(texts)} rows: {out}")


def _chosen(work: Work, project_id: UUID, number: int) -> ModelVersion:
    from signatur.records.registry import service as registry

    found = next((one for one in registry.versions(work, project_id) if one.number == number), None)
    if found is None:
        raise NotFound(log=f"no model version {number}", shown=_("This model does not exist."))
    return found


def _stored(work: Work, version: ModelVersion) -> Comparison:
    from signatur.solutions.mail_routing.service import comparing

    known = comparing.comparisons(work, version)
    if not known:
        raise NotFound(
            log="not compared",
            shown=_("This version was not compared when it was trained. Compare it with --now."),
        )
    return known[0]


def _brief(found: Comparison) -> dict[str, Any]:
    return {
        "champion": found.champion_number,
        "basis": str(found.basis),
        "verdict": str(found.verdict),
        "worse_in": found.worse_in,
        "rows": found.rows,
    }


def _tell_brief(one: dict[str, Any]) -> None:
    say(f"{one['version']:>4}  {one['state']:10} {one['rows']:>7} rows")
    for found in one["compared"]:
        say(f"      {found['verdict']} beside version {found['champion']}, {found['rows']} rows")


def _tell(version: int, found: Comparison, *, is_current: bool) -> None:
    say(f"version {version} beside version {found.champion_number}: {found.verdict}")
    if not is_current:
        say("  that version is not in use today")
    left = found.left_out
    say(
        f"  {found.rows} rows ({found.needed} needed); left out: {left.seen} seen, "
        f"{left.alike} nearly seen, {left.repeats} repeats, {left.closed} closed"
    )
    if found.paired is None:
        return
    _tell_differences(found.paired)
    for key in found.worse_in:
        say(f"  worse in {key}")


def _tell_differences(paired: Paired) -> None:
    say(
        f"  only the new one right {paired.only_new_right}, only the old one {paired.only_old_right}"
    )
    measured: tuple[tuple[str, Difference | None], ...] = (
        ("right", paired.right),
        ("ready", paired.ready),
        ("precision", paired.precision),
    )
    for name, one in measured:
        if one is not None:
            say(
                f"  {name:10} {100 * one.value:+.1f} points ({100 * one.low:+.1f} to {100 * one.high:+.1f})"
            )


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    commands.command()(models)
    commands.command()(compare)
    commands.command()(answer)
