"""Where the journeys take place: a served demo, and a person's browser that notes every fault."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.demonstration import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import ConsoleMessage, Page, Response

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
DESKTOP, PHONE = (1366, 900), (390, 844)
_PATIENCE_SECONDS = 240
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@dataclass(frozen=True)
class Place:
    """A running Signatur: its address, and what it said when it started."""

    address: str
    said: str


def environment_of(folder: Path, **more: str) -> Mapping[str, str]:
    """Return the environment of a process whose installation lies in a folder."""
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("SIGNATUR_")},  # noqa: TID251 (a child's environment)
        "SIGNATUR_DATA_FOLDER": str(folder / "data"),
        **more,
    }


@contextmanager
def running(folder: Path, *command: str, **more: str) -> Iterator[Place]:
    """Serve the installation of a folder by a command, and stop it at the end."""
    port = _free_port()
    environment = environment_of(folder, SIGNATUR_PORT=str(port), **more)
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "signatur", *command], env=environment, stdout=said, stderr=said
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield Place(address, (folder / "said.txt").read_text(encoding="utf-8"))
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "it ended instead of serving"
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("it never answered")


@dataclass
class Desk:
    """One person's browser. `faults` holds what went wrong without being seen."""

    page: Page
    place: Place
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._look_at)

    def _hear(self, message: ConsoleMessage) -> None:
        # What could not be fetched is noted with its address below.
        is_told = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not is_told:
            self.faults.append(message.text)

    def _look_at(self, response: Response) -> None:
        if response.status >= 400:
            path = response.url.removeprefix(self.place.address)
            self.faults.append(f"{response.status} {path}")

    def go(self, path: str) -> None:
        self.page.goto(self.place.address + path)

    def sign_in(self, login: str) -> None:
        self.go("/log-ind")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self.place.address + "/")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def opened(self) -> str:
        """The id of the enquiry that is shown."""
        return str(self.page.get_attribute("#enquiry [data-item]", "data-item", timeout=5000))

    def wait_for_another_than(self, item_id: str) -> None:
        """Wait until the decision on an enquiry is recorded and another one is open."""
        self.page.wait_for_selector(f"#enquiry [data-item]:not([data-item='{item_id}'])")
        self.page.wait_for_selector("#enquiry:focus")

    def number_in(self, selector: str) -> int:
        """Return the number that stands in a text such as `1.234 henvendelser`."""
        digits = re.sub(r"\D", "", self.page.inner_text(selector))
        return int(digits)

    def accessibility_faults(self) -> list[str]:
        """Return what axe finds on the page that is shown.

        The content security policy does not stop it, because the browser's own tools run it.
        """
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        wish: dict[str, Any] = {
            "runOnly": {"type": "tag", "values": _RULES},
            "resultTypes": ["violations"],
        }
        found = self.page.evaluate("wish => axe.run(document, wish)", wish)
        return [
            f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in found["violations"]
        ]

    def shuts_out(self) -> list[str]:
        """Return what is wrong with the page that is shown on a phone and on a desktop, axe's faults and width."""
        found = []
        for width, height in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": height})
            too_wide = ["too wide"] if self.overflow > 0 else []
            found += [f"{width}: {one}" for one in (*too_wide, *self.accessibility_faults())]
        return found

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wider))
