"""What each step towards the recogniser gives: trained on four fifths, measured on the fifth and the development texts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks.disclosure import names_changes as changes
from benchmarks.disclosure.names_corpora import danish
from benchmarks.disclosure.names_fitting import fit
from benchmarks.disclosure.names_lessons import lessons_of, read_material
from benchmarks.disclosure.names_train import EFFORT, LIFT, SEED
from signatur.methods.text.names.artifact import Trained
from signatur.methods.text.names.counting import compare
from signatur.methods.text.names.features import WordViews
from signatur.methods.text.names.lexicon import Lexicon
from signatur.methods.text.names.recogniser import NameRecogniser
from signatur.methods.text.names.words import is_first_name, is_surname

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from signatur.methods.text.names.decoding import Weights
    from signatur.methods.text.names.schema import TaggedSentence

_STEPS: tuple[tuple[str, bool, frozenset[str], tuple[bool, ...]], ...] = (
    ("chain without lists", False, frozenset(), (False,)),
    ("with lists", True, frozenset(), (False,)),
    ("a caseless chain beside it", True, frozenset(), (True,)),
    ("and Norwegian", True, frozenset({"norwegian"}), (False,)),
    ("and swapped names", True, frozenset({"norwegian", "swapped"}), (False,)),
    ("and made sentences", True, frozenset({"norwegian", "swapped", "made"}), (False, True)),
)
"""Name, whether the lexicon is used, what is learned from besides Danish news, which chains are fitted anew."""


def climb(data: Path, packages: Path) -> Iterator[dict[str, Any]]:
    """Yield the ladder after each step; a chain that is not fitted anew is the one of an earlier step."""
    material = read_material(data, packages)
    cut = len(material.danish) * 4 // 5
    texts = _texts(data, material.danish[cut:])
    steps = [
        {
            "step": "listed first names and surnames only",
            **_scores(_by_lists(material.lexicon), texts),
        }
    ]
    chains: dict[bool, Weights] = {}
    for name, has_lists, parts, anew in _STEPS:
        lexicon = material.lexicon if has_lists else Lexicon({})
        begin = time.monotonic()
        for caseless in anew:
            lessons = lessons_of(
                material, material.danish[:cut], steps=parts, caseless=caseless, seed=SEED
            )
            chains[caseless] = fit(lessons, WordViews(lexicon), EFFORT)
        spent = round(time.monotonic() - begin)
        for lift in ({"cased": {}, "small": {}, "capitals": {}}, LIFT):
            own = NameRecogniser(
                Trained(lexicon, chains[False], chains.get(True, chains[False]), lift)
            )
            steps.append(
                {"step": name, "lifted": lift is LIFT, "seconds": spent, **_scores(own.tag, texts)}
            )
        yield {
            "question": "Disclosure: what each step gives the recogniser of names",
            "steps": steps,
        }


def _texts(data: Path, fold: Sequence[TaggedSentence]) -> dict[str, Sequence[TaggedSentence]]:
    news = danish(data, "news_dev")
    return {
        "fold": fold,
        "news": news,
        "lower": changes.lower(news),
        "upper": changes.upper(news),
        "minority": changes.minority(news, data, 1),
        "twitter": danish(data, "twitter_dev"),
    }


def _scores(
    tag: Callable[[Sequence[Sequence[str]]], list[list[str]]],
    texts: dict[str, Sequence[TaggedSentence]],
) -> dict[str, Any]:
    told = {}
    for name, sentences in texts.items():
        one = compare([each.tags for each in sentences], tag([each.words for each in sentences]))
        person = one.per_type["PER"]
        told[name] = {
            "micro_f1": round(one.micro.f1, 4),
            "per": [round(value, 4) for value in (person.precision, person.recall, person.f1)],
            "covered": round(one.covered["PER"], 4),
        }
    return told


def _by_lists(lexicon: Lexicon) -> Callable[[Sequence[Sequence[str]]], list[list[str]]]:
    """Return a tagger that knows listed names only: a listed first name and the capitalised words after it."""

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        return [_listed(words, lexicon) for words in sentences]

    return tag


def _listed(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    tags = ["O"] * len(words)
    for at, word in enumerate(words):
        code = lexicon.code(word)
        if word[:1].isupper() and word[1:2].islower():
            if at and tags[at - 1] != "O" and (is_surname(code) or is_first_name(code, most="4")):
                tags[at] = "I-PER"
            elif is_first_name(code, most="2"):
                tags[at] = "B-PER"
    return tags
