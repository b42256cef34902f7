"""The values of how far a case is, what stands in the way of its release, and what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.case import ReviewArm


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a case is."""

    documents: int
    documents_read: int
    documents_unread: int
    """Wait, are being read, or could not be read and are not dealt with."""
    pages: int
    pages_seen: int
    findings: int
    findings_open: int
    doubts_open: int
    sample: int
    """Pages drawn for the second reader."""
    sample_done: int


class HindranceCode(StrEnum):
    """What stands in the way of a release."""

    NO_DOCUMENTS = "no_documents"
    UNREAD = "unread"
    UPLOADS = "uploads"
    PAGES = "pages"
    FINDINGS = "findings"
    DUTIES = "duties"
    DOUBTS = "doubts"
    MISFILED = "misfiled"
    GROUNDS = "grounds"
    LETTER = "letter"
    SECOND_READER = "second_reader"
    LEAKS = "leaks"
    REGIME = "regime"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that must be done before a release, where, and what to do."""

    code: HindranceCode
    said: Text
    count: int = 0
    document_id: UUID | None = None
    """The first document that it concerns."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SampledPage:
    """A page that the second reader looks at without seeing what the first decided first."""

    document_id: UUID
    page: int
    is_done: bool
    missed: int | None
    """What the second reader withheld and the first had not."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted, with the interval (95 per cent, Wilson) that it may lie in."""

    hits: int
    total: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class HandlingTime:
    """Seconds a page of reviewers with and without help, with intervals (95 per cent)."""

    arm: ReviewArm
    pages: int
    cases: int
    seconds_a_page: float | None
    low: float | None
    high: float | None
