"""What a router says: the same for the same text, in whatever company, and with its reasons."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import astuple
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from signatur.methods.classification import TARGETS, UNKNOWN, Example, fit, from_bytes
from tests.methods.classification.lessons import examples

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.classification import Router

ASKED = [
    "Der er et hul i vejen ved skolen",
    "Jeg vil gerne forny mit pas inden min rejse",
    "gratis lotteri med gevinst",
    "",
    "\0",
    "😀 !!!",
    "İstanbul İskele pas",
    "vejen " * 5_000,
]
_ELSEWHERE = """
import dataclasses, json, pathlib, sys
from signatur.methods.classification import from_bytes
router = from_bytes(pathlib.Path(sys.argv[1]).read_bytes())
asked = json.loads(sys.argv[2])
print(json.dumps([dataclasses.astuple(one) for one in router.suggest(asked)]))
"""


def test_a_text_gets_the_same_verdict_alone_and_in_any_batch(router: Router) -> None:
    together = router.suggest(ASKED)

    assert [router.suggest([text])[0] for text in ASKED] == together
    assert (
        router.suggest([*ASKED[::-1], *(one.text for one in examples(300))])[:8] == together[::-1]
    )


def test_a_stored_router_answers_explains_and_remembers_the_same(router: Router) -> None:
    same = from_bytes(router.to_bytes())

    assert same.suggest(ASKED) == router.suggest(ASKED)
    for text in ASKED:
        assert same.explain(text, "vej") == router.explain(text, "vej")
        assert same.similar(text) == router.similar(text)
    assert same.card == router.card


def test_a_router_answers_the_same_in_another_process(router: Router, tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(router.to_bytes())

    ended = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, tmp_path / "model", json.dumps(ASKED[:7])],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    said = json.loads(json.dumps([astuple(one) for one in router.suggest(ASKED[:7])]))
    assert json.loads(ended.stdout) == said


def test_verdicts_are_probabilities_of_known_categories(router: Router) -> None:
    for verdict in router.suggest([*ASKED, *(one.text for one in examples(20, 20, seed=5))]):
        assert UNKNOWN not in verdict.labels
        assert len(set(verdict.labels)) == len(verdict.labels) == len(verdict.probabilities) == 5
        assert all(0 <= one <= 1 for one in (*verdict.probabilities, verdict.known))
        assert sum(verdict.probabilities) <= 1 + 1e-5
        assert all(one >= other for one, other in pairwise(verdict.probabilities))
        assert set(verdict.clears) <= set(TARGETS)
        assert verdict.confidence <= verdict.among_three <= 1


def test_whoever_clears_a_promise_clears_the_smaller_ones(router: Router) -> None:
    for verdict in router.suggest([one.text for one in examples(100, seed=3)]):
        assert verdict.clears == TARGETS[: len(verdict.clears)]


def test_no_texts_get_no_verdicts(router: Router) -> None:
    assert router.suggest([]) == []


def test_plain_cases_go_to_their_place_and_what_belongs_nowhere_is_not_shared_out(
    router: Router,
) -> None:
    road, passport, lottery = router.suggest(ASKED[:3])

    assert (road.labels[0], passport.labels[0]) == ("vej", "pas")
    assert lottery.known < min(road.known, passport.known)
    assert lottery.clears == ()


@pytest.mark.parametrize("text", ["", "\0", " ", "qxzw", "😀"])
def test_what_holds_nothing_that_was_learnt_is_not_shared_out(text: str) -> None:
    sure = fit(
        [Example(f"hul i vejen {at}", "vej") for at in range(60)]
        + [Example(f"nyt pas {at}", "pas") for at in range(60)]
    )

    assert sure.suggest(["hul i vejen 7"])[0].clears != ()
    assert sure.suggest([text])[0].clears == ()


# --- reasons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Hul i vejen, HUL i cykelstien!", "İİ Hul İ vejen İ", "👍🏽 hul\0vejen", "a-b's hul ’ vejen"],
)
def test_words_that_weighed_stand_where_they_are_said_to(router: Router, text: str) -> None:
    words = router.explain(text, "vej")

    assert "hul" in {one.word for one in words}
    for one in words:
        assert text[one.start : one.end].lower() == one.word
        assert text.lower().index(one.word) >= 0
    assert [abs(one.weight) for one in words] == sorted(
        (abs(one.weight) for one in words), reverse=True
    )


def test_a_word_of_the_category_speaks_for_it_and_against_another(router: Router) -> None:
    text = "der er hul i asfalt"

    for_it = {one.word: one.weight for one in router.explain(text, "vej")}
    against = {one.word: one.weight for one in router.explain(text, "pas")}

    assert for_it["asfalt"] > 0 > against["asfalt"]
    assert max(for_it, key=for_it.__getitem__) in {"hul", "asfalt"}


def test_as_many_words_are_named_as_are_asked_for(router: Router) -> None:
    text = "hul i vejen med asfalt og fortov og skilt"

    assert len(router.explain(text, "vej", most=2)) == 2


@pytest.mark.parametrize("text", ["", "\0", "  ", "?!"])
def test_without_words_there_are_no_reasons(router: Router, text: str) -> None:
    assert router.explain(text, "vej") == ()


def test_of_a_category_that_is_none_nothing_is_explained(router: Router) -> None:
    assert router.explain("hul i vejen", "månen") == ()
    assert router.explain("hul i vejen", UNKNOWN) == ()


def test_the_most_similar_example_is_the_text_itself(router: Router) -> None:
    known = examples(60, 40)

    for one in known[:10]:
        first = router.similar(one.text)[0]
        assert first.similarity == pytest.approx(1, abs=2e-3)
        assert known[int(first.key)].text == one.text
        assert first.label == known[int(first.key)].label


def test_similar_examples_come_closest_first_and_never_by_force(router: Router) -> None:
    found = router.similar("hul i vejen og asfalt", most=5)

    assert len(found) == 5
    assert [one.similarity for one in found] == sorted(
        (one.similarity for one in found), reverse=True
    )
    assert router.similar("") == router.similar("漢字") == ()


def test_examples_without_a_key_are_not_remembered() -> None:
    nameless = fit([Example("hul i vejen", "vej"), Example("nyt pas", "pas")] * 5)

    assert from_bytes(nameless.to_bytes()).similar("hul i vejen") == ()
