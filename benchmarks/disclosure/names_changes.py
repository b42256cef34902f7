"""The development text in other clothes: small letters, capitals, other persons' names, misread letters."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.disclosure.names_corpora import renamed
from benchmarks.disclosure.names_lists import origin_names
from signatur.methods.text.names.schema import TaggedSentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MISREAD = (("m", "rn"), ("l", "1"), ("i", "l"), ("ø", "o"), ("å", "a"), ("o", "0"), ("e", "c"))
_OTHERS = {
    "Polish": (
        "Agnieszka Katarzyna Małgorzata Zbigniew Wojciech Grzegorz Bogumiła Sławomir",
        "Kowalczyk Wiśniewska Wójcik Szymański Dąbrowski Zieliński Jabłoński Krawczyk",
    ),
    "Vietnamese": (
        "Phuong Thuy Quang Hoang Minh Duc Tuyet Xuan",
        "Nguyen Tran Pham Hoang Phan Vo Dang Bui",
    ),
    "Somali": (
        "Abdirahman Hodan Sahra Ayaanle Faduma Guled Ubah Liibaan",
        "Warsame Jama Farah Abdullahi Hersi Nuur Elmi Guled",
    ),
    "Greenlandic": (
        "Aqqaluk Pipaluk Ivalu Qupanuk Inuk Aviaja Malik Nukâraq",
        "Petrussen Kleist Lynge Olsvig Heilmann Rosing Geisler Kreutzmann",
    ),
    "Faroese": (
        "Rannvá Jákup Turið Høgni Bárður Sólrun Tróndur Eyðun",
        "Joensen Djurhuus Zachariasen Patursson Hentze Dahl Højgaard Niclasen",
    ),
    "Turkish": (
        "Mehmet Zeynep Emine Recep Hüseyin Ayşe Özlem Gökhan",
        "Yıldırım Çelik Aydın Kaya Şahin Öztürk Doğan Kılıç",
    ),
}


def lower(sentences: Sequence[TaggedSentence]) -> list[TaggedSentence]:
    return [
        TaggedSentence(tuple(word.lower() for word in one.words), one.tags) for one in sentences
    ]


def upper(sentences: Sequence[TaggedSentence]) -> list[TaggedSentence]:
    return [
        TaggedSentence(tuple(word.upper() for word in one.words), one.tags) for one in sentences
    ]


def minority(sentences: Sequence[TaggedSentence], data: Path, seed: int) -> list[TaggedSentence]:
    """Return sentences with persons, under names of minority origin kept out of training and lists made for it."""
    first, last = origin_names(data, held_out=True)
    return list(renamed(sentences, first, last, random.Random(seed)))


def others(sentences: Sequence[TaggedSentence], seed: int) -> dict[str, list[TaggedSentence]]:
    """Return sentences with persons under names of six more origins."""
    return {
        origin: list(renamed(sentences, first.split(), last.split(), random.Random(seed)))
        for origin, (first, last) in _OTHERS.items()
    }


def misread(
    sentences: Sequence[TaggedSentence], seed: int, share: float = 0.02
) -> list[TaggedSentence]:
    """Return sentences in which a share of the letters is taken for others, as on bad scans."""
    chance = random.Random(seed)
    table = dict(_MISREAD)
    changed = []
    for one in sentences:
        words = [
            "".join(
                table[sign] if sign in table and chance.random() < share * 4 else sign
                for sign in word
            )
            for word in one.words
        ]
        changed.append(TaggedSentence(tuple(words), one.tags))
    return changed
