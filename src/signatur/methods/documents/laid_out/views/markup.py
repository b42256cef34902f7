"""What HTML holds that its reader does not see: comments, hidden elements, alternative texts, forms."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin

if TYPE_CHECKING:
    from signatur.methods.documents.laid_out.views.seen import Ledger

_MARKUP_CHARACTERS: Final = 4_000_000
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LEFT_OUT: Final = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""\b(alt|title|value|content|placeholder|href|aria-label|data-[\w-]+|summary|name)\s*=\s*"""
    r"""(?:"([^"<>]*)"|'([^'<>]*)')""",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_BLOCK_END: Final = re.compile(
    r"</?(?:p|div|td|tr|li|br|h[1-6]|option|title)\b[^<>]*>", re.IGNORECASE
)
_CONDITION: Final = re.compile(r"^\[(?:if|endif)[^\]]*\]>?|<!\[endif\]$", re.IGNORECASE)
_SAYS_SOMETHING: Final = re.compile(r"[^\W\d_]{3,}|\d{4}")
_MACHINE: Final = re.compile(r"[\w./:;=%,#-]*$|text/html|width=device", re.IGNORECASE)


def tell_markup(markup: str, ledger: Ledger, lead: str = "") -> None:
    """Leave every text in the markup to `ledger`, which reports what the view does not show."""
    markup = markup[:_MARKUP_CHARACTERS]
    for comment in _COMMENT.findall(markup):
        text = " ".join(unescape(_TAG.sub(" ", _CONDITION.sub("", comment.strip()))).split())
        if _SAYS_SOMETHING.search(text) and "{" not in text:
            ledger.leave(f"{lead}HTML comment", text, Origin.HIDDEN_TEXT)
    for name, one, other in _ATTRIBUTE.findall(markup):
        value = unescape(one or other).strip()
        is_link = name.lower() == "href" and not value.startswith(("#", "cid:"))
        if value and (is_link or not _MACHINE.match(value)):
            ledger.leave(f"{lead}HTML {name.lower()}", value.removeprefix("mailto:"))
    rest = _LEFT_OUT.sub(" ", _COMMENT.sub(" ", markup))
    for line in _BLOCK_END.sub("\n", rest).split("\n"):
        text = " ".join(unescape(_TAG.sub(" ", line)).split())
        if text:
            ledger.leave(f"{lead}hidden in HTML", text, Origin.HIDDEN_TEXT)
