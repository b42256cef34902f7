"""Which steps each kind of deadline has, and by which source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind, StepName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

_OFL: Final = "offentlighedsloven § 36, stk. 2"
_NOTES: Final = "offentlighedsloven § 36, stk. 2, med forarbejder; aktindsigtshåndbogen"
_DELAY: Final = "offentlighedsloven § 39"
_MOL: Final = "miljøoplysningsloven § 4, stk. 3"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step before it is counted: working days, or calendar days, or months."""

    name: StepName
    title: Text
    source: str
    confidence: str = "H"
    working_days: int = 0
    days: int = 0
    months: int = 0


def _rule(name: StepName, title: Text, source: str, confidence: str = "H", **span: int) -> Rule:
    return Rule(name, title, source, confidence, **span)


_AIM_FIRST = _rule(StepName.AIM_FIRST, _("Aim for a simple request"), _NOTES, working_days=1)
_AIM = _rule(StepName.AIM, _("Latest aim for a simple request"), _NOTES, working_days=2)
_PARTIAL = _rule(
    StepName.PARTIAL, _("Give the undoubted documents at once"), _NOTES, working_days=2
)
_NOTICE = _rule(
    StepName.NOTICE, _("Last day to tell why it takes longer, and until when"), _OFL, working_days=7
)
_MAIN = _rule(StepName.DECISION, _("Decision by the main rule"), _OFL, working_days=7)
_SPECIAL = _rule(StepName.SPECIAL, _("Decision in special cases"), _NOTES, working_days=14)
_QUITE = _rule(
    StepName.QUITE_SPECIAL, _("Decision in quite special cases"), _NOTES, working_days=40
)
_MAY_COMPLAIN = _rule(
    StepName.COMPLAINT_POSSIBLE,
    _("If it is not decided by the end of this day, the time taken may be complained over"),
    _DELAY, working_days=14,
)  # fmt: skip
_FVL = "forvaltningsloven § 16, stk. 2"
_PARTY_NOTICE = _rule(_NOTICE.name, _NOTICE.title, _FVL, working_days=7)
_PARTY_MAIN = _rule(_MAIN.name, _MAIN.title, _FVL, working_days=7)
_TEN_DAYS = _rule(
    StepName.NOTICE, _("Last day to tell why it takes longer, and until when"),
    "miljøoplysningsloven § 4, stk. 1, jf. § 16, stk. 2, i offentlighedsloven af 1985 og i forvaltningsloven"
    " af 2012", days=10,
)  # fmt: skip
_MONTH = _rule(StepName.DECISION, _("Decision by the main rule"), _MOL, months=1)
_TWO_MONTHS = _rule(StepName.EXTENDED, _("Decision in large or complex cases"), _MOL, months=2)
_GDPR = "databeskyttelsesforordningen artikel 12, stk. 3; forordning 1182/71 artikel 3"
_GDPR_MONTH = _rule(
    StepName.DECISION, _("Answer, or say why it takes longer"), _GDPR, "M", months=1
)
_GDPR_LONG = _rule(StepName.EXTENDED, _("Answer to a complex request"), _GDPR, "M", months=3)
_RECORD = _rule(
    StepName.DECISION, _("Answer, or say why it takes longer"), "sundhedsloven § 38, stk. 1",
    working_days=7,
)  # fmt: skip
_OFL_37 = "offentlighedsloven § 37, stk. 2 og 3, og § 38"
_FORWARD = _rule(
    StepName.FORWARD, _("Change the decision, or pass the complaint on"), _OFL_37, working_days=7
)
_FORWARD_DELAY = _rule(
    StepName.FORWARD, _("Decide, or pass the complaint on with the reason for the delay"),
    "offentlighedsloven § 39, stk. 2", working_days=7,
)  # fmt: skip
_FORWARD_MOL = _rule(
    StepName.FORWARD, _("Change the decision, or pass the complaint on"),
    "miljøoplysningsloven § 4 b; aktindsigtshåndbogen", days=21,
)  # fmt: skip
_BODY = _rule(StepName.COMPLAINT_DECIDED, _("The complaint is decided"), _OFL_37, working_days=20)

RULES: Final[Mapping[DeadlineKind, tuple[Rule, ...]]] = {
    DeadlineKind.SIMPLE: (_AIM_FIRST, _AIM, _NOTICE, _MAIN, _MAY_COMPLAIN),
    DeadlineKind.ORDINARY: (_AIM_FIRST, _PARTIAL, _NOTICE, _MAIN, _SPECIAL, _MAY_COMPLAIN, _QUITE),
    DeadlineKind.EXTENSIVE: (_PARTIAL, _NOTICE, _SPECIAL, _MAY_COMPLAIN, _QUITE),
    DeadlineKind.VERY_EXTENSIVE: (_PARTIAL, _NOTICE, _MAY_COMPLAIN, _QUITE),
    DeadlineKind.PARTY: (_PARTIAL, _PARTY_NOTICE, _PARTY_MAIN),
    DeadlineKind.ENVIRONMENTAL: (_TEN_DAYS, _MONTH, _TWO_MONTHS),
    DeadlineKind.GDPR: (_GDPR_MONTH, _GDPR_LONG),
    DeadlineKind.PATIENT_RECORD: (_RECORD,),
    DeadlineKind.COMPLAINT: (_FORWARD,),
    DeadlineKind.COMPLAINT_DELAY: (_FORWARD_DELAY,),
    DeadlineKind.COMPLAINT_ENVIRONMENTAL: (_FORWARD_MOL,),
    DeadlineKind.COMPLAINT_BODY: (_BODY,),
}  # fmt: skip
DUE: Final[Mapping[DeadlineKind, StepName]] = {
    DeadlineKind.SIMPLE: StepName.AIM,
    DeadlineKind.EXTENSIVE: StepName.SPECIAL,
    DeadlineKind.VERY_EXTENSIVE: StepName.QUITE_SPECIAL,
    DeadlineKind.COMPLAINT: StepName.FORWARD,
    DeadlineKind.COMPLAINT_DELAY: StepName.FORWARD,
    DeadlineKind.COMPLAINT_ENVIRONMENTAL: StepName.FORWARD,
    DeadlineKind.COMPLAINT_BODY: StepName.COMPLAINT_DECIDED,
}
