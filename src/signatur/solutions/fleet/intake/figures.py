"""From cells to distances and other figures, however decimals and units are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

_KM_OF: Final = {"m": 0.001, "meter": 0.001, "metres": 0.001, "meters": 0.001, "mil": 10.0}


def read_figures(cells: pl.Series, *, is_danish: bool = False) -> pl.Series:
    """Return figures as Float64, null where a cell holds none; a unit beside it is left out."""
    return _figures(cells, is_danish=is_danish)[0]


def read_distances(cells: pl.Series, *, in_metres: bool) -> pl.Series:
    """Return distances in km, null where a cell holds none; a unit within the cell counts most."""
    import polars as pl

    figures, units = _figures(cells, is_danish=in_metres)
    usual = 0.001 if in_metres else 1.0
    if units.null_count() == len(units):
        return figures * usual
    words = {"km": 1.0, "kilometer": 1.0, **_KM_OF}
    scale = units.replace_strict(words, default=float("nan"), return_dtype=pl.Float64)
    scale = pl.select(pl.when(units.is_null()).then(usual).otherwise(scale)).to_series()
    return (figures * scale).fill_nan(None)


def _figures(cells: pl.Series, *, is_danish: bool) -> tuple[pl.Series, pl.Series]:
    import polars as pl

    from signatur.methods.tables.reading.cells import DANISH, ENGLISH_SURE, as_numbers

    bare = cells.str.strip_chars()
    plain = bare.cast(pl.Float64, strict=False)
    none = pl.Series("unit", [None], dtype=pl.String).new_from_index(0, len(cells))
    if plain.null_count() == bare.null_count() and not is_danish:
        return _finite(plain), none
    # "3,055" is three km in a column that has decimals with commas; nobody writes 3.055 km in
    # thousands for a trip, so that a dot is a thousand only beside commas or in metres.
    commas = int(bare.str.contains(DANISH).sum() or 0)
    danish = bool(commas and not bare.str.contains(ENGLISH_SURE).any()) or (
        is_danish and not bool(bare.str.contains(r"^\d+\.(\d{1,2}|\d{4,})$").any())
    )
    figures, units = as_numbers(bare, is_danish=danish)
    return _finite(figures), units


def _finite(figures: pl.Series) -> pl.Series:
    import polars as pl

    return pl.select(pl.when(figures.is_finite()).then(figures)).to_series()
