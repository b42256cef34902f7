"""Office documents as they lie on disk: zip archives with XML inside, read as a stream of events."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Embedded, Unreadable
from signatur.methods.documents.zips import (
    ZIP_ERRORS,
    blocks,
    damaged,
    is_locked,
    open_zip,
    refuse_bomb,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.task import Task

# Where a document has more text than this of its own, its pictures illustrate it and its logos
# adorn it; below, a picture is likely the scanned letter that someone pasted in.
_TEXT_OF_ITS_OWN: Final = 200
_PICTURE: Final = re.compile(
    r"(?:media|Pictures)/[^/]+\.(?:png|jpe?g|tiff?|bmp|gif|webp)$", re.IGNORECASE
)
_INNER_DOCUMENT: Final = re.compile(r"embeddings/[^/]+\.(?:docx|xlsx|pptx|pdf)$", re.IGNORECASE)


class XmlText(ContentHandler):
    """Collects text from XML by the local names of elements; a subclass says what they mean."""

    skipped: frozenset[str] = frozenset()
    """Elements of which nothing is read."""

    def __init__(self) -> None:
        super().__init__()
        self.characters_seen = 0
        self._skip_depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX
        local = name.rpartition(":")[2]
        if self._skip_depth or local in self.skipped or self.is_skipped(local, attrs):
            self._skip_depth += 1
        else:
            self.start(local, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX
        if self._skip_depth:
            self._skip_depth -= 1
        else:
            self.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        if not self._skip_depth:
            self.characters_seen += len(content)
            self.text(content)

    def is_skipped(self, _local: str, _attrs: AttributesImpl) -> bool:
        """Whether this one element, with all inside it, is left out."""
        return False

    def start(self, local: str, attrs: AttributesImpl) -> None:
        raise NotImplementedError

    def end(self, local: str) -> None:
        raise NotImplementedError

    def text(self, content: str) -> None:
        raise NotImplementedError


def attribute(attrs: AttributesImpl, local: str) -> str:
    """The value of an attribute whatever its prefix; empty where there is none."""
    return next(
        (str(value) for name, value in attrs.items() if name.rpartition(":")[2] == local), ""
    )


@contextmanager
def package(task: Task) -> Iterator[zipfile.ZipFile]:
    """Open an office document. Raises Unreadable where it is no sane zip archive."""
    with task.content.open() as file, open_zip(file, task.content.size) as archive:
        refuse_bomb(archive.infolist(), task.content.size, task.limits)
        yield archive


def read_xml_member(
    archive: zipfile.ZipFile, name: str, handler: XmlText, task: Task
) -> Problem | None:
    """Feed one member to `handler` as far as it goes; what stopped it, if something did.

    Entities and document type definitions are refused (they have no place in these formats).
    """
    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    member = archive.getinfo(name)
    if is_locked(member):
        raise Unreadable(ProblemCode.ENCRYPTED, "a member needs a password")
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for block in blocks(archive, member):
            parser.feed(block)
            if handler.characters_seen > task.limits.text_characters:
                return Problem(
                    ProblemCode.TOO_LARGE, f"over {task.limits.text_characters} characters"
                )
            if task.deadline.is_passed:
                return Problem(ProblemCode.TIMED_OUT)
        parser.close()
    except (SAXException, DefusedXmlException, *ZIP_ERRORS) as error:
        return damaged(error, where=name)
    return None


def embedded_files(archive: zipfile.ZipFile, task: Task, own_text: str) -> Iterator[Embedded]:
    """Documents put into a document and, where it hardly has text of its own, its pictures."""
    is_bare = len(own_text) < _TEXT_OF_ITS_OWN
    wanted = [
        member
        for member in archive.infolist()
        if _INNER_DOCUMENT.search(member.filename) or (is_bare and _PICTURE.search(member.filename))
    ]
    for number, member in enumerate(wanted[: task.limits.parts]):
        path = task.scratch / f"embedded-{number}"
        name = member.filename.rpartition("/")[2]
        try:
            with path.open("wb") as file:
                file.writelines(blocks(archive, member))
        except ZIP_ERRORS as error:
            yield Embedded(name, path, damaged(error, where=name))
        else:
            yield Embedded(name, path)
