"""Measure laying out, finding and rebuilding pages of text: pages a second, KB a page, memory by pages.

A normal page has 2,400 letters (the Danish *normalside*) and a name on every second line; a dense one is
full to the edge, with a name on every line.

PYTHONPATH=. python benchmarks/disclosure/speed.py
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine

RESULT = Path(__file__).parent / "results" / "speed.json"
# Kind of page, and how many.
_RUNS = (("normal", 20), ("normal", 200), ("normal", 2_000), ("dense", 200))
_LINES = {"normal": 27, "dense": 48}
_NAMELESS = (
    "Kommunen har den {day}. maj truffet afgørelse om hegnet, og naboen har fået svar i sagen nu. "
)
_DPI = 150
_SENTENCE = (
    "Kommunen har den {day}. maj truffet afgørelse om Jens Hansen, og han har fået svar i sagen. "
)


def main() -> None:
    rows = []
    for kind, count in _RUNS:
        # A process of its own for each, so that the peak of memory is its own.
        done = subprocess.run(
            (sys.executable, __file__, "--one", kind, str(count)),
            capture_output=True,
            text=True,
            check=True,
        )
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(rows[-1], flush=True)
    found = {
        "question": "Redaction: how fast pages of text are laid out, searched and rebuilt, and in how much memory",
        "limits": {"pages_per_second_per_core": 5, "kb_per_page": 120},
        "dpi": _DPI,
        "load_after": [round(one, 1) for one in os.getloadavg()],
        "rows": rows,
        "machine": machine("pikepdf", "pypdfium2", "Pillow", "numpy"),
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _one(kind: str, count: int) -> dict[str, Any]:
    from signatur.methods.documents import Content
    from signatur.methods.documents.laid_out import lay_out
    from signatur.solutions.disclosure.model.finding import find_in_document
    from signatur.solutions.disclosure.model.removing import Release, rebuilt_file, withheld_of
    from signatur.solutions.disclosure.schema.finding import FindingKind
    from tests.solutions.disclosure.removing.papers import a_pdf

    named = {row for row in range(_LINES[kind]) if kind == "dense" or row % 2}
    lines = [
        (
            60.0,
            800.0 - 15 * row,
            (_SENTENCE if row in named else _NAMELESS).format(day=row % 28 + 1),
        )
        for row in range(_LINES[kind])
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(a_pdf(*[lines] * count))
        begun, cpu = time.perf_counter(), _cpu()
        original = Content.from_path(folder / "in.pdf")
        laid = lay_out(original, recogniser=None, scratch=folder)
        laid_s = _cpu() - cpu
        before = _cpu()
        # Everything is looked for, names and sensitive words included; the names are withheld.
        found = find_in_document(laid, words=["Jens Hansen"])
        names = [one for one in found if one.kind in {FindingKind.WORD, FindingKind.PERSON}]
        withheld = withheld_of(laid, names, lambda _finding: "§ 30, nr. 1")
        found_s = _cpu() - before
        before = _cpu()
        released = rebuilt_file(laid, withheld, folder / "out.pdf", Release(dpi=_DPI))
        rebuilt_s = _cpu() - before
        total = laid_s + found_s + rebuilt_s
    return {
        "page": kind,
        "pages": count,
        "letters_per_page": sum(len(text) for _x, _y, text in lines),
        "boxes": sum(len(page.burnt) for page in released.pages),
        "pages_per_cpu_second": round(count / total, 2),
        "pages_per_wall_second": round(count / (time.perf_counter() - begun), 2),
        "cpu_s": {
            "lay_out": round(laid_s, 2),
            "find": round(found_s, 2),
            "rebuild": round(rebuilt_s, 2),
        },
        "kb_per_page": round(released.size / count / 1000, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "peak_mb_of_children": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }


def _cpu() -> float:
    own, children = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(_one(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
