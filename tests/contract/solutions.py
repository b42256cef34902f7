"""The installed solutions, and what one of them is excused from, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from signatur import installed

if TYPE_CHECKING:
    from collections.abc import Mapping

# Point of the contract -> solution -> why it does not hold there.
EXCUSED: Mapping[str, Mapping[str, str]] = {
    "replay": {},
    "model": {},
    "api": {},
}


def each_solution(point: str = "") -> Any:
    """Run a test for every installed solution that is not excused from a point of the contract."""
    excused = EXCUSED[point] if point else {}
    found = [one for one in installed.solutions() if one.name not in excused]
    return pytest.mark.parametrize("solution", found, ids=[one.name for one in found])
