"""One look at the watched folder: files that are complete are stored in their case, and only then put away.

A process that is killed in between finds the files again at the next look; they are known then and are only
put away.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.kernel.dropped_files import DONE, FAILED, is_complete, put_away
from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.log import get_log
from signatur.solutions.disclosure import service

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.runtime import Runtime

log = get_log(__name__)

REQUEST = "anmodning.txt"
# Where a file was changed so short a time ago, more of the same request may be on its way.
_QUIET_SECONDS: Final = 5.0
_LONGEST_REQUEST: Final = 1_000_000
_DAY: Final = 86_400


def go_round(runtime: Runtime) -> None:
    """Start a look at the watched folder where something waits in it."""
    service.look_round(runtime, lambda folder: any(_folders_with_work(folder, runtime.clock.now())))


def look(run: JobRun) -> None:
    """Take in whatever waits in the watched folder of an authority."""
    run.result.update(cases=0, files=0, failed=0)
    with run.reading() as work:
        authority_id = work.authority_id
    folder = service.inbound_folder(run.runtime, authority_id)
    if folder is None:
        return
    waiting = list(_folders_with_work(folder, run.runtime.clock.now()))
    for number, (place, files) in enumerate(waiting):
        run.progress(number, len(waiting), _("Taking in"))
        _take_in(run, place, files)


def _folders_with_work(folder: Path, now: datetime) -> Iterator[tuple[Path, list[Path]]]:
    """Yield the sub-folders in which files wait, none of which is still being written."""
    try:
        places = sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    except OSError as fault:
        log.failure("disclosure.inbound_folder_missing", fault)
        return
    for place in places:
        if place.name.startswith("."):
            continue
        try:
            files = sorted(_files_in(place))
            is_quiet = all(is_complete(one, now, _QUIET_SECONDS) for one in files)
        except OSError:
            continue  # it was taken away meanwhile
        if files and is_quiet:
            yield place, files


def _files_in(place: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(place):
        if Path(folder) == place:
            below[:] = [one for one in below if one not in (DONE, FAILED)]
        # What lies elsewhere on this machine is not handed in by a link to it.
        found = (Path(folder) / name for name in names if not name.startswith("."))
        yield from (one for one in found if one.is_file() and not one.is_symlink())


def _take_in(run: JobRun, place: Path, files: Sequence[Path]) -> None:
    request = place / REQUEST
    words = _words_of(request) if request in files else ""
    try:
        with run.work() as work:
            case = service.case_of_folder(work, place.name, words)
    except InputProblem as problem:
        log.failure("disclosure.folder_unclear", problem)
        with run.work() as work:
            service.tell_of_folder(work, place.name, is_unclear=True)
        return
    run.result["cases"] += case.is_new
    failed = 0
    for file in files:
        if file == request and case.has_request:
            _put_away(place, file, DONE)
        else:
            failed += not _hand_in(run, case.id, place, file)
    run.result["failed"] += failed
    if failed:
        with run.work() as work:
            service.tell_of_folder(work, place.name, is_unclear=False)


def _words_of(file: Path) -> str:
    """Return the words of a request: UTF-8, or what Windows wrote before it."""
    try:
        with file.open("rb") as source:
            data = source.read(_LONGEST_REQUEST)
    except OSError:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _hand_in(run: JobRun, case_id: UUID, place: Path, file: Path) -> bool:
    """Store a file in its case and put it away; say whether it is stored."""
    name = file.relative_to(place).as_posix()
    try:
        with file.open("rb") as content, run.work() as work:
            handed = service.hand_in(work, case_id, name, content)
    except (InputProblem, Conflict) as problem:
        log.failure("disclosure.file_not_taken", problem, item=case_id)
        _put_away(place, file, FAILED)
        return False
    except OSError as fault:
        # It stays where it is and is tried again at the next look.
        log.failure("disclosure.file_not_taken", fault, item=case_id)
        return False
    run.result["files"] += handed.is_new
    _put_away(place, file, DONE)
    return True


def _put_away(place: Path, file: Path, outcome: str) -> None:
    """Move a file into a sub-folder; its time says when that was."""
    try:
        os.utime(put_away(place, file, outcome))
    except OSError as fault:
        log.failure("disclosure.file_not_moved", fault)


def tidy_inbound(runtime: Runtime, authority_id: UUID) -> int:
    """Remove files that were taken in so many days ago; they are kept with their case. Return how many."""
    folder = service.inbound_folder(runtime, authority_id)
    if folder is None or not folder.is_dir():
        return 0
    most = service.inbound_days(runtime) * _DAY
    now = runtime.clock.now().timestamp()
    count = 0
    for place in folder.iterdir():
        done = place / DONE
        if place.is_symlink() or not done.is_dir():
            continue
        for file in [one for one in done.rglob("*") if one.is_file()]:
            if now - file.stat().st_mtime > most:
                file.unlink(missing_ok=True)
                count += 1
        if not any(one.is_file() for one in done.rglob("*")):
            shutil.rmtree(done, ignore_errors=True)
    return count


LOOK = JobKind(
    name=service.LOOK_JOB,
    title=_("Taking in requests for access from the watched folder"),
    run=look,
    result_titles={
        "cases": _("New requests for access"),
        "files": _("Files taken in"),
        "failed": _("Files not taken in"),
    },
)
