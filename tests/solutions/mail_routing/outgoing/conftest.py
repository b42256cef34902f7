"""What the tests of outgoing mail share: an installation whose receivers are on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.receivers import MailSink, OtherSystem, mail_sink, other_system
from tests.solutions.mail_routing.outgoing.sending import a_sending_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.databases import Template


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with mail_sink() as found:
        yield found


@pytest.fixture
def system() -> Iterator[OtherSystem]:
    with other_system() as found:
        yield found


@pytest.fixture
def receipts(tmp_path: Path) -> Path:
    """The folder into which other systems put receipts."""
    folder = tmp_path / "receipts"
    folder.mkdir()
    return folder


@pytest.fixture
def place(
    template: Template, tmp_path: Path, sink: MailSink, receipts: Path
) -> Iterator[tuple[World, Project]]:
    with template.copy(tmp_path) as url:
        ours = {
            "SIGNATUR_MAIL_ROUTING_SMTP_PORT": str(sink.port),
            "SIGNATUR_MAIL_ROUTING_RECEIPTS_FOLDER": str(receipts),
        }
        world, project = a_sending_world(tmp_path, url, **ours)
        yield world, project
        world.runtime.close()


@pytest.fixture
def world(place: tuple[World, Project]) -> World:
    return place[0]


@pytest.fixture
def project(place: tuple[World, Project]) -> Project:
    return place[1]
