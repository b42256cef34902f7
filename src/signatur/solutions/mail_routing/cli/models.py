"""Registered models on the terminal: which there are, and how one did beside the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
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
