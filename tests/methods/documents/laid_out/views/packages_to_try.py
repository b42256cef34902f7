"""Office files made by hand, with a marker in every place where such a file can hide something."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive with these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def _relations(*rows: tuple[str, str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"{extra}/>'
        for key, kind, target, extra in rows
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE_REL}">{inner}</Relationships>'


def _run(text: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(*runs: str, properties: str = "") -> str:
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{''.join(runs)}</w:p>"


def _changed(kind: str, author: str, inner: str) -> str:
    return (
        f'<w:{kind} w:id="1" w:author="{author}" w:date="2024-03-01T10:00:00Z">{inner}</w:{kind}>'
    )


def _field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{_run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
    'distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
    'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0'
    '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionV><wp:extent cx="3000000" cy="500000"/><wp:wrapTopAndBottom/>'
    '<wp:docPr id="7" name="Billede af mkobjektnavn sag" descr="mkalttekst" title="mkalttitel"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" '
    'cy="500000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>'
    "<w:p><w:r><w:t>mktekstboks</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:shape alt="mkvmlalt"><v:textbox><w:txbxContent><w:p><w:r><w:t>mkfallback</w:t></w:r></w:p>'
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="mkaliasnavn"/><w:tag w:val="mktagnavn"/>'
    '<w:dataBinding w:xpath="/sag/mkbinding" w:storeItemID="{1}"/>'
    '<w:dropDownList><w:listItem w:displayText="mkvalgmulighed" w:value="mkvalgvaerdi"/></w:dropDownList>'
    "</w:sdtPr><w:sdtContent>" + _paragraph(_run("mkkontrol")) + "</w:sdtContent></w:sdt>"
)
_NESTED_TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='3000'/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
    + _paragraph(_run("mkindretabel"))
    + "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del w:id='4' w:author='mkraekkesletter' "
    "w:date='2024-01-01T00:00:00Z'/></w:trPr><w:tc><w:tcPr/>"
    + _paragraph(
        _changed("del", "mkraekkesletter", "<w:r><w:delText>mkslettetraekke</w:delText></w:r>")
    )
    + "</w:tc></w:tr></w:tbl>"
)
_BODY = (
    _paragraph(_run("Overskrift på brevet"), properties='<w:pStyle w:val="Heading1"/>')
    + _paragraph(_run("Kære borger. "), _run("mksynlig i brødteksten."))
    + _paragraph(
        _changed("ins", "mkindsaetter", _run("mkindsat ")),
        _changed("del", "mksletter", "<w:r><w:delText>mkslettet</w:delText></w:r>"),
        _changed("moveFrom", "mkflytter", _run("mkflyttetvaek")),
    )
    + _paragraph(_run("mkskjult", "<w:vanish/>"), _run(" efter"))
    + _paragraph(_run("mkskjultstil"), properties='<w:pStyle w:val="Skjult"/>')
    + _paragraph(_run("mkhvid", '<w:color w:val="FFFFFF"/>'))
    + _paragraph(_field('HYPERLINK "http://intern.example/mklinkmaal"', "mklinktekst"))
    + _paragraph(_field("MERGEFIELD mkflettefelt", "mkfletteresultat"))
    + _paragraph(_field("ADVANCE \\x999 mkadvance", "mkadvanceresultat"))
    + _paragraph(_field('DATE \\@ "d. MMMM yyyy"', "1. mkdatofelt 2019"))
    + '<w:p><w:bookmarkStart w:id="9" w:name="mkbogmaerke"/>'
    + _run("Noter")
    + '<w:bookmarkEnd w:id="9"/><w:r><w:footnoteReference w:id="2"/></w:r>'
    '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    + _NESTED_TABLE
    + _CONTROL
    + f"<w:p>{_TEXT_BOX}</w:p>"
    + '<w:altChunk r:id="rId20"/>'
    + '<w:sectPr><w:headerReference w:type="default" r:id="rId10"/>'
    '<w:footerReference w:type="default" r:id="rId11"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1134" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr>'
)


def _part(root: str, inner: str) -> str:
    return f"{_HEAD}<w:{root} {_W}>{inner}</w:{root}>"


def word_file() -> bytes:
    """A Word document with a marker (`mk…`) in each of its channels."""
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="html" ContentType="text/html"/>'
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
    )
    for name, kind in (
        ("document", "document.main"), ("styles", "styles"), ("settings", "settings"),
        ("header1", "header"), ("footer1", "footer"), ("footnotes", "footnotes"),
        ("endnotes", "endnotes"), ("comments", "comments"),
    ):  # fmt: skip
        types += (
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.{kind}+xml"/>'
        )
    note = "<w:footnote w:id='2'>" + _paragraph(_run("mkfodnote")) + "</w:footnote>"
    comment = (
        "<w:comment w:id='1' w:author='mkkommentator' w:initials='mkini'>"
        + _paragraph(_run("mkkommentar"))
        + "</w:comment>"
    )
    return zipped({
        "[Content_Types].xml": types + "</Types>",
        "_rels/.rels": _relations(("rId1", "officeDocument", "word/document.xml", "")),
        "word/document.xml": _part("document", f"<w:body>{_BODY}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", "styles", "styles.xml", ""), ("rId2", "settings", "settings.xml", ""),
            ("rId10", "header", "header1.xml", ""), ("rId11", "footer", "footer1.xml", ""),
            ("rId12", "footnotes", "footnotes.xml", ""), ("rId13", "endnotes", "endnotes.xml", ""),
            ("rId14", "comments", "comments.xml", ""), ("rId20", "aFChunk", "afchunk.html", ""),
            ("rId21", "image", "http://tracker.example/mkfjernbillede.png", ' TargetMode="External"'),
            ("rId22", "hyperlink", "mailto:mkmailto@example.dk", ' TargetMode="External"'),
        ),
        "word/_rels/settings.xml.rels": _relations(
            ("rId1", "attachedTemplate", "file:///H:/mkskabelonsti.dotm", ' TargetMode="External"')
        ),
        "word/styles.xml": _part(
            "styles",
            "<w:style w:type='paragraph' w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
            "<w:style w:type='paragraph' w:styleId='Skjult'><w:name w:val='Skjult'/>"
            "<w:rPr><w:vanish/></w:rPr></w:style>",
        ),
        "word/settings.xml": _part(
            "settings",
            "<w:mailMerge><w:connectString w:val='Data Source=mkflettekilde'/><w:query w:val='SELECT * "
            "FROM mkfletteforesp'/></w:mailMerge>"
            "<w:docVars><w:docVar w:name='mkvariabelnavn' w:val='mkvariabelvaerdi'/></w:docVars>",
        ),
        "word/header1.xml": _part("hdr", _paragraph(_run("mksidehoved"))),
        "word/footer1.xml": _part("ftr", _paragraph(_run("mksidefod"))),
        "word/footnotes.xml": _part("footnotes", note),
        "word/endnotes.xml": _part("endnotes", note.replace("footnote", "endnote").replace("mkfodnote", "mkslutnote")),
        "word/comments.xml": _part("comments", comment),
        "word/commentsExtended.xml": "<c><e>mkkommentarudvidet</e></c>",
        "word/people.xml": '<p><person author="mkperson" userId="mkperson@example.dk"/></p>',
        "word/glossary/document.xml": _part("glossaryDocument", _paragraph(_run("mkbyggeblok"))),
        "word/afchunk.html": "<html><body>mkaltchunk</body></html>",
        "word/diagrams/data1.xml": "<d><t>mksmartart</t></d>",
        "word/charts/chart1.xml": "<c><v>mkdiagramcache</v></c>",
        "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0mkole",
        "word/ukendt.xml": '<x><ny>mkukendtkanal</ny><y note="en mkattribut her"/></x>',
        "customXml/item1.xml": '<sag><nr>mkcustomxml</nr><b v="mkcustomattr"/></sag>',
        "docProps/core.xml": "<cp><creator>mkforfatter</creator><title>mktitel</title></cp>",
        "docProps/app.xml": "<p><Company>mkfirma</Company><Manager>mkchef</Manager></p>",
        "docProps/custom.xml": '<p><property name="mkegenskab"><v>mkegenvaerdi</v></property></p>',
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0 mkminiature",
    })  # fmt: skip
