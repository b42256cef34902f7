"""The killing test: mail through real servers while Signatur's processes are killed again and again.

Mails arrive in a real IMAP server. Three processes of Signatur take them in, decide about them (in a
person's name) and send each on by mail and by a signed call. At seeded points of the way one of them
is killed with SIGKILL and started again. In the end every mail must be stored once, forwarded and
told of, none counted twice by whoever honours the key, and the audit must hold.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur.kernel.clock import SystemClock
from signatur.kernel.outbox import DeliveryState, OutboxRow
from signatur.records.audit import service as audit
from signatur.records.items.tables import ItemRow
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from tests.builders import a_project, a_world
from tests.servers.dovecot import dovecot
from tests.servers.receivers import mail_sink, other_system
from tests.solutions.mail_routing.situations import set_up, texts_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.builders import World
    from tests.servers.dovecot import MailServer
    from tests.servers.receivers import MailSink, OtherSystem

PROJECT = Path(__file__).resolve().parents[4]
_PERSON = "Anna"
# Long enough that a process is often killed between sending and writing it down.
_RECEIVERS_TAKE_SECONDS = 0.02


@dataclass
class Outcome:
    """What was found in the end."""

    database: str
    mails: int
    kills: dict[str, int]
    seconds: float
    stored: int
    stored_twice: int
    forwards: int
    forwards_lost: int
    forwards_changed: int
    calls: int
    calls_lost: int
    counted_twice: int
    repeats_on_the_wire: int
    repeats_told: int
    audit_holds: bool
    audit_entries: int
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def fault_mail(
    folder: Path, url: str, *, mails: int, kills: int, seed: int, patience: float
) -> Outcome:
    """Run the test and return what was found; `url` is empty for the embedded database."""
    started = time.monotonic()
    with ExitStack() as stack:
        server = stack.enter_context(dovecot())
        sink = stack.enter_context(mail_sink(takes_seconds=_RECEIVERS_TAKE_SECONDS))
        system = stack.enter_context(other_system(takes_seconds=_RECEIVERS_TAKE_SECONDS))
        settings = _settings(folder, server, sink)
        world = a_world(folder, url, SystemClock(), **settings)  # type: ignore[arg-type]
        stack.callback(world.runtime.close)
        _prepare(world, system)
        originals = [_mail(number) for number in range(mails)]
        house = stack.enter_context(_house(world, server, settings))
        arriving = threading.Thread(target=_deliver, args=(server, originals), name="post")
        arriving.start()
        killed = _kill_on_the_way(world, house, mails, kills, random.Random(seed), patience)
        arriving.join()
        _wait_until(lambda: _progress(world) >= _whole(mails), patience, house)
        house.stop()
        return _examine(world, originals, sink, system, killed, time.monotonic() - started)


def _settings(folder: Path, server: MailServer, sink: MailSink) -> dict[str, str]:
    secrets = folder / "secrets" / "outgoing"
    secrets.mkdir(parents=True)
    (secrets / "system").write_text("en fælles hemmelighed", encoding="utf-8")
    return {
        "SIGNATUR_JOB_LEASE_SECONDS": "5",
        "SIGNATUR_OUTBOX_LEASE_SECONDS": "5",
        "SIGNATUR_LOG_LEVEL": "error",
        "SIGNATUR_MAIL_ROUTING_IMAP_PASSWORD": server.password,
        "SIGNATUR_MAIL_ROUTING_OUTGOING_PRIVATE": "true",
        "SIGNATUR_MAIL_ROUTING_SECRETS_FOLDER": str(folder / "secrets"),
        "SIGNATUR_MAIL_ROUTING_SMTP_HOST": "127.0.0.1",
        "SIGNATUR_MAIL_ROUTING_SMTP_PORT": str(sink.port),
        "SIGNATUR_MAIL_ROUTING_SMTP_SECURITY": "none",
        "SIGNATUR_MAIL_ROUTING_SMTP_FROM": "signatur@lindevang.example",
    }


def _prepare(world: World, system: OtherSystem) -> None:
    project = a_project(world)
    set_up(world, project.id)
    everywhere = Target("")
    with world.runtime.work(world.actor("Bo")) as work:
        for kind, settings in (
            (RouteKind.SMTP, {"to": "afdeling@lindevang.example"}),
            (RouteKind.WEBHOOK, {"url": system.url, "secret": "system"}),
        ):
            service.save_route(work, project.id, target=everywhere, kind=kind, settings=settings)


def _mail(number: int) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"] = f"Borger {number} <b{number}@example.dk>", "post@lindevang.example"
    mail["Subject"], mail["Message-ID"] = f"Henvendelse {number}", f"<{number}@example.dk>"
    mail["Date"] = "Wed, 04 Mar 2026 09:00:00 +0100"
    subject = ("hul", "sne", "skolestart", "pas")[number % 4]
    mail.set_content(f"Nummer {number}. {texts_about(subject, 18)[number % 18]}")
    return mail.as_bytes()


def _deliver(server: MailServer, mails: list[bytes]) -> None:
    for start in range(0, len(mails), 25):
        server.deliver("INBOX", *mails[start : start + 25])


# --- the processes -----------------------------------------------------------------------------


@dataclass
class House:
    """The processes of Signatur, each started again when it was killed."""

    commands: dict[str, list[str]]
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            self.commands[name],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()
        self.start(name)

    def look_after(self) -> None:
        """Start again what has ended by itself, as a supervisor would."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()
        self.running.clear()


@contextmanager
def _house(world: World, server: MailServer, settings: dict[str, str]) -> Iterator[House]:
    kernel = world.runtime.settings.kernel
    own = {"SIGNATUR_DATA_FOLDER": str(kernel.data_folder), **settings}
    if kernel.database_url:
        own["SIGNATUR_DATABASE_URL"] = kernel.database_url
    mailbox = f"imap://{server.user}@127.0.0.1:{server.port}/INBOX"
    signatur = [sys.executable, "-m", "signatur"]
    decider = f"{__package__}.decider"
    house = House(
        {
            "intake": [*signatur, "mail-routing", "intake", mailbox, "--watch", "--json"],
            "jobs": [*signatur, "jobs", "work"],
            "decider": [sys.executable, "-m", decider, str(world.person_ids[_PERSON])],
        },
        {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT), **own},
    )
    for name in house.commands:
        house.start(name)
    try:
        yield house
    finally:
        house.stop()


def _kill_on_the_way(
    world: World, house: House, mails: int, kills: int, chance: random.Random, patience: float
) -> Counter[str]:
    """Kill one process at each of several seeded points of the way from mailbox to receiver."""
    points = sorted(chance.uniform(0.02, 0.95) for _ in range(kills))
    killed: Counter[str] = Counter()
    for point in points:
        _wait_until(lambda aim=point: _progress(world) >= aim * _whole(mails), patience, house)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.3))
        # In the second half of the way there is something to do for the postman alone.
        name = chance.choice(["intake", "decider", "jobs"] if point < 0.5 else ["jobs"])
        house.kill(name)
        killed[name] += 1
    return killed


def _whole(mails: int) -> int:
    """How far everything is in the end: stored, decided, forwarded, told of."""
    return 4 * mails


def _progress(world: World) -> int:
    with world.runtime.reading(world.system) as work:
        stored = work.session.scalar(select(func.count()).select_from(ItemRow)) or 0
        ordered = work.session.scalar(select(func.count()).select_from(OutboxRow)) or 0
        delivered = select(func.count()).select_from(OutboxRow)
        delivered = delivered.where(OutboxRow.state == DeliveryState.DELIVERED)
        sent = work.session.scalar(delivered) or 0
    return stored + ordered // 2 + sent


def _wait_until(is_so: Callable[[], bool], patience: float, house: House) -> None:
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            return  # what is missing is found in the end
        house.look_after()
        time.sleep(0.1)


# --- in the end --------------------------------------------------------------------------------


def _examine(
    world: World,
    originals: list[bytes],
    sink: MailSink,
    system: OtherSystem,
    killed: Counter[str],
    seconds: float,
) -> Outcome:
    expected = {hashlib.sha256(one).hexdigest() for one in originals}
    with world.runtime.reading(world.system) as work:
        stored = Counter(work.session.scalars(select(ItemRow.sha256)))
        keys = list(work.session.execute(select(OutboxRow.key, OutboxRow.attempts)))
        chain = audit.verify(work.session, world.authority_id, [])
    forwards = [_forward(one) for one in sink.mails]
    by_mail = Counter(key for key, _original in forwards)
    told = Counter(call.headers["idempotency-key"] for call in system.calls)
    wanted = {row.key for row in keys}
    sent = {key for key in wanted if ".smtp:" in key}
    outcome = Outcome(
        database="PostgreSQL" if world.runtime.settings.kernel.database_url else "SQLite",
        mails=len(originals),
        kills=dict(killed),
        seconds=round(seconds, 1),
        stored=len(set(stored) & expected),
        stored_twice=sum(number - 1 for number in stored.values()),
        forwards=len(by_mail),
        forwards_lost=len(originals) - len(set(by_mail) & sent),
        forwards_changed=sum(original not in expected for _key, original in forwards),
        calls=len(told),
        calls_lost=len(originals) - len(set(told) & (wanted - sent)),
        counted_twice=len(told) - len(originals) + (len(by_mail) - len(originals)),
        repeats_on_the_wire=len(forwards) - len(by_mail) + len(system.calls) - len(told),
        repeats_told=sum(row.attempts - 1 for row in keys),
        audit_holds=chain.holds,
        audit_entries=chain.entries,
    )
    outcome.problems += _problems(outcome)
    return outcome


def _forward(mail: bytes) -> tuple[str, str]:
    """Return the key and the hash of the original of a forwarded mail."""
    parsed = email.message_from_bytes(mail, policy=email.policy.compat32)
    boundary = f"\r\n--{parsed.get_boundary()}".encode()
    original = mail.split(boundary)[2].partition(b"\r\n\r\n")[2]
    return str(parsed["X-Signatur-Key"]), hashlib.sha256(original).hexdigest()


def _problems(outcome: Outcome) -> Iterator[str]:
    if outcome.stored != outcome.mails:
        yield f"{outcome.mails - outcome.stored} mails are not stored"
    for name in (
        "stored_twice",
        "forwards_lost",
        "forwards_changed",
        "calls_lost",
        "counted_twice",
    ):
        if getattr(outcome, name):
            yield f"{name.replace('_', ' ')}: {getattr(outcome, name)}"
    if outcome.repeats_on_the_wire > outcome.repeats_told:
        yield "more was repeated on the wire than Signatur tells"
    if not outcome.audit_holds:
        yield "the audit does not hold"


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return what was found as plain JSON values."""
    return {**vars(outcome), "holds": outcome.holds}
