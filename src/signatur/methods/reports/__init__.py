"""Reports on paper: figures, pictures and tables as a PDF that can be kept and read aloud."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["report"]


def report(told: Mapping[str, Any], at: datetime) -> bytes:
    """Return a report as PDF, to be kept for good (ISO 19005-3) and read aloud (ISO 14289-1).

    `told` holds words that are ready to be shown: `language`, `title`, `authority`, `period`,
    `made`, `page`, `continued` (a table that is cut), `empty`, `limits` (lines below the title), and
    `parts`: each with `title`, `figures` (title, shown, note) and `blocks`: `title`, `about`,
    `said` (optional: paragraphs), `picture` (SVG, or empty), `alt`, and `table`: None, or `columns` (title, is a number, and, if it
    must be, a width relative to the others), `rows`,
    `is_cut`, `note`.
    """
    import typst

    template = files("signatur.methods.reports") / "report.typ"
    pdf: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=at.replace(microsecond=0),
    )
    return pdf
