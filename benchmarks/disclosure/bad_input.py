"""Hand bad files to the commands, one process each: what is told, in which time and memory.

PYTHONPATH=. python benchmarks/disclosure/bad_input.py [--only NAME …]

Ends with 1 where a command ends with a traceback, hangs, takes more memory than it may, or says nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from tests.solutions.disclosure import bad_files as bad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RESULT = Path(__file__).parent / "results" / "bad_input.json"
SECONDS = 600.0
MEGABYTES = 4_000
_COMMAND = (sys.executable, "-m", "signatur", "disclosure")
_ENDS = {"find": (0,), "redact": (0, 1, 2), "verify": (0, 1, 2)}


def _written(data: Callable[[], bytes]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data()) and None


def _sparse(head: bytes, size: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(size)

    return write


def _large_member(path: Path) -> None:
    """500 MB in a zip that hold nothing but noise repeated, so that the ratio is no bomb's."""
    import random
    import zipfile

    block = random.Random(1).randbytes(4_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("brev.txt", bad.WORD)
        with archive.open("stor.bin", "w", force_zip64=True) as member:
            for _ in range(125):
                member.write(block)


def _files() -> Iterator[tuple[str, Callable[[Path], None]]]:
    made: dict[str, Callable[[], bytes]] = {
        "good.pdf": bad.good_pdf,
        "user_password.pdf": lambda: bad.locked_pdf("hemmelig"),
        "owner_password.pdf": lambda: bad.locked_pdf(""),
        "loop.pdf": bad.loop_pdf,
        "stream_bomb.pdf": bad.object_stream_bomb,
        "form_bomb.pdf": bad.form_bomb,
        "numbers.pdf": bad.numbers_pdf,
        "type3.pdf": bad.type3_pdf,
        "broken_font.pdf": bad.broken_font_pdf,
        "page_200_inches.pdf": bad.huge_page_pdf,
        "page_2_000_000_points.pdf": bad.wide_page_pdf,
        "xfa.pdf": bad.xfa_pdf,
        "portfolio.pdf": bad.portfolio_pdf,
        "signed.pdf": bad.signed_pdf,
        "broken_jbig2.pdf": lambda: bad.picture_pdf("JBIG2Decode", b"\0" * 300, 60_000, 60_000),
        "broken_jpx.pdf": lambda: bad.picture_pdf("JPXDecode", b"\0\0\0\x0cjP  " * 9, 900, 900),
        "broken_fax.pdf": lambda: bad.picture_pdf("CCITTFaxDecode", b"\x55" * 900, 30_000, 30_000),
        "jpx.pdf": lambda: bad.picture_pdf("JPXDecode", bad.picture("JPEG2000"), 1200, 300),
        "rtl.pdf": lambda: bad.text_pdf(bad.RTL),
        "zalgo.pdf": lambda: bad.text_pdf(bad.ZALGO),
        "pages_10_000.pdf": lambda: bad.many_pages_pdf(10_000),
        "zip_bomb.zip": bad.zip_bomb,
        "nested.zip": lambda: bad.nested_zip(30),
        "spreading.zip": bad.spreading_zip,
        "locked.zip": bad.locked_zip,
        "locked_aes.zip": bad.aes_zip,
        "entries_100_000.zip": lambda: bad.crowded_zip(100_000),
        "empty.pdf": bytes,
        "wrong_ending.docx": bad.good_pdf,
        "locked.docx": bad.locked_docx,
        "broken_xml.docx": lambda: bad.with_member(
            bad.docx(), "word/document.xml", lambda xml: xml[: len(xml) // 2]
        ),
        "swollen.docx": lambda: bad.with_member(
            bad.docx(), "word/document.xml", lambda _: b"<w>" + b" " * 900_000_000
        ),
        "deep_xml.docx": lambda: bad.with_member(
            bad.docx(), "word/document.xml", lambda _: b"<a>" * 3_000_000
        ),
        "rows_1_000_000.xlsx": lambda: bad.big_workbook(1_000_000),
        "parts_10_000.eml": lambda: bad.eml(10_000),
        "deep.eml": lambda: bad.nested_eml(60),
        "bomb.tiff": bad.tiff_bomb,
        "bomb.png": bad.png_bomb,
        "cut.jpg": lambda: (data := bad.picture("JPEG"))[: len(data) // 2],
    }
    for name, data in made.items():
        yield name, _written(data)
    for number, data in bad.cut(bad.good_pdf()):
        yield f"cut_{number}.pdf", _written(lambda data=data: data)  # type: ignore[misc]
    yield "zeros_500_mb.pdf", _sparse(b"", 500_000_000)
    yield "head_500_mb.pdf", _sparse(bad.good_pdf(), 500_000_000)
    yield "text_500_mb.txt", _sparse(b"Brev ", 500_000_000)
    yield "member_500_mb.zip", _large_member


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--commands", nargs="*", default=["find", "redact", "verify"])
    wish = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for name, write in _files():
        if wish.only and not any(part in name for part in wish.only):
            continue
        with tempfile.TemporaryDirectory() as folder:
            row = _row(Path(folder), name, write, wish.commands)
        rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    faults = [row["file"] for row in rows if row["faults"]]
    if not wish.only:
        RESULT.write_text(json.dumps(_told(rows, faults), indent=1, ensure_ascii=False) + "\n")
    print(f"{len(rows)} files, faults: {faults}")
    return int(bool(faults))


def _told(rows: list[dict[str, Any]], faults: list[str]) -> dict[str, Any]:
    return {
        "question": "Bad files: does every one give a sentence, in bounded time and memory, while the others go on?",
        "limits": {"seconds": SECONDS, "peak_mb": MEGABYTES},
        "files": len(rows),
        "faults": faults,
        "rows": rows,
        "load_before": os.getloadavg(),
        "machine": machine("pikepdf", "pypdfium2", "Pillow"),
    }


def _row(
    folder: Path, name: str, write: Callable[[Path], None], commands: list[str]
) -> dict[str, Any]:
    (folder / "case").mkdir()
    file, other = folder / "case" / name, folder / "case" / "zz_good.txt"
    write(file)
    other.write_text(f"{bad.WORD} har skrevet.\n", "utf-8")
    words = folder / "words.txt"
    words.write_text(bad.WORD + "\n", "utf-8")
    arguments = {
        "find": ("find", str(folder / "case"), "--json"),
        "redact": ("redact", str(file), "--withhold", str(words), "--out", str(folder / "out.pdf")),
        "verify": ("verify", str(file), "--withhold", str(words), "--json"),
    }
    row: dict[str, Any] = {"file": name, "bytes": file.stat().st_size, "faults": []}
    for command in commands:
        done = _run(arguments[command])
        row[command] = {key: done[key] for key in ("exit", "seconds", "peak_mb")}
        row["faults"] += [f"{command}: {fault}" for fault in _faults(command, done)]
        if command == "find" and done["exit"] == 0:
            row[command] |= _found(done["out"], row["faults"])
        else:
            row[command]["told"] = (done["error"].strip() or done["out"].strip())[-300:]
    if (folder / "out.pdf").exists():
        done = _run(("verify", str(folder / "out.pdf"), "--withhold", str(words), "--json"))
        row["released_is_clean"] = done["exit"] == 0
        row["faults"] += [] if done["exit"] == 0 else ["verify: the released file is not clean"]
    return row


def _found(out: str, faults: list[str]) -> dict[str, Any]:
    told = json.loads(out)
    last = [one for one in told if one["file"].endswith("zz_good.txt")]
    if not last or not last[0]["findings"]:
        faults.append("find: the file after it was not read")
    mine = [one for one in told if one not in last]
    if not any(one["problems"] or one["findings"] for one in mine):
        faults.append("find: nothing is told")
    return {
        "documents": len(mine),
        "pages": sum(one["pages"] for one in mine),
        "findings": sum(len(one["findings"]) for one in mine),
        "told": sorted({
            f"{problem['code']}: {problem['sentence']}" for one in mine for problem in one["problems"]
        })[:6],
    }  # fmt: skip


def _faults(command: str, done: dict[str, Any]) -> Iterator[str]:
    if "Traceback" in done["error"] or "Traceback" in done["out"]:
        yield "traceback"
    if done["exit"] not in _ENDS[command]:
        yield f"ends with {done['exit']}"
    if done["exit"] == 2 and not done["error"].strip():
        yield "no sentence"
    if done["peak_mb"] > MEGABYTES:
        yield f"{done['peak_mb']} MB"


def _run(arguments: tuple[str, ...]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        begun = time.monotonic()
        process = subprocess.Popen(
            (*_COMMAND, *arguments), stdout=out, stderr=error, start_new_session=True,
            preexec_fn=_bounded,  # noqa: PLW1509 (no threads run in this process then)
        )  # fmt: skip
        peak = [0]
        watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watch.start()
        try:
            code: int | str = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            code = "hangs"
        watch.join()
        seconds = time.monotonic() - begun
        told = []
        for stream in (out, error):
            stream.seek(0)
            told.append(stream.read().decode("utf-8", "replace"))
    return {
        "exit": code, "seconds": round(seconds, 1), "peak_mb": peak[0], "out": told[0], "error": told[1],
    }  # fmt: skip


def _bounded() -> None:
    """A command that would take the whole machine ends by itself instead, as a fault."""
    resource.setrlimit(resource.RLIMIT_AS, (12_000_000_000, 12_000_000_000))


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """The most memory of the process and all that it started, ten times a second."""
    page_kb = resource.getpagesize() // 1024
    while process.poll() is None:
        pages = 0
        wanted = {process.pid}
        for status in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda p: int(p.parent.name)):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) in wanted or int(status.parent.name) in wanted:
                wanted.add(int(status.parent.name))
                pages += int(fields[21])
        peak[0] = max(peak[0], pages * page_kb // 1024)
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
