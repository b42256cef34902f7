"""Commands: take enquiries in from a mailbox, a folder or a file."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
from signatur.solutions.mail_routing.cli.place import Authority, place_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.jobs.looking import Look
    from signatur.solutions.mail_routing.schema.sources import EnquirySource

# Counted in every answer, also where there were none.
_COUNTS = ("new", "known", "quarantined")


def intake(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(help="Key of a source, a file or folder, or imaps://user@host/INBOX.")
    ],
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until told to stop (SIGTERM).")
    ] = False,
    password_file: Annotated[
        Path | None,
        typer.Option(
            help="File with the mailbox's password or token, read anew at each sign-in.",
            exists=True,
            dir_okay=False,
            readable=True,
        ),
    ] = None,
    leave: Annotated[
        bool, typer.Option(help="Leave the files of a watched folder where they lie.")
    ] = False,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Take enquiries in, each stored once however often it is met; nothing is marked as read.

    Prints how many were new, known before, or put in quarantine; with --watch a line for each round
    in which there was something. Ends with 1 when something could not be fetched.
    """
    runtime = runtime_of(ctx)
    actor, project_id = place_of(runtime, authority)
    found = _find(runtime, actor, project_id, source)
    if isinstance(found, Path) and not watch:
        told: dict[str, Any] | None = _read_path(runtime, actor, project_id, found)
    else:
        if isinstance(found, Path):
            found = _folder_source(runtime, actor, project_id, found, leave=leave)
        told = _look(runtime, actor, found, password_file, watch=watch, as_json=as_json)
    if told is None:
        return
    _print(told, as_json=as_json)
    if told["problems"]:
        raise typer.Exit(FOUND_PROBLEM)


def _find(runtime: Runtime, actor: Actor, project_id: UUID, named: str) -> EnquirySource | Path:
    """Return what is meant: a mailbox's address, a source with this key, else a path."""
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.schema.sources import mailbox_at

    if "://" in named:
        mailbox = mailbox_at(named)
        with runtime.work(actor) as work:
            return service.source_of_address(work, project_id, mailbox)
    with runtime.reading(actor) as work:
        known = service.source_with_key(work, project_id, named)
    if known is not None:
        return known
    path = Path(named)
    if not path.exists():
        raise InputProblem(
            log="no such source",
            shown=_("There is no source, file or folder called %(name)s.", name=named),
        )
    return path


def _folder_source(
    runtime: Runtime, actor: Actor, project_id: UUID, path: Path, *, leave: bool
) -> EnquirySource:
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.schema.sources import WhenStored

    if not path.is_dir():
        raise InputProblem(log="no folder", shown=_("Only a folder or a mailbox can be watched."))
    when = WhenStored.NOTHING if leave else WhenStored.MOVE
    with runtime.work(actor) as work:
        return service.source_of_folder(work, project_id, path.resolve(), when)


def _read_path(runtime: Runtime, actor: Actor, project_id: UUID, path: Path) -> dict[str, Any]:
    """Take in a file, or all that lies in a folder; nothing is changed there."""
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.intake import EnquiryReader
    from signatur.solutions.mail_routing.jobs.taking_in import Batches, Intake

    with runtime.work(actor) as work:
        prepared = service.prepare(work, project_id)
        recogniser = service.recogniser(work)
    taking = Intake(runtime, actor, project_id, prepared)
    batches = Batches(taking)
    with EnquiryReader(recogniser=recogniser) as reader:
        for read in reader.read_paths([path]):
            batches.add(read)
        batches.take()
    failed = taking.counts["failed"]
    return _told(taking.counts, ["not_stored"] * failed)


def _look(
    runtime: Runtime,
    actor: Actor,
    source: EnquirySource,
    password_file: Path | None,
    *,
    watch: bool,
    as_json: bool,
) -> dict[str, Any] | None:
    from signatur.kernel.imap import MailboxProblem
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.jobs import sources as looking
    from signatur.solutions.mail_routing.schema.sources import MailboxSource

    def secret() -> str:
        if password_file is not None:
            return password_file.read_text(encoding="utf-8").strip()
        return service.secret_of(runtime, source.key)

    asked = secret if isinstance(source.settings, MailboxSource) else None
    with looking.opened_look(runtime, actor, source) as look:
        if watch:
            with _until_told() as stop:
                look.go_on = _stopper(stop)
                _watch(look, stop, asked, as_json=as_json)
            return None
        look.counts_known = True
        try:
            looking.look_once(look, asked() if asked else None)
        except MailboxProblem as problem:
            look.problems.append(problem.code)
        return _told(look.intake.counts, look.problems)


class _Stopped(Exception):
    """The command was told to stop between two batches."""


def _stopper(stop: threading.Event) -> Callable[[], None]:
    def go_on() -> None:
        if stop.is_set():
            raise _Stopped

    return go_on


def _watch(
    look: Look,
    stop: threading.Event,
    secret: Callable[[], str] | None,
    *,
    as_json: bool,
) -> None:
    from signatur.solutions.mail_routing.jobs.sources import watch

    before: dict[str, int] = {}

    def tell() -> None:
        counts = look.intake.counts
        since = {name: count - before.get(name, 0) for name, count in counts.items()}
        before.update(counts)
        if any(since.values()) or look.problems:
            _print(_told(since, look.problems), as_json=as_json)
            sys.stdout.flush()
        look.problems.clear()

    try:
        watch(look, stop, tell, secret)
    except _Stopped:
        tell()


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """Give an event that is set when this process is told to stop; a second time stops it at once."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def tell(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, tell)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(counts: Counter[str] | dict[str, int], problems: list[str]) -> dict[str, Any]:
    more = {name: count for name, count in counts.items() if count and name not in _COUNTS}
    return {**{name: counts.get(name, 0) for name in _COUNTS}, **more, "problems": [*problems]}


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    say(", ".join(f"{told[name]} {name}" for name in _COUNTS))
    for problem in told["problems"]:
        say(f"  {problem}")


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    commands.command()(intake)
