"""The questions, and the pure rule from visible answers to a result."""

from signatur.stewardship.readiness.model.judging import judge, visible
from signatur.stewardship.readiness.model.questions import QUESTIONS, by_code

__all__ = ["QUESTIONS", "by_code", "judge", "visible"]
