"""Ids are UUIDs of version 7: sorted by time, unique without coordination."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.kernel import ids
from signatur.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

FUTURE = datetime(2400, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def same_counter_afterwards() -> Iterator[None]:
    """Let ids of other tests not follow those of the future."""
    before = ids._last
    yield
    ids._last = before


def test_an_id_has_the_bits_of_rfc_9562() -> None:
    made = new_id(FUTURE)

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(FUTURE.timestamp() * 1000)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=1)), min_size=2, max_size=50))
def test_later_ids_are_larger_even_when_the_clock_is_set_back(steps: list[timedelta]) -> None:
    made = [new_id(FUTURE + step) for step in steps]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: new_id(FUTURE), range(2000)))

    assert len(set(made)) == 2000


def test_a_full_millisecond_runs_over_into_the_next() -> None:
    full = ((int(FUTURE.timestamp() * 1000) + 10**9) << 74) | ((1 << 74) - 1)
    ids._last = full

    assert new_id(FUTURE).int >> 80 == (full >> 74) + 1
