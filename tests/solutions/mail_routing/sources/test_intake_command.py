"""`signatur mail-routing intake`: files, mailboxes, watching; killed at any moment, nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.schema.sources import mailbox_at
from tests.commands import run
from tests.solutions.mail_routing.situations import a_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.servers.dovecot import MailServer

PATIENCE_SECONDS = 60.0
MANY = 200


def mails(count: int, first: int = 0) -> list[bytes]:
    return [
        a_mail(f"Der er et hul nummer {number} i vejen.", Message_ID=f"<{number}@example.dk>")
        for number in range(first, first + count)
    ]


def stored(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return service.count(work, project.id, WorklistFilter(state="all"))


def intake(world: World, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = run(world, commands, "intake", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


def test_a_file_and_a_folder_are_taken_in_and_stay_where_they_are(
    world: World, project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    for number, mail in enumerate(mails(3)):
        (folder / f"{number}.eml").write_bytes(mail)

    one = intake(world, str(folder / "0.eml"))
    all_of_them = intake(world, str(folder))

    assert one == (0, {"new": 1, "known": 0, "quarantined": 0, "problems": []})
    assert all_of_them == (0, {"new": 2, "known": 1, "quarantined": 0, "problems": []})
    assert (stored(world, project), len(list(folder.iterdir()))) == (3, 3)


@pytest.mark.outside("dovecot")
def test_a_mailbox_is_named_by_its_address_and_its_position_remembered(
    world: World, project: Project, server: MailServer, tmp_path: Path
) -> None:
    server.deliver("INBOX", *mails(2))
    server.deliver("Borgere & mere", *mails(2, first=2))
    password = tmp_path / "password"
    password.write_text(f"{server.password}\n", encoding="utf-8")
    url = f"imap://post@127.0.0.1:{server.port}/?folder=INBOX&folder=Borgere%20%26%20mere"
    options = ("--password-file", str(password))

    first, again = intake(world, url, *options), intake(world, url, *options)

    assert first == (0, {"new": 4, "known": 0, "quarantined": 0, "problems": []})
    assert again == (0, {"new": 0, "known": 4, "quarantined": 0, "problems": []})
    assert stored(world, project) == 4


@pytest.mark.outside("dovecot")
def test_why_a_mailbox_cannot_be_read_is_told_and_ends_with_one(
    world: World, project: Project, server: MailServer, tmp_path: Path
) -> None:
    assert project.id
    password = tmp_path / "password"
    password.write_text("forkert", encoding="utf-8")
    url = f"imap://post@127.0.0.1:{server.port}/INBOX"

    code, told = intake(world, url, "--password-file", str(password))

    assert (code, told["problems"]) == (1, ["refused"])


@pytest.mark.parametrize(
    "source",
    ["findes-ikke", "imap://uden-bruger.example/", "imap://a:hemmelig@localhost/", "pop3://a@b"],
)
def test_what_is_no_source_is_refused(world: World, project: Project, source: str) -> None:
    assert project.id
    with pytest.raises(InputProblem) as told:
        run(world, commands, "intake", source)
    assert "hemmelig" not in told.value.log


def test_addresses_of_mailboxes_are_understood() -> None:
    mailbox = mailbox_at("imaps://post%40by.dk@mail.by.dk/Post/Ind?folder=A&folder=B")

    assert (mailbox.user, mailbox.host, mailbox.port, mailbox.security) == (
        "post@by.dk", "mail.by.dk", 993, "tls",
    )  # fmt: skip
    assert mailbox.folders == ("Post/Ind", "A", "B")
    assert mailbox_at("imap://a@mail.by.dk").security == "starttls"
    assert mailbox_at("imap://a@localhost:1143").port == 1143


# --- as a process of its own ---------------------------------------------------------------------


class Watcher:
    """The command watching a source, in a process of its own."""

    def __init__(self, world: World, source: str, **more: str) -> None:
        kernel = world.runtime.settings.kernel
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SIGNATUR_")},  # noqa: TID251 (a child's environment)
            "SIGNATUR_DATA_FOLDER": str(kernel.data_folder),
            "SIGNATUR_DATABASE_URL": kernel.database_url,
            **more,
        }
        command = [sys.executable, "-m", "signatur", "mail-routing", "intake", source]
        self.process = subprocess.Popen(
            [*command, "--watch", "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[dict[str, Any]] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines += (json.loads(line) for line in self.process.stdout)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE_SECONDS)
        self._reading.join(PATIENCE_SECONDS)
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()
        return code


@pytest.fixture
def watchers() -> Iterator[list[Watcher]]:
    """Watchers that are ended however the test ends."""
    started: list[Watcher] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


def wait_for(world: World, project: Project, count: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while stored(world, project) < count:
        assert time.monotonic() < until, f"{stored(world, project)} of {count} are stored"
        time.sleep(0.1)


@pytest.mark.outside("dovecot")
def test_watching_goes_on_over_an_outage_and_ends_well_when_told(
    world: World, project: Project, server: MailServer, watchers: list[Watcher]
) -> None:
    secret = {"SIGNATUR_MAIL_ROUTING_IMAP_PASSWORD": server.password}
    server.deliver("INBOX", *mails(2))
    url = f"imap://post@127.0.0.1:{server.port}/INBOX"
    watcher = Watcher(world, url, SIGNATUR_MAIL_ROUTING_LOOK_SECONDS="5", **secret)
    watchers.append(watcher)
    wait_for(world, project, 2)

    server.deliver("INBOX", *mails(1, first=2))
    wait_for(world, project, 3)
    server.stop()
    server.start()
    server.deliver("INBOX", *mails(1, first=3))
    wait_for(world, project, 4)

    assert watcher.end(signal.SIGTERM) == 0
    assert sum(line["new"] for line in watcher.lines) == 4
    assert all(set(line) >= {"new", "known", "quarantined", "problems"} for line in watcher.lines)


@pytest.mark.outside("dovecot")
def test_killed_again_and_again_every_mail_is_stored_exactly_once(
    world: World, project: Project, server: MailServer, watchers: list[Watcher]
) -> None:
    secret = {"SIGNATUR_MAIL_ROUTING_IMAP_PASSWORD": server.password}
    server.deliver("INBOX", *mails(MANY))
    url = f"imap://post@127.0.0.1:{server.port}/INBOX"
    chance = random.Random(7)
    for _kill in range(2):
        before = stored(world, project)
        watcher = Watcher(world, url, **secret)
        watchers.append(watcher)
        # In the midst of it: some of what is new is stored, and the rest is on its way.
        wait_for(world, project, min(before + 1, MANY))
        time.sleep(chance.random() / 2)
        watcher.end(signal.SIGKILL)
    last = Watcher(world, url, **secret)
    watchers.append(last)
    wait_for(world, project, MANY)
    last.end(signal.SIGTERM)

    with world.runtime.reading(world.system) as work:
        lines = service.everything(work, project.id, WorklistFilter(state="all"), 1000)
        placed = [service.placements_of(work, one.item_id) for one in lines]
    assert len(lines) == MANY
    assert sorted(at.place.uid for one in placed for at in one) == list(range(1, MANY + 1))
