"""IBAN, accounts, payment slips and payment cards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import holds_iban_check, iban_length
from signatur.solutions.disclosure.model.finding.identifying.hits import (
    Hit,
    check_of,
    without_separators,
)
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?:IBAN[: ]{0,2})?(?P<it>[A-Za-z]{2}[ ]?\d{2}(?:[ \-.\n]{0,2}[A-Za-z0-9]){11,30})",
)
_ACCOUNT_WORD = r"(?:konto(?:nr|nummer|en)?|kto\.?|bankkonto|lønkonto|nemkonto|girokonto|account(?: no| number)?|bank)"
_BANK = r"(?:\w{0,20}bank(?:en)?|\w{0,20}sparekasse[nr]?|andelskassen?)"
_ACCOUNTS = (
    # Reg.nr. 1234 Konto 1234567890, the words in any order and the lines in any number.
    re.compile(
        r"\breg(?:istrerings)?[-. ]{0,2}(?:nr|nummer|no)?\.?[ :]{0,4}(?P<it>\d{4}[^\d\n]{0,24}\n?[^\d\n]{0,24}\d(?:[ .\-]?\d){5,9})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\breg(?:istrerings)?[-. ]{0,2}(?:nr|nummer)\.?[ :]{0,4}(?P<it>\d{4})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:{_ACCOUNT_WORD}|{_BANK})[^\d\n]{{0,24}}\n?[ \t]{{0,4}}(?P<it>\d{{4}}[ \-./,+\n]{{1,3}}\d(?:[ .\-]?\d){{5,9}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_ACCOUNT_WORD}[^\d\n]{{0,24}}\n?[ \t]{{0,4}}(?P<it>\d(?:[ .\-]?\d){{5,13}})(?!\d|,\d\d\b)",
        re.IGNORECASE,
    ),
)
_ACCOUNT_BARE = re.compile(
    r"(?<![\d.,\-/+])(?P<it>\d{4}[ \-][ ]?(?:\d{10}|\d{3} \d{3} \d{4}|\d{2} \d{2} \d{2} \d{2} \d{2}))(?![\d])"
)
_SLIPS = (
    re.compile(r"\+[ ]?(?:0[14]|7[135])[ ]?<[ ]?[\d ]{0,19}[+>]?[ ]?\+?[ ]?\d{7,8}[ ]?<?"),
    re.compile(
        r"(?:betalings-?(?:id|ident\w*)|fi-?(?:kode|kreditor|nr)|\bfik\b|kortart|indbetalingskort|giro)[^\d\n+]{0,20}(?P<it>\+?(?:0[14]|7[135])?[ ]?<?[\d ]{7,24}(?:\+[ ]?\d{7,8}[ ]?<?)?)",
        re.IGNORECASE,
    ),
)
_CARD = re.compile(
    r"(?<![\d.,\-])(?:[2-6]\d{3}(?:[ \-]?\d{4}){3}|3[47]\d{2}[ \-]?\d{6}[ \-]?\d{5}|[2-6]\d{15,18})(?![\d\-])"
)
_CARD_MASKED = re.compile(
    r"(?<!\w)(?:\d{4}[ \-]?(?:\d\d)?[xX*•]{2,4}[ \-]?[xX*•]{4}|(?:[xX*•]{4}[ \-]?){3})[ \-]?\d{4}(?!\d)"
)
_CARD_CUE = re.compile(r"kort(?:nr|nummer|et)?|visa|mastercard|dankort|card", re.IGNORECASE)


def find_money(text: str) -> Iterator[Hit]:
    """Yield IBAN, account, slip and card numbers."""
    yield from _ibans(text)
    for pattern in (*_ACCOUNTS, _ACCOUNT_BARE):
        has_word = pattern is not _ACCOUNT_BARE
        for match in pattern.finditer(text):
            confidence, evidence = (0.93, "cue:account") if has_word else (0.7, "shape:account")
            yield _hit(
                FindingKind.BANK_ACCOUNT, match.span("it"), match["it"], confidence, evidence
            )
    for pattern in _SLIPS:
        for match in pattern.finditer(text):
            name = "it" if "it" in pattern.groupindex else 0
            if sum(sign.isdigit() for sign in match[name]) >= 7:
                span = match.start(name), match.start(name) + len(match[name].rstrip())
                yield _hit(FindingKind.PAYMENT_SLIP, span, match[name], 0.92, "shape:slip")
    yield from _cards(text)


def _hit(kind: FindingKind, span: tuple[int, int], written: str, sure: float, why: str) -> Hit:
    return Hit(kind, *span, sure, (why,), value=re.sub(r"\D", "", written))


def _ibans(text: str) -> Iterator[Hit]:
    for match in _IBAN.finditer(text):
        start = match.start("it")
        country = text[start : start + 2].upper()
        length = iban_length(country)
        has_word = "iban" in text[max(0, start - 24) : start].lower()
        if length is None and not has_word:
            continue
        end = _end_of(text, start, length or 34, match.end("it"))
        value = without_separators(text[start:end]).upper()
        holds = length in (None, len(value)) and len(value) >= 15 and holds_iban_check(value)
        if not holds and not has_word and not (country in {"DK", "FO", "GL"} and len(value) == 18):
            continue
        evidence = ("mod_97" if holds else "shape:iban", *(("cue:iban",) if has_word else ()))
        confidence = 0.98 if holds else 0.8
        yield Hit(FindingKind.IBAN, start, end, confidence, evidence, check_of(holds), value)


def _end_of(text: str, start: int, length: int, most: int) -> int:
    """Return where as many letters and digits have passed as an IBAN of the country has."""
    seen = 0
    for place in range(start, most):
        seen += text[place].isalnum()
        if seen == length:
            return place + 1
    return most


def _cards(text: str) -> Iterator[Hit]:
    for match in _CARD.finditer(text):
        digits = without_separators(match[0])
        holds = _luhn(digits)
        has_word = _CARD_CUE.search(text, max(0, match.start() - 40), match.start()) is not None
        if holds or has_word:
            evidence = (*(("luhn",) if holds else ()), *(("cue:card",) if has_word else ()))
            confidence = 0.9 if holds else 0.6
            yield Hit(
                FindingKind.PAYMENT_CARD,
                *match.span(),
                confidence,
                evidence,
                check_of(holds),
                digits,
            )
    for match in _CARD_MASKED.finditer(text):
        yield _hit(FindingKind.PAYMENT_CARD, match.span(), match[0], 0.85, "masked")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
