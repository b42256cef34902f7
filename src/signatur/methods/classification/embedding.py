"""Embeddings from a folder of this machine, as one more view of a text; nothing is ever downloaded.

Two kinds of folder are read: word vectors in the text format of word2vec and fastText (one file that
ends in `.vec`), whose mean over a text's words is its vector; and models of sentence-transformers,
where that library is installed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.classification.features import tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from signatur.methods.classification.experts import Embedder

# So many words of a file of vectors are read; they come by frequency.
_MOST_WORDS = 500_000


def open_embedding(folder: Path) -> Embedder:
    """Open the embedding model in a folder. Raises InputProblem when there is none to use."""
    vectors = sorted(folder.glob("*.vec"))
    if vectors:
        return WordVectors.read(vectors[0])
    if (folder / "modules.json").exists():
        return _sentence_model(folder)
    raise InputProblem(
        log="no embedding model",
        shown=_("The folder %(name)s holds no embedding model.", name=folder.name),
    )


def _name(path: Path, told: Path) -> str:
    """Return a name that changes with the file that tells what the model is."""
    return f"{path.name}-{hashlib.sha256(told.read_bytes()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of words; a text's vector is the mean of its words'."""

    name: str
    place: Mapping[str, int]
    vectors: NDArray[np.float32]
    """Shape (words, size)."""

    @classmethod
    def read(cls, path: Path) -> WordVectors:
        """Read a file of word vectors. Raises InputProblem when it is none."""
        place: dict[str, int] = {}
        vectors: list[NDArray[np.float32]] = []
        try:
            with path.open(encoding="utf-8") as lines:
                size = int(next(lines).split()[1])
                for line in lines:
                    word, *numbers = line.rstrip("\n ").split(" ")
                    if len(numbers) == size and word not in place and len(place) < _MOST_WORDS:
                        place[word] = len(vectors)
                        vectors.append(np.array(numbers, np.float32))
            every = np.stack(vectors)
        except (StopIteration, IndexError, ValueError) as problem:
            raise InputProblem(
                log=f"word vectors: {type(problem).__name__}",
                shown=_("The file %(name)s holds no word vectors.", name=path.name),
            ) from problem
        return cls(_name(path, path), place, every)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the mean vector of each text's known words, zeros where none is known."""
        means = np.zeros((len(texts), self.vectors.shape[1]), np.float32)
        for at, text in enumerate(texts):
            known = [self.place[word] for word in tokens_of(text) if word in self.place]
            if known:
                means[at] = self.vectors[known].mean(0)
        return means


@dataclass(frozen=True, slots=True)
class SentenceModel:
    """A model of sentence-transformers."""

    name: str
    model: Any

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text."""
        vectors: NDArray[np.float32] = np.asarray(
            self.model.encode(list(texts), show_progress_bar=False), np.float32
        )
        return vectors


def _sentence_model(folder: Path) -> SentenceModel:
    try:
        library = import_module("sentence_transformers")
    except ImportError as problem:
        raise InputProblem(
            log="sentence-transformers is not installed",
            shown=_("This embedding model needs the package signatur[embedding]."),
        ) from problem
    model = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return SentenceModel(_name(folder, folder / "modules.json"), model)
