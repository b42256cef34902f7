"""Measure how many plain mails are read and understood a second on one core; see the results.

Question: does reading keep up with a large authority's post? What `signatur mail-routing read`
does is counted in full – mbox or Maildir, header, body split, language, identifiers, masking,
fingerprint, marking of repeats, one line of JSON – but for the start of the process. And does
suggesting keep up? `read_and_suggest` is what `signatur mail-routing suggest` does, in full too: a
verdict, the words that weighed, the most similar past enquiries, one line of JSON.

    python benchmarks/mail_routing/reading.py

Data: invented mails without attachments, from the demo's generator and a seed; the model is trained
in the run on invented enquiries of another seed. Peer, in the same
run and by turns with ours: the standard library's `email` with its modern policy, which only
parses, decodes and picks a body. Seconds are CPU seconds of one process.
"""

from __future__ import annotations

import email
import email.policy
import json
import mailbox
import platform
import resource
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.methods.classification import Example, Router, fit
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.mailbox import deliver
from signatur.solutions.mail_routing.demo.reading import read_past
from signatur.solutions.mail_routing.demo.styles import Channel
from signatur.solutions.mail_routing.intake import EnquiryReader, Repeats
from signatur.solutions.mail_routing.model import suggestion_for
from signatur.solutions.mail_routing.schema import enquiry_as_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
SEED = 7
MAILS = 3000
ROUNDS = 3
# Enquiries that the model learns from, as many as the demo has; and mails that it is asked about.
LEARNT, LEARNT_SEED = 3000, 2026
ASKED = 1000
MAIL_CHANNELS = (Channel.EMAIL, Channel.WEB_FORM, Channel.PHONE_NOTE)
UNTIL = datetime(2025, 11, 14, 12, 0, tzinfo=UTC)


def main() -> None:
    mails = list(islice(_plain_mails(), MAILS))
    with tempfile.TemporaryDirectory() as folder:
        box, maildir = _delivered(mails, Path(folder))
        asked = _delivered(mails[:ASKED], Path(folder) / "asked")[0]
        router = _trained()
        _suggest(asked, router)  # once, as libraries are loaded
        _read(box)  # the language model is loaded once, in the first enquiry of a process
        rounds = [
            {
                "mbox": _per_second(lambda: _read(box)),
                "maildir": _per_second(lambda: _read(maildir)),
                "read_and_suggest": _per_second(lambda: _suggest(asked, router)),
                "standard_library_parses_only": _per_second(lambda: _parse(mails)),
                "loop_seconds": _loop_seconds(),
            }
            for _ in range(ROUNDS)
        ]
        lines = [json.loads(line) for line in _lines(box)]
    results = {
        "question": "How many plain mails a second are read and understood on one core?",
        "data": {
            "mails": len(mails),
            "mails_suggested_for": ASKED,
            "learnt_from": LEARNT,
            "bytes_per_mail": round(sum(map(len, mails)) / len(mails)),
            "from": "signatur.solutions.mail_routing.demo",
            "seed": SEED,
            "identifiers_found": sum(len(line["identifiers"]) for line in lines),
            "repeats_marked": sum(bool(line["duplicates"]["same_as"]) for line in lines),
            "with_a_problem": sum(line["problem"] is not None for line in lines),
        },
        "machine": _machine(),
        "rounds": ROUNDS,
        "mails_per_second": {
            name: _spread([each[name] for each in rounds])
            for name in ("mbox", "maildir", "read_and_suggest", "standard_library_parses_only")
        },
        "loop_seconds": _spread([each["loop_seconds"] for each in rounds], digits=4),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    path = HERE / "results" / "reading.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


def _plain_mails() -> Iterator[bytes]:
    """Yield what lies in the inbox as a mail with nothing attached and nothing wrong."""
    for enquiry in invent(SEED, 4 * MAILS, UNTIL):
        is_plain = not enquiry.attachments and enquiry.mishap is None
        if is_plain and enquiry.channel in MAIL_CHANNELS:
            yield deliver(enquiry).data


def _delivered(mails: list[bytes], folder: Path) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    box = mailbox.mbox(folder / "post.mbox")
    maildir = mailbox.Maildir(folder / "Post")
    for data in mails:
        box.add(data)
        maildir.add(data)
    box.close()
    return folder / "post.mbox", folder / "Post"


def _lines(path: Path) -> Iterator[str]:
    """Do what the command does, without a process of its own."""
    repeats = Repeats()
    with EnquiryReader() as reader:
        for read in reader.read_paths([path]):
            yield enquiry_as_line(repeats.mark(read.enquiry))


def _read(path: Path) -> int:
    return sum(1 for _ in _lines(path))


def _trained() -> Router:
    """Learn from enquiries as they are read, and not from the mails that are measured on."""
    past = invent(LEARNT_SEED, LEARNT, UNTIL, mix=Mix(label_noise=0.01))
    arrived = read_past(list(past))
    return fit(
        [
            Example(one.read.enquiry.model_text, one.label, str(number))
            for number, one in enumerate(arrived)
        ]
    )


def _suggest(path: Path, router: Router) -> int:
    """Do what the command does, without a process of its own."""
    done = 0
    with EnquiryReader() as reader:
        for read in reader.read_paths([path]):
            json.dumps(suggestion_for(read.enquiry, router, 0.95), ensure_ascii=False)
            done += 1
    return done


def _parse(mails: list[bytes]) -> int:
    for data in mails:
        message = email.message_from_bytes(data, policy=email.policy.default)
        _ = [str(message[name]) for name in ("from", "to", "subject", "date", "message-id")]
        body = message.get_body(("plain", "html"))
        if body is not None:
            body.get_content()
    return len(mails)


def _per_second(work: Callable[[], int]) -> float:
    start = time.process_time()
    done = work()
    return done / (time.process_time() - start)


def _loop_seconds() -> float:
    """Sum a million squares: how fast this machine is, and how busy."""
    start = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number * number
    return time.process_time() - start


def _spread(values: list[float], digits: int = 1) -> dict[str, float]:
    """Return the median, the least and the most of the rounds."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return {"value": round(middle, digits), "low": round(low, digits), "high": round(high, digits)}


def _machine() -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
    )
    return {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "processor": platform.machine(),
        **{name: version(name) for name in ("numpy", "py3langid", "pydantic", "signatur")},
    }


if __name__ == "__main__":
    main()
