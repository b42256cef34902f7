"""Commands on what was written down: check the audit chain, rebuild past suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from signatur.kernel.permissions import SYSTEM
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
from signatur.records.audit import service as audit
from signatur.records.decisions import service

if TYPE_CHECKING:
    from signatur.records.audit.schema import Verification

commands = typer.Typer(
    no_args_is_help=True, help="Check the audit chain, rebuild past suggestions."
)


@commands.command()
def verify(
    ctx: typer.Context,
    anchors: Annotated[
        Path | None,
        typer.Option(
            help="Folder with anchors; by default the one of the settings.",
            exists=True,
            file_okay=False,
            readable=True,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every authority's chain from the first entry to the last."""
    runtime = runtime_of(ctx)
    folder = anchors or audit.anchor_folder(runtime.settings.kernel)
    found = []
    with runtime.database.reading() as session:
        for authority_id in audit.authorities_with_a_chain(session, folder):
            known = audit.read_anchors(folder / f"{authority_id}.jsonl")
            found.append(audit.verify(session, authority_id, known))
    holds = all(one.holds for one in found)
    if as_json:
        print_json({"holds": holds, "chains": [_as_json(one) for one in found]})
    else:
        for one in found:
            _tell(one)
    if not holds:
        raise typer.Exit(FOUND_PROBLEM)


def _as_json(chain: Verification) -> dict[str, object]:
    return {
        "authority": chain.authority_id,
        "holds": chain.holds,
        "entries": chain.entries,
        "erased_details": chain.erased_details,
        "head": chain.head,
        "breaks": [{"number": one.number, "reason": one.reason} for one in chain.breaks],
    }


def _tell(chain: Verification) -> None:
    say(f"{chain.authority_id}: {chain.entries} entries, {'holds' if chain.holds else 'BROKEN'}")
    for broken in chain.breaks:
        say(f"  entry {broken.number} {broken.reason}")


@commands.command()
def replay(
    ctx: typer.Context,
    suggestion: Annotated[UUID, typer.Argument(help="Id of a suggestion.")],
    as_json: AsJson = False,
) -> None:
    """Rebuild a past suggestion from stored model and input; compare it with what was stored."""
    runtime = runtime_of(ctx)
    with runtime.reading(SYSTEM) as work:
        replayed = service.replay(work, suggestion)
    if as_json:
        told = {"stored": replayed.stored, "rebuilt": replayed.rebuilt}
        print_json({"suggestion": suggestion, "same": replayed.is_same, **told})
    else:
        say("the same" if replayed.is_same else "DIFFERENT: see --json")
    if not replayed.is_same:
        raise typer.Exit(FOUND_PROBLEM)
