"""From files to tables whose columns are understood: separators, letters, decimal commas, dates."""

from signatur.methods.tables.reading.columns import understand
from signatur.methods.tables.reading.files import UnreadableTable, read_bytes, read_file

__all__ = ["UnreadableTable", "read_bytes", "read_file", "understand"]
