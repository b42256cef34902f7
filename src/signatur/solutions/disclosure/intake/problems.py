"""What taking in a case can meet beside what readers of documents meet, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.methods.documents import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text


class IntakeCode(StrEnum):
    """Codes beside those of `ProblemCode`."""

    WRONG_ENDING = "wrong_ending"
    OUTSIDE_PATH = "outside_path"
    LINK = "link"
    NO_ACCESS = "no_access"
    NOT_ALL = "not_all"


@dataclass(frozen=True, slots=True)
class IntakeTrouble:
    """A trouble in plain words, and what to do about it."""

    title: Text
    advice: Text


_TROUBLES: Final[Mapping[str, IntakeTrouble]] = {
    IntakeCode.WRONG_ENDING: IntakeTrouble(
        _("The name of the file promises another kind of file"),
        _("It was read as what it really is. Check that it is the document that was meant."),
    ),
    IntakeCode.OUTSIDE_PATH: IntakeTrouble(
        _("The file was packed with a name that points out of its folder"),
        _("It was read under a harmless name. Ask whoever packed the archive why."),
    ),
    IntakeCode.LINK: IntakeTrouble(
        _("It is a link to somewhere else, and links are not followed"),
        _("Hand in the file that the link points to."),
    ),
    IntakeCode.NO_ACCESS: IntakeTrouble(
        _("The file or folder cannot be opened"),
        _("Check that Signatur may read it, then hand it in again."),
    ),
    IntakeCode.NOT_ALL: IntakeTrouble(
        _("There are more files than are taken in at once"),
        _("Hand in the rest as a second delivery."),
    ),
    ProblemCode.ENCRYPTED: IntakeTrouble(
        _("A password is needed to open the file"),
        _("Find the password, save the document without it, and hand it in again."),
    ),
    ProblemCode.DAMAGED: IntakeTrouble(
        _("The file is damaged or was cut off"),
        _("Fetch the document from the case system again. What could be read is in the case."),
    ),
    ProblemCode.EMPTY: IntakeTrouble(
        _("The file has no content"),
        _("Fetch the document from the case system again, or leave it out of the case."),
    ),
    ProblemCode.UNKNOWN_FORMAT: IntakeTrouble(
        _("Signatur cannot read this kind of file"),
        _("Open it in the program that made it, save it as PDF, and hand that in."),
    ),
    ProblemCode.TOO_LARGE: IntakeTrouble(
        _("The file, or something in it, is larger than Signatur may read"),
        _("Go through by hand what is named, or part it in several files and hand them in."),
    ),
    ProblemCode.TOO_MANY_PARTS: IntakeTrouble(
        _("The file holds more documents than are read"),
        _("Unpack it and hand in the documents in several deliveries."),
    ),
    ProblemCode.TOO_DEEP: IntakeTrouble(
        _("The file holds archives within archives, deeper than Signatur looks"),
        _("Unpack it by hand and hand in the documents."),
    ),
    ProblemCode.ZIP_BOMB: IntakeTrouble(
        _("The archive unpacks to far more than is sensible"),
        _("Do not open it. It may be made to do harm: ask your IT security."),
    ),
    ProblemCode.TIMED_OUT: IntakeTrouble(
        _("It took too long to read the file"),
        _("Unpack or part it, and hand in the documents one by one."),
    ),
    ProblemCode.GARBLED_TEXT: IntakeTrouble(
        _("The file has text of which nobody can tell what it says"),
        _("Open the original, and withhold by hand what the program cannot read."),
    ),
    ProblemCode.WRONG_CHARSET: IntakeTrouble(
        _("Some letters could not be read"),
        _("Look at the original: names and words may be spelt wrongly in what was read."),
    ),
    ProblemCode.UNREADABLE_SCAN: IntakeTrouble(
        _("Pictures in the file were not read"),
        _("Go through the pages that are named by hand."),
    ),
    ProblemCode.PROGRAM_MISSING: IntakeTrouble(
        _("A program that reads or sets this kind of file is not installed"),
        _("Compare with the original. Those who run Signatur can install the program."),
    ),
}
_OTHER: Final = IntakeTrouble(
    _("The file, or a part of it, could not be read"),
    _("Open the original and go through it by hand."),
)


def trouble_of(code: str) -> IntakeTrouble:
    """Return a trouble in plain words, also for a code that is not known here."""
    return _TROUBLES.get(code, _OTHER)
