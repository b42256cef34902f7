"""A case as a workbook with live formulas: a controller may change an input and see what follows.

Four sheets: the inputs, the model's answers and who they are pushed on to, the cash flows, the
result. Intervals and the floor come from a simulation and stand as plain values, and say so.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.model.inputs import inputs
from signatur.stewardship.business_case.model.sheet import MONEY, PLAIN, SHARE, Formula, Sheet
from signatur.stewardship.business_case.schema import (
    GAIN_TITLES,
    PHASE_TITLES,
    Answer,
    Case,
    Consequence,
    ModelUse,
    NextLink,
    Passed,
    Phase,
    Result,
    Series,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_YEAR_COLUMN = 5
_COST, _GAIN = "cost", "gain"


def workbook(case: Case, result: Result) -> bytes:
    """Return the workbook as an XLSX file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    made = _Book(book, case)
    made.write(result)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Book:
    """The sheets of one case, which refer to each other."""

    def __init__(self, book: Any, case: Case) -> None:
        self.case = case
        self.result_sheet = Sheet(book, str(_("Result")))
        self.flow_sheet = Sheet(book, str(_("Cash flows")))
        self.model_sheet = Sheet(book, str(_("Cases")))
        self.input_sheet = Sheet(book, str(_("Inputs")))
        self._cells: dict[str, str] = {}
        self._counts: dict[tuple[str, int], str] = {}
        self._first_flow = self._last_flow = 0

    def write(self, result: Result) -> None:
        self._inputs()
        self._model()
        self._flows()
        self._result(result)

    # --- inputs ----------------------------------------------------------------------------------

    def _inputs(self) -> None:
        case, sheet = self.case, self.input_sheet
        sheet.widths([56, 16, 16, 16, 14])
        sheet.add([case.title], is_head=True)
        sheet.add([str(_("Change a value here, and all sheets follow."))])
        for key, title, value, form in (
            ("rate", _("Discount rate"), case.discount_rate, SHARE),
            ("inflation", _("Inflation"), case.inflation, SHARE),
            ("first", _("First year (year 0)"), case.first_year, "0"),
            ("price", _("Prices of the year"), case.price_year, "0"),
        ):
            row = sheet.add([str(title), value], form=form, first_form=2)
            self._cells[key] = sheet.at(2, row)
        sheet.skip()
        titles = (_("Input"), _("Likely"), _("Low"), _("High"), _("Distribution"))
        sheet.add([str(one) for one in titles], is_head=True)
        for one in inputs(case):
            is_certain = one.one.low == one.one.high
            ends = (None, None) if is_certain else (one.one.low, one.one.high)
            row = sheet.add(
                [one.name, one.one.likely, *ends, one.one.shape.value], form=PLAIN, first_form=2
            )
            self._cells[one.key] = sheet.at(2, row)
        sheet.freeze("B8")

    def _at(self, key: str, series: Series, position: int) -> str:
        return self._cells[f"{key}.{series.index(position)}"]

    # --- the model's cases -----------------------------------------------------------------------

    def _model(self) -> None:
        case, sheet = self.case, self.model_sheet
        sheet.widths([44, *[14] * case.years])
        sheet.add([str(_("Cases a year")), *case.calendar], is_head=True)
        sheet.freeze("B2")
        if case.model is not None:
            for name, title, formulas in _answer_rows(self, case.model):
                self._count(name, title, formulas)
        for number, link in enumerate(case.next_links):
            self._link(number, link)

    def _count(self, name: str, title: str, formulas: dict[int, str]) -> None:
        cells = [
            Formula(formulas[year]) if year in formulas else None for year in self.case.calendar
        ]
        row = self.model_sheet.add([title, *cells], form=PLAIN, first_form=2)
        for column, year in enumerate(self.case.calendar, 2):
            self._counts[name, year] = self.model_sheet.at(column, row)

    def count(self, name: str, year: int) -> str:
        return self._counts[name, year]

    def _link(self, number: int, link: NextLink) -> None:
        key, used = f"link.{number}", set(self.case.model.years if self.case.model else ())
        arriving: dict[int, str] = {}
        for position, year in enumerate(link.years):
            share = self._cells[f"{key}.share"]
            if link.volume is not None:
                arriving[year] = f"{self._at(f'{key}.volume', link.volume, position)}*{share}"
            elif link.cases is not None and year in used:
                arriving[year] = f"MAX(0,{_passed(self, link.cases, year)})*{share}"
            else:
                arriving[year] = "0"
        self._count(f"{key}.arriving", f"{link.name}: {_('arriving')}", arriving)
        # The rows below are known before they are written.
        row, taken, waiting = self.model_sheet.row, {}, {}
        for position, year in enumerate(link.years):
            column = 2 + self.case.calendar.index(year)
            before = (
                f"+{self.model_sheet.here(column - 1, row + 2)}"
                if position and link.years[position - 1] == year - 1
                else _earlier(self, link, position, row)
            )
            there = f"{self.model_sheet.here(column, row)}{before}"
            taken[year] = there
            if link.capacity is not None:
                taken[year] = f"MIN({there},{self._at(f'{key}.capacity', link.capacity, position)})"
            waiting[year] = f"{there}-{self.model_sheet.here(column, row + 1)}"
        self._count(f"{key}.taken", f"{link.name}: {_('taken')}", taken)
        self._count(
            f"{key}.waiting", f"{link.name}: {_('waiting at the end of the year')}", waiting
        )

    # --- cash flows ------------------------------------------------------------------------------

    def _flows(self) -> None:
        case, sheet = self.case, self.flow_sheet
        sheet.widths([8, 40, 24, 24, *[14] * (case.years + 1)])
        titles = ("", _("Line"), _("Department"), _("Phase or gain"))
        head = [*(str(one) for one in titles), *case.calendar, str(_("Present value"))]
        sheet.add(head, is_head=True)
        factors = [
            Formula(f"(1+{self._cells['rate']})^-({year}-{self._cells['first']})")
            for year in case.calendar
        ]
        sheet.add(
            [None, str(_("Discount factor")), None, None, *factors], form="0.0000", first_form=5
        )
        sheet.freeze("E3")
        self._first_flow = sheet.row + 1
        for kind, name, department, what, formulas in self._lines():
            self._flow(kind, name, department, what, formulas)
        self._last_flow = sheet.row

    def _flow(
        self, kind: str, name: str, department: str, what: str, formulas: dict[int, str]
    ) -> None:
        sheet, years = self.flow_sheet, self.case.years
        row, first, last = sheet.row + 1, _FIRST_YEAR_COLUMN, _FIRST_YEAR_COLUMN + years - 1
        present = (
            f"SUMPRODUCT({sheet.here(first, row)}:{sheet.here(last, row)},"
            f"{sheet.here(first, 2)}:{sheet.here(last, 2)})"
        )
        cells = [Formula(formulas.get(year, "0")) for year in self.case.calendar]
        sheet.add(
            [kind, name, department, what, *cells, Formula(present)], form=MONEY, first_form=5
        )

    def _lines(self) -> Iterator[tuple[str, str, str, str, dict[int, str]]]:
        case = self.case
        for number, cost in enumerate(case.costs):
            key = f"cost.{number}"
            formulas = {
                year: f"{self._at(f'{key}.amount', cost.amount, n)}"
                f"*{self._at(f'{key}.quantity', cost.quantity, n)}"
                f"{self._prices(cost.price_year, cost.growth, year)}"
                for n, year in enumerate(cost.years)
            }
            yield _COST, cost.name, cost.department, str(PHASE_TITLES[cost.phase]), formulas
        for number, gain in enumerate(case.gains):
            key = f"gain.{number}"
            formulas = {
                year: f"{self._at(f'{key}.volume', gain.volume, n)}"
                f"*{self._at(f'{key}.unit_value', gain.unit_value, n)}"
                + (f"*{self._at(f'{key}.minutes', gain.minutes, n)}/60" if gain.minutes else "")
                + f"*{self._at(f'{key}.realised_share', gain.realised_share, n)}"
                f"{self._prices(gain.price_year, gain.growth, year)}"
                for n, year in enumerate(gain.years)
            }
            yield _GAIN, gain.name, gain.department, str(GAIN_TITLES[gain.kind]), formulas
        if case.model is not None:
            for number, what in enumerate(case.model.consequences):
                yield from self._consequence(case.model, number, what)
        for number, link in enumerate(case.next_links):
            key = f"link.{number}"
            formulas = {}
            for n, year in enumerate(link.years):
                formulas[year] = (
                    f"{self.count(f'{key}.taken', year)}*{self._at(f'{key}.cost', link.cost, n)}"
                )
                if link.cost_of_waiting is not None:
                    waits = self._at(f"{key}.cost_of_waiting", link.cost_of_waiting, n)
                    formulas[year] += f"+{self.count(f'{key}.waiting', year)}*{waits}"
            yield _COST, link.name, link.department, str(PHASE_TITLES[Phase.NEXT_LINK]), formulas

    def _consequence(
        self, model: ModelUse, number: int, what: Consequence
    ) -> Iterator[tuple[str, str, str, str, dict[int, str]]]:
        worth = {}
        for n, year in enumerate(model.years):
            amount = self._at(f"model.{number}.amount", what.amount, n)
            prices = self._prices(None, model.growth, year)
            worth[year] = f"({more(self, what.answer, year)})*{amount}{prices}"
        name, gain = what.answer.value, str(GAIN_TITLES[what.kind])
        if what.answer is Answer.RIGHT:
            taken = {year: one + self._share_taken(year) for year, one in worth.items()}
            yield _GAIN, name, what.department, gain, taken
            return
        dearer = {year: f"MAX(0,{one})" for year, one in worth.items()}
        yield _COST, name, what.department, str(PHASE_TITLES[Phase.ERRORS]), dearer
        if model.today is not None:
            fewer = {year: f"MAX(0,-{one})" for year, one in worth.items()}
            yield _GAIN, f"fewer {name}", what.department, gain, fewer

    def _share_taken(self, year: int) -> str:
        parts = ""
        for number, link in enumerate(self.case.next_links):
            limits = link.limits_value and link.cases is not None and link.capacity is not None
            if limits and year in link.years:
                arriving = self.count(f"link.{number}.arriving", year)
                parts += (
                    f"*IF({arriving}>0,{self.count(f'link.{number}.taken', year)}/{arriving},1)"
                )
        return parts

    def _prices(self, price_year: int | None, growth: float, year: int) -> str:
        parts = ""
        if price_year:
            parts += f"*(1+{self._cells['inflation']})^({self._cells['price']}-{price_year})"
        if growth:
            parts += f"*(1+{growth!r})^({year}-{self._cells['first']})"
        return parts

    # --- result ----------------------------------------------------------------------------------

    def _result(self, result: Result) -> None:
        case, sheet, flows = self.case, self.result_sheet, self.flow_sheet
        sheet.widths([44, *[16] * max(4, case.years)])
        sheet.add([case.title], is_head=True)
        present = _FIRST_YEAR_COLUMN + case.years
        kinds, amounts, who = (self._column(one) for one in (1, present, 3))
        npv = f'SUMIFS({amounts},{kinds},"{_GAIN}")-SUMIFS({amounts},{kinds},"{_COST}")'
        sheet.add([str(_("Net present value")), Formula(npv)], form=MONEY, first_form=2)
        sheet.add(
            [
                str(_("… its interval (simulated, does not follow changes)")),
                result.npv.low,
                result.npv.high,
            ],
            form=MONEY,
            first_form=2,
        )
        if result.floor is not None:
            sheet.add(
                [
                    str(_("Performance floor, precision (computed, does not follow changes)")),
                    result.floor.precision,
                ],
                form=SHARE,
                first_form=2,
            )
        sheet.skip()
        sheet.add([str(_("Year")), *case.calendar], is_head=True)
        rows = {}
        for kind, title in ((_COST, _("Costs")), (_GAIN, _("Gains"))):
            cells = [
                Formula(f'SUMIFS({self._column(_FIRST_YEAR_COLUMN + t)},{kinds},"{kind}")')
                for t in range(case.years)
            ]
            rows[kind] = sheet.add([str(title), *cells], form=MONEY, first_form=2)
        net, total = [], []
        for t in range(case.years):
            column = 2 + t
            both = f"{sheet.here(column, rows[_GAIN])}-{sheet.here(column, rows[_COST])}"
            net.append(Formula(both))
            factor = flows.at(_FIRST_YEAR_COLUMN + t, 2)
            before = f"{sheet.here(column - 1, rows[_GAIN] + 2)}+" if t else ""
            total.append(Formula(f"{before}({both})*{factor}"))
        sheet.add([str(_("Net")), *net], form=MONEY, first_form=2)
        sheet.add([str(_("Accumulated present value")), *total], form=MONEY, first_form=2)
        sheet.skip()
        titles = (_("Department"), _("Pays"), _("Gains"), _("Net"))
        sheet.add([str(one) for one in titles], is_head=True)
        for one in result.by_department:
            row = sheet.row + 1
            name = sheet.here(1, row)
            pays = f'SUMIFS({amounts},{kinds},"{_COST}",{who},{name})'
            gains = f'SUMIFS({amounts},{kinds},"{_GAIN}",{who},{name})'
            apart = f"{sheet.here(3, row)}-{sheet.here(2, row)}"
            sheet.add(
                [one.department, Formula(pays), Formula(gains), Formula(apart)],
                form=MONEY,
                first_form=2,
            )

    def _column(self, column: int) -> str:
        last = max(self._first_flow, self._last_flow)
        return self.flow_sheet.span((column, self._first_flow), (column, last))

    def cell(self, key: str) -> str:
        return self._cells[key]

    def row_cell(self, key: str, series: Series, position: int) -> str:
        return self._at(key, series, position)


def _earlier(book: _Book, link: NextLink, position: int, row: int) -> str:
    """Return the queue from before a gap in a link's years; the first year has none."""
    if not position:
        return ""
    column = 2 + book.case.calendar.index(link.years[position - 1])
    return f"+{book.model_sheet.here(column, row + 2)}"


def _answer_rows(book: _Book, model: ModelUse) -> Iterator[tuple[str, str, dict[int, str]]]:
    """Yield the rows that say how the model's cases fall out: name, title, formula by year."""
    years = model.years
    yield (
        "used",
        str(_("Cases that the model is used on")),
        {
            year: f"{book.row_cell('model.volume', model.volume, n)}"
            f"*{book.row_cell('model.realised_share', model.realised_share, n)}"
            for n, year in enumerate(years)
        },
    )
    precision = book.cell("model.precision")
    if model.coverage is not None:
        share = book.cell("model.coverage")
        answered = {year: f"{book.count('used', year)}*{share}" for year in years}
        right = {year: f"{one}*{precision}" for year, one in answered.items()}
        wrong = {year: f"{one}*(1-{precision})" for year, one in answered.items()}
        yield "right", str(_("Right answers")), right
        yield "wrong", str(_("Wrong answers")), wrong
        if model.today is not None:
            today = repr(1 - model.today.precision)
            yield (
                "wrong_today",
                str(_("Wrong answers today")),
                {year: f"{one}*{today}" for year, one in answered.items()},
            )
        return
    prevalence, recall = book.cell("model.prevalence"), book.cell("model.recall")
    sought = {year: f"{book.count('used', year)}*{prevalence}" for year in years}
    yield "sought", str(_("Cases to be found")), sought
    yield "right", str(_("Found")), {y: f"{book.count('sought', y)}*{recall}" for y in years}
    yield "wrong", str(_("False alarms")), {y: _alarms(book, "right", precision, y) for y in years}
    yield (
        "missed",
        str(_("Missed")),
        {y: f"{book.count('sought', y)}-{book.count('right', y)}" for y in years},
    )
    if model.today is None:
        return
    at, found = repr(model.today.precision), repr(model.today.recall)
    yield (
        "right_today",
        str(_("Found today")),
        {y: f"{book.count('sought', y)}*{found}" for y in years},
    )
    yield (
        "wrong_today",
        str(_("False alarms today")),
        {y: _alarms(book, "right_today", at, y) for y in years},
    )
    yield (
        "missed_today",
        str(_("Missed today")),
        {y: f"{book.count('sought', y)}-{book.count('right_today', y)}" for y in years},
    )


def _alarms(book: _Book, found: str, precision: str, year: int) -> str:
    others = f"{book.count('used', year)}-{book.count('sought', year)}"
    return f"MIN({book.count(found, year)}*(1-{precision})/{precision},{others})"


def more(book: _Book, answer: Answer, year: int) -> str:
    """Return how many more of an answer there are than today, as a formula."""
    model = book.case.model
    name = {Answer.RIGHT: "right", Answer.FALSE_ALARM: "wrong", Answer.MISSED: "missed"}[answer]
    has_today = model is not None and model.today is not None
    if has_today and model is not None and model.coverage is not None:
        has_today = answer is Answer.FALSE_ALARM
    return book.count(name, year) + (f"-{book.count(f'{name}_today', year)}" if has_today else "")


def _passed(book: _Book, which: Passed, year: int) -> str:
    right, wrong = more(book, Answer.RIGHT, year), more(book, Answer.FALSE_ALARM, year)
    return {
        Passed.FLAGGED: f"{right}+{wrong}",
        Passed.RIGHT: right,
        Passed.FALSE_ALARMS: wrong,
    }[which]
