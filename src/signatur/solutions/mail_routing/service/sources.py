"""Sources of enquiries: setting them up, which are due, how far each was read, what went wrong.

No secret is ever stored: a password or token is read from the settings or from a file that they
name, at each sign-in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, func, select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.imap import Account, MailboxProblem, Security, SignIn, is_this_machine
from signatur.kernel.jobs import store
from signatur.kernel.permissions import Permission, Role, system_of
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.solutions.mail_routing.schema.sources import (
    EnquirySource,
    FolderSource,
    MailboxSource,
    NewSource,
    SourceKind,
    WhenStored,
    settings_as_json,
    settings_from_json,
)
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import (
    SourceFileRow,
    SourceFolderRow,
    SourceRow,
    SourceTroubleRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

LOOK = "mail_routing.look"
READ_SOURCES = Permission(
    "mail_routing.read_sources",
    _("see where enquiries come from"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS, Role.PROJECT_OWNER, Role.AUDITOR}),
)
CHANGE_SOURCES = Permission(
    "mail_routing.change_sources",
    _("set up where enquiries come from"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS}),
)
SOURCE_PHRASES = {
    "mail_routing.source_saved": _("Source saved: %(name)s"),
    "mail_routing.source_paused": _("Source paused: %(name)s"),
    "mail_routing.source_resumed": _("Source taken into use again: %(name)s"),
    "mail_routing.source_failed": _("A source could not be read: %(name)s"),
    "mail_routing.source_works": _("A source can be read again: %(name)s"),
}
_KEY = re.compile(r"[\w.@:-]{1,100}")
_FLAG = re.compile(r"[$\w-]{1,50}")
_LONGEST_PAUSE = timedelta(minutes=15)
# Failures in a row after which it is told to those who read the audit; one may be a restart.
_TOLD_AFTER = 3


# --- setting up ----------------------------------------------------------------------------------


def save_source(work: Work, project_id: UUID, new: NewSource) -> EnquirySource:
    """Add a source, or change the one with its key. Raises InputProblem, NotAllowed."""
    work.require(CHANGE_SOURCES, project_id)
    _check(work, new)
    row = write_source(work, project_id, new)
    row.next_look_at = None
    work.session.flush()
    _tell(work, row, "mail_routing.source_saved", kind=row.kind)
    return _source(row)


def write_source(work: Work, project_id: UUID, new: NewSource) -> SourceRow:
    """Store a source that was checked; what was read of it so far stays known."""
    row = work.session.scalar(_of(work, project_id).where(SourceRow.key == new.key))
    if row is None:
        row = SourceRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            key=new.key,
            created_by=work.actor.id,
            created_at=work.now,
            problem="",
            failures=0,
            received=0,
            last_new=0,
        )
        work.session.add(row)
    row.name, row.kind, row.is_active = new.name.strip(), new.kind, new.is_active
    row.settings = settings_as_json(new.settings)
    work.session.flush()
    return row


def source_of_address(work: Work, project_id: UUID, mailbox: MailboxSource) -> EnquirySource:
    """Return the source that stands for a mailbox named on the command line; made when it is new.

    It is not looked at by itself, but how far it was read is remembered.
    """
    key = f"{mailbox.user}@{mailbox.host}:{mailbox.port}"
    key = re.sub(r"[^\w.@:-]", "-", key)[:100]
    new = NewSource(key=key, name=key, settings=mailbox, is_active=False)
    known = work.session.scalar(_of(work, project_id).where(SourceRow.key == key))
    if known is None:
        return _source(write_source(work, project_id, new))
    return replace(_source(known), settings=mailbox)


def source_of_folder(work: Work, project_id: UUID, path: Path, when: WhenStored) -> EnquirySource:
    """Return the source that stands for a folder named on the command line; made when it is new."""
    key = f"folder-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    settings = FolderSource(path=str(path), when_stored=when)
    new = NewSource(key=key, name=path.name, settings=settings, is_active=False)
    return _source(write_source(work, project_id, new))


def pause_source(work: Work, project_id: UUID, source_id: UUID, *, is_active: bool) -> None:
    """Take a source out of use, or into use again. Raises NotFound, NotAllowed."""
    work.require(CHANGE_SOURCES, project_id)
    row = _row(work, source_id)
    row.is_active, row.next_look_at = is_active, None
    work.session.flush()
    if is_active:
        _tell(work, row, "mail_routing.source_resumed")
    else:
        _tell(work, row, "mail_routing.source_paused")


def _check(work: Work, new: NewSource) -> None:
    if not _KEY.fullmatch(new.key):
        raise InputProblem(
            log="bad key",
            shown=_("A key is made of letters, digits, hyphens and full stops, at most 100."),
        )
    if not new.name.strip():
        raise InputProblem(log="no name", shown=_("State a name."))
    if isinstance(new.settings, FolderSource):
        _check_folder(new.settings)
    else:
        _check_mailbox(work, new.settings)


def _check_folder(folder: FolderSource) -> None:
    path = PurePosixPath(folder.path)
    if not folder.path.strip() or path.is_absolute() or ".." in path.parts:
        raise InputProblem(
            log="folder outside",
            shown=_("Write the folder as a path below the folder for incoming files."),
        )


def _check_mailbox(work: Work, mailbox: MailboxSource) -> None:
    if not mailbox.host.strip() or not mailbox.user.strip() or not mailbox.folders:
        raise InputProblem(
            log="mailbox incomplete",
            shown=_("State the mail server, the user name and at least one folder."),
        )
    if not is_allowed_server(work.runtime, mailbox.host):
        raise InputProblem(
            log="mail server not listed",
            shown=_(
                "Signatur may not call this mail server. Whoever runs Signatur lists the servers in "
                "the setting SIGNATUR_MAIL_ROUTING_MAIL_SERVERS."
            ),
        )
    is_moved_into_itself = mailbox.move_to in mailbox.folders
    if mailbox.when_stored is WhenStored.MOVE and (not mailbox.move_to or is_moved_into_itself):
        raise InputProblem(
            log="no folder to move to",
            shown=_(
                "State a folder that stored mails are moved to, other than those that are read."
            ),
        )
    if mailbox.when_stored is WhenStored.FLAG and not _FLAG.fullmatch(mailbox.flag):
        raise InputProblem(
            log="bad flag", shown=_("A flag is one word of letters, digits and hyphens.")
        )


def is_allowed_server(runtime: Runtime, host: str) -> bool:
    """Say whether an operator lets Signatur call a mail server."""
    servers = {one.casefold() for one in runtime.settings.of(MailRoutingSettings).mail_servers}
    return is_this_machine(host) or host.casefold() in servers


# --- opening -------------------------------------------------------------------------------------


def account_of(runtime: Runtime, mailbox: MailboxSource) -> Account:
    """Return what it takes to open a mailbox, beside the secret."""
    return Account(
        host=mailbox.host,
        port=mailbox.port,
        user=mailbox.user,
        security=Security(mailbox.security),
        sign_in=SignIn(mailbox.sign_in),
        plain_anywhere=runtime.settings.of(MailRoutingSettings).mail_unencrypted,
    )


def secret_of(runtime: Runtime, key: str) -> str:
    """Return the password or token of a mailbox, read anew each time. Raises MailboxProblem."""
    settings = runtime.settings.of(MailRoutingSettings)
    file = settings.secrets_folder / key if settings.secrets_folder else None
    if file is not None and file.is_file():
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as fault:
            raise MailboxProblem("no_secret", type(fault).__name__) from fault
    if not settings.imap_password:
        raise MailboxProblem("no_secret")
    return settings.imap_password


def authorities_of(runtime: Runtime) -> Path | None:
    """Return the file of certificates that mail servers are checked against, if one is set."""
    return runtime.settings.of(MailRoutingSettings).mail_authorities


def seconds_between_looks(runtime: Runtime) -> int:
    """Return how many seconds lie between two looks at a source."""
    return runtime.settings.of(MailRoutingSettings).look_seconds


def most_mail_bytes(runtime: Runtime) -> int:
    """Return the size of the largest mail that is fetched as a whole."""
    return runtime.settings.of(MailRoutingSettings).mail_megabytes << 20


def folder_at(runtime: Runtime, folder: FolderSource) -> Path:
    """Return where a watched folder lies on this machine."""
    above = runtime.settings.of(MailRoutingSettings).inbound_folder
    above = above or runtime.settings.kernel.data_folder / "inbound"
    return above / folder.path


# --- looking up ----------------------------------------------------------------------------------


def sources(work: Work, project_id: UUID) -> list[EnquirySource]:
    """Return all sources of a project, by name."""
    troubles: dict[UUID, int] = {
        row[0]: row[1]
        for row in work.session.execute(
            select(SourceTroubleRow.source_id, func.count())
            .where(SourceTroubleRow.authority_id == work.authority_id)
            .group_by(SourceTroubleRow.source_id)
        )
    }
    found = work.session.scalars(_of(work, project_id))
    told = [_source(row, troubles.get(row.id, 0)) for row in found]
    return sorted(told, key=lambda one: (not one.is_active, sort_key(one.name)))


def count_failing(work: Work) -> int:
    """Return how many sources in use cannot be read right now."""
    query = select(func.count()).select_from(SourceRow)
    failing = query.where(
        SourceRow.authority_id == work.authority_id,
        SourceRow.is_active.is_(True),
        SourceRow.problem != "",
    )
    return work.session.scalar(failing) or 0


def source(work: Work, source_id: UUID) -> EnquirySource:
    """Return a source of the authority. Raises NotFound."""
    return _source(_row(work, source_id))


def source_with_key(work: Work, project_id: UUID, key: str) -> EnquirySource | None:
    """Return the source with a key."""
    row = work.session.scalar(_of(work, project_id).where(SourceRow.key == key))
    return _source(row) if row is not None else None


# --- looking -------------------------------------------------------------------------------------


def go_round(runtime: Runtime) -> None:
    """Start a look at every active source that is due; what is being looked at is left alone."""
    now = runtime.clock.now()
    with runtime.database.reading() as session:
        due = session.execute(
            select(SourceRow.id, SourceRow.authority_id).where(
                SourceRow.is_active.is_(True),
                (SourceRow.next_look_at.is_(None)) | (SourceRow.next_look_at <= now),
            )
        ).all()
    for source_id, authority_id in due:
        with runtime.work(system_of(authority_id)) as work:
            look_now(work, source_id)


def look_now(work: Work, source_id: UUID) -> UUID:
    """Start a look at a source, unless one is under way; return the job."""
    payload = {"source": str(source_id)}
    return store.start_again(work, LOOK, payload, key=f"{LOOK}:{source_id}")


def note_new(work: Work, source_id: UUID, new: int) -> None:
    """Write down how many enquiries of a source were new."""
    if new:
        row = _row(work, source_id)
        row.received += new
        row.last_new, row.last_new_at = new, work.now
        work.session.flush()


def note_look(work: Work, source_id: UUID) -> None:
    """Write down that a source was looked at and that it went well."""
    row = _row(work, source_id)
    if row.failures >= _TOLD_AFTER:
        _tell(work, row, "mail_routing.source_works")
    row.looked_at, row.problem, row.problem_since, row.failures = work.now, "", None, 0
    seconds = seconds_between_looks(work.runtime)
    row.next_look_at = work.now + timedelta(seconds=seconds)
    work.session.flush()


def note_problem(work: Work, source_id: UUID, code: str) -> None:
    """Write down why a source could not be looked at; the next tries come ever later."""
    row = _row(work, source_id)
    row.failures += 1
    row.problem_since = row.problem_since or work.now
    row.looked_at, row.problem = work.now, code
    row.next_look_at = work.now + pause_after(work.runtime, row.failures)
    if row.failures == _TOLD_AFTER:
        _tell(work, row, "mail_routing.source_failed", problem=code)
    work.session.flush()


def pause_after(runtime: Runtime, failures: int) -> timedelta:
    """Return how long a source is left alone after so many failures in a row."""
    seconds = seconds_between_looks(runtime)
    return min(timedelta(seconds=seconds * (1 << min(failures, 10))), _LONGEST_PAUSE)


def forget_source(work: Work, source_id: UUID) -> None:
    """Forget how far a source was read, so that the next look reads all of it once more."""
    for table in (SourceFolderRow, SourceFileRow, SourceTroubleRow):
        work.session.execute(
            delete(table).filter_by(source_id=source_id, authority_id=work.authority_id)
        )


# --- rows ----------------------------------------------------------------------------------------


def _of(work: Work, project_id: UUID) -> Select[SourceRow]:
    return select(SourceRow).filter_by(authority_id=work.authority_id, project_id=project_id)


def _row(work: Work, source_id: UUID) -> SourceRow:
    row = work.session.get(SourceRow, source_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no source {source_id}", shown=_("This source does not exist."))
    return row


def _source(row: SourceRow, troubles: int = 0) -> EnquirySource:
    return EnquirySource(
        id=row.id,
        project_id=row.project_id,
        key=row.key,
        name=row.name,
        kind=SourceKind(row.kind),
        settings=settings_from_json(row.kind, row.settings),
        is_active=row.is_active,
        looked_at=row.looked_at,
        problem=row.problem,
        problem_since=row.problem_since,
        failures=row.failures,
        received=row.received,
        last_new=row.last_new,
        last_new_at=row.last_new_at,
        troubles=troubles,
    )


def _tell(work: Work, row: SourceRow, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("project", row.project_id), name=row.name, **details)
