"""A small evaluator of spreadsheet formulas, written apart from what writes them.

It knows what a controller's spreadsheet would do with + - * / ^, comparison, MIN, MAX, SUM, IF,
SUMPRODUCT and SUMIFS, and nothing else: an unknown function is an error, not a nought.
"""

from __future__ import annotations

import io
import re
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"""\s*(?:(?P<range>(?:'[^']+'!)?\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)|(?P<cell>(?:'[^']+'!)?\$?[A-Z]+\$?\d+)"""
    r"""|(?P<name>[A-Z]+)(?=\()|(?P<text>"[^"]*")|(?P<number>\d+\.?\d*(?:e-?\d+)?)|(?P<sign>[-+*/^(),>]))"""
)


class Evaluated:
    """A workbook whose formulas are worked out when they are asked for."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(io.BytesIO(content))
        self._known: dict[tuple[str, int, int], Any] = {}

    def value(self, sheet: str, row: int, column: int) -> Any:
        key = (sheet, row, column)
        if key not in self._known:
            raw = self.book[sheet].cell(row, column).value
            is_formula = isinstance(raw, str) and raw.startswith("=")
            self._known[key] = _Parser(self, sheet, raw[1:]).result() if is_formula else raw
        return self._known[key]

    def find(self, sheet: str, words: str, column: int = 2) -> Any:
        """Return the value beside the first row that begins with these words."""
        for (cell,) in self.book[sheet].iter_rows(max_col=1):
            if cell.value == words:
                return self.value(sheet, cell.row, column)
        raise AssertionError(f"{words} is not on {sheet}")

    def block(self, sheet: str, address: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        return [
            self.value(sheet, row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]


class _Parser:
    def __init__(self, book: Evaluated, sheet: str, formula: str) -> None:
        self._book, self._sheet, self._tokens = book, sheet, list(_split(formula))

    def result(self) -> Any:
        value = self._comparison()
        assert not self._tokens, self._tokens
        return value

    def _peek(self) -> str:
        return self._tokens[0][1] if self._tokens else ""

    def _take(self, wanted: str = "") -> tuple[str, str]:
        token = self._tokens.pop(0)
        assert not wanted or token[1] == wanted, (token, wanted)
        return token

    def _comparison(self) -> Any:
        left = self._sum()
        if self._peek() == ">":
            self._take()
            return left > self._sum()
        return left

    def _sum(self) -> Any:
        value = self._product()
        while self._peek() in ("+", "-"):
            sign = self._take()[1]
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Any:
        value = self._power()
        while self._peek() in ("*", "/"):
            sign = self._take()[1]
            other = self._power()
            value = value * other if sign == "*" else value / other
        return value

    def _power(self) -> Any:
        # In a spreadsheet a sign binds more tightly than ^.
        value = self._signed()
        while self._peek() == "^":
            self._take()
            value = value ** self._signed()
        return value

    def _signed(self) -> Any:
        if self._peek() == "-":
            self._take()
            return -self._signed()
        return self._atom()

    def _atom(self) -> Any:
        kind, token = self._take()
        if kind == "number":
            return float(token)
        if kind == "text":
            return token[1:-1]
        if kind in ("cell", "range"):
            sheet, _mark, address = token.rpartition("!")
            block = self._book.block(sheet.strip("'") or self._sheet, address)
            return block if kind == "range" else (block[0] or 0)
        if kind == "name":
            return self._call(token)
        assert token == "(", token
        value = self._comparison()
        self._take(")")
        return value

    def _call(self, name: str) -> Any:
        self._take("(")
        given = [self._comparison()]
        while self._peek() == ",":
            self._take()
            given.append(self._comparison())
        self._take(")")
        match name:
            case "MIN":
                return min(given)
            case "MAX":
                return max(given)
            case "IF":
                return given[1] if given[0] else given[2]
            case "SUMPRODUCT":
                return sum((a or 0) * (b or 0) for a, b in zip(*given, strict=True))
            case "SUMIFS":
                return _sum_if(given)
        raise AssertionError(f"unknown function {name}")


def _sum_if(given: list[Any]) -> float:
    amounts, *rest = given
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    return sum(
        amount or 0
        for n, amount in enumerate(amounts)
        if all(cells[n] == wanted for cells, wanted in pairs)
    )


def _split(formula: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        assert match, formula[at:]
        assert match.lastgroup
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found
