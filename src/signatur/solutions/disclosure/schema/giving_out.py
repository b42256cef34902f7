"""The values of what leaves the house: releases and who got them, letters, and what a lawyer edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.case import Access


class ReleaseState(StrEnum):
    """Where a release stands."""

    PREPARING = "preparing"
    REFUSED = "refused"
    """A check found something that must not leave; `leaks` says where."""
    READY = "ready"
    RELEASED = "released"
    CANCELLED = "cancelled"


RELEASE_STATE_TITLES: Mapping[ReleaseState, Text] = {
    ReleaseState.PREPARING: _("Is being made"),
    ReleaseState.REFUSED: _("Stopped by the check"),
    ReleaseState.READY: _("Waits for a person's decision"),
    ReleaseState.RELEASED: _("Given out"),
    ReleaseState.CANCELLED: _("Given up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedDocument:
    """One document in a release."""

    document_id: UUID
    number: int
    access: Access
    grounds: tuple[str, ...]
    sha256: str
    """Of the file that is given out; empty where none is."""
    pages: int
    size: int
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakLine:
    """Why a release was stopped: the document, the page, and by which way of looking it was seen."""

    document_id: UUID
    page: int | None
    channel: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Something that is given out, whole or as a part of the answer."""

    id: UUID
    case_id: UUID
    number: int
    state: ReleaseState
    documents: tuple[ReleasedDocument, ...]
    leaks: tuple[LeakLine, ...]
    job_id: UUID | None
    bundle_sha256: str
    report_sha256: str
    prepared_by: UUID | None
    prepared_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    recipient: str = field(repr=False)
    is_partial: bool
    """Documents that the request covers are still left when it has been given out."""
    not_done: tuple[str, ...] = ()
    """What the check could not look at, such as `recognition`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A line of the disclosure log: who got what, when, on whose decision."""

    release_id: UUID
    document_id: UUID
    number: int
    access: Access
    grounds: tuple[str, ...]
    sha256: str
    recipient: str = field(repr=False)
    at: datetime
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter of a case in one version."""

    id: UUID
    kind: str
    version: int
    written_by: UUID | None
    written_at: datetime
    sent_at: datetime | None
    has_pdf: bool


class SetupKind(StrEnum):
    """What an authority's lawyer may edit; each is a text with versions."""

    GROUNDS = "grounds"
    LETTERS = "letters"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupVersion:
    """One version of what a lawyer has edited."""

    id: UUID
    kind: SetupKind
    number: int
    content: str = field(repr=False)
    note: str
    written_by: UUID | None
    written_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    is_in_force: bool
