"""Sets blocks as a PDF with typst, which is part of the installation: no outside program is needed.

Ligatures and hyphenation are off, so that the text of the PDF is that of the blocks.
"""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.views.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A word longer than this would run off the page; it may be broken where U+200B stands, a space of
# no width that is in the text of the PDF as well.
_LONGEST_WORD: Final = 70
_LONGEST_WORD_IN_CELL: Final = 28
_LONG_WORD: Final = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")
_LONG_WORD_IN_CELL: Final = re.compile(rf"(\S{{{_LONGEST_WORD_IN_CELL}}})(?=\S)")
_UNSETTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Above this many characters in one paragraph it is set in pieces, which is much faster.
_LONGEST_PARAGRAPH: Final = 20_000
_MOST_ROWS_TOGETHER: Final = 250
_MOST_WEIGHT: Final = 1_500_000
"""Of what is set at one time: letters, and so many more for each paragraph and cell; under half a GB."""
_PIECE_WEIGHT: Final = 40
_KEPT: Final = 10
"""How many documents later typst forgets what it has set."""
_PAGE_WIDTH_PIXELS: Final = 1400
_MOST_PIXELS: Final = 60_000_000
_PICTURE_ENDINGS: Final = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def typeset_blocks(
    blocks: Sequence[Block],
    *,
    scratch: Path,
    title: str = "",
    is_wide: bool = False,
    size: float = 10.0,
) -> Content:
    """Return blocks as a PDF of A4 pages, kept in a file below `scratch`.

    Args:
        blocks: What to show, in reading order.
        scratch: A folder of the caller; the PDF stays there.
        title: Of the PDF; not shown on its pages.
        is_wide: Whether pages lie on their side.
        size: Of letters, in points.

    Raises:
        RuntimeError: It cannot be set, such as for a picture that typst does not know.
    """
    folder = Path(tempfile.mkdtemp(prefix="view-", dir=scratch))
    source = (files("signatur.methods.documents.laid_out.views") / "view.typ").read_text("utf-8")
    (folder / "main.typ").write_text(source, encoding="utf-8")
    told = (piece for number, block in enumerate(blocks) for piece in _told(block, number, folder))
    style = {"title": _settable(title), "is_wide": is_wide, "size": size}
    sets = []
    for number, batch in enumerate(_batches(told)):
        sets.append(folder / f"set-{number}.pdf")
        _set({**style, "blocks": batch}, folder, sets[-1])
    target = folder / "view.pdf"
    _join(sets, target)
    for file in folder.iterdir():
        if file != target:
            file.unlink()
    return Content.from_path(target)


def _batches(told: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """What is set at one time, so that memory does not grow with the length of a document."""
    batch: list[dict[str, Any]] = []
    weight = 0
    for piece in told:
        if weight > _MOST_WEIGHT:
            yield batch
            batch, weight = [], 0
        batch.append(piece)
        weight += _weight(piece)
    yield batch


def _weight(piece: dict[str, Any]) -> int:
    cells = [cell for row in piece.get("rows", ()) for cell in row]
    return sum(map(len, cells), len(piece.get("text", ""))) + _PIECE_WEIGHT * (1 + len(cells))


def _set(data: dict[str, Any], folder: Path, target: Path) -> None:
    import typst

    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    typst.compile(folder / "main.typ", output=target, root=folder, format="pdf", pdf_tags=False)
    if sum(map(_weight, data["blocks"])) > _MOST_WEIGHT // _KEPT:
        # It remembers what it has set until that has been of no use so many times.
        for _ in range(_KEPT + 1):
            typst.compile(b"", format="pdf")


def _join(sets: Sequence[Path], target: Path) -> None:
    if len(sets) == 1:
        sets[0].replace(target)
        return
    import pikepdf

    with ExitStack() as opened:
        whole, *others = (opened.enter_context(pikepdf.open(path)) for path in sets)
        for other in others:
            whole.pages.extend(other.pages)
        whole.save(target)


def showable(content: bytes) -> Picture | None:
    """A picture that can be set, as far as its head tells; None for what is none or is huge."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > _MOST_PIXELS or not picture.format:
                return None
            picture.load()
            return Picture(content, _PICTURE_ENDINGS[picture.format])
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _told(block: Block, number: int, folder: Path) -> list[dict[str, Any]]:
    match block:
        case Heading(text, level):
            return [{"kind": "heading", "text": _settable(text), "level": min(6, max(1, level))}]
        case Paragraph(text, indent, is_item):
            return [
                {"kind": "paragraph", "text": piece, "indent": min(indent, 8), "is_item": is_item}
                for piece in _pieces(_settable(text))
            ]
        case Table():
            return _told_table(block)
        case Picture(content, ending):
            file = f"picture-{number}.{ending}"
            (folder / file).write_bytes(content)
            return [{"kind": "picture", "file": file, "width": _share_of_width(content)}]
        case PageBreak():
            return [{"kind": "page_break"}]


def _told_table(table: Table) -> list[dict[str, Any]]:
    rows = [[_settable(cell, _LONG_WORD_IN_CELL) for cell in row] for row in table.rows]
    head, rest = rows[: table.head], rows[table.head :]
    chunks = [
        rest[start : start + _MOST_ROWS_TOGETHER]
        for start in range(0, len(rest), _MOST_ROWS_TOGETHER)
    ]
    widths = list(table.widths)
    return [
        {"kind": "table", "rows": head + chunk, "head": table.head, "widths": widths}
        for chunk in chunks or [[]]
        if head + chunk
    ]


def _pieces(text: str) -> list[str]:
    """A very long paragraph in several, parted between lines or words."""
    pieces = []
    while len(text) > _LONGEST_PARAGRAPH:
        cut = max(text.rfind("\n", 0, _LONGEST_PARAGRAPH), text.rfind(" ", 0, _LONGEST_PARAGRAPH))
        cut = cut if cut > 0 else _LONGEST_PARAGRAPH
        pieces.append(text[:cut])
        text = text[cut:].lstrip(" \n")
    return [*pieces, text]


def _settable(text: str, long_word: re.Pattern[str] = _LONG_WORD) -> str:
    """Text without signs that no font has, and with places where a long word may be broken."""
    return long_word.sub("\\1\u200b", _UNSETTABLE.sub(" ", text.replace("\r\n", "\n")))


def _share_of_width(content: bytes) -> float:
    """How much of the width of a page a picture takes: small ones are not blown up."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return min(1.0, max(0.05, picture.width / _PAGE_WIDTH_PIXELS))
    except (OSError, ValueError, SyntaxError):
        return 1.0
