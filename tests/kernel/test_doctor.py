"""The doctor finds outside programs and says what is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.doctor import OutsideProgram, examine
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeProgram = Callable[[str], None]


def a_program(*executables: str, name: str = "Reader", **more: object) -> OutsideProgram:
    return OutsideProgram(
        name=name,
        executables=executables,
        without_it=_("Nothing is read."),
        debian="reader",
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeProgram:
    """Write a program that lists what it can into the only folder of the search path."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def write(body: str) -> None:
        path = tmp_path / "reader"
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    return write


def test_a_program_is_found_under_any_of_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    python = Path(sys.executable)
    monkeypatch.setenv("PATH", str(python.parent))

    found, missing = examine(
        [a_program("no-such-program", python.name), a_program("nothing", name="Other")]
    )

    assert (found.path, found.is_problem) == (str(python), False)
    assert (missing.path, missing.is_problem) == (None, True)


def test_a_program_that_two_parts_use_is_named_once() -> None:
    assert len(examine([a_program("nothing"), a_program("nothing")])) == 1


def test_a_program_for_tests_is_no_problem_when_it_is_missing() -> None:
    (missing,) = examine([a_program("nothing", for_tests_only=True)])

    assert (missing.path, missing.is_problem) == (None, False)


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("echo languages; echo dan; echo eng", True),
        ("echo languages; echo danish", False),
        ("echo dan; exit 1", False),
    ],
)
def test_a_program_is_found_only_with_the_ability_that_is_asked_for(
    make: MakeProgram, tmp_path: Path, body: str, *, is_found: bool
) -> None:
    make(body)
    (found,) = examine([a_program("reader", ability=("--list", "dan"))])

    assert found.path == (str(tmp_path / "reader") if is_found else None)


def test_a_cure_is_told_for_each_system_that_has_one() -> None:
    assert a_program("reader", macos="brew install reader").cures == {
        "Debian": "sudo apt install reader",
        "macOS": "brew install reader",
    }
