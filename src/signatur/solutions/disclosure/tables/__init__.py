"""The rows that disclosure owns."""

from signatur.solutions.disclosure.tables.cases import CaseRow, DutyRow, LetterRow, SetupRow
from signatur.solutions.disclosure.tables.documents import DocumentRow, PageRow, UploadRow
from signatur.solutions.disclosure.tables.parties import (
    CasePersonRow,
    DoubtRow,
    RememberedRow,
    StatementRow,
)
from signatur.solutions.disclosure.tables.release import DisclosedRow, ReleaseRow
from signatur.solutions.disclosure.tables.review import (
    EventRow,
    FindingRow,
    PageViewRow,
    PresenceRow,
    SampledPageRow,
)

TABLES = (
    CaseRow,
    DutyRow,
    LetterRow,
    SetupRow,
    UploadRow,
    DocumentRow,
    PageRow,
    FindingRow,
    EventRow,
    PageViewRow,
    PresenceRow,
    SampledPageRow,
    CasePersonRow,
    StatementRow,
    DoubtRow,
    RememberedRow,
    ReleaseRow,
    DisclosedRow,
)

__all__ = [
    "TABLES",
    "CasePersonRow",
    "CaseRow",
    "DisclosedRow",
    "DocumentRow",
    "DoubtRow",
    "DutyRow",
    "EventRow",
    "FindingRow",
    "LetterRow",
    "PageRow",
    "PageViewRow",
    "PresenceRow",
    "ReleaseRow",
    "RememberedRow",
    "SampledPageRow",
    "SetupRow",
    "StatementRow",
    "UploadRow",
]
