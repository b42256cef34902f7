"""Learning from whatever people hand in: few rows, odd labels, the same text over and over."""

from __future__ import annotations

from itertools import pairwise

import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.classification import TARGETS, UNKNOWN, Example, evaluate, fit, from_bytes
from signatur.methods.classification.learning import FEWEST_UNKNOWN
from tests.methods.classification.lessons import examples


def _rows(*pairs: tuple[str, str]) -> list[Example]:
    return [Example(text, label, str(at)) for at, (text, label) in enumerate(pairs)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        _rows(("hul i vejen", "vej")),
        _rows(*[("hul i vejen", "vej")] * 50),
        _rows(*[("reklame", UNKNOWN)] * 50),
        _rows(("hul i vejen", "vej"), *[("reklame", UNKNOWN)] * 50),
    ],
    ids=range(5),
)
def test_fewer_than_two_categories_are_nothing_to_learn_from(rows: list[Example]) -> None:
    with pytest.raises(InputProblem):
        fit(rows)


ODD = {
    "one row a label": _rows(("hul i vejen", "vej"), ("nyt pas", "pas")),
    "two rows a label": _rows(
        ("hul i vejen", "vej"), ("vejen er glat", "vej"), ("nyt pas", "pas"), ("mit pas", "pas")
    ),
    "three labels of one row": _rows(("hul i vejen", "vej"), ("nyt pas", "pas"), ("sne", "sne")),
    "one unknown row": _rows(
        ("hul i vejen", "vej"), ("vejen er glat", "vej"), ("nyt pas", "pas"), ("mit pas", "pas"),
        ("reklame", UNKNOWN),
    ),
    "many labels of one row": _rows(*((f"tekst {at} ord{at}", f"l{at}") for at in range(40))),
    "one large label": _rows(
        *((f"vej hul {at}", "vej") for at in range(90)), *((f"om {at}", f"l{at}") for at in range(9))
    ),
    "the same text": _rows(*[("samme", "vej")] * 30, *[("samme", "pas")] * 20),
    "repeats": _rows(*[("hul i vejen", "vej")] * 30, *[("nyt pas", "pas")] * 30),
    "no words": _rows(*[("", "vej")] * 20, *[("  ", "pas")] * 20),
    "only signs": _rows(*[("!!!", "vej")] * 20, *[("...", "pas")] * 20),
    "an empty label": _rows(*[("hul i vejen", "")] * 8, *[("nyt pas", "pas")] * 8),
    "numbers for labels": _rows(*[("hul i vejen", "10")] * 8, *[("nyt pas", "9")] * 8),
    "no letters to print": _rows(*[("hul\0i \ud800", "vej")] * 8, *[("nyt\0pas", "pas")] * 8),
    "mostly unknown": _rows(
        *((f"hul i vejen {at}", "vej") for at in range(20)),
        *((f"nyt pas {at}", "pas") for at in range(20)),
        *((f"reklame{at} {at}", UNKNOWN) for at in range(60)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_lessons_are_learnt_and_the_answers_are_sound(name: str) -> None:
    told: list[tuple[int, int]] = []

    router = fit(ODD[name], progress=lambda done, total: told.append((done, total)))

    labels = {one.label for one in ODD[name]} - {UNKNOWN}
    assert set(router.labels) == labels
    asked = [ODD[name][0].text, "noget helt andet", ""]
    for verdict in router.suggest(asked):
        assert set(verdict.labels) <= labels
        assert all(0 <= one <= 1 for one in (*verdict.probabilities, verdict.known))
    assert from_bytes(router.to_bytes()).suggest(asked) == router.suggest(asked)
    assert all(one[0] <= other[0] for one, other in pairwise(told))
    assert len({total for _done, total in told}) == 1
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    "name", ["one row a label", "two rows a label", "the same text", "no words"]
)
@pytest.mark.parametrize("seed", range(3))
def test_a_lesson_that_proves_nothing_promises_nothing(name: str, seed: int) -> None:
    router = fit(ODD[name], seed=seed)

    assert router.suggest([ODD[name][0].text])[0].clears == ()


def test_progress_never_goes_back_and_ends_with_everything() -> None:
    told: list[tuple[int, int]] = []

    fit(examples(60, 40), progress=lambda done, total: told.append((done, total)))

    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1] == (600, 600)
    assert len(told) >= 6


def test_the_card_says_what_was_learnt_from() -> None:
    card = fit(examples(12, FEWEST_UNKNOWN, labels=3), seed=7).card

    assert (card["rows"], card["unknown_rows"], card["categories"]) == (
        36 + FEWEST_UNKNOWN,
        FEWEST_UNKNOWN,
        3,
    )
    assert (card["seed"], card["embedding"]) == (7, None)
    assert card["held_back"] == "cross fitting"
    assert card["unknown_from"] == "marked rows and categories left out"
    assert [one["target"] for one in card["thresholds"]] == list(TARGETS)


def test_three_times_as_many_unknown_texts_are_prepared_for_as_were_seen() -> None:
    card = fit(examples(40, 40, labels=5)).card

    assert card["unknown_share_seen"] == pytest.approx(40 / 240, abs=1e-4)
    assert card["prepared_for_unknown_share"] == pytest.approx(3 * 40 / 240, abs=1e-4)


def test_never_fewer_unknown_texts_are_prepared_for_than_were_seen() -> None:
    card = fit(ODD["mostly unknown"]).card

    assert card["unknown_share_seen"] == card["prepared_for_unknown_share"] == 0.6


def test_where_no_text_is_marked_unknown_whole_categories_stand_for_them() -> None:
    router = fit(examples(40))

    assert router.card["unknown_from"] == "categories left out"
    assert router.card["prepared_for_unknown_share"] == 0.0
    belongs, lottery = router.suggest(["hul i asfalt på vejen", "lotteri webinar gevinst"])
    assert belongs.known > lottery.known


def test_an_order_of_rows_is_as_good_as_another() -> None:
    rows, asked = examples(60, 40), examples(40, 20, seed=8)

    straight, reverse = (evaluate(fit(one), asked).accuracy.value for one in (rows, rows[::-1]))

    assert straight == pytest.approx(reverse, abs=0.04)


def test_many_rows_are_learnt_from_with_one_part_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatur.methods.classification.learning._MANY", 200)
    told: list[tuple[int, int]] = []

    router = fit(examples(80, 40), progress=lambda done, total: told.append((done, total)))

    assert router.card["held_back"] == "one part left out"
    assert told[-1] == (200, 200)
    assert evaluate(router, examples(40, seed=9)).accuracy.value > 0.6


def test_what_was_promised_is_kept_on_rows_that_nobody_has_seen() -> None:
    router = fit(examples(150, 60))

    measured = evaluate(router, examples(300, 400, seed=1))

    for one in measured.targets[:2]:
        assert one.coverage.value > 0.1
        assert one.precision.high >= one.target
    assert measured.unknown_auroc is not None
    assert measured.unknown_auroc.value > 0.8
    assert measured.ece < 0.08
