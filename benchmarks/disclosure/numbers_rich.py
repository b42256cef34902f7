"""Seeded pages full of numbers that are no CPR numbers: lists, tables and logs as authorities hold them.

Each line says which kinds it may rightly be found as, so that everything else on it is a false hit.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.finding import FindingKind as Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = 3_000
_WORDS = [
    "Asfalt",
    "Borde",
    "Vedligehold",
    "Rengøring",
    "Kørsel",
    "Transport",
    "Husleje",
    "Varme",
    "Papir",
    "Udstyr",
    "Licens",
    "Leje",
    "Drift",
]


@dataclass(frozen=True)
class Line:
    text: str
    kinds: frozenset[Kind] = frozenset()


def pages(count: int, seed: int) -> Iterator[list[Line]]:
    """Yield `count` pages, each of one or two sorts of list, about 3,000 characters long."""
    chance = random.Random(seed)
    for _ in range(count):
        page: list[Line] = []
        size = 0
        while size < PAGE:
            for line in chance.choice(_SORTS)(chance):
                page.append(line)
                size += len(line.text) + 1
        yield page


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _amount(chance: random.Random) -> str:
    return f"{chance.randrange(1, 9_999_999) / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def _date(chance: random.Random, form: str = "{:02d}.{:02d}.{}") -> str:
    return form.format(chance.randint(1, 28), chance.randint(1, 12), chance.randint(2012, 2026))


def _accounts(chance: random.Random) -> Iterator[Line]:
    yield Line("Konto         Tekst            Beløb")
    for _ in range(12):
        number = _digits(chance, 10)
        yield Line(
            f"{number}    {chance.choice(_WORDS):14} {_amount(chance)}",
            frozenset({Kind.BANK_ACCOUNT}),
        )


def _bank(chance: random.Random) -> Iterator[Line]:
    for _ in range(6):
        kinds = frozenset({Kind.BANK_ACCOUNT, Kind.CASE_NUMBER})
        yield Line(f"Reg.nr. {_digits(chance, 4)} konto {_digits(chance, 10)}", kinds)
        yield Line(
            f"Overført til {_digits(chance, 4)}-{_digits(chance, 10)}, kr. {_amount(chance)}", kinds
        )


def _orders(chance: random.Random) -> Iterator[Line]:
    for _ in range(10):
        word = chance.choice(
            (
                "Ordrenr.",
                "Fakturanr.",
                "Kundenummer:",
                "Varenr.",
                "Rekvisition",
                "Bilag nr.",
                "Debitornr.",
            )
        )
        yield Line(
            f"{word} {_digits(chance, chance.choice((6, 7, 8, 10, 10, 12)))} af {_date(chance)}",
            frozenset({Kind.CASE_NUMBER}),
        )


def _phones(chance: random.Random) -> Iterator[Line]:
    for _ in range(10):
        number = str(chance.randrange(20_000_000, 99_999_999))
        form = chance.choice(
            ("{0} {1} {2} {3}", "{0}{1} {2}{3}", "+45 {0} {1} {2} {3}", "{0}{1}{2}{3}")
        )
        pairs = [number[place : place + 2] for place in range(0, 8, 2)]
        yield Line(
            f"{chance.choice(_WORDS)} afdelingen   {form.format(*pairs)}   lok. {_digits(chance, 4)}",
            frozenset({Kind.PHONE}),
        )


def _budget(chance: random.Random) -> Iterator[Line]:
    yield Line("Område            2023        2024        2025        2026")
    for _ in range(10):
        yield Line(
            f"{chance.choice(_WORDS):14}"
            + "".join(
                f"{chance.randrange(1000, 99_999_999):>12,}".replace(",", ".") for _ in range(4)
            )
        )
    for _ in range(6):
        yield Line(
            f"{chance.choice(_WORDS):14}"
            + "".join(f"{chance.randrange(1000, 9_999_999):>10}" for _ in range(4))
        )


def _kle(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        number = (
            f"{chance.randint(0, 85):02d}.{chance.randint(0, 39):02d}.{chance.randint(0, 59):02d}"
        )
        yield Line(f"KLE-nr. {number} {chance.choice(_WORDS)}")
        yield Line(
            f"{number}-P{chance.randint(10, 29)}-{chance.randint(1, 400)}-{chance.randint(10, 26)} {chance.choice(_WORDS)}",
            frozenset({Kind.CASE_NUMBER}),
        )


def _eans(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        yield Line(
            f"EAN-nr. 57980{_digits(chance, 8)} {chance.choice(_WORDS)}", frozenset({Kind.EAN})
        )


def _log(chance: random.Random) -> Iterator[Line]:
    for _ in range(12):
        time = (
            f"{chance.randint(0, 23):02d}{chance.choice((':', '.', ''))}{chance.randint(0, 59):02d}"
        )
        form = chance.choice(("{:02d}.{:02d}.{}", "{:02d}-{:02d}-{}", "{:02d}/{:02d}/{}"))
        yield Line(f"{_date(chance, form)} {time} {chance.choice(_WORDS)} {_digits(chance, 4)}")
    for _ in range(6):
        day = _date(chance, "{:02d}{:02d}{}")
        yield Line(
            f"{day[:4]}{day[6:]} {_digits(chance, 3)} {chance.choice(_WORDS)}  {_amount(chance)}"
        )


def _companies(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        kinds = frozenset({Kind.CVR, Kind.P_NUMBER})
        yield Line(f"CVR {_digits(chance, 8)} P-nr. 10{_digits(chance, 8)}", kinds)
    for _ in range(4):
        yield Line(f"Produktionsenhedsnummer: 10{_digits(chance, 8)}", frozenset({Kind.P_NUMBER}))


def _meters(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        yield Line(
            f"Målernr. {_digits(chance, chance.choice((8, 10)))} aflæst {_date(chance)}: {_digits(chance, 6)},{_digits(chance, 3)} m3",
            frozenset({Kind.PROPERTY}),
        )


def _journal(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        yield Line(
            f"Sagsnr. {chance.randint(15, 26)}/{_digits(chance, 5)}, dok.nr. {_digits(chance, 6)}-{chance.randint(15, 26)}, dateret {_date(chance, '{}. {}. {}')}",
            frozenset({Kind.CASE_NUMBER}),
        )
        yield Line(
            f"Perioden {_date(chance)}-{_date(chance)}, jf. side {chance.randint(1, 90)}-{chance.randint(90, 200)}"
        )


def _statistics(chance: random.Random) -> Iterator[Line]:
    yield Line("Postnr  Antal  Alder 0-5  6-16  17-66")
    for _ in range(12):
        yield Line("   ".join(str(chance.randrange(10, 9999)) for _ in range(6)))
    for _ in range(4):
        yield Line(" ".join(f"{chance.randrange(10, 99)}" for _ in range(14)))


def _stock(chance: random.Random) -> Iterator[Line]:
    yield Line("Varenr        Antal   Pris")
    for _ in range(10):
        yield Line(f"{_digits(chance, 10)}    {chance.randint(1, 400)}   {_amount(chance)}")
        yield Line(f"ISBN 978-87-{_digits(chance, 3)}-{_digits(chance, 4)}-{chance.randint(0, 9)}")


def _prose(chance: random.Random) -> Iterator[Line]:
    for _ in range(8):
        yield Line(
            f"Byrådet bevilgede den {_date(chance, '{}. {}. {}')} {_amount(chance)} kr. til {chance.choice(_WORDS).lower()}, "
            f"jf. § {chance.randint(1, 99)}, stk. {chance.randint(1, 9)}, nr. {chance.randint(1, 9)}, og punkt {chance.randint(1, 30)} i bilag {chance.randint(1, 12)}."
        )


_SORTS: tuple[Callable[[random.Random], Iterator[Line]], ...] = (
    *(_accounts, _bank, _orders, _phones, _budget, _kle, _eans, _log, _companies, _meters),
    *(_journal, _statistics, _stock, _prose),
)
