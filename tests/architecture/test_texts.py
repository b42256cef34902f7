"""What a person reads goes through the catalogue: no bare words stand in a template."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from tests.architecture.sources import name_of, templates

if TYPE_CHECKING:
    from pathlib import Path

# Names that are the same in every language.
NAMES = {"Signatur", "CSV", "Excel", "KLE", "Dansk", "English"}
# The block that gives the page its class.
_NO_TEXT = re.compile(r"{% block width %}.*?{% endblock %}")
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}


class Words(HTMLParser):
    """Collects the words that a reader meets, in text and in attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_key = False

    def handle_data(self, data: str) -> None:
        if not self._is_key:
            self._note(data)

    def handle_endtag(self, _tag: str) -> None:
        self._is_key = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._is_key = tag == "kbd"
        for name, value in attributes:
            if name in READ_ALOUD and value:
                self._note(value)

    def _note(self, text: str) -> None:
        words = [word.strip(".,:;()–") for word in text.split()]
        self.found += [word for word in words if word not in NAMES and _has_letters(word)]


def _has_letters(word: str) -> bool:
    return any(sign.isalpha() for sign in word)


def bare_words(source: str) -> list[str]:
    """Return the words of a template that stand outside of expressions and statements."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    text = "".join(
        value if kind == "data" else " " if kind.endswith("_begin") else ""
        for _line, kind, value in environment.lex(_NO_TEXT.sub("", source))
    )
    parser = Words()
    parser.feed(text)
    parser.close()
    return parser.found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p class="lead">{{ _("Hello") }} Signatur {# a remark #}</p>', []),
        ('<a href="/x/{{ id }}" title="Go {{ there }}">Go there</a>', ["Go", "Go", "there"]),
        ("<kbd>j</kbd> {% block width %}wide{% endblock %}", []),
        ("{% if late %}Too late{% endif %} &nbsp; 7 %", ["Too", "late"]),
    ],
)
def test_bare_words_are_found_and_nothing_else(source: str, found: list[str]) -> None:
    assert bare_words(source) == found


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_bare_words_stand_in_a_template(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []
