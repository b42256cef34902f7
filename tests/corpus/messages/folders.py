"""Mail folders in one file (mbox), in the variants that programs write."""

from __future__ import annotations

from signatur.methods.messages import MessageKind
from tests.corpus.messages.mime import LETTER, head
from tests.corpus.messages.sample import Sample

_SUBJECT = "Carport på Ålykkevej"
_STAMP = "aase@example.dk Tue Mar  4 10:31:00 2025"


def _message(body: str, *, stamp: str = _STAMP, **fields: str) -> str:
    return f"From {stamp}\n{head(Content_Type='text/plain; charset=utf-8', **fields)}\n{body}\n"


def _sample(name: str, about: str, text: str, messages: int, *holds: str) -> Sample:
    return Sample(
        name=name, about=about, make=text.encode, kind=MessageKind.MBOX,
        subject=_SUBJECT, sender="aase@example.dk", holds=holds,
        messages=messages,
    )  # fmt: skip


_PROTECTED = "Det står sådan her:\n>From nu af er det slut.\n>>From oven.\n"
_UNPROTECTED = "Hej\n\nFrom the beginning: it was wrong.\nNote: From is a word.\n"
_CLEAR = "Hej\n\nFrom x@example.dk Tue Mar  4 10:31:00 2025\nSubject: kun et citat\n\nSlut\n"

MBOX_FILES = (
    _sample("mboxrd.mbox", "`From ` lines protected by `>`", _message(LETTER) + _message(_PROTECTED), 2, LETTER.strip(), "\nFrom nu af", "\n>From oven"),
    _sample("unprotected.mbox", "lines that only look like the beginning of a message", _message(_UNPROTECTED) * 3, 3, "From the beginning: it was wrong."),
    _sample(
        "mboxcl2.mbox",
        "lengths instead of protection",
        _message(_CLEAR, Content_Length=str(len(_CLEAR.encode()))) * 2,
        2,
        "Subject: kun et citat",
    ),
    _sample("thunderbird.mbox", "separators with no sender or date", _message(LETTER, stamp="- Tue Mar 04 10:31:00 2025") + _message("To\n", stamp="") + _message("Tre\n", stamp="-"), 3, "Tre"),
    _sample("crlf.mbox", "line ends of Windows", (_message(LETTER) * 2).replace("\n", "\r\n"), 2, "Skal vi søge om det?"),
)  # fmt: skip
