"""Two routers on the same rows: a difference that is there is found, and chance is called chance."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.classification.comparing import (
    LEAST_ROWS,
    Answer,
    Pair,
    Paired,
    Standing,
    Verdict,
    compare,
    compare_parts,
    mcnemar,
)


def pair(
    old: bool,  # noqa: FBT001 (what is told of a row is short, so that many fit a page)
    new: bool,  # noqa: FBT001 (likewise)
    *,
    goes: tuple[bool, bool] = (True, True),
    known: bool = True,
) -> Pair:
    was, is_ = (
        Answer(right, ready, 0.9, 0.9) for right, ready in zip((old, new), goes, strict=True)
    )
    return Pair("", known, was, is_)


def pairs(both: int, only_old: int, only_new: int, neither: int) -> list[Pair]:
    """Rows on which that many answers are right; everything goes."""
    return [
        *[pair(True, True)] * both,
        *[pair(True, False)] * only_old,
        *[pair(False, True)] * only_new,
        *[pair(False, False)] * neither,
    ]


def chance_pairs(chance: np.random.Generator, old: float, new: float, count: int) -> list[Pair]:
    """Rows of two routers that are right so often, and sure on most."""
    right = chance.random((count, 2)) < (old, new)
    ready = chance.random((count, 2)) < 0.6
    return [
        pair(bool(one[0]), bool(one[1]), goes=(bool(goes[0]), bool(goes[1])))
        for one, goes in zip(right, ready, strict=True)
    ]


def test_who_is_right_where_is_counted_in_pairs() -> None:
    found = compare([*pairs(150, 5, 12, 33), pair(False, False, known=False)])

    assert (found.n, found.n_unknown) == (201, 1)
    assert (found.only_old_right, found.only_new_right) == (5, 12)
    assert found.old.right.value == 155 / 200
    assert found.new.right.value == 162 / 200
    assert found.right.value == pytest.approx(7 / 200)
    assert found.right.low < 7 / 200 < found.right.high


def test_mcnemar_is_the_exact_test_on_the_rows_where_just_one_is_right() -> None:
    # Two-sided binomial: 2 * (1 + 17 + 136 + 680 + 2380 + 6188) / 2**17.
    assert mcnemar(5, 12) == pytest.approx(2 * 9402 / 2**17)
    assert mcnemar(0, 0) == 1.0


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (pairs(250, 2, 30, 18), Verdict.BETTER),
        (pairs(250, 30, 2, 18), Verdict.WORSE),
        (pairs(250, 16, 20, 14), Verdict.UNCLEAR),
        (pairs(LEAST_ROWS - 40, 0, 39, 0), Verdict.TOO_FEW),
        # As right as before, and more is sure enough.
        ([*pairs(200, 0, 0, 9), *[pair(True, True, goes=(False, True))] * 60], Verdict.BETTER),
        # As right as before, and less is sure enough.
        ([*pairs(200, 0, 0, 9), *[pair(True, True, goes=(True, False))] * 60], Verdict.WORSE),
        # Right more often, and less is sure enough.
        (
            [*pairs(200, 0, 30, 9), *[pair(True, True, goes=(True, False))] * 60],
            Verdict.MIXED,
        ),
        # As right as before, but it lets its errors go unread.
        (
            [*pairs(200, 0, 0, 0), *[pair(False, False, goes=(False, True))] * 30],
            Verdict.WORSE,
        ),
    ],
)  # fmt: skip
def test_the_verdict_weighs_right_answers_precision_and_what_goes(
    rows: list[Pair], verdict: Verdict
) -> None:
    assert compare(rows).verdict is verdict


def test_what_belongs_nowhere_and_would_go_is_an_error_of_the_lane() -> None:
    nowhere = pair(False, False, goes=(False, True), known=False)

    found = compare([*pairs(200, 0, 0, 0), *[nowhere] * 25])

    assert found.old.unknown_ready is not None
    assert found.new.unknown_ready is not None
    assert (found.old.unknown_ready.value, found.new.unknown_ready.value) == (0.0, 1.0)
    assert found.old.right.value == found.new.right.value == 1.0
    assert found.verdict is Verdict.WORSE


def test_the_same_rows_and_seed_give_the_same_figures() -> None:
    rows = chance_pairs(np.random.default_rng(5), 0.8, 0.83, 500)

    assert compare(rows, seed=3) == compare(rows, seed=3)
    assert compare(rows, seed=3).precision != compare(rows, seed=4).precision


def test_without_anything_sure_there_is_no_precision_to_compare() -> None:
    found = compare([pair(True, True, goes=(False, False))] * 120)

    assert found.precision is None
    assert found.verdict is Verdict.UNCLEAR


def test_two_equally_good_routers_are_told_apart_in_at_most_one_of_twenty() -> None:
    chance = np.random.default_rng(1)

    verdicts = [compare(chance_pairs(chance, 0.8, 0.8, 300)).verdict for _ in range(400)]

    unlike = sum(one is not Verdict.UNCLEAR for one in verdicts)
    # 400 draws at 5 %: 33 or more with a probability below 0.2 %.
    assert unlike <= 32


def test_a_difference_as_large_as_is_said_to_be_found_is_found_mostly() -> None:
    chance = np.random.default_rng(2)
    least = compare(chance_pairs(chance, 0.8, 0.8, 300)).detectable

    found = [compare(chance_pairs(chance, 0.8, 0.8 - least, 300)) for _ in range(100)]

    assert sum(_is_worse(one) for one in found) >= 70


def _is_worse(found: Paired) -> bool:
    return found.right.standing is Standing.WORSE and found.chance < 0.05 / 3


def test_parts_are_tested_together_so_that_many_of_them_raise_no_false_alarm() -> None:
    alone = compare_parts([("b", one) for one in pairs(60, 9, 1, 0)])
    among = compare_parts(
        [
            *(("b", one) for one in pairs(60, 9, 1, 0)),
            *((f"c{number}", one) for number in range(20) for one in pairs(80, 1, 1, 0)),
        ]
    )

    assert [one.standing for one in alone] == [Standing.WORSE]
    assert {one.standing for one in among} == {Standing.UNCLEAR}
    assert [one.key for one in among][-1] == "b", "the smallest last"


def test_a_part_that_is_clearly_worse_is_named_also_where_the_whole_is_even() -> None:
    rows = [
        *(("vej", one) for one in pairs(100, 2, 30, 5)),
        *(("born", one) for one in pairs(60, 25, 1, 5)),
    ]

    found = {one.key: one.standing for one in compare_parts(rows)}

    assert found == {"vej": Standing.BETTER, "born": Standing.WORSE}
