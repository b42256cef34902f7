"""What is wrong with a table: missing, impossible, twice, written in several ways, told by the writer."""

from signatur.methods.tables.quality.coding import coding_findings
from signatur.methods.tables.quality.duplicates import Duplicates, duplicates_of
from signatur.methods.tables.quality.impossible import impossible_findings
from signatur.methods.tables.quality.missing import missing_findings
from signatur.methods.tables.quality.order import across_time, order_findings
from signatur.methods.tables.quality.writers import writer_findings

__all__ = [
    "Duplicates",
    "across_time",
    "coding_findings",
    "duplicates_of",
    "impossible_findings",
    "missing_findings",
    "order_findings",
    "writer_findings",
]
