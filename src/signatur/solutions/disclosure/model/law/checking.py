"""What is wrong in edited law that can be read, and how two versions differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields as fields_of
from itertools import pairwise
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.law import Change, Confidence, Problem, Regime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from signatur.solutions.disclosure.schema.law import Ground, Grounds

_LONGEST_LABEL = 30


def check(grounds: Grounds) -> tuple[Problem, ...]:
    """Return what is wrong in a version: what stops its use first, then what is worth a look."""
    found = [
        *_references(grounds), *_days(grounds), *_regimes(grounds), *_duties(grounds),
        *_labels(grounds), *_unsure(grounds),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.stops))


def difference(old: Grounds, new: Grounds) -> tuple[Change, ...]:
    """Return what was added, taken away or changed, field by field."""
    changes: list[Change] = []
    before, after = _flat(old), _flat(new)
    for place in dict.fromkeys([*before, *after]):
        was, now = before.get(place, ""), after.get(place, "")
        if was != now:
            changes.append(Change(place, was, now))
    return tuple(changes)


def _flat(grounds: Grounds) -> dict[str, str]:
    told = {"version": grounds.version, "status": grounds.status}
    parts = (
        ("law", grounds.laws, "key"),
        ("regime", grounds.regimes, "regime"),
        ("ground", grounds.grounds, "key"),
        ("duty", grounds.duties, "key"),
    )
    for word, values, name in parts:
        seen: Counter[str] = Counter()
        for one in values:
            key = str(getattr(one, name))
            seen[key] += 1
            # A ground may stand once for each period.
            place = f"{word} {key}" + (f" ({seen[key]})" if seen[key] > 1 else "")
            for part in fields_of(one):
                told[f"{place}: {part.name}"] = _shown(getattr(one, part.name))
    return told


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    return "" if value is None else str(value)


def _references(grounds: Grounds) -> Iterator[Problem]:
    laws = {one.key for one in grounds.laws}
    for ground in grounds.grounds:
        place = f"ground {ground.key}"
        if ground.law not in laws:
            yield Problem(place, _("The law `%(law)s` is not among the laws.", law=ground.law))
        if not ground.applies_to:
            yield Problem(place, _("It applies to no regime."))
        if ground.neutral:
            yield from _neutral(grounds, ground)
        if ground.secrecy and ground.more_access:
            said = _(
                "More access cannot be asked for where secrecy bars it; choose one of the two."
            )
            yield Problem(place, said)
    for rule in grounds.regimes:
        for law in rule.laws:
            if law not in laws:
                yield Problem(
                    f"regime {rule.regime}", _("The law `%(law)s` is not among the laws.", law=law)
                )


def _neutral(grounds: Grounds, ground: Ground) -> Iterator[Problem]:
    place = f"ground {ground.key}"
    missing = set(ground.applies_to)
    for key in ground.neutral:
        other = grounds.of(key)
        if other is None:
            yield Problem(place, _("The neutral ground `%(key)s` does not exist.", key=key))
            continue
        missing -= set(other.applies_to)
        if other.neutral:
            said = _("The neutral ground `%(key)s` itself needs a neutral one.", key=key)
            yield Problem(place, said)
    if missing:
        regimes = ", ".join(sorted(missing))
        yield Problem(place, _("No neutral ground applies to %(regimes)s.", regimes=regimes))


def _days(grounds: Grounds) -> Iterator[Problem]:
    by_key: dict[str, list[Ground]] = {}
    for ground in grounds.grounds:
        by_key.setdefault(ground.key, []).append(ground)
        if ground.valid_to is not None and ground.valid_to < ground.valid_from:
            yield Problem(f"ground {ground.key}", _("It ends before it begins."))
    for key, all_of_it in by_key.items():
        ordered = sorted(all_of_it, key=lambda one: one.valid_from)
        for earlier, later in pairwise(ordered):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                said = _(
                    "Two wordings are in force on the same day; end the older one the day before."
                )
                yield Problem(f"ground {key}", said)


def _regimes(grounds: Grounds) -> Iterator[Problem]:
    known = Counter(one.regime for one in grounds.regimes)
    for regime in Regime:
        place = f"regime {regime}"
        if known[regime] != 1:
            said = _("It must be described once; it is %(count)s times.", count=str(known[regime]))
            yield Problem(place, said)
        if not any(regime in one.applies_to for one in grounds.grounds):
            yield Problem(place, _("No ground applies to it."), stops=False)


def _duties(grounds: Grounds) -> Iterator[Problem]:
    for key, count in Counter(one.key for one in grounds.duties).items():
        if count > 1:
            yield Problem(f"duty {key}", _("It is there more than once."))
    sections: Mapping[Regime, Iterable[str]] = {one.regime: one.sections for one in grounds.regimes}
    for duty in grounds.duties:
        is_name = duty.section.replace("_", "").isalpha() and duty.section.islower()
        lacking = [one for one in duty.regimes if duty.section not in sections.get(one, ())]
        if is_name and lacking:
            said = _(
                "The section `%(name)s` is missing in %(regimes)s.",
                name=duty.section, regimes=", ".join(lacking),
            )  # fmt: skip
            yield Problem(f"duty {duty.key}", said, stops=False)


def _labels(grounds: Grounds) -> Iterator[Problem]:
    for ground in grounds.grounds:
        if len(ground.label) > _LONGEST_LABEL:
            said = _("The label is longer than %(most)s signs and may not fit its box.", most="30")
            yield Problem(f"ground {ground.key}", said, stops=False)


def _unsure(grounds: Grounds) -> Iterator[Problem]:
    for ground in grounds.grounds:
        if ground.confidence is Confidence.LOW:
            yield Problem(
                f"ground {ground.key}", _("The source is unsure; have it confirmed."), stops=False
            )
