"""Laying out whole files: scans, pictures, damage, limits; nothing is raised, all that can be read is."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from signatur.methods.documents import ChildPool, Content, ProblemCode, Recogniser
from signatur.methods.documents.laid_out import LIMITS, LaidOut, Origin, boxes_of, lay_out
from signatur.methods.documents.laid_out.laying import PDF
from signatur.methods.documents.laid_out.page import PageText
from signatur.methods.documents.laid_out.pages import SWEPT
from signatur.methods.documents.laid_out.sheaf import Sheaf
from signatur.methods.documents.schema import Problem
from signatur.methods.documents.task import PageCount
from tests.corpus.documents.letters import NOTE
from tests.corpus.documents.pdfs import _scan_pdf, saved, shown, text_pdf
from tests.corpus.documents.scanning import scan

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.documents import Limits
    from signatur.methods.documents.task import Finding, Task

_LETTER = "Kære Åse Prøve\nVi har modtaget ansøgningen om støtte\ntil bolig på Ålykkevej 12"


def _laid(
    data: bytes, pool: ChildPool, scratch: Path, *, reads: bool = False, limits: Limits = LIMITS
) -> LaidOut:
    laid = lay_out(
        Content.from_bytes(data), recogniser=Recogniser() if reads else None, pool=pool,
        scratch=scratch, limits=limits,
    )  # fmt: skip
    assert len(laid.boxes) == len(laid.text)
    return laid


def _codes(laid: LaidOut) -> list[ProblemCode]:
    return [problem.code for problem in laid.problems]


def _text_of(laid: LaidOut, origin: Origin) -> str:
    return "".join(laid.text[s.start : s.end] for s in laid.stretches if s.origin is origin)


@pytest.mark.outside("tesseract")
@pytest.mark.parametrize("degrees", [0, 90, 270, 4])
def test_words_of_a_scan_stand_where_they_are_read_however_it_lies(
    degrees: int, pool: ChildPool, tmp_path: Path
) -> None:
    image = scan(turned_deg=degrees)
    laid = _laid(_scan_pdf(image), pool, tmp_path, reads=True)
    at = laid.text.index("Byggesagsafdelingen")

    ((_, boxes),) = boxes_of(laid, at, at + len("Byggesagsafdelingen"))

    assert "Jeg søger om tilladelse" in _text_of(laid, Origin.RECOGNISED)
    across = image.width / laid.pages[0].width
    covered = image.copy()
    for box in boxes:
        left, top = round(box.left * across), round(box.top * across)
        covered.paste(255, (left, top, round(box.right * across), round(box.bottom * across)))
    ink_before = sum(image.point(lambda grey: grey < 128).histogram()[1:])
    ink_gone = ink_before - sum(covered.point(lambda grey: grey < 128).histogram()[1:])
    letters = sum(not letter.isspace() for letter in NOTE)
    assert 0.5 < ink_gone / ink_before / (len("Byggesagsafdelingen") / letters) < 2.2


@pytest.mark.outside("tesseract")
def test_a_good_layer_of_the_scanner_is_kept_and_a_wrong_one_is_not_believed(
    pool: ChildPool, tmp_path: Path
) -> None:
    good = _laid(_scan_pdf(scan(), shown(NOTE, top=160, mode=3)), pool, tmp_path, reads=True)
    wrong = _laid(
        _scan_pdf(scan(), shown("Noget helt andet staar her\n" * 4, top=160, mode=3)),
        pool, tmp_path, reads=True,
    )  # fmt: skip

    assert good.text.count("Byggesagsafdelingen") == 1
    assert "Byggesagsafdelingen" in _text_of(good, Origin.RECOGNISED)
    assert "Byggesagsafdelingen" in _text_of(wrong, Origin.RECOGNISED)
    assert "Noget helt andet" in _text_of(wrong, Origin.UNSEEN)


@pytest.mark.outside("tesseract")
def test_words_in_a_picture_beside_text_are_read_as_well(pool: ChildPool, tmp_path: Path) -> None:
    picture = scan(text="Bente Prøvesen\nGartnervej 4").crop((0, 60, 420, 220))
    pdf = pikepdf.open(io.BytesIO(_scan_pdf(picture)))
    page = pdf.pages[0]
    page.MediaBox = Array([0, 0, 595, 842])
    page.Contents = Stream(pdf, b"q 151 0 0 58 60 300 cm /Im0 Do Q " + shown(_LETTER))

    laid = _laid(saved(pdf), pool, tmp_path, reads=True)

    assert "Bente Prøvesen" in _text_of(laid, Origin.RECOGNISED)
    assert "Kære Åse Prøve" in _text_of(laid, Origin.TEXT_LAYER)
    at = laid.text.index("Bente")
    ((_, (box,)),) = boxes_of(laid, at, at + 5)
    assert 60 < box.left < box.right < 130
    assert 842 - 358 < box.top < box.bottom < 842 - 300


@pytest.mark.outside("tesseract")
def test_a_font_that_draws_other_letters_than_it_tells_is_found_out(
    pool: ChildPool, tmp_path: Path
) -> None:
    text = "Klageren hedder Jens Prøvesen Olsen\nog bor på Gartnervej nummer fire"
    pdf = text_pdf(text, text)
    shift = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <75> <0045> endbfrange"
    for page in pdf.pages:
        page.Resources.Font.F1.ToUnicode = Stream(pdf, shift)

    laid = _laid(saved(pdf), pool, tmp_path, reads=True)

    assert _text_of(laid, Origin.RECOGNISED).count("Prøvesen") == 2
    assert "Prøvesen" not in _text_of(laid, Origin.TEXT_LAYER)
    assert laid.pages[0].confidence < 0.6


def test_without_recognition_a_scan_is_told_to_be_unread(pool: ChildPool, tmp_path: Path) -> None:
    laid = _laid(_scan_pdf(scan()), pool, tmp_path)

    assert _codes(laid) == [ProblemCode.UNREADABLE_SCAN]
    assert laid.pages[0].confidence < 0.5
    assert laid.pages[0].pictures


@pytest.mark.outside("tesseract")
def test_a_picture_file_has_a_page_for_each_picture_and_tells_its_properties(
    pool: ChildPool, tmp_path: Path
) -> None:
    pages = [scan(text="Den første side").convert("1"), scan(text="Den anden side").convert("1")]
    exif = Image.Exif()
    exif[0x013B] = "Fotograf Proeve"
    written = io.BytesIO()
    pages[0].save(
        written, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200), exif=exif
    )

    laid = _laid(written.getvalue(), pool, tmp_path, reads=True)

    assert laid.media_type == "image/tiff"
    assert laid.page_count == 2
    assert "anden" in laid.text[laid.pages[1].start : laid.pages[1].end]
    assert abs(laid.pages[0].width - pages[0].width * 72 / 200) < 1
    assert "Fotograf Proeve" in _text_of(laid, Origin.PROPERTY)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_pictures_of_every_usual_kind_can_be_looked_at(
    kind: str, pool: ChildPool, tmp_path: Path
) -> None:
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(written, kind)

    laid = _laid(written.getvalue(), pool, tmp_path)

    assert laid.view is not None
    assert (laid.page_count, _codes(laid)) == (1, [])


def test_what_is_no_document_is_a_problem_with_a_code(pool: ChildPool, tmp_path: Path) -> None:
    locked = saved(text_pdf(_LETTER), encryption=pikepdf.Encryption(owner="e", user="b", R=4))

    found = {
        name: _codes(_laid(data, pool, tmp_path))
        for name, data in {
            "empty": b"", "locked": locked, "name only": b"%PDF-1.7\nnothing",
            "cut picture": b"\x89PNG\r\n\x1a\n\0\0",
        }.items()
    }  # fmt: skip

    assert found["empty"] == [ProblemCode.EMPTY]
    assert found["locked"] == [ProblemCode.ENCRYPTED]
    assert ProblemCode.DAMAGED in found["name only"]
    assert found["cut picture"]


def test_a_file_without_a_password_for_reading_is_read(pool: ChildPool, tmp_path: Path) -> None:
    data = saved(text_pdf(_LETTER), encryption=pikepdf.Encryption(owner="e", user="", R=6))

    laid = _laid(data, pool, tmp_path)

    assert "Åse Prøve" in laid.text


def test_a_file_that_was_cut_gives_its_pages_and_says_so(pool: ChildPool, tmp_path: Path) -> None:
    data = saved(text_pdf(_LETTER, "Side to"))

    laid = _laid(data[: data.rindex(b"startxref")], pool, tmp_path)

    assert "Åse Prøve" in laid.text
    assert _codes(laid) == [ProblemCode.DAMAGED]


def test_a_tree_of_pages_that_leads_to_itself_comes_to_an_end(
    pool: ChildPool, tmp_path: Path
) -> None:
    pdf = text_pdf(_LETTER)
    tree = pdf.Root.Pages
    data = saved(pdf)
    number = f"{tree.objgen[0]} 0 R".encode()
    looped = data.replace(b"/Kids [ ", b"/Kids [ " + number + b" ")

    laid = _laid(looped, pool, tmp_path)

    assert laid.text.count("Åse Prøve") <= 1


def test_pages_beyond_the_limit_are_left_and_told(pool: ChildPool, tmp_path: Path) -> None:
    data = saved(text_pdf(*(f"Side nummer {n}" for n in range(1, 6))))

    laid = _laid(data, pool, tmp_path, limits=replace(LIMITS, pages=3))

    assert laid.page_count == 3
    assert "nummer 4" not in laid.text
    assert _codes(laid) == [ProblemCode.TOO_LARGE]


def test_time_that_is_up_leaves_what_was_done(pool: ChildPool, tmp_path: Path) -> None:
    data = saved(text_pdf(*(f"Side nummer {n}" for n in range(1, 400))))

    laid = _laid(data, pool, tmp_path, limits=replace(LIMITS, seconds=0.5))

    assert ProblemCode.TIMED_OUT in _codes(laid)
    assert len(laid.pages) < 399


def test_a_form_object_that_draws_itself_is_no_trap(pool: ChildPool, tmp_path: Path) -> None:
    pdf = text_pdf(_LETTER)
    form = pdf.make_indirect(Stream(
        pdf, b"/Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]),
    ))  # fmt: skip
    form.Resources = Dictionary(XObject=Dictionary(Fm=form))
    pdf.pages[0].Resources.XObject = Dictionary(Fm=form)
    pdf.pages[0].contents_add(b"/Fm Do")

    laid = _laid(saved(pdf), pool, tmp_path)

    assert "Åse Prøve" in laid.text


def test_pages_that_a_lost_process_left_half_done_are_done_again(tmp_path: Path) -> None:
    sheaf = Sheaf(tmp_path)
    page = PageText.blank(100, 100)
    page.add_line_end()
    sheaf.begun()
    sheaf.add(page)
    with (tmp_path / "text").open("ab") as file:
        file.write(b"half a pa")
    with (tmp_path / "pages.jsonl").open("ab") as file:
        file.write(b'{"characters": 9')

    assert sheaf.begun() == 1
    sheaf.add(page)
    assert sheaf.bound().text == "\n\n"


class _FirstDies(ChildPool):
    """Stands for a process that native code takes down on the first page."""

    def __init__(self, pool: ChildPool) -> None:
        self.pool = pool
        self.deaths = 1

    def read(self, task: Task) -> tuple[list[Finding], float]:
        if self.deaths:
            self.deaths -= 1
            (task.scratch / SWEPT).touch()
            return [PageCount(2), Problem(ProblemCode.READER_FAILED, "the reader died (-11)")], 0.1
        return self.pool.read(task)


def test_a_page_that_takes_the_process_down_is_left_out_and_the_others_are_read(
    pool: ChildPool, tmp_path: Path
) -> None:
    data = saved(text_pdf("Den farlige side", "Den anden side"))

    laid = _laid(data, _FirstDies(pool), tmp_path)

    assert laid.page_count == 2
    assert laid.text.split() == ["Den", "anden", "side"]
    assert [(problem.code, problem.where) for problem in laid.problems] == [
        (ProblemCode.READER_FAILED, "page 1")
    ]


def test_without_a_folder_the_view_is_held_in_memory(pool: ChildPool) -> None:
    laid = lay_out(Content.from_bytes(saved(text_pdf(_LETTER))), recogniser=None, pool=pool)

    assert laid.media_type == PDF
    assert laid.view is not None
    assert laid.view.path is None
    assert laid.view.read(4) == b"%PDF"
