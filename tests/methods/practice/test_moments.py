"""Times are read however a case system writes them."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from signatur.methods.practice.moments import UnreadableTime, read_moments


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["2024-02-01", "2024-03-01"], date(2024, 3, 1)),
        (["01-02-2024", "01-03-2024"], date(2024, 3, 1)),
        (["1.2.2024", "1.3.2024"], date(2024, 3, 1)),
        (["2024-02", "2024-03"], date(2024, 3, 1)),
        (["2024K1", "2024K2"], date(2024, 4, 1)),
        (["2024-Q1", "2024-Q2"], date(2024, 4, 1)),
        ([202402, 202403], date(2024, 3, 1)),
        ([20240201, 20240301], date(2024, 3, 1)),
        (["2023", "2024"], 2024),
        ([2023, 2024], 2024),
        ([1.5, 2.5], 2.5),
        ([date(2024, 2, 1), date(2024, 3, 1)], date(2024, 3, 1)),
        (["2024-02-01 08:30", "2024-03-01 09:15"], datetime(2024, 3, 1, 9, 15)),  # noqa: DTZ001
    ],
)
def test_a_time_is_read_and_named_in_its_own_kind(written: list[object], read: object) -> None:
    import polars as pl

    moments = read_moments(pl.Series("t", written))
    assert moments.named(float(moments.values[1])) == read


def test_an_empty_cell_has_no_time() -> None:
    import polars as pl

    moments = read_moments(
        pl.Series("t", ["2024-02-01", "", None, "2024-03-01"] + ["2024-03-02"] * 16)
    )
    assert np.isnan(moments.values[:4]).tolist() == [False, True, True, False]


def test_words_are_no_time() -> None:
    import polars as pl

    with pytest.raises(UnreadableTime):
        read_moments(pl.Series("t", ["mandag", "tirsdag"]))
