"""Whatever a file holds, each reader gives an enquiry for it, and its bytes are kept.

The same runs for as long as one likes with `python benchmarks/mail_routing/reading_fuzz.py`.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Limits
from signatur.solutions.mail_routing.intake import EnquiryReader, Repeats
from signatur.solutions.mail_routing.schema import enquiry_as_line
from tests.corpus.documents import CORPUS as DOCUMENTS
from tests.corpus.enquiries import BAD_MAIL
from tests.corpus.messages import CORPUS as MESSAGES
from tests.corpus.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LIMITS = Limits(
    in_memory_bytes=50_000,
    part_bytes=2_000_000,
    unpacked_bytes=4_000_000,
    text_characters=100_000,
    parts=50,
    seconds=10.0,
)
_LARGEST = 40_000
# Not those that start LibreOffice, which takes seconds each time.
_SEEDS = sorted(
    {
        (sample.name, sample.data)
        for sample in (*DOCUMENTS, *MESSAGES, *BAD_MAIL)
        if 0 < len(sample.data) < _LARGEST and not sample.name.endswith(".doc")
    }
)
_ROUNDS = 3


def _kinds() -> dict[str, list[tuple[str, bytes]]]:
    """Sort the files by the ending of their names, which is by reader."""
    kinds: dict[str, list[tuple[str, bytes]]] = {}
    for name, data in _SEEDS:
        kinds.setdefault(name.rpartition(".")[2], []).append((name, data))
    return kinds


_KINDS = _kinds()


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[EnquiryReader]:
    with EnquiryReader(limits=_LIMITS) as reader:
        yield reader


def _files(kind: str, others: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(f"2025 {kind}")
    for _ in range(_ROUNDS):
        for name, data in rng.sample(_KINDS[kind], min(len(_KINDS[kind]), 4)):
            yield name, mutated(data, others, rng)


@pytest.mark.parametrize("kind", sorted(_KINDS))
def test_a_damaged_file_of_any_kind_gives_enquiries_and_is_kept(
    kind: str, fuzzed: EnquiryReader, tmp_path: Path
) -> None:
    repeats = Repeats()
    for name, data in _files(kind, [data for _, data in _SEEDS]):
        path = tmp_path / name
        path.write_bytes(data)

        read = list(fuzzed.read_path(path))

        assert read, name
        for each in read:
            assert "reader_failed" not in {problem.code for problem in each.enquiry.problems}
            assert each.enquiry.source.size == each.original.size
            json.loads(enquiry_as_line(repeats.mark(each.enquiry)))
        if len(read) == 1 and read[0].enquiry.source.position is None:
            assert read[0].original.size == len(data)
