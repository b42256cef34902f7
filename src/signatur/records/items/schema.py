"""The values of items and of the quarantine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


class ItemState(StrEnum):
    """Where an item stands."""

    RECEIVED = "received"
    """Stored; not understood yet."""
    READY = "ready"
    """Understood; waits for a decision."""
    DECIDED = "decided"
    QUARANTINED = "quarantined"
    """Not understood; waits for a person who can act."""
    SET_ASIDE = "set_aside"
    """Taken out of the work by a person, with a reason."""
    ERASED = "erased"


STATE_TITLES: Mapping[ItemState, Text] = {
    ItemState.RECEIVED: _("Received"),
    ItemState.READY: _("Waiting"),
    ItemState.DECIDED: _("Decided"),
    ItemState.QUARANTINED: _("In quarantine"),
    ItemState.SET_ASIDE: _("Set aside"),
    ItemState.ERASED: _("Erased"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """The thing a solution works on; its content lies with the solution and in the blob store."""

    id: UUID
    project_id: UUID
    kind: str
    source_key: str
    """What makes it one and the same when it arrives again, such as message id and hash."""
    sha256: str
    """Hash of the original bytes."""
    size: int
    state: ItemState
    parent_id: UUID | None
    received_at: datetime
    stored_at: datetime
    erase_after: datetime | None


@dataclass(frozen=True, slots=True)
class Received:
    """What came of receiving something: the item, and whether it was already known."""

    item: Item
    is_new: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an item, or a part of it, could not be read."""

    code: str
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TroubleText:
    """A trouble in plain words, and what to do about it."""

    title: Text
    advice: Text


TROUBLE_TEXTS: Mapping[str, TroubleText] = {
    "damaged": TroubleText(
        _("The file is damaged"),
        _("Open the original. If it cannot be opened, ask the sender to send it again."),
    ),
    "empty": TroubleText(
        _("There is nothing in it"),
        _("Look at the original. The sender may have forgotten the attachment."),
    ),
    "encrypted": TroubleText(
        _("It is protected by a password or encrypted"),
        _("Ask the sender for a copy without a password, sent in a secure way."),
    ),
    "garbled_text": TroubleText(
        _("The text inside makes no sense"),
        _("The file shows other signs than it holds. Read the original by hand."),
    ),
    "program_missing": TroubleText(
        _("A program that reads this is not installed"),
        _(
            "Read it by hand, and tell whoever runs Signatur: the system check says what is missing."
        ),
    ),
    "reader_failed": TroubleText(
        _("Signatur could not read it"),
        _("Read the original by hand. The fault is ours: tell whoever runs Signatur."),
    ),
    "timed_out": TroubleText(
        _("It took too long to read"), _("Open the original and read it by hand.")
    ),
    "too_deep": TroubleText(
        _("It holds files within files within files"),
        _("Open the original and unpack the inner files by hand."),
    ),
    "too_large": TroubleText(
        _("It is too large"), _("Open the original, or ask the sender for a smaller file.")
    ),
    "too_many_parts": TroubleText(
        _("It holds more parts than are read"),
        _("The first parts were read. Open the original to see the others."),
    ),
    "unknown_format": TroubleText(
        _("This kind of file is not known"),
        _("Open the original if you have a program for it, or ask the sender for a PDF."),
    ),
    "unreadable_scan": TroubleText(
        _("The scan is too poor to read"),
        _("Read the original by eye, or ask the sender for a clearer copy."),
    ),
    "wrong_charset": TroubleText(
        _("Some letters could not be read"),
        _("Look at the original: names and words may be spelt wrongly in what was read."),
    ),
    "zip_bomb": TroubleText(
        _("It unpacks to far more than it should"),
        _("Do not open it. It may be made to do harm: ask your IT security."),
    ),
    # What is met when files are taken in, before any of them is read.
    "wrong_ending": TroubleText(
        _("The name of the file promises another kind of file"),
        _("It was read as what it really is. Check that it is the document that was meant."),
    ),
    "outside_path": TroubleText(
        _("The file was packed with a name that points out of its folder"),
        _("It was read under a harmless name. Ask whoever packed the archive why."),
    ),
    "link": TroubleText(
        _("It is a link to somewhere else, and links are not followed"),
        _("Hand in the file that the link points to."),
    ),
    "no_access": TroubleText(
        _("The file or folder cannot be opened"),
        _("Check that Signatur may read it, then hand it in again."),
    ),
    "not_all": TroubleText(
        _("There are more files than are taken in at once"),
        _("Hand in the rest as a second delivery."),
    ),
}
_UNKNOWN_TROUBLE = TroubleText(
    _("It could not be read"), _("Open the original and read it by hand.")
)


def trouble_text(code: str) -> TroubleText:
    """Return a trouble in plain words, also for a code that is not known here."""
    return TROUBLE_TEXTS.get(code, _UNKNOWN_TROUBLE)


_PLACE = re.compile(r"(attachment|page|part) (\d[\d, –-]*)")
_PLACE_TITLES = {
    "attachment": _("attachment %(number)s"),
    "page": _("page %(number)s"),
    "part": _("part %(number)s"),
}
_OTHER_PLACES = {
    "what lies beside the pages": _("what lies beside the pages"),
    "what the file hides": _("what the file hides"),
}


def shown_place(where: str) -> str:
    """Return a place such as `attachment 2, page 3` in the reader's language; other words stay."""

    def shown(found: re.Match[str]) -> str:
        title = _PLACE_TITLES[found[1]]
        return str(_(title.message, number=found[2]))

    if where in _OTHER_PLACES:
        return str(_OTHER_PLACES[where])
    return _PLACE.sub(shown, where)


class Resolution(StrEnum):
    """How a person dealt with something in quarantine."""

    READ_BY_HAND = "read_by_hand"
    ASKED_SENDER = "asked_sender"
    NOT_NEEDED = "not_needed"


RESOLUTION_TITLES: Mapping[str, Text] = {
    Resolution.READ_BY_HAND: _("Read by hand"),
    Resolution.ASKED_SENDER: _("Asked the sender to send it again"),
    Resolution.NOT_NEEDED: _("Not needed"),
}

DEADLINE = "deadline"
"""Why an item was erased when its time was up; other reasons are written by people."""
ERASURE_TITLES: Mapping[str, Text] = {DEADLINE: _("its time was up")}


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something in quarantine. `resolution` is a code of `Resolution` where a page made it."""

    id: UUID
    item: Item
    trouble: Trouble
    at: datetime
    resolved_at: datetime | None
    resolved_by: UUID | None
    resolution: str
    note: str
