"""The questions, the rules, and the pure way from answers to what applies."""

from signatur.stewardship.legal.model.answers import read_answers
from signatur.stewardship.legal.model.classifying import classify
from signatur.stewardship.legal.model.logic import names_in
from signatur.stewardship.legal.model.questions import ALIASES, FACTS, QUESTIONS, by_key, visible
from signatur.stewardship.legal.model.rules import BadRules, joined, read_rules

__all__ = [
    "ALIASES",
    "FACTS",
    "QUESTIONS",
    "BadRules",
    "by_key",
    "classify",
    "joined",
    "names_in",
    "read_answers",
    "read_rules",
    "visible",
]
