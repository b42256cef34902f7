"""A local embedding model as one more view of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.classification import Example, fit, from_bytes, open_embedding

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.classification import Embedder, Router

# Words that mean the same lie together.
VECTORS = """8 3
hund 1 0 0
kat 0.9 0.1 0
hest 0.95 0 0.1
ko 1 0.05 0.05
bil 0 1 0
bus 0.1 0.9 0
tog 0 0.95 0.1
cykel 0.05 1 0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ord.vec").write_text(VECTORS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def embedder(folder: Path) -> Embedder:
    return open_embedding(folder)


@pytest.fixture
def router(embedder: Embedder) -> Router:
    animals, wheels = ("hund", "kat", "hest"), ("bil", "bus", "tog")
    return fit(
        [Example(f"om min {word} {at}", "dyr", f"d{at}") for at in range(15) for word in animals]
        + [Example(f"om min {word} {at}", "hjul", f"h{at}") for at in range(15) for word in wheels],
        embedder=embedder,
    )


def test_a_text_s_vector_is_the_mean_of_its_known_words(embedder: Embedder) -> None:
    vectors = embedder.embed(["Hund, kat!", "BIL", "ukendt", ""])

    assert np.allclose(vectors, [[0.95, 0.05, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0]])


def test_words_that_were_never_learnt_are_placed_by_their_meaning(router: Router) -> None:
    assert [one.labels[0] for one in router.suggest(["ko", "cykel"])] == ["dyr", "hjul"]


def test_a_router_with_an_embedding_is_read_with_that_embedding_alone(
    router: Router, embedder: Embedder, tmp_path: Path
) -> None:
    data = router.to_bytes()
    other = tmp_path / "anden"
    other.mkdir()
    (other / "ord.vec").write_text(VECTORS.replace("ko 1", "ko 0"), encoding="utf-8")

    asked = ["ko", "cykel", "min hund 3", "helt andet", ""]
    assert from_bytes(data, embedder=embedder).suggest(asked) == router.suggest(asked)
    for wrong in (None, open_embedding(other)):
        with pytest.raises(InputProblem):
            from_bytes(data, embedder=wrong)


def test_texts_get_the_same_verdict_alone_with_an_embedding_too(router: Router) -> None:
    asked = ["ko", "cykel", "min hund 3", "", "om min bus"] * 10

    assert [router.suggest([text])[0] for text in asked] == router.suggest(asked)


def test_words_are_explained_and_examples_found_beside_an_embedding(router: Router) -> None:
    text = "om min hund"

    assert {one.word for one in router.explain(text, "dyr")} <= {"om", "min", "hund"}
    assert router.similar(text)[0].label == "dyr"


def test_the_card_names_the_embedding(router: Router, embedder: Embedder) -> None:
    assert router.card["embedding"] == embedder.name


def test_a_router_without_an_embedding_does_not_mind_one(embedder: Embedder) -> None:
    plain = fit([Example("hul i vejen", "vej"), Example("nyt pas", "pas")] * 5)

    read = from_bytes(plain.to_bytes(), embedder=embedder)

    assert read.suggest(["hul i vejen"]) == plain.suggest(["hul i vejen"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hund",
        b"hund 1 0 0\n",
        b"8 tre\nhund 1 0 0\n",
        b"1 2\nh\xff 1 2\n",
        b"1 2\nhund 1 x\n",
    ],
)
def test_a_file_that_holds_no_vectors_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ord.vec").write_bytes(content)

    with pytest.raises(InputProblem):
        open_embedding(tmp_path)


def test_a_folder_without_an_embedding_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        open_embedding(tmp_path)
