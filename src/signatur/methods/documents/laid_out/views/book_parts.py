"""The parts of a workbook that its sheets refer to: styles, strings, names, relations, drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.views.number_formats import BUILT_IN
from signatur.methods.documents.packages import XmlText, attribute

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

_WHITE: Final = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})


class BookStyles(XmlText):
    """For each format of cells: its number format, and whether it is white on white."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = dict(BUILT_IN)
        self.fonts: list[bool] = []
        self.fills: list[bool] = []
        self.cells: list[tuple[str, bool]] = []
        self._path: list[str] = []

    def start(self, local: str, attrs: AttributesImpl) -> None:
        self._path.append(local)
        if local == "numFmt":
            self.formats[whole_number(attribute(attrs, "numFmtId"))] = attribute(
                attrs, "formatCode"
            )
        elif local == "font" and "fonts" in self._path:
            self.fonts.append(False)
        elif local == "fill":
            self.fills.append(False)
        elif local == "color" and "fonts" in self._path and self.fonts:
            # Theme colour 0 is what paper is painted with (ECMA-376 20.1.6.2).
            is_white = attribute(attrs, "rgb").upper() in _WHITE or attribute(attrs, "theme") == "0"
            self.fonts[-1] = is_white and not attribute(attrs, "tint")
        elif local == "patternFill" and self.fills:
            self.fills[-1] = attribute(attrs, "patternType") not in {"none", ""}
        elif local == "fgColor" and self.fills and attribute(attrs, "rgb").upper() in _WHITE:
            self.fills[-1] = False
        elif local == "xf" and "cellXfs" in self._path:
            font, fill = (
                whole_number(attribute(attrs, "fontId")),
                whole_number(attribute(attrs, "fillId")),
            )
            is_white = font < len(self.fonts) and self.fonts[font]
            is_filled = fill < len(self.fills) and self.fills[fill]
            pattern = self.formats.get(whole_number(attribute(attrs, "numFmtId")), "")
            self.cells.append((pattern, is_white and not is_filled))

    def end(self, _local: str) -> None:
        self._path.pop()

    def text(self, content: str) -> None:
        """Styles have no text."""


class BookStrings(XmlText):
    """Shared strings, without what is written above them to say how they are spoken."""

    skipped = frozenset({"rPh"})

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._words: list[str] = []
        self._is_in_text = False

    def start(self, local: str, _attrs: AttributesImpl) -> None:
        self._is_in_text = local == "t"

    def end(self, local: str) -> None:
        self._is_in_text = False
        if local == "si":
            self.strings.append("".join(self._words))
            self._words.clear()

    def text(self, content: str) -> None:
        if self._is_in_text:
            self._words.append(content)


class BookNames(XmlText):
    """workbook.xml: the sheets in order, with their relations."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, local: str, attrs: AttributesImpl) -> None:
        if local == "sheet":
            # `r:id`, not `sheetId`, which ends the same way.
            relation = next((value for key, value in attrs.items() if key.endswith(":id")), "")
            self.sheets.append((attribute(attrs, "name"), attribute(attrs, "state"), relation))
        elif local == "workbookPr":
            self.is_1904 = attribute(attrs, "date1904") in {"1", "true"}

    def end(self, local: str) -> None:
        """Nothing ends here."""

    def text(self, content: str) -> None:
        """Names stand in attributes."""


class BookRelations(XmlText):
    """The relations of a part that stay within the package: kind and target, by id."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, local: str, attrs: AttributesImpl) -> None:
        if local == "Relationship" and attribute(attrs, "TargetMode").lower() != "external":
            kind = attribute(attrs, "Type").rpartition("/")[2]
            self.targets[attribute(attrs, "Id")] = (kind, attribute(attrs, "Target"))

    def end(self, local: str) -> None:
        """Nothing ends here."""

    def text(self, content: str) -> None:
        """Relations stand in attributes."""


class DrawingBoxes(XmlText):
    """Text boxes of a drawing, one paragraph a line."""

    skipped = frozenset({"Fallback"})

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[str] = []
        self._words: list[str] = []

    def start(self, local: str, _attrs: AttributesImpl) -> None:
        if local == "br":
            self._words.append("\n")

    def end(self, local: str) -> None:
        if local == "p":
            self._words.append("\n")
        elif local == "txBody":
            self.boxes.append("".join(self._words).strip())
            self._words.clear()

    def text(self, content: str) -> None:
        if content.strip():
            self._words.append(content)


def whole_number(text: str) -> int:
    """A whole number, or 0 for what is none."""
    return int(text) if text.strip().isdecimal() and len(text) < 12 else 0
