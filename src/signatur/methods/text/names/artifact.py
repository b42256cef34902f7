"""The files of a trained recogniser: lexicon, two chains, settings."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.text.names.decoding import Weights, read_weights
from signatur.methods.text.names.lexicon import Lexicon, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGED = Path(__file__).parent / "data"
LEXICON, CASED, CASELESS, SETTINGS = "lexicon.xz", "cased.xz", "caseless.xz", "settings.json"
TUNED = "tuned.xz"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Trained:
    """All that a recogniser has learned."""

    lexicon: Lexicon
    cased: Weights
    caseless: Weights
    lift: Mapping[str, Mapping[str, float]]
    """By how a sentence is written (`cased`, `small`, `capitals`), what is added to the score of a kind."""
    tuned: Weights | None = None
    """A second chain over the first one's opinion, fitted on texts of one authority."""


def settings_of(trained: Trained) -> bytes:
    """Return the file of settings."""
    lift = {name: dict(lift) for name, lift in sorted(trained.lift.items())}
    return (json.dumps({"format": FORMAT, "lift": lift}, indent=1, sort_keys=True) + "\n").encode()


@lru_cache(maxsize=4)
def read_trained(folder: Path) -> Trained:
    """Read a recogniser from its folder; `InputProblem` says which file is missing or broken.

    A tuned recogniser's folder holds the second chain only, the packaged files are used for the rest.
    """
    contents = {}
    for name in (LEXICON, CASED, CASELESS, SETTINGS):
        path = folder / name
        if not path.is_file() and (folder / TUNED).is_file():
            path = PACKAGED / name
        if not path.is_file():
            raise InputProblem(
                log=f"names: {name} is missing",
                shown=_("The folder of the recogniser of names has no file %(name)s.", name=name),
            )
        contents[name] = path.read_bytes()
    try:
        settings = json.loads(contents[SETTINGS])
        lift = settings["lift"] if settings["format"] == FORMAT else {}
        tuned = folder / TUNED
        return Trained(
            read_lexicon(contents[LEXICON]),
            read_weights(contents[CASED]),
            read_weights(contents[CASELESS]),
            {name: lift[name] for name in ("cased", "small", "capitals")},
            read_weights(tuned.read_bytes()) if tuned.is_file() else None,
        )
    except (ValueError, KeyError, TypeError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputProblem(
            log=f"names: trained files cannot be read: {type(error).__name__}",
            shown=_(
                "The files of the recogniser of names are broken or of another version. Install them again."
            ),
        ) from error


def size_of(folder: Path) -> int:
    """Return the bytes of the files that `read_trained` reads for a folder."""
    names = (LEXICON, CASED, CASELESS, SETTINGS, TUNED)
    places = [folder / name if (folder / name).is_file() else PACKAGED / name for name in names]
    tuned_only = (folder / TUNED).is_file()
    return sum(
        path.stat().st_size
        for path in places
        if path.is_file() and (tuned_only or path.parent == folder)
    )
