"""Office documents, new and old, and those that are bombs or locked."""

from __future__ import annotations

import io
import struct
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from signatur.methods.documents import ProblemCode
from signatur.methods.documents.sniff import DOCX, ENCRYPTED_OFFICE, ODS, ODT, PPTX, XLSX
from tests.corpus.documents.sample import Sample
from tests.corpus.documents.scanning import strip
from tests.corpus.documents.zipping import zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _p(text: str, before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


_BOX = f"<w:txbxContent>{_p('I en tekstboks: husk nabohøring')}</w:txbxContent>"
_BODY = (
    _p("Ansøgning om byggetilladelse")
    + "<w:p><w:r><w:t>Højden er </w:t></w:r>"
    "<w:ins><w:r><w:t>2,4 meter</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>9,9 meter</w:delText></w:r></w:del>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>skjulte ord</w:t></w:r>"
    f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{_BOX}</wps:txbx></mc:Choice>"
    f"<mc:Fallback><v:textbox>{_BOX}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    "<w:r><w:t> over terræn</w:t></w:r></w:p>"
    + "<w:tbl><w:tr><w:tc>" + _p("Matrikel") + "</w:tc><w:tc>" + _p("7a Æbelrup") + "</w:tc></w:tr>"
    + "<w:tr><w:tc>" + _p("Areal") + "</w:tc><w:tc>" + _p("35 m²") + "</w:tc></w:tr></w:tbl>"
    + "<w:sdt><w:sdtPr/><w:sdtContent>" + _p("Udfyldt felt") + "</w:sdtContent></w:sdt>"
    + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    + _p("Klik her for at skrive") + "</w:sdtContent></w:sdt>"
    + _p("Bilag vedlagt", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>")
    + "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t xml:space='preserve'> Jeg ejer huset</w:t></w:r></w:p>"
    + "<w:p><w:r><w:t>Etage</w:t><w:tab/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:br/><w:t>ny linje</w:t></w:r></w:p>"
    + "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>"
    "<w:instrText>FORMCHECKBOX</w:instrText><w:t xml:space='preserve'> Samtykke</w:t></w:r></w:p>"
)  # fmt: skip


def _word(body: str, **parts: str) -> bytes:
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {_W}>{content}</w:{name}>"
    return zipped(members)


def _full_word() -> bytes:
    return _word(
        _BODY,
        header1=_p("Prøverup Kommune"),
        footer1=_p("Journalnummer 24/12345"),
        footnotes=_p("Målt fra niveauplan"),
        comments=_p("Skal vi spørge naboen?"),
    )


def _word_around(inner: Mapping[str, bytes], text: str = "Se vedhæftet") -> bytes:
    """A Word document with hardly a word, and something put into it."""
    document = f"<w:document {_W}><w:body>{_p(text)}</w:body></w:document>"
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": document, **inner})


def _pasted_scan() -> bytes:
    picture = io.BytesIO()
    strip().save(picture, "PNG")
    return _word_around({"word/media/image1.png": picture.getvalue()})


def _word_bomb() -> bytes:
    return _word("<w:p><w:r><w:t>" + "a" * 60_000_000 + "</w:t></w:r></w:p>")


def _word_with_entities() -> bytes:
    nested = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    document = f'<!DOCTYPE d [<!ENTITY e0 "ha">{nested}]><w:document {_W}>&e29;</w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": document})


def _word_without_end() -> bytes:
    cut = f"<w:document {_W}><w:body>{_p('Det første afsnit')}<w:p><w:r><w:t>og så slu"
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": cut})


def _slides() -> bytes:
    def slide(*texts: str) -> str:
        paragraphs = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
        return f"<p:sld xmlns:p='p' xmlns:a='a'><p:txBody>{paragraphs}</p:txBody></p:sld>"

    return zipped({
        "[Content_Types].xml": _TYPES,
        "ppt/slides/slide2.xml": slide("Økonomi", "Budgettet er på 1,2 mio. kr."),
        "ppt/slides/slide1.xml": slide("Ny skole i Æbelrup"),
        "ppt/slides/slide10.xml": slide("Tak for jeres tid"),
    })  # fmt: skip


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Navn", "Beløb", "Dato"])
    sheet.append(["Åse Prøve", 1250.5, date(2025, 3, 4)])
    second = book.create_sheet("Udgifter")
    second["A1"], second["C3"] = "Husleje", 7800.0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODF = (
    'xmlns:office="o" xmlns:text="t" xmlns:table="ta" xmlns:draw="d" xmlns:style="s" '
    'xmlns:dc="dc" xmlns:svg="svg"'
)
_ODF_BODY = """<text:tracked-changes><text:deletion><text:p>slettet tekst</text:p></text:deletion>
</text:tracked-changes><text:h>Klage over afgørelse</text:h>
<text:p>Jeg klager<text:s text:c="2"/>over<text:tab/>afslaget<office:annotation><dc:creator>NN</dc:creator>
<text:p>intern bemærkning</text:p></office:annotation> på <text:span>støtte</text:span><text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>se brev af 4. marts</text:p>
</text:note-body></text:note>.</text:p>
<text:list><text:list-item><text:p>første grund</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Husleje</text:p></table:table-cell>
<table:table-cell><text:p>7.800 kr.</text:p></table:table-cell></table:table-row></table:table>
<draw:frame><svg:title>logo</svg:title><draw:text-box><text:p>Ring venligst</text:p></draw:text-box></draw:frame>"""


def _opendocument(
    media_type: str, body: str, kind: str, parts: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    content = f"<office:document-content {_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    members: dict[str, bytes | str] = {"mimetype": media_type, "content.xml": content}
    return zipped({**members, **parts}, stored=("mimetype",))


def _text_document() -> bytes:
    styles = f"<office:styles {_ODF}><style:style><text:p>nej</text:p></style:style><style:header><text:p>Åse Prøve, Ålykkevej 12</text:p></style:header></office:styles>"
    return _opendocument(ODT, _ODF_BODY, "text", {"styles.xml": styles})


def _locked_text_document() -> bytes:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    return _opendocument(ODT, "x", "text", {"META-INF/manifest.xml": manifest})


def _spreadsheet() -> bytes:
    row = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'
    first = row.format(cell.format(1, "Navn") + cell.format(16000, "Sum"))
    second = row.format(cell.format(1, "Tredje kvartal"))
    sheets = "".join(f"<table:table>{rows}</table:table>" for rows in (first, second))
    return _opendocument(ODS, sheets, "spreadsheet")


def compound_file(name: str, data: bytes) -> bytes:
    """A compound file (MS-CFB, version 3) with one stream of at least 4096 bytes."""
    sector = 512
    data = data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0")
    count = len(data) // sector
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    # Sector 0 is the allocation table, sector 1 the directory, the stream begins at sector 2.
    table = [0xFFFFFFFD, end, *range(3, count + 2), end]
    table += [free] * (128 - len(table))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = title.encode("utf-16-le") + b"\0\0" if title else b""
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    )  # fmt: skip
    directory = (
        entry("Root Entry", 5, 1, end, 0)
        + entry(name, 2, free, 2, len(data))
        + entry("", 0, free, 0, 0) * 2
    )
    return header + struct.pack("<128I", *table) + directory + data


def _locked_old_word() -> bytes:
    information_block = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0406, 0, 0x0100)
    return compound_file("WordDocument", information_block)


_RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset204 Arial;}}
{\stylesheet{\s0 Normal;}}{\info{\author Ingen}}{\*\generator Riched20;}
{\header Pr\'f8verup Kommune\par}{\footer Side 1\par}
\pard K\'e6re sagsbehandler\par\par Jeg s\u248?ger om \b tilskud\b0  \u8211?\line nu igen.\par
{\f1 \'cf\'f0\'e8\'e2\'b3\'f2}{\v usynligt}{\deleted bortfald}{\*\annotation En bem\'e6rkning}\par
\trowd\intbl Navn\cell \'c5se\cell\row\pard{\field{\*\fldinst HYPERLINK "https://example.dk"}{\fldrslt kommunens side}}
{\pict\bin8 {{{{\par}\par \u-10179?\u-8704?{\footnote Se bilag}\par}"""

OFFICE = (
    Sample(
        name="ansoegning.docx", about="header, tracked changes, text box, table, fields, note, comment",
        make=_full_word, media_type=DOCX,
        holds=(
            "Prøverup Kommune", "Højden er 2,4 meter over terræn", "husk nabohøring", "Matrikel\t7a Æbelrup",
            "Areal\t35 m²", "Udfyldt felt", "- Bilag vedlagt", "☒ Jeg ejer huset", "Etage\t1-2\nny linje", "☒ Samtykke", "Målt fra niveauplan",
            "Journalnummer 24/12345", "Skal vi spørge naboen?",
        ),
        lacks=("9,9 meter", "skjulte ord", "Klik her", "FORMCHECKBOX"),
    ),
    Sample(
        name="indsat.docx", about="a scanned letter pasted into an empty document", make=_pasted_scan,
        media_type=DOCX, needs="tesseract", holds=("Se vedhæftet", "søger om tilladelse"),
    ),
    Sample(
        name="med-logo.docx", about="a letter with a logo, which is not looked at", media_type=DOCX,
        make=lambda: _word_around({"word/media/image1.png": b"no picture"}, "Et langt brev. " * 20),
        holds=("Et langt brev.",),
    ),
    Sample(
        name="med-regneark.docx", about="a workbook inside a letter", media_type=DOCX,
        make=lambda: _word_around({"word/embeddings/Microsoft_Excel.xlsx": _workbook()}),
        holds=("Se vedhæftet", "Husleje"),
    ),
    Sample(
        name="bombe.docx", about="60 megabytes of one letter", make=_word_bomb, media_type=DOCX,
        problems=frozenset({ProblemCode.ZIP_BOMB}),
    ),
    Sample(
        name="entiteter.docx", about="entities that double thirty times", make=_word_with_entities,
        media_type=DOCX, problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="uden-slutning.docx", about="its XML ends in the middle", make=_word_without_end,
        media_type=DOCX, holds=("Det første afsnit",), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="afbrudt.docx", about="the archive is cut off", make=lambda: _full_word()[:-700],
        media_type=DOCX, problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="laast.docx", about="locked with a password: a compound file with an encrypted package",
        make=lambda: compound_file("EncryptedPackage", bytes(5000)), media_type=ENCRYPTED_OFFICE,
        problems=frozenset({ProblemCode.ENCRYPTED}),
    ),
    Sample(
        name="laast.doc", about="old Word, locked with a password", make=_locked_old_word,
        media_type="application/msword", problems=frozenset({ProblemCode.ENCRYPTED}),
    ),
    Sample(
        name="ukendt.ole", about="a compound file of some other program",
        make=lambda: compound_file("Sparegris", bytes(5000)), media_type="application/x-ole-storage",
        problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="skole.pptx", about="three slides, out of order in the archive", make=_slides,
        media_type=PPTX, holds=("Ny skole i Æbelrup\n\nØkonomi", "Tak for jeres tid"),
    ),
    Sample(
        name="budget.xlsx", about="two sheets with numbers and a date", make=_workbook, media_type=XLSX,
        holds=("Navn\tBeløb\tDato", "Åse Prøve\t1250.5\t2025-03-04", "Husleje", "7800"),
    ),
    Sample(
        name="klage.odt", about="header, deleted text, comment, note, list, table, text box",
        make=_text_document, media_type=ODT,
        holds=(
            "Åse Prøve, Ålykkevej 12", "Klage over afgørelse", "Jeg klager  over\tafslaget på støtte",
            "- første grund", "Husleje\t7.800 kr.", "se brev af 4. marts", "Ring venligst", "intern bemærkning",
        ),
        lacks=("slettet tekst", "logo", "nej"),
    ),
    Sample(
        name="laast.odt", about="Open Document with encrypted members", make=_locked_text_document,
        media_type=ODT, problems=frozenset({ProblemCode.ENCRYPTED}),
    ),
    Sample(
        name="gentagelser.ods", about="cells and rows that claim to be repeated a thousand million times",
        make=_spreadsheet, media_type=ODS, holds=("Navn\tSum", "Tredje kvartal"),
    ),
    Sample(
        name="brev.rtf", about="code pages by font, Unicode, hidden and deleted text, binary data",
        make=lambda: _RTF, media_type="application/rtf",
        holds=(
            "Prøverup Kommune", "Kære sagsbehandler", "søger om tilskud –\nnu igen", "Привіт", "Navn\tÅse",
            "kommunens side", "😀", "Se bilag", "En bemærkning",
        ),
        lacks=("usynligt", "bortfald", "HYPERLINK", "{{", "Ingen", "Riched"),
    ),
    Sample(
        name="uden-slutning.rtf", about="RTF whose braces never close",
        make=lambda: rb"{\rtf1\ansi{{{{{ Jeg skriver igen {\b fordi", media_type="application/rtf",
        holds=("Jeg skriver igen fordi",),
    ),
)  # fmt: skip
