"""Trying a source: can it be opened, and what lies in its folders?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.kernel.imap import Mailbox, MailboxProblem
from signatur.solutions.mail_routing.schema.sources import FolderSource
from signatur.solutions.mail_routing.service.sources import (
    account_of,
    authorities_of,
    folder_at,
    is_allowed_server,
    secret_of,
)

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.schema.sources import EnquirySource, MailboxSource

# Somebody waits in front of the page.
_TIMEOUT_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a source: how much lies in each folder, None where it cannot be opened."""

    folders: tuple[tuple[str, int | None], ...] = ()
    problem: str = ""


def try_source(runtime: Runtime, source: EnquirySource) -> Trial:
    """Open a source and look how much lies in it; nothing is fetched and nothing is changed."""
    try:
        if isinstance(source.settings, FolderSource):
            return _try_folder(runtime, source.settings)
        return _try_mailbox(runtime, source.key, source.settings)
    except MailboxProblem as problem:
        return Trial(problem=problem.code)


def _try_folder(runtime: Runtime, folder: FolderSource) -> Trial:
    try:
        count = sum(1 for one in folder_at(runtime, folder).iterdir() if one.is_file())
    except OSError as fault:
        raise MailboxProblem("folder_missing", type(fault).__name__) from fault
    return Trial(((folder.path, count),))


def _try_mailbox(runtime: Runtime, key: str, mailbox: MailboxSource) -> Trial:
    if not is_allowed_server(runtime, mailbox.host):
        raise MailboxProblem("not_allowed")
    authorities = authorities_of(runtime)
    account, secret = account_of(runtime, mailbox), secret_of(runtime, key)
    with Mailbox.open(account, secret, authorities=authorities, timeout=_TIMEOUT_SECONDS) as opened:
        found = tuple((name, _count(opened, name)) for name in mailbox.folders)
    is_missing = any(count is None for _name, count in found)
    return Trial(found, "no_folder" if is_missing else "")


def _count(mailbox: Mailbox, name: str) -> int | None:
    try:
        return mailbox.select(name).count
    except MailboxProblem as problem:
        if problem.code != "no_folder":
            raise
        return None
