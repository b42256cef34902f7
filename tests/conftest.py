"""Fixtures that every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with openly licensed data beside the project; such tests skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared data folder is not on this machine ({SHARED_DATA.name})")
    return SHARED_DATA
