"""Measure how many mails a second are taken in, from the mailbox to the suggestion; see the results.

Question: does intake keep up with a large authority's post, everything counted? Fetching from a real
IMAP server (Dovecot on the same machine), reading, storing the original durably, the rows, the audit,
the suggestion with its reasons, and where each mail lies – as `signatur mail-routing intake` does it.
Further, the same from a Maildir.

    python benchmarks/mail_routing/intake.py [--mails 2000] [--scale 1]

Data: invented mails without attachments from the demo's generator; the model is the demo's, trained in
the run. The limits, in the same run and on the same disk: how fast the same bytes can be written as one
file each and made durable, one after another and eight at a time. Wall-clock seconds count, since the
disk is waited for; CPU seconds of the command's process are given beside, and the server's are not ours.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surroundings import machine

from signatur.app import make_runtime
from signatur.demonstration import load_demo
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.mailbox import deliver
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
SEED = 11
UNTIL = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
ROUNDS = 3
MAIL_CHANNELS = (Channel.EMAIL, Channel.WEB_FORM, Channel.PHONE_NOTE)
DATA_FOLDER, DATABASE = "SIGNATUR_DATA_FOLDER", "SIGNATUR_DATABASE_URL"
PASSWORD = "SIGNATUR_MAIL_ROUTING_IMAP_PASSWORD"


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="signatur-bench-") as folder, ExitStack() as stack:
        os.environ[DATA_FOLDER] = folder  # noqa: TID251 (how an installation is set up)
        runtime = make_runtime()
        load_demo(runtime, scale=asked.scale, tell=lambda words: print(words, file=sys.stderr))
        runtime.close()
        mails = list(islice(_plain_mails(2 * ROUNDS * asked.mails), 2 * ROUNDS * asked.mails))
        shares = [mails[at :: 2 * ROUNDS] for at in range(2 * ROUNDS)]
        server = stack.enter_context(_server())
        rounds = [
            _round(server, Path(folder), shares[2 * number : 2 * number + 2], number)
            for number in range(ROUNDS)
        ]
        results = _results(asked, mails, rounds)
    path = HERE / "results" / "intake.json"
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=2000, help="mails in each of the rounds")
    parser.add_argument("--scale", type=float, default=1.0, help="how large the demo is")
    return parser.parse_args()


def _round(server: Any, folder: Path, shares: list[list[bytes]], number: int) -> dict[str, Any]:
    by_imap, by_maildir = shares
    name = f"Runde {number}"
    server.deliver(name, *by_imap)
    box = mailbox.Maildir(folder / name)
    for data in by_maildir:
        box.add(data)
    url = f"imap://{server.user}@127.0.0.1:{server.port}/{name.replace(' ', '%20')}"
    found = {
        "imap": _take_in(url, len(by_imap), {PASSWORD: server.password}),
        "maildir": _take_in(str(folder / name), len(by_maildir), {}),
        "disk": _disk(folder, by_imap),
    }
    print(json.dumps(found), file=sys.stderr)
    return found


def _take_in(source: str, expected: int, more: dict[str, str]) -> dict[str, float]:
    """Run the command; subtract nothing, so its start is counted too."""
    command = [sys.executable, "-m", "signatur", "mail-routing", "intake", source, "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        command,
        env={**os.environ, **more},  # noqa: TID251 (the child's environment)
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(done.stdout)
    assert told["new"] == expected, (told, done.stderr[-2000:])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"mails_per_second": expected / seconds, "cpu_ms_per_mail": 1000 * cpu / expected}


def _disk(folder: Path, mails: list[bytes]) -> dict[str, float]:
    """Write the same bytes as a file each, durably."""
    space = folder / "limit"
    space.mkdir(exist_ok=True)
    few = mails[: max(1, len(mails) // 4)]
    start = time.perf_counter()
    for number, data in enumerate(few):
        _write(space / f"a{number}", data)
    one_by_one = len(few) / (time.perf_counter() - start)
    start = time.perf_counter()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda at: _write(space / f"b{at}", mails[at]), range(len(mails))))
    together = len(mails) / (time.perf_counter() - start)
    return {"one_by_one": one_by_one, "eight_at_a_time": together}


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _server() -> Any:
    sys.path.insert(0, str(HERE.parent.parent))
    from tests.servers.dovecot import dovecot

    return dovecot()


def _plain_mails(count: int) -> Iterator[bytes]:
    for enquiry in invent(SEED, 3 * count, UNTIL):
        is_plain = not enquiry.attachments and enquiry.mishap is None
        if is_plain and enquiry.channel in MAIL_CHANNELS:
            yield deliver(enquiry).data


def _results(asked: Any, mails: list[bytes], rounds: list[dict[str, Any]]) -> dict[str, Any]:
    def spread(*path: str) -> dict[str, float]:
        values = []
        for one in rounds:
            value: Any = one
            for name in path:
                value = value[name]
            values.append(value)
        values.sort()
        middle = values[len(values) // 2]
        return {"value": round(middle, 1), "low": round(values[0], 1), "high": round(values[-1], 1)}

    return {
        "question": "How many mails a second are taken in, with storage, audit and suggestion?",
        "data": {
            "mails_each_round": asked.mails,
            "bytes_per_mail": round(sum(map(len, mails)) / len(mails)),
            "from": "signatur.solutions.mail_routing.demo",
            "seed": SEED,
            "demo_scale": asked.scale,
            "database": "postgresql" if os.environ.get(DATABASE) else "sqlite",  # noqa: TID251 (what was measured)
        },
        "machine": machine("imapclient", "sqlalchemy"),
        "rounds": ROUNDS,
        "limit": 50,
        "mails_per_second": {
            "imap": spread("imap", "mails_per_second"),
            "maildir": spread("maildir", "mails_per_second"),
        },
        "cpu_ms_per_mail": {
            "imap": spread("imap", "cpu_ms_per_mail"),
            "maildir": spread("maildir", "cpu_ms_per_mail"),
        },
        "disk_writes_per_second": {
            "one_by_one": spread("disk", "one_by_one"),
            "eight_at_a_time": spread("disk", "eight_at_a_time"),
        },
    }


if __name__ == "__main__":
    main()
