"""A token classifier from a folder of this machine as a second opinion; nothing is ever downloaded.

The folder is one that transformers can read (`config.json`, weights, tokenizer). Its names are added to
those of the chain, never put in their place. Needs the library transformers, which is not installed with
this software.
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
_PIECE = 1_500
_LEAST = 0.3


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
            transformers = import_module("transformers")
        except ImportError as error:
            raise InputProblem(
                log="names: transformers is not installed",
                shown=_(
                    "A local model of names needs the library transformers. Install it, or leave the setting empty."
                ),
            ) from error
        try:
            model = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, local_files_only=True
            )
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._run: Any = transformers.pipeline(
                "token-classification",
                model=model,
                tokenizer=tokenizer,
                aggregation_strategy="simple",
            )
        except (OSError, ValueError, KeyError) as error:
            raise InputProblem(
                log=f"names: local model cannot be read: {type(error).__name__}",
                shown=_("The model in the folder %(folder)s cannot be read.", folder=folder.name),
            ) from error

    def __call__(self, text: str) -> tuple[Name, ...]:
        """Return the names of a text."""
        return tuple(name for begin, piece in _pieces(text) for name in self._names(begin, piece))

    def _names(self, begin: int, piece: str) -> Iterator[Name]:
        for found in self._run(piece):
            kind = _KINDS.get(str(found["entity_group"]).upper())
            start, end = int(found["start"]), int(found["end"])
            start += len(piece[start:end]) - len(piece[start:end].lstrip())
            if kind and float(found["score"]) >= _LEAST and start < end:
                yield Name(
                    kind,
                    begin + start,
                    begin + end,
                    round(float(found["score"]), 3),
                    ("local_model",),
                )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text in pieces that a model can take, cut between paragraphs, lines or words."""
    begin = 0
    while begin < len(text):
        end = min(begin + _PIECE, len(text))
        if end < len(text):
            cuts = [match.start() for match in re.finditer(r"\n\n|\n|\s", text[begin:end])]
            end = begin + cuts[-1] if cuts and cuts[-1] > 0 else end
        yield begin, text[begin:end]
        begin = end
