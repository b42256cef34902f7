"""What `doctor` needs to know of the outside programs that reading uses."""

from __future__ import annotations

from signatur.methods.documents import PROGRAMS, Recogniser
from signatur.methods.documents.programs import TESSERACT


def test_every_program_says_what_fails_without_it_and_how_to_get_it() -> None:
    for program in PROGRAMS:
        assert str(program.without_it)
        assert set(program.cures) == {"Debian", "Windows", "macOS"}


def test_the_recogniser_looked_for_by_default_is_the_one_that_is_described() -> None:
    assert Recogniser().program in TESSERACT.executables
