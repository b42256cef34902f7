"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import FixedClock, World, a_world
from tests.databases import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with openly licensed data beside the project; such tests skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the folder of shared data ({SHARED_DATA.name}) is not beside the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A migrated, empty database."""
    template = Template(tmp_path_factory.mktemp("template"), f"signatur_test_{os.getpid()}")
    yield template
    template.remove()


@pytest.fixture
def world(template: Template, tmp_path: Path) -> Iterator[World]:
    """An installation with one authority and its standing cast, on a fresh database."""
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock())
        yield world
        world.runtime.database.close()
