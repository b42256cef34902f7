"""Other ways of routing texts, fitted on the same rows: what Signatur is measured against."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signatur.methods.classification import UNKNOWN


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of some texts."""

    labels: list[str]
    """The most probable known label of each."""
    score: np.ndarray
    """How sure that is."""
    known: np.ndarray
    """How sure it is that the text belongs anywhere."""


Ask = Callable[[Sequence[str]], Answer]
Peer = Callable[[Sequence[str], Sequence[str], int], Ask]


def linear(texts: Sequence[str], labels: Sequence[str], seed: int) -> Ask:
    """Words, pairs and letters, support vector machines, a temperature; unknown as one more label."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    views = [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    ]
    rows = hstack([one.fit_transform(texts) for one in views]).tocsr()
    model = LinearSVC(C=0.5, random_state=seed).fit(rows, labels)

    def ask(asked: Sequence[str]) -> Answer:
        scores = model.decision_function(hstack([one.transform(asked) for one in views]).tocsr())
        return _answer(_softmax(scores * 4), model.classes_)

    return ask


def paperless(texts: Sequence[str], labels: Sequence[str], seed: int) -> Ask:
    """Counted words and pairs that occur in 1 % of texts or more, one hidden layer of 100."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.neural_network import MLPClassifier

    # Of such short texts 1 % leaves next to no words; a tenth of that is kind to it.
    view = CountVectorizer(ngram_range=(1, 2), min_df=0.001)
    model = MLPClassifier(tol=0.01, random_state=seed).fit(view.fit_transform(texts), labels)
    return lambda asked: _answer(model.predict_proba(view.transform(asked)), model.classes_)


def fasttext(texts: Sequence[str], labels: Sequence[str], seed: int) -> Ask:
    """Run fastText with parts of words of two to five letters, 60 epochs, one thread."""
    import fasttext as library

    names = {f"__label__{at}": label for at, label in enumerate(sorted(set(labels)))}
    marks = {label: mark for mark, label in names.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.txt"
        pairs = zip(texts, labels, strict=True)
        lines = (f"{marks[label]} {_one_line(text)}\n" for text, label in pairs)
        path.write_text("".join(lines), encoding="utf-8")
        model = library.train_supervised(
            str(path),
            epoch=60,
            lr=0.5,
            wordNgrams=2,
            minn=2,
            maxn=5,
            thread=1,
            seed=seed,
            verbose=0,
        )

    def ask(asked: Sequence[str]) -> Answer:
        classes = np.array(list(names.values()))
        place = {mark: at for at, mark in enumerate(names)}
        shares = np.zeros((len(asked), len(names)))
        for row, text in enumerate(asked):
            # The library's own `predict` does not work with NumPy 2; this is what it calls.
            for share, mark in model.f.predict(_one_line(text) + "\n", len(names), 0.0, "strict"):
                shares[row, place[mark]] = share
        return _answer(shares, classes)

    return ask


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def _answer(shares: np.ndarray, classes: np.ndarray) -> Answer:
    known = shares[:, classes != UNKNOWN]
    names = classes[classes != UNKNOWN]
    return Answer([str(names[at]) for at in known.argmax(1)], known.max(1), known.max(1))


PEERS: dict[str, Peer] = {
    "linear, as published": linear,
    "like paperless-ngx": paperless,
    "fastText": fasttext,
}
