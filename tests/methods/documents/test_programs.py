"""What `doctor` needs to know of outside programs."""

from __future__ import annotations

import sys

from signatur.methods.documents import PROGRAMS, OutsideProgram
from signatur.methods.documents.programs import TESSERACT


def test_every_program_says_what_fails_without_it_and_how_to_get_it() -> None:
    for program in PROGRAMS:
        assert program.without_it.endswith(".")
        assert all((program.name, program.debian_package, program.windows, program.macos))


def test_a_program_is_found_by_any_of_its_names() -> None:
    found = OutsideProgram("Python", ("no-such-program", sys.executable), "", "", "", "")
    missing = OutsideProgram("Nothing", ("no-such-program",), "", "", "", "")

    assert found.path() == sys.executable
    assert missing.path() is None


def test_the_recogniser_looked_for_by_default_is_the_one_that_is_described() -> None:
    from signatur.methods.documents import Recogniser

    assert Recogniser().program in TESSERACT.executables
