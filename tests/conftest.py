"""Fixtures that every test may ask for, and what holds for every test: the network is closed.

With `SIGNATUR_TEST_POSTGRESQL` set, databases are made on that server, and only the tests that use
one (through the fixture `template`) are run. With `CI` set, nothing is skipped for want of a
program: such a test fails.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from signatur.kernel.log import set_up_log
from tests.builders import FixedClock, World, a_world
from tests.closed_network import sitecustomize
from tests.databases import SERVER, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
CLOSED = Path(__file__).resolve().parent / "closed_network"
IS_CI = bool(os.environ.get("CI"))  # noqa: TID251 (where the tests run, not how Signatur works)

# The same examples each time: what one run finds, all find. `make fuzz` looks for new ones.
settings.register_profile("signatur", derandomize=True, deadline=None, database=None)
settings.load_profile("signatur")


_FREEZE_EVERY = 40
_tests_run = count()

# What is set up once for many tests; one process runs all of these, the longest first.
TOGETHER = (
    "tests/journeys/test_whole_walk.py",
    "tests/journeys/",
    "tests/contract/",
    "tests/solutions/mail_routing/insight/test_insight_pages.py",
    "tests/solutions/mail_routing/test_model_commands.py",
)


class Together(LoadScopeScheduling):
    """Hands single tests to whichever process is free, and some of them together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a PostgreSQL server, run only the tests that use a database."""
    if not SERVER:
        return
    using = [item for item in items if "template" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in using])
    items[:] = using


def pytest_configure() -> None:
    """Collect garbage more rarely: a fifth of the suite's time went into looking through what stays."""
    gc.set_threshold(10_000, 20, 50)


def pytest_runtest_logfinish() -> None:
    """Let the collector pass over what stays for good, such as routes and models, from now and then on."""
    if next(_tests_run) % _FREEZE_EVERY == 0:
        gc.collect()
        gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose outside program is missing; in CI, fail it."""
    for mark in item.iter_markers("outside"):
        (program,) = mark.args
        if shutil.which(program) is None:
            missing = f"the program {program} is not installed"
            if IS_CI:
                pytest.fail(missing, pytrace=False)
            pytest.skip(missing)


@pytest.fixture(scope="session", autouse=True)
def closed_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let every connection fail that would leave this machine, in child processes too."""
    tries = tmp_path_factory.mktemp("network") / "tries"
    tries.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(CLOSED), prepend=os.pathsep)
        patch.setenv(sitecustomize.TRIES, str(tries))
        yield tries
    assert tries.read_text(encoding="utf-8") == "", "something tried to leave the machine"


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What is written to the technical log, one JSON object a line."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    set_up_log("debug", stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with openly licensed data beside the project; such tests skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the folder of shared data ({SHARED_DATA.name}) is not beside the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A migrated, empty database."""
    template = Template(tmp_path_factory.mktemp("template"), f"signatur_test_{os.getpid()}")
    yield template
    template.remove()


@pytest.fixture(scope="session")
def founded(template: Template, tmp_path_factory: pytest.TempPathFactory) -> World | None:
    """A world to copy, which takes less time than founding one; on a server databases are emptied instead."""
    if SERVER:
        return None
    folder = tmp_path_factory.mktemp("founded")
    with template.copy(folder) as url:
        world = a_world(folder, url, FixedClock())
    world.runtime.close()  # the last connection to go moves SQLite's log into the file
    return world


@pytest.fixture
def world(template: Template, founded: World | None, tmp_path: Path) -> Iterator[World]:
    """An installation with one authority and its standing cast, on a fresh database."""
    if founded is None:
        with template.copy(tmp_path) as url:
            world = a_world(tmp_path, url, FixedClock())
            yield world
            world.runtime.close()
    else:
        world = founded.copied_to(tmp_path)
        yield world
        world.runtime.close()
