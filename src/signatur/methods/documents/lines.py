"""Plain text under construction, line by line, from formats that have paragraphs, tables and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

REPLY_LINE: Final = "_" * 32
"""Stands above the header of an earlier message, as in the plain text that Outlook writes."""

# Word joiners, and the fillers that newsletters put behind a preview text. Between letters the
# joiners U+200C and U+200D belong to the spelling of Persian, Hindi and emoji.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u180e\u200b\u2060\ufeff]+|(?<=\\s)[\u200c\u200d]+|[\u200c\u200d]+(?=\\s)"
)
_TRAILING_SPACE: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_MAY_BE_INVISIBLE: Final = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060\ufeff]")


@dataclass(slots=True)
class Lines:
    """Knows what parts the next word from the last: nothing, a space, a tab, a line, or two."""

    done: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    written: int = 0
    """Lines with text so far."""
    _gap: str = ""
    _is_held: bool = False
    """After a list mark or between cells: the block that follows does not start a new line."""
    _is_blank_due: bool = False
    _quote_depth: int = 0
    _line_depth: int = 0
    """The quote depth of the line being written."""
    _rows: list[int] = field(default_factory=list)
    """For each open table row, how many lines were written above it."""
    _marks: list[int] = field(default_factory=list)
    """For each open list, the number of its last item; -1 in a list without numbers."""

    def add(self, text: str) -> None:
        """Write text as it stands."""
        if not self.line:
            self._open_line()
        elif self._gap:
            self.line.append(self._gap)
        self._gap = ""
        self._is_held = False
        self.line.append(text)

    def add_words(self, text: str) -> None:
        """Write running text, in which any white space counts as one space."""
        words = " ".join(text.split())
        if not words:
            # An empty line in Outlook is a paragraph with a no-break space.
            self._is_blank_due = self._is_blank_due or (not self.line and "\u00a0" in text)
            self.add_space()
            return
        if text[0].isspace():
            self.add_space()
        self.add(words)
        if text[-1].isspace():
            self._gap = " "

    def add_space(self) -> None:
        if self.line and not self._gap:
            self._gap = " "

    def add_literally(self, text: str) -> None:
        """Write preformatted text, whose line breaks and spaces stand."""
        for index, line in enumerate(text.replace("\r", "").split("\n")):
            if index:
                self.break_line()
            if line.strip():
                self.add(line)

    def _open_line(self) -> None:
        if self._is_blank_due and self.done:
            # An empty line between two lines of one quote belongs to the quote.
            self.done.append(("> " * min(self._line_depth, self._quote_depth)).rstrip())
        self._is_blank_due = False
        self._line_depth = self._quote_depth

    def end_line(self) -> None:
        if self.line:
            self.done.append("> " * self._line_depth + "".join(self.line).rstrip())
            self.line.clear()
            self.written += 1
        self._gap = ""

    def end_paragraph(self) -> None:
        """End the line and leave an empty one."""
        self.end_line()
        self._is_blank_due = True

    def start_block(self) -> None:
        if not self._is_held:
            self.end_line()

    def start_paragraph(self) -> None:
        if not self._is_held:
            self.end_paragraph()

    def break_line(self) -> None:
        """End the line, or leave one empty if there is none to end."""
        self._is_blank_due = self._is_blank_due or not self.line
        self.end_line()

    def draw_reply_line(self) -> None:
        self.end_paragraph()
        self.add(REPLY_LINE)
        self.end_line()

    def start_quote(self) -> None:
        self.start_paragraph()
        self._quote_depth += 1

    def end_quote(self) -> None:
        self.end_paragraph()
        self._quote_depth -= 1

    def start_row(self) -> None:
        self.start_block()
        self._rows.append(self.written)

    def end_row(self) -> None:
        self.end_line()
        if self._rows:
            self._rows.pop()

    def start_cell(self) -> None:
        """Part cells by a tab where the row fits a line, else by lines (tables used as layout)."""
        lines_above = self.written - self._rows[-1] if self._rows else 2
        if lines_above == 1 and not self.line:
            self.line.append(self.done.pop()[2 * self._line_depth :])
            self.written -= 1
            lines_above = 0
        if lines_above:
            self.end_line()
        elif self.line:
            self._gap = "\t"
            self._is_held = True
            self._is_blank_due = False

    def start_list(self, *, is_numbered: bool) -> None:
        self.start_block()
        self._marks.append(0 if is_numbered else -1)

    def end_list(self) -> None:
        self.end_line()
        self._marks.pop()

    def start_item(self) -> None:
        self.start_block()
        mark = "-"
        if self._marks and self._marks[-1] >= 0:
            self._marks[-1] += 1
            mark = f"{self._marks[-1]}."
        self.add(mark)
        self._gap = " "
        self._is_held = True

    def text(self) -> str:
        """All lines so far as one string, without fillers that nobody sees."""
        self.end_line()
        text = "\n".join(self.done).strip("\n")
        if not _MAY_BE_INVISIBLE.search(text):
            return text
        return _TRAILING_SPACE.sub("", _INVISIBLE.sub("", text))
