"""From files to the documents of a case: read, told apart, known again, and parted into messages.

with_decorations(read_case(sources, limits=CASE_LIMITS, scratch=folder))  # the documents
duplicates_among(texts)    # the same bytes, the same text, nearly the same text
units_among(texts)         # each message once, with all its copies in quotations
"""

from signatur.solutions.disclosure.intake.duplicates import (
    Duplicate,
    DuplicateKind,
    duplicates_among,
)
from signatur.solutions.disclosure.intake.incoming import (
    CASE_LIMITS,
    CaseProblem,
    CaseText,
    Category,
    DatedBy,
    Incoming,
    Source,
)
from signatur.solutions.disclosure.intake.reading import read_case, with_decorations
from signatur.solutions.disclosure.intake.telling import guess_category, guess_date
from signatur.solutions.disclosure.intake.units import Copy, Unit, carried, units_among

__all__ = [
    "CASE_LIMITS",
    "CaseProblem",
    "CaseText",
    "Category",
    "Copy",
    "DatedBy",
    "Duplicate",
    "DuplicateKind",
    "Incoming",
    "Source",
    "Unit",
    "carried",
    "duplicates_among",
    "guess_category",
    "guess_date",
    "read_case",
    "units_among",
    "with_decorations",
]
