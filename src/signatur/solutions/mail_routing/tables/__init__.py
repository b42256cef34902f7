"""The rows of mail routing; only its service touches them."""

from signatur.solutions.mail_routing.tables.automatic import (
    ControlRow,
    HintRow,
    PauseRow,
    ReorganisationRow,
    SecondLookRow,
    ShadowRow,
    WatchRow,
    WouldBeRow,
)
from signatur.solutions.mail_routing.tables.enquiries import BandRow, EnquiryRow, ReferenceRow
from signatur.solutions.mail_routing.tables.insight import ChangeRow, FactRow
from signatur.solutions.mail_routing.tables.outgoing import OutgoingRow, ReceiptRow, RouteRow
from signatur.solutions.mail_routing.tables.setup import (
    DepartmentRow,
    RuleHitRow,
    RuleRow,
    SubjectRow,
)
from signatur.solutions.mail_routing.tables.sources import (
    ImportColumnRow,
    PlacementRow,
    SourceFileRow,
    SourceFolderRow,
    SourceRow,
    SourceTroubleRow,
)

TABLES = (
    DepartmentRow,
    SubjectRow,
    RuleRow,
    EnquiryRow,
    ReferenceRow,
    BandRow,
    RuleHitRow,
    FactRow,
    ChangeRow,
    SourceRow,
    SourceFolderRow,
    PlacementRow,
    SourceTroubleRow,
    SourceFileRow,
    ImportColumnRow,
    ControlRow,
    HintRow,
    PauseRow,
    ReorganisationRow,
    SecondLookRow,
    ShadowRow,
    WatchRow,
    WouldBeRow,
    RouteRow,
    OutgoingRow,
    ReceiptRow,
)

__all__ = [
    "TABLES",
    "BandRow",
    "ChangeRow",
    "ControlRow",
    "DepartmentRow",
    "EnquiryRow",
    "FactRow",
    "HintRow",
    "ImportColumnRow",
    "OutgoingRow",
    "PauseRow",
    "PlacementRow",
    "ReceiptRow",
    "ReferenceRow",
    "ReorganisationRow",
    "RouteRow",
    "RuleHitRow",
    "RuleRow",
    "SecondLookRow",
    "ShadowRow",
    "SourceFileRow",
    "SourceFolderRow",
    "SourceRow",
    "SourceTroubleRow",
    "SubjectRow",
    "WatchRow",
    "WouldBeRow",
]
