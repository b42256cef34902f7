"""Reads invented enquiries as the files that they arrive as, in processes beside the storing."""

from __future__ import annotations

import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003 (dataclass field)
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.methods.documents import Content
from signatur.solutions.mail_routing.demo.attachments import AttachmentKind
from signatur.solutions.mail_routing.demo.mailbox import Delivery, deliver
from signatur.solutions.mail_routing.demo.styles import Channel
from signatur.solutions.mail_routing.intake import EnquiryReader, ReadEnquiry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.methods.documents import Recogniser
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry


_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Arrived:
    """An enquiry that was read, with what the staff filed it under."""

    read: ReadEnquiry
    label: str
    received_at: datetime
    invented_id: str


def read_past(batch: Sequence[InventedEnquiry]) -> list[Arrived]:
    """Read enquiries of the past, without what only costs time: paper as text, and no photos."""
    with EnquiryReader() as reader:
        return list(_read(reader, batch, _deliver_past))


def read_arriving(recogniser: Recogniser | None, batch: Sequence[InventedEnquiry]) -> list[Arrived]:
    """Read enquiries as they arrive today, scans too."""
    with EnquiryReader(recogniser=recogniser) as reader:
        return list(_read(reader, batch, deliver))


def _read(
    reader: EnquiryReader,
    batch: Sequence[InventedEnquiry],
    delivered: Callable[[InventedEnquiry], Delivery],
) -> Iterator[Arrived]:
    with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
        for one in batch:
            delivery = delivered(one)
            path = Path(folder) / delivery.file_name
            path.write_bytes(delivery.data)
            for read in reader.read_path(path):
                # The file is gone when another process stores it.
                original = Content.from_bytes(read.original.read())
                kept = ReadEnquiry(read.enquiry, original)
                yield Arrived(kept, one.label, one.received_at, one.id)
            path.unlink()


def _deliver_past(one: InventedEnquiry) -> Delivery:
    if one.channel is Channel.LETTER:
        return Delivery(f"{one.id}.txt", one.text.encode())
    told = tuple(each for each in one.attachments if each.kind is not AttachmentKind.PHOTO)
    return deliver(replace(one, attachments=told))


# --- ahead of what is stored ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Processes that read on while what they have read is stored, learnt from and decided."""

    pool: ProcessPoolExecutor

    def start(
        self,
        invented: Sequence[InventedEnquiry],
        at_once: int,
        read: Callable[[Sequence[InventedEnquiry]], list[Arrived]],
    ) -> Iterator[list[Arrived]]:
        """Start to read some enquiries after all that was started before; yields batches in order."""
        batches = [invented[start : start + at_once] for start in range(0, len(invented), at_once)]
        # A process costs more than reading a few.
        return map(read, batches) if len(batches) == 1 else self.pool.map(read, batches)


@contextmanager
def reading_ahead() -> Iterator[ReadAhead]:
    """Give what reads ahead; what is not wanted any more is not read."""
    # Not forked: the database's connections must not be shared.
    pool = ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn"))
    try:
        yield ReadAhead(pool)
    finally:
        pool.shutdown(cancel_futures=True)
