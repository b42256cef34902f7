"""A map of risks: how grave and how likely each is, as its number in a field of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import INK, WIDTH, box, picture, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEFT, _TOP, _ROW = 120, 26, 52
# From low to high; the zone's own word stands in each field too.
_ZONES = ("#e3f2e1", "#fdf1d3", "#f9d9d5")


def risk_map(
    title: str,
    severities: Sequence[str],
    likelihoods: Sequence[str],
    zones: Mapping[tuple[int, int], int],
    zone_titles: Sequence[str],
    placed: Mapping[tuple[int, int], Sequence[str]],
) -> str:
    """Return a map, the gravest on top and the likeliest to the right.

    `severities` and `likelihoods` are titles from the least on. `zones` and `placed` are by step of
    severity and of likelihood, counted from 1: which of the three `zone_titles` a field is in, and
    the risks that stand in it.
    """
    wide = (WIDTH - _LEFT - 4) / max(1, len(likelihoods))
    drawn = [
        words(_LEFT + wide * (n + 0.5), 16, label, anchor="middle", size=13)
        for n, label in enumerate(likelihoods)
    ]
    for n, label in enumerate(reversed(severities)):
        severity, y = len(severities) - n, _TOP + _ROW * n
        drawn.append(words(_LEFT - 10, y + 31, label, anchor="end", size=13, fill=INK))
        for m, likelihood_title in enumerate(likelihoods):
            field, x = (severity, m + 1), _LEFT + wide * m
            zone, found = zones[field], placed.get(field, ())
            hint = f"{label}, {likelihood_title}: {', '.join(found) or '0'}"
            drawn.append(box(x, y, wide - 2, _ROW - 2, _ZONES[zone], hint))
            drawn.append(words(x + 8, y + 16, zone_titles[zone], size=11, fill=INK))
            drawn.append(
                words(x + wide / 2, y + 37, ", ".join(found), anchor="middle", size=18, fill=INK)
            )
    return picture(title, _TOP + _ROW * len(severities) + 4, drawn)
