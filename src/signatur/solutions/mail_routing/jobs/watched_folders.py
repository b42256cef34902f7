"""One look at a watched folder: files that are complete are taken in, and only then put away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.kernel.dropped_files import DONE, FAILED, is_complete, put_away
from signatur.kernel.imap import MailboxProblem
from signatur.kernel.log import get_log
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs.taking_in import AT_ONCE
from signatur.solutions.mail_routing.schema.sources import WhenStored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.jobs.looking import Look
    from signatur.solutions.mail_routing.jobs.taking_in import Taken

log = get_log(__name__)

# A file that was changed so short a time ago may still be growing.
_QUIET_SECONDS = 2.0
_MOST_BYTES = 16 << 20


def look_at_folder(look: Look, folder: Path) -> None:
    """Take in the files of a folder that are complete. Raises MailboxProblem when there is none."""
    try:
        files = sorted(one for one in folder.iterdir() if one.is_file())
    except OSError as fault:
        raise MailboxProblem("folder_missing", type(fault).__name__) from fault
    batch = _Batch(look, folder)
    for file in files:
        look.go_on()
        state = _complete_state(look, file)
        if state is not None and not _is_known(look, state):
            batch.add(file, state)
    batch.take()


@dataclass
class _Batch:
    """Small files whose enquiries are taken in together."""

    look: Look
    folder: Path
    _files: list[tuple[Path, service.FileState, int]] = field(default_factory=list)
    _reads: list[ReadEnquiry] = field(default_factory=list)

    def add(self, file: Path, state: service.FileState) -> None:
        """Read a file; what it holds waits for its fellows unless it is large."""
        before = len(self._reads)
        taken: list[Taken] = []
        try:
            for read in self.look.reader.read_path(file):
                self._reads.append(read)
                # Bytes in a file may be gone when the next enquiry is read.
                if read.original.data is None or _is_much(self._reads[before:]):
                    taken += self._take_from(before)
        except OSError as fault:
            del self._reads[before:]
            self.look.problems.append(f"{state.name_sha256[:12]}: {type(fault).__name__}")
            return
        if taken:
            self._put_away(file, state, taken + self._take_from(before))
            return
        self._files.append((file, state, len(self._reads) - before))
        if _is_much(self._reads):
            self.take()

    def _take_from(self, start: int) -> list[Taken]:
        held, self._reads = self._reads[start:], self._reads[:start]
        return self.look.intake.take(held) if held else []

    def take(self) -> None:
        """Take in what waits, and put the files away."""
        files, reads = self._files, self._reads
        self._files, self._reads = [], []
        taken = self.look.intake.take(reads) if reads else []
        start = 0
        for file, state, count in files:
            self._put_away(file, state, taken[start : start + count])
            start += count

    def _put_away(self, file: Path, state: service.FileState, taken: Sequence[Taken]) -> None:
        is_stored = all(one.item is not None for one in taken)
        if not is_stored:
            self.look.problems.append(f"{state.name_sha256[:12]}: not_stored")
        if self.look.source.settings.when_stored is WhenStored.NOTHING:
            with self.look.intake.work() as work:
                service.note_file(work, self.look.source.id, state)
            return
        is_good = is_stored and any(one.outcome != "quarantined" for one in taken)
        _move(self.folder, file, DONE if is_good else FAILED)


def _is_much(reads: Sequence[ReadEnquiry]) -> bool:
    return len(reads) >= AT_ONCE or sum(one.original.size for one in reads) > _MOST_BYTES


def _is_known(look: Look, state: service.FileState) -> bool:
    if look.source.settings.when_stored is not WhenStored.NOTHING:
        return False  # it would lie elsewhere
    with look.intake.reading() as work:
        return service.is_file_known(work, look.source.id, state)


def _complete_state(look: Look, file: Path) -> service.FileState | None:
    """Return a file's state when it is complete."""
    try:
        if not is_complete(file, look.intake.runtime.clock.now(), _QUIET_SECONDS):
            return None
        stat = file.stat()
    except OSError:
        return None  # it was taken away meanwhile
    return service.FileState(file.name, stat.st_size, stat.st_mtime_ns)


def _move(folder: Path, file: Path, outcome: str) -> None:
    """Move a file that is stored into a sub-folder."""
    try:
        put_away(folder, file, outcome)
    except OSError as fault:
        log.failure("mail_routing.file_not_moved", fault)
