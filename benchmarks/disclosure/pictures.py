"""Measure how well codes, faces and signatures are seen in pictures, and what looking costs.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/pictures.py [SCIKIT_IMAGE.whl]`. Codes and
signatures are drawn from seeds on pages of invented text; no real signature was looked at. Faces are
drawn too; with the wheel of scikit-image at hand, its photograph of an astronaut (NASA, public domain)
and its 200 crops of 25 × 25 pixels (half of them faces) are looked at as well.
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter  # noqa: TID253 - a benchmark need not start fast

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from signatur.methods.documents.looking import Area, bar_codes, faces, signatures
from tests.methods.documents.looking.drawn import (
    code,
    face,
    logo,
    scanned,
    signature,
    table,
    text_page,
)

RESULT = Path(__file__).parent / "results" / "pictures.json"
_CODES = {
    "Code128": "010190-1234", "Code39": "0101901234", "EAN13": "5701234567899", "ITF": "0101901234",
    "PDF417": "CPR 010190-1234 TEST", "QRCode": "https://x.dk/?cpr=0101901234",
    "DataMatrix": "0101901234 TEST", "Aztec": "0101901234",
}  # fmt: skip
_PLACE = (200, 900)
_ROUNDS = 6


def main() -> None:
    found: dict[str, Any] = {
        "question": "Disclosure: are bar codes, faces and signatures in pictures seen, and is text left alone",
        "data": "drawn from seeds on pages of invented text at 150 dpi; see the module's first lines",
        "codes": _codes(),
        "signatures": _signatures(),
        "faces": _faces(),
        "false_on_text": _false(),
        "machine": machine("zxing-cpp", "opencv-python-headless", "pillow", "numpy"),
    }
    RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({key: found[key] for key in found if key != "machine"}, indent=1))


def _ways() -> dict[str, Any]:
    def low(picture: Image.Image) -> Image.Image:
        return Image.fromarray((np.asarray(picture, np.float32) * 0.25 + 150).astype(np.uint8))

    return {
        "plain": lambda made: made,
        "turned_90": lambda made: made.rotate(90, expand=True),
        "turned_7": lambda made: made.rotate(7, expand=True, fillcolor=255),
        "turned_33": lambda made: made.rotate(33, expand=True, fillcolor=255),
        "low_contrast": low,
        "inverted": lambda made: Image.fromarray(255 - np.asarray(made)),
        "scanned": lambda made: scanned(made, 1, noise=12, blur=0.8, angle=1.5),
        "blurred": lambda made: made.filter(ImageFilter.GaussianBlur(1.6)),
        "half_covered": _half_covered,
    }


def _half_covered(made: Image.Image) -> Image.Image:
    made = made.copy()
    made.paste(255, (made.width * 45 // 100, 0, made.width * 62 // 100, made.height))
    return made.filter(ImageFilter.GaussianBlur(0.8))


def _codes() -> dict[str, Any]:
    result: dict[str, Any] = {}
    for way, change in _ways().items():
        counts: Counter[str] = Counter()
        for symbology, text in _CODES.items():
            for scale in (2, 3, 4):
                page, _ = text_page(scale, bottom=700)
                made = change(code(text, symbology, scale))
                page.paste(made, _PLACE)
                area = Area(*_PLACE, _PLACE[0] + made.width, _PLACE[1] + made.height)
                hits = [one for one in bar_codes(page) if one.area.overlap(area)]
                counts["planted"] += 1
                counts["read"] += any(one.is_read and _fits(one.text, text) for one in hits)
                counts["seen"] += bool(hits)
        result[way] = dict(counts)
    return result


def _fits(read: str, text: str) -> bool:
    return read.lstrip("0") == text.lstrip("0") or read[:12] == text[:12]


def _signatures() -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for seed in range(60):
        page, boxes = text_page(seed, bottom=900)
        ink = (25, 35, 150) if seed % 3 == 0 else (20, 20, 30)
        size = ((280, 90), (200, 60), (360, 130))[seed % 3]
        made = signature(seed, size, ink)
        shown = page.convert("RGB")
        shown.paste(made, (150, 1000), made)
        area = Area(150, 1000, 150 + size[0], 1000 + size[1])
        words = [Area(*box) for box in boxes]
        for kind, picture in (("on_paper", shown), ("scanned", scanned(shown, seed))):
            found = signatures(picture, words)
            counts[f"{kind}_seen"] += any(one.area.overlap(area) for one in found)
            counts[f"{kind}_false"] += sum(not one.area.overlap(area) for one in found)
        counts["planted"] += 1
    return dict(counts)


def _faces() -> dict[str, Any]:
    result: dict[str, Any] = {
        "drawn": {"planted": 40, "seen": sum(bool(faces(face(seed))) for seed in range(40))}
    }
    pages = 0
    for seed in range(10):
        page, _ = text_page(seed, bottom=900)
        page.paste(face(seed, 220), (300, 1100))
        hits = faces(scanned(page, seed), strict=True)
        pages += any(one.area.overlap(Area(300, 1100, 520, 1320)) for one in hits)
    result["drawn_on_scanned_page"] = {"planted": 10, "seen": pages}
    if len(sys.argv) > 1:
        with zipfile.ZipFile(sys.argv[1]) as wheel:
            photo = Image.open(io.BytesIO(wheel.read("skimage/data/astronaut.png")))
            crops = np.load(io.BytesIO(wheel.read("skimage/data/lfw_subset.npy")))
        result["photograph_of_an_astronaut"] = _photograph(photo)
        result["crops_25_px"] = _crops(crops)
    return result


def _photograph(photo: Image.Image) -> dict[str, Any]:
    head = Area(160, 40, 300, 230)
    ways = {
        "as_is": photo,
        "mirrored": photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "a_third": photo.resize((170, 170)),
        "soft": photo.filter(ImageFilter.GaussianBlur(3)),
    }
    found = {}
    for way, picture in ways.items():
        hits = faces(picture)
        found[way] = {"faces": len(hits)}
    page, _ = text_page(1, bottom=900)
    page.paste(photo.convert("L"), (300, 1000))
    hits = faces(scanned(page, 1), strict=True)
    moved = Area(head.left + 300, head.top + 1000, head.right + 300, head.bottom + 1000)
    found["on_scanned_page"] = {
        "faces": len(hits), "on_the_head": sum(bool(one.area.overlap(moved)) for one in hits),
    }  # fmt: skip
    return found


def _crops(crops: Any) -> dict[str, int]:
    hits = []
    for crop in crops:
        picture = Image.fromarray((crop * 255).astype(np.uint8)).resize(
            (150, 150), Image.Resampling.BICUBIC
        )
        ground = Image.new("L", (230, 230), int(crop.mean() * 255))
        ground.paste(picture, (40, 40))
        hits.append(bool(faces(ground)))
    return {
        "faces": 100,
        "faces_seen": sum(hits[:100]),
        "others": 100,
        "others_taken_for_faces": sum(hits[100:]),
    }


def _false() -> dict[str, Any]:
    counts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for seed in range(24):
        page, boxes = text_page(seed, letters=(14, 18, 20, 26, 44, 70)[seed % 6])
        if seed % 2:
            page.paste(table(), (200, 1200))
            page.paste(logo(seed).convert("L"), (900, 20))
        for picture in (page, scanned(page, seed)):
            counts["pages"] += 1
            words = [Area(*box) for box in boxes]
            for what, look in (
                ("codes", bar_codes),
                ("strict_faces", lambda shown: faces(shown, strict=True)),
                ("signatures", lambda shown, words=words: signatures(shown, words)),
            ):
                started = time.perf_counter()
                counts[what] += len(look(picture))
                seconds[what] += time.perf_counter() - started  # type: ignore[assignment]
    return {
        **dict(counts),
        "ms_per_whole_page": {
            what: round(1000 * taken / counts["pages"]) for what, taken in seconds.items()
        },
    }


if __name__ == "__main__":
    main()
