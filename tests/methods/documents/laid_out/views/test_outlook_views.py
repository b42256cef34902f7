"""An Outlook file shows its message; its other properties and hidden recipients are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus.messages.compound import compound_file
from tests.corpus.messages.mapi import INTEGER, Value, texts
from tests.corpus.messages.outlook import attachment, embedded, letter, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.methods.documents.laid_out.views.conftest import Tried

_EMBEDDED = 24
_BCC = 3


def outlook_file() -> bytes:
    """A message with a hidden recipient, properties of Outlook's own, and a message inside."""
    secret = [
        *texts({0x3001: "mkhemmelig", 0x3002: "SMTP", 0x3003: "mkhemmelig@example.dk"}),
        Value(0x0C15, INTEGER, _BCC),
    ]
    inner = msg(
        texts({0x001A: "IPM.Note", 0x0037: "mkindre", 0x1000: "mkindretekst"}), header=_EMBEDDED
    )
    return compound_file(
        msg(
            [*letter(), *texts({0x007D: "X-Spor: mktransport\r\n", 0x3FF8: "mkoprettetaf"})],
            recipients=[secret],
            attachments=[embedded("mkindre", inner), attachment("mkbilag.txt", b"Hej")],
        )
    )


@pytest.fixture(scope="module")
def outlook(tried: Callable[..., Tried]) -> Tried:
    return tried(outlook_file(), "brev.msg")


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("Åse Prøve", "view"),
        ("mkbilag.txt", "view"),
        ("mkhemmelig@example.dk", "property"),
        ("mktransport", "property"),
        ("mkoprettetaf", "property"),
        ("mkindretekst", "elsewhere"),
    ],
)
def test_an_outlook_file_hides_nothing(outlook: Tried, mark: str, place: str) -> None:
    assert place in outlook.places(mark)


def test_what_is_attached_is_a_part(outlook: Tried) -> None:
    assert [part.name for part in outlook.view.parts] == ["mkindre", "mkbilag.txt"]
