"""The report for the talk on the budget: three or four pages that can be kept and read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import counted, current_language, show_date, show_moment
from signatur.kernel.i18n import text as _
from signatur.methods.reports import report
from signatur.solutions.fleet.model.explaining import peak_reasons
from signatur.solutions.fleet.model.looking import period_of
from signatur.solutions.fleet.schema.studies import AIM_TITLES
from signatur.solutions.fleet.service.out import tabling, telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.kernel.i18n import Text
    from signatur.kernel.sheets import Figure, Table
    from signatur.solutions.fleet.service.out.answer import Answer

# Longer tables go on in the workbook.
_MOST_ROWS = 25
# Of the vehicles that can go, each with several sentences.
_MOST_GOING = 12
# A year of driving holds all seasons.
_A_YEAR_DAYS = 350


def study_report(answer: Answer) -> bytes:
    """Return the report of an answer as PDF (PDF/A, PDF/UA)."""
    return report(as_told(answer), answer.at)


def as_told(answer: Answer) -> dict[str, Any]:
    """Return the report as `methods.reports` has it: words that are ready to be shown."""
    period = period_of(answer.trips)
    parts = [_answer_part(answer)]
    if answer.view.optimisation is not None:
        parts.append(_choice_part(answer))
    if answer.looked_for_another:
        parts.append(_reasons_part(answer))
    parts.append(_basis_part(answer))
    return {
        "language": current_language(),
        "title": answer.view.line.name,
        "authority": answer.authority,
        "period": str(
            _(
                "%(since)s – %(until)s",
                since=show_date(period.first),
                until=show_date(period.last),
            )
        ),
        "made": str(_("Made %(at)s", at=show_moment(answer.at))),
        "limits": [
            str(_("Question: %(aim)s", aim=AIM_TITLES[answer.view.question.aim])),
            str(_("Driving: %(name)s", name=answer.view.dataset_name)),
        ],
        "continued": str(_("The table goes on; the whole of it is in the workbook.")),
        "page": str(_("Page")),
        "empty": str(_("Nothing to show.")),
        "parts": parts,
    }


def _answer_part(answer: Answer) -> dict[str, Any]:
    blocks = [_said(_("The answer in words"), telling.sentences_of(answer))]
    shown = (0, 1, 2, 5, 6) if answer.looked_for_another else ()
    blocks.append(_tabled(tabling.shares_table(answer), columns=shown))
    if answer.plan.undriven:
        blocks.append(_tabled(tabling.reasons_table(answer)))
    return _part(_("The answer"), blocks, telling.figures_of(answer))


def _choice_part(answer: Answer) -> dict[str, Any]:
    table = tabling.front_table(answer)
    blocks = [
        _said(_("What is proven"), _proof(answer)),
        _tabled(
            table,
            picture=telling.front_picture(answer.view),
            about=str(
                _(
                    "The further left, the cheaper; the lower, the less CO₂e; the larger, the more trips without a vehicle. The square is today's fleet."
                )
            ),
            columns=(0, 1, 3, 4, 5),
            widths=(0.5, 4, 1.3, 1.3, 1.3),
        ),
    ]
    return _part(_("Proof, and what else could be chosen"), blocks)


def _proof(answer: Answer) -> tuple[str, ...]:
    return (
        str(
            _(
                "The lower bound is computed apart from the fleet that was found: it is what even the best imaginable fleet costs that drives as many trips under the same rules. The distance between the two is the most that could be gained by looking on."
            )
        ),
        telling.audit_sentence(answer),
    )


def _reasons_part(answer: Answer) -> dict[str, Any]:
    peak = tuple(str(one) for one in peak_reasons(answer.trips, len(answer.fleet)))
    going = tabling.going_table(answer)
    blocks = [
        _said(_("How many are needed at once"), peak),
        _tabled(tabling.months_table(answer)),
        _tabled(going, widths=(1, 3), most=_MOST_GOING),
    ]
    return _part(_("Why vehicles can go"), blocks)


def _basis_part(answer: Answer) -> dict[str, Any]:
    blocks = [
        _said(_("What is uncertain"), [str(one) for one in uncertainties(answer)]),
        _sourced(tabling.prices_table(answer)),
        _tabled(tabling.rules_table(answer), widths=(3, 2)),
    ]
    return _part(_("What the answer rests on"), blocks)


def uncertainties(answer: Answer) -> list[Text]:
    """Return what a reader should have in mind, as far as the study itself shows it."""
    rules, days = answer.view.question.rules, answer.trips.days
    told = [
        _(
            "It is the driving that was recorded. Driving that nobody recorded, in employees' own cars for example, and driving that was given up because no vehicle was free are not in it."
        )
    ]
    if days < _A_YEAR_DAYS:
        told.append(
            counted(
                "The driving covers %(num)d day; figures of a year are scaled up from it. Seasons that are not in it may need more vehicles or fewer.",
                "The driving covers %(num)d days; figures of a year are scaled up from it. Seasons that are not in it may need more vehicles or fewer.",
                round(days),
            )
        )
    told.append(
        _(
            "The plan is made knowing all trips. In everyday life they are booked one by one, and somebody comes late: a vehicle in reserve is a choice for people."
        )
    )
    if any(answer.kinds[one.kind].is_bike for one in answer.fleet):
        told.append(
            _(
                "Bikes are counted on within the rules. Whether people ride them depends on the weather, the clothes and the habit."
            )
        )
    told.append(
        _(
            "Prices are those of the table below; another price may lead to another answer. Try it as a calculation of its own."
        )
    )
    if rules.employee_cars and answer.plan.undriven:
        told.append(
            _(
                "Trips without a vehicle are counted as driven in employees' own cars at the state's rates, whether or not anybody is willing to."
            )
        )
    return told


def _part(
    title: Text, blocks: list[dict[str, Any]], figures: Iterable[Figure] = ()
) -> dict[str, Any]:
    return {
        "title": str(title),
        "figures": [[one.title, one.shown, one.note] for one in figures],
        "blocks": blocks,
    }


def _said(title: Text, sentences: Iterable[str]) -> dict[str, Any]:
    """Return a block of sentences."""
    return {
        "title": str(title),
        "said": list(sentences),
        "about": "",
        "picture": "",
        "alt": "",
        "table": None,
    }


def _sourced(table: Table) -> dict[str, Any]:
    """Return a table whose last column, the source, is told once below it, by its number."""
    sources = list(dict.fromkeys(row[-1].shown for row in table.rows))
    block = _tabled(table, widths=(4, 1, 1, 1))
    block["table"]["columns"][-1][1] = True
    for row, shown in zip(table.rows, block["table"]["rows"], strict=True):
        shown[-1] = str(sources.index(row[-1].shown) + 1)
    told = [f"{number}: {source}." for number, source in enumerate(sources, 1)]
    block["table"]["note"] = " ".join(told)
    return block


def _tabled(
    table: Table,
    *,
    picture: str = "",
    about: str = "",
    columns: tuple[int, ...] = (),
    widths: tuple[float, ...] = (),
    most: int = _MOST_ROWS,
) -> dict[str, Any]:
    """Return a block with a table, of which a page has room for some columns."""
    shown = columns or tuple(range(len(table.columns)))
    return {
        "title": table.title,
        "about": about,
        "picture": picture,
        "alt": table.title,
        "table": {
            "columns": [
                [table.columns[n].title, table.columns[n].is_number, *widths[place : place + 1]]
                for place, n in enumerate(shown)
            ],
            "rows": [[row[n].shown for n in shown] for row in table.rows[:most]],
            "is_cut": len(table.rows) > most,
            "note": table.note,
        },
    }
