"""Which examples are probably filed wrongly, which texts teach most, and what was as good as seen."""

from __future__ import annotations

import numpy as np

from signatur.methods.classification import most_teaching
from signatur.methods.classification.leaks import leaked
from signatur.methods.classification.mislabelling import confidently_other


def test_the_confident_joint_of_a_worked_example() -> None:
    # Five of each of two labels; own means are 0.7 and 0.8. Only the fourth row clears another's.
    shares = np.array(
        [[0.9, 0.1]] * 3 + [[0.15, 0.85]] + [[0.65, 0.35]] + [[0.2, 0.8]] * 4 + [[0.2, 0.8]]
    )
    number = np.array([0] * 5 + [1] * 5)
    assert confidently_other(shares, number).tolist() == [-1, -1, -1, 1, -1, -1, -1, -1, -1, -1]


def test_a_label_with_few_examples_is_never_the_likelier() -> None:
    shares = np.array([[0.05, 0.95]] * 6 + [[0.1, 0.9]])
    assert set(confidently_other(shares, np.array([0] * 6 + [1]))[:6].tolist()) == {-1}


def test_the_unsure_are_chosen_first_and_none_like_another() -> None:
    texts = [
        "Hvad koster hallen at leje?",
        "Hvad koster hallen at leje?",
        "Min kat er væk.",
        "Pas.",
    ]
    assert most_teaching(texts, [0.9, 0.9, 0.5, 0.1], 2) == [0, 2]
    assert most_teaching([], [], 2) == []


def test_near_duplicates_across_a_split_are_found() -> None:
    letter = "Vi protesterer mod den nye vej gennem skoven, som vil ødelægge naturen for altid."
    assert leaked([letter, "Mit pas er udløbet."], ["Noget helt andet om skat.", letter + "!"]) == [
        1
    ]
