"""Groups of kinds of findings, so that law and letters can name many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.schema.finding import FindingKind as K

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GROUPS: Final[Mapping[str, tuple[K, ...]]] = {
    "person_numbers": (
        K.CPR, K.CPR_FRAGMENT, K.BIRTH_DATE, K.AGE, K.PASSPORT, K.DRIVING_LICENCE, K.PLATE, K.VIN,
    ),
    "contact": (K.PHONE, K.EMAIL, K.ADDRESS, K.ADDRESS_KEY, K.GPS, K.IP, K.USER_NAME),
    "names": (K.PERSON, K.ROLE_WORD),
    "sensitive": (
        K.HEALTH, K.UNION, K.RELIGION, K.POLITICS, K.ETHNICITY, K.SEXUALITY, K.CRIME, K.SOCIAL,
        K.ECONOMY,
    ),
    "money": (K.IBAN, K.BANK_ACCOUNT, K.PAYMENT_SLIP, K.PAYMENT_CARD),
    "pictures": (K.SIGNATURE, K.FACE, K.BAR_CODE),
}  # fmt: skip


def kinds_of(word: str) -> tuple[K, ...]:
    """Return the kinds that a word names: one kind, or those of a group. Raises ValueError for another."""
    return GROUPS[word] if word in GROUPS else (K(word),)


def expanded(words: Iterable[str]) -> tuple[K, ...]:
    """Return the kinds that words name, each once. Raises ValueError for a word that names none."""
    return tuple(dict.fromkeys(kind for word in words for kind in kinds_of(word)))
