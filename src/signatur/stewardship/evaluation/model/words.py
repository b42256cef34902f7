"""What an evaluation says, in sentences: conclusions first, then what to know of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent, verbatim
from signatur.kernel.i18n import text as _
from signatur.records.floors.schema import METRIC_TITLES, Metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text


def metric_title(told: Mapping[str, Any]) -> Text:
    return METRIC_TITLES[Metric(told["metric"])]


def conclusions(told: Mapping[str, Any]) -> list[Text]:
    """Return what was found, the floor first; nothing that a reader must look up elsewhere."""
    found = [_of_floor(told), *_of_people(told), *_of_ladder(told), *_of_scores(told)]
    return [*found, *_of_groups(told)]


def reasons(told: Mapping[str, Any]) -> list[Text]:
    """Return why the floor is not kept; nothing where it is."""
    sentences = {
        "below_floor": _(
            "The lower end of the interval does not reach the floor. More cases would make it narrower."
        ),
        "not_shown_no_worse": _(
            "The model is not shown to be no worse than people by more than the margin."
        ),
        "people_missing": _(
            "The floor promises a comparison with people, and there are no answers of theirs to compare with."
        ),
    }
    return [sentences[one] for one in told["reasons"]]


def notes(told: Mapping[str, Any]) -> list[Text]:
    """Return what whoever reads the result must know of the file."""
    return [_note(one) for one in told["notes"]]


def findings(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the groups that somebody must answer for.

    That a group does better is a finding only where no other of its column is found to do worse.
    """
    worse = {one["group"] for one in told["groups"] if one["differs"] and one["apart"]["value"] < 0}
    return [
        one
        for one in told["groups"]
        if one["below_floor"]
        or (one["differs"] and (one["apart"]["value"] < 0 or one["group"] not in worse))
    ]


def finding(one: Mapping[str, Any]) -> Text:
    """Return what was found of a group, as a sentence."""
    values: dict[str, object] = {
        "group": one["group"],
        "kind": one["kind"],
        "share": show_percent(one["value"], 1),
        "low": show_percent(one["low"], 1),
        "high": show_percent(one["high"], 1),
        "apart": show_number(abs(one["apart"]["value"]) * 100, 1),
    }
    if one["below_floor"]:
        return _(
            "%(group)s %(kind)s: %(share)s (%(low)s – %(high)s), which is below the floor.",
            **values,
        )
    if one["apart"]["value"] < 0:
        return _(
            "%(group)s %(kind)s: %(share)s (%(low)s – %(high)s), %(apart)s points worse than all others.",
            **values,
        )
    return _(
        "%(group)s %(kind)s: %(share)s (%(low)s – %(high)s), %(apart)s points better than all others.",
        **values,
    )


def _of_floor(told: Mapping[str, Any]) -> Text:
    values: dict[str, object] = {
        "metric": metric_title(told),
        "share": show_percent(told["value"], 1),
        "low": show_percent(told["low"], 1),
        "high": show_percent(told["high"], 1),
        "floor": show_percent(told["floor"], 1),
        "cases": show_number(told["cases"]),
    }
    if told["reaches_floor"]:
        return _(
            "%(metric)s: %(share)s (%(low)s – %(high)s) of %(cases)s cases. All of the interval reaches the floor of %(floor)s.",
            **values,
        )
    return _(
        "%(metric)s: %(share)s (%(low)s – %(high)s) of %(cases)s cases. That does not show that the floor of %(floor)s is reached.",
        **values,
    )


def _of_people(told: Mapping[str, Any]) -> list[Text]:
    people = told["people"]
    tested = people["no_worse"]
    if tested is None:
        return []
    values: dict[str, object] = {
        "people": show_percent(people["right"], 1),
        "apart": show_number(tested["difference"] * 100, 1),
        "low": show_number(tested["low"] * 100, 1),
        "margin": show_number(tested["margin"] * 100, 1),
        "cases": show_number(people["cases_needed"] or 0),
    }
    if tested["holds"]:
        return [
            _(
                "People: %(people)s. The model differs by %(apart)s points, at worst %(low)s: it is no worse than people by more than %(margin)s points.",
                **values,
            )
        ]
    return [
        _(
            "People: %(people)s. The model differs by %(apart)s points, at worst %(low)s: it is not shown that it is no worse than people by more than %(margin)s points. That takes some %(cases)s cases.",
            **values,
        )
    ]


def _of_ladder(told: Mapping[str, Any]) -> list[Text]:
    ladder = told["ladder"]
    if ladder is None:
        return []
    choice = rung_name(ladder["choice"])
    if ladder["choice"] == told["model"]:
        return [
            _(
                "From simple to complex: %(model)s is the simplest that does as well; nothing below it does.",
                model=choice,
            )
        ]
    values: dict[str, object] = {"model": rung_name(told["model"]), "choice": choice}
    if ladder["loss"] is None:
        return [
            _(
                "From simple to complex: %(choice)s does as well as %(model)s and is simpler; nothing is lost by using it.",
                **values,
            )
        ]
    loss, money = ladder["loss"], ladder["loss_in_money"]
    values["points"] = show_number(loss["value"] * 100, 1)
    values["money"] = show_number(money["value"], 2)
    if ladder["is_paid"]:
        return [
            _(
                "From simple to complex: %(choice)s is simpler, and no model is surely better by the margin in both metric and money. By keeping to it, %(points)s points and %(money)s kroner a case are lost, as far as is seen.",
                **values,
            )
        ]
    return [
        _(
            "From simple to complex: %(choice)s is simpler, and no model is surely better by the margin. By keeping to it, %(points)s points are lost, as far as is seen.",
            **values,
        )
    ]


def _of_scores(told: Mapping[str, Any]) -> list[Text]:
    found = told["calibration"]
    if found is None:
        return []
    values: dict[str, object] = {
        "value": show_number(found["value"] * 100, 1),
        "low": show_number(found["low"] * 100, 1),
        "high": show_number(found["high"] * 100, 1),
    }
    if found["is_off"]:
        return [
            _(
                "Scores are off by %(value)s points on average (%(low)s – %(high)s), more than chance explains.",
                **values,
            )
        ]
    return [
        _(
            "Scores are off by %(value)s points on average (%(low)s – %(high)s), no more than chance explains.",
            **values,
        )
    ]


def _of_groups(told: Mapping[str, Any]) -> list[Text]:
    if not told["groups"]:
        return []
    seen = findings(told)
    small = sum(not one["is_judged"] for one in told["groups"])
    found = [finding(one) for one in seen] or [
        _("By group: no difference is seen that chance does not explain.")
    ]
    if small:
        found.append(
            _(
                "Groups with fewer than %(least)s cases, which are told of but not judged: %(count)s.",
                count=small,
                least=told["least_group"],
            )
        )
    return found


def rung_name(name: str) -> Text:
    """Return what a model is called; the one that always says the same has no name of its own."""
    return _("Always the same answer") if name == "base rate" else verbatim(name)


def _note(one: Mapping[str, Any]) -> Text:
    values = {key: value for key, value in one.items() if key != "code"}
    sentences = {
        "truth_missing": _("Rows without a truth, which are left out: %(cases)s.", **values),
        "truth_is_person": _(
            "The column %(column)s is the same as the truth in every row. Whoever set the truth cannot be measured by it.",
            **values,
        ),
        "no_answer": _(
            "Cases without an answer of the model, which count as not right: %(cases)s.", **values
        ),
        "positive_found": _("Precision and recall are about the answer %(label)s.", **values),
        "answers_from_scores": _(
            "The column %(column)s holds scores; from 0.5 on they count as the answer.", **values
        ),
        "score_of_positive": _("The score is read as how likely the positive answer is."),
        "score_of_answer": _("The score is read as how sure the model is of its own answer."),
        "group_has_too_many": _(
            "The column %(column)s has too many kinds to be groups and is left out.", **values
        ),
    }
    return sentences[one["code"]]
