"""Reading what stands under a key: years, uncertain numbers, rows of them over years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.model.chance import HALF_WIDTH
from signatur.stewardship.business_case.model.format import (
    SHAPE_WORDS,
    UNCERTAIN_ALIASES,
    UNCERTAIN_KEYS,
)
from signatur.stewardship.business_case.schema import Series, Shape, Uncertain, certain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.stewardship.business_case.model.nodes import Node

_RANGE = re.compile(r"^(?:from |fra )?(\d{4})\s*(?:-|–|—|\.\.|to|til)\s*(\d{4})?$", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}$")
_SHAPED = re.compile(rf"^({'|'.join(SHAPE_WORDS)})\s*:\s*(.+)$", re.IGNORECASE)


def years_of(node: Node, calendar: Sequence[int]) -> tuple[int, ...]:
    """Return years in order. Raises WrongCase for one outside the case."""
    found: set[int] = set()
    for one in node.items():
        found.update(_years_in(one, calendar))
    outside = sorted(found - set(calendar))
    if outside:
        node.fail(
            _(
                "The year %(year)d lies outside the case, which runs from %(first)d to %(last)d.",
                year=outside[0],
                first=calendar[0],
                last=calendar[-1],
            )
        )
    return tuple(sorted(found))


def _years_in(node: Node, calendar: Sequence[int]) -> Sequence[int]:
    words = node.words()
    if words.casefold() in ("all", "alle"):
        return calendar
    found: list[int] = []
    for part in re.split(r"[,;]\s*", words):
        spread = _RANGE.match(part.strip())
        if spread:
            last = int(spread[2]) if spread[2] else calendar[-1]
            if last < int(spread[1]):
                node.fail(_("“%(years)s” ends before it begins.", years=part))
            found.extend(range(int(spread[1]), min(last, int(spread[1]) + 100) + 1))
        elif _YEAR.match(part.strip()):
            found.append(int(part))
        else:
            node.fail(
                _(
                    "“%(years)s” are no years. Write 2027, [2027, 2028], 2027-2031, or all.",
                    years=part,
                )
            )
    return found


def uncertain_of(node: Node, *, is_share: bool = False) -> Uncertain:
    """Return a number, certain or not. Raises WrongCase."""
    if node.is_mapping:
        return _bounded(node, _distribution(node, is_share=is_share), is_share=is_share)
    if node.is_list:
        node.fail(_("“%(name)s” must be one number, not a list.", name=node.name))
    return _in_words(node, node.words(), is_share=is_share)


def _in_words(node: Node, words: str, *, is_share: bool) -> Uncertain:
    shape: Shape | None = None
    named = _SHAPED.match(words)
    if named:
        shape, words = SHAPE_WORDS[named[1].casefold()], named[2]
    parts = [one.strip() for one in words.split(";")]
    numbers = [node.number_in(one, is_share=is_share) for one in parts]
    match numbers:
        case [low, high] if shape is Shape.NORMAL:
            found = Uncertain((low + high) / 2, low, high, Shape.NORMAL)
        case [low, likely, high] if shape in (Shape.TRIANGULAR, Shape.PERT):
            assert shape, "one of the two"
            found = Uncertain(likely, low, high, shape)
        case _ if shape not in (None, Shape.UNIFORM):
            node.fail(_("Write “normal: low; high” or “triangular: low; likely; high”."))
        case [value]:
            found = certain(value)
        case [low, high]:
            found = Uncertain((low + high) / 2, low, high, Shape.UNIFORM)
        case [low, likely, high]:
            found = Uncertain(likely, low, high, Shape.PERT)
        case _:
            node.fail(_("Write one number, “low; high” or “low; likely; high”."))
    return _bounded(node, found, is_share=is_share)


def _distribution(node: Node, *, is_share: bool) -> Uncertain:
    fields = node.fields(UNCERTAIN_KEYS, UNCERTAIN_ALIASES)

    def value(key: str) -> float | None:
        found = fields.get(key)
        if found is None:
            return None
        return found.share() if is_share else found.number()

    low, likely, high = value("low"), value("likely"), value("high")
    middle, sd = value("mean"), value("sd")
    told = fields.get("distribution")
    shape = told.choice(SHAPE_WORDS) if told else None
    if sd is not None or (middle is not None and shape is Shape.NORMAL):
        return _normal(node, middle if middle is not None else likely, sd, low, high)
    likely = likely if likely is not None else middle
    if low is None and high is None and likely is not None and shape is None:
        return certain(likely)
    if low is None or high is None:
        node.fail(_("An uncertain number needs both low and high (or mean and sd)."))
    if shape is Shape.NORMAL:
        return _normal(node, likely if likely is not None else (low + high) / 2, None, low, high)
    if shape is None:
        shape = Shape.UNIFORM if likely is None else Shape.PERT
    if likely is None and shape is not Shape.UNIFORM:
        node.fail(_("This distribution needs a likely value between low and high."))
    if shape is Shape.UNIFORM:
        likely = (low + high) / 2
    assert likely is not None
    return Uncertain(likely, low, high, shape)


def _normal(
    node: Node, middle: float | None, sd: float | None, low: float | None, high: float | None
) -> Uncertain:
    if middle is None:
        node.fail(_("A normal distribution needs its mean."))
    if sd is None:
        if low is None or high is None:
            node.fail(_("An uncertain number needs both low and high (or mean and sd)."))
        sd = (high - low) / (2 * HALF_WIDTH)
    if sd < 0:
        node.fail(_("A standard deviation must not be negative."))
    return Uncertain(middle, middle - HALF_WIDTH * sd, middle + HALF_WIDTH * sd, Shape.NORMAL)


def _bounded(node: Node, one: Uncertain, *, is_share: bool) -> Uncertain:
    if not one.low <= one.likely <= one.high:
        node.fail(_("It must hold that low ≤ likely ≤ high (%(name)s).", name=node.name))
    if not is_share:
        return one
    ends = (one.likely,) if one.shape is Shape.NORMAL else (one.low, one.high)
    if not all(0 <= end <= 1 for end in ends):
        node.fail(_("“%(name)s” must lie between 0 and 100 per cent.", name=node.name))
    return Uncertain(one.likely, one.low, one.high, one.shape, least=0.0, most=1.0)


def series_of(
    node: Node, years: Sequence[int], *, is_share: bool = False, holds_on: bool = False
) -> Series:
    """Return one number for all of a line's years, or one for each.

    `holds_on`: fewer numbers than years will do, and the last goes on. Raises WrongCase.
    """
    if node.is_mapping and any(_YEAR.match(key.words()) for key, _value in node.pairs()):
        return _by_year(node, years, is_share=is_share, holds_on=holds_on)
    if node.is_list:
        values = [uncertain_of(one, is_share=is_share) for one in node.items()]
    elif not node.is_mapping and "/" in node.words():
        values = [_in_words(node, one, is_share=is_share) for one in node.words().split("/")]
    else:
        return Series((uncertain_of(node, is_share=is_share),))
    is_short = len(values) < len(years) and not holds_on and len(values) > 1
    if len(values) > len(years) or is_short:
        node.fail(
            _(
                "“%(name)s” has %(count)d numbers, but there are %(years)d years.",
                name=node.name,
                count=len(values),
                years=len(years),
            )
        )
    return Series(tuple(values))


def _by_year(node: Node, years: Sequence[int], *, is_share: bool, holds_on: bool) -> Series:
    given: dict[int, Uncertain] = {}
    for key, value in node.pairs():
        if not _YEAR.match(key.words()) or int(key.words()) not in years:
            key.fail(_("“%(year)s” is none of this line's years.", year=key.words()))
        given[int(key.words())] = uncertain_of(value, is_share=is_share)
    values: list[Uncertain] = []
    for year in years:
        if year not in given and not (holds_on and values):
            node.fail(_("“%(name)s” has no number for %(year)d.", name=node.name, year=year))
        values.append(given.get(year) or values[-1])
    return Series(tuple(values))


def years_named(node: Node) -> tuple[int, ...]:
    """Return the years that amounts are given by; none where they are not."""
    if not node.is_mapping:
        return ()
    keys = [key.words() for key, _value in node.pairs()]
    return tuple(sorted(int(key) for key in keys if _YEAR.match(key)))
