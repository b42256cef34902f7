"""The facts of each enquiry by which insight counts: written with each change, kept in memory."""

from signatur.solutions.mail_routing.service.facts.finding import items_with
from signatur.solutions.mail_routing.service.facts.noting import (
    lacks_facts,
    note_fact,
    rebuild,
    write_facts,
)
from signatur.solutions.mail_routing.service.facts.snapshot import (
    Snapshot,
    languages_within,
    snapshot_of,
)

__all__ = [
    "Snapshot",
    "items_with",
    "lacks_facts",
    "languages_within",
    "note_fact",
    "rebuild",
    "snapshot_of",
    "write_facts",
]
