"""The values of deadlines: the kinds of requests, the days that follow from them, and where a case stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text


class DeadlineKind(StrEnum):
    """What a deadline is counted for."""

    SIMPLE = "simple"
    ORDINARY = "ordinary"
    EXTENSIVE = "extensive"
    VERY_EXTENSIVE = "very_extensive"
    PARTY = "party"
    ENVIRONMENTAL = "environmental"
    GDPR = "gdpr"
    PATIENT_RECORD = "patient_record"
    COMPLAINT = "complaint"
    COMPLAINT_DELAY = "complaint_delay"
    COMPLAINT_ENVIRONMENTAL = "complaint_environmental"
    COMPLAINT_BODY = "complaint_body"


KIND_TITLES: Mapping[DeadlineKind, Text] = {
    DeadlineKind.SIMPLE: _("Few, clearly named documents that need no closer look"),
    DeadlineKind.ORDINARY: _("The main rule"),
    DeadlineKind.EXTENSIVE: _("Many documents, or documents that need a closer look"),
    DeadlineKind.VERY_EXTENSIVE: _("Very many documents, or quite special difficulties"),
    DeadlineKind.PARTY: _("A party's request"),
    DeadlineKind.ENVIRONMENTAL: _("Environmental information"),
    DeadlineKind.GDPR: _("Own data under the GDPR, article 15"),
    DeadlineKind.PATIENT_RECORD: _("Own patient record"),
    DeadlineKind.COMPLAINT: _("A complaint over the decision, at the authority"),
    DeadlineKind.COMPLAINT_DELAY: _("A complaint over the time taken, at the authority"),
    DeadlineKind.COMPLAINT_ENVIRONMENTAL: _("A complaint over environmental information"),
    DeadlineKind.COMPLAINT_BODY: _("A complaint, at the body that decides it"),
}


class StepName(StrEnum):
    """What is to have happened by a day."""

    AIM_FIRST = "aim_first"
    AIM = "aim"
    PARTIAL = "partial_decision"
    NOTICE = "notice"
    DECISION = "decision"
    SPECIAL = "special"
    QUITE_SPECIAL = "quite_special"
    COMPLAINT_POSSIBLE = "complaint_possible"
    EXTENDED = "extended"
    FORWARD = "forward_complaint"
    COMPLAINT_DECIDED = "complaint_decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """By when something is to have happened."""

    name: StepName
    title: Text
    day: date
    cautious: date
    """The same where 5 June, 24 and 31 December count as working days; never later than `day`."""
    working_days: int | None = None
    """How many were counted; None where it was counted in days or months."""
    calendar: str = ""
    """How else it was counted, such as `1 month`."""
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted, such as while the requester says what is meant. `end` is the day of the answer."""

    start: date
    end: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The days that follow from the receipt of a request or complaint."""

    received: date
    kind: DeadlineKind
    due: date
    cautious: date
    steps: tuple[Step, ...]
    pauses: tuple[Pause, ...] = ()
    assumptions: tuple[Text, ...] = ()


class Due(StrEnum):
    """What is to be done now."""

    NOTHING = "nothing"
    PARTIAL_DECISION = "partial_decision"
    TIME_LETTER = "time_letter"
    DECISION = "decision"
    OVERDUE = "overdue"
    WAITING = "waiting"


DUE_TITLES: Mapping[Due, Text] = {
    Due.NOTHING: _("Nothing is due yet"),
    Due.PARTIAL_DECISION: _("Give the undoubted documents now"),
    Due.TIME_LETTER: _("Tell the requester why it takes longer, and until when"),
    Due.DECISION: _("Decide today, or tell why it takes longer"),
    Due.OVERDUE: _("The time is up: decide, or tell why not"),
    Due.WAITING: _("Waiting for the requester"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands on a day."""

    day: date
    days_left: int
    """Working days after `day` up to the due day: 0 on the due day, below 0 when the time is up."""
    is_overdue: bool
    act: Due
    next_step: Step | None
    may_complain: bool
    """The requester may complain over the time taken."""
