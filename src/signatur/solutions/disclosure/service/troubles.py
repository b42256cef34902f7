"""What could not be read of a case, in plain words, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.methods.documents import ProblemCode
from signatur.records.items.schema import TROUBLE_TEXTS, TroubleText

if TYPE_CHECKING:
    from collections.abc import Mapping

_TROUBLES: Final[Mapping[str, TroubleText]] = {
    ProblemCode.ENCRYPTED: TroubleText(
        _("A password is needed to open the file"),
        _("Find the password, save the document without it, and hand it in again."),
    ),
    ProblemCode.DAMAGED: TroubleText(
        _("The file is damaged or was cut off"),
        _("Fetch the document from the case system again. What could be read is in the case."),
    ),
    ProblemCode.EMPTY: TroubleText(
        _("The file has no content"),
        _("Fetch the document from the case system again, or leave it out of the case."),
    ),
    ProblemCode.UNKNOWN_FORMAT: TroubleText(
        _("Signatur cannot read this kind of file"),
        _("Open it in the program that made it, save it as PDF, and hand that in."),
    ),
    ProblemCode.TOO_LARGE: TroubleText(
        _("The file, or something in it, is larger than Signatur may read"),
        _("Go through by hand what is named, or part it in several files and hand them in."),
    ),
    ProblemCode.TOO_MANY_PARTS: TroubleText(
        _("The file holds more documents than are read"),
        _("Unpack it and hand in the documents in several deliveries."),
    ),
    ProblemCode.TOO_DEEP: TroubleText(
        _("The file holds archives within archives, deeper than Signatur looks"),
        _("Unpack it by hand and hand in the documents."),
    ),
    ProblemCode.ZIP_BOMB: TroubleText(
        _("The archive unpacks to far more than is sensible"),
        _("Do not open it. It may be made to do harm: ask your IT security."),
    ),
    ProblemCode.TIMED_OUT: TroubleText(
        _("It took too long to read the file"),
        _("Unpack or part it, and hand in the documents one by one."),
    ),
    ProblemCode.GARBLED_TEXT: TroubleText(
        _("The file has text of which nobody can tell what it says"),
        _("Open the original, and withhold by hand what the program cannot read."),
    ),
    ProblemCode.UNREADABLE_SCAN: TroubleText(
        _("Pictures in the file were not read"),
        _("Go through the pages that are named by hand."),
    ),
    ProblemCode.PROGRAM_MISSING: TroubleText(
        _("A program that reads or sets this kind of file is not installed"),
        _("Compare with the original. Those who run Signatur can install the program."),
    ),
}
_OTHER: Final = TroubleText(
    _("The file, or a part of it, could not be read"),
    _("Open the original and go through it by hand."),
)


def trouble_of(code: str) -> TroubleText:
    """Return a trouble in plain words, also for a code that is not known here.

    Where this solution has no advice of its own, it is what any reader of files is told.
    """
    return _TROUBLES.get(code) or TROUBLE_TEXTS.get(code, _OTHER)
