"""Killed at any point, nothing is lost and nothing counts twice; `make fault-mail` is the large one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.solutions.mail_routing.outgoing.faults import fault_mail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import Template


@pytest.mark.outside("dovecot")
def test_mails_come_through_being_killed(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path) as url:
        outcome = fault_mail(tmp_path, url, mails=24, kills=2, seed=7, patience=150)

    assert outcome.problems == []
    assert sum(outcome.kills.values()) == 2
