"""Letters and document lists as PDF/A, tagged and in Danish."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.archiving import typeset
from signatur.solutions.disclosure.model.letters.composing import danish_date
from signatur.solutions.disclosure.model.letters.placeholders import shown
from signatur.solutions.disclosure.schema.letters import Bullets, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from datetime import date

    from signatur.solutions.disclosure.schema.letters import DocumentList, Letter, Letterhead, Part

_BASE: Final = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.authority, date: datetime(year: d.day.at(0), month: d.day.at(1), day: d.day.at(2)))
#set text(font: ("IBM Plex Sans", "Liberation Sans", "Arial", "DejaVu Sans", "Libertinus Serif"), size: 10.5pt, lang: "da", region: "dk", hyphenate: false)
#set par(leading: 0.7em, spacing: 1.05em)
#let soft = rgb("#454f58")
#let ink = rgb("#123a50")
#let lines(told) = told.split("\\n").join(linebreak())
// What has no place to break, such as a long address, is broken anywhere.
#show regex("\\S{40,}"): found => found.text.clusters().join(sym.zws)
#show heading: set block(sticky: true)
#show heading.where(level: 1): it => block(above: 1.6em, below: 1em, text(size: 16pt, fill: ink, it.body))
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.7em, text(size: 12pt, fill: ink, it.body))
#show heading.where(level: 3): it => block(above: 1.4em, below: 0.85em, text(size: 10.5pt, it.body))
#let grid-of(columns, rows, widths, size) = table(
  columns: widths,
  inset: (x: 4pt, y: 4pt),
  stroke: (_, y) => (bottom: if y == 0 { 0.8pt + ink } else { 0.4pt + rgb("#d5dbe0") }),
  table.header(..columns.map(c => text(size: size, weight: "bold", c))),
  ..rows.flatten().map(c => text(size: size, lines(c))),
)
#let foot = context [
  #set text(8pt, fill: soft)
  #d.footer #h(1fr) Side #counter(page).display("1 / 1", both: true)
]
"""
_LETTER: Final = (
    _BASE
    + """
#set page(paper: "a4", margin: (x: 25mm, top: 22mm, bottom: 24mm), footer: foot)
#grid(columns: (1fr, auto),
  [#text(size: 13pt, weight: "bold", fill: ink, d.authority) #if d.department != "" [\\ #text(fill: soft, d.department)]],
  if d.logo != "" { image(d.logo, height: 14mm, alt: d.authority) })
#v(6mm)
#grid(columns: (1fr, auto), lines(d.recipient), align(right, text(fill: soft, lines(d.told))))
#v(4mm)
#for p in d.parts {
  if p.kind == "heading" { heading(level: p.level, p.text) }
  else if p.kind == "paragraph" { par(lines(p.text)) }
  else if p.kind == "bullets" { list(..p.items.map(lines)) }
  else { grid-of(p.columns, p.rows, p.columns.map(_ => 1fr), 9pt) }
}
"""
)
_LIST: Final = (
    _BASE
    + """
#set page(paper: "a4", flipped: true, margin: (x: 16mm, top: 16mm, bottom: 18mm), footer: foot)
= #d.title
#text(fill: soft)[#d.authority · #d.told]
#grid-of(d.columns, d.rows, (14mm, 1fr, 22mm, 28mm, 16mm, 20mm, 20mm, 52mm), 8.5pt)
"""
)


def to_pdf(letter: Letter, letterhead: Letterhead) -> bytes:
    """Return a letter as PDF/A-2b. Raises RuntimeError for signs that no font holds or a logo that is no picture."""
    logo = _logo_name(letterhead.logo)
    told = [danish_date(letterhead.day)]
    if letterhead.case_number:
        told.append(f"Sagsnr. {letterhead.case_number}")
    data = {
        "title": letter.title,
        "authority": shown(letterhead.authority),
        "department": shown(letterhead.department),
        "recipient": "\n".join(shown(one) for one in letterhead.recipient),
        "told": "\n".join(told),
        "footer": " · ".join(shown(one) for one in (*letterhead.address, *letterhead.contact)),
        "logo": logo,
        "day": _day(letterhead.day),
        "parts": [_part(one) for one in letter.parts],
    }
    files = {logo: letterhead.logo} if logo else {}
    return typeset(_LETTER, json.dumps(data, ensure_ascii=False), files)


def typeset_list(
    told: DocumentList, title: str, columns: list[str], rows: list[list[str]]
) -> bytes:
    """Return a document list as PDF/A-2b across; the columns are those of `documents`."""
    data = {
        "title": title,
        "authority": shown(told.authority),
        "told": f"sagsnr. {shown(told.case_number)} · {danish_date(told.day)}",
        "footer": f"{shown(told.authority)} · {shown(told.case_number)}",
        "day": _day(told.day),
        "columns": columns,
        "rows": rows,
    }
    return typeset(_LIST, json.dumps(data, ensure_ascii=False), {})


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            # Deeper levels look like the third; a level must not be skipped for readers of the tags.
            return {"kind": "heading", "text": shown(part.text), "level": min(part.level, 3)}
        case Paragraph():
            return {"kind": "paragraph", "text": shown(part.text)}
        case Bullets():
            return {"kind": "bullets", "items": [shown(one) for one in part.items]}
        case Grid():
            rows = [[shown(cell) for cell in row] for row in part.rows]
            return {"kind": "grid", "columns": list(part.columns), "rows": rows}


def _day(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _logo_name(logo: bytes) -> str:
    if not logo:
        return ""
    return "logo.png" if logo.startswith(b"\x89PNG") else "logo.svg"
