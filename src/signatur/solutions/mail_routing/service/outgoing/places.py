"""What every way out needs of this machine: secrets by name, folders, files made whole at once."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signatur.kernel.outbox import DeliveryFailed
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.kernel.runtime import Runtime

OUTGOING = "outgoing"
"""Below the folder of secrets: what routes may name. The passwords of mailboxes lie beside it."""
_NAME = re.compile(r"[\w.-]{1,100}")


def secret(runtime: Runtime, name: str) -> str:
    """Return a secret by the name of its file, read anew each time. Raises DeliveryFailed."""
    folder = runtime.settings.of(MailRoutingSettings).secrets_folder
    if folder is None or not _NAME.fullmatch(name) or name.startswith("."):
        raise DeliveryFailed(log="secret missing", has_left=False)
    try:
        found = (folder / OUTGOING / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise DeliveryFailed(log="secret missing", has_left=False) from None
    if not found:
        raise DeliveryFailed(log="secret missing", has_left=False)
    return found


def outbound_folder(runtime: Runtime) -> Path:
    """Return the folder in which enquiries are handed over."""
    chosen = runtime.settings.of(MailRoutingSettings).outbound_folder
    return chosen or runtime.settings.kernel.data_folder / "outbound"


def safe_name(key: str) -> str:
    """Return a key as a folder name; keys are ours, but a name must never climb out."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in key) or "_"


def place_below(base: Path, chosen: str, otherwise: str) -> Path:
    """Return the folder that a route names below another one, else one by a department's key."""
    for piece in chosen.split("/") if chosen else [safe_name(otherwise)]:
        if piece in ("", ".", ".."):
            raise DeliveryFailed(log="folder outside", is_final=True)
        base /= piece
    return base


@contextmanager
def made_whole(target: Path, attempt: int) -> Iterator[Path]:
    """Give a folder to fill; it appears under its own name when it is complete, or not at all."""
    unfinished = target.with_name(f".{target.name}-{attempt}")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        yield unfinished
        for path in (*unfinished.rglob("*"), unfinished):
            sync(path)
        unfinished.rename(target)
        sync(target.parent)
    except OSError as problem:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise DeliveryFailed(log=f"folder: {type(problem).__name__}") from problem


def sync(path: Path) -> None:
    """Let a file's content, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
