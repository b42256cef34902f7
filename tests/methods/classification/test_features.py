"""Hashed n-grams: fast code against a plain one, and texts that nobody expects."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.methods.classification.features import (
    BUCKETS,
    COLUMNS,
    Weighting,
    counts,
    tokens_of,
    word_spans,
)

_MASK = (1 << 64) - 1
_PRIME = 0x9E3779B97F4A7C15
STRANGE = [
    "",
    "   \n",
    "?!…",
    "😀👍🏽",
    "👨\u200d👩\u200d👧",
    "İSTANBUL İli",
    "ẞ ß ǅ",
    "ΣΑΣ",
    "a",
    "\0",
    "hul\0i\0vejen",
    "\ud800 halv",
    "it's co-op’en e-mail",
    "æøå ÆØÅ",
    "漢字かな交じり文",
    "שלום عليكم",
    "_under_ 1.234,50 kr.",
]


# --- a plain implementation ----------------------------------------------------------------------


def plain_tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’\-]\w+)*|[^\w\s\0]", text[:12_000].lower())


def plain_counts(text: str) -> Counter[int]:
    """Return how often each column occurs, one n-gram after the other in whole numbers."""
    tokens = plain_tokens(text)
    spaced = [f" {token} ".encode("utf-32-le", "replace").decode("utf-32-le") for token in tokens]
    found: Counter[int] = Counter()
    for word in spaced:
        for size in range(2, 6):
            for start in range(len(word) - size + 1):
                found[BUCKETS + bucket(of_letters(word[start : start + size]))] += 1
    words = [of_word(word.strip(" ")) for word in spaced]
    for at, word in enumerate(words):
        found[bucket(word)] += 1
        for reach, other in enumerate(words[at + 1 : at + 5], start=1):
            found[bucket(of_pair(word, other, min(reach, 2)))] += 1
    if words:
        found[bucket(of_pair(0, words[0], 1))] += 1
        found[bucket(of_pair(words[-1], 0, 1))] += 1
    return found


def of_letters(letters: str) -> int:
    value = 0
    for letter in letters:
        value = (value * _PRIME + ord(letter)) & _MASK
    return value


def of_word(word: str) -> int:
    return sum(ord(letter) * pow(_PRIME, at, 1 << 64) for at, letter in enumerate(word)) & _MASK


def of_pair(one: int, other: int, kind: int) -> int:
    return (mixed((one + kind) & _MASK) * 31 + mixed(other) + kind) & _MASK


def mixed(value: int) -> int:
    value = ((value ^ (value >> 33)) * 0xFF51AFD7ED558CCD) & _MASK
    value = ((value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53) & _MASK
    return value ^ (value >> 33)


def bucket(value: int) -> int:
    return mixed(value) >> 46


def _counted(texts: list[str]) -> list[dict[int, int]]:
    rows = counts(texts)
    assert rows.shape == (len(texts), COLUMNS)
    return [
        {int(column): int(times) for column, times in zip(row.indices, row.data, strict=True)}
        for row in rows
    ]


# --- counting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*STRANGE, "Hej, der er et hul i vejen ved nr. 5. Hul!"])
def test_counted_n_grams_are_those_of_a_plain_implementation(text: str) -> None:
    assert _counted([text]) == [plain_counts(text)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_texts_are_counted_each_by_itself(texts: list[str]) -> None:
    assert _counted(texts) == [dict(plain_counts(text)) for text in texts]


def test_a_text_is_counted_alike_wherever_batches_end(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*STRANGE, *(f"henvendelse {at} om {at % 7}" for at in range(60))]
    together = _counted(texts)

    for texts_a_batch, letters_a_batch in ((1, 10**9), (7, 10**9), (10**9, 1), (10**9, 100)):
        monkeypatch.setattr("signatur.methods.classification.features._BATCH", texts_a_batch)
        monkeypatch.setattr(
            "signatur.methods.classification.features._BATCH_LETTERS", letters_a_batch
        )
        assert _counted(texts) == together


def test_ten_thousand_texts_get_a_row_each_in_their_order() -> None:
    texts = [f"sag {at}" for at in range(10_000)]

    rows = counts(texts)

    assert rows.shape == (10_000, COLUMNS)
    for at in (0, 1_999, 2_000, 9_999):
        assert dict(zip(rows[at].indices.tolist(), rows[at].data.tolist(), strict=True)) == dict(
            plain_counts(texts[at])
        )


def test_of_a_very_long_text_only_the_beginning_counts() -> None:
    begun = "vejen er glat " * 1_000

    assert _counted([begun + "x" * 1_000_000]) == _counted([begun + "y"])


def test_no_texts_are_no_rows() -> None:
    assert counts([]).shape == (0, COLUMNS)


def test_memory_does_not_grow_with_the_length_of_mails_in_a_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from signatur.methods.classification import features

    seen: list[int] = []
    grams = features.grams
    monkeypatch.setattr(
        features, "grams", lambda texts: (seen.append(sum(map(len, texts))), grams(texts))[1]
    )

    counts(["a b " * 3_000] * 100)

    assert max(seen) <= 512_000


# --- where words stand ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*STRANGE, "İİİ hul İ vejen", "Hej  Ærø-Færgen!"])
def test_words_are_found_where_they_stand_in_the_text(text: str) -> None:
    spans = list(word_spans(text))

    assert len(spans) == len(tokens_of(text))
    for (start, end), token in zip(spans, tokens_of(text), strict=True):
        assert token in text[start:end].lower()
    assert all(one[0] <= other[0] for one, other in pairwise(spans))


# --- weights -------------------------------------------------------------------------------------


def test_words_and_letters_of_every_row_have_length_one() -> None:
    counted = counts(["hul i vejen", "nyt pas til min søn", "a " * 900])
    weighting = Weighting.of(counted, 1)

    rows = weighting.rows(counted)

    for row in rows:
        is_letter = weighting.columns[row.indices] >= BUCKETS
        assert np.square(row.data[is_letter]).sum() == pytest.approx(1, abs=1e-5)
        assert np.square(row.data[~is_letter]).sum() == pytest.approx(1, abs=1e-5)


def test_weights_are_sublinear_and_rare_columns_weigh_more() -> None:
    counted = counts(["hul hul vej", "vej sti", "vej kant"])
    weighting = Weighting.of(counted, 1)
    row = weighting.rows(counted)[0]
    weight = dict(zip(weighting.columns[row.indices].tolist(), row.data.tolist(), strict=True))

    hul, vej = weight[bucket(of_word("hul"))], weight[bucket(of_word("vej"))]

    rare, common = np.log(4 / 2) + 1, np.log(4 / 4) + 1
    assert hul / vej == pytest.approx((1 + np.log(2)) * rare / common, rel=1e-4)


def test_a_column_is_kept_only_when_enough_texts_have_it() -> None:
    counted = counts(["hul i vejen", "hul i hækken", "nyt pas"])

    kept = set(Weighting.of(counted, 2).columns.tolist())

    assert bucket(of_word("hul")) in kept
    assert bucket(of_word("pas")) not in kept


def test_texts_without_words_still_have_a_column() -> None:
    counted = counts(["", " "])
    weighting = Weighting.of(counted, 1)

    assert weighting.rows(counted).shape == (2, 1)
    assert weighting.rows(counted).nnz == 0


def test_only_the_heaviest_columns_of_a_long_text_count() -> None:
    counted = counts([" ".join(f"ord{at}" for at in range(500)), "ord1 ord2"])

    assert np.diff(Weighting.of(counted, 1).rows(counted).indptr).tolist()[0] == 400
