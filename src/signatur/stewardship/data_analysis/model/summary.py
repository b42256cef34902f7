"""What an analysis comes to, in a handful of sentences for whoever decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import counted, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.stewardship.data_analysis.model import words

if TYPE_CHECKING:
    from collections.abc import Mapping


def conclusions(told: Mapping[str, Any]) -> list[str]:
    """Return the sentences, the most pressing first."""
    return [
        str(one)
        for one in (*_quality(told), *_leaks(told), *_practice(told), *_rare(told), *_volume(told))
    ]


def _quality(told: Mapping[str, Any]) -> list[Any]:
    grave = sum(one["severity"] == "high" for one in told["quality"])
    if not grave:
        return [_("Nothing was found in the quality that must be settled first.")]
    return [
        counted(
            "%(num)d finding of quality must be settled before anything is learnt.",
            "%(num)d findings of quality must be settled before anything is learnt.",
            grave,
        )
    ]


def _leaks(told: Mapping[str, Any]) -> list[Any]:
    names = [one["column"] for one in told["leakage_suspects"]]
    if not names:
        return []
    return [
        _(
            "These columns may know the outcome from afterwards: %(names)s. Ask whoever knows the data "
            "whether they were there when the decision was made.",
            names=", ".join(names[:6]),
        )
    ]


def _practice(told: Mapping[str, Any]) -> list[Any]:
    change = told["practice_change"]
    if change["detected"] is None:
        return [words.PRACTICE_REASONS[change["reason_code"]]]
    if not change["detected"]:
        return [
            _("No change of practice was found: equal cases seem to end alike over the whole time.")
        ]
    days = ", ".join(str(one["date"]) for one in change["change_points"])
    return [
        _(
            "The practice changed (%(days)s): equal cases end differently before and after. "
            "%(count)s old cases speak for the old practice and should be looked at.",
            days=days,
            count=show_number(len(change["suspect_rows"]), 0),
        )
    ]


def _rare(told: Mapping[str, Any]) -> list[Any]:
    rare = told["representativeness"]["rare_outcome"]
    if rare is None or not rare["is_rare"]:
        return []
    return [
        _(
            "%(usual)s of the cases end with “%(name)s”. Always guessing that is right in %(usual)s and "
            "worth nothing. The table is worth about %(rows)s balanced cases.",
            usual=show_percent(rare["usual_share"]),
            name=rare["usual"],
            rows=show_number(rare["effective_rows"], 0),
        )
    ]


def _volume(told: Mapping[str, Any]) -> list[Any]:
    volume = told["volume"]
    if not volume["curve"]:
        return [words.VOLUME_REASONS[volume["reason_code"]]]
    title = str(words.METRIC_TITLES[volume["metric"]])
    now, later = volume["curve"][-1], _at_four_times(told)
    said: list[Any] = [
        _(
            "%(measure)s is %(now)s with %(rows)s cases; four times as many would give about %(later)s "
            "(%(low)s to %(high)s).",
            measure=title,
            now=number(now["value"]),
            rows=show_number(now["rows"], 0),
            later=number(later["value"]),
            low=number(later["low"]),
            high=number(later["high"]),
        )
    ]
    if volume["target"] is None:
        return said
    goal = number(volume["target"]["value"])
    needed = volume["rows_needed"]
    if needed is None:
        return [
            *said,
            _(
                "The target %(target)s is most likely out of reach with more rows of this kind.",
                target=goal,
            ),
        ]
    if not volume["more_usable_rows"]:
        return [*said, _("The target %(target)s is most likely reached already.", target=goal)]
    return [
        *said,
        _(
            "The target %(target)s takes about %(needed)s usable cases (%(low)s to %(high)s): some "
            "%(more)s more, of which %(share)s are usable.",
            target=goal,
            needed=show_number(needed["value"], 0),
            low=show_number(needed["low"], 0),
            high=show_number(needed["high"], 0) if needed["high"] is not None else "∞",
            more=show_number(volume["more_rows"], 0),
            share=show_percent(volume["usable_share"]),
        ),
    ]


def _at_four_times(told: Mapping[str, Any]) -> Mapping[str, Any]:
    points = told["volume"]["forecast"]
    wanted = 4 * told["usable_rows"]
    return min(points, key=lambda one: abs(one["rows"] - wanted))


def number(value: float | None) -> str:
    """Return a measure with as many decimals as mean anything."""
    if value is None:
        return "–"
    return show_number(value, 3 if abs(value) < 10 else 1)
