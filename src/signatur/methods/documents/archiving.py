"""Documents in the form in which they can be kept for good: PDF/A.

Pictures are put on pages, office files go through LibreOffice where it is installed, and a PDF stays
as it is, with what it says of itself.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.legacy import safe_profile
from signatur.methods.documents.programs import LIBREOFFICE

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD: Final = "a-2b"
_OFFICE: Final[Mapping[str, str]] = {
    "doc": "writer", "docx": "writer", "odt": "writer", "rtf": "writer",
    "xls": "calc", "xlsx": "calc", "ods": "calc",
    "ppt": "impress", "pptx": "impress", "odp": "impress",
}  # fmt: skip
_PICTURES: Final = frozenset({"PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP"})
# A page of A4 at 300 dots an inch; larger pictures are made smaller.
_MOST_PIXELS: Final = (2480, 3508)
_LARGEST_PICTURE: Final = 80_000_000
_MOST_FRAMES: Final = 200
_PATIENCE_SECONDS: Final = 60
_NAMESPACE: Final = "http://www.aiim.org/pdfa/ns/id/"


def pdf_a_level(content: bytes) -> str:
    """Return what a PDF says it is, such as `2B`; empty where it does not say that it is PDF/A, or is locked."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
            part = metadata.get(f"{{{_NAMESPACE}}}part", "")
            return f"{part}{metadata.get(f'{{{_NAMESPACE}}}conformance', '')}" if part else ""
    except Exception:  # noqa: BLE001 (a sender's file may be locked or broken in any way, and is then none)
        return ""


def office_to_pdf(content: bytes, ending: str) -> bytes | None:
    """Return an office file as PDF/A; None where LibreOffice is missing or cannot open it."""
    module = _OFFICE.get(ending.lower())
    program = LIBREOFFICE.path()
    if module is None or program is None:
        return None
    wish = '{"SelectPdfVersion":{"type":"long","value":"2"}}'
    with tempfile.TemporaryDirectory(prefix="signatur-") as name:
        folder = Path(name)
        source = folder / f"original.{ending.lower()}"
        source.write_bytes(content)
        command = (
            program, "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={safe_profile(folder).as_uri()}",
            "--convert-to", f"pdf:{module}_pdf_Export:{wish}",
            "--outdir", str(folder / "converted"), str(source),
        )  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 (a program found by name, fixed arguments)
                command, stdin=subprocess.DEVNULL, capture_output=True,
                timeout=_PATIENCE_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
        made = folder / "converted" / "original.pdf"
        return made.read_bytes() if made.exists() else None


def pictures_of(content: bytes) -> list[bytes]:
    """Return the pages of a picture as plain PNG; none where it is no picture that can be shown."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    pages = []
    try:
        with Image.open(io.BytesIO(content), formats=sorted(_PICTURES)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number >= _MOST_FRAMES or frame.width * frame.height > _LARGEST_PICTURE:
                    return []
                shown = frame.convert("RGB")
                shown.thumbnail(_MOST_PIXELS)
                written = io.BytesIO()
                shown.save(written, "PNG")
                pages.append(written.getvalue())
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return []
    return pages


def typeset(source: str, data: str, files: Mapping[str, bytes]) -> bytes:
    """Return a typeset document as PDF/A. `data` is JSON that the source reads as `sys.inputs.data`.

    Raises RuntimeError when it cannot be typeset, such as for signs that no font holds.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="signatur-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        for file, content in files.items():
            (folder / file).write_bytes(content)
        made = typst.compile(
            folder / "main.typ",
            root=folder,
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=STANDARD,
        )
    assert isinstance(made, bytes), "a PDF is one file"
    return made
