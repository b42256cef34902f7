"""The generated pages of the documentation are what they would be written as now."""

from __future__ import annotations

import pytest

from tools import docs


@pytest.mark.parametrize("name", docs.PAGES)
def test_a_generated_page_is_complete(name: str) -> None:
    with docs.reading_in("en"):
        written = docs.PAGES[name]()

    assert (docs.DOCS / name).read_text(encoding="utf-8") == written, "run `make docs`"


def test_a_table_keeps_cells_on_one_line_and_apart() -> None:
    assert docs.table(("a", "b"), [("x\ny", "1|2")]) == [
        "| a | b |",
        "| --- | --- |",
        "| x y | 1\\|2 |",
    ]
