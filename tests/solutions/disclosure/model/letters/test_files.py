"""Letters and document lists as files: what Word, PDF/A, workbook and CSV hold, and what they must not."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest

from signatur.methods.documents.archiving import pdf_a_level
from signatur.solutions.disclosure.model.letters import (
    list_to_csv,
    list_to_docx,
    list_to_pdf,
    list_to_xlsx,
    to_docx,
    to_pdf,
)
from signatur.solutions.disclosure.model.letters.documents import COLUMNS
from signatur.solutions.disclosure.schema.documents import Access
from signatur.solutions.disclosure.schema.letters import (
    Bullets,
    DocumentList,
    Grid,
    Heading,
    Letter,
    Letterhead,
    LetterKind,
    ListedDocument,
    Paragraph,
)

DAY = date(2026, 11, 12)
HEAD = Letterhead(
    authority="Eksempelby Kommune", department="Byg og Miljø", address=("Torvet 1", "0000 Eksempelby"),
    contact=("aktindsigt@eksempelby.example",), recipient=("Jette Prøve", "Ahornvej 14"), day=DAY,
    case_number="AKT-2026-117",
)  # fmt: skip
LETTER = Letter(
    LetterKind.DECISION_PARTIAL,
    "Afgørelse om aktindsigt",
    (
        Heading("Afgørelse om aktindsigt", 1),
        Paragraph(
            "Første linje\nanden linje med #kode, $x$, *stjerner* og \\ skråstreg, jf. § 30, nr. 1."
        ),
        Heading("Begrundelse"),
        Heading("Enkeltpersoners private forhold", 3),
        Bullets(("Æbler", "Ørreder", "Ål")),
        Grid(("Nr.", "Titel"), (("1", "Brev"), ("2", "Notat"))),
    ),
)
ROWS = (
    ListedDocument(number="1", title="Ansøgning", dated=date(2026, 3, 4), category="Brev", access=Access.YES),
    ListedDocument(number="2", title='=HYPERLINK("http://x.example")', access=Access.PARTLY,
                grounds=("§ 30, nr. 1", "§ 30, nr. 1", "§ 23"), attachment_of="1"),
    ListedDocument(number="3", title="+45 12", access=Access.NO, grounds=("§ 23",)),
    ListedDocument(number="4", title="@SUM(A1)\x0b\x00", is_covered=False, access=Access.YES),
)  # fmt: skip
LIST = DocumentList(authority="Eksempelby Kommune", case_number="AKT-2026-117", day=DAY, rows=ROWS)


def docx_of(content: bytes) -> object:
    from docx import Document

    return Document(io.BytesIO(content))


def pdf_text(content: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf).replace(
            "\u00a0", " "
        )


def test_the_word_letter_has_headings_lists_and_tables() -> None:
    document = docx_of(to_docx(LETTER, HEAD))

    styles = [(one.style.name, one.text) for one in document.paragraphs]  # type: ignore[attr-defined]
    assert ("Heading 1", "Afgørelse om aktindsigt") in styles
    assert ("Heading 3", "Enkeltpersoners private forhold") in styles
    assert ("List Bullet", "Ørreder") in styles
    assert any("Første linje\nanden linje" in text for _style, text in styles)
    table = document.tables[0]  # type: ignore[attr-defined]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Brev"]


def test_the_word_letter_is_in_danish_and_names_nobody_who_wrote_it() -> None:
    content = to_docx(LETTER, HEAD)
    told = docx_of(content).core_properties  # type: ignore[attr-defined]

    assert (told.title, told.language) == ("Afgørelse om aktindsigt", "da-DK")
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert (told.created.date(), told.revision) == (DAY, 1)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [one for one in parts.namelist() if "thumbnail" in one]
        assert b"python-docx" not in b"".join(parts.read(one) for one in parts.namelist())
        assert b'w:lang w:val="da-DK"' in parts.read("word/styles.xml")


def test_the_pdf_letter_is_pdf_a_with_title_language_and_tags() -> None:
    import pikepdf

    content = to_pdf(LETTER, HEAD)

    assert pdf_a_level(content) == "2B"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Afgørelse om aktindsigt"
        assert str(pdf.Root.Lang).startswith("da")
        assert "/StructTreeRoot" in pdf.Root
        assert "/AcroForm" not in pdf.Root


def test_signs_of_the_typesetting_program_are_only_signs() -> None:
    text = pdf_text(to_pdf(LETTER, HEAD))

    assert "#kode, $x$, *stjerner* og \\ skråstreg" in text
    assert "§ 30, nr. 1" in text
    assert "12. november 2026" in text
    assert "AKT-2026-117" in text


def test_a_logo_stands_on_the_pdf_letter() -> None:
    from dataclasses import replace

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(file, "PNG")

    content = to_pdf(LETTER, replace(HEAD, logo=file.getvalue()))

    assert pdf_a_level(content) == "2B"
    with pytest.raises(RuntimeError):
        to_pdf(LETTER, replace(HEAD, logo=b"\x89PNG broken"))


def test_the_same_letter_is_the_same_pdf() -> None:
    assert pdf_text(to_pdf(LETTER, HEAD)) == pdf_text(to_pdf(LETTER, HEAD))


def test_a_letter_of_many_pages_has_numbers_on_each() -> None:
    long = Letter(LETTER.kind, LETTER.title, LETTER.parts + (Paragraph("ord " * 400),) * 8)

    text = pdf_text(to_pdf(long, HEAD))

    assert "Side 1 / " in text
    assert "Side 3 / " in text


EXPECTED = [
    ["1", "Ansøgning", "04.03.2026", "Brev", "", "Ja", "Ja", ""],
    ["2", '=HYPERLINK("http://x.example")', "", "", "1", "Ja", "Delvist", "§ 30, nr. 1, § 23"],
    ["3", "+45 12", "", "", "", "Ja", "Nej", "§ 23"],
    ["4", "@SUM(A1)", "", "", "", "Nej", "", ""],
]


def test_the_workbook_holds_words_and_runs_no_formula() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(list_to_xlsx(LIST)))
    rows = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]

    assert rows == [list(COLUMNS), *EXPECTED]
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {
        "s"
    }
    assert book.active.freeze_panes == "A2"
    assert book.properties.title


def test_the_csv_opens_rightly_in_a_danish_excel_and_runs_no_formula() -> None:
    content = list_to_csv(LIST)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == list(COLUMNS)
    assert [row[1] for row in rows[1:]] == [
        "Ansøgning", "'=HYPERLINK(\"http://x.example\")", "'+45 12", "'@SUM(A1)",
    ]  # fmt: skip


def test_the_list_in_word_lies_across_and_repeats_its_header() -> None:
    content = list_to_docx(LIST)
    document = docx_of(content)

    section = document.sections[0]  # type: ignore[attr-defined]
    assert section.page_width > section.page_height
    table = document.tables[0]  # type: ignore[attr-defined]
    assert [[cell.text for cell in row.cells] for row in table.rows][2][1].startswith("=HYPERLINK")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"w:tblHeader" in parts.read("word/document.xml")


def test_the_list_as_pdf_lies_across_and_holds_every_row() -> None:
    import pypdfium2

    many = tuple(
        ListedDocument(number=str(n), title=f"Dokument nummer {n}", access=Access.YES)
        for n in range(1, 201)
    )
    content = list_to_pdf(DocumentList(authority="X", case_number="1", day=DAY, rows=many))
    text = pdf_text(content)

    assert pdf_a_level(content) == "2B"
    assert all(f"Dokument nummer {n}" in text for n in (1, 100, 200))
    with pypdfium2.PdfDocument(content) as pdf:
        width, height = pdf[0].get_size()
        assert width > height
        assert text.count("Bestemmelse") == len(pdf)


def test_an_empty_list_is_a_list() -> None:
    empty = DocumentList(authority="X", case_number="1", day=DAY, rows=())

    for write in (list_to_pdf, list_to_docx, list_to_xlsx, list_to_csv):
        assert len(write(empty)) > 50
