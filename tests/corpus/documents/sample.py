"""What one document of the corpus is and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.methods.documents import ProblemCode


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One document: how it is made, and the expectation."""

    name: str
    about: str
    make: Callable[[], bytes]
    media_type: str
    holds: tuple[str, ...] = ()
    """Pieces of text that must be read, from the document or from what lies inside it."""
    lacks: tuple[str, ...] = ()
    problems: frozenset[ProblemCode] = frozenset()
    """All codes that must be stated, and no others, for the document or what lies inside it."""
    needs: str = ""
    """The executable of an outside program without which this cannot be expected."""

    @property
    def data(self) -> bytes:
        return _made(self.make)


@cache
def _made(make: Callable[[], bytes]) -> bytes:
    return make()
