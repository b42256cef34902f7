"""Values of spreadsheets as a reader sees them: dates, amounts, and numbers written as CPR or telephone.

Number formats are those of ECMA-376 18.8.30 and 18.8.31; what has no rule here is shown plainly.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd-mm-yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "dd-mm-yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS: Final = re.compile(r"[dymhs]", re.IGNORECASE)
_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_DAY_ZERO_1904: Final = datetime(1904, 1, 1, tzinfo=UTC)
_LAST_DAY: Final = 2_958_465
_MASK: Final = re.compile(r"[0#?]+(?:[^0#?.,%]+[0#?]+)+")


def is_blank_format(pattern: str) -> bool:
    """Whether a format shows nothing at all, such as `;;;`."""
    sections = pattern.split(";")
    return len(sections) > 1 and not any(section.strip() for section in sections)


def shown_number(value: float, pattern: str, *, is_1904: bool = False) -> str:
    """A number as its format shows it, as far as the format is understood; Danish separators."""
    section = pattern.split(";", maxsplit=1)[0]
    bare = _QUOTED.sub("", section)
    if _DATE_LETTERS.search(bare) and "general" not in bare.lower() and 0 <= value <= _LAST_DAY:
        return _shown_date(value, bare.lower(), is_1904=is_1904)
    mask = _QUOTED.sub(lambda found: found[1] or found[2] or "", section)
    if _MASK.fullmatch(mask.strip()) and value >= 0 and float(value).is_integer():
        return _shown_mask(int(value), mask.strip())
    if "%" in bare:
        decimals = len(bare.partition(".")[2].replace("%", "").strip())
        return f"{value * 100:.{decimals}f} %".replace(".", ",")
    if "#,##" in bare or re.search(r"0\.0", bare):
        decimals = len(re.sub(r"[^0#?]", "", bare.partition(".")[2]))
        text = f"{value:,.{decimals}f}" if "#,##" in bare else f"{value:.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,"))
    if re.fullmatch(r"0+", bare) and value >= 0 and float(value).is_integer():
        return f"{int(value):0{len(bare)}d}"
    return plain_number(value)


def plain_number(value: float) -> str:
    """A number without a format: whole ones without decimals."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace(".", ",")


def _shown_mask(value: int, mask: str) -> str:
    """Digits put into a mask from the right: `000000-0000`, `00 00 00 00`."""
    places = sum(sign in "0#?" for sign in mask)
    digits = list(str(value).zfill(places))
    surplus = "".join(digits[: len(digits) - places])
    rest = iter(digits[len(digits) - places :])
    return surplus + "".join(next(rest) if sign in "0#?" else sign for sign in mask)


def _shown_date(value: float, pattern: str, *, is_1904: bool) -> str:
    try:
        moment = (_DAY_ZERO_1904 if is_1904 else _DAY_ZERO) + timedelta(days=value)
    except OverflowError:
        return plain_number(value)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    has_day = "d" in pattern or "y" in pattern
    has_time = "h" in pattern or "s" in pattern
    if has_day and has_time:
        return moment.strftime("%d-%m-%Y %H:%M")
    if has_day:
        return moment.strftime("%d-%m-%Y")
    return (
        moment.strftime("%H:%M:%S" if "s" in pattern else "%H:%M")
        if has_time
        else plain_number(value)
    )
