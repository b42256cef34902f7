"""Damage small files at random and take them through finding, rebuilding and checking.

    PYTHONPATH=. python benchmarks/disclosure/fuzz.py --seconds 60 --seed 1

No damaged file may end in anything but a document, problems, or a sentence; and a word that was found
and withheld must not be in the released file. Files that break this are kept, and the run ends with 1.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from signatur.kernel.errors import InputProblem  # noqa: E402 (the samples lie beside the package)
from signatur.methods.documents import Content  # noqa: E402
from signatur.methods.documents.laid_out import LIMITS, lay_out  # noqa: E402
from signatur.methods.documents.pool import ChildPool  # noqa: E402
from signatur.solutions.disclosure.model.finding import find_in_document  # noqa: E402
from signatur.solutions.disclosure.model.releasing import Wish, release  # noqa: E402
from signatur.solutions.disclosure.model.removing import Release, withheld_of  # noqa: E402
from signatur.solutions.disclosure.schema.finding import FindingKind  # noqa: E402
from tests.corpus.mutations import mutated  # noqa: E402
from tests.solutions.disclosure import bad_files as bad  # noqa: E402

LITTLE = replace(LIMITS, seconds=20.0, child_memory_bytes=2_000_000_000, pages=20)
SLOW_S = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=PROJECT / "var" / "fuzz")
    wish = parser.parse_args()
    rng = random.Random(wish.seed)
    samples = {
        "brev.pdf": bad.good_pdf(), "underskrift.pdf": bad.signed_pdf(), "mange.pdf": bad.many_pages_pdf(4),
        "mappe.pdf": bad.portfolio_pdf(), "formular.pdf": bad.xfa_pdf(), "brev.eml": bad.eml(2),
        "svar.eml": bad.nested_eml(2), "billede.png": bad.picture("PNG"), "ark.xlsx": bad.big_workbook(4),
        "brev.docx": bad.docx(),
    }  # fmt: skip
    outcomes: Counter[str] = Counter()
    faults = 0
    slowest = 0.0
    end = time.monotonic() + wish.seconds
    with ChildPool(size=1) as pool:
        while time.monotonic() < end:
            name = rng.choice(list(samples))
            data = mutated(samples[name], list(samples.values()), rng)
            begun = time.monotonic()
            outcome = _outcome(name, data, pool)
            seconds = time.monotonic() - begun
            slowest = max(slowest, seconds)
            outcomes[outcome.partition("\n")[0]] += 1
            if outcome.startswith("fault") or seconds > SLOW_S:
                faults += 1
                wish.keep.mkdir(parents=True, exist_ok=True)
                (wish.keep / f"{wish.seed}-{outcomes.total()}-{name}").write_bytes(data)
                print(f"{wish.seed}-{outcomes.total()}-{name}: {outcome}", file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        json.dumps(
            {
                "seed": wish.seed,
                "files": outcomes.total(),
                "faults": faults,
                "outcomes": outcomes,
                "slowest_seconds": round(slowest, 1),
                "peak_memory_mb": peak,
            },
            indent=1,
        )
    )
    return int(faults > 0)


def _outcome(name: str, data: bytes, pool: ChildPool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _through(name, data, pool, Path(folder))
        except InputProblem:
            return "a sentence"
        except Exception:  # noqa: BLE001 (what is looked for)
            return f"fault\n{traceback.format_exc()}"


def _through(name: str, data: bytes, pool: ChildPool, folder: Path) -> str:
    original = Content.from_bytes(data)
    laid = lay_out(original, limits=LITTLE, recogniser=None, name=name, pool=pool, scratch=folder)
    if not laid.pages:
        return "problems" if laid.problems else "fault: no page and no problem"
    found = find_in_document(laid, words=[bad.WORD])
    words = [one for one in found if one.kind is FindingKind.WORD]
    withheld = withheld_of(laid, words, lambda _finding: "§ 30, nr. 1")
    wish = Wish(
        original=original, laid=laid, withheld=withheld, words=(bad.WORD,),
        release=Release(title="-", dpi=72),
    )  # fmt: skip
    outcome = release(wish, folder / "out.pdf")
    if outcome.released is None:
        return "fault: refused " + str([leak.channel for leak in outcome.verdict.leaks])
    return "released, words withheld" if words else "released, no word found"


if __name__ == "__main__":
    sys.exit(main())
