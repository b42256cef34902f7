"""A reminder in the code carries the number of an issue, or it is done at once."""

from __future__ import annotations

import re

from tests.architecture.sources import PROJECT

# Written with gaps so that this file does not find itself.
_REMINDER = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b(?!\(#\d+\))")
_FOLDERS = ("src", "tests", "tools", "benchmarks", "docs", ".ci")
_ENDINGS = {".py", ".html", ".css", ".js", ".toml", ".md", ".sh"}


def test_every_reminder_carries_an_issue_number() -> None:
    files = [
        path
        for folder in _FOLDERS
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in _ENDINGS and "vendor" not in path.parts
    ]
    found = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _REMINDER.search(line)
    ]

    assert files
    assert found == []
