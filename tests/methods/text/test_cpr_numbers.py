"""CPR numbers are found however they are written, and other numbers are left alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.methods.text.identifiers import (
    Certainty,
    CprFacts,
    Identifier,
    IdentifierKind,
    find_identifiers,
)
from tests.methods.text.made_numbers import grouped, replacement_cpr

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS_PER_SHAPE = 40

UNMISTAKABLE: dict[str, Callable[[str], str]] = {
    "hyphen": lambda digits: grouped(digits, 6, 4, by="-"),
    "en dash": lambda digits: grouped(digits, 6, 4, by="–"),
    "hyphen that does not break": lambda digits: grouped(digits, 6, 4, by="\u2011"),
    "minus": lambda digits: grouped(digits, 6, 4, by="\u2212"),
    "soft hyphen": lambda digits: grouped(digits, 6, 4, by="\u00ad"),
    "two hyphens": lambda digits: grouped(digits, 6, 4, by="--"),
    "hyphen with blanks": lambda digits: grouped(digits, 6, 4, by=" - "),
    "hyphen and blank": lambda digits: grouped(digits, 6, 4, by="- "),
    "hyphen at the end of a line": lambda digits: grouped(digits, 6, 4, by="-\n"),
    "hyphen at the end of a Windows line": lambda digits: grouped(digits, 6, 4, by="-\r\n"),
    "date with dots": lambda digits: grouped(digits[:6], 2, 2, 2, by=".") + "-" + digits[6:],
    "date with hyphens": lambda digits: grouped(digits[:6], 2, 2, 2, by="-") + "-" + digits[6:],
    "date with slashes": lambda digits: grouped(digits[:6], 2, 2, 2, by="/") + "-" + digits[6:],
    "date with blanks": lambda digits: grouped(digits[:6], 2, 2, 2) + "-" + digits[6:],
    "year in full": lambda digits: digits[:4] + "19" + digits[4:6] + "-" + digits[6:],
    "year in full with dots": lambda digits: (
        f"{digits[:2]}.{digits[2:4]}.19{digits[4:6]}-{digits[6:]}"
    ),
    "Arabic digits": lambda digits: _in_arabic(grouped(digits, 6, 4, by="-")),
}
PLAIN: dict[str, Callable[[str], str]] = {
    "together": str,
    "blank": lambda digits: grouped(digits, 6, 4),
    "blank that does not break": lambda digits: grouped(digits, 6, 4, by="\u00a0"),
    "blanks within the date": lambda digits: grouped(digits, 2, 2, 2, 4),
    "blank without width": lambda digits: grouped(digits, 6, 4, by="\u200b"),
}
ONLY_AFTER_THE_WORD: dict[str, Callable[[str], str]] = {
    "pairs": lambda digits: grouped(digits, 2, 2, 2, 2, 2),
    "dot": lambda digits: grouped(digits, 6, 4, by="."),
    "slash": lambda digits: grouped(digits, 6, 4, by="/"),
    "threes": lambda digits: grouped(digits, 3, 3, 4),
    "last four in pairs": lambda digits: grouped(digits, 6, 2, 2),
}
SENTENCES = (
    "Jeg skriver om min søn, {}, som starter i skole til august.",
    "Min datter ({}) mangler en plads.",
    "Navn: Eksempel Eksempelsen\n{}\nNørregade 1",
    "{}",
    "Hej. {} har ikke fået svar på sin ansøgning af 12.03.2025 kl. 10.30.",
    "Borgeren,{}, ringede i går.",
    "vedr. {}: afgørelse af 1. maj",
    "Ring på 20 30 40 50, {} venter",
    '"{}"',
    "Se {}.",
)
SENTENCES_WITH_WORD = (
    "Mit cpr-nr. er {}.",
    "CPR: {}",
    "cpr {} eksempel",
    "CPR-nummer:\n{}\nAdresse: Nørregade 1",
    "Personnummer {} skal bruges",
    "(cpr.nr. {})",
    "cprnr {}",
    "CPR-nr.:\t{}",
    "Her er mit personnummer: {}",
    "c.p.r. nr. {}",
)


def _in_arabic(written: str) -> str:
    return written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _cpr(text: str) -> list[Identifier]:
    return [found for found in find_identifiers(text) if found.kind is IdentifierKind.CPR]


def _embedded(
    sentences: tuple[str, ...], write: Callable[[str], str], *, with_check_digit: bool = True
) -> list[tuple[str, str, str]]:
    """Return triples of text, number as written and its digits."""
    rng = np.random.default_rng(2007)
    made = []
    for place in range(_NUMBERS_PER_SHAPE):
        digits = replacement_cpr(rng, with_check_digit=with_check_digit)
        written = write(digits)
        made.append((sentences[place % len(sentences)].format(written), written, digits))
    return made


@pytest.mark.parametrize("shape", UNMISTAKABLE)
def test_a_number_with_a_dash_is_found_whatever_stands_around_it(shape: str) -> None:
    for text, written, digits in _embedded(SENTENCES, UNMISTAKABLE[shape]):
        assert [(found.text, found.value) for found in _cpr(text)] == [(written, digits)]


@pytest.mark.parametrize("shape", UNMISTAKABLE)
def test_a_number_with_a_dash_needs_no_check_digit(shape: str) -> None:
    for text, written, _ in _embedded(SENTENCES, UNMISTAKABLE[shape], with_check_digit=False):
        assert [(found.text, found.certainty) for found in _cpr(text)] == [
            (written, Certainty.LIKELY)
        ]


@pytest.mark.parametrize("shape", PLAIN)
def test_a_number_without_a_dash_is_found_and_likely_when_its_check_digit_holds(shape: str) -> None:
    for text, written, _ in _embedded(SENTENCES, PLAIN[shape]):
        assert [(found.text, found.certainty) for found in _cpr(text)] == [
            (written, Certainty.LIKELY)
        ]


@pytest.mark.parametrize("shape", PLAIN)
def test_a_number_without_dash_and_check_digit_is_still_possible(shape: str) -> None:
    for text, written, _ in _embedded(SENTENCES, PLAIN[shape], with_check_digit=False):
        assert [(found.text, found.certainty) for found in _cpr(text)] == [
            (written, Certainty.POSSIBLE)
        ]


@pytest.mark.parametrize("shape", [*UNMISTAKABLE, *PLAIN, *ONLY_AFTER_THE_WORD])
@pytest.mark.parametrize("with_check_digit", [True, False])
def test_after_the_word_cpr_every_shape_is_found(shape: str, *, with_check_digit: bool) -> None:
    write = {**UNMISTAKABLE, **PLAIN, **ONLY_AFTER_THE_WORD}[shape]
    for text, written, digits in _embedded(
        SENTENCES_WITH_WORD, write, with_check_digit=with_check_digit
    ):
        assert [(found.text, found.value) for found in _cpr(text)] == [(written, digits)]


def test_the_facts_tell_birth_date_replacement_and_check_digit() -> None:
    (found,) = _cpr("Det drejer sig om 710155-0003.")

    assert found.facts == CprFacts(
        birth_date=date(1955, 1, 11), is_replacement=True, has_check_digit=False
    )


@pytest.mark.parametrize(
    ("digits", "year"),
    [
        ("610190-0000", 1990),
        ("610190-3999", 1990),
        ("610136-4000", 2036),
        ("610137-4000", 1937),
        ("610136-9000", 2036),
        ("610137-9000", 1937),
        ("610100-5000", 2000),
        ("610100-8000", 2000),
    ],
)
def test_the_seventh_digit_says_the_century(digits: str, year: int) -> None:
    (found,) = _cpr(f"cpr {digits}")

    assert isinstance(found.facts, CprFacts)
    assert found.facts.birth_date == date(year, 1, 1)


def test_a_birth_year_without_living_holders_makes_a_number_only_possible() -> None:
    (found,) = _cpr("Sag om 610170-5000")

    assert found.certainty is Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Patient 0203291WQ3 er udskrevet", "0203291WQ3"),
        ("Patient 020329-1WQ3 er udskrevet", "020329-1WQ3"),
        ("cpr: 130878-1OS6", "130878-1OS6"),
        ("cpr: 280456-0PJ2", "280456-0PJ2"),
    ],
)
def test_replacement_numbers_of_the_health_service_are_found(text: str, written: str) -> None:
    (found,) = _cpr(text)

    assert isinstance(found.facts, CprFacts)
    assert (found.text, found.facts.is_replacement) == (written, True)


@pytest.mark.parametrize("written", ["610190-xxxx", "610190-XXXX", "610190-****", "61.01.90-xxxx"])
def test_a_number_with_hidden_digits_is_a_fragment(written: str) -> None:
    (found,) = find_identifiers(f"Borger født {written} søger")

    assert (found.kind, found.text) == (IdentifierKind.CPR_FRAGMENT, written)


def test_digits_that_a_scanner_took_for_letters_are_read_after_the_word_cpr() -> None:
    (found,) = _cpr("Cpr.nr.: 61O19O-l234")

    assert (found.value, found.certainty) == ("6101901234", Certainty.POSSIBLE)


def test_a_number_with_a_slip_in_the_date_is_masked_after_the_word_cpr() -> None:
    (found,) = _cpr("Mit cpr-nr. er 323290-1234")

    assert (found.text, found.certainty) == ("323290-1234", Certainty.POSSIBLE)


def test_every_number_in_a_list_is_found() -> None:
    found = _cpr("cpr: 610190-1234, 620290-1234 og 630390-1234; 640490-1234/650590-1234")

    assert [each.value for each in found] == [
        *("6101901234", "6202901234", "6303901234", "6404901234", "6505901234"),
    ]


HARD_NEGATIVES = (
    "Faktura nr. 0101901235",
    "Fakturanummer: 3112991237",
    "Ordre 0102031234",
    "Ordrenr.: 1512201239 af 1. maj",
    "Kundenummer 1011121314",
    "kundenr. 0506071234",
    "Bestillingsnummer 2412230001",
    "Varenummer 0112251113",
    "Serienummer: 0404041111",
    "Målernummer 1503201111",
    "Policenr. 2001011111",
    "medlemsnummer 1101011112",
    "Kvitteringsnr. 0909091112",
    "Pakkenummer 0303031112",
    "Rykker 2 på faktura 1203251112",
    "IMEI 0101010101",
    "Girokort +71<000010112121234+82345678<",
    "Stregkode 0101901235",
    "EAN 5790001234567",
    "EAN-nr. 5798 0098 11578",
    "GLN 5790002345673",
    "P-nummer 1003388394",
    "P-nr.: 1012031239",
    "produktionsenhed 1001011237",
    "CVR 12101990",
    "SE-nr. 10101012",
    "Konto: 1234 0101901235",
    "reg. 9570 konto 1010101012",
    "Kontonr. 0101901236",
    "Kontonummer: 3112901236",
    "IBAN DK50 0040 0440 1162 43",
    "Tlf. 0101901235",
    "tlf.: 0701234562",
    "mobil 0701234562",
    "Telefon +46701234567",
    "+46 70 123 45 67",
    "+49 30 1234 5678",
    "0046701234567",
    "Ring til 20 30 40 50 eller 60 70 80 90",
    "12345678 og 87654321",
    "Tlf. 1010 1234 / 2010 1234",
    "den 12.03.2025 kl. 10.30",
    "2025-03-12T10:30:00",
    "12-03-2025 10:30",
    "01.01.2024-31.12.2024",
    "01.01.2024 - 2025",
    "perioden 2024-2025",
    "1990-1234",
    "sagsnr. 24/12345",
    "Sag 2024-012345",
    "j.nr. 02.34.02-P19-12-24",
    "S2024-123 og EMN-2024-01234",
    "BFE-nummer 100012345",
    "ejendomsnr. 1234567",
    "matr.nr. 12ab",
    "ISBN 978-87-02-12345-6",
    "ISBN 9788702123456",
    "Kort 4571 1234 5678 9012",
    "Beløb 1.012.345.678 kr.",
    "12.345.678,90 kr.",
    "IP 192.168.10.123",
    "version 10.12.1234",
    "koordinat 55.676098, 12.568337",
    "320190-1234",
    "011390-1234",
    "290223-1234",
    "000000-0000",
    "123456-7890",
    "311199-12345",
    "A311199-12",
    "1311199-1234",
    "https://example.dk/vis?id=12345678901",
    "tracking 00370712345678901234",
    "Postnr. 8000 1234",
    "side 10 11 12 13",
    "Lotto: 01 05 10 12 34 36",
    "åbent 10-16, 12-18 og 10.30-14.30",
    "vare 010203-A12",
    "modulus 0123456789",
)


@pytest.mark.parametrize("text", HARD_NEGATIVES)
def test_no_other_number_is_likely_to_be_a_cpr_number(text: str) -> None:
    assert _cpr(text) == []


def test_numbers_of_ten_random_digits_are_seldom_taken_for_likely() -> None:
    rng = np.random.default_rng(1968)
    texts = [f"Det er nr. {digits:010}." for digits in rng.integers(0, 10**10, size=4000)]

    certain = [found for text in texts for found in _cpr(text) if found.certainty != "possible"]

    # One in 14 has a date and a century, one in 11 of these the check digit: 0.6 %.
    assert len(certain) < 0.01 * len(texts)
