"""The bad files of `bad_input.py`, each written when it is its turn."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING

from tests.solutions.disclosure import bad_files as bad

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Write = Callable[[Path], None]

_HALF_GB = 500_000_000


def _of(data: Callable[[], bytes]) -> Write:
    return lambda path: path.write_bytes(data()) and None


def _sparse(head: bytes) -> Write:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(_HALF_GB)

    return write


def _large_member(path: Path) -> None:
    """Noise, so that the ratio is no bomb's."""
    block = random.Random(1).randbytes(4_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("brev.txt", bad.WORD)
        with archive.open("stor.bin", "w", force_zip64=True) as member:
            for _ in range(_HALF_GB // len(block)):
                member.write(block)


def _large_text(path: Path) -> None:
    line = f"Kommunen har skrevet til {bad.WORD} om sagen den 4. maj 2026.\n".encode()
    with path.open("wb") as file:
        for _ in range(_HALF_GB // (10_000 * len(line))):
            file.write(line * 10_000)


def _cut_everywhere(path: Path) -> None:
    """A folder of one PDF cut at 97 places, another at 40."""
    path.mkdir()
    for kind, data, pieces in (("hel", bad.good_pdf(), 97), ("mappe", bad.portfolio_pdf(), 40)):
        for number, part in bad.cut(data, pieces):
            (path / f"{kind}_{number:02d}.pdf").write_bytes(part)


def _mixed_case(path: Path) -> None:
    """A case as it comes: one letter in order behind each bad file."""
    path.mkdir()
    bads = {
        "laast.pdf": bad.locked_pdf("hemmelig"), "ring.pdf": bad.loop_pdf(), "tom.docx": b"",
        "laast.zip": bad.locked_zip(), "bombe.zip": bad.zip_bomb(300), "cut.msg": bad.outlook_mail()[:1800],
        "bombe.png": bad.png_bomb(),
    }  # fmt: skip
    for number, (name, data) in enumerate(bads.items()):
        (path / f"{number}0_{name}").write_bytes(data)
        (path / f"{number}1_brev.txt").write_text(f"{bad.WORD} skrev brev {number}.\n", "utf-8")


def _large_picture(path: Path) -> None:
    from PIL import Image

    Image.new("1", (30_000, 30_000), 1).save(path, "PNG")


def _in_body(data: bytes) -> Callable[[], bytes]:
    return lambda: bad.with_member(bad.docx(), "word/document.xml", lambda _: data)


FILES: Mapping[str, Write] = {
    "good.pdf": _of(bad.good_pdf),
    "user_password.pdf": _of(lambda: bad.locked_pdf("hemmelig")),
    "owner_password.pdf": _of(lambda: bad.locked_pdf("")),
    "page_tree_loop.pdf": _of(bad.loop_pdf),
    "outline_and_field_loop.pdf": _of(bad.outline_loop_pdf),
    "form_loop.pdf": _of(bad.form_loop_pdf),
    "form_bomb.pdf": _of(bad.form_bomb),
    "stream_bomb.pdf": _of(bad.object_stream_bomb),
    "objects_100_000.pdf": _of(lambda: bad.many_objects_pdf(100_000)),
    "numbers.pdf": _of(bad.numbers_pdf),
    "type3.pdf": _of(bad.type3_pdf),
    "broken_cff_font.pdf": _of(bad.broken_font_pdf),
    "noise_truetype_font.pdf": _of(bad.noise_font_pdf),
    "page_200_inches.pdf": _of(bad.huge_page_pdf),
    "page_2_000_000_points.pdf": _of(bad.wide_page_pdf),
    "xfa.pdf": _of(bad.xfa_pdf),
    "portfolio.pdf": _of(bad.portfolio_pdf),
    "signed.pdf": _of(bad.signed_pdf),
    "broken_jbig2.pdf": _of(lambda: bad.picture_pdf("JBIG2Decode", b"\0" * 300, 60_000, 60_000)),
    "broken_jpx.pdf": _of(lambda: bad.picture_pdf("JPXDecode", b"\0\0\0\x0cjP  " * 9, 900, 900)),
    "broken_fax.pdf": _of(lambda: bad.picture_pdf("CCITTFaxDecode", b"\x55" * 900, 30_000, 30_000)),
    "picture_30_000.pdf": _of(lambda: bad.large_picture_pdf(30_000)),
    "rtl.pdf": _of(lambda: bad.text_pdf(bad.RTL)),
    "zalgo.pdf": _of(lambda: bad.text_pdf(bad.ZALGO)),
    "cut_at_137_places": _cut_everywhere,
    "empty.pdf": _of(bytes),
    "zip_bomb.zip": _of(bad.zip_bomb),
    "nested_bomb.zip": _of(lambda: bad.zipped({"indre.zip": bad.zip_bomb(), "brev.txt": b"Brev."})),
    "nested_30.zip": _of(lambda: bad.nested_zip(30)),
    "holds_itself.zip": _of(bad.quine_zip),
    "spreading.zip": _of(bad.spreading_zip),
    "password.zip": _of(bad.locked_zip),
    "password_aes.zip": _of(bad.aes_zip),
    "entries_100_000.zip": _of(lambda: bad.crowded_zip(100_000)),
    "wrong_ending.docx": _of(bad.good_pdf),
    "password.docx": _of(bad.locked_docx),
    "broken_xml.docx": _of(
        lambda: bad.with_member(bad.docx(), "word/document.xml", lambda xml: xml[: len(xml) // 2])
    ),
    "swollen.docx": _of(_in_body(b"<w>" + b" " * 900_000_000)),
    "deep_xml.docx": _of(_in_body(b"<a>" * 3_000_000)),
    "entities.docx": _of(bad.entities_docx),
    "svg.docx": _of(bad.svg_docx),
    "rows_1_000_000.xlsx": _of(lambda: bad.big_workbook(1_000_000)),
    "parts_10_000.eml": _of(lambda: bad.eml(10_000)),
    "deep.eml": _of(lambda: bad.nested_eml(60)),
    "cut.msg": _of(lambda: bad.outlook_mail()[:1800]),
    "winmail.dat": _of(bad.winmail),
    "cut_winmail.dat": _of(lambda: (data := bad.winmail())[: len(data) // 2]),
    "bomb.tiff": _of(bad.tiff_bomb),
    "bomb.png": _of(bad.png_bomb),
    "picture_30_000.png": _large_picture,
    "cut.jpg": _of(lambda: (data := bad.picture("JPEG"))[: len(data) // 2]),
    "killed_reader.pdf": _of(lambda: bad.many_pages_pdf(2_000)),
    "one_bad_file_of_many": _mixed_case,
    "zeros_500_mb.pdf": _sparse(b""),
    "head_500_mb.pdf": _sparse(bad.good_pdf()),
    "zeros_500_mb.txt": _sparse(b"Brev "),
    "text_500_mb.txt": _large_text,
    "member_500_mb.zip": _large_member,
    "pages_1_000.pdf": _of(lambda: bad.many_pages_pdf(1_000)),
    "pages_10_000.pdf": _of(lambda: bad.many_pages_pdf(10_000)),
}
