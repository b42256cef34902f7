"""The page on the legal basis names every question, and nothing that is none."""

from __future__ import annotations

import re
from pathlib import Path

from signatur.stewardship.legal.model import QUESTIONS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "da" / "retsgrundlag.md"


def test_the_page_lists_the_questions_in_their_order_with_when_each_is_asked() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [name for name, _when in rows] == [one.key for one in QUESTIONS]
    asked = {one.key: one.when for one in QUESTIONS}
    for name, when in rows:
        plain = when.strip().strip("`")
        assert plain == asked[name] or (plain.startswith("et område") and " or " in asked[name])
