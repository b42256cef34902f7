"""HTML, above all that of mail, to the plain text that its reader sees.

What a mail program hides is left out. Quoted history stays recognisable for whoever splits the
text afterwards: the content of `blockquote` gets `> ` before each line, and where Outlook draws a
line above the header of an earlier message, a line of underscores stands, as in its plain text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from signatur.methods.documents.charset import Decoded, decode_text
from signatur.methods.documents.lines import Lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Markup beyond this is generated data, not a letter.
_MARKUP_CHARACTERS: Final = 8_000_000
_STYLE_CHARACTERS: Final = 2_000

_LEFT_OUT: Final = frozenset({
    "script", "style", "head", "title", "template", "noscript", "svg", "math", "object",
    "embed", "iframe", "select", "button", "audio", "video", "canvas", "map", "datalist",
    "meta", "link",
})  # fmt: skip
_LEFT_OUT_WHOLE: Final = frozenset({"script", "style", "title"})
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "html", "legend", "main", "menu", "nav", "section", "summary", "tbody", "tfoot", "thead",
})  # fmt: skip
_PARAGRAPHS: Final = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "table", "hr",
})  # fmt: skip
_BREAKING: Final = _BLOCKS | _PARAGRAPHS | {"blockquote", "br", "li", "ol", "pre", "tr", "ul"}
# Elements whose end tag is left out in good HTML, so that a count of open ones says nothing.
_ENDS_BY_ITSELF: Final = frozenset({
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img",
    "input", "li", "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot",
    "th", "thead", "tr", "track", "wbr",
})  # fmt: skip
_FEW_TAGS: Final = 600
_MOST_TAGS: Final = 60_000
_MOST_OPEN: Final = 300
_TAG_NAME: Final = re.compile(r"</?[a-zA-Z][^\s/>]*")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>|<![^<>]*>")

_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"(?:^|[;\s])(?:font-size|max-height|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_NO_MARGIN_STYLE: Final = re.compile(r"margin(?:-bottom|-top)?\s*:\s*0", re.IGNORECASE)
_LITERAL_STYLE: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
# Outlook and Outlook on the web draw these lines above "From: … Sent: … To: … Subject: …".
_REPLY_STYLE: Final = re.compile(r"border-top:[^;]*#(?:E1E1E1|B5C4DF)", re.IGNORECASE)
_REPLY_IDS: Final = frozenset({"divRplyFwdMsg", "stopSpelling"})
_INDENT_CLASS: Final = "webkit-indent-blockquote"

_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE
)
_META_WITHIN: Final = 4096
_SAFE_LINK_HOST: Final = ".safelinks.protection.outlook.com"
_LONGEST_ADDRESS: Final = 100

_Leave = Callable[[], None]


def decode_html(data: bytes, declared: str = "") -> Decoded:
    """Decode HTML by byte order mark, the declaration outside, or its own `meta` element."""
    inside = _META_CHARSET.search(data[:_META_WITHIN])
    return decode_text(data, declared or (inside.group(1).decode("ascii") if inside else ""))


def html_to_text(markup: str) -> str:
    """The text that a reader of `markup` sees: one line per block, table cells parted by tabs.

    Left out: scripts, styles, pictures with their alternative texts (which mail programs invent),
    and elements hidden by attribute or by inline style. A link shows its address behind its text
    where the two differ. Never raises for bad markup. Markup that is built to exhaust its reader
    (hundreds of elements never closed, more than 60,000 tags) is read as the text between its
    tags; what lies beyond 8 million characters is not read.
    """
    markup = markup[:_MARKUP_CHARACTERS].replace("\0", "")
    if not _is_tame(markup):
        return _without_tags(markup)
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(markup).root
    lines = Lines()
    if root is not None:
        _walk(root, lines)
    return lines.text()


def _is_tame(markup: str) -> bool:
    """Whether a tree can be made in proportion to the length of the markup.

    The tree construction of the HTML standard looks through all open elements at every tag, and
    opens formatting elements again in every block: without bound, some kilobytes of `<div>` take
    minutes and `<font id=…>` takes gigabytes.
    """
    tags = markup.count("<")
    if not _FEW_TAGS < tags <= _MOST_TAGS:
        return tags <= _FEW_TAGS
    counts = Counter(_TAG_NAME.findall(markup))
    still_open = sum(
        max(0, count - counts[f"</{tag[1:]}"])
        for tag, count in counts.items()
        if tag[1] != "/" and tag[1:].lower() not in _ENDS_BY_ITSELF
    )
    return still_open <= _MOST_OPEN


def _without_tags(markup: str) -> str:
    """The text between the tags, in time linear to its length."""
    lines = Lines()
    position = 0
    left_out = ""
    for tag in _TAG.finditer(markup):
        if not left_out:
            lines.add_words(unescape(markup[position : tag.start()]))
        position = tag.end()
        name = (tag.group(2) or "").lower()
        if name in _LEFT_OUT_WHOLE:
            left_out = "" if tag.group(1) else name
        if name in _BREAKING:
            lines.end_line()
    if not left_out:
        lines.add_words(unescape(markup[position:]))
    return lines.text()


def _walk(root: LexborNode, lines: Lines) -> None:
    """Go through the tree in reading order."""
    node = root
    open_elements: list[_Leave] = []
    while True:
        leave = _enter(node, lines)
        if leave is not None:
            if (child := node.first_child) is not None:
                open_elements.append(leave)
                node = child
                continue
            leave()
        while (following := node.next) is None:
            if not open_elements or (parent := node.parent) is None:
                return
            open_elements.pop()()
            node = parent
        node = following


def _enter(node: LexborNode, lines: Lines) -> _Leave | None:
    """Begin an element and say how to leave it; None where nothing inside is to be read."""
    tag = node.tag or "-"
    if tag == "-text":
        lines.add_words(node.text_content or "")
        return None
    if tag in _LEFT_OUT or tag[0] in "-!_":
        return None
    attributes = node.attributes
    if attributes or tag == "pre":
        return _begin_styled(node, tag, attributes, lines)
    return _begin(tag, lines)


def _begin_styled(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], lines: Lines
) -> _Leave | None:
    """Begin an element whose attributes may change what its name says."""
    style = _style_of(attributes.get("style") or "")
    if style.is_hidden or "hidden" in attributes:
        return None
    if tag == "pre" or (style.is_literal and _holds_text_alone(node)):
        _copy(node, lines)
        return None
    if tag == "a":
        return _begin_link(attributes.get("href") or "", lines)
    if style.is_reply_line or attributes.get("id") in _REPLY_IDS:
        lines.draw_reply_line()
        return lines.end_line if tag == "hr" else lines.end_paragraph
    class_name = attributes.get("class") or ""
    is_close = tag == "p" and (style.has_no_margin or class_name.startswith("Mso"))
    return _begin("div" if is_close or class_name == _INDENT_CLASS else tag, lines)


@dataclass(frozen=True, slots=True)
class _Style:
    """What an inline style says about how its element reads."""

    is_hidden: bool
    is_literal: bool
    is_reply_line: bool
    has_no_margin: bool


@lru_cache(maxsize=512)
def _style_of(style: str) -> _Style:
    style = style[:_STYLE_CHARACTERS]
    return _Style(
        is_hidden=_HIDDEN_STYLE.search(style) is not None,
        is_literal=_LITERAL_STYLE.search(style) is not None,
        is_reply_line=_REPLY_STYLE.search(style) is not None,
        has_no_margin=_NO_MARGIN_STYLE.search(style) is not None,
    )


def _begin(tag: str, lines: Lines) -> _Leave:
    if tag in _BLOCKS:
        lines.start_block()
        return lines.end_line
    if tag in _PARAGRAPHS:
        lines.start_paragraph()
        return lines.end_paragraph
    if (special := _SPECIAL.get(tag)) is None:
        return _nothing
    start, leave = special
    start(lines)
    return partial(leave, lines)


def _nothing(_: Lines | None = None) -> None:
    """Leave an element whose end changes nothing."""


_SPECIAL: Final[Mapping[str, tuple[Callable[[Lines], None], Callable[[Lines], None]]]] = {
    "blockquote": (Lines.start_quote, Lines.end_quote),
    "br": (Lines.break_line, _nothing),
    "li": (Lines.start_item, Lines.end_line),
    "ol": (partial(Lines.start_list, is_numbered=True), Lines.end_list),
    "td": (Lines.start_cell, _nothing),
    "th": (Lines.start_cell, _nothing),
    "tr": (Lines.start_row, Lines.end_row),
    "ul": (partial(Lines.start_list, is_numbered=False), Lines.end_list),
}


def _holds_text_alone(node: LexborNode) -> bool:
    child = node.first_child
    return child is not None and child.next is None and child.tag == "-text"


def _copy(node: LexborNode, lines: Lines) -> None:
    """Take over preformatted text whole; what is marked up inside it does not break lines."""
    lines.start_block()
    lines.add_literally(node.text(deep=True) or "")
    lines.end_line()


def _begin_link(address: str, lines: Lines) -> _Leave:
    return partial(_leave_link, address, lines, lines.written, len(lines.line))


def _leave_link(address: str, lines: Lines, line_number: int, start: int) -> None:
    """Put the address behind the text of a link, where the text does not already say it."""
    label = "".join(lines.line[start:]).strip() if lines.written == line_number else ""
    target = _shown_address(address)
    bare = target.partition("://")[2] or target
    if label and target and bare.removeprefix("www.").rstrip("/") not in label:
        lines.add_space()
        lines.add(f"<{target}>")


def _shown_address(address: str) -> str:
    """An address worth showing: of a page or a mailbox, out of its wrapping, without long codes."""
    address = address.strip()
    if address[:7].lower() == "mailto:":
        return address[7:].partition("?")[0]
    if address[:4].lower() != "http":
        return ""
    try:
        parts = urlsplit(address)
        if (parts.hostname or "").endswith(_SAFE_LINK_HOST):
            address = parse_qs(parts.query).get("url", [address])[0]
            parts = urlsplit(address)
    except ValueError:
        return ""
    return address if len(address) <= _LONGEST_ADDRESS else f"{parts.scheme}://{parts.netloc}/…"
