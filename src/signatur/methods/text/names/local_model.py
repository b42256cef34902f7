"""A token classifier from a folder of this machine as a second opinion; nothing is ever downloaded.

The folder is one that transformers can read (`config.json`, weights, tokenizer). Its names are added to
those of the chain, never put in their place. Needs the libraries transformers and torch, which are not
installed with this software.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.text.names.schema import Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.text.names.schema import Kind

_KINDS: dict[str, Kind] = {
    "PER": "PER",
    "PERSON": "PER",
    "PERS": "PER",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "GPE": "LOC",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "MISC": "MISC",
}
_LEAST = 0.3
_PIECE = 20_000
_WINDOW = 512
_SHARED = 4
"""A quarter of a window is read again in the next, so that no name is cut."""
_LARGEST_PADDING = 4
_HALVES = re.compile("[\ud800-\udfff]")
_CUTS = ("\n\n", "\n", " ")


class LocalModel:
    """Finds names with the model of a folder. Raises `InputProblem` where it cannot be used."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.json").is_file():
            raise InputProblem(
                log="names: folder holds no model",
                shown=_(
                    "The folder %(folder)s holds no model: there is no config.json.",
                    folder=folder.name,
                ),
            )
        try:
            self._run: Any = _reader(folder)
        except ImportError as error:
            raise InputProblem(
                log=f"names: transformers, or what it needs, is not installed: {error.name}",
                shown=_(
                    "A local model of names needs the library transformers. Install it, or leave the setting empty."
                ),
            ) from error
        except (
            Exception
        ) as error:  # each library that reads weights and vocabularies has errors of its own
            raise InputProblem(
                log=f"names: local model cannot be read: {type(error).__name__}",
                shown=_("The model in the folder %(folder)s cannot be read.", folder=folder.name),
            ) from error

    def __call__(self, text: str) -> tuple[Name, ...]:
        """Return the names of a text; all of it is read, however long it is."""
        # Half of a character that takes two, as damaged files hold it, is refused by the tokenizers.
        whole = _HALVES.sub("\ufffd", text)
        return tuple(name for begin, piece in _pieces(whole) for name in self._names(begin, piece))

    def _names(self, begin: int, piece: str) -> Iterator[Name]:
        for found in self._run(piece):
            kind = _KINDS.get(str(found["entity_group"]).upper())
            start, end = _whole_words(piece, int(found["start"]), int(found["end"]))
            if kind and float(found["score"]) >= _LEAST and start < end:
                yield Name(
                    kind,
                    begin + start,
                    begin + end,
                    round(float(found["score"]), 3),
                    ("local_model",),
                )


def _reader(folder: Path) -> Any:
    """Return what finds names in a text, in windows that the model can take and that overlap."""
    transformers = import_module("transformers")
    model = transformers.AutoModelForTokenClassification.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    if not tokenizer.is_fast:
        # Only these tell where in the text a word stands.
        raise ValueError("the tokenizer has no tokenizer.json")
    if model.config.vocab_size >= 2 * len(tokenizer):
        # Without its file a tokenizer is made up that knows no word, and every text would be without names.
        raise ValueError("tokenizer and model are not of one vocabulary")
    window = _window(model.config, tokenizer.model_max_length)
    tokenizer.model_max_length = window
    return transformers.pipeline(
        "token-classification",
        model=model,
        tokenizer=tokenizer,
        aggregation_strategy="simple",
        stride=window // _SHARED,
    )


def _window(config: Any, most: int) -> int:
    """Return how many tokens the model takes at once. Without it the pipeline cuts off, or fails."""
    places = getattr(config, "max_position_embeddings", None) or 0
    if places > 0:
        # Some models count their places from behind the padding; the others lose a place by this.
        padding = getattr(config, "pad_token_id", None) or 0
        most = min(most, places - 1 - (padding if padding <= _LARGEST_PADDING else 0))
    return min(most, _WINDOW)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place without blanks around it, made wider to whole words: half a name hides nothing."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text in pieces, so that not all of it is held as tokens at once; cut where a paragraph ends."""
    begin = 0
    while begin < len(text):
        end = min(begin + _PIECE, len(text))
        if end < len(text):
            cuts = (text.rfind(sign, begin + _PIECE // 2, end) for sign in _CUTS)
            end = next((cut for cut in cuts if cut >= 0), end)
        yield begin, text[begin:end]
        begin = end
