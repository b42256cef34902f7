"""The form in which a laid-out document is kept: one compressed file of text, places and problems.

The view and the bytes of parts are not in it; they are kept by whoever stores them.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.schema import Box, LaidOut, LaidPage, Origin, Stretch
from signatur.methods.documents.schema import Document, Part, Problem, ProblemCode

if TYPE_CHECKING:
    from signatur.methods.documents.content import Content

_MARK: Final = b"SGLO1\n"
_LENGTH: Final = struct.Struct("<QQ")
# Places are kept in hundredths of a point; as differences between letters they compress well.
_STEPS: Final = 100.0
_NOWHERE: Final = -(2**31)


def saved(laid: LaidOut) -> bytes:
    """A laid-out document as bytes, without its view and the bytes of its parts."""
    told = {
        "media_type": laid.media_type,
        "text": laid.text,
        "pages": [asdict(page) for page in laid.pages],
        "stretches": [[s.start, s.end, s.origin, s.where] for s in laid.stretches],
        "problems": [_problem_told(problem) for problem in laid.problems],
        "parts": [
            [
                part.name,
                part.document.media_type,
                [_problem_told(p) for p in part.document.problems],
            ]
            for part in laid.parts
        ],
    }
    head = zlib.compress(json.dumps(told).encode(), 6)
    places = zlib.compress(_packed(laid.boxes), 6)
    return _MARK + _LENGTH.pack(len(head), len(places)) + head + places


def loaded(data: bytes, *, view: Content | None) -> LaidOut:
    """What `saved` kept, with its view.

    Raises:
        ValueError: The bytes are not from `saved`, or are damaged.
    """
    if not data.startswith(_MARK):
        raise ValueError("this is no laid-out document")
    try:
        at = len(_MARK) + _LENGTH.size
        length, more = _LENGTH.unpack(data[len(_MARK) : at])
        told: dict[str, Any] = json.loads(zlib.decompress(data[at : at + length]))
        places = zlib.decompress(data[at + length : at + length + more])
    except (zlib.error, struct.error, UnicodeDecodeError) as error:
        raise ValueError("the laid-out document is damaged") from error
    return LaidOut(
        media_type=told["media_type"],
        text=told["text"],
        pages=tuple(_page(page) for page in told["pages"]),
        stretches=tuple(Stretch(s, e, Origin(o), w) for s, e, o, w in told["stretches"]),
        boxes=_unpacked(places),
        view=view,
        problems=tuple(_problem(problem) for problem in told["problems"]),
        parts=tuple(
            Part(name, Document(kind, problems=tuple(_problem(p) for p in problems)))
            for name, kind, problems in told["parts"]
        ),
    )


def _packed(boxes: Any) -> bytes:
    import numpy as np

    whole = np.round(np.asarray(boxes, np.float64) * _STEPS)
    nowhere = np.isnan(whole)
    steps = np.clip(np.nan_to_num(whole), _NOWHERE + 1, -_NOWHERE - 1).astype(np.int64)
    # A character that stands nowhere keeps the place of the one before it, and is told apart.
    last = (
        np.maximum.accumulate(np.where(nowhere[:, 0], -1, np.arange(len(steps))))
        if len(steps)
        else steps
    )
    steps = np.where(nowhere, steps[np.maximum(last, 0)], steps) if len(steps) else steps
    differences = np.diff(steps, axis=0, prepend=np.zeros((1, 4), np.int64)).astype("<i4")
    flags = np.packbits(nowhere[:, 0]) if len(steps) else np.zeros(0, np.uint8)
    return _LENGTH.pack(len(steps), len(flags)) + flags.tobytes() + differences.T.tobytes()


def _unpacked(data: bytes) -> Any:
    import numpy as np

    count, size = _LENGTH.unpack(data[: _LENGTH.size])
    flags = np.frombuffer(data, np.uint8, size, _LENGTH.size)
    nowhere = np.unpackbits(flags)[:count].astype(bool)
    differences = np.frombuffer(data, "<i4", count * 4, _LENGTH.size + size).reshape(4, count).T
    boxes = (np.cumsum(differences.astype(np.int64), axis=0) / _STEPS).astype(np.float32)
    boxes[nowhere] = np.nan
    return boxes


def _page(told: dict[str, Any]) -> LaidPage:
    pictures = tuple(Box(**box) for box in told.pop("pictures"))
    return LaidPage(**told, pictures=pictures)


def _problem_told(problem: Problem) -> list[str]:
    return [problem.code, problem.detail, problem.where]


def _problem(told: list[str]) -> Problem:
    return Problem(ProblemCode(told[0]), told[1], told[2])
