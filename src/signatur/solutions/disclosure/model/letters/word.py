"""Letters and document lists as Word files: real headings and tables, in Danish, naming nobody who wrote them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from signatur.solutions.disclosure.model.letters.composing import danish_date
from signatur.solutions.disclosure.model.letters.placeholders import shown
from signatur.solutions.disclosure.schema.letters import Bullets, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from signatur.solutions.disclosure.schema.letters import Letter, Letterhead, Part

_FONT: Final = "Arial"
_LANGUAGE: Final = "da-DK"
_INK: Final = "1A1A1A"
_SIZES: Final = {1: 16, 2: 12, 3: 11}
_THUMBNAIL: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
)


def to_docx(letter: Letter, letterhead: Letterhead) -> bytes:
    """Return a letter as a Word file."""
    document = new_document(letter.title, letterhead.day)
    _head(document, letterhead)
    for part in letter.parts:
        _add(document, part)
    _foot(document, letterhead)
    return written(document)


def new_document(title: str, day: date) -> Any:
    """Return an empty document in Danish whose properties hold the title and the day, and no name."""
    from docx import Document
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    _forget_thumbnail(document)
    moment = datetime.combine(day, time(), UTC).replace(tzinfo=None)
    told = document.core_properties
    told.title, told.language = title, _LANGUAGE
    told.author = told.last_modified_by = told.comments = told.keywords = told.subject = ""
    told.created = told.modified = moment
    told.revision = 1
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    _set_language(normal)
    for level, size in _SIZES.items():
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
        style.font.color.rgb = RGBColor.from_string(_INK)
        # The theme's own heading font would win over the name.
        fonts = style.element.rPr.rFonts
        for name in [one for one in fonts.attrib if "heme" in one]:
            del fonts.attrib[name]
        style.paragraph_format.space_before = Pt(14 if level < len(_SIZES) else 9)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(8.5)
        document.styles[name].paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    return document


def add_grid(
    document: Any,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_cm: Sequence[float] = (),
) -> None:
    """Add a table whose header is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = not widths_cm
    for column, width in zip(table.columns, widths_cm, strict=False):
        column.width = Cm(width)
    header = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 (python-docx has no other way)
    cells = [header.cells, *(table.add_row().cells for _row in rows)]
    for line, texts in zip(cells, (columns, *rows), strict=True):
        for place, (cell, text) in enumerate(zip(line, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(shown(text))
            run.font.size = Pt(9)
            run.bold = line is cells[0]
            if widths_cm:
                cell.width = Cm(widths_cm[place])
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 (as above)


def written(document: Any) -> bytes:
    """Return the bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def page_number(paragraph: Any) -> None:
    """Add the number of the page, which Word counts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no other way)


def _add(document: Any, part: Part) -> None:
    match part:
        case Heading():
            document.add_heading(shown(part.text), level=min(part.level, len(_SIZES)))
        case Paragraph():
            _lines(document.add_paragraph(), shown(part.text).split("\n"))
        case Bullets():
            for item in part.items:
                _lines(document.add_paragraph(style="List Bullet"), shown(item).split("\n"))
        case Grid():
            add_grid(document, part.columns, part.rows)


def _lines(paragraph: Any, lines: Sequence[str]) -> None:
    run = paragraph.add_run(lines[0] if lines else "")
    for line in lines[1:]:
        run.add_break()
        run = paragraph.add_run(line)


def _head(document: Any, head: Letterhead) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.sections[0].header.paragraphs[0]
    run = paragraph.add_run(shown(head.authority))
    run.bold, run.font.size = True, Pt(12)
    if head.department:
        _lines(document.sections[0].header.add_paragraph(), [shown(head.department)])
    if head.recipient:
        to = document.add_paragraph()
        to.paragraph_format.space_before = Pt(18)
        _lines(to, [shown(one) for one in head.recipient])
    told = [danish_date(head.day)]
    if head.case_number:
        told.append(f"Sagsnr. {shown(head.case_number)}")
    right = document.add_paragraph()
    right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _lines(right, told)


def _foot(document: Any, head: Letterhead) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    told = " · ".join(shown(one) for one in (*head.address, *head.contact))
    paragraph.add_run(f"{told}    Side " if told else "Side ")
    page_number(paragraph)


def _set_language(style: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), _LANGUAGE)
    style.element.get_or_add_rPr().append(language)


def _forget_thumbnail(document: Any) -> None:
    """Drop the picture of the library's own template, which every file would carry."""
    package = document.part.package
    for key in [key for key, one in package.rels.items() if one.reltype == _THUMBNAIL]:
        del package.rels[key]
