"""What the tests of the invented post share: one batch of enquiries, drawn once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from signatur.solutions.mail_routing.demo.enquiries import invent

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

UNTIL = datetime(2025, 11, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def until() -> datetime:
    return UNTIL


@pytest.fixture(scope="session")
def post() -> tuple[InventedEnquiry, ...]:
    """Three thousand enquiries over two years."""
    return tuple(invent(7, 3000, UNTIL))
