"""One look at a source: what is new there is taken in, and only then touched at the source."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.kernel.imap import Mailbox, MailboxProblem
from signatur.kernel.log import get_log
from signatur.methods.documents import Content, Problem, ProblemCode
from signatur.records.items import service as items
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs.taking_in import AT_ONCE
from signatur.solutions.mail_routing.schema.sources import (
    EnquirySource,
    MailboxSource,
    Place,
    Position,
    WhenStored,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.kernel.imap import Folder
    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item, Received
    from signatur.solutions.mail_routing.intake import EnquiryReader, ReadEnquiry
    from signatur.solutions.mail_routing.jobs.taking_in import Intake, Taken

log = get_log(__name__)

# What one command fetches at a time, held in memory; a larger mail is fetched in blocks to a file.
_LARGE = 1 << 20
_MOST_BYTES = 16 << 20
_BEGINNING = 1 << 20
# Looks in a row that failed, after which a single mail is suspected of breaking them off.
_SUSPICIOUS = 2


@dataclass
class Look:
    """What a look at a source needs, and what it found that could not be fetched."""

    intake: Intake
    reader: EnquiryReader
    source: EnquirySource
    go_on: Callable[[], None] = lambda: None
    """Called between batches; raises when the look should not go on."""
    problems: list[str] = field(default_factory=list)
    counts_known: bool = False
    """Whether to count, as known, the mails that were taken in by an earlier look."""
    next_uids: dict[str, int] = field(default_factory=dict)
    """By folder, the number that the next mail was going to have when it was looked at."""


# --- mailboxes -----------------------------------------------------------------------------------


def look_at_mailbox(look: Look, mailbox: Mailbox) -> None:
    """Take in what is new in every folder of a mailbox. Raises MailboxProblem."""
    settings = look.source.settings
    assert isinstance(settings, MailboxSource), "its kind says so"
    is_changed = settings.when_stored is not WhenStored.NOTHING
    understand_left(look)
    missing = []
    for name in settings.folders:
        try:
            folder = mailbox.select(name, is_changed=is_changed)
        except MailboxProblem as problem:
            if problem.code != "no_folder":
                raise
            missing.append(problem)
            continue
        _look_at_folder(look, mailbox, folder)
        if is_changed:
            _act(look, mailbox, folder)
    _fetch_again(look, mailbox)
    if missing:
        # The other folders were read all the same.
        raise missing[0]


def understand_left(look: Look) -> None:
    """Go on with what an earlier look stored and was killed before understanding."""
    while True:
        with look.intake.reading() as work:
            left = service.left_behind(work, look.source.id)
        if not left:
            return
        look.go_on()
        with tempfile.TemporaryDirectory(prefix="signatur-") as scratch:
            look.intake.understand_left(
                [(one, read_stored(look.intake, look.reader, one, Path(scratch))) for one in left]
            )


def read_stored(intake: Intake, reader: EnquiryReader, item: Item, scratch: Path) -> ReadEnquiry:
    """Read a mail from its stored bytes."""
    path = scratch / f"{item.id}.eml"
    with (
        intake.reading() as work,
        items.open_original(work, item.id) as source,
        path.open("wb") as target,
    ):
        shutil.copyfileobj(source, target)
    content = (
        Content.from_path(path) if item.size > _LARGE else Content.from_bytes(path.read_bytes())
    )
    return reader.read_mail(content, path.name)


def _look_at_folder(look: Look, mailbox: Mailbox, folder: Folder) -> None:
    source_id = look.source.id
    with look.intake.reading() as work:
        at = service.position_of(work, source_id, folder.name, folder.uid_validity)
    look.next_uids[folder.name] = folder.next_uid
    if look.counts_known:
        look.intake.counts["known"] += len(mailbox.uids_until(at.last_uid))
    for sizes in _batches(look, mailbox, mailbox.uids_after(at.last_uid)):
        look.go_on()
        _take_batch(look, mailbox, folder, sizes)


def _batches(look: Look, mailbox: Mailbox, uids: Sequence[int]) -> Iterator[dict[int, int | None]]:
    """Yield the mails with their sizes, as many as are taken in at once; None for one that is gone."""
    for start in range(0, len(uids), AT_ONCE):
        some = uids[start : start + AT_ONCE]
        # One at a time where the last looks broke off: one of these may be why.
        most = 1 if start == 0 and look.source.failures >= _SUSPICIOUS else AT_ONCE
        sizes = _sizes(mailbox, some)
        batch: dict[int, int | None] = {}
        for uid in some:
            size = sizes.get(uid)
            held = sum(filter(None, batch.values()))
            if batch and (len(batch) >= most or held + (size or 0) > _MOST_BYTES):
                yield batch
                batch = {}
            batch[uid] = size
        yield batch


def _sizes(mailbox: Mailbox, uids: Sequence[int]) -> dict[int, int]:
    """Return the sizes of mails; 0 for one of which the server cannot tell it."""
    try:
        return mailbox.sizes(uids)
    except MailboxProblem as problem:
        if problem.code != "server":
            raise
    if len(uids) == 1:
        return {uids[0]: 0}
    return {uid: size for one in uids for uid, size in _sizes(mailbox, [one]).items()}


def _take_batch(
    look: Look,
    mailbox: Mailbox,
    folder: Folder,
    sizes: dict[int, int | None],
    *,
    is_again: bool = False,
) -> None:
    """Take some mails in; the position moves on together with what is stored."""
    there = {uid: size for uid, size in sizes.items() if size is not None}

    def note(work: Work, received: dict[int, Received | None]) -> None:
        _note_stored(look, work, folder, received, [uid for uid in there if uid not in received])
        if not is_again:
            to = Position(folder.uid_validity, max(sizes))
            service.advance(work, look.source.id, folder.name, to)

    with tempfile.TemporaryDirectory(prefix="signatur-") as scratch:
        try:
            contents = _fetched(look, mailbox, there, Path(scratch))
        except MailboxProblem as problem:
            is_culprit = len(there) == 1 and (is_again or look.source.failures >= _SUSPICIOUS)
            if problem.code == "broken" and is_culprit:
                # The server breaks off at this very mail, time and again.
                with look.intake.work() as work:
                    note(work, {})
            raise
        found = sorted(contents)
        reads = [_read(look, uid, contents[uid]) for uid in found]
        taken = look.intake.take(
            reads, lambda work, received: note(work, dict(zip(found, received, strict=True)))
        )
    _tell_of_troubles(look, folder, found, taken, [uid for uid in there if uid not in contents])


def _note_stored(
    look: Look,
    work: Work,
    folder: Folder,
    received: dict[int, Received | None],
    missing: Sequence[int],
) -> None:
    is_due = look.source.settings.when_stored is not WhenStored.NOTHING
    stored = []
    for uid, one in received.items():
        place = Place(look.source.id, folder.name, folder.uid_validity, uid)
        if one is None:
            service.note_trouble(work, place, "not_stored")
        else:
            if not one.is_new:
                service.note_move(work, one.item.id, place)
            service.note_placement(work, one.item.id, place, is_due=is_due)
            stored.append(place)
    for uid in missing:
        place = Place(look.source.id, folder.name, folder.uid_validity, uid)
        service.note_trouble(work, place, "not_delivered")
    service.settle_troubles(work, stored)


def _tell_of_troubles(
    look: Look, folder: Folder, found: Sequence[int], taken: Sequence[Taken], missing: Sequence[int]
) -> None:
    for uid in missing:
        look.problems.append(f"{folder.name}/{uid}: not_delivered")
        log.warning("mail_routing.mail_not_delivered", source=look.source.id, uid=uid)
    failed = [uid for uid, one in zip(found, taken, strict=True) if one.item is None]
    look.problems += [f"{folder.name}/{uid}: not_stored" for uid in failed]


def _fetch_again(look: Look, mailbox: Mailbox) -> None:
    """Try mails once more that could not be fetched; those that were deleted meanwhile are forgotten.

    Where the server breaks off at one of them, the look ends there: all else is done.
    """
    with look.intake.reading() as work:
        troubled = service.troubled_uids(work, look.source.id)
    for (name, uid_validity), uids in troubled.items():
        folder = mailbox.select(name)
        sizes = _sizes(mailbox, uids) if folder.uid_validity == uid_validity else {}
        if gone := [uid for uid in uids if uid not in sizes]:
            places = [Place(look.source.id, name, uid_validity, uid) for uid in gone]
            with look.intake.work() as work:
                service.settle_troubles(work, places)
        for uid, size in sizes.items():
            try:
                _take_batch(look, mailbox, folder, {uid: size}, is_again=True)
            except MailboxProblem as problem:
                if problem.code != "broken":
                    raise
                look.problems.append(f"{name}/{uid}: not_delivered")
                return


# --- fetching ------------------------------------------------------------------------------------


def _fetched(
    look: Look, mailbox: Mailbox, sizes: dict[int, int], scratch: Path
) -> dict[int, tuple[Content, Problem | None]]:
    """Fetch mails: small ones together, large ones in blocks into files. What fails is left out."""
    small = [uid for uid, size in sizes.items() if size <= _LARGE]
    found: dict[int, tuple[Content, Problem | None]] = {
        uid: (Content.from_bytes(mail), None) for uid, mail in _fetch_small(mailbox, small).items()
    }
    for uid, size in sizes.items():
        if size > _LARGE and (content := _fetch_large(look, mailbox, uid, size, scratch)):
            found[uid] = content
    return found


def _fetch_small(mailbox: Mailbox, uids: Sequence[int]) -> dict[int, bytes]:
    """Fetch mails together; where the server balks at one, one by one."""
    try:
        found = mailbox.fetch(uids)
    except MailboxProblem as problem:
        if problem.code != "server":
            raise
        found = {}
    if len(uids) > 1:
        for uid in uids:
            if uid not in found:
                found |= _fetch_small(mailbox, [uid])
    return found


def _fetch_large(
    look: Look, mailbox: Mailbox, uid: int, size: int, scratch: Path
) -> tuple[Content, Problem | None] | None:
    """Fetch a large mail into a file; of one beyond the limit the beginning."""
    most = service.most_mail_bytes(look.intake.runtime)
    is_cut = size > most
    path = scratch / f"{uid}.eml"
    try:
        with path.open("wb") as file:
            for block in mailbox.fetch_in_parts(uid, _BEGINNING if is_cut else most):
                file.write(block)
    except MailboxProblem as problem:
        if problem.code != "server":
            raise
        return None
    if not path.stat().st_size:
        return None
    told = Problem(ProblemCode.TOO_LARGE, f"over {most} bytes") if is_cut else None
    return Content.from_path(path), told


def _read(look: Look, uid: int, fetched: tuple[Content, Problem | None]) -> ReadEnquiry:
    content, problem = fetched
    return look.reader.read_mail(content, f"{uid}.eml", problem)


# --- in the mailbox, once it is stored -----------------------------------------------------------


def _act(look: Look, mailbox: Mailbox, folder: Folder) -> None:
    """Move or mark the mails that are stored; what a killed process left undone is done now."""
    settings = look.source.settings
    assert isinstance(settings, MailboxSource), "its kind says so"
    with look.intake.reading() as work:
        due = service.due_placements(work, look.source.id, folder.name, folder.uid_validity)
    if not due:
        return
    uids = [one.place.uid for one in due]
    if settings.when_stored is WhenStored.FLAG:
        mailbox.flag(uids, settings.flag)
        with look.intake.work() as work:
            for one in due:
                service.note_done(work, one)
        return
    places = mailbox.move(uids, settings.move_to)
    with look.intake.work() as work:
        for one in due:
            numbering, uid = places.get(one.place.uid, (0, 0))
            to = Place(look.source.id, settings.move_to, numbering, uid) if uid else None
            service.note_moved(work, one, to)
