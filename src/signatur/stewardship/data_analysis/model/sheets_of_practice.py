"""The part of the report on changed practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_percent
from signatur.kernel.i18n import text as _
from signatur.stewardship.data_analysis.model import pictures, words
from signatur.stewardship.data_analysis.model.blocks import block, count, interval
from signatur.stewardship.data_analysis.model.summary import number

if TYPE_CHECKING:
    from collections.abc import Mapping


def practice(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    change = told["practice_change"]
    if change["detected"] is None:
        return [block(_("Practice over time"), words.PRACTICE_REASONS[change["reason_code"]])]
    steps = told["over_time"]
    rare = told["representativeness"]["rare_outcome"]
    shown = show_percent if rare else number
    rows = [
        [one["start"], count(one["rows"]), shown(one["value"]) if one["value"] is not None else "–",
         interval(one, as_share=bool(rare))]
        for one in steps
    ]  # fmt: skip
    title = (
        _("Share of “%(name)s” over time", name=rare["outcome"])
        if rare
        else _("Mean outcome over time")
    )
    blocks = [_changes(change)]
    blocks.append(
        block(
            title, "", pictures.over_time(told),
            [(_("From"), False), (_("Rows"), True), (_("Share") if rare else _("Mean"), True), (_("95 %"), True)],
            rows, most=40,
        )
    )  # fmt: skip
    if change["law_dates"]:
        blocks.append(_laws(change))
    if change["suspect_rows"]:
        blocks.append(_suspects(change))
    return blocks


def _changes(change: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [str(one["date"]), f"{one['low']} – {one['high']}", number(one["p_value"]),
         one["effect"]["outcome"],
         number(one["effect"]["difference"]["value"]), show_percent(one["effect"]["changed"], 1)]
        for one in change["change_points"]
    ]  # fmt: skip
    about = (
        _("Equal cases end differently from these days on.")
        if rows
        else _("No moment was found from which equal cases end differently.")
    )
    p_value = _(
        "Chance of a difference this large without any change: %(p)s.", p=number(change["p_value"])
    )
    columns = [
        (_("Day of change"), False), (_("95 %"), False), (_("p"), True), (_("Outcome"), False),
        (_("Difference"), True), (_("Cases that would end otherwise"), True),
    ]  # fmt: skip
    return block(_("Practice over time"), f"{about} {p_value}", "", columns if rows else (), rows)


def _laws(change: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [one["date"], one["nearest_change"] or "–", "" if one["days"] is None else count(one["days"]),
         str(_("yes") if one["is_within"] else _("no"))]
        for one in change["law_dates"]
    ]  # fmt: skip
    return block(
        _("Dates of law"), "", "",
        [(_("Date"), False), (_("Nearest change"), False), (_("Days from it"), True),
         (_("Within its interval"), False)],
        rows,
    )  # fmt: skip


def _suspects(change: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            count(one["row"]),
            count(one["row"] + 2),
            number(one["score"]),
            one["label"],
            one["expected_label"],
        ]
        for one in change["suspect_rows"]
    ]
    return block(
        _("Cases that speak for the old practice"),
        _("The surest first, by row from 0 and by line of the file. None of them is wrong; the question "
          "is whether a model should learn from them. All stand in suspects.csv."),
        "",
        [(_("Row"), True), (_("Line"), True), (_("Strength"), True), (_("Outcome"), False),
         (_("Expected today"), False)],
        rows, most=20,
    )  # fmt: skip
