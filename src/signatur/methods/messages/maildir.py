"""Mail folders in the Maildir format: one file a message, its state in the file name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# `tmp` holds deliveries that are not finished; the programs that write them move them when they are.
_FOLDERS = ("new", "cur")


def is_maildir(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in _FOLDERS)


def message_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give each message file with its flags, such as `RS` for answered and read."""
    for name in _FOLDERS:
        for file in sorted((folder / name).iterdir()):
            if not file.name.startswith(".") and not file.is_dir():
                yield file, file.name.partition(":2,")[2]
