"""Pictures of a result, from its plain values; each stands beside a table with the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.methods.charts import Band, lines, signed_bars, swings
from signatur.stewardship.business_case.model.titles import FIELD_TITLES, input_title

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_SWINGS = 12


def years_picture(told: Mapping[str, Any]) -> str:
    """Return what each year costs or gives, and what that adds up to."""
    flow = told["cash_flow"]
    return signed_bars(
        str(_("Each year's present value, and what they add up to (dashed)")),
        [str(one["year"]) for one in flow],
        [one["present_value"] for one in flow],
        thousands,
        line=[one["accumulated"] for one in flow],
    )


def tornado_picture(told: Mapping[str, Any]) -> str:
    """Return which input moves the net present value most."""
    found = told["tornado"][:_MOST_SWINGS]
    if not found:
        return ""
    return swings(
        str(_("Net present value when one number moves between its ends")),
        [input_title(one["input"]) for one in found],
        [(one["npv_at_low"], one["npv_at_high"]) for one in found],
        told["npv"]["value"],
        thousands,
    )


def floor_picture(told: Mapping[str, Any]) -> str:
    """Return the least precision at which the case pays, for each recall or coverage."""
    floor = told["performance_floor"]
    if not floor["curve"]:
        return ""
    reach = reach_of(told)
    return lines(
        str(
            _(
                "Least precision at which the case pays, by %(reach)s",
                reach=str(FIELD_TITLES[reach]).lower(),
            )
        ),
        [show_percent(one[reach]) for one in floor["curve"]],
        [Band(one["precision"]) for one in floor["curve"]],
        show_percent,
        top=1.0,
        floor=(floor["planned"], str(_("planned"))),
    )


def reach_of(told: Mapping[str, Any]) -> str:
    """Return whether a case's model is measured by recall or by coverage."""
    return "coverage" if "coverage" in told["performance_floor"].get("at", {}) else "recall"


def thousands(value: float) -> str:
    """Return an amount in thousands."""
    return show_number(value / 1000, 0)
