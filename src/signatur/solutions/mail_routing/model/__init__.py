"""Learning where enquiries go, and saying where a new one should go, why, and how sure that is."""

from signatur.solutions.mail_routing.model.knowledge import Knowledge, Known
from signatur.solutions.mail_routing.model.labelling import suggestion_for
from signatur.solutions.mail_routing.model.labels import agrees, label_of, succeeding, target_of
from signatur.solutions.mail_routing.model.matters import Matter, matters_of
from signatur.solutions.mail_routing.model.restraint import Restraint, restraint
from signatur.solutions.mail_routing.model.routing import route
from signatur.solutions.mail_routing.model.rules import first_match, matches

__all__ = [
    "Knowledge",
    "Known",
    "Matter",
    "Restraint",
    "agrees",
    "first_match",
    "label_of",
    "matches",
    "matters_of",
    "restraint",
    "route",
    "succeeding",
    "suggestion_for",
    "target_of",
]
