"""What is installed: an explicit list, and solutions of other packages that are switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from signatur import installed
from signatur.installed import BadInstallation, all_parts, solutions
from tests.architecture.sources import PACKAGE
from tests.stand_ins import Letters

if TYPE_CHECKING:
    from signatur.kernel.part import Solution


class Point:
    """An entry point of another package."""

    def __init__(self, offered: object) -> None:
        self._offered = offered

    def load(self) -> object:
        return self._offered


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> list[Point]:
    """Entry points that any name finds; the list of parts is made anew."""
    points: list[Point] = []
    monkeypatch.setattr(installed, "entry_points", lambda **_asked: points)
    monkeypatch.setattr(installed, "all_parts", all_parts.__wrapped__)
    return points


def a_solution(name: str = "letters") -> Solution:
    return replace(Letters().part(), name=name)


def test_every_record_on_disk_is_installed() -> None:
    folder = PACKAGE / "records"
    on_disk = {path.parent.name for path in folder.glob("*/part.py")}

    assert set(installed.RECORDS) == on_disk


def test_every_solution_on_disk_is_installed() -> None:
    folder = PACKAGE / "solutions"
    on_disk = {path.parent.name for path in folder.glob("*/solution.py")}

    assert set(installed.SOLUTIONS) == on_disk


def test_solutions_are_the_parts_that_are_solutions() -> None:
    assert [one.name for one in solutions()] == list(installed.SOLUTIONS)


def test_a_solution_from_outside_is_installed_when_it_is_named(offer: list[Point]) -> None:
    offer += [Point("no solution"), Point(a_solution())]

    assert "letters" not in {part.name for part in installed.all_parts()}
    assert installed.all_parts(("letters",))[-1].name == "letters"


def test_a_solution_that_is_named_but_not_there_stops_the_start(offer: list[Point]) -> None:
    offer.append(Point("no solution"))

    with pytest.raises(BadInstallation, match="letters"):
        installed.all_parts(("letters",))


def test_two_solutions_of_one_name_stop_the_start(offer: list[Point]) -> None:
    offer.append(Point(a_solution("audit")))

    with pytest.raises(BadInstallation, match="audit"):
        installed.all_parts(("audit",))
