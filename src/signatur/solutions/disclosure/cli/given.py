"""What the commands are given: findings as JSON, possibly edited by hand, and lists of words."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, TypeGuard

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents.laid_out import Box, LaidOut
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.i18n import Text

_SIDES = ("left", "top", "right", "bottom")


def words_in(data: bytes) -> tuple[str, ...]:
    """The words of a list, one word or phrase on a line. Raises InputProblem, also where there are none."""
    words = (" ".join(line.split()) for line in _text_of(data).splitlines())
    found = tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word))))
    if not found:
        # With nothing to withhold, the whole document would be given out as clean.
        raise InputProblem(
            log="no words",
            shown=_("The list holds no word. Write one word or phrase on each line."),
        )
    return found


def _text_of(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what older Windows programs save, if it cannot be anything else."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Of the codings of Danish letters, only Windows' and Latin-1 have all of them up here.
        if all(sign < 0x80 or sign >= 0xC0 for sign in data) and b"\0" not in data:
            return data.decode("latin-1")
        raise InputProblem(
            log="words are not UTF-8",
            shown=_(
                "The list of words is not UTF-8. Save it as UTF-8, one word or phrase on a line."
            ),
        ) from error


def findings_in(data: bytes, laid: LaidOut, name: str = "") -> tuple[Finding, ...]:
    """The findings of a file such as `find --json` prints. Raises InputProblem that names the finding.

    A finding has `start` and `end`, or `page` and `boxes`; everything else may be missing. Where `find`
    told of files inside the document as well, those of the document called `name` count.
    """
    found: list[Finding] = []
    for number, told in enumerate(_listed(data, name), 1):
        found += _finding(told, number, laid)
    return tuple(found)


def _listed(data: bytes, name: str) -> Iterator[Any]:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputProblem(
            log="findings are no JSON",
            shown=_("The file of findings is not JSON. Use what `find --json` prints."),
        ) from error
    documents = _of_document(told if isinstance(told, list) else [told], name)
    if len([one for one in documents if isinstance(one, dict) and "findings" in one]) > 1:
        raise _wrong("several documents", _(
            "The file of findings speaks of several documents. Give those of one document."
        ))  # fmt: skip
    for one in documents:
        if isinstance(one, dict) and "findings" in one:
            if not isinstance(one["findings"], list):
                raise _wrong("no list", _("In the file of findings, `findings` must be a list."))
            yield from one["findings"]
        elif isinstance(one, dict):
            yield one
        else:
            raise _wrong("no object", _("In the file of findings, each finding must be an object."))


def _of_document(told: list[Any], name: str) -> list[Any]:
    """The document itself, where the others lie inside it, as a thumbnail or what is attached does."""
    outer = next(
        (one for one in told if isinstance(one, dict) and one.get("file") == name and name), None
    )
    others = [one for one in told if one is not outer]
    is_outer_of_all = outer is not None and all(
        isinstance(one, dict) and str(one.get("file", "")).startswith(f"{name}/") for one in others
    )
    return [outer] if is_outer_of_all else told


def _finding(told: Any, number: int, laid: LaidOut) -> Iterator[Finding]:
    if not isinstance(told, dict):
        raise _wrong(f"finding {number}", _("Finding %(number)s is no object.", number=number))
    kind = _kind(told, number)
    ground = told.get("ground") or ""
    if not isinstance(ground, str):
        raise _wrong(
            f"ground of {number}", _("The ground of finding %(number)s is no text.", number=number)
        )
    layout = told.get("layout")
    if isinstance(layout, list) and len(layout) == 2:
        # In a plain text file `start` and `end` count the file's text, these two its layout's.
        told = {**told, "start": layout[0], "end": layout[1]}
    if told.get("start") is not None or told.get("end") is not None:
        start, end = _span(told, number, laid)
        if end > start:
            yield Finding(kind, start, end, laid.text[start:end], 1.0, ground=ground)
            return
    yield from _areas(told, number, laid, kind, ground)


def _kind(told: dict[str, Any], number: int) -> FindingKind:
    try:
        return FindingKind(told.get("kind") or FindingKind.WORD)
    except ValueError as error:
        raise _wrong(
            f"kind of {number}", _("The kind of finding %(number)s is not known.", number=number)
        ) from error


def _span(told: dict[str, Any], number: int, laid: LaidOut) -> tuple[int, int]:
    start, end = told.get("start"), told.get("end")
    if not (_is_whole(start) and _is_whole(end) and 0 <= start <= end <= len(laid.text)):
        raise _wrong(f"span of {number}", _(
            "Finding %(number)s has no good `start` and `end`: they must be whole numbers within the text, "
            "which has %(length)s characters.", number=number, length=len(laid.text),
        ))  # fmt: skip
    text = told.get("text")
    if (
        isinstance(text, str)
        and text
        and _plain(text) != _plain(laid.text[start:end])
        and end > start
    ):
        raise _wrong(f"text of {number}", _(
            "Finding %(number)s has another text than the document in that place. "
            "The findings belong to another document or another version of it.", number=number,
        ))  # fmt: skip
    return start, end


def _is_whole(told: Any) -> TypeGuard[int]:
    return isinstance(told, int) and not isinstance(told, bool)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _areas(
    told: dict[str, Any], number: int, laid: LaidOut, kind: FindingKind, ground: str
) -> Iterator[Finding]:
    page = told.get("page")
    if not _is_whole(page) or not 1 <= page <= len(laid.pages):
        raise _wrong(f"page of {number}", _(
            "Finding %(number)s has neither `start` and `end` nor a `page` of the document, which has "
            "%(pages)s pages.", number=number, pages=len(laid.pages),
        ))  # fmt: skip
    place = laid.pages[page - 1]
    boxes = told.get("boxes") or []
    if kind is FindingKind.PAGE or (not boxes and told.get("kind") == "page"):
        boxes = [[0, 0, place.width, place.height]]
    if not isinstance(boxes, list) or not boxes:
        raise _wrong(f"boxes of {number}", _(
            "Finding %(number)s has a page but no `boxes`.", number=number
        ))  # fmt: skip
    # A box of a text stays an area: what lies under it goes, whatever it says.
    for box in boxes:
        on, sides = _box(box, number, page)
        yield Finding(kind, place.start, place.start, "", 1.0, ground=ground, area=(on, sides))


def _box(told: Any, number: int, page: int) -> tuple[int, Box]:
    sides: Any = told
    if isinstance(told, dict):
        page = told.get("page", page)
        sides = [told.get(side) for side in _SIDES]
    numbers = (
        [side for side in sides if isinstance(side, int | float) and abs(side) < 1e6]
        if isinstance(sides, list)
        else []
    )
    good = len(numbers) == 4 == len(sides) and numbers[0] < numbers[2] and numbers[1] < numbers[3]
    if not good or not isinstance(page, int):
        raise _wrong(f"box of {number}", _(
            "A box of finding %(number)s is none: it must have left, top, right and bottom in points "
            "from the top left corner of the page.", number=number,
        ))  # fmt: skip
    return page, Box(*map(float, numbers))


def _wrong(log: str, shown: Text) -> InputProblem:
    return InputProblem(log=f"findings: {log}", shown=shown)
