"""The same enquiry is known again, also with small changes, and others are not taken for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.duplicates import NearDuplicates, bands, fingerprint, similarity

LETTER = (
    "Hej kommune. Der er et stort hul i vejen ud for skolen, og min søn er væltet på cykel. "
    "Hullet er cirka fyrre centimeter bredt, og det har været der siden februar. Kan I fortælle "
    "mig, hvornår det bliver repareret, og om vi kan søge erstatning for den ødelagte cykel?"
)
OTHER = (
    "Goddag. Jeg vil gerne søge om en plads i vuggestue til min datter fra den første august. Vi "
    "flytter til kommunen i juli og har brug for pasning fem dage om ugen, gerne tæt på stationen."
)
_PAIRS = 240


def _texts_as_similar_as(share: float, rng: np.random.Generator) -> tuple[str, str]:
    """Return two texts that share this part of their sequences of five characters.

    Blocks of random letters stand apart so that a block has sequences that no other has; the
    sequences across blocks are few.
    """
    blocks = ["".join(rng.choice(list("abcdefghijklmnopqrst"), size=40)) for _ in range(100)]
    shared = round(len(blocks) * share)
    alone = (len(blocks) - shared) // 2
    return (
        "".join(blocks[: shared + alone]),
        "".join(blocks[:shared] + blocks[shared + alone : shared + 2 * alone]),
    )


def test_case_spacing_accents_and_punctuation_make_no_difference() -> None:
    one, other = (
        fingerprint("Hej, kommune!\nDét er Århus."),
        fingerprint("HEJ kommune det er aarhus"),
    )

    assert one == other
    assert similarity(one, other) == 1.0


def test_a_small_change_leaves_a_letter_similar() -> None:
    changed = LETTER.replace("fyrre", "halvtreds").replace("februar", "marts")

    assert similarity(fingerprint(LETTER), fingerprint(changed)) > 0.75


def test_letters_on_different_matters_are_not_similar() -> None:
    assert similarity(fingerprint(LETTER), fingerprint(OTHER)) < 0.2


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 0.95])
def test_the_estimate_is_unbiased_and_as_exact_as_stated(share: float) -> None:
    rng = np.random.default_rng(int(share * 100))
    estimates = [
        similarity(*map(fingerprint, _texts_as_similar_as(share, rng))) for _ in range(_PAIRS // 4)
    ]

    assert np.mean(estimates) == pytest.approx(share, abs=0.02)
    assert np.std(estimates) < 0.055


@pytest.mark.parametrize(
    ("share", "lowest", "highest"), [(0.8, 0.98, 1.0), (0.5, 0.18, 0.4), (0.3, 0.0, 0.06)]
)
def test_the_bands_bring_together_what_is_similar_and_little_else(
    share: float, lowest: float, highest: float
) -> None:
    rng = np.random.default_rng(3)
    prints = [map(fingerprint, _texts_as_similar_as(share, rng)) for _ in range(_PAIRS)]
    met = [bool(set(bands(one)) & set(bands(other))) for one, other in prints]

    assert lowest <= np.mean(met) <= highest


def test_a_fingerprint_is_small_and_its_keys_fit_a_database_column() -> None:
    print_ = fingerprint(LETTER)

    assert (len(print_.sketch), len(print_.digest), len(bands(print_))) == (128, 16, 21)
    assert all(0 <= key < 2**53 for key in bands(print_))


def test_fingerprints_stay_the_same_from_version_to_version() -> None:
    print_ = fingerprint("Hej kommune, der er et hul i vejen.")

    assert print_.digest.hex() == "d65e122ea3e000981fc830687efb66d5"
    assert print_.sketch[:8].hex() == "b126dbaead35dad0"


def test_an_empty_text_is_like_other_empty_texts_alone() -> None:
    empty, blank, letter = fingerprint(""), fingerprint(" ... "), fingerprint(LETTER)

    assert bands(empty) == ()
    assert (similarity(empty, blank), similarity(empty, letter)) == (1.0, 0.0)


@pytest.mark.parametrize("text", ["a", "ab", "hej", "hej!", "tak"])
def test_a_text_of_a_word_has_a_fingerprint(text: str) -> None:
    assert similarity(fingerprint(text), fingerprint(LETTER)) < 0.2
    assert len(bands(fingerprint(text))) == 21


def test_the_index_finds_similar_texts_the_most_similar_first() -> None:
    index: NearDuplicates[str] = NearDuplicates()
    index.add("near", fingerprint(LETTER.replace("fyrre", "tredive")))
    index.add("same", fingerprint(LETTER.upper()))
    index.add("other", fingerprint(OTHER))

    assert [key for key, _ in index.similar(fingerprint(LETTER))] == ["same", "near"]


def test_a_key_is_added_to_the_index_once() -> None:
    index: NearDuplicates[int] = NearDuplicates()
    index.add(1, fingerprint(LETTER))

    with pytest.raises(ValueError, match="already"):
        index.add(1, fingerprint(OTHER))


@given(st.text(max_size=80))
def test_a_text_is_always_like_itself(text: str) -> None:
    assert similarity(fingerprint(text), fingerprint(text)) == 1.0
