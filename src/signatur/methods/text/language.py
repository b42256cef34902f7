"""Which language a text is written in, with an honest answer for texts too short to tell.

Letters and their frequent sequences are weighed by py3langid, a naive Bayes model over byte
n-grams (Lui & Baldwin, "langid.py: An Off-the-shelf Language Identification Tool", ACL 2012). It
comes with the package; nothing is fetched. Measured in `benchmarks/text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import (  # type: ignore[import-untyped]  # ships without type information
        LanguageIdentifier,
    )

UNDETERMINED = "und"
"""ISO 639-2 for a language that cannot be told."""


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639 code and how sure it is, 0 to 1; `und` where no language is likely enough."""

    code: str
    certainty: float


# What a Danish authority may meet; fewer languages than the model knows, so that short Danish
# is not taken for Gascon.
_KNOWN = """
am ar bg bn bs cs da de el en es et fa fi fo fr he hi hr hu id is it ja ka ko ku lt lv mk ne nl nn
no pa pl ps pt ro ru sdh sk sl so sq sr sv sw ta th tl tr uk ur vi zh zxx
"""
_LANGUAGES = tuple(_KNOWN.split())
_CODES = {"no": "nb", "sdh": "ku", "zxx": UNDETERMINED}
# How many times more often than any other language one is met. Small on purpose: it settles "Hej,
# kan I ringe?", and a Norwegian paragraph outweighs it.
_PRIOR = {"da": 3.3, "en": 1.5}
# Mutually intelligible and written alike: their shares are taken together.
_ONE_LANGUAGE = {"bs", "hr", "sr"}
# Reading costs in proportion: most enquiries are told from their first lines, the rest gets more.
_GLANCE = 160
_READ = 600
_SURE = 0.9
_ENOUGH_LETTERS = re.compile(r"(?:[^\W\d_][\W\d_]*){6}")
_LEAST_CERTAINTY = 0.5
_PLACEHOLDER = re.compile(r"\[[a-z_]{1,16}\]")
_ADDRESS = re.compile(r"https?://\S{1,300}|\S{1,64}@\S{1,100}")

_CERTAINTY_OF_ETHIOPIC = 0.9
_FEWEST_SIGNS = 2
_ETHIOPIC = re.compile("[\u1200-\u137f]")
# The model knows no Tigrinya. It has letters and words that Amharic hardly has: the series of ቐ and
# ዀ, ኣ where Amharic writes አ, እዩ and ናይ.
_TIGRINYA = re.compile("[\u1250-\u1258\u12c0-\u12c5]|\u12a3|\u12a5\u12e9|\u1293\u12ed")


def language_of(text: str) -> Language:
    """Return the language of the beginning of a text.

    Codes are ISO 639-1 (`da`, `nb`, `nn`, `uk`, `ti` …). `bs`, `hr` and `sr` are told apart only
    by a hair; the certainty is that of the three together. At most the first 600 characters are
    read, so that a long quotation costs nothing.
    """
    at_a_glance = _language_of(text[:_GLANCE])
    if at_a_glance.certainty >= _SURE or len(text) <= _GLANCE:
        return at_a_glance
    return _language_of(text[:_READ])


def _language_of(text: str) -> Language:
    sample = _PLACEHOLDER.sub(" ", text)
    if "@" in sample or "://" in sample:
        sample = _ADDRESS.sub(" ", sample)
    if not _ENOUGH_LETTERS.search(sample):
        return Language(UNDETERMINED, 0.0)
    if len(_ETHIOPIC.findall(sample)) * 3 > len(sample):
        return Language(_ethiopic(sample), _CERTAINTY_OF_ETHIOPIC)
    return _of_shares(_shares(sample))


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model once: 0.8 s and some 80 MB, in processes that read enquiries only."""
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(_LANGUAGES)
    # The table comes in half precision, which is slow to multiply, and for many more languages.
    return LanguageIdentifier(
        whole.nb_ptc.astype(np.float32),
        whole.nb_pc,
        whole.nb_classes,
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )


def _shares(sample: str) -> dict[str, float]:
    """Return the probability of each language."""
    shares = dict(_identifier().rank(sample))
    for code, odds in _PRIOR.items():
        shares[code] *= odds
    total = sum(shares.values())
    return {code: share / total for code, share in shares.items()}


def _of_shares(shares: dict[str, float]) -> Language:
    best = max(shares, key=shares.__getitem__)
    certainty = shares[best]
    if best in _ONE_LANGUAGE:
        certainty = sum(shares[code] for code in _ONE_LANGUAGE)
    code = _CODES.get(best, best)
    if certainty < _LEAST_CERTAINTY or code == UNDETERMINED:
        return Language(UNDETERMINED, round(certainty, 3))
    return Language(code, round(certainty, 3))


def _ethiopic(sample: str) -> str:
    return "ti" if len(_TIGRINYA.findall(sample)) >= _FEWEST_SIGNS else "am"
