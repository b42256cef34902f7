"""Writing goes wrong in the ways it does, and leaves numbers alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.misspelling import FAULTS
from signatur.solutions.mail_routing.demo.styles import styles

NUMBERS = "711266-5816 67 68 12 12 a1b@example.org 24/1234"


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"all_capitals"}))
@given(seed=st.integers(0, 200))
def test_numbers_and_addresses_are_copied_faithfully(fault: str, seed: int) -> None:
    assert FAULTS[fault](NUMBERS, Chance(seed)) == NUMBERS


@pytest.mark.parametrize("fault", sorted(FAULTS))
@given(text=st.text(max_size=80), seed=st.integers(0, 50))
def test_any_text_can_go_wrong_and_goes_wrong_the_same_way_again(
    fault: str, text: str, seed: int
) -> None:
    assert FAULTS[fault](text, Chance(seed)) == FAULTS[fault](text, Chance(seed))


def test_writing_by_ear_changes_what_is_not_heard() -> None:
    wrongs = {FAULTS["phonetic"]("Hvad skal jeg gøre?", Chance(seed)) for seed in range(20)}

    assert "Vad ska jeg gøre?" in wrongs


def test_compounds_come_apart_and_danish_letters_get_lost() -> None:
    wrongs = {FAULTS["slips"]("Vores børnehave", Chance(seed)) for seed in range(200)}

    assert {"Vores børne have", "Vores boernehave", "Vores børnehave"} <= wrongs


def test_a_learner_puts_not_in_the_wrong_place() -> None:
    wrongs = {FAULTS["learner"]("Jeg har ikke hørt noget.", Chance(seed)) for seed in range(9)}

    assert "Jeg ikke har hørt noget." in wrongs


def test_every_style_names_faults_that_exist() -> None:
    named = {fault for style in styles().values() for fault in style.faults}

    assert named <= set(FAULTS)
