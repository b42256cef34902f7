"""Background work: looking at sources, once for a job or on and on for a command that watches."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.imap import Mailbox, MailboxProblem
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.log import get_log
from signatur.kernel.permissions import Actor, ActorKind
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import EnquiryReader
from signatur.solutions.mail_routing.jobs.looking import Look, look_at_mailbox
from signatur.solutions.mail_routing.jobs.taking_in import Intake
from signatur.solutions.mail_routing.jobs.watched_folders import look_at_folder
from signatur.solutions.mail_routing.schema.sources import (
    EnquirySource,
    FolderSource,
    MailboxSource,
)

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

log = get_log(__name__)

# Servers hang up after 30 minutes of waiting (RFC 2177 recommends 29), and routers that translate
# addresses often after less; and even where the server tells of new mail, it is looked for anyway.
_WAIT_SECONDS = 9 * 60.0
# While it waits, a stop is noticed so often.
_NOTICED_SECONDS = 1.0


@contextmanager
def opened_look(
    runtime: Runtime,
    actor: Actor,
    source: EnquirySource,
    go_on: Callable[[], None] = lambda: None,
) -> Iterator[Look]:
    """Prepare what looks at a source need: the setup, the model, a reader."""
    with runtime.work(actor) as work:
        prepared = service.prepare(work, source.project_id)
        recogniser = service.recogniser(work)
    with EnquiryReader(recogniser=recogniser) as reader:
        yield Look(Intake(runtime, actor, source.project_id, prepared), reader, source, go_on)


def look_once(look: Look, secret: str | None = None) -> None:
    """Look at a source once and write down how that went. Raises MailboxProblem.

    A command may give the `secret`; otherwise the settings say.
    """
    try:
        with _open_mailbox(look, secret) as mailbox:
            _one_round(look, mailbox)
    except MailboxProblem as problem:
        _note_problem(look, problem)
        raise


def watch(
    look: Look,
    stop: threading.Event,
    tell: Callable[[], None],
    secret: Callable[[], str] | None = None,
) -> None:
    """Look at a source on and on until told to stop; after a problem the pauses grow.

    `tell` is called after each round. A mailbox stays open, and its server says when mail arrives;
    `secret` is asked at each sign-in, since a token may have been renewed.
    """
    while not stop.is_set():
        try:
            with _open_mailbox(look, secret() if secret else None) as mailbox:
                while not stop.is_set():
                    _one_round(look, mailbox)
                    tell()
                    _wait(look, mailbox, stop)
                    _prepare_anew(look)
        except MailboxProblem as problem:
            _note_problem(look, problem)
            look.problems.append(problem.code)
            tell()
            log.warning("mail_routing.source_failed", source=look.source.id, code=problem.code)
            pause = service.pause_after(look.intake.runtime, look.source.failures - 1)
            stop.wait(pause.total_seconds())


def _one_round(look: Look, mailbox: Mailbox | None) -> None:
    before = _stored(look)
    try:
        if mailbox is None:
            look_at_folder(look, _folder_of(look))
        else:
            look_at_mailbox(look, mailbox)
    finally:
        with look.intake.work() as work:
            service.note_new(work, look.source.id, _stored(look) - before)
    with look.intake.work() as work:
        service.note_look(work, look.source.id)
        _renew(look, work)


def _stored(look: Look) -> int:
    """Return how many enquiries were stored that were not known, those in quarantine too."""
    return look.intake.counts["new"] + look.intake.counts["quarantined"]


def _renew(look: Look, work: Work) -> None:
    """Take over what was written down of the source; a command may have named other folders."""
    look.source = replace(service.source(work, look.source.id), settings=look.source.settings)


def _prepare_anew(look: Look) -> None:
    """Let what people changed in the setup meanwhile, and a model put into use, count from now on."""
    with look.intake.work() as work:
        look.intake.prepared = service.prepare(work, look.source.project_id)


def _wait(look: Look, mailbox: Mailbox | None, stop: threading.Event) -> None:
    """Wait until there is something new, or it is time to look anyway."""
    settings = look.source.settings
    seconds = float(service.seconds_between_looks(look.intake.runtime))
    if mailbox is None or not isinstance(settings, MailboxSource) or not mailbox.can_wait:
        stop.wait(seconds)
        return
    # The server tells of one folder only; the others are looked at now and then.
    is_only_one = len(settings.folders) == 1
    folder = mailbox.select(settings.folders[0])
    if folder.next_uid > look.next_uids.get(folder.name, 0):
        return  # something arrived between the look and now
    mailbox.wait(_WAIT_SECONDS if is_only_one else seconds, stop.is_set, _NOTICED_SECONDS)


@contextmanager
def _open_mailbox(look: Look, secret: str | None) -> Iterator[Mailbox | None]:
    """Open the mailbox of a source; None for a folder. Raises MailboxProblem."""
    settings = look.source.settings
    if isinstance(settings, FolderSource):
        yield None
        return
    runtime = look.intake.runtime
    if secret is None and not service.is_allowed_server(runtime, settings.host):
        raise MailboxProblem("not_allowed")
    word = secret if secret is not None else service.secret_of(runtime, look.source.key)
    authorities = service.authorities_of(runtime)
    account = service.account_of(runtime, settings)
    with Mailbox.open(account, word, authorities=authorities) as mailbox:
        yield mailbox


def _folder_of(look: Look) -> Path:
    settings = look.source.settings
    assert isinstance(settings, FolderSource), "its kind says so"
    return service.folder_at(look.intake.runtime, settings)


def _note_problem(look: Look, problem: MailboxProblem) -> None:
    with look.intake.work() as work:
        service.note_problem(work, look.source.id, problem.code)
        _renew(look, work)


def look_at_source(run: JobRun) -> None:
    """Look at one source, as the job process does every few seconds."""
    actor = Actor(ActorKind.SYSTEM, authority_id=run.job.authority_id)
    with run.reading() as work:
        source = service.source(work, UUID(run.payload["source"]))

    def go_on() -> None:
        run.progress(sum(look.intake.counts.values()), 0, _("Fetching"))

    with opened_look(run.runtime, actor, source, go_on) as look:
        try:
            look_once(look)
        finally:
            run.result.update(look.intake.counts)
            if look.problems:
                run.result["problems"] = len(look.problems)


LOOK = JobKind(
    name=service.LOOK,
    title=_("Looking for new enquiries at a source"),
    run=look_at_source,
    result_titles={
        "new": _("New"),
        "known": _("Received before"),
        "quarantined": _("In quarantine"),
        "failed": _("Could not be stored"),
        "problems": _("Could not be fetched"),
    },
)
