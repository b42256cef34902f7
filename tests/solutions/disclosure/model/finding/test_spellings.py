"""Identifiers in every spelling of the corpus: found exactly, and nothing found where there is none."""

from collections import Counter

import pytest

from benchmarks.disclosure.numbers_rich import pages
from signatur.solutions.disclosure.model.finding import ALL, NAMES, find_in_text
from signatur.solutions.disclosure.schema.finding import FindingKind
from tests.solutions.disclosure.model.finding.reading_spellings import Spelling, spellings

_SPELLINGS = [*spellings()]


@pytest.mark.parametrize("spelling", _SPELLINGS, ids=lambda one: f"{one.kind}:{one.text!r}")
def test_each_spelling_is_found_as_a_whole_and_no_other_number_is(spelling: Spelling) -> None:
    found = find_in_text(spelling.text, names=())

    spans = [(one.start, one.end) for one in found if one.kind is spelling.kind]
    assert spans == list(spelling.spans)


def test_there_are_more_spellings_of_cpr_numbers_than_anybody_asked_for() -> None:
    counts = Counter(one.kind for one in _SPELLINGS if one.spans)

    assert counts[FindingKind.CPR] >= 64


def test_modulus_11_ranks_and_never_rejects() -> None:
    right, wrong = (find_in_text(text, names=())[0] for text in ("cpr 0707614285", "120384-1235"))

    assert (right.check, wrong.check) == ("valid", "invalid")


def test_pages_full_of_numbers_hold_hardly_any_cpr_numbers() -> None:
    false = 0
    for page in pages(40, seed=7):
        text = "\n".join(line.text for line in page)
        found = find_in_text(text, wanted={FindingKind.CPR}, names=())
        false += len(found)

    assert false <= 1


def test_a_list_of_kinds_limits_what_is_looked_for() -> None:
    text = "CPR 120384-1235, tlf. 22 33 44 55, diabetes"

    assert {one.kind for one in find_in_text(text, wanted={FindingKind.PHONE}, names=())} == {
        FindingKind.PHONE
    }
    assert len({one.kind for one in find_in_text(text, wanted=ALL - NAMES, names=())}) >= 3
