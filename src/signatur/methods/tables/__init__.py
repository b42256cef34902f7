"""Examining a table of past decisions before anything is learnt from it. Pure, seeded, on polars.

`read_file` and `understand` make a `Table` of a file; `analyse` tells quality, relevance, leaks, volume,
representation, practice and how gaps may be filled; `apply_imputing` does so in operation.
"""

from signatur.methods.tables.analysing import Analysis, UnfitTable, Wish, analyse, check
from signatur.methods.tables.guessing import Guess, guess_columns
from signatur.methods.tables.imputing import apply_imputing, as_recipe, fit_imputing
from signatur.methods.tables.outcomes import outcome_column
from signatur.methods.tables.reading import UnreadableTable, read_bytes, read_file, understand
from signatur.methods.tables.schema import Column, Finding, Kind, Severity, Table

__all__ = [
    "Analysis",
    "Column",
    "Finding",
    "Guess",
    "Kind",
    "Severity",
    "Table",
    "UnfitTable",
    "UnreadableTable",
    "Wish",
    "analyse",
    "apply_imputing",
    "as_recipe",
    "check",
    "fit_imputing",
    "guess_columns",
    "outcome_column",
    "read_bytes",
    "read_file",
    "understand",
]
