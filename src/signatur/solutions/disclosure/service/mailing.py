"""The mail by which an answer is sent: a draft with the documents, which a person sends."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import ReleaseState
from signatur.solutions.disclosure.service.letters import cover_mail
from signatur.solutions.disclosure.service.released import open_bundle
from signatur.solutions.disclosure.service.rows import release_row

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_MOST_BYTES: Final = 18_000_000
"""Encoded for mail that is the 25 MB which most receivers take."""
_MOST_FILES: Final = 12


def draft_mail(work: Work, release_id: UUID) -> bytes:
    """Return a mail with what a release gives out, ready to be sent to its recipient; the audit is told.

    Raises NotFound before the decision, NotAllowed, InputProblem where the documents are too large for a
    mail or the letter lacks words.
    """
    from signatur.solutions.disclosure.model.letters import to_mail

    row = release_row(work, release_id)
    if row.state != ReleaseState.RELEASED:
        raise NotFound(log="not decided", shown=_("There is nothing to send yet."))
    with open_bundle(work, release_id) as file:
        bundle = file.read()
    if len(bundle) > _MOST_BYTES:
        raise InputProblem(
            log="too large for a mail",
            shown=_(
                "The documents are too large for a mail. Download them, and send them in another way."
            ),
        )
    files = _files(bundle)
    names = ", ".join(name for name, _content in files)
    return to_mail(cover_mail(work, row.case_id, names), row.recipient, files)


def _files(bundle: bytes) -> list[tuple[str, bytes]]:
    """Return the files of an archive, or the archive itself where they are many."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        names = archive.namelist()
        if len(names) > _MOST_FILES:
            return [("Aktindsigt.zip", bundle)]
        return [(name, archive.read(name)) for name in names]


__all__ = ["draft_mail"]
