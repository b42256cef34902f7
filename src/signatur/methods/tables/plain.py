"""A CSV file as columns of text, as other systems and Excel write it."""

from __future__ import annotations

import csv
import io
from typing import Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents.charset import decode_text

_SEPARATORS: Final = ",;\t|"


def read_columns(content: bytes, *, folds_names: bool = False) -> dict[str, list[str]]:
    """Return the columns of a CSV file by name, as text; every cell without blanks around it.

    `folds_names`: names in small letters, with underscores for blanks and hyphens.

    Commas, semicolons, tabs and bars part cells; UTF-8 with or without a mark, else Windows letters.
    Raises InputProblem for a file without rows or columns, or with two columns of one name.
    """
    text = decode_text(content).text
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    if len(rows) < 2:
        raise InputProblem(log="no rows", shown=_("The file has no rows below its heading."))
    names = [_folded(one) if folds_names else one.strip() for one in rows[0]]
    if len(set(names)) < len(names):
        raise InputProblem(log="two columns alike", shown=_("Two columns have the same name."))
    padded = [[*row, *[""] * (len(names) - len(row))] for row in rows[1:]]
    return {name: [row[at].strip() for row in padded] for at, name in enumerate(names)}


def _folded(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
