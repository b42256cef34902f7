"""What the tests of mail routing share: a project in operation with its setup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import World, a_project
from tests.solutions.mail_routing.situations import set_up

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    """A project of mail routing, in operation, with departments and subjects."""
    project = a_project(world)
    set_up(world, project.id)
    return project
