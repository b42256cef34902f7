"""Check digits and the calendar in Danish and international numbers."""

from __future__ import annotations

from datetime import date

# Personnummeret i CPR-systemet, CPR-kontoret.
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Erhvervsstyrelsen: CVR and SE numbers.
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
# Replacement numbers have the first digit of the day raised by six (CPR-kontoret,
# "Erstatningspersonnummer i eksterne systemer").
_REPLACEMENT_DAYS = 60
# Lengths by country, from the IBAN registry (ISO 13616); those that a Danish authority meets.
_IBAN_LENGTHS = {
    "AT": 20,
    "BE": 16,
    "BG": 22,
    "CH": 21,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "EE": 20,
    "ES": 24,
    "FI": 18,
    "FO": 18,
    "FR": 27,
    "GB": 22,
    "GL": 18,
    "GR": 27,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IS": 26,
    "IT": 27,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "RO": 24,
    "SE": 24,
    "SK": 24,
    "TR": 26,
    "UA": 29,
}


def holds_modulus_11(digits: str, weights: tuple[int, ...]) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0


def holds_cpr_check(digits: str) -> bool:
    """Tell whether ten digits hold the modulus 11 of CPR numbers.

    A score, not a condition: since October 2007 numbers without it are issued, so far with
    1 January as birth date (CPR-kontoret, "Personnumre uden kontrolciffer").
    """
    return holds_modulus_11(digits, _CPR_WEIGHTS)


def holds_cvr_check(digits: str) -> bool:
    """Tell whether eight digits can be a CVR or SE number; all of them hold modulus 11."""
    return digits[0] != "0" and holds_modulus_11(digits, _CVR_WEIGHTS)


def holds_gs1_check(digits: str) -> bool:
    """Tell whether the last digit of an EAN/GLN number is right (GS1 General Specifications 7.9)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[::-1]))
    return total % 10 == 0


def iban_length(country: str) -> int | None:
    return _IBAN_LENGTHS.get(country)


def holds_iban_check(iban: str) -> bool:
    """Tell whether an IBAN without blanks, capitals only, leaves 1 modulo 97 (ISO 7064)."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def replacement_day(digits: str) -> bool:
    """Tell whether a CPR-shaped number is marked as a replacement number by its day."""
    return int(digits[:2]) > _REPLACEMENT_DAYS


def birth_date(digits: str) -> date | None:
    """Return the birth date within a CPR number; None when there is no such day.

    The century follows from the year and the seventh digit (CPR-kontoret, "Opbygning af
    CPR-nummeret").
    """
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > _REPLACEMENT_DAYS:
        day -= _REPLACEMENT_DAYS
    return calendar_date(day, month, _century(int(digits[6]), year) + year)


def replacement_birth_date(digits: str, century_digit: str) -> date | None:
    """Return the birth date within an eCPR number of the health service (DDMMYYCAAG).

    C is 5 before 1900, 0 or 1 for 1900-1999, 6 or 7 from 2000 (X-eCPR and D-eCPR). Some systems raise
    the day too, as in other replacement numbers.
    """
    century = {"5": 1800, "0": 1900, "1": 1900, "6": 2000, "7": 2000}.get(century_digit)
    if century is None:
        return None
    day = int(digits[:2])
    day -= _REPLACEMENT_DAYS if day > _REPLACEMENT_DAYS else 0
    return calendar_date(day, int(digits[2:4]), century + int(digits[4:6]))


def written_date(digits: str) -> date | None:
    """Return the day that eight digits spell as DDMMYYYY or YYYYMMDD, from 1900 to 2099."""
    for year, month, day in (
        (digits[4:], digits[2:4], digits[:2]),
        (digits[:4], digits[4:6], digits[6:]),
    ):
        if year[:2] in {"19", "20"}:
            return calendar_date(int(day), int(month), int(year))
    return None


def calendar_date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _century(seventh: int, year: int) -> int:
    if seventh <= 3:
        return 1900
    if seventh in {4, 9}:
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
