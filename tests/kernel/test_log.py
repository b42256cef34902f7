"""The log holds ids and numbers, never content: not in fields, messages or exceptions."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log, set_up_log
from signatur.kernel.permissions import Role

if TYPE_CHECKING:
    import io

SECRET = "Kære kommune, mit CPR-nummer er 010170-0000"
ID = UUID("01890000-0000-7000-8000-000000000001")


def entries(log_lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log_lines.getvalue().splitlines()]


def test_an_event_is_one_line_with_time_level_module_and_fields(log_lines: io.StringIO) -> None:
    get_log("letters").info("letters.received", item=ID, size=12, role=Role.LEGAL, ok=True)

    (entry,) = entries(log_lines)
    datetime.fromisoformat(entry.pop("at"))
    assert entry == {
        "level": "info",
        "module": "letters",
        "event": "letters.received",
        "item": str(ID),
        "size": 12,
        "role": "legal",
        "ok": True,
    }


@pytest.mark.parametrize(
    "value",
    [SECRET, [SECRET], {"text": SECRET}, SECRET.encode(), "Anna Å", "310299-9999", "3102999999"],
)
def test_content_is_withheld(log_lines: io.StringIO, value: object) -> None:
    get_log("letters").warning("letters.odd", value=value)

    assert entries(log_lines)[0]["value"] == "(withheld)"


@pytest.mark.parametrize(
    "value", [None, 1.5, "imap.example.dk:993", date(2026, 3, 4), datetime(2026, 3, 4, tzinfo=UTC)]
)
def test_numbers_times_and_codes_are_written(log_lines: io.StringIO, value: object) -> None:
    get_log("letters").debug("letters.fine", value=value)

    assert entries(log_lines)[0]["value"] in (value, str(value))


def test_an_exception_is_told_by_type_and_place_and_not_by_its_words(
    log_lines: io.StringIO,
) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as problem:
        get_log("letters").failure("letters.failed", problem)

    (entry,) = entries(log_lines)
    assert SECRET not in log_lines.getvalue()
    assert "010170" not in log_lines.getvalue()
    assert entry["problem"]["type"] == "RuntimeError"
    assert entry["problem"]["cause"]["type"] == "ValueError"
    assert entry["problem"]["frames"][-1].startswith("test_log.py:")


def test_our_own_errors_bring_their_sentence_for_the_log(log_lines: io.StringIO) -> None:
    problem = Conflict(log=f"item {ID} is decided", shown=_("A colleague was first."))

    get_log("letters").failure("letters.failed", problem)

    assert entries(log_lines)[0]["problem"]["log"] == f"item {ID} is decided"


def test_what_other_libraries_say_is_reduced_to_a_code(log_lines: io.StringIO) -> None:
    logging.getLogger("library").info("reading %s", SECRET)
    logging.getLogger("library").info({"odd": SECRET})
    logging.getLogger("library").info("started")

    assert [entry["event"] for entry in entries(log_lines)] == [
        "(withheld)",
        "(withheld)",
        "started",
    ]


def test_a_level_below_the_chosen_one_is_not_written(log_lines: io.StringIO) -> None:
    set_up_log("error", log_lines)

    get_log("letters").info("letters.received")

    assert log_lines.getvalue() == ""
