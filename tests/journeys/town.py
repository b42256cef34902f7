"""A town without a demo: its staff, a few subjects, and the post that it has had and will have."""

from __future__ import annotations

import csv
import io
import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from signatur.app import make_runtime
from signatur.demonstration import PASSWORD
from signatur.kernel.migrate import migrate
from signatur.kernel.permissions import SYSTEM, Role, system_of
from signatur.kernel.terminal import Terminal
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing import service as mail_routing
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.mailbox import deliver
from signatur.solutions.mail_routing.demo.municipality import departments, subject
from signatur.solutions.mail_routing.demo.styles import Channel
from tests.journeys.places import environment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

# Two who know the law: what one of them drafts, the other signs.
STAFF: Mapping[str, tuple[str, Role]] = {
    "anna": ("Anna Birkemose", Role.CASEWORKER),
    "bo": ("Bo Stormlyng", Role.SUPER_USER),
    "carl": ("Carl Åmose", Role.DATA_SCIENTIST),
    "dorte": ("Dorte Toftkær", Role.LEGAL),
    "erik": ("Erik Fjordlyng", Role.PROJECT_OWNER),
    "gert": ("Gert Engkær", Role.AUDITOR),
    "hanne": ("Hanne Lynghede", Role.LEGAL),
}
# Few, and far from each other, so that little post teaches enough.
SUBJECTS = ("pas", "sygedagpenge", "opskrivning", "affald_toemning", "vejhuller", "rotter")
DEPARTMENTS = tuple(dict.fromkeys(subject(key).department_key for key in SUBJECTS))
_CLEAR = Mix(unknown=0, mixed=0, other_language=0, reply=0, repeat=0, forwarded=0, mishap=0,
             label_noise=0)  # fmt: skip
_CHANNELS = {
    Channel.DIGITAL_POST: "Digital Post",
    Channel.EMAIL: "mail",
    Channel.LETTER: "brev",
    Channel.PHONE_NOTE: "telefon",
    Channel.WEB_FORM: "formular",
}
# What is learnt from little post is sure of too much; so the town asks for more.
_PROMISE = 0.98
SETTINGS = {"SIGNATUR_MAIL_ROUTING_TARGET_PRECISION": str(_PROMISE)}
# Few of all that is written to a town are about these subjects, and fewer come by one channel.
_INVENTED_FOR_ONE, _OF_ONE_CHANNEL = 13, 30


@dataclass(frozen=True)
class Town:
    """An installation with a town's staff in it, and nothing else."""

    folder: Path
    runtime: Runtime
    authority: Actor


def a_town(folder: Path) -> Town:
    """Build an empty installation and give the staff their accounts."""
    runtime = make_runtime(environment_of(folder, **SETTINGS))
    migrate(runtime.database)
    with runtime.work(SYSTEM) as work:
        place = people.add_authority(work, "Lyngby Mose Kommune", "12345678")
    with runtime.work(system_of(place.id)) as work:
        for login, (name, role) in STAFF.items():
            person = people.add_person(work, login=login, name=name, password=PASSWORD)
            people.give_role(work, person.id, role)
    return Town(folder, runtime, system_of(place.id))


def department_names() -> Iterator[tuple[str, str]]:
    """Yield key and name of the departments that there are here."""
    return ((one.key, one.name) for one in departments() if one.key in DEPARTMENTS)


def post(
    seed: int, number: int, days: int, channel: Channel | None = None
) -> list[InventedEnquiry]:
    """Return post of the last days about the town's subjects, one matter in each."""
    now = datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251 (the town lives on the real clock)
    invented = number * (_OF_ONE_CHANNEL if channel else _INVENTED_FOR_ONE)
    found = [
        one
        for one in invent(seed, invented, now, days=days, mix=_CLEAR)
        if one.label in SUBJECTS and not one.attachments and channel in (None, one.channel)
    ]
    assert len(found) >= number, "enough is invented"
    return found[-number:]


def a_sheet(enquiries: Sequence[InventedEnquiry]) -> bytes:
    """Return past post as the old system exports it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Nr", "Modtaget", "Overskrift", "Tekst", "Afdeling", "Emnenøgle"))
    for one in enquiries:
        at = f"{one.received_at:%d-%m-%Y %H:%M}"
        department = subject(one.label).department_key
        writer.writerow((one.id, at, one.title, one.text, department, one.label))
    return out.getvalue().encode("utf-8-sig")


def a_mailbox(path: Path, enquiries: Sequence[InventedEnquiry]) -> Path:
    """Write mail to a file as a mail program exports it."""
    box = mailbox.mbox(path)
    for one in enquiries:
        box.add(deliver(one).data)
    box.close()
    return path


def a_test_set(town: Town, enquiries: Sequence[InventedEnquiry], name: str) -> Path:
    """Let the newest model answer post that it has not learnt from; what is unsure is left empty."""
    asked, answered = town.folder / f"{name}-spurgt.csv", town.folder / f"{name}.csv"
    with asked.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("tekst", "facit", "kanal"))
        for one in enquiries:
            sheet.writerow((one.whole_text, subject(one.label).name, _CHANNELS[one.channel]))
    words = ["answer", str(asked), "--text", "tekst", "--out", str(answered)]
    told = CliRunner().invoke(commands, words, obj=Terminal(lambda: town.runtime))
    assert told.exit_code == 0, told.output
    return answered


def stage_of(town: Town) -> str:
    """Return the stage of the town's project."""
    with town.runtime.reading(town.authority) as work:
        return projects.get(work, mail_routing.project_of(work).id).stage.value
