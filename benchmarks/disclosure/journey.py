"""A case of 200 documents from upload to released bundle, in a browser by keyboard; the server is killed meanwhile.

PYTHONPATH=. python benchmarks/disclosure/journey.py [documents]

It needs Chromium. The demo is loaded into a folder of its own. In the middle of the review the server
is ended with SIGKILL and started again; what is decided is counted in the database before and after.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import sync_playwright

from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.web.operations import CHROMIUM
from signatur.solutions.disclosure.demo import papers
from signatur.solutions.disclosure.demo.inventing import invented_case
from tests.journeys.conftest import ARGUMENTS
from tests.journeys.places import DESKTOP, Desk, Place, environment_of
from tests.journeys.test_disclosure import (
    act,
    answer_doubts_and_duties,
    choose_the_rules,
    read_as_second,
    text_of,
)

if TYPE_CHECKING:
    from signatur.solutions.disclosure.demo.inventing import InventedCase

RESULT = Path(__file__).parent / "results" / "journey.json"
_DOCUMENTS = 200
_PORT = 8914
_PATIENCE_S = 1_200
_LONG_MS = 5_400_000


class Server:
    """Signatur on a folder, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = Place(f"http://127.0.0.1:{_PORT}", "")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *command: str) -> None:
        environment = environment_of(self.folder, SIGNATUR_PORT=str(_PORT))
        said = (self.folder / "said.txt").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "signatur", *command],
            env=environment, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            from urllib.error import URLError
            from urllib.request import urlopen

            try:
                with urlopen(f"{self.place.address}/health/ready", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.5)
        raise RuntimeError("it never answered")

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def decided(self) -> list[tuple[str, str, int]]:
        """Return every finding that is decided, with its state and version."""
        path = self.folder / "data" / "signatur.db"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            query = "select id, state, version from disclosure_finding where state in ('withheld', 'kept') order by id"
            return database.execute(query).fetchall()


def an_archive(case: InventedCase) -> bytes:
    """Return a case as a case system gives it out: half mail, then PDF, Word, scans, and one workbook."""
    files: list[tuple[str, bytes]] = [("Overblik.xlsx", papers.as_workbook(case))]
    for number, document in enumerate(case.documents[1:], start=2):
        earlier = case.documents[number - 2]
        name = f"{number:03d} {document.title}".replace("/", "-")
        match number % 20:
            case 1 | 5 | 9 | 13:
                files.append((f"{name}.pdf", papers.as_pdf(document)))
            case 3 | 11 | 17:
                files.append((f"{name}.docx", papers.as_word(document)))
            case 7:
                files.append((f"{name}.png", papers.as_scan(document)))
            case _:
                files.append((f"{name}.eml", papers.as_mail(document, earlier)))
    return papers.as_archive(files)


def review(desk: Desk, root: str, server: Server, pages: int) -> dict[str, Any]:
    """Look at every page by keyboard; half way the server is killed."""
    clicks, turns = [], []
    lost: dict[str, Any] = {}
    desk.go(f"{root}/videre")
    begun = time.perf_counter()
    while not desk.page.url.endswith(root):
        open_ones = desk.page.locator(".finding.is-proposed").count()
        while open_ones:
            key = "U" if open_ones > 4 else "u"
            start = time.perf_counter()
            act(desk, key)
            clicks.append(time.perf_counter() - start)
            open_ones = desk.page.locator(".finding.is-proposed").count()
        start = time.perf_counter()
        with desk.page.expect_navigation():
            desk.press("n")
        turns.append(time.perf_counter() - start)
        if not lost and len(turns) > pages // 2:
            lost = _killed(desk, server)
    return {
        "pages": len(turns),
        "decisions": len(clicks),
        "click_ms": _spread(clicks),
        "next_page_ms": _spread(turns),
        "seconds": round(time.perf_counter() - begun, 1),
        **lost,
    }


def _killed(desk: Desk, server: Server) -> dict[str, Any]:
    here = desk.page.url
    before = server.decided()
    server.kill()
    start = time.perf_counter()
    server.start("serve")
    after = server.decided()
    desk.page.goto(here)
    return {
        "decided_when_killed": len(before),
        "decisions_lost": len(set(before) - set(after)),
        "seconds_to_come_back": round(time.perf_counter() - start, 1),
    }


def _spread(seconds: list[float]) -> dict[str, int]:
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p95": 0.95, "most": 1.0}
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))])
        for name, share in at.items()
    }


def take_in(desk: Desk, archive: Path) -> tuple[str, dict[str, Any]]:
    page = desk.page
    desk.go("/aktindsigt/ny")
    page.fill("#anmodning", "Jeg beder om alt i sagen.")
    page.fill("#titel", "Aktindsigt i en stor sag")
    page.fill("#kontakt", "ansoeger@eksempel.dk")
    page.click('form[action="/aktindsigt/ny"] > button')
    page.wait_for_url("**/dokumenter")
    root = page.url.removesuffix("/dokumenter").removeprefix(desk.place.address)
    choose_the_rules(desk, root)
    desk.go(f"{root}/dokumenter")
    page.set_input_files("#filer", archive)
    begun = time.perf_counter()
    page.click("form.hand-in button")
    page.wait_for_selector("table.documents", timeout=_LONG_MS)
    page.wait_for_selector("#reading", state="detached", timeout=_LONG_MS)
    seconds = time.perf_counter() - begun
    shown = page.locator("table.documents td.number:nth-last-child(3)").all_inner_texts()
    pages = sum(int(one.split("/")[1]) for one in shown)
    return root, {
        "documents": len(shown),
        "pages": pages,
        "seconds": round(seconds, 1),
        "not_read": page.locator(".document-title .badge").count(),
    }


def released(anna: Desk, dorte: Desk, root: str) -> tuple[bytes, dict[str, Any]]:
    anna.go(f"{root}/udlevering")
    begun = time.perf_counter()
    anna.page.click(f"form[action='{root}/udlevering'] button")
    anna.page.wait_for_selector("[hx-trigger='every 2s']", state="detached", timeout=_LONG_MS)
    seconds = time.perf_counter() - begun
    dorte.page.on("dialog", lambda dialog: dialog.accept())
    dorte.go(f"{root}/udlevering")
    dorte.page.click("form[action$='/giv'] button")
    dorte.page.wait_for_selector(".release .badge-success")
    path = str(dorte.page.locator("a[href$='.zip']").first.get_attribute("href"))
    bundle = dorte.page.request.get(dorte.place.address + path, timeout=_LONG_MS).body()
    return bundle, {"seconds": round(seconds, 1), "mb": round(len(bundle) / 1e6, 1)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _DOCUMENTS
    case = invented_case(2026, theme="family", documents=count)
    folder = Path(tempfile.mkdtemp())
    archive = folder / "Fra ESDH.zip"
    archive.write_bytes(an_archive(case))
    server = Server(folder)
    server.start("demo", "--serve", "--scale", "0.05")
    try:
        found = _journey(server, case, archive)
    finally:
        server.kill()
        shutil.rmtree(folder)
    found |= {
        "load_after": [round(one, 1) for one in os.getloadavg()],
        "machine": machine("pikepdf", "pypdfium2", "Pillow", "playwright"),
    }
    RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def _journey(server: Server, case: InventedCase, archive: Path) -> dict[str, Any]:
    browser_path = next(path for name in CHROMIUM.executables if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)

        def desk_of(login: str) -> Desk:
            width, height = DESKTOP
            context = browser.new_context(viewport={"width": width, "height": height})
            context.set_default_timeout(120_000)
            desk = Desk(context.new_page(), server.place)
            desk.sign_in(login)
            return desk

        anna, bo, dorte = desk_of("anna"), desk_of("bo"), desk_of("dorte")
        root, reading = take_in(anna, archive)
        print(reading, flush=True)
        reviewed = review(anna, root, server, reading["pages"])
        print(reviewed, flush=True)
        answer_doubts_and_duties(anna, root)
        anna.go(f"{root}/kontrol")
        anna.page.click(f"form[action='{root}/kontrol'] button")
        read_as_second(bo, root)
        bundle, release = released(anna, dorte, root)
        text = text_of(bundle)
        browser.close()
    numbers = [one.cpr for one in case.persons if not one.is_employee]
    return {
        "question": "A case of 200 documents by keyboard in a browser, the server killed half way",
        "limits": {"decisions_lost": 0, "cpr_numbers_in_bundle": 0},
        "reading": reading,
        "review": reviewed,
        "release": release,
        "cpr_numbers_in_bundle": sum(one in text for one in numbers),
        "cpr_numbers_in_case": len(numbers),
    }


if __name__ == "__main__":
    main()
