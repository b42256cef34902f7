"""What an evaluation found as pictures with their tables, the same on the page and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.methods.charts import Band, differences, lines, said_and_came
from signatur.stewardship.evaluation.model.words import metric_title, rung_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def blocks_of(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the blocks in order, as `methods.reports` has them; what was not asked is left out."""
    found = [
        _people(told), _ladder(told), _groups(told), _rates(told), _reliability(told),
        _thresholds(told),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def interval(one: Mapping[str, Any], decimals: int = 1) -> str:
    """Return a share with its interval."""
    low, high = show_percent(one["low"], decimals), show_percent(one["high"], decimals)
    return f"{show_percent(one['value'], decimals)} ({low} – {high})"


def block(
    title: object,
    about: object,
    picture: str,
    columns: Sequence[tuple[object, bool]],
    rows: Sequence[Sequence[str]],
) -> dict[str, Any]:
    """Return one block; `columns` are titles and whether they hold numbers."""
    return {
        "title": str(title),
        "about": str(about),
        "picture": picture,
        "alt": str(title),
        "table": {
            "columns": [[str(name), is_number] for name, is_number in columns],
            "rows": [list(row) for row in rows],
            "is_cut": False,
            "note": "",
        },
    }


def _points(value: float) -> str:
    return show_number(value * 100, 1)


def _p_value(value: float) -> str:
    return f"< {show_number(0.001, 3)}" if value < 0.001 else show_number(value, 3)


def _yes(is_so: bool) -> str:  # noqa: FBT001 (a word for a truth value)
    return str(_("yes") if is_so else _("no"))


def _people(told: Mapping[str, Any]) -> dict[str, Any] | None:
    people = told["people"]
    if people["right"] is None:
        return None
    rows = []
    if people["low"] is None:
        rows.append([str(metric_title(told)), show_percent(people["right"], 1)])
    else:
        rows.append([str(metric_title(told)), interval({**people, "value": people["right"]})])
    rows.append([str(_("Cases")), show_number(people["cases"])])
    if people["agreement"]:
        agreed = people["agreement"]
        kappa = agreed["kappa"]
        rows += [
            [str(_("Two people agree")), interval(agreed["share"])],
            [
                str(_("Agreement beyond chance (kappa)")),
                f"{show_number(kappa['value'], 2)} ({show_number(kappa['low'], 2)} – {show_number(kappa['high'], 2)})",
            ],
            [str(_("Their mean error is at least")), interval(agreed["least_error"])],
        ]
    tested = people["no_worse"]
    if tested:
        rows += [
            [
                str(_("Model less people, in points (at worst)")),
                f"{_points(tested['difference'])} ({_points(tested['low'])})",
            ],
            [str(_("Margin, in points")), _points(tested["margin"])],
            [str(_("p-value, one-sided")), _p_value(tested["p_value"])],
            [str(_("No worse than people")), _yes(tested["holds"])],
        ]
    if people["cases_needed"]:
        rows.append([str(_("Cases needed on each side")), show_number(people["cases_needed"])])
    about = (
        _("The same cases, answered without seeing a model's answer.")
        if people["source"] == "same_cases"
        else _("Measured before, on other cases, as the floor says.")
    )
    return block(_("People"), about, "", [(_("Measure"), False), (_("Value"), True)], rows)


def _ladder(told: Mapping[str, Any]) -> dict[str, Any] | None:
    ladder = told["ladder"]
    if ladder is None:
        return None
    is_paid = ladder["is_paid"]
    rows = []
    for one in ladder["steps"]:
        row = [
            str(rung_name(one["name"])),
            show_percent(one["value"], 1),
            f"{_points(one['gain']['value'])} ({_points(one['gain']['low'])})" if one["gain"] else "–",
        ]  # fmt: skip
        if is_paid:
            saves = one["saves"]
            row.append(show_number(one["cost"], 2))
            row.append(
                f"{show_number(saves['value'], 2)} ({show_number(saves['low'], 2)})" if saves else "–"
            )  # fmt: skip
        rows.append([*row, _yes(one["is_taken"])])
    columns = [
        (_("Model"), False),
        (metric_title(told), True),
        (_("Gains, in points (at worst)"), True),
    ]
    if is_paid:
        columns += [
            (_("Kroner a case"), True),
            (_("Saves, in kroner a case (at worst)"), True),
        ]
    about = _(
        "A step up is taken only where at worst it gains more than %(points)s points and saves money.",
        points=_points(ladder["least_gain"]),
    )
    if not is_paid:
        about = _(
            "A step up is taken only where at worst it gains more than %(points)s points. The floor does not say what errors cost, so that money decides nothing.",
            points=_points(ladder["least_gain"]),
        )
    return block(_("From simple to complex"), about, "", [*columns, (_("Taken"), False)], rows)


def _groups(told: Mapping[str, Any]) -> dict[str, Any] | None:
    groups = told["groups"]
    if not groups:
        return None
    judged = [one for one in groups if one["is_judged"]]
    title = _("By group")
    picture = differences(
        str(title),
        [f"{one['group']} {one['kind']}" for one in judged],
        [(one["apart"]["value"], one["apart"]["low"], one["apart"]["high"]) for one in judged],
        _points,
        worse=str(_("worse than all others")),
        better=str(_("better")),
    )
    rows = [
        [
            f"{one['group']} {one['kind']}",
            show_number(one["cases"]),
            interval(one),
            f"{_points(one['apart']['value'])} ({_points(one['apart']['low'])} – {_points(one['apart']['high'])})",
            "–" if one["p_value"] is None else _p_value(one["p_value"]),
            str(judgement(one)),
        ]
        for one in groups
    ]
    about = _(
        "Each group against all others, in points. P-values hold for all groups together (Holm). Groups with fewer than %(least)s cases are told of, not judged.",
        least=told["least_group"],
    )
    columns = [
        (_("Group"), False), (_("Cases"), True), (metric_title(told), True),
        (_("Apart from others"), True), (_("p-value"), True), (_("Judgement"), False),
    ]  # fmt: skip
    return block(title, about, picture if judged else "", columns, rows)


def judgement(one: Mapping[str, Any]) -> Any:
    """Return what is judged of a group, in a few words."""
    if not one["is_judged"]:
        return _("too few to judge")
    if one["below_floor"]:
        return _("below the floor")
    if one["p_value"] is None:
        return _("the others are too few to compare with")
    return _("differs from the others") if one["differs"] else _("nothing seen")


def _rates(told: Mapping[str, Any]) -> dict[str, Any] | None:
    groups = [one for one in told["groups"] if "answered_positive" in one]
    if not groups:
        return None

    def shown(one: Mapping[str, Any]) -> str:
        return interval(one, 0) if one["cases"] else "–"

    rows = [
        [
            f"{one['group']} {one['kind']}",
            *(shown(one[name]) for name in ("answered_positive", "false_positive", "false_negative")),
        ]
        for one in groups
    ]  # fmt: skip
    columns = [
        (_("Group"), False), (_("Answered positively"), True),
        (_("False alarms, of the negative"), True), (_("Missed, of the positive"), True),
    ]  # fmt: skip
    about = _(
        "Whether differences here are right depends on the law and on the cases; they are told, not judged. The positive answer is %(label)s.",
        label=told["positive"],
    )
    return block(_("Answers and errors by group"), about, "", columns, rows)


def _reliability(told: Mapping[str, Any]) -> dict[str, Any] | None:
    found = told["calibration"]
    if found is None:
        return None
    title = _("Does the score mean what it says?")
    picture = said_and_came(
        str(title),
        [(one["said"], one["value"], one["low"], one["high"]) for one in found["curve"]],
        show_percent,
        said=str(_("What the score said")),
        came=str(_("What came")),
    )
    rows = [
        [show_percent(one["said"], 1), show_number(one["cases"]), interval(one)]
        for one in found["curve"]
    ]
    about = _(
        "On the line, the score means what it says. Calibration error %(value)s points (%(low)s – %(high)s); perfect scores would stay below %(chance)s.",
        value=_points(found["value"]),
        low=_points(found["low"]),
        high=_points(found["high"]),
        chance=_points(found["by_chance"]),
    )
    columns = [(_("Score, on average"), True), (_("Cases"), True), (_("What came"), True)]
    return block(title, about, picture, columns, rows)


def _thresholds(told: Mapping[str, Any]) -> dict[str, Any] | None:
    found = told["thresholds"]
    if found is None or len(found["curve"]) < 2:
        return None
    curve = found["curve"]
    is_paid = any(told["costs"])
    title = _("What a threshold costs") if is_paid else _("What a threshold does")
    labels = [show_number(one["threshold"], 3) for one in curve]
    if is_paid:
        values = [Band(*(one["cost"][key] for key in ("value", "low", "high"))) for one in curve]
        picture = lines(str(title), labels, values, lambda value: show_number(value, 0))
    else:
        values = [Band(*(one["precision"][key] for key in ("value", "low", "high"))) for one in curve]  # fmt: skip
        picture = lines(str(title), labels, values, show_percent, top=1.0)
    about = _(
        "Which share of the cases reaches the threshold, and how often it is right of those. What does not reach it goes to a person, whose time is not counted here."
    )
    if found["best"] is not None:
        about = _(
            "Errors cost least from a score of %(best)s on. That was read off these same cases: set the threshold on others, and hold it against them.",
            best=show_number(found["best"], 2),
        )
    columns = [
        (_("Threshold"), True), (_("Share that reaches it"), True), (_("Right of those"), True),
        (_("Share of the positive found") if found["of"] == "positive" else _("Share of the right ones kept"), True),
    ]  # fmt: skip
    if is_paid:
        columns.append((_("Kroner a case"), True))
    step = max(1, len(curve) // 12)
    rows = [
        [
            show_number(one["threshold"], 3), show_percent(one["share"], 1),
            interval(one["precision"]), show_percent(one["recall"], 1),
            *([_money(one["cost"])] if is_paid else []),
        ]
        for one in curve[::step]
    ]  # fmt: skip
    return block(title, about, picture, columns, rows)


def _money(one: Mapping[str, Any]) -> str:
    low, high = show_number(one["low"], 2), show_number(one["high"], 2)
    return f"{show_number(one['value'], 2)} ({low} – {high})"
