"""How single cells are read: numbers and dates as Danes and others write them, words for "unknown"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

# Words that stand where nothing is known; compared in small letters without blanks around.
UNKNOWN_WORDS: Final = frozenset(
    {
        "n/a", "na", "#n/a", "#na", "n.a.", "n.a", "nan", "null", "none", "nil", "-", "--", "---", "–", "—",
        "?", "??", "???", ".", "..", "...", "ukendt", "unknown", "uoplyst", "ikke oplyst", "mangler",
        "missing", "(missing)", "ikke angivet", "not available", "not applicable", "ved ikke", "(blank)",
        "blank", "(tom)", "tom", "<null>", "\\n", "#ref!", "#value!", "#værdi!", "#i/t", "#div/0!",
        "xxx", "xxxx", "tbd", "ej oplyst", "ikke relevant", "uvist", "intet", "undefined", "n/d",
    }
)  # fmt: skip
PLAIN: Final = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"
DANISH: Final = r"^[-+]?(\d{1,3}(\.\d{3})+|\d+)?,\d+$"
DOTTED: Final = r"^[-+]?\d{1,3}(\.\d{3})+$"
ENGLISH: Final = r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$"
ENGLISH_SURE: Final = r"^[-+]?\d{1,3}(,\d{3})+\.\d+$|^[-+]?\d{1,3}(,\d{3}){2,}$"
WITH_UNIT: Final = (
    r"^((?:kr\.?|dkk|eur|usd|€|\$|£)?)\s*([-+]?\d[\d.,]*(?:[ \u00a0]\d{3})*(?:,\d+)?)\s*"
    r"((?:[a-zæøå%²³°µ/€$£]{1,9}\.?)?)$"
)
_MONTHS: Final = {
    "januar": "01", "january": "01", "februar": "02", "february": "02", "marts": "03", "march": "03",
    "april": "04", "maj": "05", "may": "05", "juni": "06", "june": "06", "juli": "07", "july": "07",
    "august": "08", "september": "09", "oktober": "10", "october": "10", "november": "11",
    "december": "12", "jan": "01", "feb": "02", "mar": "03", "apr": "04", "jun": "06", "jul": "07",
    "aug": "08", "sep": "09", "okt": "10", "oct": "10", "nov": "11", "dec": "12",
}  # fmt: skip
# What a date looks like, and how it is read; day before month unless that cannot be.
DATE_FORMS: Final = (
    ("yyyy-mm-dd", r"^\d{4}-\d{1,2}-\d{1,2}$", "%Y-%m-%d"),
    ("dd-mm-yyyy", r"^\d{1,2}-\d{1,2}-\d{4}$", "%d-%m-%Y"),
    ("dd/mm/yyyy", r"^\d{1,2}/\d{1,2}/\d{4}$", "%d/%m/%Y"),
    ("dd.mm.yyyy", r"^\d{1,2}\.\d{1,2}\.\d{4}$", "%d.%m.%Y"),
    ("yyyy/mm/dd", r"^\d{4}/\d{1,2}/\d{1,2}$", "%Y/%m/%d"),
    ("dd-mm-yy", r"^\d{1,2}-\d{1,2}-\d{2}$", "%d-%m-%y"),
    ("dd/mm/yy", r"^\d{1,2}/\d{1,2}/\d{2}$", "%d/%m/%y"),
    ("dd.mm.yy", r"^\d{1,2}\.\d{1,2}\.\d{2}$", "%d.%m.%y"),
    ("d mm yyyy", r"^\d{1,2} \d{2} \d{4}$", "%d %m %Y"),
    ("yyyymmdd", r"^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$", "%Y%m%d"),
    ("yyyy-mm", r"^\d{4}-(0[1-9]|1[0-2])$", "%Y-%m"),
)
_CLOCK: Final = r"[T ](\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?)( ?(Z|UTC|[-+]\d{2}:?\d{2}))?$"
_WORDY: Final = re.compile(r"[A-Za-zæøåÆØÅ]{3,9}")


def is_danish_file(separator: str) -> bool:
    """Whether a file that parts its cells so was most likely written with decimal commas."""
    return separator == ";"


def without_unknown(column: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the cells without blanks around (null where nothing stands), and which mean "unknown"."""
    import polars as pl

    bare = column.str.strip_chars()
    filled = pl.when(bare.str.len_bytes() == 0).then(None).otherwise(bare)
    short = pl.when(filled.str.len_bytes() <= 16).then(filled).otherwise(pl.lit("#"))
    return filled, short.str.to_lowercase().is_in(list(UNKNOWN_WORDS)) & filled.is_not_null()


def as_numbers(cells: pl.Series, *, is_danish: bool) -> tuple[pl.Series, pl.Series]:
    """Return cells as Float64 (null where none) and the units that stand with them (null: none)."""
    import polars as pl

    plain = cells.cast(pl.Float64, strict=False)
    # A dot with three digits behind it is a thousand in a column that writes decimals with a comma.
    dotted = cells.str.contains(DOTTED) if is_danish else None
    left = (plain.is_null() | dotted) if dotted is not None else plain.is_null()
    left &= cells.is_not_null()
    units = pl.Series(cells.name, [None], dtype=pl.String).extend_constant(None, len(cells) - 1)
    if not left.any():
        return plain.fill_nan(None), units
    places = left.arg_true()
    rest = cells.gather(places).str.to_lowercase()
    parts = rest.to_frame("x").select(
        pl.col("x").str.extract(WITH_UNIT, 2).alias("number"),
        (pl.col("x").str.extract(WITH_UNIT, 1) + pl.col("x").str.extract(WITH_UNIT, 3)).alias(
            "unit"
        ),
    )
    amount = _unsign(parts["number"], is_danish=is_danish)
    unit = parts["unit"].str.strip_chars(".")
    plain = plain.scatter(places, amount)
    unit = pl.select(
        pl.when((unit == "") | amount.is_null()).then(None).otherwise(unit)
    ).to_series()
    return plain.fill_nan(None), units.scatter(places, unit)


def _unsign(written: pl.Series, *, is_danish: bool) -> pl.Series:
    import polars as pl

    bare = written.str.replace_all(r"[ \u00a0]", "")
    frame = bare.to_frame("x")
    x = pl.col("x")
    danish = x.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = x.str.replace_all(",", "", literal=True)
    return frame.select(
        pl.when(x.str.contains(ENGLISH_SURE))
        .then(english)
        .when(x.str.contains(DANISH) & ~(x.str.contains(ENGLISH) & (not is_danish)))
        .then(danish)
        .when(x.str.contains(DOTTED) & is_danish)
        .then(danish)
        .when(x.str.contains(ENGLISH))
        .then(english)
        .otherwise(x)
        .cast(pl.Float64, strict=False)
    ).to_series()


def writes_danish(cells: pl.Series, *, file_is_danish: bool) -> bool:
    """Whether a column of numbers writes decimals with a comma."""
    commas = int(cells.str.contains(DANISH).sum() or 0)
    sure = int(cells.str.contains(ENGLISH_SURE).sum() or 0)
    english = int(cells.str.contains(ENGLISH).sum() or 0)
    if commas and not sure:
        return commas > english or file_is_danish
    dotted = int(cells.str.contains(DOTTED).sum() or 0)
    if not dotted or not file_is_danish:
        return False
    other = int(cells.str.contains(r"\.").sum() or 0) - dotted
    large = int(cells.str.contains(r"^[-+]?\d{4,}$").sum() or 0)
    return other == 0 and large == 0


def as_moments(cells: pl.Series) -> tuple[pl.Series, dict[str, pl.Series]]:
    """Return cells as Datetime (null where none), and for each way of writing which cells use it."""
    import polars as pl

    bare = _month_numbers(cells)
    day = bare.str.replace(_CLOCK, "")
    clock = bare.str.extract(_CLOCK, 1).str.replace_all(".", ":", literal=True)
    moments = pl.Series(cells.name, [None], dtype=pl.Datetime("us")).extend_constant(
        None, len(cells) - 1
    )
    used: dict[str, pl.Series] = {}
    for name, look, form in DATE_FORMS:
        fits = day.str.contains(look).fill_null(value=False)
        if not fits.any():
            continue
        read, shown = _read(day.filter(fits), name, form)
        moments = moments.scatter(fits.arg_true(), read)
        used[shown] = fits
    if clock.null_count() < len(clock):
        moments = _with_clock(moments, clock)
    return moments, used


def _read(days: pl.Series, name: str, form: str) -> tuple[pl.Series, str]:
    import polars as pl

    if name == "yyyy-mm":
        days, form = days + "-01", "%Y-%m-%d"
    read = days.str.to_datetime(form, strict=False, time_unit="us", exact=True)
    missed = read.null_count()
    if missed and name.startswith("dd"):
        other = form.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m")
        turned = days.str.to_datetime(other, strict=False, time_unit="us", exact=True)
        if turned.null_count() < missed:
            return turned, name.replace("dd", "##").replace("mm", "dd").replace("##", "mm")
    if name.endswith(("-yy", "/yy", ".yy")):
        # A year of two digits lies behind us, or not far ahead.
        year = read.dt.year()
        late = (year > 2050).fill_null(value=False)
        read = pl.select(pl.when(late).then(read.dt.offset_by("-100y")).otherwise(read)).to_series()
    return read, name


def _with_clock(moments: pl.Series, clock: pl.Series) -> pl.Series:
    import polars as pl

    frame = pl.DataFrame({"m": moments, "c": clock})
    part = pl.col("c").str.split(":")

    def number(place: int) -> pl.Expr:
        return part.list.get(place, null_on_oob=True).str.extract(r"^(\d+)", 1).cast(pl.Int64)

    seconds = number(0) * 3600 + number(1) * 60 + number(2).fill_null(0)
    return frame.select(
        (pl.col("m") + pl.duration(seconds=seconds.fill_null(0))).alias(moments.name)
    ).to_series()


def _month_numbers(cells: pl.Series) -> pl.Series:
    """Return cells with the names of months replaced by their numbers."""
    head = cells.drop_nulls().head(200)
    if not any(_WORDY.search(one) for one in head.to_list()):
        return cells
    bare = cells.str.to_lowercase()
    for name, number in sorted(_MONTHS.items(), key=lambda pair: -len(pair[0])):
        bare = bare.str.replace(
            rf"^(\d{{1,2}})[. -]+{name}\.?[ -]+(\d{{4}})", rf"${{1}} {number} ${{2}}"
        )
    return bare.str.replace(r"t(\d{2}:\d{2})", "T$1").str.replace("z$", "Z")
