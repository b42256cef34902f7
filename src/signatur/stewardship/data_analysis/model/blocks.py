"""One block of a report: a heading, words, a picture and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent
from signatur.stewardship.data_analysis.model.summary import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_ROWS = 30


def block(
    title: object,
    about: object = "",
    picture: str = "",
    columns: Sequence[tuple[object, bool]] = (),
    rows: Sequence[Sequence[str]] = (),
    *,
    most: int = _MOST_ROWS,
) -> dict[str, Any]:
    """Return one block; a table of more than `most` rows is cut and says so."""
    table = None
    if columns:
        table = {
            "columns": [[str(name), is_number] for name, is_number in columns],
            "rows": [[str(cell) for cell in row] for row in rows[:most]],
            "is_cut": len(rows) > most,
            "note": "",
        }
    return {
        "title": str(title),
        "about": str(about),
        "picture": picture,
        "alt": str(title),
        "table": table,
    }


def count(value: float) -> str:
    return show_number(value, 0)


def interval(one: Mapping[str, Any], *, as_share: bool = False) -> str:
    if one["low"] is None:
        return ""
    if as_share:
        return f"{show_percent(one['low'], 1)} – {show_percent(one['high'], 1)}"
    return f"{number(one['low'])} – {number(one['high'])}"
