"""One demo, started from nothing, for all journeys of a run; and browsers to visit it with."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from signatur.kernel.web.operations import CHROMIUM
from tests.conftest import IS_CI
from tests.journeys.places import AXE, DESKTOP, Desk, Place, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

# Enough that more waits than the journeys decide.
SCALE = "0.3"
# Debian's Chromium, as root too, and silent: it looks for no updates and sends nothing home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Signatur as `signatur demo --serve` starts it in an empty folder; stopped at the end."""
    folder = tmp_path_factory.mktemp("first-start")
    with running(folder, "demo", "--serve", "--scale", SCALE) as place:
        yield place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's own Chromium; none is ever downloaded.

    Not longer than a module: while Playwright runs, nothing else in this process may use asyncio.
    """
    found = next(path for name in CHROMIUM.executables if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def desk_of(browser: Browser, place: Place) -> Iterator[Callable[..., Desk]]:
    """Opens browsers for people; in the end nothing may have gone wrong behind their backs."""
    desks: list[Desk] = []

    def open_desk(
        login: str = "", *, size: tuple[int, int] = DESKTOP, has_script: bool = True
    ) -> Desk:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="da-DK",
            java_script_enabled=has_script,
        )
        context.set_default_timeout(15_000)
        desk = Desk(context.new_page(), place)
        desks.append(desk)
        if login:
            desk.sign_in(login)
        return desk

    yield open_desk
    for desk in desks:
        desk.page.context.close()
    assert [fault for desk in desks for fault in desk.faults] == []


@pytest.fixture(scope="session")
def axe() -> None:
    """Let a test ask for axe-core, which comes with the front-end files."""
    if AXE.exists():
        return
    missing = "axe-core is not installed: run npm ci in the folder frontend"
    if IS_CI:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
