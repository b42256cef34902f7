"""What the tests of documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import ChildPool

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def pool() -> Iterator[ChildPool]:
    """One child process for all tests of a worker."""
    with ChildPool(size=1) as pool:
        yield pool
