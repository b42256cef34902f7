"""Hand bad files to the commands, one process each: what is told, in which time and memory.

PYTHONPATH=. python benchmarks/disclosure/bad_input.py [--only NAME …] [--missing] [--commands find …]

With `--missing` it goes on where it was stopped: files that are in the results already are left out. Ends
with 1 where a command ends with a traceback, hangs, takes too much, or says nothing.
"""

from __future__ import annotations

import argparse
import fcntl
import itertools
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure.bad_input_files import FILES
from benchmarks.disclosure.bad_input_run import Done, kill_reader, run
from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.i18n import reading_in
from signatur.solutions.disclosure.intake import trouble_of
from tests.solutions.disclosure import bad_files as bad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RESULT = Path(__file__).parent / "results" / "bad_input.json"
CPU_SECONDS = 600.0
CPU_SECONDS_PER_PAGE = 0.5
MEGABYTES = 3_000
_ENDS = {"find": (0,), "redact": (0, 1, 2), "verify": (0, 1, 2)}
_KILLED = "killed_reader"
_LOOKS_BEFORE = 20
_LONG = re.compile(r"pages_([\d_]+)\.pdf")
_MADE_LONG = {"text_500_mb.txt": 1_230, "rows_1_000_000.xlsx": 672, "killed_reader.pdf": 2_000}
"""Others with many pages, as `find` tells."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="parts of names")
    parser.add_argument("--commands", nargs="*", default=list(_ENDS))
    parser.add_argument("--missing", action="store_true")
    wish = parser.parse_args()
    faults = []
    for name, write in FILES.items():
        is_wanted = not wish.only or any(part in name for part in wish.only)
        if not is_wanted or (wish.missing and name in _known()):
            continue
        with tempfile.TemporaryDirectory() as folder:
            row = _row(Path(folder), name, write, wish.commands)
        _keep(row)
        faults += [f"{name}: {fault}" for fault in row["faults"]]
        print(json.dumps(row, ensure_ascii=False), flush=True)
    _keep()
    print(f"faults: {faults}")
    return int(bool(faults))


def _known() -> dict[str, dict[str, Any]]:
    if not RESULT.exists():
        return {}
    return {row["file"]: row for row in json.loads(RESULT.read_text("utf-8"))["rows"]}


def _keep(*new: dict[str, Any]) -> None:
    """Put rows into the results; several runs may do so at a time."""
    with RESULT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = _known()
        # Commands that were not run this time keep what they gave before.
        rows = before | {row["file"]: before.get(row["file"], {}) | row for row in new}
        told = [rows[name] for name in FILES if name in rows]
        RESULT.write_text(json.dumps(_told(told), indent=1, ensure_ascii=False) + "\n", "utf-8")
    RESULT.with_suffix(".lock").unlink(missing_ok=True)


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "question": "Bad files: does every one give a sentence, in bounded time and memory, while the others go on?",
        "limits": {
            "cpu_seconds": CPU_SECONDS,
            "cpu_seconds_per_page": CPU_SECONDS_PER_PAGE,
            "peak_mb": MEGABYTES,
        },
        "files": len(rows),
        "of_files": len(FILES),
        "faults": [f"{row['file']}: {fault}" for row in rows for fault in row["faults"]],
        "rest_went_on": sum(row["find"].get("rest_went_on", False) for row in rows),
        "most_peak_mb": max(
            row[command]["peak_mb"] for row in rows for command in _ENDS if command in row
        ),
        "sentences": {
            code: {language: _sentence(code, language) for language in ("da", "en")}
            for code in sorted({code for row in rows for code in row["find"].get("told", [])})
        },
        "rows": rows,
        "machine": machine("pikepdf", "pypdfium2", "Pillow"),
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """A case of one bad file and one in order behind it."""

    folder: Path
    file: Path
    words: Path


def _row(
    folder: Path, name: str, write: Callable[[Path], None], commands: list[str]
) -> dict[str, Any]:
    (folder / "case").mkdir()
    place = _Place(folder, folder / "case" / name, folder / "words.txt")
    write(place.file)
    (folder / "case" / "zz_good.txt").write_text(f"{bad.WORD} har skrevet.\n", "utf-8")
    place.words.write_text(bad.WORD + "\n", "utf-8")
    size = sum(path.stat().st_size for path in (place.file, *place.file.rglob("*")))
    row: dict[str, Any] = {"file": name, "bytes": size, "faults": []}
    # Find takes folders, the others take one file.
    for command in commands if place.file.is_file() else commands[:1]:
        row |= _measured(command, place, row["faults"])
    if (folder / "out.pdf").exists():
        row |= _measured("released", place, row["faults"])
    return row


def _measured(command: str, place: _Place, faults: list[str]) -> dict[str, Any]:
    words = ("--withhold", str(place.words))
    out = str(place.folder / "out.pdf")
    # Nobody waits for thousands of pages to be recognised here; that they were not is told.
    long = _LONG.fullmatch(place.file.name)
    made = _MADE_LONG.get(place.file.name, 0)
    pages = int(long.group(1)) if long is not None else made
    done = run(
        {
            "find": ("find", str(place.file.parent), "--json"),
            "redact": ("redact", str(place.file), *words, "--out", out),
            "verify": ("verify", str(place.file), *words, "--json"),
            "released": ("verify", out, *words, "--json"),
        }[command],
        environment={"PATH": "/nowhere"} if pages and command != "find" else None,
        meanwhile=_killer() if place.file.name.startswith(_KILLED) else lambda _processes: None,
    )
    told: dict[str, Any] = {
        "exit": done.exit, "cpu_seconds": done.cpu_s, "clock_seconds": done.clock_s,
        "peak_mb": done.peak_mb, "peak_mb_first_half": done.first_half_mb,
    }  # fmt: skip
    if pages and command != "find":
        told["recognition"] = False
    faults += [f"{command}: {fault}" for fault in _faults(command, done, pages)]
    if command == "released":
        told["clean"] = done.exit == 0
        faults += [] if done.exit == 0 else ["released: not clean"]
    elif command == "find" and done.exit == 0:
        told |= _found(done.out, faults)
        if place.file.name.startswith(_KILLED) and not told["told"]:
            faults.append("find: that the reader died is not told")
    elif command == "verify" and done.out.strip():
        leaks = json.loads(done.out)["leaks"]
        told["told"] = sorted({f"{leak['channel']}: {leak['where']}" for leak in leaks})[:6]
    else:
        told["told"] = [line for line in done.error.strip().splitlines() if line][:3]
    return {command: told}


def _killer() -> Callable[[list[int]], None]:
    """Ends the reader once, when it has had time to begin."""
    looks = itertools.count()
    is_done = False

    def kill(processes: list[int]) -> None:
        nonlocal is_done
        if not is_done and len(processes) > 1 and next(looks) >= _LOOKS_BEFORE:
            is_done = kill_reader(processes)

    return kill


def _found(out: str, faults: list[str]) -> dict[str, Any]:
    told = json.loads(out)
    last = [one for one in told if one["file"].endswith("zz_good.txt")]
    rest_went_on = bool(last) and bool(last[0]["findings"])
    if not rest_went_on:
        faults.append("find: the file after it was not read")
    mine = [one for one in told if one not in last]
    silent = [one["file"] for one in mine if not (one["problems"] or one["findings"])]
    # What stands beside a bad file in an archive may have nothing to find.
    if not mine or len(silent) == len(mine):
        faults.append("find: nothing is told")
    return {
        "rest_went_on": rest_went_on,
        "documents": len(mine),
        "without_word_or_problem": len(silent),
        "pages": sum(one["pages"] for one in mine),
        "findings": sum(len(one["findings"]) for one in mine),
        "told": sorted({problem["code"] for one in mine for problem in one["problems"]}),
    }


def _sentence(code: str, language: str) -> str:
    trouble = trouble_of(code)
    with reading_in(language):
        return f"{trouble.title}. {trouble.advice}"


def _faults(command: str, done: Done, pages: int) -> Iterator[str]:
    if "Traceback" in done.error or "Traceback" in done.out:
        yield "traceback"
    if done.exit not in _ENDS.get(command, (0, 1)):
        yield f"ends with {done.exit}"
    if done.exit == 2 and not done.error.strip():
        yield "no sentence"
    if done.peak_mb > MEGABYTES:
        yield f"{done.peak_mb} MB"
    if done.cpu_s > CPU_SECONDS + CPU_SECONDS_PER_PAGE * pages:
        yield f"{done.cpu_s} CPU seconds"


if __name__ == "__main__":
    sys.exit(main())
