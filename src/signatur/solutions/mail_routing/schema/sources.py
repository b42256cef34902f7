"""Where enquiries come from: mailboxes and watched folders, as an administrator describes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urlsplit

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text

_PORTS = {"tls": 993, "starttls": 143, "plain": 143}
INBOX = "INBOX"


class SourceKind(StrEnum):
    """What a source is."""

    IMAP = "imap"
    FOLDER = "folder"


class WhenStored(StrEnum):
    """What is done with a mail or a file at its source once it is safely stored."""

    NOTHING = "nothing"
    MOVE = "move"
    """A mail goes to another folder of its mailbox; a file to the subfolder `done` or `failed`."""
    FLAG = "flag"


KIND_TITLES: Mapping[str, Text] = {
    SourceKind.IMAP: _("Mailbox"),
    SourceKind.FOLDER: _("Folder on the server"),
}
WHEN_STORED_TITLES: Mapping[str, Text] = {
    WhenStored.NOTHING: _("Leave it where it is"),
    WhenStored.MOVE: _("Move it to another folder"),
    WhenStored.FLAG: _("Put a flag on it"),
}
SECURITY_TITLES: Mapping[str, Text] = {
    "tls": _("TLS"),
    "starttls": _("STARTTLS"),
    "plain": _("None (only on the same machine)"),
}
SIGN_IN_TITLES: Mapping[str, Text] = {
    "password": _("Password"),
    "oauth2": _("OAuth2 token"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSource:
    """A mailbox on an IMAP server, without its secret."""

    host: str
    user: str
    port: int = 993
    security: str = "tls"
    sign_in: str = "password"
    folders: tuple[str, ...] = (INBOX,)
    when_stored: WhenStored = WhenStored.NOTHING
    move_to: str = ""
    flag: str = ""

    @property
    def address(self) -> str:
        """The mailbox as an address without folders, by which it is known again."""
        scheme = "imaps" if self.security == "tls" else "imap"
        return f"{scheme}://{quote(self.user)}@{self.host}:{self.port}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """A folder of this machine into which other programs put files."""

    path: str
    when_stored: WhenStored = WhenStored.MOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source as an administrator describes it."""

    key: str
    name: str
    settings: MailboxSource | FolderSource
    is_active: bool = True

    @property
    def kind(self) -> SourceKind:
        is_mailbox = isinstance(self.settings, MailboxSource)
        return SourceKind.IMAP if is_mailbox else SourceKind.FOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquirySource:
    """A source with what became of the last look."""

    id: UUID
    project_id: UUID
    key: str
    name: str
    kind: SourceKind
    settings: MailboxSource | FolderSource
    is_active: bool
    looked_at: datetime | None
    problem: str
    problem_since: datetime | None
    failures: int
    received: int
    last_new: int
    last_new_at: datetime | None
    troubles: int = 0
    """Mails that could not be fetched, and are tried again."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a folder was read."""

    uid_validity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies in a mailbox."""

    source_id: UUID
    folder: str
    uid_validity: int
    uid: int


def settings_as_json(settings: MailboxSource | FolderSource) -> dict[str, object]:
    """Return the settings of a source as they are stored."""
    if isinstance(settings, FolderSource):
        return {"path": settings.path, "when_stored": str(settings.when_stored)}
    return {
        "host": settings.host,
        "port": settings.port,
        "user": settings.user,
        "security": settings.security,
        "sign_in": settings.sign_in,
        "folders": list(settings.folders),
        "when_stored": str(settings.when_stored),
        "move_to": settings.move_to,
        "flag": settings.flag,
    }


def settings_from_json(kind: str, stored: Mapping[str, object]) -> MailboxSource | FolderSource:
    """Return the settings of a source from what was stored."""
    values = dict(stored)
    when_stored = WhenStored(str(values.pop("when_stored")))
    if kind == SourceKind.FOLDER:
        return FolderSource(path=str(values["path"]), when_stored=when_stored)
    folders = values.pop("folders")
    assert isinstance(folders, list), "that is how it was stored"
    port = values.pop("port")
    assert isinstance(port, int), "that is how it was stored"
    texts = {name: str(value) for name, value in values.items()}
    return MailboxSource(**texts, port=port, folders=tuple(folders), when_stored=when_stored)


def mailbox_at(url: str) -> MailboxSource:
    """Read an address such as `imaps://post@mail.example.dk/INBOX` or `…?folder=A&folder=B`.

    `imap` without `s` means STARTTLS, and no encryption on this machine itself (which whoever opens
    it checks). Raises InputProblem.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong_address() from None
    scheme = parts.scheme.lower()
    if scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise _wrong_address()
    if parts.password is not None:
        raise InputProblem(
            log="password in an address",
            shown=_(
                "Leave the password out of the address: set SIGNATUR_MAIL_ROUTING_IMAP_PASSWORD "
                "or name a file with --password-file."
            ),
        )
    asked = parse_qs(parts.query)
    named = [unquote(parts.path.strip("/"))] if parts.path.strip("/") else []
    folders = tuple(dict.fromkeys([*named, *asked.get("folder", [])])) or (INBOX,)
    secured = "tls" if scheme == "imaps" else asked.get("security", ["starttls"])[0]
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if scheme == "imap" and is_here and "security" not in asked:
        secured = "plain"
    if secured not in SECURITY_TITLES:
        raise _wrong_address()
    return MailboxSource(
        host=parts.hostname,
        port=port or _PORTS[secured],
        user=unquote(parts.username),
        security=secured,
        folders=folders,
    )


def _wrong_address() -> InputProblem:
    return InputProblem(
        log="no mailbox address",
        shown=_("Write the mailbox as imaps://user@host/INBOX."),
    )
