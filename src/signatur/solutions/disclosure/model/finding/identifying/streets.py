"""Danish street names whose ending does not say that they are streets.

The list, `street_names.txt.gz`, holds the lower-case names of Denmark's and Greenland's streets that
end in none of `STREET_ENDINGS`, from the list in OS2datascanner (MPL-2.0), which is public address data.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files

_LONGEST = 4


def is_known_street(words: str) -> bool:
    """Tell whether the words, or the last of them, are a street's name."""
    parts = words.lower().split()[-_LONGEST:]
    names = _names()
    return any(" ".join(parts[first:]) in names for first in range(len(parts)))


@cache
def _names() -> frozenset[str]:
    packed = files(__package__).joinpath("street_names.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines())
