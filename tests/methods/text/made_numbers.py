"""Numbers that belong to nobody, made by rule for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)


def replacement_cpr(rng: np.random.Generator, *, with_check_digit: bool = True) -> str:
    """Return ten digits shaped as a CPR number with the day raised by 60: no person has it."""
    while True:
        day, month, year = rng.integers(61, 89), rng.integers(1, 13), rng.integers(0, 100)
        first_nine = f"{day:02}{month:02}{year:02}{rng.integers(0, 4)}{rng.integers(0, 100):02}"
        total = sum(
            weight * int(digit) for weight, digit in zip(_CPR_WEIGHTS, first_nine, strict=True)
        )
        check = -total % 11
        if check == 10:
            continue
        last = check if with_check_digit else (check + 3) % 10
        return f"{first_nine}{last}"


def grouped(digits: str, *sizes: int, by: str = " ") -> str:
    """Write digits in groups."""
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return by.join(groups)
