"""The technical log: one JSON object a line, with ids and numbers and never content.

A value is written only when it is a number, an id, a time, a member of an enum, or a short code
such as `imap.example.dk:993`; other strings become `(withheld)`. Of an exception, its type and
where it arose are written, but not its message, which may quote what was being read.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TextIO
from uuid import UUID

from signatur.kernel.errors import SignaturError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = re.compile(r"[A-Za-z0-9_.:/{}\-]{1,100}")
# Written like a CPR number: it would pass for a code.
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])\d{6}-?\d{4}(?![0-9A-Za-z])")
_WITHHELD = "(withheld)"
_FIELDS = "signatur_fields"


class Log:
    """Writes events of one module."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: object) -> None:
        self._logger.debug(event, extra={_FIELDS: fields})

    def info(self, event: str, **fields: object) -> None:
        self._logger.info(event, extra={_FIELDS: fields})

    def warning(self, event: str, **fields: object) -> None:
        self._logger.warning(event, extra={_FIELDS: fields})

    def failure(self, event: str, problem: BaseException, **fields: object) -> None:
        self._logger.error(event, exc_info=problem, extra={_FIELDS: fields})


def get_log(name: str) -> Log:
    """Return the log of a module, by its `__name__`."""
    return Log(name)


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; messages of other libraries are reduced to codes."""

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, object] = getattr(record, _FIELDS, {})
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "module": record.name,
            "event": safe(record.msg) if isinstance(record.msg, str) else _WITHHELD,
            **{name: safe(value) for name, value in fields.items()},
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["problem"] = describe(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False)


def safe(value: object) -> object:
    """Return a value as it may stand in the log."""
    match value:
        case None | bool() | int() | float():
            return value
        case UUID() | date() | datetime():
            return str(value)
        case Enum():
            return safe(value.value)
        case str() if _CODE.fullmatch(value) and not _PERSONAL.search(value):
            return value
    return _WITHHELD


def describe(problem: BaseException) -> dict[str, object]:
    """Return type and place of an exception; the message only where it is known to be safe."""
    frames = traceback.extract_tb(problem.__traceback__)[-12:]
    described: dict[str, object] = {
        "type": type(problem).__qualname__,
        "frames": [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames],
    }
    if isinstance(problem, SignaturError):
        described["log"] = problem.log
    if problem.__cause__ is not None:
        described["cause"] = describe(problem.__cause__)
    return described


def set_up_log(level: str, stream: TextIO | None = None) -> None:
    """Send all logging of this process as JSON lines to a stream (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # Their lines quote addresses with search words, or say every second that nothing happened.
    for chatty in ("uvicorn.access", "huey", "httpx"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
