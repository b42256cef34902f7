"""Invented enquiries with their labels, drawn from a seed, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification import UNKNOWN, Example

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBJECTS = {
    "vej": ("hul", "vejen", "asfalt", "fortov", "skilt", "cykelsti", "snerydning", "vejskilt"),
    "pas": ("pas", "kørekort", "fornyelse", "billede", "borgerservice", "legitimation", "rejse"),
    "affald": ("skrald", "beholder", "tømning", "storskrald", "genbrug", "container", "affald"),
    "skole": ("skole", "klasse", "lærer", "indskrivning", "ferie", "fritidsordning", "elev"),
    "bolig": ("boligstøtte", "husleje", "indskud", "flytning", "lejer", "udlejer", "bolig"),
}
NOWHERE = ("reklame", "tilbud", "nyhedsbrev", "kampagne", "sælger", "webinar", "lotteri", "gevinst")
_AROUND = (
    "hej", "jeg", "vil", "gerne", "spørge", "om", "der", "er", "en", "med", "på", "i", "min",
    "tak", "venlig", "hilsen", "har", "ikke", "fået", "svar", "kan", "det", "passe", "hvornår",
)  # fmt: skip


def examples(
    each: int, unknown: int = 0, *, seed: int = 0, labels: int = 5, mixed: float = 0.15
) -> list[Example]:
    """Return rows of every label in turn; a share of their words is that of another subject."""
    chance = np.random.default_rng(seed)
    names = list(SUBJECTS)[:labels] * each + [UNKNOWN] * unknown
    texts = (_text(chance, name, mixed) for name in names)
    return [
        Example(text, name, str(at))
        for at, (text, name) in enumerate(zip(texts, names, strict=True))
    ]


def _text(chance: np.random.Generator, label: str, mixed: float) -> str:
    return " ".join(_words(chance, label, mixed))


def _words(chance: np.random.Generator, label: str, mixed: float) -> Iterator[str]:
    own = SUBJECTS.get(label, NOWHERE)
    every = [word for words in SUBJECTS.values() for word in words]
    for _ in range(int(chance.integers(4, 9))):
        yield str(chance.choice(_AROUND))
        if chance.random() < 0.45:
            yield str(chance.choice(every if chance.random() < mixed else own))
