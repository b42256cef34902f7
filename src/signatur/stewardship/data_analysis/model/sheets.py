"""The report's parts, each with figures, pictures and tables; the page, the file and the PDF show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_percent
from signatur.kernel.i18n import text as _
from signatur.stewardship.data_analysis.model import pictures, words
from signatur.stewardship.data_analysis.model.blocks import block, count, interval
from signatur.stewardship.data_analysis.model.sheets_of_practice import practice
from signatur.stewardship.data_analysis.model.summary import number

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_GROUPS = 60


def parts_of(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts in order: each with `title`, `figures` and `blocks` as `methods.reports` has them."""
    return [
        _part(_("Quality"), _figures(told), [_removed(told), _findings(told)]),
        _part(_("What tells the outcome"), [], [*_leaks(told), _relevance(told)]),
        _part(_("How much data"), [], _volume(told)),
        _part(_("Whom the table is about"), [], [*_outcomes(told), *_groups(told)]),
        _part(_("Changed practice"), [], practice(told)),
        _part(_("Empty cells in operation"), [], [_gaps(told)]),
        _part(_("The columns"), [], [_columns(told)]),
    ]


def _part(title: object, figures: list[list[str]], blocks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": str(title), "figures": figures, "blocks": blocks}


def _figures(told: Mapping[str, Any]) -> list[list[str]]:
    share = told["usable_rows"] / told["rows"]
    figures = [
        [
            str(_("Rows")),
            count(told["rows"]),
            str(_("%(count)s columns", count=len(told["columns"]))),
        ],
        [str(_("Usable rows")), count(told["usable_rows"]), show_percent(share, 1)],
        [
            str(_("Findings that must be settled")),
            count(sum(one["severity"] == "high" for one in told["quality"])),
            str(_("of %(count)s in all", count=len(told["quality"]))),
        ],
        [
            str(_("Suspected of knowing the outcome")),
            count(len(told["leakage_suspects"])),
            str(_("columns")),
        ],
    ]
    change = told["practice_change"]["detected"]
    verdict = _("Not examined") if change is None else _("Found") if change else _("Not found")
    figures.append([str(_("Changed practice")), str(verdict), str(told["time"] or "")])
    needed = told["volume"]["rows_needed"]
    if told["volume"]["target"]:
        figures.append(
            [
                str(_("Rows for the target")),
                count(needed["value"]) if needed else str(_("out of reach")),
                f"{words.METRIC_TITLES[told['volume']['metric']]} {number(told['volume']['target']['value'])}",
            ]
        )
    return figures


def _removed(told: Mapping[str, Any]) -> dict[str, Any]:
    titles = {
        "no_label": _("Without an outcome"),
        "exact_duplicate": _("Repeats of another row"),
        "impossible": _("With something that cannot be"),
    }
    rows = [[str(titles[key]), count(one)] for key, one in told["removed"].items()]
    rows.append([str(_("Usable rows")), count(told["usable_rows"])])
    return block(
        _("Which rows can be used"), _("Each row is counted under the first reason that fits."), "",
        [(_("Reason"), False), (_("Rows"), True)], rows,
    )  # fmt: skip


def _findings(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            words.severity_title(one["severity"]), words.finding_title(one["kind"]) + _aside(one), one["column"] or "–",
            count(one["count"]), show_percent(one["share"], 1), words.advice(one["kind"]),
        ]
        for one in told["quality"]
    ]  # fmt: skip
    return block(
        _("Findings"), "", "",
        [(_("Weight"), False), (_("Finding"), False), (_("Column"), False), (_("Rows"), True),
         (_("Share"), True), (_("What to do"), False)],
        rows, most=80,
    )  # fmt: skip


def _aside(one: Mapping[str, Any]) -> str:
    details = one.get("details", {})
    if one["kind"] == "writer_effect":
        spread = details["spread"]
        size = show_percent(spread, 1) if details["is_share"] else number(spread)
        return str(
            _(
                " (spread between %(count)s of them: ±%(size)s around the mean, for “%(outcome)s”)",
                count=details["writers"], size=size, outcome=details["outcome"],
            )
        )  # fmt: skip
    if "variants" in details:
        return (
            " ("
            + "; ".join(" / ".join(w for w, _n in group[:4]) for group in details["variants"][:3])
            + ")"
        )
    if "values" in details:
        return " (" + ", ".join(str(value) for value, _n in details["values"][:5] if value) + ")"
    return ""


def _leaks(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    measure = "r2" if told["leakage_suspects"] and "r2" in told["leakage_suspects"][0] else "auc"
    rows = [
        [
            one["column"],
            number(one[measure]),
            words.leak_words(one["reasons"]),
            str(_("yes") if one["is_left_out"] else _("no")),
        ]
        for one in told["leakage_suspects"]
    ]
    about = _(
        "A column that was filled in after the decision makes a model look good and fail in operation. "
        "Whoever knows the data must say which of these were there at the time."
    )
    if not rows:
        about = _("No column was found that seems to know the outcome from afterwards.")
        return [block(_("Suspected of knowing the outcome"), about)]
    title = str(words.METRIC_TITLES[measure])
    return [
        block(
            _("Suspected of knowing the outcome"), about, "",
            [(_("Column"), False), (title, True), (_("Why"), False), (_("Left out of what follows"), False)],
            rows,
        )
    ]  # fmt: skip


def _relevance(told: Mapping[str, Any]) -> dict[str, Any]:
    measure = "r2" if told["relevance"] and "r2" in told["relevance"][0] else "auc"
    rows = [
        [one["column"], show_percent(one["information"], 1), number(one[measure]["value"]),
         interval(one[measure]), number(one["importance"]["value"])]
        for one in told["relevance"]
    ]  # fmt: skip
    return block(
        _("What each column says of the outcome"),
        _("Information: the share of what is uncertain about the outcome that the column settles. Alone: "
          "a small model of this column only. Weight: what is lost when it is shuffled beside all others."),
        pictures.relevance(told),
        [(_("Column"), False), (_("Information"), True), (_("Alone"), True), (_("95 %"), True), (_("Weight"), True)],
        rows,
    )  # fmt: skip


def _volume(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    volume = told["volume"]
    if not volume["curve"]:
        return [block(_("Learning curve"), words.VOLUME_REASONS[volume["reason_code"]])]
    rows = [
        [count(one["rows"]), str(kind), number(one["value"]), interval(one)]
        for kind, points in ((_("measured"), volume["curve"]), (_("forecast"), volume["forecast"]))
        for one in points
    ]
    about = _(
        "How a model does with more and more cases, on cases it has not seen, and where that goes. The "
        "interval is for what one model trained on so many cases gets."
    )
    return [
        block(
            _("Learning curve"), about, pictures.volume(told),
            [(_("Cases"), True), (_("How known"), False),
             (words.METRIC_TITLES[volume["metric"]], True), (_("95 %"), True)],
            rows,
        )
    ]  # fmt: skip


def warnings_of(made_up: Mapping[str, Any]) -> list[str]:
    """Return what to know of rare outcomes and small groups, in the reader's language."""
    return [
        words.warning_words(one["code"], one["column"] or "", one["name"])
        for one in made_up["warnings"]
    ]


def _outcomes(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    made_up = told["representativeness"]
    rows = [
        [
            one["outcome"],
            count(one["count"]),
            show_percent(one["share"], 1),
            interval(one, as_share=True),
        ]
        for one in made_up["outcomes"]
    ]
    if not rows:
        return []
    return [
        block(
            _("Outcomes"), " ".join(warnings_of(made_up)[:8]), pictures.outcomes(told),
            [(_("Outcome"), False), (_("Rows"), True), (_("Share"), True), (_("95 %"), True)], rows,
        )
    ]  # fmt: skip


def _groups(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    made_up = told["representativeness"]
    rare = made_up["rare_outcome"]
    blocks = []
    for column in told["groups"]:
        rows = []
        for one in made_up["groups"]:
            if one["column"] != column:
                continue
            mine = next(
                (each for each in one["outcomes"] if rare and each["outcome"] == rare["outcome"]),
                None,
            )
            value = mine or one["mean"]
            shown = "–"
            if mine is not None:
                shown = show_percent(mine["share"], 1)
            elif one["mean"] is not None:
                shown = number(one["mean"]["value"])
            notes = [str(_("small group"))] if one["is_small"] else []
            notes += [str(_("few of the rare outcome"))] if one["has_few_outcomes"] else []
            if one["p_value"] is not None and one["p_value"] < 0.01:
                notes.append(str(_("differs from the others")))
            rows.append(
                [one["group"], count(one["count"]), show_percent(one["share"], 1), shown,
                 interval(value, as_share=mine is not None) if value else "", ", ".join(notes)]
            )  # fmt: skip
        title = _("Share of “%(name)s”", name=rare["outcome"]) if rare else _("Mean")
        blocks.append(
            block(
                _("By %(column)s", column=column), "", "",
                [(_("Group"), False), (_("Rows"), True), (_("Share of all"), True), (title, True),
                 (_("95 %"), True), (_("Note"), False)],
                rows, most=_MOST_GROUPS,
            )
        )  # fmt: skip
    return blocks


def _gaps(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [one["column"], show_percent(one["missing"], 1), str(words.METHODS[one["method"]]) + (f" ({one['by']})" if one["by"] else ""),
         count(one["tested"]),
         "; ".join(f"{words.METHODS[name]} {number(error)}" for name, error in one["errors"].items())]
        for one in told["imputation"]["columns"]
    ]  # fmt: skip
    about = _(
        "Chosen by hiding cells that are known and seeing which way comes nearest; the simplest wins unless "
        "another is clearly better. In operation the same recipe is used, and a flag says that the cell "
        "was empty."
    )
    if not rows:
        about = _("No cell is empty in a column that would be filled in.")
    columns = [
        (_("Column"), False), (_("Empty"), True), (_("Filled in by"), False), (_("Cells tested"), True),
        (_("Errors of what was tried"), False),
    ]  # fmt: skip
    return block(_("How empty cells are filled in"), about, "", columns if rows else (), rows)


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            one["name"],
            str(words.KINDS[one["kind"]]),
            count(one["distinct"]),
            show_percent(one["missing_share"], 1),
        ]
        for one in told["columns"]
    ]
    return block(
        _("How the columns were read"), "", "",
        [(_("Column"), False), (_("Kind"), False), (_("Different values"), True), (_("Empty"), True)],
        rows, most=200,
    )  # fmt: skip
