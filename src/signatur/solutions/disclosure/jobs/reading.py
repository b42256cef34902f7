"""Reading a case: uploads are unpacked, documents laid out and searched, and persons linked over all of it.

Each step is stored as it is done, so that a job that died goes on where it was.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.log import get_log
from signatur.methods.documents.content import Content
from signatur.records.items import service as items
from signatur.solutions.disclosure import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun
    from signatur.methods.documents.pool import ChildPool
    from signatur.methods.documents.recognition import Recogniser
    from signatur.solutions.disclosure.service import Means, ToRead

log = get_log(__name__)
_CHILDREN = 1
_MOST_ROUNDS = 5


def read(run: JobRun) -> None:
    """Read whatever of a case is not read yet."""
    from signatur.methods.documents.pool import ChildPool

    case_id = UUID(run.payload["case"])
    run.result.update(documents=0, unreadable=0)
    with ChildPool(size=_CHILDREN) as pool:
        # What is handed in meanwhile is read in the same run.
        while _unpack(run, case_id) or _read_documents(run, case_id, pool):
            pass
    _link(run, case_id)


def _unpack(run: JobRun, case_id: UUID) -> bool:
    with run.reading() as work:
        waiting = service.uploads_to_unpack(work, case_id)
    for number, (upload_id, name) in enumerate(waiting):
        run.progress(number, len(waiting), _("Unpacking"))
        with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
            _unpack_one(run, upload_id, name, Path(folder))
    return bool(waiting)


def _unpack_one(run: JobRun, upload_id: UUID, name: str, folder: Path) -> None:
    from signatur.solutions.disclosure.intake import (
        CASE_LIMITS,
        Source,
        read_case,
        with_decorations,
    )

    content = _fetched(run, upload_id, folder / "upload")
    scratch = folder / "scratch"
    scratch.mkdir()
    try:
        source = Source(name=name, content=content)
        found = with_decorations(read_case([source], limits=CASE_LIMITS, scratch=scratch))
        with run.work() as work:
            service.keep_unpacked(work, upload_id, found)
    except InputProblem as problem:
        log.failure("disclosure.not_unpacked", problem, item=upload_id)
        with run.work() as work:
            service.not_unpacked(work, upload_id, "too_many_parts")


def _fetched(run: JobRun, item_id: UUID, path: Path) -> Content:
    with (
        run.reading() as work,
        items.open_original(work, item_id) as source,
        path.open("wb") as file,
    ):
        shutil.copyfileobj(source, file)
    return Content.from_path(path)


def _read_documents(run: JobRun, case_id: UUID, pool: ChildPool) -> bool:
    with run.work() as work:
        waiting = service.documents_to_read(work, case_id)
        means = service.means_of(work, case_id) if waiting else None
    for number, one in enumerate(waiting):
        run.progress(number, len(waiting), _("Reading documents"))
        assert means is not None, "something waits"
        _read_one(run, one, means, pool)
    return bool(waiting)


def _read_one(run: JobRun, one: ToRead, means: Means, pool: ChildPool) -> None:
    """Read one document; one that cannot be read is named and stops no other."""
    with run.work() as work:
        if not service.is_to_read(work, one.id):
            return
    try:
        with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
            troubles = _laid_and_searched(run, one, means, pool, Path(folder))
    except Exception as problem:  # noqa: BLE001 (one document must not keep the others from being read)
        log.failure("disclosure.reading_failed", problem, item=one.id)
        troubles = [("reader_failed", "")]
    if troubles:
        run.result["unreadable"] += 1
        with run.work() as work:
            service.not_readable(work, one.id, troubles)
    else:
        run.result["documents"] += 1


def _laid_and_searched(
    run: JobRun, one: ToRead, means: Means, pool: ChildPool, folder: Path
) -> list[tuple[str, str]]:
    """Lay a document out and search it; return why it cannot be read, nothing when it is kept."""
    from signatur.methods.documents.laid_out import lay_out, saved

    content = _fetched(run, one.id, folder / "document")
    scratch = folder / "scratch"
    scratch.mkdir()
    laid = lay_out(
        content, limits=service.reading_limits(run.runtime), recogniser=_recogniser(run),
        name=one.name, declared_type=one.media_type, pool=pool, scratch=scratch,
    )  # fmt: skip
    if laid.view is None or not laid.pages:
        found = [(each.code.value, each.where) for each in laid.problems]
        return found or [("unknown_format", "")]
    findings = service.detect(laid, means.regime, means.day, means.law, means.names)
    kept = saved(laid)
    with run.work() as work:
        service.keep_read(work, one.id, laid, kept, findings, means)
    return []


def _recogniser(run: JobRun) -> Recogniser | None:
    from signatur.methods.documents.recognition import Recogniser

    return Recogniser() if service.reads_pictures(run.runtime) else None


def link(run: JobRun) -> None:
    """Link the persons of a case anew."""
    _link(run, UUID(run.payload["case"]))


def _link(run: JobRun, case_id: UUID) -> None:
    run.progress(0, 0, _("Linking mentions"))
    # What somebody states meanwhile starts no second job; it is linked in the same run.
    for _round in range(_MOST_ROUNDS):
        with run.reading() as work:
            given = service.case_input(work, case_id)
        if given is None:
            return
        found = service.link_case(given)
        with run.work() as work:
            service.keep_links(work, case_id, given, found)
        run.result["persons"] = len(found.linked.persons)


READ = JobKind(
    name=service.READ_JOB,
    title=_("Reading the documents of a request for access"),
    run=read,
    result_titles={
        "documents": _("Documents read"),
        "unreadable": _("Could not be read"),
        "persons": _("Persons"),
    },
)
LINK = JobKind(
    name=service.LINK_JOB,
    title=_("Linking the persons of a request for access"),
    run=link,
    result_titles={"persons": _("Persons")},
)
