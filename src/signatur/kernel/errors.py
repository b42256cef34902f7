"""Errors that carry two sentences: one for the log without content, one for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from signatur.kernel.i18n import Text


class SignaturError(Exception):
    """Something that a person can act on. `log` holds ids only; `shown` is translated."""

    status: ClassVar[int] = 500

    def __init__(self, *, log: str, shown: Text) -> None:
        super().__init__(log)
        self.log = log
        self.shown = shown

    def __str__(self) -> str:
        return self.log


class InputProblem(SignaturError):
    """What was given cannot be used; the sentence says what to change."""

    status: ClassVar[int] = 422


class NotSignedIn(SignaturError):
    """Nobody has signed in, or the session has ended."""

    status: ClassVar[int] = 401


class NotAllowed(SignaturError):
    """The person is known but lacks the permission."""

    status: ClassVar[int] = 403


class NotFound(SignaturError):
    """No such thing, or none that this person may know of."""

    status: ClassVar[int] = 404


class Conflict(SignaturError):
    """The thing has changed meanwhile, or its state does not allow the act."""

    status: ClassVar[int] = 409


class TooMany(SignaturError):
    """Too many attempts; wait."""

    status: ClassVar[int] = 429


class Unavailable(SignaturError):
    """Something that this installation lacks or that does not answer right now."""

    status: ClassVar[int] = 503
