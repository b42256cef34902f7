"""Commands: give a project out as a signed bundle, look at one, take one in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, bytes_of, print_json, runtime_of, say

if TYPE_CHECKING:
    from signatur.stewardship.sharing.schema import Bundle, TakenIn

commands = typer.Typer(
    no_args_is_help=True, help="Give a project out as a signed bundle, look at one, take one in."
)

Login = Annotated[str, typer.Option("--as", help="Account in whose name it is done; audited.")]
File = Annotated[Path, typer.Argument(help="The bundle, a file.")]


@commands.command("export")
def give_out(
    ctx: typer.Context,
    project: Annotated[str, typer.Argument(help="Id, name or solution of the project.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    login: Login,
    model_because: Annotated[
        str,
        typer.Option(
            help="Why the model may go with it: that its bytes hold nothing of anybody. "
            "Without a reason the model stays."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write a signed bundle of a project without personal data."""
    from signatur.records.people import service as people
    from signatur.records.projects import service as projects
    from signatur.stewardship.sharing import service
    from signatur.stewardship.sharing.model import read_bundle

    runtime = runtime_of(ctx)
    with runtime.work(people.acting_as_login(runtime, login)) as work:
        given, content = service.give_out(
            work, projects.named(work, project).id, model_because=model_because
        )
        _write(out, content)
    bundle = read_bundle(content)
    told = {**_told(bundle), "file": str(out), "bytes": given.size}
    if as_json:
        print_json(told)
    else:
        say(f"{out}: {len(bundle.files)} files, {given.size} bytes")
        say(f"{_('Fingerprint')}: {bundle.fingerprint}")


@commands.command()
def verify(
    ctx: typer.Context,
    file: File,
    trust: Annotated[str, typer.Option(help="Fingerprint that the giver has told.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a bundle's signature and every hash in it; ends with 1 when one does not hold."""
    from signatur.stewardship.sharing import service
    from signatur.stewardship.sharing.model import BrokenBundle, read_bundle

    content = bytes_of(file)
    try:
        bundle = read_bundle(content)
    except BrokenBundle as problem:
        if as_json:
            print_json({"valid": False, "problem": str(problem.shown)})
        else:
            say(problem.shown)
        raise typer.Exit(FOUND_PROBLEM) from None
    is_trusted = service.is_trusted(runtime_of(ctx), bundle.fingerprint, trust)
    if as_json:
        print_json({"valid": True, "trusted": is_trusted, **_told(bundle)})
        return
    say(_("The signature holds, and nothing in the bundle was changed."))
    say(f"{_('Fingerprint')}: {bundle.fingerprint}")
    for name, value in bundle.about.items():
        say(f"{name}: {value}")


@commands.command("import")
def take_in(
    ctx: typer.Context,
    file: File,
    login: Login,
    trust: Annotated[str, typer.Option(help="Fingerprint that the giver has told.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take a bundle in: a project at the stage scoping, with a report of what holds here."""
    from signatur.records.people import service as people
    from signatur.stewardship.sharing import service

    runtime = runtime_of(ctx)
    content = bytes_of(file)
    with runtime.work(people.acting_as_login(runtime, login)) as work:
        found = service.take_in(work, content, trust=trust)
    if as_json:
        print_json(_report(found))
        return
    say(f"{found.giver}: {found.project_id}")
    for check in found.checks:
        sign = {True: "+", False: "-", None: "?"}[check.holds]
        say(f"{sign} {check.title}{': ' if check.said else ''}{check.said}")


@commands.command()
def key(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Print the fingerprint of this installation's key, to be told to receivers by another way."""
    from signatur.stewardship.sharing import service
    from signatur.stewardship.sharing.model import fingerprint_of

    fingerprint = fingerprint_of(service.installation_key(runtime_of(ctx)))
    if as_json:
        print_json({"fingerprint": fingerprint})
    else:
        say(fingerprint)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputProblem(
            log=f"bundle: {error.strerror}",
            shown=_("The file %(name)s cannot be written.", name=str(file)),
        ) from error


def _told(bundle: Bundle) -> dict[str, Any]:
    return {
        "sha256": bundle.sha256,
        "fingerprint": bundle.fingerprint,
        "about": dict(bundle.about),
        "files": sorted(bundle.files),
    }


def _report(found: TakenIn) -> dict[str, Any]:
    return {
        "id": found.id,
        "project": found.project_id,
        "stage": "scoping",
        "giver": found.giver,
        "solution": found.solution,
        "fingerprint": found.fingerprint,
        "model_version": found.model_version_id,
        "checks": [
            {"code": one.code, "title": one.title, "holds": one.holds, "said": one.said,
             **one.figures}
            for one in found.checks
        ],
    }  # fmt: skip
