"""A private Dovecot on free ports of this machine: one mailbox, plain and TLS, password and token.

    with dovecot() as server:
        server.deliver("INBOX", mail)
        with server.connect() as client: ...

It runs in a folder of its own and is gone at the end. It must be started by root, as Dovecot itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imapclient import IMAPClient

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "post"
PASSWORD = "et godt kodeord"
_TOKEN_KEY = b"kun til proever af maskinen"
_MAIL_USER = "mail"
_PATIENCE_SECONDS = 20.0
_DIGITS = re.compile(r"\d+")

_SETTINGS = """
base_dir = {run}
state_dir = {run}
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/server.crt
ssl_key = <{folder}/server.key
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 100
default_vsz_limit = 512M
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
_OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
active_attribute =
active_value =
"""


@dataclass
class MailServer:
    """A running server; `stop` and `start` let it go away and come back with all its mail."""

    folder: Path
    port: int
    tls_port: int
    user: str = USER
    password: str = PASSWORD
    _process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        """The file by which a client may trust the server's TLS."""
        return self.folder / "server.crt"

    def token(self, *, seconds: int = 600) -> str:
        """Return an OAuth2 token that the server accepts for so long."""
        now = int(time.time())  # noqa: TID251 (the server looks at the clock of the machine)
        header = {"alg": "HS256", "typ": "JWT"}
        claims = {"sub": self.user, "iat": now - 5, "exp": now + seconds}
        signed = f"{_part(json.dumps(header).encode())}.{_part(json.dumps(claims).encode())}"
        mac = hmac.new(_TOKEN_KEY, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_part(mac)}"

    @contextmanager
    def connect(self) -> Iterator[IMAPClient]:
        """Sign in as the test itself, to look at or change the mailbox."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20)
        client.login(self.user, self.password)
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, folder: str, *mails: bytes) -> None:
        """Put mails into a folder of the mailbox, which is made if need be."""
        with self.connect() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail)

    def count(self, folder: str = "INBOX") -> int:
        """Return how many mails lie in a folder."""
        with self.connect() as client:
            return int(client.folder_status(folder, "MESSAGES")[b"MESSAGES"])

    def flags(self, folder: str = "INBOX") -> list[set[bytes]]:
        """Return the flags of each mail of a folder, without those that tell of this session."""
        with self.connect() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["FLAGS"])
            return [set(one[b"FLAGS"]) - {b"\\Recent"} for _uid, one in sorted(found.items())]

    def files(self) -> list[Path]:
        """Return the files of all mails that lie in the mailbox, as they came."""
        mail = self.folder / "mail" / self.user
        found = [one for one in mail.rglob("*") if one.parent.name in ("cur", "new")]
        # A name begins with seconds and microseconds, which are not filled up with zeros.
        return sorted(found, key=lambda one: [int(part) for part in _DIGITS.findall(one.name)[:2]])

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [_program(), "-F", "-c", str(self.folder / "dovecot.conf")]
        with (self.folder / "said.txt").open("wb") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said)
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                    if probe.recv(16).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        told = [self.folder / "said.txt", self.folder / "dovecot.log"]
        raise AssertionError(
            [one.read_text(encoding="utf-8")[-2000:] for one in told if one.exists()]
        )

    def stop(self) -> None:
        """End it with all its children, and wait until it is gone."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE_SECONDS)
            self._process = None


@contextmanager
def dovecot() -> Iterator[MailServer]:
    """Start a server with an empty mailbox; ended and removed at the end."""
    server = _started()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _started(tries: int = 3) -> MailServer:
    """Start a server; once more where another program took one of its ports meanwhile."""
    # Not below pytest's own folder: that one is closed to everyone but its owner, and mail belongs
    # to another account than root's.
    folder = Path(tempfile.mkdtemp(prefix="signatur-dovecot-"))
    server = MailServer(folder, _free_port(), _free_port())
    try:
        _prepare(server)
        server.start()
    except BaseException as fault:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        if tries > 1 and isinstance(fault, AssertionError):
            return _started(tries - 1)
        raise
    return server


def _prepare(server: MailServer) -> None:
    folder = server.folder
    folder.chmod(0o755)
    uid, gid = _mail_account()
    for name in ("run", "mail", "keys/default/HS256"):
        (folder / name).mkdir(parents=True)
    shutil.chown(folder / "mail", uid, gid)
    (folder / "users").write_text(f"{server.user}:{{PLAIN}}{server.password}\n", encoding="utf-8")
    (folder / "oauth2.conf").write_text(_OAUTH2.format(folder=folder), encoding="utf-8")
    key = base64.b64encode(_TOKEN_KEY)
    (folder / "keys" / "default" / "HS256" / "default").write_bytes(key)
    _make_certificate(folder)
    told = _SETTINGS.format(
        folder=folder,
        run=folder / "run",
        uid=uid,
        gid=gid,
        port=server.port,
        tls_port=server.tls_port,
    )
    (folder / "dovecot.conf").write_text(told, encoding="utf-8")


def _mail_account() -> tuple[int, int]:
    import pwd

    found = pwd.getpwnam(_MAIL_USER)
    return found.pw_uid, found.pw_gid


def _make_certificate(folder: Path) -> None:
    subject = "/CN=localhost"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    files = ["-keyout", str(folder / "server.key"), "-out", str(folder / "server.crt")]
    more = ["-subj", subject, "-addext", names]
    subprocess.run([*command, *files, *more], check=True, capture_output=True)


def _program() -> str:
    found = shutil.which("dovecot") or "/usr/sbin/dovecot"
    assert Path(found).exists(), "Dovecot is not installed"
    return found


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def trusting(server: MailServer) -> ssl.SSLContext:
    """Return a TLS context that trusts this server and no other."""
    return ssl.create_default_context(cafile=str(server.certificate))
