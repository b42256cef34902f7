"""Damage files of every kind for as long as one likes, and look for a crash, a loss or a hang.

    python benchmarks/mail_routing/reading_fuzz.py --seconds 600 --seed 1

Every damaged file must give at least one enquiry whose original bytes are kept and whose hash is
theirs; memory must stay bounded. Files that break this are written to `--keep`, and the run ends
with 1. The seed names the run, so that it can be repeated.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from signatur.methods.documents import Limits  # noqa: E402 (the corpus lies beside the package)
from signatur.solutions.mail_routing.intake import EnquiryReader, Repeats  # noqa: E402
from signatur.solutions.mail_routing.schema import enquiry_as_line  # noqa: E402
from tests.corpus.documents import CORPUS as DOCUMENTS  # noqa: E402
from tests.corpus.enquiries import BAD_MAIL  # noqa: E402
from tests.corpus.messages import CORPUS as MESSAGES  # noqa: E402
from tests.corpus.mutations import mutated  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(
    in_memory_bytes=50_000,
    part_bytes=2_000_000,
    unpacked_bytes=4_000_000,
    text_characters=100_000,
    parts=50,
    seconds=10.0,
)
LARGEST_BYTES = 60_000
SLOW_S = 20.0
MOST_MEGABYTES = 500


def main() -> int:
    wish = _wish()
    found: Counter[str] = Counter()
    slowest = (0.0, "")
    faults = 0
    end = time.monotonic() + wish.seconds
    with tempfile.TemporaryDirectory() as folder, EnquiryReader(limits=LIMITS) as reader:
        for number, (name, data) in enumerate(_files(wish.seed)):
            if time.monotonic() > end:
                break
            start = time.monotonic()
            fault = _fault(reader, Path(folder) / name, data)
            seconds = time.monotonic() - start
            slowest = max(slowest, (seconds, name))
            fault = fault or (f"{seconds:.0f} seconds" if seconds > SLOW_S else "")
            found[name.rpartition(".")[2]] += 1
            if fault:
                faults += 1
                wish.keep.mkdir(parents=True, exist_ok=True)
                (wish.keep / f"{wish.seed}-{number}-{name}").write_bytes(data)
                print(f"{wish.seed}-{number}-{name}: {fault}", file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    summary = {
        "seed": wish.seed,
        "files": found.total(),
        "faults": faults,
        "peak_memory_mb": peak,
        "peak_memory_of_children_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        // 1024,
        "slowest": {"seconds": round(slowest[0], 2), "file": slowest[1]},
        "files_by_kind": dict(sorted(found.items())),
    }
    print(json.dumps(summary, indent=2))
    return int(faults > 0 or peak > MOST_MEGABYTES)


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=PROJECT / "var" / "fuzz")
    return parser.parse_args()


def _files(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged files without end, every kind of file as often as every other."""
    rng = random.Random(seed)
    whole = [(each.name, each.data) for each in (*DOCUMENTS, *MESSAGES, *BAD_MAIL)]
    whole = [(name, data) for name, data in whole if 0 < len(data) < LARGEST_BYTES]
    kinds: dict[str, list[tuple[str, bytes]]] = {}
    for name, data in whole:
        # Old Word files start LibreOffice, which takes seconds each time.
        if not name.endswith(".doc"):
            kinds.setdefault(name.rpartition(".")[2], []).append((name, data))
    everything = [data for _, data in whole]
    names = [name for name, _ in whole]
    while True:
        name, data = rng.choice(kinds[rng.choice(sorted(kinds))])
        # Now and then under the name of another kind, which sends it to another reader.
        shown = rng.choice(names) if rng.random() < 0.1 else name
        yield shown, mutated(data, everything, rng)


def _fault(reader: EnquiryReader, path: Path, data: bytes) -> str:
    """Read one file; return what is wrong with the outcome, empty when nothing is."""
    path.write_bytes(data)
    repeats = Repeats()
    read = 0
    try:
        for each in reader.read_path(path):
            read += 1
            json.loads(enquiry_as_line(repeats.mark(each.enquiry)))
            if hashlib.sha256(each.original.read()).hexdigest() != each.enquiry.source.sha256:
                return "the bytes that were kept have another hash"
            if any(problem.code == "reader_failed" for problem in each.enquiry.problems):
                details = {
                    one.detail for one in each.enquiry.problems if one.code == "reader_failed"
                }
                return f"a reader failed: {', '.join(sorted(details))}"
    except Exception as fault:  # noqa: BLE001 (that is what is looked for)
        return f"{type(fault).__name__}: {fault}"
    finally:
        path.unlink()
    return "" if read else "no enquiry"


if __name__ == "__main__":
    sys.exit(main())
