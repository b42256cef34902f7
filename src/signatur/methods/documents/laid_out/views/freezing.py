"""An office package as LibreOffice is given it: changes accepted, fields frozen, nothing fetched.

Fields stand as they were last shown, and nothing points outside. What is taken out here is reported
as hidden elsewhere.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from signatur.methods.documents.packages import XmlText, attribute, read_xml_member
from signatur.methods.documents.schema import ProblemCode
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import ZIP_ERRORS, blocks

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from signatur.methods.documents.task import Task

_DROPPED: Final = frozenset({
    "del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange",
    "trPrChange", "tblPrExChange", "tblGridChange", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd", "attachedTemplate", "mailMerge", "trackRevisions",
})  # fmt: skip
_UNWRAPPED: Final = frozenset({"ins", "moveTo"})
_ODF_DROPPED: Final = frozenset({
    "tracked-changes", "change", "change-start", "change-end", "scripts", "event-listeners",
    "section-source", "dde-source", "annotation", "annotation-end",
})  # fmt: skip
_ODF_UNWRAPPED: Final = frozenset(
    {"date", "time", "modification-date", "creation-date", "dde-connection"}
)
# Fields that LibreOffice may work out anew: they say where something stands, and fetch nothing.
_SAFE_FIELD: Final = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|HYPERLINK|TOC|REF|NOTEREF|SEQ|FORMTEXT|FORMCHECKBOX|"
    r"FORMDROPDOWN|STYLEREF)(?:\s|$)"
)
_FROZEN: Final = " ADDIN "
_OUTSIDE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|\.\./|//|\\\\", re.IGNORECASE)
_STORY: Final = re.compile(r"^word/(?:document|header|footer|footnotes|endnotes)[^/]*\.xml$")
_PART: Final = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)


def frozen_package(archive: zipfile.ZipFile, target: Path, task: Task) -> None:
    """Write the package to `target`, member by member, without what changes or fetches.

    Raises:
        Unreadable: A member cannot be read.
    """
    is_odf = "opendocument" in task.media_type
    left = task.limits.unpacked_bytes
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for member in archive.infolist():
            kind = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(member.filename)
            info.compress_type = kind
            if member.filename.lower().endswith("vbaproject.bin") or member.is_dir():
                continue
            doomed = _doomed_rows(archive, member.filename, task)
            try:
                with written.open(info, "w", force_zip64=True) as out:
                    if _PART.search(member.filename):
                        writer = _Freezer(out, is_odf=is_odf, doomed_rows=doomed)  # type: ignore[arg-type]
                        _filter(archive, member, writer)
                        continue
                    for block in blocks(archive, member):
                        left -= len(block)
                        if left < 0:
                            raise Unreadable(ProblemCode.TOO_LARGE, "a package")
                        out.write(block)
            except (SAXException, *ZIP_ERRORS) as error:
                raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error


def _filter(archive: zipfile.ZipFile, member: zipfile.ZipInfo, writer: _Freezer) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(writer)
    try:
        for block in blocks(archive, member):
            parser.feed(block)
        parser.close()
    except DefusedXmlException as error:
        raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error


class _DeletedRows(XmlText):
    """Ordinals of table rows that were deleted while changes were tracked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: set[int] = set()
        self._count = 0
        self._open: list[int] = []
        self._path: list[str] = []

    def start(self, local: str, _attrs: AttributesImpl) -> None:
        if local == "tr":
            self._open.append(self._count)
            self._count += 1
        elif local == "del" and self._path[-1:] == ["trPr"] and self._open:
            self.rows.add(self._open[-1])
        self._path.append(local)

    def end(self, local: str) -> None:
        self._path.pop()
        if local == "tr":
            self._open.pop()

    def text(self, content: str) -> None:
        """Only marks are looked for."""


def _doomed_rows(archive: zipfile.ZipFile, name: str, task: Task) -> frozenset[int]:
    if not _STORY.search(name):
        return frozenset()
    rows = _DeletedRows()
    read_xml_member(archive, name, rows, task)
    return frozenset(rows.rows)


class _Freezer(XMLGenerator):
    """Copies XML as it stands, but for what is to go."""

    def __init__(self, out: BinaryIO, *, is_odf: bool, doomed_rows: frozenset[int]) -> None:
        super().__init__(out, encoding="utf-8", short_empty_elements=True)
        self._is_odf = is_odf
        self._doomed_rows = doomed_rows
        self._rows = 0
        self._skipping = 0
        self._is_in_instruction = False
        self._instruction: list[str] = []
        self._safe: list[bool | None] = []
        """For each open field, whether it may stay; None until it has said what it is."""
        self._renamed: list[str] = []
        self._is_in_date = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX
        local = name.rpartition(":")[2]
        if self._skipping or self._is_dropped(name, local, attrs):
            self._skipping += 1
            return
        if local == "instrText":
            self._is_in_instruction = True
        elif local == "fldChar":
            self._field(attribute(attrs, "fldCharType"))
        written = self._written_name(name, local, attrs)
        self._renamed.append(written)
        if written:
            super().startElement(written, self._kept(local, attrs))

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX
        if self._skipping:
            self._skipping -= 1
            return
        if name.rpartition(":")[2] == "instrText":
            super().characters(self._judged("".join(self._instruction)))
            self._instruction.clear()
            self._is_in_instruction = False
        if written := self._renamed.pop():
            super().endElement(written)

    def characters(self, content: str) -> None:
        if self._skipping:
            return
        if self._is_in_instruction:
            self._instruction.append(content)
        else:
            super().characters(content)

    def _is_dropped(self, name: str, local: str, attrs: AttributesImpl) -> bool:
        if local == "Relationship" and attribute(attrs, "TargetMode").lower() == "external":
            return attribute(attrs, "Type").rpartition("/")[2] != "hyperlink"
        if self._is_odf:
            return local in _ODF_DROPPED and not name.startswith("table:")
        if local == "tr" and name.startswith("w:"):
            self._rows += 1
            return self._rows - 1 in self._doomed_rows
        return local in _DROPPED and not name.startswith(("m:", "a:", "p:"))

    def _written_name(self, name: str, local: str, attrs: AttributesImpl) -> str:
        """The name to write; empty where only what is inside stays."""
        if self._is_odf:
            return "" if local in _ODF_UNWRAPPED and name.startswith("text:") else name
        if local == "fld" and attribute(attrs, "type").startswith("datetime"):
            return name.replace("fld", "r")
        if local == "fldSimple" and not _SAFE_FIELD.match(attribute(attrs, "instr")):
            return ""
        return "" if local in _UNWRAPPED and name.startswith("w:") else name

    def _kept(self, local: str, attrs: AttributesImpl) -> AttributesImpl:
        if local == "fld" and attribute(attrs, "type").startswith("datetime"):
            return AttributesImpl({})
        if not self._is_odf or local == "a":
            return attrs
        kept = {
            key: value
            for key, value in attrs.items()
            if not (key == "xlink:href" and _OUTSIDE.match(value))
        }
        return AttributesImpl(kept)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._safe.append(None)
        elif kind == "end" and self._safe:
            self._safe.pop()

    def _judged(self, instruction: str) -> str:
        if not self._safe:
            return _FROZEN
        if self._safe[-1] is None:
            is_safe = _SAFE_FIELD.match(instruction) is not None
            self._safe[-1] = is_safe
            return instruction if is_safe else _FROZEN
        return instruction if self._safe[-1] else ""
