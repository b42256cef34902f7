"""A mailbox on an IMAP server: looking for mails by number, fetching, moving, waiting for new ones.

Everything goes by UID, so that what other programs do in the mailbox meanwhile changes nothing; and
nothing is marked as read (BODY.PEEK). What goes wrong is told as `MailboxProblem` with a code.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from imapclient import IMAPClient  # type: ignore[import-untyped]  # it has no types
from imapclient.exceptions import (  # type: ignore[import-untyped]  # it has no types
    IMAPClientError,
    LoginError,
)

from signatur.kernel.errors import Unavailable
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from signatur.kernel.i18n import Text

_TIMEOUT_SECONDS = 60.0
_BLOCK = 1 << 20
_COPIED = re.compile(rb"(\d+) ([\d:,]+) ([\d:,]+)")


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"
    """Not at all; to this machine only, unless it is allowed in so many words."""


class SignIn(StrEnum):
    """How a mailbox is signed in to."""

    PASSWORD = "password"  # noqa: S105 (a way, no password)
    OAUTH2 = "oauth2"
    """With a token, by XOAUTH2 or OAUTHBEARER, whichever the server offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox's address; the secret is given when it is opened."""

    host: str
    port: int
    user: str
    security: Security = Security.TLS
    sign_in: SignIn = SignIn.PASSWORD
    plain_anywhere: bool = False
    """Whether it may be called without encryption although it is another machine."""


PROBLEM_TEXTS: Mapping[str, Text] = {
    "unreachable": _("The mail server cannot be reached. It may be down, or the address is wrong."),
    "untrusted": _("The mail server's certificate is not one that this machine trusts."),
    "not_encrypted": _("The connection would not be encrypted. Choose TLS."),
    "refused": _("The mail server refused the user name or the password."),
    "no_secret": _("There is no password or token for this mailbox. Ask whoever runs Signatur."),
    "no_folder": _("A folder does not exist in the mailbox, or may not be read."),
    "server": _("The mail server gave an answer that makes no sense."),
    "broken": _("The mail server broke off the connection."),
    "not_allowed": _("This mail server is not one of those that Signatur may call."),
    "folder_missing": _("The folder does not exist on this machine, or may not be read."),
}


class MailboxProblem(Unavailable):
    """A mailbox cannot be used right now; `code` says why, with a sentence in PROBLEM_TEXTS."""

    def __init__(self, code: str, cause: str = "") -> None:
        super().__init__(log=f"mailbox: {code} {cause}".strip(), shown=PROBLEM_TEXTS[code])
        self.code = code


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened folder: its numbering, how many mails it holds, what number comes next."""

    name: str
    uid_validity: int
    count: int
    next_uid: int
    """The number that the next mail will have; 0 where the server does not tell."""


class Mailbox:
    """An open connection to a mailbox."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._selected: tuple[str, bool] | None = None

    @classmethod
    @contextmanager
    def open(
        cls,
        account: Account,
        secret: str,
        *,
        authorities: Path | None = None,
        timeout: float = _TIMEOUT_SECONDS,
    ) -> Iterator[Self]:
        """Connect and sign in. `authorities` is a file of certificates to trust. Raises MailboxProblem."""
        with _told():
            client = _connected(account, authorities, timeout)
        try:
            with _told(signing_in=True):
                _sign_in(client, account, secret)
            yield cls(client)
        finally:
            _leave(client)

    def select(self, name: str, *, is_changed: bool = False) -> Folder:
        """Open a folder, for changes only when asked. Raises MailboxProblem when there is none."""
        with _told(code="no_folder"):
            told = self._client.select_folder(name, readonly=not is_changed)
        self._selected = (name, is_changed)
        next_uid = int(told.get(b"UIDNEXT", 0))
        return Folder(name, int(told[b"UIDVALIDITY"]), int(told[b"EXISTS"]), next_uid)

    def uids_after(self, last: int) -> list[int]:
        """Return the numbers of the mails beyond a number, lowest first."""
        with _told():
            # `n:*` names the newest mail even when its number is lower.
            found = self._client.search(["UID", f"{last + 1}:*"])
        return sorted(int(uid) for uid in found if uid > last)

    def uids_until(self, last: int) -> list[int]:
        """Return the numbers of the mails up to a number."""
        with _told():
            return sorted(map(int, self._client.search(["UID", f"1:{last}"]))) if last else []

    def uids_with_message_id(self, message_id: str) -> list[int]:
        """Return the mails of the open folder that bear a message id."""
        with _told():
            found = self._client.search(["HEADER", "Message-ID", message_id])
        return sorted(map(int, found))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the size of each mail that is still there."""
        with _told():
            told = self._client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        return {int(uid): int(one[b"RFC822.SIZE"]) for uid, one in told.items()}

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return mails, as far as the server delivers them, without marking them as read."""
        with _told():
            told = self._client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return {int(uid): one[b"BODY[]"] for uid, one in told.items() if one.get(b"BODY[]")}

    def fetch_in_parts(self, uid: int, most: int) -> Iterator[bytes]:
        """Yield one mail in blocks, at most so many bytes; nothing of it stays in memory here."""
        start = 0
        while start < most:
            size = min(_BLOCK, most - start)
            with _told():
                told = self._client.fetch([uid], [f"BODY.PEEK[]<{start}.{size}>"])
            block = told.get(uid, {}).get(f"BODY[]<{start}>".encode(), b"")
            if block:
                yield block
            if len(block) < size:
                return
            start += len(block)

    def header(self, uid: int) -> bytes:
        """Return the header of one mail."""
        with _told():
            told = self._client.fetch([uid], ["BODY.PEEK[HEADER]"])
        return bytes(told.get(uid, {}).get(b"BODY[HEADER]") or b"")

    def flag(self, uids: Sequence[int], flag: str) -> None:
        """Put a flag on mails; twice is once."""
        with _told():
            self._client.add_flags(list(uids), [flag.encode()], silent=True)

    def move(self, uids: Sequence[int], target: str) -> dict[int, tuple[int, int]]:
        """Move mails to a folder, which is made if need be.

        Returns where each one lies now (numbering and number), as far as the server tells. Those
        that are not here any more are left out without a word.
        """
        with _told():
            if not self._client.folder_exists(target):
                self._client.create_folder(target)
            if self._client.has_capability("MOVE"):
                self._client.move(list(uids), target)
                return self._copied()
            self._client.copy(list(uids), target)
            places = self._copied()
            self._client.delete_messages(list(uids), silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(list(uids))
            return places

    def wait(
        self, seconds: float, is_over: Callable[[], bool] = lambda: False, pause: float = 1.0
    ) -> bool:
        """Wait for something to happen in the open folder; say whether it did.

        At most so many seconds, which must be less than the 29 minutes after which servers hang up.
        `is_over` is asked every `pause` seconds whether to go on waiting.
        """
        told: list[Any] = []
        with _told():
            self._client.idle()
            try:
                while seconds > 0 and not is_over() and not any(map(_is_news, told)):
                    told += self._client.idle_check(timeout=min(pause, seconds))
                    seconds -= pause
            finally:
                told += self._client.idle_done()[1]
        return any(map(_is_news, told))

    @property
    def can_wait(self) -> bool:
        """Whether the server tells of new mail by itself (IDLE)."""
        return bool(self._client.has_capability("IDLE"))

    def _copied(self) -> dict[int, tuple[int, int]]:
        """Return what the server said of the last move or copy (COPYUID)."""
        _kind, told = self._client._imap.response("COPYUID")  # noqa: SLF001 (the library keeps it to itself)
        found = _COPIED.search(told[-1] or b"") if told else None
        if found is None:
            return {}
        numbering, before, after = int(found[1]), _numbers(found[2]), _numbers(found[3])
        return {old: (numbering, new) for old, new in zip(before, after, strict=False)}


def _is_news(told: Any) -> bool:
    return len(told) > 1 and told[1] in (b"EXISTS", b"RECENT", b"EXPUNGE")


def _numbers(listed: bytes) -> list[int]:
    found: list[int] = []
    for part in listed.decode().split(","):
        first, _colon, last = part.partition(":")
        step = 1 if int(last or first) >= int(first) else -1
        found += range(int(first), int(last or first) + step, step)
    return found


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _connected(account: Account, authorities: Path | None, timeout: float) -> IMAPClient:
    is_plain = account.security is Security.PLAIN and not account.plain_anywhere
    if is_plain and not is_this_machine(account.host):
        raise MailboxProblem("not_encrypted")
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    client = IMAPClient(
        account.host,
        account.port,
        ssl=account.security is Security.TLS,
        ssl_context=context,
        timeout=timeout,
    )
    if account.security is Security.STARTTLS:
        try:
            client.starttls(context)
        except BaseException:
            client.shutdown()
            raise
    return client


def _sign_in(client: IMAPClient, account: Account, secret: str) -> None:
    if account.sign_in is SignIn.PASSWORD:
        client.login(account.user, secret)
    elif client.has_capability("AUTH=XOAUTH2"):
        client.oauth2_login(account.user, secret)
    else:
        client.oauthbearer_login(account.user, secret)


def _leave(client: IMAPClient) -> None:
    """Close a connection, also one that is broken."""
    try:
        client.logout()
    except (IMAPClientError, OSError):
        try:
            client.shutdown()
        except OSError:
            return


@contextmanager
def _told(code: str = "server", *, signing_in: bool = False) -> Iterator[None]:
    """Turn what the library raises into a problem with a code; messages may hold names of mailboxes."""
    try:
        yield
    except LoginError as fault:
        raise MailboxProblem("refused") from fault
    except ssl.SSLCertVerificationError as fault:
        raise MailboxProblem("untrusted") from fault
    except OSError as fault:
        raise MailboxProblem("unreachable", type(fault).__name__) from fault
    except IMAPClientError as fault:
        # A connection that breaks is told as `abort`, whatever was asked.
        is_broken = isinstance(fault, IMAPClient.AbortError)
        wrong = "refused" if signing_in else code
        raise MailboxProblem("broken" if is_broken else wrong, type(fault).__name__) from fault
    except (ValueError, TypeError, KeyError, AssertionError) as fault:
        raise MailboxProblem("server", type(fault).__name__) from fault
