"""Prices and emission factors by year, each with its source; the authority's own from the first use on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import Text, verbatim
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.prices import PRICES, DatedPrice, prices_of
from signatur.solutions.fleet.service.rights import CHANGE_SETUP, tell, tidy
from signatur.solutions.fleet.tables import PriceRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.rules import Prices

PRICE_TITLES: dict[str, Text] = {
    "petrol_dkk": _("Petrol, DKK a litre"),
    "diesel_dkk": _("Diesel, DKK a litre"),
    "hvo_dkk": _("HVO (renewable diesel), DKK a litre"),
    "electricity_dkk": _("Electricity, DKK a kWh"),
    "petrol_co2e_kg": _("Petrol, kg CO₂e a litre"),
    "diesel_co2e_kg": _("Diesel, kg CO₂e a litre"),
    "hvo_co2e_kg": _("HVO (renewable diesel), kg CO₂e a litre"),
    "electricity_co2e_kg": _("Electricity, kg CO₂e a kWh"),
    "employee_high_dkk_km": _("Own car, high rate, DKK a km"),
    "employee_low_dkk_km": _("Own car, low rate, DKK a km"),
    "employee_km_litre": _("Own car, km on a litre of petrol"),
}
_YEARS = (1990, 2100)
_MOST = 1_000.0


@dataclass(frozen=True, slots=True)
class KeptPrice:
    """One figure, the year from which it holds, and who says so."""

    id: UUID
    name: str
    from_year: int
    value: float
    source: Text


def kept_prices(work: Work, project_id: UUID) -> list[KeptPrice]:
    """Return the prices of a project in the order of the titles; empty before they are first used."""
    rows = work.session.scalars(
        select(PriceRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    )
    order = list(PRICE_TITLES)
    found = sorted(rows, key=lambda row: (order.index(row.name), row.from_year))
    return [
        KeptPrice(row.id, row.name, row.from_year, row.value, Text.from_json(row.source))
        for row in found
    ]


def shown_prices(work: Work, project_id: UUID) -> list[KeptPrice]:
    """Return the prices of a project; before anything was changed, those that Signatur comes with."""
    order = list(PRICE_TITLES)
    known = sorted(PRICES, key=lambda one: (order.index(one.name), one.from_year))
    return kept_prices(work, project_id) or [
        KeptPrice(project_id, one.name, one.from_year, one.value, one.source) for one in known
    ]


def prices_in(work: Work, project_id: UUID, year: int) -> Prices:
    """Return the prices that hold in a year."""
    table: Iterable[DatedPrice] = [
        DatedPrice(one.name, one.from_year, one.value, one.source)
        for one in shown_prices(work, project_id)
    ]
    return prices_of(year, table)


def save_price(
    work: Work, project_id: UUID, name: str, from_year: int, value: float, source: str
) -> None:
    """Set what a figure is from a year on. Raises NotAllowed, InputProblem."""
    work.require(CHANGE_SETUP, project_id)
    if name not in PRICE_TITLES:
        raise InputProblem(log="unknown price", shown=_("Choose what the price is of."))
    if not _YEARS[0] <= from_year <= _YEARS[1]:
        raise InputProblem(log="price year", shown=_("Write the year with four digits."))
    if not 0 <= value <= _MOST or (name == "employee_km_litre" and value < 1):
        raise InputProblem(
            log="price value", shown=_("Write a price between 0 and %(most)d.", most=int(_MOST))
        )
    if not tidy(source):
        raise InputProblem(log="no source", shown=_("Write where the figure is from."))
    _take_over(work, project_id)
    row = work.session.scalar(
        select(PriceRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, name=name, from_year=from_year
        )
    )
    if row is None:
        row = _row(work, project_id, DatedPrice(name, from_year, value, verbatim(tidy(source))))
        work.session.add(row)
    row.value, row.source = value, verbatim(tidy(source)).to_json()
    row.changed_by, row.changed_at = work.actor.id, work.now
    work.session.flush()
    tell(work, project_id, "fleet.price_saved", name=name, year=from_year, value=value)


def remove_price(work: Work, project_id: UUID, price_id: UUID) -> None:
    """Remove a figure; the last of its name stays. Raises NotAllowed, NotFound, InputProblem."""
    work.require(CHANGE_SETUP, project_id)
    row = work.session.get(PriceRow, price_id)
    if row is None or row.authority_id != work.authority_id or row.project_id != project_id:
        raise NotFound(log=f"no price {price_id}", shown=_("This price does not exist any more."))
    others = [one for one in kept_prices(work, project_id) if one.name == row.name]
    if len(others) == 1:
        raise InputProblem(
            log="last price",
            shown=_("Nothing could be calculated without this price. Change it instead."),
        )
    work.session.delete(row)
    work.session.flush()
    tell(work, project_id, "fleet.price_removed", name=row.name, year=row.from_year)


def _take_over(work: Work, project_id: UUID) -> None:
    """Make the prices that Signatur comes with the authority's own, once."""
    if not kept_prices(work, project_id):
        work.session.add_all(_row(work, project_id, one) for one in PRICES)
        work.session.flush()


def _row(work: Work, project_id: UUID, price: DatedPrice) -> PriceRow:
    return PriceRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        name=price.name,
        from_year=price.from_year,
        value=price.value,
        source=price.source.to_json(),
        changed_by=work.actor.id,
        changed_at=work.now,
    )
