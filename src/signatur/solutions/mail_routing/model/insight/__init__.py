"""What is counted from facts; pure, on columns of numbers."""

from signatur.solutions.mail_routing.model.insight.facts import (
    NONE,
    Codes,
    Facts,
    Selection,
    empty_facts,
    facts_of,
    fitting,
    selected,
)

__all__ = ["NONE", "Codes", "Facts", "Selection", "empty_facts", "facts_of", "fitting", "selected"]
