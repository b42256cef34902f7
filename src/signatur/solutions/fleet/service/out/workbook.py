"""The workbook for the talk on the budget: the answer, what else could be chosen, and every trip."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_moment, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Cell
from signatur.solutions.fleet.schema.studies import AIM_TITLES
from signatur.solutions.fleet.service.out import plan, tabling, telling
from signatur.solutions.fleet.service.out.leaf import Leaf, widths_of

if TYPE_CHECKING:
    from signatur.kernel.sheets import Table
    from signatur.solutions.fleet.service.out.answer import Answer

# Longer lists are had whole as CSV; a workbook of so many rows still opens at once.
MOST_ROWS = 20_000
_OVERVIEW_WIDTHS = [46, 22, 54]


def workbook(answer: Answer) -> bytes:
    """Return the workbook of an answer as XLSX."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _overview(book, answer)
    if answer.view.optimisation is not None:
        _proposals(book, answer)
    _plan(book, answer)
    _undriven(book, answer)
    _shares(book, answer)
    _leaf_of(book, tabling.fleet_table(answer))
    if answer.looked_for_another:
        _leaf_of(book, tabling.going_table(answer), str(_("Can go")))
    _assumptions(book, answer)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _overview(book: Any, answer: Answer) -> None:
    leaf = Leaf(book, str(_("Overview")), _OVERVIEW_WIDTHS)
    leaf.title(answer.view.line.name)
    for title, shown in (
        (_("Authority"), answer.authority),
        (_("Question"), str(AIM_TITLES[answer.view.question.aim])),
        (_("Driving"), answer.view.dataset_name),
        (_("Made"), show_moment(answer.at)),
    ):
        leaf.add([str(title), shown])
    leaf.skip()
    leaf.head([str(_("Figure")), str(_("Value")), str(_("Beside"))])
    for one in telling.figures_of(answer):
        leaf.add([one.title, Cell(one.shown, one.value, form=one.form), one.note])
    leaf.skip()
    for sentence in telling.sentences_of(answer):
        leaf.paragraph(sentence, len(_OVERVIEW_WIDTHS), sum(_OVERVIEW_WIDTHS))
    leaf.skip()
    leaf.head([str(_("Cost in a year")), str(_("DKK"))])
    first = leaf.row + 1
    for part, value in telling.cost_parts(answer):
        leaf.add([part, Cell("", round(value), form="#,##0")])
    leaf.sum_of(2, first, leaf.row, str(_("In all")))


def _proposals(book: Any, answer: Answer) -> None:
    from openpyxl.chart import Reference, ScatterChart, Series

    table = tabling.front_table(answer)
    leaf = _leaf_of(book, table)
    last = len(table.rows) + 1
    chart = ScatterChart()
    chart.style, chart.height, chart.width = 13, 10, 20
    chart.title, chart.legend = str(_("Cost and CO₂e of the proposals")), None
    chart.x_axis.title, chart.y_axis.title = str(_("DKK a year")), str(_("kg CO₂e a year"))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format = chart.y_axis.number_format = "#,##0"
    series = Series(
        Reference(leaf.sheet, min_col=5, min_row=2, max_row=last),
        Reference(leaf.sheet, min_col=4, min_row=2, max_row=last),
    )
    series.marker.symbol, series.marker.size = "circle", 9
    series.graphicalProperties.line.noFill = True
    chart.series.append(series)
    leaf.sheet.add_chart(chart, f"A{leaf.row + 2}")


def _plan(book: Any, answer: Answer) -> None:
    widths = [26, 24, 14, 18, 18, 10, 22, 22, 18]
    leaf = Leaf(book, str(_("Plan by vehicle")), widths)
    leaf.head(plan.plan_header())
    leaf.many(plan.plan_rows(answer, MOST_ROWS))
    leaf.keep_head(len(widths))
    _tell_cut(leaf, len(answer.trips) - answer.plan.undriven)


def _undriven(book: Any, answer: Answer) -> None:
    widths = [14, 18, 18, 10, 22, 22, 18, 44]
    leaf = Leaf(book, str(_("Trips without a vehicle")), widths)
    leaf.head(plan.undriven_header())
    leaf.many(plan.undriven_rows(answer, MOST_ROWS))
    leaf.keep_head(len(widths))
    _tell_cut(leaf, answer.plan.undriven)


def _tell_cut(leaf: Leaf, total: int) -> None:
    if total > MOST_ROWS:
        told = _(
            "The first %(shown)s of %(total)s; the whole list can be had as CSV in Signatur.",
            shown=show_number(MOST_ROWS),
            total=show_number(total),
        )
        leaf.add([str(told)])


def _shares(book: Any, answer: Answer) -> None:
    from openpyxl.chart import BarChart, Reference

    table = tabling.shares_table(answer)
    if not answer.looked_for_another:
        _leaf_of(book, table)
        return
    leaf = _leaf_of(book, table, str(_("Today and answer")))
    last = len(table.rows) + 1
    chart = BarChart()
    chart.type, chart.height, chart.width = "bar", 9, 20
    chart.title = str(_("Vehicles, today and in the answer"))
    chart.x_axis.delete = chart.y_axis.delete = False
    figures = Reference(leaf.sheet, min_col=2, max_col=3, min_row=1, max_row=last)
    chart.add_data(figures, titles_from_data=True)
    chart.set_categories(Reference(leaf.sheet, min_col=1, min_row=2, max_row=last))
    leaf.sheet.add_chart(chart, f"A{leaf.row + 2}")


def _assumptions(book: Any, answer: Answer) -> None:
    rules, prices = tabling.rules_table(answer), tabling.prices_table(answer)
    widths = [max(pair) for pair in zip(widths_of(prices), [*widths_of(rules), 0, 0], strict=True)]
    leaf = Leaf(book, str(_("Assumptions and prices")), widths)
    leaf.table(rules)
    leaf.skip()
    leaf.table(prices)


def _leaf_of(book: Any, table: Table, name: str = "") -> Leaf:
    """Add a sheet with one table."""
    leaf = Leaf(book, name or table.title, widths_of(table))
    leaf.table(table)
    return leaf
