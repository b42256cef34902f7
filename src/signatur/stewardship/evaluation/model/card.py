"""A model card: what the model is for, what was promised, what was found, for whom it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_date, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.records.floors.schema import METRIC_TITLES
from signatur.stewardship.evaluation.model.sheets import block, blocks_of
from signatur.stewardship.evaluation.model.words import conclusions, notes, reasons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.records.floors.schema import Floor
    from signatur.records.registry.schema import ModelVersion
    from signatur.stewardship.evaluation.schema import Evaluation


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding about a group: what was found, who answers for it, and what was done."""

    said: str
    owner: str
    answer: str


def card(
    found: Evaluation,
    floor: Floor,
    version: ModelVersion | None,
    names: Mapping[Any, str],
    answered: Sequence[Answered],
) -> list[dict[str, Any]]:
    """Return the parts of a card, as `methods.reports` has them."""
    told = found.told
    return [
        {
            "title": str(_("What was promised, and what was found")),
            "figures": [],
            "blocks": [_promised(floor, names), _conclusions(told), *_findings(answered)],
        },
        {
            "title": str(_("The model and its test")),
            "figures": [],
            "blocks": [*_model(version), _test(found, names)],
        },
        {"title": str(_("Figures")), "figures": [], "blocks": blocks_of(told)},
    ]


def _pairs(title: object, rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    columns = [(_("What"), False), (_("Value"), False)]
    return block(title, "", "", columns, [[str(one) for one in row] for row in rows])


def _promised(floor: Floor, names: Mapping[Any, str]) -> dict[str, Any]:
    terms = floor.terms
    rows: list[Sequence[object]] = [
        (_("Of which cases"), terms.population),
        (METRIC_TITLES[terms.metric], f"≥ {show_percent(terms.floor, 1)}"),
    ]
    if terms.margin:
        rows.append((_("At most so much worse than people"), show_percent(terms.margin, 1)))
    if terms.cost_false_positive or terms.cost_false_negative:
        rows += [
            (_("What a false alarm costs (kroner)"), show_number(terms.cost_false_positive)),
            (_("What a miss costs (kroner)"), show_number(terms.cost_false_negative)),
        ]
    if terms.reasoning:
        rows.append((_("Why this floor"), terms.reasoning))
    rows.append((_("Drafted by"), _who(names, floor.drafted_by, floor.drafted_at)))
    rows.append((_("Signed by"), _who(names, floor.signed_by, floor.signed_at)))
    rows.append((_("Hash"), _broken(floor.hash)))
    return _pairs(_("Performance floor"), rows)


def _conclusions(told: Mapping[str, Any]) -> dict[str, Any]:
    verdict = _("The floor is kept.") if told["is_kept"] else _("The floor is not kept.")
    rows = [[str(one)] for one in (*reasons(told), *conclusions(told), *notes(told))]
    return block(verdict, "", "", [(_("Found"), False)], rows)


def _findings(answered: Sequence[Answered]) -> list[dict[str, Any]]:
    if not answered:
        return []
    columns = [(_("Found"), False), (_("Who answers for it"), False), (_("Answer"), False)]
    rows = [[one.said, one.owner, one.answer or str(_("not answered yet"))] for one in answered]
    return [block(_("Findings about groups"), "", "", columns, rows)]


def _model(version: ModelVersion | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    rows: list[Sequence[object]] = [
        (_("Version"), version.number),
        (_("Method"), version.method),
        (_("SHA-256 of the model"), _broken(version.sha256)),
        (_("Rows learnt from"), show_number(version.snapshot_rows)),
        (_("Code"), version.code_version),
        (_("Seed"), version.seed),
    ]
    for name, title in (
        ("purpose", _("Purpose")),
        ("data", _("Data")),
        ("limits", _("Limits")),
        ("ethics", _("Whom it may harm, and how")),
        ("contact", _("Who answers for it")),
    ):
        if version.card.get(name):
            rows.append((title, version.card[name]))
    return [_pairs(_("Model"), rows)]


def _test(found: Evaluation, names: Mapping[Any, str]) -> dict[str, Any]:
    told = found.told
    rows: list[Sequence[object]] = [
        (_("Test set (SHA-256)"), _broken(found.test_set)),
        (_("Cases with a truth"), show_number(told["usable_rows"])),
        (_("Times it was opened by then"), found.opening),
        (_("Models, from simple to complex"), ", ".join(told["columns"]["models"])),
        (_("Evaluated by"), _who(names, found.evaluated_by, found.evaluated_at)),
    ]
    if found.signed_by:
        rows.append((_("Signed by"), _who(names, found.signed_by, found.signed_at)))
        rows.append((_("Why"), found.because))
    if found.withdrawn_at:
        rows.append((_("Withdrawn"), show_date(found.withdrawn_at.date())))
        rows.append((_("Why it no longer holds"), found.withdrawn_because))
    return _pairs(_("Test"), rows)


def _who(names: Mapping[Any, str], person: Any, at: Any) -> str:
    if person is None or at is None:
        return str(_("not signed yet"))
    return f"{names.get(person, '')}, {show_date(at.date())}"


def _broken(hash_: str) -> str:
    """Return a hash in pieces that find room on a line."""
    return " ".join(hash_[at : at + 16] for at in range(0, len(hash_), 16))
