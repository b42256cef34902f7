"""The values of a request for access, and the names of what belongs to it, for whoever handles a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.documents import (
    ACCESS_TITLES,
    DOCUMENT_STATE_TITLES,
    HIDDEN_TITLES,
    LIKENESS_TITLES,
    Access,
    Document,
    DocumentChange,
    DocumentState,
    FailedUpload,
    HandedIn,
    Likeness,
    PageText,
    Unit,
)
from signatur.solutions.disclosure.schema.giving_out import (
    RELEASE_STATE_TITLES,
    Disclosed,
    LeakLine,
    LetterLine,
    Release,
    ReleasedDocument,
    ReleaseState,
    SetupKind,
    SetupVersion,
)
from signatur.solutions.disclosure.schema.progress import (
    HandlingTime,
    Hindrance,
    HindranceCode,
    Progress,
    SampledPage,
    Share,
)
from signatur.solutions.disclosure.schema.reviewing import (
    ACTION_TITLES,
    HOW_TITLES,
    Action,
    DoubtLine,
    Event,
    FindingLine,
    FindingOrigin,
    FindingState,
    FoundValue,
    Hit,
    How,
    PersonLine,
    Presence,
    RememberedValue,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.deadlines import Pause
    from signatur.solutions.disclosure.schema.law import Regime


class CaseState(StrEnum):
    """Where a request for access stands."""

    RECEIVED = "received"
    COLLECTING = "collecting"
    READING = "reading"
    REVIEW = "review"
    SECOND_READER = "second_reader"
    READY = "ready"
    RELEASED = "released"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self not in {CaseState.CLOSED, CaseState.WITHDRAWN}


CASE_STATE_TITLES: Mapping[CaseState, Text] = {
    CaseState.RECEIVED: _("Received"),
    CaseState.COLLECTING: _("Documents are collected"),
    CaseState.READING: _("Documents are read"),
    CaseState.REVIEW: _("Under review"),
    CaseState.SECOND_READER: _("Waits for the second reader"),
    CaseState.READY: _("Ready to be decided"),
    CaseState.RELEASED: _("Answered"),
    CaseState.CLOSED: _("Closed"),
    CaseState.WITHDRAWN: _("Withdrawn by the requester"),
}


class ReviewArm(StrEnum):
    """Whether reviewers see what was found; the control arm shows what the help is worth."""

    AIDED = "aided"
    UNAIDED = "unaided"


ARM_TITLES: Mapping[ReviewArm, Text] = {
    ReviewArm.AIDED: _("with help"),
    ReviewArm.UNAIDED: _("without help"),
}


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks for access."""

    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    """Where the answer goes: mail or postal address."""
    is_journalist: bool = False
    represents: str = field(default="", repr=False)
    """On whose behalf, such as a client or a medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A request for access as it came."""

    title: str = field(repr=False)
    request: str = field(repr=False)
    """The words of the request as received."""
    requester: Requester = Requester()
    received_at: datetime | None = None
    """None: now."""
    case_number: str = field(default="", repr=False)
    """In the authority's own system."""
    is_article_15: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """What somebody changes of a case; None: stays as it is."""

    title: str | None = field(default=None, repr=False)
    requester: Requester | None = None
    understood: str | None = field(default=None, repr=False)
    case_number: str | None = field(default=None, repr=False)
    kle: str | None = None
    body: str | None = None
    handler_id: UUID | None = None
    deadline_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request for access."""

    id: UUID
    project_id: UUID
    number: int
    title: str = field(repr=False)
    requester: Requester
    request: str = field(repr=False)
    understood: str = field(repr=False)
    """What is asked for, as the authority understands it."""
    received_at: datetime
    received_on: date
    case_number: str = field(repr=False)
    regime: Regime | None
    regime_answers: tuple[tuple[str, str], ...]
    regime_by: UUID | None
    regime_at: datetime | None
    deadline_kind: str
    pauses: tuple[Pause, ...]
    due_on: date
    kle: str
    body: str
    """Key of the body that decides complaints."""
    state: CaseState
    handler_id: UUID | None
    arm: ReviewArm
    is_article_15: bool
    closed_at: datetime | None
    created_by: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in the list of cases."""

    id: UUID
    number: int
    title: str = field(repr=False)
    requester: str = field(repr=False)
    state: CaseState
    received_on: date
    due_on: date
    days_left: int
    """Working days; below 0: overdue."""
    handler_id: UUID | None
    documents: int
    pages: int
    pages_seen: int
    open_findings: int


__all__ = [
    "ACCESS_TITLES",
    "ACTION_TITLES",
    "ARM_TITLES",
    "CASE_STATE_TITLES",
    "DOCUMENT_STATE_TITLES",
    "HIDDEN_TITLES",
    "HOW_TITLES",
    "LIKENESS_TITLES",
    "RELEASE_STATE_TITLES",
    "Access",
    "Action",
    "Case",
    "CaseChange",
    "CaseLine",
    "CaseState",
    "Disclosed",
    "Document",
    "DocumentChange",
    "DocumentState",
    "DoubtLine",
    "Event",
    "FailedUpload",
    "FindingLine",
    "FindingOrigin",
    "FindingState",
    "FoundValue",
    "HandedIn",
    "HandlingTime",
    "Hindrance",
    "HindranceCode",
    "Hit",
    "How",
    "LeakLine",
    "LetterLine",
    "Likeness",
    "NewCase",
    "PageText",
    "PersonLine",
    "Presence",
    "Progress",
    "Release",
    "ReleaseState",
    "ReleasedDocument",
    "RememberedValue",
    "Requester",
    "ReviewArm",
    "SampledPage",
    "SetupKind",
    "SetupVersion",
    "Share",
    "Unit",
]
