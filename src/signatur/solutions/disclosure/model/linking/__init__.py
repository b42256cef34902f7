"""Who is meant: every mention of a whole case linked to somebody, roles, and what does not belong.

`link` is pure: documents with their findings, persons that are known and what reviewers stated go
in, persons and mentions come out. `does_it_belong` looks for documents and paragraphs that are about
somebody else. `spread` carries one decision to all mentions, `apply_remembered` an earlier one to
findings.
"""

from signatur.solutions.disclosure.model.linking.belonging import DOUBT_REASONS, does_it_belong
from signatur.solutions.disclosure.model.linking.linking import link, state_role
from signatur.solutions.disclosure.model.linking.roles import ROLE_REASONS
from signatur.solutions.disclosure.model.linking.spreading import apply_remembered, spread

__all__ = [
    "DOUBT_REASONS",
    "ROLE_REASONS",
    "apply_remembered",
    "does_it_belong",
    "link",
    "spread",
    "state_role",
]
