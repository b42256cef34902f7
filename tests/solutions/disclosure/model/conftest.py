"""Problems are told in English here, so that tests hold whatever the catalogue says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import reading_in

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with reading_in("en"):
        yield
