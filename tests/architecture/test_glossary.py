"""One word has one meaning: no two words of the code share a Danish word, and the pages use these."""

from __future__ import annotations

import re
from collections import Counter

from babel.messages.pofile import read_po

from tests.architecture.sources import PACKAGE, PROJECT
from tools.docs import DOCS

GLOSSARY = DOCS / "glossary.md"
CATALOGUE = PACKAGE / "locale" / "da" / "LC_MESSAGES" / "messages.po"
_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    """Return code word, Danish word and meaning of each row, without the table's head."""
    found = _ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    cleaned = [tuple(cell.strip() for cell in row) for row in found]
    return [(code, page, meaning) for code, page, meaning in cleaned if code not in ("code", "---")]


def test_no_two_words_of_the_code_share_a_danish_word() -> None:
    counted = Counter(page.casefold() for _code, page, _meaning in rows())

    assert len(rows()) >= 40
    assert [page for page, count in counted.items() if count > 1] == []


def test_no_word_of_the_code_stands_twice() -> None:
    counted = Counter(code.casefold() for code, _page, _meaning in rows())

    assert [code for code, count in counted.items() if count > 1] == []


def test_every_word_has_a_meaning() -> None:
    assert [code for code, page, meaning in rows() if not page or not meaning] == []


def test_a_word_that_stands_alone_in_the_catalogue_is_the_glossarys() -> None:
    danish = {code.casefold(): page.casefold() for code, page, _meaning in rows()}
    with CATALOGUE.open("rb") as file:
        texts = read_po(file, locale="da")
    wrong = {
        message.id: message.string
        for message in texts
        if isinstance(message.id, str)
        and message.string
        and danish.get(message.id.casefold(), "") not in ("", message.string.casefold())
    }

    assert wrong == {}


def test_the_documentation_leads_nowhere_that_is_not_there() -> None:
    files = [*DOCS.rglob("*.md"), *PROJECT.glob("*.md")]
    missing = [
        f"{file.relative_to(PROJECT)}: {target}"
        for file in files
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
        if not (file.parent / target).exists()
    ]

    assert missing == []
