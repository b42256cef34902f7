"""What is sent to a wrong department in the demo comes back, as it does where people work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from signatur.demonstration import load_demo
from signatur.kernel.part import Solution
from signatur.kernel.permissions import SYSTEM
from signatur.solutions.mail_routing.demo import load
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.tables import FactRow, ReceiptRow
from tests.builders import FixedClock, a_runtime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.kernel.runtime import Runtime
    from tests.databases import Template

SCALE = 0.05


@pytest.fixture
def runtime(template: Template, tmp_path: Path) -> Iterator[Runtime]:
    """An empty installation; without recognition of scans and other solutions, which only take time here."""
    with template.copy(tmp_path) as url:
        runtime = a_runtime(tmp_path, url, FixedClock(), SIGNATUR_MAIL_ROUTING_RECOGNITION="false")
        others = {
            one for one in runtime.parts if isinstance(one, Solution) and one.name != "mail_routing"
        }
        yield replace(runtime, parts=tuple(one for one in runtime.parts if one not in others))
        runtime.close()


def test_what_was_sent_to_a_wrong_department_comes_back_and_finds_its_place(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_MIX", Mix(label_noise=0.5))

    load_demo(runtime, scale=SCALE, tell=lambda _told: None)

    with runtime.reading(SYSTEM) as work:
        moved = work.session.scalars(select(FactRow).where(FactRow.reroutes > 0)).all()
        receipts = work.session.scalars(select(ReceiptRow)).all()
    assert len(moved) >= 3
    assert len(receipts) >= len(moved)
    assert {one.code for one in receipts} == {"AFVIST"}
