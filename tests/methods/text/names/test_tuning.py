"""An authority's reviewed texts teach the recogniser what it did not know, and spoil nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.text.names import AnnotatedText, NameRecogniser, TaggedSentence, compare
from signatur.methods.text.names.measuring import grades, intervals, masked_whole
from signatur.methods.text.names.tuning import tune, write_tuned

if TYPE_CHECKING:
    from pathlib import Path

_UNKNOWN = ["qvark", "zolt", "brimf", "dask", "plunk", "vrosk"]


def _reviewed(many: int) -> list[AnnotatedText]:
    """Texts in which people are named behind a word that nothing else knows."""
    texts = []
    for at in range(many):
        name = _UNKNOWN[at % len(_UNKNOWN)]
        text = f"journalført: visit v. {name} kl. {8 + at % 9} og alt var i orden med medicinen"
        begin = text.index(name)
        texts.append(AnnotatedText(text, (("PER", begin, begin + len(name)),)))
    return texts


def test_what_was_corrected_is_learned_and_the_rest_stays(tmp_path: Path) -> None:
    base = NameRecogniser.load()
    tuned = tune(base, _reviewed(24), seed=3)
    assert tuned.is_kept
    assert tuned.after.recall > tuned.before.recall
    write_tuned(tuned, tmp_path)
    own = NameRecogniser.load(tmp_path)
    assert any(one.kind == "PER" for one in own.find("visit v. qvark kl. 9 og alt var i orden"))
    other = "Vi har talt med Fatima El-Khatib og Jens Overgaard om boligen i Odense."
    assert [(one.kind, one.start, one.end) for one in own.find(other)] == [
        (one.kind, one.start, one.end) for one in base.find(other)
    ]


def test_the_same_texts_and_seed_give_the_same_files() -> None:
    base = NameRecogniser.load()
    assert tune(base, _reviewed(12), seed=1).files == tune(base, _reviewed(12), seed=1).files


def test_a_chain_that_does_not_help_is_not_kept() -> None:
    texts = [
        AnnotatedText(f"Anna Holm ringede den {at}. maj.", (("PER", 0, 9),)) for at in range(1, 13)
    ]
    tuned = tune(NameRecogniser.load(), texts)
    assert not tuned.is_kept
    assert not tuned.files


def test_too_few_texts_and_names_outside_are_refused() -> None:
    base = NameRecogniser.load()
    with pytest.raises(InputProblem):
        tune(base, _reviewed(3))
    with pytest.raises(InputProblem):
        tune(base, [*_reviewed(12), AnnotatedText("kort", (("PER", 0, 40),))])


def test_a_person_is_masked_only_when_all_mentions_are() -> None:
    text = "Anna Holm kom. Den omtalte xq kom. Anna Holm og xq gik."
    second = text.rindex("xq")
    names = (
        ("PER", 0, 9),
        ("PER", text.index("Anna", 9), text.index("Anna", 9) + 9),
        ("PER", text.index("xq"), text.index("xq") + 2),
        ("PER", second, second + 2),
    )
    mentions, persons = masked_whole(NameRecogniser.load(), [AnnotatedText(text, names)], draws=20)
    assert mentions.value == 0.5
    assert persons.value == 0.5


def test_bounds_hold_the_value() -> None:
    truth = [["B-PER", "O"], ["B-PER", "I-PER"], ["O", "B-LOC"]] * 10
    found = [["B-PER", "O"], ["B-PER", "O"], ["O", "B-LOC"]] * 10
    bounds = intervals(truth, found, draws=200)
    assert bounds["PER recall"].value == 0.5
    assert bounds["PER recall"].low < 0.5 < bounds["PER recall"].high
    evaluation = compare(truth, found)
    assert evaluation.covered["PER"] == pytest.approx(2 / 3, abs=1e-6)
    assert evaluation.micro.recall == pytest.approx(2 / 3, abs=1e-6)


def test_confidence_is_told_beside_what_was_right() -> None:
    words = ("Vi", "talte", "med", "Anna", "Holm", ".")
    right = TaggedSentence(words, ("O", "O", "O", "B-PER", "I-PER", "O"))
    wrong = TaggedSentence(words, ("O",) * 6)
    told = grades(NameRecogniser.load(), [right, right, wrong, wrong], edges=(0.0,))
    assert (told[0].names, told[0].right) == (4, 0.5)
    assert told[0].confidence > 0.8
