"""Everything that an office package says in its XML, its pictures and its links, channel by channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.book_channels import book_reader
from signatur.methods.documents.laid_out.views.channels import ChannelReader, PartRule
from signatur.methods.documents.laid_out.views.embedded import wide_strings
from signatur.methods.documents.laid_out.views.odf_channels import OdfStyles, odf_reader
from signatur.methods.documents.laid_out.views.pictures import hidden_in_picture
from signatur.methods.documents.laid_out.views.word_channels import HiddenStyles, word_reader
from signatur.methods.documents.packages import attribute, read_xml_member
from signatur.methods.documents.sniff import XLSX
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import read_member

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.seen import Ledger
    from signatur.methods.documents.schema import Problem
    from signatur.methods.documents.task import Task

_XML: Final = re.compile(r"\.(?:xml|rels|vml|rdf)$", re.IGNORECASE)
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|tiff?|gif|webp|bmp|avif|jp2)$", re.IGNORECASE)
_PICTURE_BYTES: Final = 40_000_000
_MOST_PICTURES: Final = 200
_ODF_CONTENT: Final = re.compile(r"(?:^|/)(?:content|styles)\.xml$")


class LinkReader(ChannelReader):
    """Relationships: what the file points to outside itself."""

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local == "Relationship" and attribute(attrs, "TargetMode").lower() == "external":
            kind = attribute(attrs, "Type").rpartition("/")[2]
            where = "template" if kind == "attachedTemplate" else "link"
            origin = Origin.PROPERTY if kind == "attachedTemplate" else Origin.ELSEWHERE
            self.ledger.leave(where, attribute(attrs, "Target").removeprefix("mailto:"), origin)


def read_hidden(archive: zipfile.ZipFile, task: Task, ledger: Ledger) -> Iterator[Problem]:
    """Put everything in the package into `ledger`; yield what could not be read."""
    names = archive.namelist()
    is_odf = "opendocument" in task.media_type
    styles = hidden_styles(archive, task)
    for name in names:
        if not _XML.search(name) or name == "[Content_Types].xml":
            continue
        if name.endswith(".rels"):
            reader: ChannelReader = LinkReader(
                ledger, PartRule(None, "link", reads_attributes=False)
            )
        elif is_odf:
            reader = odf_reader(name, ledger, styles)
        elif task.media_type == XLSX:
            reader = book_reader(name, ledger)
        else:
            reader = word_reader(name, ledger, styles)
        problem = read_xml_member(archive, name, reader, task)
        reader.flush()
        if problem is not None:
            yield problem
    _read_pictures(archive, names, ledger)
    _read_printers(archive, names, ledger)


def hidden_styles(archive: zipfile.ZipFile, task: Task) -> frozenset[str]:
    """Names of the styles of a document whose text is hidden."""
    names = archive.namelist()
    if "opendocument" in task.media_type:
        odf = OdfStyles()
        for name in filter(_ODF_CONTENT.search, names):
            read_xml_member(archive, name, odf, task)
        return frozenset(odf.hiding)
    word = HiddenStyles()
    if "word/styles.xml" in names:
        read_xml_member(archive, "word/styles.xml", word, task)
    return frozenset(word.names)


def _read_pictures(archive: zipfile.ZipFile, names: list[str], ledger: Ledger) -> None:
    pictures = [name for name in names if _PICTURE.search(name)]
    for number, name in enumerate(pictures[:_MOST_PICTURES], start=1):
        try:
            data = read_member(archive, name, _PICTURE_BYTES)
        except Unreadable:
            continue
        for hidden in hidden_in_picture(Content.from_bytes(data)):
            ledger.tell(hidden.origin, f"picture {number}: {hidden.where}", hidden.text)


def _read_printers(archive: zipfile.ZipFile, names: list[str], ledger: Ledger) -> None:
    """Names of printers and the users they belong to."""
    for name in names:
        if "printersettings" in name.lower() and name.endswith(".bin"):
            try:
                data = read_member(archive, name, 1_000_000)
            except Unreadable:
                continue
            for text in wide_strings(data[:4_000]):
                ledger.tell(Origin.PROPERTY, "printer", text)
