"""A solution's own decisions are examined like any table, without text and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import NotFound
from signatur.methods.tables import read_bytes
from signatur.solutions.mail_routing.tables import FactRow
from signatur.stewardship.data_analysis import service
from tests.builders import World, a_project, an_item

if TYPE_CHECKING:
    from uuid import UUID


def a_fact(world: World, project_id: UUID, key: str, department: str) -> None:
    item = an_item(world, project_id, content=b"Hej, jeg hedder Bodil", key=key)
    with world.runtime.work(world.system) as work:
        work.session.add(
            FactRow(
                item_id=item.id, authority_id=world.authority_id, project_id=project_id,
                received_on=work.today, hour=9, channel="mail", language="da", length=30,
                state="decided", lane="", confidence=None, suggested_by="", suggested_department="",
                suggested_subject="", department=department, subject="post" if department else "",
                outcome="changed", how="person", decided_on=work.today if department else None,
                minutes=5, reroutes=0, due_on=None, is_blind=False, changed_at=work.now,
            )
        )  # fmt: skip


def test_what_was_decided_becomes_a_file_without_text(world: World) -> None:
    project = a_project(world)
    a_fact(world, project.id, "a", "borgerservice")
    a_fact(world, project.id, "b", "")
    with world.runtime.work(world.actor("Erik")) as work:
        assert service.has_history(work, project.id)
        kept = service.receive_history(work, project.id)
        with service.content_of(work, kept.id) as file:
            content = file.read()

    frame, _is_danish = read_bytes(content)
    assert frame.height == 1
    assert frame["afdeling"].to_list() == ["borgerservice"]
    assert {"modtagelsesdag", "ugedag", "kanal", "tekstens længde", "emne"} <= set(frame.columns)
    assert "Bodil" not in content.decode()


def test_a_project_in_which_nothing_was_decided_has_no_history(world: World) -> None:
    project = a_project(world)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(NotFound):
        service.receive_history(work, project.id)
