"""From answers to what the law makes of a system on a day: pure, and fail closed.

Sources: AI Act articles 3, 5, 6, 25, 50 and Annex III; MDR Annex VIII rule 11 and article 5(5). Whether
a risk is significant is judged by a person; the program only puts it together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.stewardship.legal.model.logic import disjunction, evaluate, names_in
from signatur.stewardship.legal.model.questions import (
    ANNEX_III,
    BANS,
    EXCEPTIONS,
    QUESTIONS,
    by_key,
    facts_of,
    visible,
)
from signatur.stewardship.legal.schema import (
    UNKNOWN,
    AiClass,
    AiRole,
    Classification,
    Device,
    Duty,
    Reason,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from signatur.stewardship.legal.schema import Question, Rule, RuleSet

_DEVICE_CLASSES: Final = ("", "I", "IIa", "IIb", "III")
# Which fact makes the duties of an actor one's own; those of others are in any case.
_OWN_BY: Final = {
    "provider": "provider",
    "deployer": "deployer",
    "manufacturer": "manufacturer",
    "authority": "public_authority",
}


def classify(answers: Mapping[str, str], day: date, rules: RuleSet) -> Classification:
    """Return what applies on a day. Missing, unknown and impossible answers leave things open."""
    facts = facts_of(answers)
    ai_class, possible = _class_of(facts, day)
    duties = _duties(rules, facts, day)
    device = _device(answers, facts)
    return Classification(
        day=day,
        rules_version=rules.version,
        ai_class=ai_class,
        possible=possible,
        role=_role(facts),
        annex_items=tuple(
            dict.fromkeys(point for key, point in ANNEX_III.items() if facts[key] is Truth.YES)
        ),
        exceptions=tuple(one for one in EXCEPTIONS if facts[one] is Truth.YES),
        exception_holds=facts["exempted"],
        device=device,
        duties=duties,
        awaited=tuple(
            one
            for one in rules.awaited
            if one.verified_on <= day and evaluate(one.applies_if, facts) is not Truth.NO
        ),
        to_clarify=_to_clarify(answers, rules, day),
        reasons=tuple(_reasons(facts, device, is_open=len(possible) > 1)),
        confidence=max(
            (one.rule.confidence for one in duties if one.is_certain),
            key="HML".index,
            default="H",
        ),
    )


def _class_of(facts: Mapping[str, Truth], day: date) -> tuple[AiClass, tuple[AiClass, ...]]:
    """Return the class if it is certain, else that it is unclear; and every class that is possible."""
    if facts["ai_system"] is Truth.NO:
        return AiClass.OUT_OF_SCOPE, (AiClass.OUT_OF_SCOPE,)
    steps = (
        (AiClass.PROHIBITED, _prohibited(facts, day)),
        (
            AiClass.HIGH_RISK,
            disjunction(facts["high_risk_annex_iii"], facts["high_risk_annex_i"]),
        ),
        (
            AiClass.LIMITED,
            disjunction(
                facts["interacts_with_persons"],
                facts["generates_content"],
                facts["emotion_recognition"],
                facts["biometric_categorisation"],
            ),
        ),
    )
    possible = []
    for ai_class, holds in steps:
        if holds is not Truth.NO:
            possible.append(ai_class)
        if holds is Truth.YES:
            break
    else:
        possible.append(AiClass.MINIMAL)
    if facts["ai_system"] is Truth.UNKNOWN:
        possible.append(AiClass.OUT_OF_SCOPE)
    if len(possible) == 1:
        return possible[0], tuple(possible)
    # Whoever is high-risk for certain has the duties of it, whatever else is still to be clarified.
    is_high = facts["high_risk_annex_iii_presumed"] is Truth.YES or possible == [
        AiClass.PROHIBITED,
        AiClass.HIGH_RISK,
    ]
    return AiClass.HIGH_RISK if is_high else AiClass.UNCLEAR, tuple(possible)


def _prohibited(facts: Mapping[str, Truth], day: date) -> Truth:
    from datetime import date as day_of

    first = facts["prohibited_practice"] if day >= day_of(2025, 2, 2) else Truth.NO
    second = facts["intimate_or_abuse_imagery"] if day >= day_of(2026, 12, 2) else Truth.NO
    return disjunction(first, second)


def _role(facts: Mapping[str, Truth]) -> AiRole:
    provider, deployer = facts["provider"], facts["deployer"]
    if Truth.UNKNOWN in (provider, deployer):
        return AiRole.UNCLEAR
    if provider is Truth.YES and deployer is Truth.YES:
        return AiRole.BOTH
    if provider is Truth.YES:
        return AiRole.PROVIDER
    return AiRole.DEPLOYER if deployer is Truth.YES else AiRole.UNCLEAR


def _device(answers: Mapping[str, str], facts: Mapping[str, Truth]) -> Device:
    """Return the class by rule 11: the highest of what informs decisions and what monitors."""
    is_device = facts["medical_purpose"]
    if is_device is Truth.NO:
        return Device(Truth.NO, "", is_class_certain=True, may_be_transferred=Truth.YES)
    asked = {one.key for one in visible(answers)}
    informs = facts["informs_diagnosis_or_treatment"]
    harm = answers.get("worst_harm", UNKNOWN) if "worst_harm" in asked else UNKNOWN
    monitors = answers.get("monitors_physiology", UNKNOWN)
    least, certain = 1, True
    if informs is Truth.YES:
        least = {"death": 4, "serious": 3}.get(harm, 2)
        certain = harm in ("minor", "serious", "death")
    elif informs is Truth.UNKNOWN:
        certain = False
    least = max(least, {"vital": 3, "yes": 2}.get(monitors, 1))
    certain = certain and monitors in ("no", "yes", "vital")
    # Nothing that is unknown can lift the highest class.
    certain = (certain or least == len(_DEVICE_CLASSES) - 1) and is_device is Truth.YES
    return Device(
        is_device, _DEVICE_CLASSES[least], is_class_certain=certain,
        may_be_transferred=_may_be_transferred(facts["made_in_house"]),
    )  # fmt: skip


def _may_be_transferred(made_in_house: Truth) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(made_in_house, Truth.UNKNOWN)


def _duties(rules: RuleSet, facts: Mapping[str, Truth], day: date) -> tuple[Duty, ...]:
    """Return what applies or may apply, of the law as it is on the day; what binds first comes first."""
    found = []
    for rule in rules.rules:
        if not rule.is_law(day):
            continue
        applies = evaluate(rule.applies_if, facts)
        is_own = _is_own(rule, facts)
        if Truth.NO in (applies, is_own):
            continue
        is_certain = applies is Truth.YES and is_own is Truth.YES
        begins = _binds_from(rule, facts)
        found.append(Duty(rule, is_certain, in_force=begins <= day, applies_from=begins))
    return tuple(sorted(found, key=lambda one: (not one.is_certain, one.applies_from, one.rule.id)))


def _binds_from(rule: Rule, facts: Mapping[str, Truth]) -> date:
    """Return from when a rule binds: the later date only for whom it is certain."""
    is_later = rule.later_from is not None and evaluate(rule.later_if, facts) is Truth.YES
    return rule.later_from if is_later and rule.later_from else rule.applies_from


def _is_own(rule: Rule, facts: Mapping[str, Truth]) -> Truth:
    """Say whether a duty is one's own: a provider's is only where one is provider."""
    fact = _OWN_BY.get(rule.actor)
    return facts[fact] if fact else Truth.YES


def _to_clarify(answers: Mapping[str, str], rules: RuleSet, day: date) -> tuple[Question, ...]:
    """Return the questions that are asked, are not answered, and change something."""
    law = [rule for rule in rules.rules if rule.is_law(day)]
    asked_by_rules = {name for rule in law for name in names_in(rule.applies_if)}
    weighs = (
        asked_by_rules
        | {*ANNEX_III, *EXCEPTIONS, *BANS, "significant_risk"}
        | {name for one in QUESTIONS for name in names_in(one.when)}
        | {"develops", "uses", "changes_or_renames", "shares_with_others", "personal_data",
           "worst_harm", "monitors_physiology", "informs_diagnosis_or_treatment", "made_in_house",
           "interacts_with_persons", "generates_content", "product_safety_component",
           "public_authority", "in_service_before_duties", "changed_significantly_since",
           "on_market_before_august_2026"}
    )  # fmt: skip
    return tuple(
        one
        for one in visible(answers)
        if one.key in weighs and answers.get(one.key, UNKNOWN) not in one.values()[:-1]
    )


def _reasons(facts: Mapping[str, Truth], device: Device, *, is_open: bool) -> list[Reason]:
    """Say what decided, each with its provision."""
    if facts["ai_system"] is Truth.NO:
        rules_only = _("Fixed rules that people wrote are no AI system.")
        return [Reason("AI Act art. 3(1)", rules_only), *_device_reasons(device)]
    answered = {
        **dict.fromkeys(BANS, "AI Act art. 5(1)"),
        "intimate_or_abuse_imagery": "AI Act art. 5(1)(ba), (bb)",
        **{key: f"AI Act Annex III({point})" for key, point in ANNEX_III.items()},
    }
    found = [
        Reason(provision, _("Yes: %(question)s", question=by_key(key).text))
        for key, provision in answered.items()
        if facts[key] is Truth.YES
    ]
    if facts["annex_iii"] is Truth.YES:
        found.append(_about_exception(facts))
    if facts["old_system_of_authority"] is Truth.YES and facts["annex_iii"] is Truth.YES:
        until = _("It was in use before: the duties bind on 2 August 2030 at the latest.")
        found.append(Reason("AI Act art. 111(2)", until))
    if facts["high_risk_annex_i"] is Truth.YES:
        outside = _("An outside body assesses the product that it is or is part of.")
        found.append(Reason("AI Act art. 6(1)", outside))
    if facts["interacts_with_persons"] is Truth.YES or facts["generates_content"] is Truth.YES:
        told = _("People must be told that they meet AI or its work.")
        found.append(Reason("AI Act art. 50", told))
    if not found and is_open:
        too_little = _("Too little is known to say; what must be clarified decides it.")
        found.append(Reason("AI Act art. 6", too_little))
    elif not found:
        nothing = _("Nothing that is known makes it more than minimal risk.")
        found.append(Reason("AI Act art. 6", nothing))
    return found + _device_reasons(device)


def _about_exception(facts: Mapping[str, Truth]) -> Reason:
    if facts["exempted"] is Truth.YES:
        return Reason(
            "AI Act art. 6(3)",
            _(
                "It is an exception: no significant risk, nobody is profiled, and its task is narrow."
            ),
        )
    if facts["profiles_persons"] is Truth.YES:
        return Reason("AI Act art. 6(3)", _("Where people are profiled there is no exception."))
    if facts["exempted"] is Truth.UNKNOWN:
        return Reason(
            "AI Act art. 6(2), 6(3)",
            _("Whether it is an exception must be clarified; until then it counts as high-risk."),
        )
    return Reason("AI Act art. 6(3)", _("It is no exception."))


def _device_reasons(device: Device) -> list[Reason]:
    if device.is_device is not Truth.YES:
        return []
    found = [
        Reason(
            "MDR Annex VIII rule 11",
            _("A medical purpose makes it a device of class %(name)s or higher.",
              name=device.class_at_least)
            if not device.is_class_certain
            else _("A medical purpose makes it a device of class %(name)s.",
                   name=device.class_at_least),
        )
    ]  # fmt: skip
    if device.may_be_transferred is Truth.NO:
        found.append(
            Reason("MDR art. 5(5)", _("Made in house, it may not go to another legal entity."))
        )
    return found
