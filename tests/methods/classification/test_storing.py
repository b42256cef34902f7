"""A router as bytes: repeatable, without words of anybody's, and refused when damaged."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.classification import Example, Router, fit, from_bytes
from tests.methods.classification.lessons import NOWHERE, SUBJECTS, examples


def test_the_same_examples_and_seed_give_the_same_bytes(router: Router) -> None:
    assert fit(examples(60, 40)).to_bytes() == router.to_bytes()


def test_what_was_stored_is_stored_again_byte_by_byte(router: Router) -> None:
    data = router.to_bytes()

    assert from_bytes(data).to_bytes() == data


def test_another_seed_is_another_router(router: Router) -> None:
    assert fit(examples(60, 40), seed=1).to_bytes() != router.to_bytes()


def test_the_bytes_hold_no_word_of_any_example(router: Router) -> None:
    data = router.to_bytes().lower()
    words = {word for words in (*SUBJECTS.values(), NOWHERE) for word in words} - set(SUBJECTS)

    for word in {one for one in words if len(one) > 4}:
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            assert word.encode(coding) not in data, word


def _archive(**arrays: object) -> bytes:
    written = io.BytesIO()
    np.savez(written, **arrays)  # type: ignore[arg-type]
    return written.getvalue()


def _told(**told: object) -> bytes:
    return _archive(told=np.frombuffer(json.dumps(told).encode(), np.uint8))


def _single() -> bytes:
    written = io.BytesIO()
    np.save(written, np.arange(3))
    return written.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"no archive at all",
        b"\x80\x04}\x94\x8c\x06labels\x94K\x01s.",
        _single(),
        _archive(a=np.arange(3)),
        _archive(told=np.array([{"format": "signatur.router/1"}], dtype=object)),
        _archive(told=np.frombuffer(b"[]", np.uint8)),
        _archive(told=np.frombuffer(b"\xff{", np.uint8)),
        _told(format="signatur.router/0"),
        _told(format="signatur.router/1"),
        _told(format="signatur.router/1", about={"embedding": None}, labels=["a"]),
    ],
    ids=range(12),
)
def test_what_is_no_router_is_refused(data: bytes) -> None:
    with pytest.raises(InputProblem):
        from_bytes(data)


def test_a_router_that_was_cut_off_is_refused(router: Router) -> None:
    data = router.to_bytes()

    for length in (*range(0, 400, 37), len(data) // 3, len(data) // 2, len(data) - 1):
        with pytest.raises(InputProblem):
            from_bytes(data[:length])


def test_a_router_with_a_wrong_bit_is_refused_or_answers_as_before(router: Router) -> None:
    small = fit([Example("hul i vejen", "vej"), Example("nyt pas", "pas")] * 4)
    data, said = small.to_bytes(), small.suggest(["hul i vejen"])
    chance = np.random.default_rng(0)
    refused = 0

    for at in chance.integers(0, len(data), 300):
        damaged = bytearray(data)
        damaged[at] ^= 1 << int(chance.integers(8))
        try:
            read = from_bytes(bytes(damaged))
        except InputProblem:
            refused += 1
        else:
            assert read.suggest(["hul i vejen"]) == said

    assert refused > 150


def test_a_remembered_example_that_points_outside_is_refused(router: Router) -> None:
    rows = router.memory.rows.copy()
    rows.indices = rows.indices + 10**6
    wrong = replace(router, memory=replace(router.memory, rows=rows))

    with pytest.raises(InputProblem):
        from_bytes(wrong.to_bytes())
