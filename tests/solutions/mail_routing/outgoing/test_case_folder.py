"""The folder for a case system: PDF/A to read, the originals unchanged, metadata beside them."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest

from signatur.kernel import outbox
from signatur.methods.documents.archiving import pdf_a_level
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from tests.solutions.mail_routing.outgoing.sending import a_route, decided, leave, lines

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from tests.builders import World

CPR = "070761-4285"


def a_picture() -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGBA", (300, 200), (200, 30, 30, 128)).save(written, "PNG")
    return written.getvalue()


def a_pdf() -> bytes:
    import pikepdf

    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def a_letter() -> bytes:
    from docx import Document

    written = io.BytesIO()
    letter = Document()
    letter.add_paragraph("Ansøgning om tilladelse til overkørsel")
    letter.save(written)
    return written.getvalue()


def a_full_mail(text: str = f"Hej\n\nHullet ved Bakken. Mit cpr er {CPR}.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Mette Prøve <mette@example.dk>", "post@lindevang.example"
    mail["Subject"], mail["Date"] = "Hul i vejen", "Wed, 04 Mar 2026 09:00:00 +0100"
    mail.set_content(text)
    mail.add_attachment(a_picture(), maintype="image", subtype="png", filename="Mettes hul.png")
    mail.add_attachment(a_pdf(), maintype="application", subtype="pdf", filename="kort.pdf")
    return mail.as_bytes()


def folder_of(world: World) -> Path:
    with world.runtime.reading(world.system) as work:
        above = service.outbound_folder(work.runtime) / str(world.authority_id) / "sager"
    (folder,) = above.iterdir()
    return folder


def send(world: World, project: Project, mail: bytes) -> Path:
    a_route(world, project, RouteKind.CASE_FOLDER, folder="sager")
    decided(world, project, mail)
    leave(world)
    assert [one.problem for one in lines(world, project)] == [""]
    return folder_of(world)


def words_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_folder_holds_what_can_be_kept_for_good_and_what_came(
    world: World, project: Project
) -> None:
    mail = a_full_mail()
    folder = send(world, project, mail)

    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {
        "original.eml",
        "enquiry.pdf",
        "metadata.json",
        "metadata.xml",
        "attachments/01-original.png",
        "attachments/01-original.pdf",
        "attachments/02-original.pdf",
    }
    assert (folder / "original.eml").read_bytes() == mail
    assert (folder / "attachments/01-original.png").read_bytes() == a_picture()
    levels = {
        name: pdf_a_level((folder / name).read_bytes())
        for name in sorted(files)
        if name.endswith(".pdf")
    }
    assert levels == {
        "attachments/01-original.pdf": "2B",
        "attachments/02-original.pdf": "",
        "enquiry.pdf": "2B",
    }


def test_the_papers_show_the_enquiry_with_its_identifiers(world: World, project: Project) -> None:
    folder = send(world, project, a_full_mail())

    words = words_of((folder / "enquiry.pdf").read_bytes())
    for shown in ("Hul i vejen", "mette@example.dk", CPR, "Bakken", "05.01.08", "Mettes hul.png"):
        assert shown in words


def test_what_is_told_in_json_is_told_in_xml(world: World, project: Project) -> None:
    folder = send(world, project, a_full_mail())

    told = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    root = fromstring((folder / "metadata.xml").read_bytes())
    space = "{urn:signatur:case-folder:1}"
    assert told["format"] == root.findtext(f"{space}format") == "signatur.case-folder/1"
    assert told["target"]["subject"]["kle"] == root.findtext(
        f"{space}target/{space}subject/{space}kle"
    )
    assert told["parties"] == [{"kind": "Person", "number": CPR.replace("-", "")}]
    assert [one["file"] for one in told["files"]] == [one.text for one in root.iter(f"{space}file")]
    assert [one.get("note") for one in told["files"][2:]] == ["converted", "pdf_not_a"]


def test_signs_that_no_font_holds_do_not_stop_it(world: World, project: Project) -> None:
    folder = send(
        world, project, a_full_mail("Hej \U0001f6b2 og \ue000 og \u1e9e. Hullet ved Bakken.")
    )

    assert "Bakken" in words_of((folder / "enquiry.pdf").read_bytes())
    assert pdf_a_level((folder / "enquiry.pdf").read_bytes()) == "2B"


def test_a_repeat_leaves_the_folder_as_it_is(world: World, project: Project) -> None:
    folder = send(world, project, a_full_mail())
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with world.runtime.reading(world.system) as work:
        (line,) = lines(world, project)
        delivery = outbox.get(work, line.id)
        assert delivery is not None
        receipt = service.ROUTED[RouteKind.CASE_FOLDER].deliver(work, delivery)

    assert receipt["repeat"] is True
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.outside("soffice")
def test_office_files_become_pdf_a_where_libreoffice_is_installed(
    world: World, project: Project
) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Mette Prøve <mette@example.dk>", "Hul i vejen"
    mail.set_content("Se brevet.")
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    mail.add_attachment(a_letter(), maintype="application", subtype=kind, filename="brev.docx")
    folder = send(world, project, mail.as_bytes())

    made = (folder / "attachments" / "01-original.pdf").read_bytes()
    assert pdf_a_level(made) == "2B"
    assert "overkørsel" in words_of(made)
