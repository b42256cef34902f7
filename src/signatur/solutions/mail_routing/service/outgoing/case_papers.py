"""The papers of a case folder: the enquiry typeset as PDF/A, and what is told of it in JSON and XML.

Identifiers stand as they are: this is the case file.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from signatur.kernel.i18n import show_date, show_moment, show_size
from signatur.kernel.i18n import text as _
from signatur.methods.documents.archiving import (
    office_to_pdf,
    pdf_a_level,
    pictures_of,
    typeset,
)
from signatur.solutions.mail_routing.schema import CHANNEL_TITLES, Channel
from signatur.solutions.mail_routing.service.outgoing.webhook import result_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signatur.kernel.i18n import Text
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import RoutingResult

FORMAT = "signatur.case-folder/1"
_SPACE = "urn:signatur:case-folder:1"
_ENDINGS = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif",
    "image/gif": ".gif", "image/webp": ".webp", "text/plain": ".txt", "message/rfc822": ".eml",
}  # fmt: skip

_SOURCE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.author, date: datetime(year: d.day.at(0), month: d.day.at(1), day: d.day.at(2)))
#set page(paper: "a4", margin: (x: 25mm, y: 25mm), footer: context [
  #set text(8pt, fill: luma(90))
  #d.footer #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: ("Liberation Sans", "DejaVu Sans", "Libertinus Serif"), size: 10.5pt, lang: d.lang)
#set par(leading: 0.65em)
// What has no place to break, such as a long address, is broken anywhere.
#show regex("\\S{40,}"): found => found.text.clusters().join(sym.zws)
#show heading: set block(above: 1.4em, below: 0.8em)
= #d.title
#table(columns: (42mm, 1fr), stroke: none, inset: (x: 0pt, y: 3pt),
  ..d.facts.map(f => (text(weight: "bold", f.at(0)), f.at(1))).flatten())
#line(length: 100%, stroke: 0.5pt + luma(150))
#for p in d.paragraphs [#par(p.split("\\n").join(linebreak()))]
#if d.attachments.len() > 0 [
  == #d.attachments_title
  #table(columns: (10mm, 1fr, 22mm, 1fr), stroke: 0.4pt + luma(180), inset: 4pt,
    table.header(..d.columns.map(c => text(weight: "bold", c))),
    ..d.attachments.flatten())
]
"""
_PICTURE_SOURCE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: datetime(year: d.day.at(0), month: d.day.at(1), day: d.day.at(2)))
#set page(paper: "a4", margin: 12mm)
#set text(font: ("Liberation Sans", "DejaVu Sans", "Libertinus Serif"), lang: d.lang)
#for (i, name) in d.files.enumerate() {
  if i > 0 { pagebreak() }
  align(center + horizon, image(name, width: 100%, height: 100%, fit: "contain", alt: d.title))
}
"""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An attachment with its bytes."""

    number: int
    name: str
    media_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An attachment as it lies in the folder: the original, and where possible as PDF/A beside it."""

    enclosed: Enclosed
    file: str
    archived: bytes | None
    note: str
    """`pdf_a`, `pdf_not_a`, `converted` or `original_only`."""

    @property
    def archived_file(self) -> str:
        return f"{PurePath(self.file).stem}.pdf" if self.archived is not None else ""


NOTE_TITLES: Mapping[str, Text] = {
    "pdf_a": _("Is PDF/A already"),
    "pdf_not_a": _("PDF, unchanged; not PDF/A"),
    "converted": _("Also as PDF/A"),
    "original_only": _("Only as it came"),
}


def paper_of(enclosed: Enclosed, day: date) -> Paper:
    """Return an attachment as it is put into the folder; `day` is what its PDF/A is dated."""
    ending = _ending(enclosed)
    file = f"{enclosed.number:02d}-original{ending}"
    if enclosed.media_type == "application/pdf":
        return Paper(
            enclosed, file, None, "pdf_a" if pdf_a_level(enclosed.content) else "pdf_not_a"
        )
    archived = None
    if enclosed.media_type.startswith("image/"):
        title = str(_("Attachment %(number)d", number=enclosed.number))
        archived = pictures_as_pdf(enclosed.content, title, day)
    else:
        archived = office_to_pdf(enclosed.content, ending.lstrip("."))
    return Paper(enclosed, file, archived, "original_only" if archived is None else "converted")


def _ending(enclosed: Enclosed) -> str:
    """Return how a file's name ends; the rest of it may tell of a person and stands in the metadata."""
    ending = PurePath(enclosed.name).suffix.lower()
    known = ending[1:].isalnum() and ending.isascii() and len(ending) <= 6
    return ending if known else _ENDINGS.get(enclosed.media_type, ".bin")


def pictures_as_pdf(content: bytes, title: str, day: date) -> bytes | None:
    """Return a picture's pages as PDF/A; None where it cannot be shown."""
    pages = pictures_of(content)
    if not pages:
        return None
    files = {f"{number}.png": page for number, page in enumerate(pages)}
    data = {"title": title, "lang": "da", "day": _numbers(day), "files": list(files)}
    return typeset(_PICTURE_SOURCE, json.dumps(data), files)


def _numbers(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def enquiry_as_pdf(result: RoutingResult, enquiry: Enquiry, papers: Sequence[Paper]) -> bytes:
    """Return the enquiry's metadata and text as PDF/A.

    Signs that no font of this machine holds are told by their names, and that this was done.
    """
    facts = [[str(title), value] for title, value in _facts(result, enquiry) if value]
    text = enquiry.body.whole or enquiry.body.text or str(_("(The enquiry has no text.)"))
    data: dict[str, Any] = {
        "lang": "da",
        "day": _numbers(result.decided_at.date()),
        "title": enquiry.subject or str(_("Enquiry without a subject line")),
        "author": enquiry.sender.name if enquiry.sender else "",
        "facts": facts,
        "paragraphs": [one for one in text.replace("\r\n", "\n").split("\n\n") if one.strip()],
        "attachments_title": str(_("Attachments")),
        "columns": [str(one) for one in (_("No."), _("Name"), _("Size"), _("In the folder"))],
        "attachments": [
            [
                str(one.enclosed.number),
                one.enclosed.name or one.file,
                show_size(len(one.enclosed.content)),
                f"{one.archived_file or one.file} – {NOTE_TITLES[one.note]}",
            ]
            for one in papers
        ],
        "footer": str(_("Enquiry %(number)s", number=str(result.item_id))),
    }
    try:
        return typeset(_SOURCE, json.dumps(data), {})
    except RuntimeError:
        data = _only_plain(data)
        data["facts"].append([str(_("Note")), str(_SIGNS_LEFT_OUT)])
        return typeset(_SOURCE, json.dumps(data), {})


_SIGNS_LEFT_OUT = _(
    "Some signs cannot be shown here and are told by their names. See the original."
)


def _only_plain(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(map(_plain, value))
    if isinstance(value, list):
        return [_only_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _only_plain(one) for key, one in value.items()}
    return value


def _plain(sign: str) -> str:
    """Return a sign of the Latin, Greek and Cyrillic scripts as it is, another by its name."""
    if sign == "\n" or " " <= sign <= "~" or "\u00a0" <= sign <= "\u04ff":
        return sign
    if sign in "–—‘’“”„•…€":
        return sign
    name = unicodedata.name(sign, "").title()
    return f"[{name}]" if name else " "


def _facts(result: RoutingResult, enquiry: Enquiry) -> Iterator[tuple[Text, str]]:
    sender = enquiry.sender
    place = " › ".join(filter(None, (result.department, result.subject)))
    yield _("From"), _party(sender.name, sender.address or sender.id) if sender else ""
    yield _("To"), ", ".join(_party(one.name, one.address or one.id) for one in enquiry.recipients)
    yield _("Received"), show_moment(result.received_at)
    yield _("Channel"), str(CHANNEL_TITLES[Channel(result.channel)])
    yield _("Sent to"), place
    yield _("KLE number"), result.kle_code
    yield _("Deadline"), show_date(date.fromisoformat(result.due_on)) if result.due_on else ""
    yield _("Decided"), f"{result.decided_by}, {show_moment(result.decided_at)}"
    yield _("Number"), str(result.item_id)
    yield _("SHA-256 of the original"), result.original_sha256


def _party(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address and name != address else name or address


def metadata_of(result: RoutingResult, enquiry: Enquiry, papers: Sequence[Paper]) -> dict[str, Any]:
    """Return what the folder tells of itself to the system that collects it."""
    sender = enquiry.sender
    return {
        **result_as_json(result),
        "format": FORMAT,
        "title": enquiry.subject,
        "sender": {"name": sender.name, "address": sender.address, "id": sender.id}
        if sender
        else None,
        "parties": [{"kind": one.kind, "number": one.number} for one in result.parties],
        "facet": result.kle_facet or None,
        "case": result.case_id or None,
        "files": [
            {"file": f"original{result.original_suffix}", "role": "original", "archived": None},
            {"file": "enquiry.pdf", "role": "enquiry", "archived": "enquiry.pdf"},
            *(
                {
                    "file": f"attachments/{one.file}",
                    "role": "attachment",
                    "name": one.enclosed.name,
                    "media_type": one.enclosed.media_type,
                    "sha256": one.enclosed.sha256,
                    "archived": f"attachments/{one.archived_file}" if one.archived else None,
                    "note": one.note,
                }
                for one in papers
            ),
        ],
    }


def metadata_as_xml(metadata: Mapping[str, Any]) -> bytes:
    """Return the same as XML: an element for each name, repeated for lists; nothing for nothing."""
    root = Element("caseFolder", {"xmlns": _SPACE})
    _fill(root, metadata)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fill(above: Element, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            if one is None or one == "":
                continue
            element = SubElement(above, name)
            if isinstance(one, dict):
                _fill(element, one)
            else:
                words = str(one).lower() if isinstance(one, bool) else str(one)
                element.text = "".join(sign for sign in words if sign.isprintable() or sign == "\n")
