"""A table is read as it was meant, whatever dress it comes in."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from signatur.methods.tables import Kind, UnreadableTable, guess_columns, read_bytes, understand
from tests.methods.tables.invented import decisions

DANISH = "Beløb;Modtaget;Køn;Svar\n1.234,50;01-02-2023;M;Ja\n99,5;5. marts 2023;K;Nej\n12,00;24.12.2022 13:45;M;Ja\n"


def moment(*parts: int) -> datetime:
    """Return a time as cells have it, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_danish_numbers_dates_and_letters_are_read_in_every_encoding(encoding: str) -> None:
    frame, is_danish = read_bytes(DANISH.encode(encoding))
    table = understand(frame, is_danish=is_danish)

    assert list(table.columns) == ["Beløb", "Modtaget", "Køn", "Svar"]
    assert table["Beløb"].values.to_list() == [1234.5, 99.5, 12.0]
    assert table["Modtaget"].values.to_list() == [
        moment(2023, 2, 1), moment(2023, 3, 5), moment(2022, 12, 24, 13, 45),
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_parts_cells(separator: str) -> None:
    frame = decisions(40)
    table = understand(read_bytes(frame.write_csv(separator=separator).encode())[0])

    assert table.rows == 40
    assert list(table.columns) == frame.columns
    assert table["alder"].values.to_list() == frame["alder"].to_list()


def test_a_sheet_and_parquet_say_the_same_as_csv() -> None:
    frame = decisions(30)
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in [frame.columns, *frame.rows()]:
        book.active.append(line)
    sheet, parquet = io.BytesIO(), io.BytesIO()
    book.save(sheet)
    frame.write_parquet(parquet)

    tables = [
        understand(read_bytes(one)[0])
        for one in (frame.write_csv().encode(), sheet.getvalue(), parquet.getvalue())
    ]

    for name in frame.columns:
        assert len({str(one[name].values.to_list()) for one in tables}) == 1, name


@pytest.mark.parametrize(
    ("cells", "kind", "first"),
    [
        (["0101", "0202", "0303"], Kind.CATEGORY, "0101"),
        (["1 kg", "2 kg", "3,5 kg"], Kind.NUMBER, 1.0),
        (["1,234.50", "2,000.00", "3.5"], Kind.NUMBER, 1234.5),
        (["2023-01-31T10:00:00Z", "2023-02-01T10:00:00Z", "2023-02-02T00:00:00Z"], Kind.TIME, moment(2023, 1, 31, 10)),
        (["1/13/2023", "2/14/2023", "3/15/2023"], Kind.TIME, moment(2023, 1, 13)),
        (["N/A", "ukendt", "-"], Kind.EMPTY, None),
    ],
)  # fmt: skip
def test_cells_are_what_they_look_like(cells: list[str], kind: Kind, first: object) -> None:
    column = understand(pl.DataFrame({"x": cells}), is_danish=False)["x"]

    assert column.kind is kind
    assert column.values[0] == first


def test_a_mark_for_unknown_is_empty_and_told() -> None:
    ages = [*range(20, 80), 9999, 9999, 9999]
    table = understand(pl.DataFrame({"alder": ages}))

    assert table["alder"].values.null_count() == 3
    assert [(one.written, one.count) for one in table["alder"].disguised] == [("9999", 3)]


def test_a_minus_one_among_classes_is_a_class() -> None:
    table = understand(pl.DataFrame({"y": [-1, 1] * 30}))

    assert table["y"].values.null_count() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a;b\n", "no_rows"),
        (b"\x00\x01\x02\x00", "not_a_table"),
        (b"PK\x03\x04broken", "damaged"),
        (b"PAR1broken", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_bytes(content)

    assert caught.value.reason == reason


def test_outcome_time_and_groups_are_guessed() -> None:
    guess = guess_columns(understand(decisions(100)))

    assert (guess.label, guess.time, guess.groups) == ("udfald", "modtaget", ("alder", "koen"))
