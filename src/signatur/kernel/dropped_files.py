"""Files that others put into a folder to be taken in: which are complete, and where they go then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

DONE: Final = "done"
FAILED: Final = "failed"
# What other programs call files that they are still writing.
_UNFINISHED: Final = (".tmp", ".part", ".partial", ".crdownload", ".filepart", "~")


def is_complete(file: Path, now: datetime, quiet_seconds: float) -> bool:
    """Say whether a file is neither hidden, nor called unfinished, nor was changed just before `now`.

    Raises OSError when it was taken away meanwhile.
    """
    if file.name.startswith(".") or file.name.lower().endswith(_UNFINISHED):
        return False
    # A time that has not come yet is that of a clock which is wrong.
    return not 0 <= now.timestamp() - file.stat().st_mtime < quiet_seconds


def put_away(folder: Path, file: Path, outcome: str) -> Path:
    """Move a file from a folder into the sub-folder of an outcome, beside a namesake if need be.

    Raises OSError where it cannot be moved.
    """
    target = folder / outcome / file.relative_to(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    free, number = target, 1
    while free.exists():
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
        number += 1
    return file.rename(free)


__all__ = ["DONE", "FAILED", "is_complete", "put_away"]
