"""Finds what there is to read at and below a path, without following a folder in circles."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.messages.maildir import is_maildir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Left by operating systems in folders; nobody's enquiry.
_NOT_ENQUIRIES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """A file or Maildir folder; `fault` says why it is not opened, in English."""

    path: Path
    fault: str = ""

    @property
    def name(self) -> str:
        """The file name as it can be shown, also one that is in no known character set."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")


def sources_at(path: Path) -> Iterator[Source]:
    """Yield the files and Maildir folders at and below a path, in the order of their names.

    A path that is named by a person is taken as it is. Below a folder only plain files are opened:
    reading a pipe or a device there could go on for ever. Raises OSError for the path itself.
    """
    if not stat.S_ISDIR(path.stat().st_mode) or is_maildir(path):
        yield Source(path)
    else:
        yield from _below(path, frozenset())


def _below(folder: Path, above: frozenset[_Identity]) -> Iterator[Source]:
    try:
        state = folder.stat()
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield Source(folder, f"the folder cannot be opened: {type(error).__name__}")
        return
    identity = (state.st_dev, state.st_ino)
    if identity in above:
        return  # a link to a folder that this one lies in; all of it is read already
    for path in inside:
        if path.name.casefold() not in _NOT_ENQUIRIES:
            yield from _at(path, above | {identity})


def _at(path: Path, above: frozenset[_Identity]) -> Iterator[Source]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Source(path, f"the file cannot be opened: {type(error).__name__}")
        return
    if stat.S_ISREG(mode) or (stat.S_ISDIR(mode) and is_maildir(path)):
        yield Source(path)
    elif stat.S_ISDIR(mode):
        yield from _below(path, above)
    else:
        yield Source(path, "neither a file nor a folder")
