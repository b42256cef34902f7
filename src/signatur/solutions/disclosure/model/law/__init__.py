"""The law of access: dated grounds a lawyer can edit, which regime applies, and what must be considered."""

from signatur.solutions.disclosure.model.law.checking import check, difference
from signatur.solutions.disclosure.model.law.complaints import complaint_body
from signatur.solutions.disclosure.model.law.duties import obligations, unmet
from signatur.solutions.disclosure.model.law.proposing import (
    label_of,
    neutral_ground,
    other_grounds,
    propose_ground,
)
from signatur.solutions.disclosure.model.law.reading import (
    packaged_grounds,
    packaged_text,
    parse_grounds,
)
from signatur.solutions.disclosure.model.law.wizard import decide_regime, next_question

__all__ = [
    "check", "complaint_body", "decide_regime", "difference", "label_of", "neutral_ground",
    "next_question", "obligations", "other_grounds", "packaged_grounds", "packaged_text",
    "parse_grounds", "propose_ground", "unmet",
]  # fmt: skip
