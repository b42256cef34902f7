"""Finding identifiers – CPR, CVR, case numbers, addresses and their like – in a text.

Nearly every identifier that a Danish authority meets holds digits. So the digits of a text are
found once, neighbouring groups become runs, and a table says for each shape of a run which
readers look at it. A reader decides by check digit, calendar and the word before the number.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from signatur.methods.text.identifiers import (
    addresses,
    cases,
    companies,
    contacts,
    payments,
    persons,
    vehicles,
)
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.digits import Run, runs
from signatur.methods.text.identifiers.overlaps import without_overlaps
from signatur.methods.text.identifiers.schema import (
    AddressFacts,
    Certainty,
    CprFacts,
    Facts,
    Identifier,
    IdentifierKind,
    KleFacts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "AddressFacts",
    "Certainty",
    "CprFacts",
    "Facts",
    "Identifier",
    "IdentifierKind",
    "KleFacts",
    "find_identifiers",
]

_Reader: TypeAlias = "Callable[[Run], Identifier | None]"

_EIGHT_DIGITS = ((8,), (2, 2, 2, 2), (4, 4), (2, 3, 3), (3, 2, 3), (3, 3, 2), (2, 6), (2, 2, 4))
_SHAPES_BY_READER: dict[_Reader, tuple[tuple[int, ...], ...]] = {
    persons.read_cpr: (
        *((10,), (6, 4), (2, 2, 2, 4), (2, 2, 6), (4, 2, 4)),
        *((8, 4), (2, 2, 4, 4), (1,) * 10),
    ),
    persons.read_ecpr: ((7,), (6,)),
    persons.read_fragment: ((6,), (2, 2, 2)),
    companies.read_cvr: _EIGHT_DIGITS,
    companies.read_p_number: ((10,), (1, 3, 3, 3), (4, 3, 3)),
    companies.read_gln: (
        *((13,), (4, 4, 5), (4, 4, 4, 1), (1, 6, 6), (3, 4, 3, 3), (7, 6), (3, 10)),
        *((4, 3, 3, 3), (2, 2, 2, 2, 2, 2, 1)),
    ),
    cases.read_kle: ((2, 2, 2),),
    cases.read_case_number: (
        *((2, 4), (2, 5), (2, 6), (4, 3), (4, 4), (4, 5), (4, 6), (4, 7), (4, 8)),
    ),
    payments.read_unnamed_account: ((4, 10),),
    contacts.read_phone: _EIGHT_DIGITS,
    vehicles.read_plate: ((5,), (2, 3)),
    addresses.read_address: ((1,), (2,), (3,)),
    addresses.read_postal_town: ((4,),),
}


def _by_shape() -> dict[tuple[int, ...], tuple[_Reader, ...]]:
    table: dict[tuple[int, ...], tuple[_Reader, ...]] = {}
    for reader, shapes in _SHAPES_BY_READER.items():
        for shape in shapes:
            table[shape] = (*table.get(shape, ()), reader)
    return table


_READERS = _by_shape()
_READERS_OF_WRAPPED = {persons.read_cpr}
# These look at the first group alone and read on from there, whatever its shape.
_READERS_AFTER_WORD: dict[CueKind, _Reader] = {
    CueKind.CPR: persons.read_cpr_after_word,
    CueKind.CASE: cases.read_case_after_word,
    CueKind.PROPERTY: cases.read_property,
    CueKind.ACCOUNT: payments.read_bank_account,
    CueKind.REGISTRATION: payments.read_bank_account,
}


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers in a text, without overlaps, in their order.

    Names of persons are not among them. Which of two overlapping ones is kept is stated in
    `overlaps.without_overlaps`. Work and memory grow linearly with the length of the text.
    """
    return without_overlaps(
        chain(_with_digits(text), contacts.find_email(text), contacts.find_url(text))
    )


def _with_digits(text: str) -> Iterator[Identifier]:
    for run in runs(text, _READERS):
        for reader in _readers(run):
            identifier = reader(run)
            if identifier is not None:
                yield identifier


def _readers(run: Run) -> tuple[_Reader, ...]:
    readers = _READERS.get(run.shape, ())
    if len(run.shape) > 1:
        # Of numbers that are wrapped, only those are put together again that must not be shown.
        return tuple(set(readers) & _READERS_OF_WRAPPED) if run.is_wrapped else readers
    after_word = _READERS_AFTER_WORD.get(run.cue.kind) if run.cue is not None else None
    if after_word is not None:
        readers += (after_word,)
    before = run.text[run.start - 1 : run.start]
    if before == "+" or run.groups[0].startswith("00"):
        readers += (contacts.read_international_phone,)
    elif before.isupper() and run.shape[0] > 1:
        readers += (payments.read_iban,)
    return readers
