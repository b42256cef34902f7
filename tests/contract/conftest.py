"""The demo of every solution, loaded once for a run of the tests, and copies of it."""

from __future__ import annotations

import fcntl
import io
import json
import logging
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from signatur.demonstration import load_demo
from signatur.kernel.log import set_up_log
from tests.builders import FixedClock, a_runtime
from tests.contract.loaded import SCALE, Loaded
from tests.databases import SERVER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.kernel.runtime import Runtime
    from tests.databases import Template

# What is told when half of a demo is loaded: there the loading is broken off.
_BREAKS = ("arrive", "under way", "studies")


@pytest.fixture(scope="session")
def loaded(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """An installation with every demo loaded, on which tests only read.

    On the embedded database the first process that needs it loads it for all.
    """
    folder = tmp_path_factory.mktemp("demo")
    said = None if SERVER else _from_another_process(folder, template, tmp_path_factory)
    with template.copy(folder) as url:
        runtime = a_runtime(folder, url, FixedClock())
        said = said or _load(runtime)
        # It is all there already; this only tells who the people are.
        actors = load_demo(runtime, scale=SCALE, tell=lambda _words: None)
        yield Loaded(runtime, FixedClock(), folder, url, actors, said["log"], said["told"])
        runtime.close()


def _from_another_process(
    folder: Path, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Copy the loaded installation that the processes of this run share, or be the one to load it."""
    base = tmp_path_factory.getbasetemp()
    is_one_of_several = "PYTEST_XDIST_WORKER" in os.environ  # noqa: TID251 (how the tests run)
    shared = (base.parent if is_one_of_several else base) / "shared-demo"
    shared.mkdir(exist_ok=True)
    with _one_at_a_time(shared / "lock"):
        if not (shared / "said.json").exists():
            (shared / "installation").mkdir()
            with template.copy(shared / "installation") as url:
                runtime = a_runtime(shared / "installation", url, FixedClock())
                said = _load(runtime)
                runtime.close()
            (shared / "said.json").write_text(json.dumps(said), encoding="utf-8")
        shutil.copytree(shared / "installation", folder, dirs_exist_ok=True)
        found: dict[str, Any] = json.loads((shared / "said.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _load(runtime: Runtime) -> dict[str, Any]:
    """Load the demo; return what the log and the demo itself said."""
    told: list[str] = []
    root = logging.getLogger()
    handlers, level, lines = root.handlers, root.level, io.StringIO()
    set_up_log("debug", lines)
    try:
        load_demo(runtime, scale=SCALE, tell=told.append)
    finally:
        root.handlers = handlers
        root.setLevel(level)
    return {"log": lines.getvalue(), "told": told}


@pytest.fixture
def copied(loaded: Loaded, template: Template, tmp_path: Path) -> Iterator[Loaded]:
    """A copy of the loaded installation that a test may change."""
    loaded.runtime.close()
    folder = tmp_path / "copy"
    shutil.copytree(loaded.folder, folder)
    with template.copy(folder, of=loaded.url) as url:
        again = loaded.again(folder, url)
        yield again
        again.runtime.close()


class BrokenOff(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture(scope="session")
def twin(
    loaded: Loaded, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """A second installation, filled from nothing by the same demos at the same moment.

    The loading was broken off several times, and went on where it was.
    """
    folder = tmp_path_factory.mktemp("twin")
    with template.copy(folder) as url:
        empty = loaded.again(folder, url)
        for last_words in _BREAKS:
            assert any(last_words in told for told in loaded.told)

            def break_off(told: str, last_words: str = last_words) -> None:
                if last_words in told:
                    raise BrokenOff

            with pytest.raises(BrokenOff):
                load_demo(empty.runtime, scale=SCALE, tell=break_off)
        load_demo(empty.runtime, scale=SCALE, tell=empty.told.append)
        yield empty
        empty.runtime.close()
