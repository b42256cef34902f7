"""From files, archives and mails to documents; what cannot be read is told, and the rest goes on."""

from __future__ import annotations

import email.message
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content
from signatur.solutions.disclosure.intake import (
    CASE_LIMITS,
    Category,
    DatedBy,
    Incoming,
    Source,
    guess_category,
    guess_date,
    read_case,
    with_decorations,
)
from signatur.solutions.disclosure.service.troubles import trouble_of

if TYPE_CHECKING:
    from pathlib import Path


def _read(tmp_path: Path, *sources: Source) -> tuple[Incoming, ...]:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return with_decorations(read_case(sources, limits=CASE_LIMITS, scratch=scratch))


def _upload(name: str, data: bytes) -> Source:
    return Source(name, content=Content.from_bytes(data))


def _zip(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return written.getvalue()


def _png(width: int = 60, height: int = 20, colour: str = "red") -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def _mail(subject: str, *, logo: bytes = b"", files: dict[str, bytes] | None = None) -> bytes:
    mail = email.message.EmailMessage()
    mail["From"] = "Anna Holm <anna@example.dk>"
    mail["To"] = "post@kommune.example"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 04 Mar 2024 10:12:00 +0100"
    mail["Message-ID"] = f"<{len(subject)}@example.dk>"
    mail.set_content("Hej kommune. Her er et brev om min sag.")
    mail.add_alternative('<p>Hej kommune.</p><img src="cid:logo">', subtype="html")
    if logo:
        html = mail.get_payload()[1]  # type: ignore[index]
        html.add_related(logo, "image", "png", cid="<logo>", filename="image001.png")  # type: ignore[union-attr]
    for name, data in (files or {}).items():
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return mail.as_bytes()


def _codes(document: Incoming) -> list[str]:
    return [problem.code for problem in document.problems]


def test_a_folder_gives_its_documents_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "sag"
    (folder / "breve").mkdir(parents=True)
    (folder / "breve" / "2024-03-04 Afgørelse om støtte.txt").write_text(
        "Afgørelse", encoding="utf-8"
    )
    (folder / "notat.txt").write_text("Telefonnotat 5. marts 2024", encoding="utf-8")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "~$notat.docx").write_bytes(b"x")

    documents = _read(tmp_path, Source("sag", path=folder))

    assert [(each.path, each.category, each.dated) for each in documents] == [
        ("sag/breve/2024-03-04 Afgørelse om støtte.txt", Category.DECISION, date(2024, 3, 4)),
        ("sag/notat.txt", Category.NOTE, date(2024, 3, 5)),
    ]


def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "sag"
    folder.mkdir()
    (tmp_path / "hemmeligt.txt").write_text("hemmeligt")
    (folder / "link.txt").symlink_to(tmp_path / "hemmeligt.txt")

    (document,) = _read(tmp_path, Source("sag", path=folder))

    assert (_codes(document), document.content) == (["link"], None)


def test_a_mail_comes_before_its_attachments(tmp_path: Path) -> None:
    inner = _mail("Indre mail")
    outer = _mail(
        "Klage", logo=_png(), files={"faktura 12.txt": b"Faktura", "videresendt.eml": inner}
    )

    documents = _read(tmp_path, _upload("klage.eml", outer))

    assert [(each.title, each.parent, each.category) for each in documents] == [
        ("Klage", "", Category.MAIL),
        ("image001", "klage.eml", Category.PICTURE),
        ("faktura 12", "klage.eml", Category.INVOICE),
        ("Indre mail", "klage.eml", Category.MAIL),
    ]
    assert documents[0].dated == date(2024, 3, 4)
    assert documents[0].dated_by is DatedBy.MAIL
    assert [each.is_decoration for each in documents] == [False, True, False, False]


def test_a_picture_that_comes_with_many_mails_is_decoration(tmp_path: Path) -> None:
    picture = _png(900, 600)
    mails = [
        _upload(f"{n}.eml", _mail(f"Mail nr. {'x' * n}", files={"foto.png": picture}))
        for n in range(3)
    ]

    documents = _read(tmp_path, *mails)

    assert [each.is_decoration for each in documents if each.media_type == "image/png"] == [
        True
    ] * 3
    alone = _read(tmp_path, mails[0])
    assert [each.is_decoration for each in alone] == [False, False]


@pytest.mark.parametrize("charset", ["cp850", "cp865", "utf-8"])
def test_danish_names_in_an_archive_come_out_right(tmp_path: Path, charset: str) -> None:
    name = "Børnesag/Ærø skøde på gård.txt"
    plain = "x" * len(name.encode(charset))
    raw = _zip(**{plain: b"Hej"}).replace(plain.encode(), name.encode(charset))

    (document,) = _read(tmp_path, _upload("sag.zip", raw))

    assert document.path == f"sag.zip/{name}"


def test_archives_in_archives_are_opened(tmp_path: Path) -> None:
    data = _zip(**{"ydre__indre.zip": _zip(**{"notat.txt": b"Notat"}), "brev.txt": b"Hej"})

    documents = _read(tmp_path, _upload("sag.zip", data))

    assert [each.path for each in documents] == [
        "sag.zip/ydre/indre.zip/notat.txt",
        "sag.zip/brev.txt",
    ]


def test_an_archive_that_leads_outside_is_kept_inside(tmp_path: Path) -> None:
    data = _zip(**{"..__..__ude.txt": b"Hej"})

    (document,) = _read(tmp_path, _upload("sag.zip", data))

    assert document.path == "sag.zip/ude.txt"
    assert _codes(document) == ["outside_path"]
    assert not (tmp_path / "ude.txt").exists()


def test_an_archive_with_a_password_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    raw = bytearray(_zip(**{"hemmelig.txt": b"Hej"}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1

    documents = _read(tmp_path, _upload("sag.zip", bytes(raw)), _upload("brev.txt", b"Hej"))

    assert [(each.path, _codes(each)) for each in documents] == [
        ("sag.zip/hemmelig.txt", ["encrypted"]),
        ("brev.txt", []),
    ]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    data = _zip(**{"stor.txt": b"\0" * 60_000_000})

    (document,) = _read(tmp_path, _upload("sag.zip", data))

    assert _codes(document) == ["zip_bomb"]


def test_an_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    data = b"Hej"
    for _ in range(20):
        data = _zip(**{"inde.zip": data})

    documents = _read(tmp_path, _upload("sag.zip", data))

    assert [_codes(each) for each in documents] == [["too_deep"]]


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("tom.pdf", b"", ["empty"]),
        ("ukendt.xyz", b"\0\1\2\3" * 40, ["unknown_format"]),
        ("brev.pdf", b"Det er bare tekst, og slet ingen PDF.", ["wrong_ending"]),
        ("halv.zip", _zip(**{"a.txt": b"Hej" * 900})[:60], ["damaged"]),
        ("billede.png", b"GIF89a" + b"\0" * 50, ["wrong_ending"]),
        ("låst.docx", None, ["encrypted"]),
    ],
    # An archive tells the time: what tests are called must not, or two processes collect different ones.
    ids=["empty", "unknown", "text", "half", "picture", "locked"],
)
def test_bad_input_is_a_problem_with_a_sentence(
    tmp_path: Path, name: str, data: bytes | None, codes: list[str]
) -> None:
    if data is None:
        from tests.corpus.messages.compound import Folder, compound_file

        data = compound_file(Folder(streams={"EncryptedPackage": b"x" * 5000}))
    documents = _read(tmp_path, _upload(name, data), _upload("god.txt", b"Hej borger"))

    told = [code for document in documents for code in _codes(document)]
    assert set(codes) <= set(told)
    assert documents[-1].path == "god.txt"
    assert documents[-1].problems == ()
    assert all(str(trouble_of(code).title) and str(trouble_of(code).advice) for code in told)


def test_two_files_with_one_name_have_two_paths(tmp_path: Path) -> None:
    documents = _read(tmp_path, _upload("brev.txt", b"Et"), _upload("Brev.txt", b"To"))

    assert [each.path for each in documents] == ["brev.txt", "Brev (2).txt"]


def test_a_mail_folder_gives_every_mail(tmp_path: Path) -> None:
    mbox = b"".join(
        b"From anna@example.dk Mon Mar  4 10:12:00 2024\n" + _mail(f"Mail {n}") + b"\n\n"
        for n in range(3)
    )

    documents = _read(tmp_path, _upload("arkiv.mbox", mbox))

    assert [each.title for each in documents] == ["Mail 0", "Mail 1", "Mail 2"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-04 Afgørelse.pdf", date(2024, 3, 4)),
        ("20240304_brev.docx", date(2024, 3, 4)),
        ("Brev af 4.3.24.pdf", date(2024, 3, 4)),
        ("Odder, den 4. marts 2024", date(2024, 3, 4)),
        ("04-03-2024 referat", date(2024, 3, 4)),
        ("sag 123456 bilag 7", None),
        ("010180-1234", None),
        ("31-02-2024", None),
    ],
)
def test_a_date_is_found_in_a_name(text: str, day: date | None) -> None:
    assert guess_date(text) == day


@pytest.mark.parametrize(
    ("name", "lines", "category"),
    [
        ("Mødereferat 12.docx", "", Category.MINUTES),
        ("dok1.docx", "Afgørelse om støtte efter § 41", Category.DECISION),
        ("scan0001.pdf", "", Category.OTHER),
        ("dok2.docx", "Kære Anna\nTak for dit brev", Category.LETTER),
        ("Partshøring.pdf", "", Category.HEARING),
        ("Ansøgningsskema.pdf", "", Category.FORM),
        ("Ansøgning om støtte.pdf", "", Category.APPLICATION),
        ("Børnefaglig undersøgelse.pdf", "", Category.REPORT),
        ("katalog.pdf", "", Category.OTHER),
    ],
)
def test_what_a_document_seems_to_be(name: str, lines: str, category: Category) -> None:
    assert guess_category(name, "application/pdf", lines)[0] is category


def test_a_message_inside_an_outlook_file_is_a_document_with_a_content(tmp_path: Path) -> None:
    from tests.methods.documents.laid_out.views.test_outlook_views import outlook_file

    outer, inner, _ = _read(tmp_path, _upload("brev.msg", outlook_file()))

    assert (inner.title, inner.parent, inner.media_type) == (
        "mkindre",
        "brev.msg",
        "message/rfc822",
    )
    assert outer.media_type == "application/vnd.ms-outlook"
    assert inner.content is not None
    assert b"mkindre" in inner.content.read()
