"""Workbooks, slides and Open Document files made by hand, with a marker in every hiding place."""

from __future__ import annotations

import io
import zipfile

from tests.methods.documents.laid_out.views.packages_to_try import zipped


def workbook_file() -> bytes:  # noqa: PLR0915 (one line for each hiding place)
    """A workbook with a marker (`mk…`) in each of its channels."""
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "mkark Løn"
    sheet.append(["mknavn", "CPR", "mkskjultkolonne", "Beløb", "Dato"])
    sheet.append(["mksynligcelle", 101801234, "mkikolonnen", 12345.5, 45352])
    sheet["B2"].number_format = "000000-0000"
    sheet["D2"].number_format = "#,##0.00"
    sheet["E2"].number_format = "dd/mm/yyyy"
    sheet["A3"] = "mkskjultraekke"
    sheet.row_dimensions[3].hidden = True
    sheet["A4"] = "mknulhoejde"
    sheet.column_dimensions["C"].hidden = True
    sheet["A5"] = "mkhvidcelle"
    sheet["A5"].font = Font(color="FFFFFFFF")
    sheet["A6"] = "mkusynligtformat"
    sheet["A6"].number_format = ";;;"
    sheet["A7"] = '=IF(B2=1,"mkformeltekst","")'
    sheet["A8"] = "mklang " + "meget lang tekst " * 100
    sheet["A2"].comment = Comment("mkkommentar", "mkkommentator")
    sheet["A9"].hyperlink = "http://intern.example/mklink"
    assert sheet.oddHeader is not None
    sheet.oddHeader.center.text = "mksidehoved"
    choice = DataValidation(type="list", formula1='"mkvalgliste,nej"', prompt="mkhjaelpetekst")
    choice.add("A10")
    sheet.add_data_validation(choice)
    hidden = book.create_sheet("mkskjultark")
    hidden["A1"] = "mkiskjultark"
    hidden.sheet_state = "hidden"
    very = book.create_sheet("mkmegetskjult")
    very["A1"] = "mkimegetskjult"
    very.sheet_state = "veryHidden"
    book.defined_names["mkdefineretnavn"] = DefinedName(
        "mkdefineretnavn", attr_text='"mkdefineretvaerdi"'
    )
    book.properties.creator = "mkforfatter"
    book.properties.title = "mktitel"
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(
            "xl/threadedComments/threadedComment1.xml", "<c><text>mktraadkommentar</text></c>"
        )
        archive.writestr("xl/persons/person.xml", '<p><person displayName="mkperson"/></p>')
        archive.writestr(
            "xl/pivotCache/pivotCacheRecords1.xml", '<r><r><s v="mkpivotpost"/><x v="0"/></r></r>'
        )
        archive.writestr(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            '<pivotCacheDefinition refreshedBy="mkopdateretaf"><cacheField name="mkpivotfelt">'
            '<sharedItems><s v="mkpivotvaerdi"/></sharedItems></cacheField></pivotCacheDefinition>',
        )
        archive.writestr(
            "xl/externalLinks/externalLink1.xml",
            '<e><sheetName val="mkeksterntark"/><cell r="A1" t="str"><v>mkeksternvaerdi</v></cell></e>',
        )
        archive.writestr(
            "xl/connections.xml",
            '<c><connection name="mkforbindelse"><dbPr connection="Server=mkserver" command="mkforesp"/>'
            "</connection></c>",
        )
        archive.writestr("xl/queryTables/queryTable1.xml", '<q name="mkforespoergselsnavn"/>')
        archive.writestr("customXml/item1.xml", "<x>mkcustomxml</x>")
        archive.writestr("xl/model/item.data", b"mkdatamodel")
        archive.writestr(
            "xl/printerSettings/printerSettings1.bin", "mkprinternavn".encode("utf-16-le")
        )
        archive.writestr("xl/diagrams/ukendt.xml", "<x>mkukendt</x>")
    return written.getvalue()


_P = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _slide(text: str, *, extra: str = "", attributes: str = "", left: int = 500_000) -> str:
    shape = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Boks 1" descr="mkalt{text[2:]}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="500000"/><a:ext cx="5000000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}'
        f"</a:t></a:r>{extra}</a:p></p:txBody></p:sp>"
    )
    return (
        f'<?xml version="1.0"?><p:sld {_P} {attributes}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" '
        f'name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shape}</p:spTree></p:cSld></p:sld>'
    )


def slides_file() -> bytes:
    """A presentation with a marker in each of its channels."""
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    slides = {
        1: _slide(
            "mksynligtlysbillede",
            extra='<a:fld id="{1}" type="datetime1"><a:rPr/><a:t>mkdato 2019</a:t></a:fld>',
        ),
        2: _slide("mkskjultlysbillede", attributes='show="0"'),
        3: _slide("mkudenforlysbillede", left=30_000_000),
    }
    overrides = "".join(
        f'<Override PartName="/ppt/slides/slide{number}.xml" ContentType="{kind}.slide+xml"/>'
        for number in slides
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" '
        f'ContentType="{kind}.presentation.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{rels}<Relationship Id="r1" Type="{_REL}/officeDocument" Target="ppt/presentation.xml"/>'
        "</Relationships>",
        "ppt/presentation.xml": f"<p:presentation {_P}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in slides)
        + '</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="1" cy="1"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels
        + "".join(
            f'<Relationship Id="r{number}" Type="{_REL}/slide" Target="slides/slide{number}.xml"/>'
            for number in slides
        )
        + "</Relationships>",
        "ppt/notesSlides/notesSlide1.xml": "<n><a><t>mktalernote</t></a></n>",
        "ppt/comments/comment1.xml": "<c><text>mkkommentar</text></c>",
        "ppt/commentAuthors.xml": '<c><cmAuthor name="mkkommentator" initials="mkin"/></c>',
        "ppt/tags/tag1.xml": '<t><tag name="mktag" val="mktagvaerdi"/></t>',
        "ppt/slideMasters/slideMaster1.xml": "<m><p><t>Klik for at redigere titeltypografi</t></p></m>",
        "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook_file(),
        "docProps/core.xml": "<c><creator>mkforfatter</creator></c>",
    }
    members.update({f"ppt/slides/slide{number}.xml": text for number, text in slides.items()})
    return zipped(members)


_O = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
            ("meta", "meta"),
            ("presentation", "presentation"),
            ("script", "script"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def _odf(media_type: str, styles: str, body: str) -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        + "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
            for name in ("content.xml", "meta.xml", "Basic/Standard/Module1.xml")
        )
        + "</manifest:manifest>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", media_type)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f'<office:document-content {_O} office:version="1.3"><office:scripts><office:script script:language="x">mkscript</office:script>'
            f"</office:scripts><office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {_O}><office:meta><dc:creator>mkforfatter</dc:creator>"
            '<meta:user-defined meta:name="mkegenskab">mkegenvaerdi</meta:user-defined></office:meta>'
            "</office:document-meta>",
        )
        archive.writestr("Basic/Standard/Module1.xml", "<m>mkmakro</m>")
    return written.getvalue()


def odt_file() -> bytes:
    """A text of Open Document with a marker in each of its channels."""
    hidden = '<style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<office:text><text:tracked-changes><text:changed-region text:id='c1'><text:deletion>"
        "<office:change-info><dc:creator>mksletter</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>"
        "</office:change-info><text:p>mkslettet</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:user-field-decls><text:user-field-decl text:name='mkfeltnavn' office:value-type='string' "
        "office:string-value='mkfeltvaerdi'/></text:user-field-decls>"
        "<text:h text:outline-level='1'>mkoverskrift</text:h>"
        "<text:p>mksynlig<text:change text:change-id='c1'/><office:annotation><dc:creator>mkkommentator</dc:creator>"
        "<text:p>mkkommentar</text:p></office:annotation></text:p>"
        "<text:p>Synlig <text:span text:style-name='T9'>mkskjultspan</text:span></text:p>"
        "<text:section text:name='S1' text:display='none'><text:p>mkskjultafsnit</text:p></text:section>"
        "<text:p><text:hidden-text text:condition='ooow:1' text:string-value='mkskjulttekst' "
        "text:is-hidden='true'/> rest <text:date text:date-value='2019-01-01'>mkdatofelt</text:date></text:p>"
        "<text:p><draw:frame draw:name='x' svg:width='2cm' svg:height='1cm' text:anchor-type='as-char'>"
        "<draw:image xlink:href='http://tracker.example/mkfjern.png'/><svg:title>mkalttitel</svg:title>"
        "<svg:desc>mkalttekst</svg:desc></draw:frame></text:p></office:text>"
    )
    return _odf("application/vnd.oasis.opendocument.text", hidden, body)


def ods_file() -> bytes:
    """A spreadsheet of Open Document with hidden rows, columns and a hidden sheet."""
    hidden = (
        '<style:style style:name="ta9" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )

    def cell(text: str) -> str:
        return f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"

    body = (
        "<office:spreadsheet><table:table table:name='mkark'><table:table-column/>"
        "<table:table-column table:visibility='collapse'/><table:table-column/>"
        f"<table:table-row>{cell('mksynligcelle')}{cell('mkskjultkolonne')}{cell('mktredje')}</table:table-row>"
        f"<table:table-row table:visibility='filter'>{cell('mkfiltreretraekke')}</table:table-row>"
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/></table:table-row>"
        "</table:table><table:table table:name='mkskjultark' table:style-name='ta9'>"
        f"<table:table-row>{cell('mkiskjultark')}</table:table-row></table:table></office:spreadsheet>"
    )
    return _odf("application/vnd.oasis.opendocument.spreadsheet", hidden, body)
