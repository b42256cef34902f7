"""Measure what is left after redaction: ours beside three other ways, on the same files, in one run.

    PYTHONPATH=. python benchmarks/disclosure/leaks.py --data ../shared/data/pdf --peers-python PYTHON

`--peers-python` names a Python in which PyMuPDF and pdf_oxide are installed (`requirements/bench.txt`). What
is left is counted by `verify`, whose own misses are measured first, on files that were not redacted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure.leaks_files import other_files
from benchmarks.mail_routing.surroundings import machine
from signatur.methods.documents import Content, Recogniser
from signatur.methods.documents.laid_out import lay_out
from signatur.solutions.disclosure.model.checking import Check, verify
from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.model.releasing import Wish, release
from signatur.solutions.disclosure.model.removing import (
    Release,
    find_in_bar_codes,
    withheld_of,
)
from tests.solutions.disclosure.removing.channels import CHANNELS, MARKERS, channels_pdf

RESULT = Path(__file__).parent / "results" / "leaks.json"
PEERS = ("black_box", "pymupdf_redact", "pymupdf_redact_scrub", "pdf_oxide_destructive")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--data", type=Path)
    asked.add_argument("--peers-python", default=sys.executable)
    asked.add_argument("--only", choices=("channels", "other_formats", "published"))
    wish = asked.parse_args()
    found: dict[str, Any] = {
        "question": "Redaction: what is left of a word that stands in every place of a file"
    }
    if wish.only and RESULT.exists():
        found = json.loads(RESULT.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if wish.only in {None, "channels"}:
            found["channels"] = _channels(folder, wish.peers_python)
        if wish.only in {None, "other_formats"}:
            found["other_formats"] = [_other(folder, *one) for one in other_files()]
        if wish.only in {None, "published"} and wish.data:
            found["published"] = [_published(file) for file in sorted(wish.data.glob("*.pdf"))]
    found["machine"] = machine("pikepdf", "pypdfium2", "pdfminer.six", "zxing-cpp")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _channels(folder: Path, python: str) -> list[dict[str, Any]]:
    source = folder / "channels.pdf"
    source.write_bytes(channels_pdf())
    words = folder / "words.json"
    words.write_text(json.dumps(list(MARKERS.values())), encoding="utf-8")
    rows = [_left("nothing done", source)]
    for method in PEERS:
        target = folder / f"{method}.pdf"
        script = str(Path(__file__).parent / "leaks_peers.py")
        done = subprocess.run(
            (python, script, method, str(source), str(target), str(words)),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not target.exists():
            rows.append({"method": method, "failed": done.stderr.strip().splitlines()[-1:]})
        else:
            rows.append(_left(method, target))
        print(rows[-1], flush=True)
    target = folder / "signatur.pdf"
    begun = time.perf_counter()
    outcome = _released(source, target, tuple(MARKERS.values()))
    row = _left("signatur", target) if target.exists() else {"method": "signatur", "refused": True}
    rows.append(
        row
        | {"seconds": round(time.perf_counter() - begun, 1), "leaks": len(outcome.verdict.leaks)}
    )
    return rows


def _released(source: Path, target: Path, words: tuple[str, ...]) -> Any:
    original = Content.from_path(source)
    recogniser = Recogniser()
    laid = lay_out(original, recogniser=recogniser, name=source.name)
    found = (*find_words(laid.text, words), *find_in_bar_codes(laid, words))
    withheld = withheld_of(laid, found, lambda _finding: "§ 30, nr. 1")
    return release(
        Wish(
            original=original,
            laid=laid,
            withheld=withheld,
            words=words,
            release=Release(),
            recogniser=recogniser,
        ),
        target,
    )


def _left(method: str, file: Path) -> dict[str, Any]:
    """Which markers are left, by `verify` with recognition."""
    verdict = verify(Content.from_path(file), MARKERS.values(), Check(recogniser=Recogniser()))
    words = {leak.word for leak in verdict.leaks}
    left = [name for name in CHANNELS if MARKERS[name] in words]
    return {
        "method": method,
        "left_of_33": len(left),
        "left": left,
        "pixels_left": MARKERS["pixels"] in words,
        "bytes": file.stat().st_size,
    }


def _other(folder: Path, name: str, data: bytes, words: tuple[str, ...]) -> dict[str, Any]:
    """A file of another format: each word is found before, and none after."""
    source, target = folder / name, folder / f"{name}.pdf"
    source.write_bytes(data)
    check = Check(recogniser=Recogniser())
    before = {leak.word for leak in verify(Content.from_path(source), words, check).leaks}
    row: dict[str, Any] = {"file": name, "words": len(words), "found_before": len(before)}
    try:
        outcome = _released(source, target, words)
    except Exception as problem:  # noqa: BLE001 (what failed is a figure here)
        return row | {"failed": type(problem).__name__}
    row |= {"released": outcome.released is not None, "leaks_after": len(outcome.verdict.leaks)}
    print(row, flush=True)
    return row


def _published(file: Path) -> dict[str, Any]:
    """A published file: what is found without knowing any word."""
    begun = time.perf_counter()
    verdict = verify(Content.from_path(file), ())
    return {
        "file": file.name,
        "leaks": sorted({leak.channel for leak in verdict.leaks}),
        "seconds": round(time.perf_counter() - begun, 2),
    }


if __name__ == "__main__":
    main()
