"""The report as one HTML file that needs nothing else, and as a PDF."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import current_language, show_moment
from signatur.kernel.i18n import text as _
from signatur.methods.reports import report
from signatur.stewardship.data_analysis.model.sheets import parts_of
from signatur.stewardship.data_analysis.model.summary import conclusions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def pdf(told: Mapping[str, Any], name: str, at: datetime, authority: str = "Signatur") -> bytes:
    """Return the report as a PDF that can be kept and read aloud."""
    content: bytes = report(
        {
            "language": current_language(),
            "title": str(_("Data analysis")),
            "authority": authority,
            "period": name,
            "made": str(_("Made %(when)s", when=show_moment(at))),
            "limits": [f"• {one}" for one in conclusions(told)]
            + [str(one) for one in limits(told)],
            "continued": str(_("More stand in report.html and report.json.")),
            "page": str(_("Page")),
            "empty": str(_("Nothing")),
            "parts": parts_of(told),
        },
        at,
    )
    return content


def limits(told: Mapping[str, Any]) -> list[Any]:
    """Return what whoever reads the figures must know of how they came about."""
    return [
        _(
            "Outcome: %(label)s. Counts are exact; models saw up to %(rows)s rows drawn by chance (seed "
            "%(seed)s). The report says what is in the table, not whether it may be used.",
            label=told["label"],
            rows=told["volume"]["rows_sampled"] or told["usable_rows"],
            seed=told["seed"],
        )
    ]


def html(told: Mapping[str, Any], name: str, at: datetime) -> str:
    """Return the report as one HTML file: no script, no address outside, pictures within."""
    css = (files("signatur.stewardship.data_analysis.model") / "report.css").read_text("utf-8")
    parts = parts_of(told)
    title = str(_("Data analysis of %(name)s", name=name))
    index = "".join(
        f'<li><a href="#part-{n}">{escape(one["title"])}</a></li>' for n, one in enumerate(parts)
    )
    said = "".join(f"<li>{escape(one)}</li>" for one in conclusions(told))
    # Words inside an f-string would not be found by the catalogue.
    contents, made = str(_("Contents")), str(_("Made %(when)s", when=show_moment(at)))
    notes = "".join(f'<p class="soft">{escape(str(one))}</p>' for one in limits(told))
    return (
        f'<!doctype html>\n<html lang="{current_language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n"
        f'<p class="soft">{escape(made)}</p>\n'
        f'<ul class="said">{said}</ul>\n{notes}\n'
        f'<nav aria-label="{escape(contents)}"><ul>{index}</ul></nav>\n'
        + "\n".join(_section(n, one) for n, one in enumerate(parts))
        + "\n</main>\n</body>\n</html>\n"
    )


def _section(number: int, part: Mapping[str, Any]) -> str:
    figures = "".join(
        f'<div><dt>{escape(title)}</dt><dd class="value">{escape(shown)}</dd>'
        f'<dd class="note">{escape(note)}</dd></div>'
        for title, shown, note in part["figures"]
    )
    listed = f'<dl class="figures">{figures}</dl>' if figures else ""
    blocks = "".join(block_html(one) for one in part["blocks"])
    return f'<section id="part-{number}"><h2>{escape(part["title"])}</h2>{listed}{blocks}</section>'


def block_html(one: Mapping[str, Any]) -> str:
    """Return one block: heading, words, picture, table."""
    about = f'<p class="soft">{escape(one["about"])}</p>' if one["about"] else ""
    return f"<h3>{escape(one['title'])}</h3>{about}{one['picture']}{table_html(one)}"


def table_html(one: Mapping[str, Any]) -> str:
    """Return the table of a block; a wide one is scrolled by itself, with the keyboard too."""
    table = one["table"]
    if table is None:
        return ""
    heads = "".join(
        f'<th scope="col"{_number(is_number)}>{escape(name)}</th>'
        for name, is_number in table["columns"]
    )
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td{_number(is_number)}>{escape(cell)}</td>"
            for cell, (_name, is_number) in zip(row, table["columns"], strict=True)
        )
        + "</tr>"
        for row in table["rows"]
    )
    more = escape(str(_("More stand in report.json.")))
    cut = f'<p class="soft">{more}</p>' if table["is_cut"] else ""
    label = escape(one["title"], quote=True)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{cut}"
    )


def _number(is_number: object) -> str:
    return ' class="number"' if is_number else ""
