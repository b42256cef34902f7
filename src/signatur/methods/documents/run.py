"""Runs one reader within its limits and turns whatever goes wrong into a stated problem."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.schema import Page, Problem, ProblemCode
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.task import Finding, Reader, Task

_LINE_ENDS: Final = re.compile(r"\r\n?|[\f\v\u2028\u2029\x85]")
# Characters that no text needs and that databases, XML or terminals refuse.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def run(reader: Reader, task: Task) -> Iterator[Finding]:
    """What `reader` finds, until the text or the time that the task may cost is used up.

    Never raises: a document that its reader cannot cope with is stated, with what was found before.
    """
    characters_left = task.limits.text_characters
    try:
        for finding in reader(task):
            if not isinstance(finding, Page):
                yield finding
                continue
            text = tidy(finding.text)
            yield replace(finding, text=text[:characters_left])
            if len(text) > characters_left:
                yield Problem(
                    ProblemCode.TOO_LARGE, f"over {task.limits.text_characters} characters"
                )
                return
            characters_left -= len(text)
            if task.deadline.is_passed:
                yield Problem(ProblemCode.TIMED_OUT, f"stopped after page {finding.number}")
                return
    except Unreadable as unreadable:
        yield unreadable.problem
    except MemoryError:
        yield Problem(ProblemCode.TOO_LARGE, "takes more memory than it may")
    except RecursionError:
        yield Problem(ProblemCode.TOO_DEEP)
    except Exception as error:  # noqa: BLE001 - readers stand on libraries that raise anything
        # The name alone: what libraries say in their messages may hold text of the document.
        yield Problem(ProblemCode.READER_FAILED, type(error).__name__)


def tidy(text: str) -> str:
    """Text in Unicode normal form C, lines ended by newlines, free of control characters."""
    text = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()
