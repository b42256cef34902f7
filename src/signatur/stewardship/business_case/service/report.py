"""A business case on paper, for whoever decides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import current_language, show_date, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.methods.reports import report
from signatur.records.people import service as people
from signatur.stewardship.business_case.model.pictures import (
    floor_picture,
    reach_of,
    thousands,
    tornado_picture,
    years_picture,
)
from signatur.stewardship.business_case.model.telling import warnings_of
from signatur.stewardship.business_case.model.titles import FIELD_TITLES, input_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.work import Work
    from signatur.stewardship.business_case.schema import Version


def pdf(work: Work, version: Version) -> bytes:
    """Return a version as a PDF that can be kept and read aloud."""
    told = version.told
    signed = (
        _("Signed %(day)s", day=show_date(version.signed_at.date()))
        if version.signed_at
        else _("Not signed yet")
    )
    return report(
        {
            "language": current_language(),
            "title": version.case.title,
            "authority": people.authority(work).name,
            "period": str(_("Version %(number)d", number=version.number)),
            "made": str(signed),
            "limits": warnings_of(told),
            "continued": "",
            "page": str(_("Page")),
            "empty": str(_("Nothing")),
            "parts": [
                {"title": str(_("Result")), "figures": _figures(told), "blocks": _blocks(told)},
                {"title": str(_("What it rests on")), "figures": [], "blocks": [_inputs(told)]},
            ],
        },
        work.now,
    )


def _figures(told: Mapping[str, Any]) -> list[list[str]]:
    npv, floor = told["npv"], told["performance_floor"]
    between = _("from %(low)s to %(high)s", low=_money(npv["low"]), high=_money(npv["high"]))
    figures = [
        [str(_("Net present value (%(currency)s)", currency=told["currency"])), _money(npv["value"]), str(between)],
        [str(_("Pays back in")), str(told["payback_year"] or _("never")), ""],
        [str(_("Chance that it pays")), show_percent(npv["probability_positive"]), ""],
    ]  # fmt: skip
    if floor["metric"]:
        planned = _("planned: %(share)s", share=_part(floor["planned"]))
        figures.append([str(_("Least precision")), _part(floor["value"]), str(planned)])
    return figures


def _blocks(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    in_thousands = str(_("Amounts in thousands of %(currency)s.", currency=told["currency"]))
    blocks = [
        _block(
            _("Year by year"),
            in_thousands,
            years_picture(told),
            [_("Year"), _("Costs"), _("Gains"), _("Present value"), _("Added up")],
            [
                [
                    str(one["year"]),
                    *(
                        thousands(one[key])
                        for key in ("costs", "gains", "present_value", "accumulated")
                    ),
                ]
                for one in told["cash_flow"]
            ],
        ),
        _block(
            _("Who pays and who gains"),
            in_thousands,
            "",
            [_("Department"), _("Pays"), _("Gains"), _("Net")],
            [
                [one["department"], *(thousands(one[key]) for key in ("pays", "gains", "net"))]
                for one in told["by_department"]
            ],
        ),
        _block(
            _("What matters most"),
            in_thousands,
            tornado_picture(told),
            [_("Input"), _("At its low end"), _("At its high end")],
            [
                [
                    input_title(one["input"]),
                    thousands(one["npv_at_low"]),
                    thousands(one["npv_at_high"]),
                ]
                for one in told["tornado"]
            ],
        ),
    ]
    curve = told["performance_floor"]["curve"]
    if curve:
        reach = reach_of(told)
        rows = [
            [_part(one[reach]), _part(one["precision"]), _part(one["precision_certain"])]
            for one in curve
            if one["precision"] is not None
        ]
        titles = [FIELD_TITLES[reach], _("Least precision"), _("… with certainty")]
        blocks.append(_block(_("Performance floor"), "", floor_picture(told), titles, rows))
    return blocks


def _inputs(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            input_title(one["input"]),
            show_number(one["likely"]),
            f"{show_number(one['low'])} – {show_number(one['high'])}" if "low" in one else "",
        ]
        for one in told["assumptions"]["inputs"]
        if one["likely"] != 1 or "low" in one or not one["input"].endswith(": quantity")
    ]
    titles = [_("Input"), _("Likely"), _("From – to")]
    return _block(_("Inputs"), told["assumptions"]["notes"], "", titles, rows)


def _block(
    title: object, about: str, picture: str, titles: Sequence[object], rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {
        "title": str(title),
        "about": about,
        "picture": picture,
        "alt": str(title),
        "table": {
            "columns": [[str(one), number > 0] for number, one in enumerate(titles)],
            "rows": [list(row) for row in rows],
            "is_cut": False,
            "note": "",
        },
    }


def _money(value: float) -> str:
    return show_number(value, 0)


def _part(value: float | None) -> str:
    return "–" if value is None else show_percent(value, 1)
