"""The values of a request for access: the case, its documents, what is decided in them, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.methods.documents.laid_out import Box
    from signatur.solutions.disclosure.schema.deadlines import Pause
    from signatur.solutions.disclosure.schema.finding import FindingKind
    from signatur.solutions.disclosure.schema.law import Regime
    from signatur.solutions.disclosure.schema.parties import DoubtReason, Role, Treatment, Treatment


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


class DocumentState(StrEnum):
    """How far a document is read."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    """Shown and named; blocks a release until it is replaced, read by hand or set aside."""
    SET_ASIDE = "set_aside"
    REPLACED = "replaced"


DOCUMENT_STATE_TITLES: Mapping[DocumentState, Text] = {
    DocumentState.WAITING: _("Waits to be read"),
    DocumentState.READING: _("Is being read"),
    DocumentState.READ: _("Read"),
    DocumentState.UNREADABLE: _("Could not be read"),
    DocumentState.SET_ASIDE: _("Set aside"),
    DocumentState.REPLACED: _("Replaced by another file"),
}


class Access(StrEnum):
    """How far a document is given out."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


ACCESS_TITLES: Mapping[Access, Text] = {
    Access.YES: _("Yes"),
    Access.PARTLY: _("Partly"),
    Access.NO: _("No"),
}


class Likeness(StrEnum):
    """In what way a document repeats another."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    NEARLY = "nearly"


LIKENESS_TITLES: Mapping[Likeness, Text] = {
    Likeness.SAME_FILE: _("The same file"),
    Likeness.SAME_TEXT: _("The same text"),
    Likeness.NEARLY: _("Nearly the same text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a case, as it stands in the list of documents."""

    id: UUID
    case_id: UUID
    number: int
    """In the list of documents, from 1."""
    parent_id: UUID | None
    """The document that it came with, such as the mail that it is attached to."""
    name: str = field(repr=False)
    """File name or path as handed in."""
    title: str = field(repr=False)
    day: date | None
    category: str
    media_type: str
    size: int
    sha256: str
    state: DocumentState
    pages: int
    """Pages of its view, appendix pages among them."""
    problems: tuple[tuple[str, str], ...]
    """Code of what could not be read (see `items.TROUBLE_TEXTS`), and where."""
    duplicate_of: UUID | None
    likeness: Likeness | None
    is_decoration: bool
    """A logo or the like, that nobody needs to look at."""
    is_covered: bool | None
    """The request covers it; None: nobody has said so yet, which counts as covered."""
    access: Access
    """As chosen for the whole document, else as it follows from its findings."""
    is_access_chosen: bool
    ground: str
    """Of the choice for the whole document."""
    note: str = field(repr=False)
    """Why it was set aside, or chosen for as a whole."""
    grounds: tuple[str, ...] = ()
    """Keys of all grounds by which something in it is withheld."""
    findings: int = 0
    open_findings: int = 0
    withheld: int = 0
    pages_seen: int = 0
    suggestion_id: UUID | None = None
    version: int = 1

    @property
    def is_to_review(self) -> bool:
        """Whether pages of it must be looked at before a release."""
        return self.state is DocumentState.READ and self.is_covered is not False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """What somebody changes of a document; None: stays as it is."""

    title: str | None = field(default=None, repr=False)
    day: date | None = None
    category: str | None = None
    number: int | None = None
    """New place in the list; the others move."""
    is_covered: bool | None = None
    is_decoration: bool | None = None
    access: Access | None = None
    """For the whole document."""
    ground: str = ""
    follow_findings: bool = False
    """Take back a choice for the whole document."""
    note: str = field(default="", repr=False)


class FindingState(StrEnum):
    """What became of a finding."""

    PROPOSED = "proposed"
    WITHHELD = "withheld"
    KEPT = "kept"
    REMOVED = "removed"
    """A box or mark of a reviewer that was undone; never shown."""


class FindingOrigin(StrEnum):
    """How a finding came about."""

    FOUND = "found"
    LINKED = "linked"
    """A mention of somebody known from elsewhere in the case."""
    DRAWN = "drawn"
    MARKED = "marked"
    """Words that a reviewer marked."""
    WHOLE_PAGE = "whole_page"


class How(StrEnum):
    """In what way a finding was decided."""

    SINGLE = "single"
    ALL_MENTIONS = "all_mentions"
    PERSON = "person"
    REMEMBERED = "remembered"
    RULE = "rule"
    SECOND_READER = "second_reader"


HOW_TITLES: Mapping[How, Text] = {
    How.SINGLE: _("one by one"),
    How.ALL_MENTIONS: _("with all mentions"),
    How.PERSON: _("by a decision on the person"),
    How.REMEMBERED: _("as decided before"),
    How.RULE: _("by a rule"),
    How.SECOND_READER: _("by the second reader"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding in a case, and what was decided on it."""

    id: UUID
    document_id: UUID
    kind: FindingKind
    start: int
    end: int
    page: int
    boxes: tuple[Box, ...]
    text: str = field(repr=False)
    value: str = field(repr=False)
    confidence: float
    evidence: tuple[str, ...]
    proposed: str
    """Key of the ground that is proposed; empty: none."""
    person: str
    """Key of the person meant; empty: nobody, or not clear who."""
    unit: str
    """Quoted mail that is the same in several documents has one key; it is reviewed once."""
    origin: FindingOrigin
    state: FindingState
    ground: str
    how: How | None
    decided_by: UUID | None
    decided_at: datetime | None
    version: int
    """Say it back with a decision: another's decision since is then not overwritten unseen."""


class Action(StrEnum):
    """A step of review as it stands in the log."""

    WITHHOLD = "withhold"
    KEEP = "keep"
    REOPEN = "reopen"
    GROUND = "ground"
    DRAW = "draw"
    MARK = "mark"
    WHOLE_PAGE = "whole_page"
    SPREAD = "spread"
    PERSON = "person"
    ROLE = "role"
    MERGE = "merge"
    SPLIT = "split"
    CALL = "call"
    DOUBT = "doubt"
    UNDO = "undo"
    REDO = "redo"


ACTION_TITLES: Mapping[Action, Text] = {
    Action.WITHHOLD: _("Withheld"),
    Action.KEEP: _("Given out"),
    Action.REOPEN: _("Made undecided again"),
    Action.GROUND: _("Ground changed"),
    Action.DRAW: _("Box drawn"),
    Action.MARK: _("Words marked"),
    Action.WHOLE_PAGE: _("Whole page withheld"),
    Action.SPREAD: _("Carried to all mentions"),
    Action.PERSON: _("Decided for a person"),
    Action.ROLE: _("Role of a person stated"),
    Action.MERGE: _("Two persons joined"),
    Action.SPLIT: _("Mention taken from a person"),
    Action.CALL: _("Role word tied to a person"),
    Action.DOUBT: _("Answered whether it belongs here"),
    Action.UNDO: _("Undone"),
    Action.REDO: _("Done again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of review: who did what, when. Nothing is ever taken out of the log."""

    id: UUID
    number: int
    """From 1 in its case."""
    document_id: UUID | None
    action: Action
    person_id: UUID
    at: datetime
    findings: int
    """How many findings it changed."""
    undoes: UUID | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who looks at a page now."""

    person_id: UUID
    page: int
    at: datetime


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
    PAGES = "pages"
    FINDINGS = "findings"
    DUTIES = "duties"
    DOUBTS = "doubts"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody in a case, as reviewers see them."""

    key: str
    role: Role
    names: tuple[str, ...] = field(repr=False)
    cpr: tuple[str, ...] = field(repr=False)
    role_words: tuple[str, ...] = field(repr=False)
    reasons: tuple[str, ...]
    is_stated: bool
    mentions: int
    documents: int
    open_mentions: int
    treatment: str
    """`withhold` or `keep` where it was decided for the person; empty otherwise."""
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLine:
    """A document or paragraph that may not belong in the case."""

    id: UUID
    document_id: UUID
    start: int
    end: int
    page: int
    is_whole: bool
    score: float
    reasons: tuple[DoubtReason, ...]
    belongs: bool | None
    """None: nobody has answered yet."""
    answered_by: UUID | None
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something that was searched for stands."""

    document_id: UUID
    number: int
    """Of the document in the list."""
    page: int
    start: int
    end: int
    before: str = field(repr=False)
    text: str = field(repr=False)
    after: str = field(repr=False)


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


@dataclass(frozen=True, slots=True)
class RememberedValue:
    """A decision that holds for a value in all cases of the authority."""

    id: UUID
    kind: FindingKind
    value: str = field(repr=False)
    treatment: Treatment
    ground: str
    since: date
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """All findings of one value in a case, to be decided at once."""

    kind: FindingKind
    text: str = field(repr=False)
    finding_id: UUID
    """Of the first open one, else of the first."""
    document_id: UUID
    page: int
    proposed: str
    mentions: int
    documents: int
    open: int


@dataclass(frozen=True, slots=True)
class HandlingTime:
    """Seconds a page of reviewers with and without help, with intervals (95 per cent)."""

    arm: ReviewArm
    pages: int
    cases: int
    seconds_a_page: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of handing in a file: the upload, and whether it was already known."""

    id: UUID
    is_new: bool
    job_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Quoted mail that stands in several documents: one stretch with a key of its own."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageText:
    """A page with its text and what the client needs to lay words over its picture."""

    number: int
    width: float
    """Points."""
    height: float
    is_appendix: bool
    text: str = field(repr=False)
    start: int
    """Offset of the page's text in the document's."""
    stretches: tuple[Mapping[str, Any], ...] = ()
    """`start`, `end`, `origin`, `where` of how the text came to be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """Something that was found in a case, with all its places counted."""

    kind: FindingKind
    text: str = field(repr=False)
    """As written where it stands first."""
    finding_id: UUID
    """Of one of its places; deciding for all mentions of it decides for all places."""
    document_id: UUID
    page: int
    proposed: str
    """Key of the ground that was chosen or is proposed."""
    mentions: int
    documents: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLine:
    """A decision that holds for a value in all cases."""

    id: UUID
    kind: FindingKind
    value: str = field(repr=False)
    treatment: Treatment
    ground: str
    since: date
    by: UUID | None
