"""Numbers as people write them: 1.250.000,50 and 12 % and kr. 450.000."""

from __future__ import annotations

import re

_MONEY = re.compile(r"^(?:kr\.?|dkk|eur)\s*|\s*(?:kr\.?|dkk|eur|,-)$", re.IGNORECASE)
_MILLIONS = re.compile(r"\s*(?:mio\.?|mill\.?)\s*$", re.IGNORECASE)
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}(?:\D|$))")
_DOT_GROUPS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$")
_COMMA_GROUPS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}$")
_PLAIN = re.compile(r"^[+-]?\d*\.?\d+(?:e[+-]?\d+)?$", re.IGNORECASE)


class NoNumber(ValueError):
    """The words are no number."""


class TwoWays(ValueError):
    """The words are a number that can be read in two ways, a thousand times apart."""


def number_of(written: str, *, is_quoted: bool = True) -> float:
    """Return the number that somebody wrote, the Danish way or the English.

    Without quotes YAML knows only the English way; there 450.000 is 450, which nobody means who
    writes three noughts. Raises NoNumber, TwoWays.
    """
    cleaned = written.strip().replace("−", "-").replace("\u00a0", " ")
    factor = 1.0
    without_money = _MONEY.sub("", _MONEY.sub("", cleaned)).strip()
    if _MILLIONS.search(without_money):
        factor, without_money = 1e6, _MILLIONS.sub("", without_money)
    digits = _SPACES.sub("", without_money).replace("_", "")
    if not is_quoted and digits == cleaned and re.fullmatch(r"[1-9]\d{0,2}\.\d\d0", digits):
        raise TwoWays(written)
    return factor * _plain(digits, dots_group=is_quoted or digits.count(".") > 1)


def _plain(digits: str, *, dots_group: bool) -> float:
    if "," in digits and "." in digits:
        # Whichever stands last parts the whole from its fraction.
        english = digits.rfind(".") > digits.rfind(",")
        digits = digits.replace(",", "") if english else digits.replace(".", "").replace(",", ".")
    elif _COMMA_GROUPS.match(digits):
        digits = digits.replace(",", "")
    elif "," in digits:
        digits = digits.replace(",", ".")
    elif dots_group and _DOT_GROUPS.match(digits):
        digits = digits.replace(".", "")
    if not _PLAIN.match(digits):
        raise NoNumber(digits)
    return float(digits)


def share_of(written: str, *, is_quoted: bool = True) -> tuple[float, bool]:
    """Return a share, and whether it was written as a per cent. Raises NoNumber, TwoWays."""
    stripped = written.strip()
    for sign in ("%", "pct.", "pct", "procent"):
        if stripped.casefold().endswith(sign):
            return _plain(stripped[: -len(sign)].strip(), dots_group=False) / 100, True
    return number_of(written, is_quoted=is_quoted), False
