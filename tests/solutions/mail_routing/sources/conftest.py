"""What the tests of sources share: a real IMAP server, and a look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.dovecot import dovecot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.dovecot import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A private IMAP server with an empty mailbox."""
    with dovecot() as server:
        yield server
