"""MeMo XML as a small tree; the files inside it are decoded to the spool while they are parsed.

Uses expat directly because it hands text over in pieces: a message may hold 99.5 MB of files as
base64, which no parser that builds whole text nodes can take in bounded memory. Document type
definitions are refused, and with them every entity attack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat  # document types are refused, see _Builder

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.mime.transfer import Base64

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.source import Source
    from signatur.methods.messages.spool import Spool

_BLOCK = 1 << 16
_MOST_ELEMENTS = 50_000
_MOST_CHARACTERS = 8_000_000
_DEEPEST = 50
_LONGEST_TOKEN = 1 << 21
_FIRST_NOT_ASCII = 0x80
_INVALID_TOKEN = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]


@dataclass(slots=True)
class Node:
    """An element: its name without prefix, its attributes, text and children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    content: Content | None = None
    """The decoded bytes, for an element that holds a file."""

    def child(self, name: str) -> Node | None:
        return next((child for child in self.children if child.name == name), None)

    def every(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def value(self, name: str) -> str:
        """Return the text of a child, or an empty string."""
        child = self.child(name)
        return child.text if child else ""

    def descendants(self) -> Iterator[Node]:
        """Go through this element and all within it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.children)


def read_xml(source: Source, reading: Reading) -> tuple[Node, tuple[Problem, ...]]:
    """Parse a document; the returned node has its root as a child, as far as it could be read.

    Text that is not in the encoding that it declares is read once more, as UTF-8 or else as Latin 1.
    """
    root, problem = _parse(source, reading, None)
    if problem is None or problem.code is not ProblemCode.WRONG_CHARSET:
        return root, (problem,) if problem else ()
    further = None
    for encoding in ("utf-8", "iso-8859-1"):
        root, further = _parse(source, reading, encoding)
        if further is None or further.code is not ProblemCode.WRONG_CHARSET:
            break
    return root, (problem, further) if further else (problem,)


class _RefusedError(Exception):
    """Parsing was stopped on purpose."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def _parse(source: Source, reading: Reading, encoding: str | None) -> tuple[Node, Problem | None]:
    parser = expat.ParserCreate(encoding)
    builder = _Builder(parser, reading)
    start = max(source.find(b"<", 0, _BLOCK), 0)
    # A byte order mark stands before the first `<`, and half a letter of UTF-16 after it.
    start = 0 if source.read(0, 3).startswith((b"\xff\xfe", b"\xfe\xff")) else start
    try:
        _feed(parser, source, start)
    except _RefusedError as refused:
        problem = refused.problem
    except (LookupError, ValueError):
        problem = Problem(ProblemCode.WRONG_CHARSET, "XML: an encoding that is not known")
    except expat.ExpatError as fault:
        problem = _problem_of(fault, source, start + parser.ErrorByteIndex)
    else:
        return builder.root, builder.problem
    builder.close_all()
    return builder.root, problem


def _feed(parser: expat.XMLParserType, source: Source, start: int) -> None:
    for at in range(start, source.size, _BLOCK):
        parser.Parse(source.read(at, min(at + _BLOCK, source.size)), False)
        if at - start - parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise _RefusedError(Problem(ProblemCode.TOO_LARGE, "XML: an overlong token"))
    parser.Parse(b"", True)


def _problem_of(fault: expat.ExpatError, source: Source, at: int) -> Problem:
    octet = source.read(at, at + 1)
    if fault.code == _INVALID_TOKEN and octet and octet[0] >= _FIRST_NOT_ASCII:
        return Problem(ProblemCode.WRONG_CHARSET, "XML: not in the declared encoding")
    return Problem(ProblemCode.DAMAGED, f"XML: {expat.ErrorString(fault.code)}")


class _Builder:
    """Builds the tree while expat calls."""

    def __init__(self, parser: expat.XMLParserType, reading: Reading) -> None:
        self.root = Node("")
        self.problem: Problem | None = None
        self._reading = reading
        self._open: list[tuple[Node, list[str]]] = [(self.root, [])]
        self._spool: Spool | None = None
        self._decoder = Base64()
        self._elements = 0
        self._characters = 0
        parser.buffer_text = True
        parser.buffer_size = _BLOCK
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse_document_type

    def close_all(self) -> None:
        """Close what is still open when the document breaks off."""
        while len(self._open) > 1:
            self._end(self._open[-1][0].name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1][0]
        node = Node(_local(name), {_local(key): value for key, value in attributes.items()})
        parent.children.append(node)
        self._open.append((node, []))
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._open) > _DEEPEST:
            raise _RefusedError(Problem(ProblemCode.TOO_MANY_PARTS, "XML: too many elements"))
        if node.name == "content" and parent.name == "File":
            self._spool = self._reading.spool()
            self._decoder = Base64()

    def _text(self, text: str) -> None:
        if self._spool is not None:
            if not self._spool.is_cut:
                self._spool.write(self._decoder.feed(text.encode("ascii", "replace")))
            return
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            raise _RefusedError(Problem(ProblemCode.TOO_LARGE, "XML: too much text"))
        self._open[-1][1].append(text)

    def _end(self, _: str) -> None:
        node, pieces = self._open.pop()
        node.text = "".join(pieces).strip()
        if self._spool is not None:
            self._keep_file(node, self._spool)
            self._spool = None

    def _keep_file(self, node: Node, spool: Spool) -> None:
        spool.write(self._decoder.finish())
        node.content, problems = self._reading.kept(spool, "file")
        if self._decoder.fault:
            problems += (Problem(ProblemCode.DAMAGED, self._decoder.fault, "file"),)
        self.problem = self.problem or next(iter(problems), None)

    def _refuse_document_type(self, *_: Any) -> None:
        raise _RefusedError(Problem(ProblemCode.DAMAGED, "XML: a document type is not allowed"))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
