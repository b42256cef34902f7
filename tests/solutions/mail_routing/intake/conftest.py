"""What the tests of reading share: one reader, with its child processes, for each file of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.solutions.mail_routing.intake import EnquiryReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signatur.solutions.mail_routing.schema import Enquiry


@pytest.fixture(scope="module")
def reader() -> Iterator[EnquiryReader]:
    with EnquiryReader() as opened:
        yield opened


@pytest.fixture
def read(reader: EnquiryReader, tmp_path: Path) -> Callable[..., Enquiry]:
    """Read the first enquiry of a file that holds these bytes."""

    def read_bytes(data: bytes, name: str = "mail.eml") -> Enquiry:
        path = tmp_path / name
        path.write_bytes(data)
        return next(iter([each.enquiry for each in reader.read_path(path)]))

    return read_bytes
