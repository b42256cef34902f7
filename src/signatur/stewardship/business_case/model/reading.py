"""Reading a business case file: forgiving about how numbers are written, strict about names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.model.format import (
    ANSWERS,
    KIND_WORDS,
    PASSED_WORDS,
    PHASE_WORDS,
    SECTIONS,
    VERSION,
)
from signatur.stewardship.business_case.model.nodes import Fields, Node, root_of
from signatur.stewardship.business_case.model.values import (
    series_of,
    uncertain_of,
    years_named,
    years_of,
)
from signatur.stewardship.business_case.schema import (
    Answer,
    Case,
    Consequence,
    CostLine,
    GainKind,
    GainLine,
    ModelUse,
    NextLink,
    Passed,
    Scenario,
    Series,
    Today,
    Uncertain,
    certain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_YEARS = 60
_MOST_LINES = 500
_ONE = Series((certain(1.0),))
_WHOLE = Series((Uncertain(1.0, 1.0, 1.0, least=0.0, most=1.0),))


def read_case(content: str | bytes) -> Case:
    """Return the case that a YAML file describes.

    Raises WrongCase (an InputProblem), which names the line and what to write there.
    """
    top = root_of(content).fields(SECTIONS["case"])
    _check_version(top)
    first, years = _time(top)
    calendar = range(first, first + years)
    model = _model(top.get("model"), calendar)
    costs = _list(top, "costs", lambda node: _cost(node, calendar))
    gains = _list(top, "gains", lambda node: _gain(node, calendar))
    if not costs and not gains and model is None:
        top.node.fail(_("The case has neither costs, gains nor a model."))
    together = _correlation(top.get("correlation"))
    return Case(
        title=top.need("title").words(),
        first_year=first,
        years=years,
        currency=_words(top, "currency", "DKK"),
        price_year=_year(top, "price_year", first),
        inflation=_rate(top, "inflation", 0.0),
        discount_rate=_rate(top, "discount_rate", 0.035),
        seed=_whole(top, "seed", 1, 0, 2**32 - 1),
        draws=_whole(top, "draws", 10_000, 200, 200_000),
        interval=_inner_share(top, "interval", 0.95),
        probability=_inner_share(top, "probability", 0.8),
        cost_correlation=together[0],
        gain_correlation=together[1],
        costs=costs,
        gains=gains,
        model=model,
        next_links=_list(top, "next_link", lambda node: _link(node, calendar, model)),
        scenarios=_list(top, "scenarios", _scenario),
        notes=_words(top, "notes", ""),
    )


def _check_version(top: Fields) -> None:
    version = top.get("business_case")
    if version is not None and version.words() != str(VERSION):
        version.fail(_("This version of the format is not known; the newest is 1."))


def _time(top: Fields) -> tuple[int, int]:
    first = _year(top, "first_year", None)
    told, last = top.get("years"), top.get("last_year")
    if told is not None and last is not None:
        last.fail(_("Write either years or last_year, not both."))
    if last is not None:
        node, years = last, _year(top, "last_year", None) - first + 1
    else:
        node = top.need("years")
        years = node.whole()
    if not 1 <= years <= _MOST_YEARS:
        node.fail(_("A case runs over 1 to %(most)d years.", most=_MOST_YEARS))
    return first, years


def _list(top: Fields, key: str, read: Callable[[Node], Any]) -> tuple[Any, ...]:
    node = top.get(key)
    if node is None:
        return ()
    items = node.items()
    if len(items) > _MOST_LINES:
        node.fail(_("“%(name)s” has more than %(most)d lines.", name=key, most=_MOST_LINES))
    return tuple(read(one) for one in items)


def _cost(node: Node, calendar: Sequence[int]) -> CostLine:
    fields = node.fields(SECTIONS["cost"])
    amount = fields.need("amount")
    told = fields.get("years")
    years = years_of(told, calendar) if told else _years_of_amount(amount, calendar)
    return CostLine(
        name=fields.need("name").words(),
        department=fields.need("department").words(),
        phase=fields.need("phase").choice(PHASE_WORDS),
        years=years,
        amount=series_of(amount, years),
        quantity=_series(fields, "quantity", years) or _ONE,
        growth=_rate(fields, "growth", 0.0),
        price_year=_year(fields, "price_year", 0) or None,
    )


def _years_of_amount(amount: Node, calendar: Sequence[int]) -> tuple[int, ...]:
    years = years_named(amount)
    if not years:
        amount.fail(_("“%(key)s” is missing here.", key="years"))
    outside = [year for year in years if year not in calendar]
    if outside:
        amount.fail(
            _(
                "The year %(year)d lies outside the case, which runs from %(first)d to %(last)d.",
                year=outside[0],
                first=calendar[0],
                last=calendar[-1],
            )
        )
    return years


def _gain(node: Node, calendar: Sequence[int]) -> GainLine:
    fields = node.fields(SECTIONS["gain"])
    years = years_of(fields.need("years"), calendar)
    minutes = _series(fields, "minutes", years)
    if minutes is not None and "unit_value" in fields:
        node.fail(_("Write either unit_value, or minutes and hourly_rate, not both."))
    value = fields.need("hourly_rate" if minutes is not None else "unit_value")
    return GainLine(
        name=fields.need("name").words(),
        department=fields.need("department").words(),
        kind=fields.need("kind").choice(KIND_WORDS),
        years=years,
        volume=series_of(fields.need("volume"), years, holds_on=True),
        unit_value=series_of(value, years),
        minutes=minutes,
        realised_share=_series(fields, "realised_share", years, is_share=True, holds_on=True)
        or _WHOLE,
        growth=_rate(fields, "growth", 0.0),
        price_year=_year(fields, "price_year", 0) or None,
    )


def _model(node: Node | None, calendar: Sequence[int]) -> ModelUse | None:
    if node is None:
        return None
    fields = node.fields(SECTIONS["model"])
    years = years_of(fields.need("years"), calendar)
    coverage = fields.get("coverage")
    if coverage is not None and ("recall" in fields or "prevalence" in fields):
        coverage.fail(_("Write either coverage, or recall and prevalence, not both."))
    reach = {
        key: uncertain_of(fields.need(key), is_share=True)
        for key in (("coverage",) if coverage is not None else ("recall", "prevalence"))
    }
    if coverage is not None and "false_negative" in fields:
        fields.need("false_negative").fail(
            _("With coverage nothing is missed: what is not answered stays with people.")
        )
    return ModelUse(
        years=years,
        volume=series_of(fields.need("volume"), years, holds_on=True),
        realised_share=_series(fields, "realised_share", years, is_share=True, holds_on=True)
        or _WHOLE,
        precision=uncertain_of(fields.need("precision"), is_share=True),
        today=_today(fields.get("today")),
        consequences=tuple(
            _consequence(Answer(key), one, years)
            for key in ANSWERS
            if (found := fields.get(key)) is not None
            for one in found.items()
        ),
        growth=_rate(fields, "growth", 0.0),
        **reach,
    )


def _today(node: Node | None) -> Today | None:
    if node is None:
        return None
    fields = node.fields(SECTIONS["today"])
    return Today(
        precision=_share(fields, "precision", 1.0, least=1e-6), recall=_share(fields, "recall", 0.0)
    )


def _consequence(answer: Answer, node: Node, years: Sequence[int]) -> Consequence:
    section, key = ("right", "value") if answer is Answer.RIGHT else ("wrong", "cost")
    fields = node.fields(SECTIONS[section])
    kind = fields.get("kind")
    return Consequence(
        answer=answer,
        department=fields.need("department").words(),
        amount=series_of(fields.need(key), years),
        kind=kind.choice(KIND_WORDS) if kind else GainKind.QUALITY,
    )


def _link(node: Node, calendar: Sequence[int], model: ModelUse | None) -> NextLink:
    fields = node.fields(SECTIONS["link"])
    told = fields.get("years")
    if told is None and model is None:
        node.fail(_("“%(key)s” is missing here.", key="years"))
    years = years_of(told, calendar) if told else (model.years if model else ())
    volume = _series(fields, "volume", years, holds_on=True)
    which = fields.get("cases")
    if which is not None and volume is not None:
        which.fail(_("Write either cases or volume, not both."))
    if volume is None and model is None:
        node.fail(_("Without a model in the case, volume must say how many cases are pushed on."))
    passed = which.choice(PASSED_WORDS) if which else Passed.FLAGGED
    share, limits = fields.get("share"), fields.get("limits_value")
    return NextLink(
        name=fields.need("name").words(),
        department=fields.need("department").words(),
        cases=None if volume is not None else passed,
        volume=volume,
        share=uncertain_of(share, is_share=True) if share else _WHOLE.values[0],
        cost=series_of(fields.need("cost"), years),
        years=years,
        capacity=_series(fields, "capacity", years, holds_on=True),
        cost_of_waiting=_series(fields, "cost_of_waiting", years),
        limits_value=limits.truth() if limits else True,
    )


def _scenario(node: Node) -> Scenario:
    fields = node.fields(SECTIONS["scenario"])
    factors = {
        key: found.number_in(found.words(), is_share=False)
        if "%" not in found.words()
        else found.share()
        for key in ("costs", "gains", "volume", "realised_share")
        if (found := fields.get(key)) is not None
    }
    for key, factor in factors.items():
        if not 0 <= factor <= 20:
            fields.need(key).fail(_("A factor must lie between 0 and 20."))
    instead = {
        key: _share(fields, key, 0.0)
        for key in ("precision", "recall", "coverage")
        if key in fields
    }
    return Scenario(
        name=fields.need("name").words(),
        delay=_whole(fields, "delay", 0, 0, _MOST_YEARS),
        discount_rate=_rate(fields, "discount_rate", 0.0) if "discount_rate" in fields else None,
        **factors,
        **instead,
    )


def _correlation(node: Node | None) -> tuple[float, float]:
    if node is None:
        return 0.0, 0.0
    if not node.is_mapping:
        both = node.share()
        shares = (both, both)
    else:
        fields = node.fields(SECTIONS["correlation"])
        shares = (_share(fields, "costs", 0.0), _share(fields, "gains", 0.0))
    if not all(0 <= one <= 1 for one in shares):
        node.fail(_("“%(name)s” must lie between 0 and 100 per cent.", name=node.name))
    return shares


def _series(
    fields: Fields,
    key: str,
    years: Sequence[int],
    *,
    is_share: bool = False,
    holds_on: bool = False,
) -> Series | None:
    node = fields.get(key)
    return series_of(node, years, is_share=is_share, holds_on=holds_on) if node else None


def _words(fields: Fields, key: str, usual: str) -> str:
    node = fields.get(key)
    return node.words() if node else usual


def _share(fields: Fields, key: str, usual: float, *, least: float = 0.0) -> float:
    node = fields.get(key)
    value = node.share() if node else usual
    if node and not least <= value <= 1:
        node.fail(_("“%(name)s” must lie between 0 and 100 per cent.", name=key))
    return value


def _inner_share(fields: Fields, key: str, usual: float) -> float:
    value = _share(fields, key, usual)
    if not 0 < value < 1:
        fields.need(key).fail(_("“%(name)s” must lie between 0 and 100 per cent.", name=key))
    return value


def _rate(fields: Fields, key: str, usual: float) -> float:
    node = fields.get(key)
    value = node.share() if node else usual
    if node and not -0.5 <= value < 1:
        node.fail(_("“%(name)s” is a rate a year, such as 3.5 %%.", name=key))
    return value


def _whole(fields: Fields, key: str, usual: int, least: int, most: int) -> int:
    node = fields.get(key)
    value = node.whole() if node else usual
    if node and not least <= value <= most:
        node.fail(
            _(
                "“%(name)s” must lie between %(least)d and %(most)d.",
                name=key,
                least=least,
                most=most,
            )
        )
    return value


def _year(fields: Fields, key: str, usual: int | None) -> int:
    node = fields.get(key)
    if node is None:
        if usual is not None:
            return usual
        node = fields.need(key)
    value = node.whole()
    if not 1990 <= value <= 2200:
        node.fail(_("“%(year)s” is no year.", year=node.words()))
    return value
