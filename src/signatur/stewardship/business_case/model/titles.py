"""What the keys of a case are called on pages and in reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.schema import Passed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

FIELD_TITLES: Mapping[str, Text] = {
    "title": _("Title"),
    "currency": _("Currency"),
    "first_year": _("First year (year 0)"),
    "years": _("Years"),
    "price_year": _("Prices of the year"),
    "inflation": _("Inflation"),
    "discount_rate": _("Discount rate"),
    "seed": _("Seed of the simulation"),
    "draws": _("Draws of the simulation"),
    "interval": _("Width of intervals"),
    "probability": _("How sure the floor must be"),
    "notes": _("Notes"),
    "name": _("Name"),
    "department": _("Department"),
    "phase": _("Phase"),
    "kind": _("Kind of gain"),
    "amount": _("Amount a year"),
    "quantity": _("Quantity"),
    "growth": _("Real growth a year"),
    "volume": _("Volume a year"),
    "unit_value": _("Value of one"),
    "minutes": _("Minutes saved"),
    "hourly_rate": _("Hourly rate"),
    "realised_share": _("Realised share"),
    "precision": _("Precision"),
    "recall": _("Recall"),
    "prevalence": _("Share to be found"),
    "coverage": _("Share that it answers itself"),
    "value": _("Value for each"),
    "cost": _("Cost for each"),
    "costs": _("Costs"),
    "gains": _("Gains"),
    "cases": _("Which cases"),
    "share": _("Share passed on"),
    "capacity": _("Room for a year"),
    "cost_of_waiting": _("Cost of each that waits"),
    "limits_value": _("No value until taken"),
    "delay": _("Years late"),
    "year": _("Pays back in"),
}
SECTION_TITLES: Mapping[str, Text] = {
    "case": _("The case"),
    "correlation": _("How far uncertain numbers go together"),
    "costs": _("Costs"),
    "gains": _("Gains"),
    "model": _("The model"),
    "today": _("Today, without the model"),
    "true_positive": _("Worth of right answers"),
    "false_positive": _("Cost of wrong answers (false alarms)"),
    "false_negative": _("Cost of what is missed"),
    "next_link": _("Who gets the cases afterwards"),
    "scenarios": _("Other assumptions"),
}
PASSED_TITLES: Mapping[Passed, Text] = {
    Passed.FLAGGED: _("All that are flagged"),
    Passed.RIGHT: _("Rightly found"),
    Passed.FALSE_ALARMS: _("False alarms"),
}
_ANSWERS = ("true_positive", "false_positive", "false_negative")
_NUMBERED = re.compile(r"^(.*?)( \(\d+\))?$")


def input_title(name: str) -> str:
    """Return what an input is called, such as `Drift: Beløb pr. år`, from its plain name."""
    of, _colon, what = name.rpartition(": ")
    split = _NUMBERED.match(what)
    assert split, "it matches everything"
    key, number = split[1], split[2] or ""
    answer, _space, department = of.partition(" (")
    if of == "model":
        of = str(SECTION_TITLES["model"])
    elif answer in _ANSWERS and department:
        of = f"{SECTION_TITLES[answer]} ({department}"
    return f"{of}: {FIELD_TITLES.get(key, key)}{number}"
