"""What a second chain sees: the first one's opinion, the words and what the lexicon knows of them.

It is fitted on texts that one authority has reviewed. The words of those texts are features, so its
files are as confidential as the texts and never leave the authority.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.names.decoding import best_chains, chances
from signatur.methods.text.names.features import class_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from signatur.methods.text.names.decoding import Weights
    from signatur.methods.text.names.lexicon import Lexicon

_EDGES = (0.05, 0.2, 0.5, 0.8, 0.95)
Opinion = tuple[list[str], "NDArray[np.float32]"]


def opinion_features(opinion: Opinion, labels: Sequence[str]) -> list[list[str]]:
    """Return, for each word, what the first chain thinks of it and its neighbours; without any words."""
    tags, shares = opinion
    binned = (shares[:, :, None] >= _EDGES).sum(axis=2) if len(tags) else shares
    told = []
    for at, tag in enumerate(tags):
        before = tags[at - 1] if at else "-"
        after = tags[at + 1] if at + 1 < len(tags) else "-"
        own = ["b", f"t{tag}", f"t{before}|{tag}|{after}"]
        own += [f"m{labels[column]}{grade}" for column, grade in enumerate(binned[at]) if grade]
        told.append(own)
    return told


def word_features(words: Sequence[str], opinion: Opinion, lexicon: Lexicon) -> list[list[str]]:
    """Return, for each word, what the words themselves say, alone and with the first chain's tag."""
    low = ["<s>", *(word.lower() for word in words), "</s>"]
    known = ["<s>", *(class_of(lexicon.code(word)) for word in words), "</s>"]
    shapes = ["<s>", *(shape_of(word) for word in words), "</s>"]
    told = []
    for at, tag in enumerate(opinion[0], start=1):
        told.append(
            [
                f"w{low[at]}",
                f"w{low[at]}|{tag}",
                f"p{low[at - 1]}",
                f"p{low[at - 1]}|{shapes[at]}",
                f"n{low[at + 1]}|{tag}",
                f"k{known[at]}|{tag}",
                f"P{low[at - 1]}|{known[at]}",
                f"s{shapes[at]}|{tag}",
                f"e{low[at][-4:]}|{tag}",
            ]
        )
    return told


def decide(
    second: Weights,
    sentences: Sequence[Sequence[str]],
    opinions: Sequence[Opinion],
    labels: Sequence[str],
    lexicon: Lexicon,
) -> list[Opinion]:
    """Return the second chain's opinions in place of the first's, with the same columns of chances."""
    import numpy as np

    lengths = [len(words) for words in sentences]
    if not sum(lengths):
        return list(opinions)
    rows = [
        second.score((*one, *other))
        for words, opinion in zip(sentences, opinions, strict=True)
        for one, other in zip(
            opinion_features(opinion, labels), word_features(words, opinion, lexicon), strict=True
        )
    ]
    scores = np.stack(rows)
    best = best_chains(scores, lengths, second.steps)
    shares = chances(scores, lengths, second.steps)
    columns = [second.labels.index(label) for label in labels]
    told: list[Opinion] = []
    begin = 0
    for length in lengths:
        end = begin + length
        told.append(([second.labels[at] for at in best[begin:end]], shares[begin:end][:, columns]))
        begin = end
    return told
