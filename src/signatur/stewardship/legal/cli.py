"""Commands: what the law makes of a file of answers, on a day; no installation needed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, bytes_of, print_json, runtime_of, say
from signatur.stewardship.legal.model import (
    ALIASES,
    QUESTIONS,
    BadRules,
    classify,
    joined,
    read_answers,
    read_rules,
    visible,
)
from signatur.stewardship.legal.schema import CLASS_TITLES, ROLE_TITLES, Truth
from signatur.stewardship.legal.service.shipping import shipped_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.stewardship.legal.schema import Classification, Duty, RuleSet

commands = typer.Typer(
    no_args_is_help=True, help="See which law applies to a system, from which day, and why."
)


@commands.command("classify")
def classify_answers(
    file: Annotated[
        Path, typer.Argument(help="YAML with one answer a line, such as develops: yes.")
    ],
    day: Annotated[
        str, typer.Option("--date", help="As the law is on this day, year-month-day.")
    ] = "",
    more: Annotated[
        Path | None,
        typer.Option("--rules", help="Further rules, such as sector law, as a file of rules."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what the AI Act, the GDPR, Danish law and the MDR make of a system, and what is open."""
    answers = _read(file)
    found = classify(answers, _day(day), _rules_with(more))
    if as_json:
        print_json(_as_json(found))
    else:
        _tell(found)


@commands.command()
def questions(
    file: Annotated[
        Path | None, typer.Argument(help="Answers so far; only what they lead to is printed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the questions: names, the answers that each may have, and when each is asked."""
    shown = visible(_read(file)) if file is not None else list(QUESTIONS)
    if as_json:
        print_json(
            [
                {"key": one.key, "group": one.group, "text": str(one.text),
                 "help": str(one.help) if one.help else "", "values": list(one.values()),
                 "asked_when": one.when,
                 "also_called": [name for name, key in ALIASES.items() if key == one.key]}
                for one in shown
            ]
        )  # fmt: skip
        return
    for one in shown:
        say(f"{one.key}: {one.text} [{', '.join(one.values())}]")


@commands.command()
def rules(
    day: Annotated[
        str, typer.Option("--date", help="As the law is on this day, year-month-day.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Print the rules that are law on a day, with from when they bind and how sure that is."""
    on = _day(day)
    found = [one for one in shipped_rules().rules if one.is_law(on)]
    if as_json:
        print_json({"version": shipped_rules().version, "rules": [_rule(one) for one in found]})
        return
    for one in found:
        say(f"{one.id}: {one.cited}, {one.applies_from} ({one.confidence}): {one.text_da}")


@commands.command()
def export(
    ctx: typer.Context,
    project: Annotated[str, typer.Argument(help="Id, name or solution of the project.")],
    form: Annotated[str, typer.Option(help="nl, atrs or os2.")] = "atrs",
    contact: Annotated[str, typer.Option(help="Address where citizens may ask.")] = "",
    authority: Annotated[str, typer.Option(help="Name, where there are several.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print a project in the shape of a public register, or of OS2compliance."""
    import json

    import yaml

    from signatur.records.people import service as people
    from signatur.records.projects import service as projects
    from signatur.stewardship.legal.service.registers import FORMS, register_form

    if form not in FORMS:
        raise InputProblem(log="no such form", shown=_("The form is one of nl, atrs and os2."))
    runtime = runtime_of(ctx)
    with runtime.reading(people.acting_for(runtime, authority)) as work:
        told = register_form(work, projects.named(work, project).id, form, contact)
    if as_json:
        print_json(told)
    else:
        plain = json.loads(json.dumps(told, default=str))
        say(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))


def _as_json(found: Classification) -> dict[str, Any]:
    certain = [one for one in found.duties if one.is_certain]
    return {
        "date": found.day,
        "rules_version": found.rules_version,
        "class": found.ai_class,
        "class_is_certain": len(found.possible) == 1,
        "class_at_least": found.possible[-1],
        "class_possibly": found.possible[0],
        "possible_classes": found.possible,
        "role": found.role,
        "annex_item": found.annex_items[0] if found.annex_items else None,
        "annex_items": found.annex_items,
        "exceptions": found.exceptions if found.exception_holds is Truth.YES else [],
        "exceptions_claimed": found.exceptions,
        "exception_holds": found.exception_holds,
        "medical_device": {
            "is_device": {Truth.YES: True, Truth.NO: False}.get(found.device.is_device),
            "class": found.device.class_at_least or None,
            "class_is_certain": found.device.is_class_certain,
            "may_be_transferred": {Truth.YES: True, Truth.NO: False}.get(
                found.device.may_be_transferred
            ),
        },
        "duties": [_duty(one) for one in certain if one.in_force],
        "upcoming": [_duty(one) for one in certain if not one.in_force],
        "possible_duties": [_duty(one) for one in found.duties if not one.is_certain],
        "awaited": [
            {
                "id": one.id,
                "text": one.text_da,
                "text_en": one.text_en,
                "confidence": one.confidence,
                "as_of": one.verified_on,
            }
            for one in found.awaited
        ],
        "must_be_clarified": [{"key": one.key, "text": str(one.text)} for one in found.to_clarify],
        "reasons": [{"provision": one.provision, "text": str(one.text)} for one in found.reasons],
        "confidence": found.confidence,
    }


def _duty(one: Duty) -> dict[str, Any]:
    told = {**_rule(one.rule), "from": one.applies_from}
    return {**told, "in_force": one.in_force, "certain": one.is_certain}


def _rule(rule: Any) -> dict[str, Any]:
    return {
        "rule_id": rule.id,
        "provision": rule.provision,
        "cited": rule.cited,
        "instrument": rule.instrument,
        "amended_by": rule.amended_by or None,
        "actor": rule.actor,
        "phase": list(rule.phases),
        "from": rule.applies_from,
        "text": rule.text_da,
        "text_en": rule.text_en,
        "evidence": list(rule.evidence),
        "confidence": rule.confidence,
    }


def _tell(found: Classification) -> None:
    say(f"{CLASS_TITLES[found.ai_class]} – {ROLE_TITLES[found.role]}")
    if len(found.possible) > 1:
        say(_("It may turn out to be: %(names)s.",
              names=", ".join(str(CLASS_TITLES[one]) for one in found.possible)))  # fmt: skip
    for reason in found.reasons:
        say(f"- {reason.provision}: {reason.text}")
    _tell_duties(found.duties)
    if found.awaited:
        say(_("On its way, not law yet:"))
    for awaited in found.awaited:
        say(f"  {awaited.text_da}")
    if found.to_clarify:
        say(_("Must be clarified:"))
    for question in found.to_clarify:
        say(f"? {question.key}: {question.text}")


def _tell_duties(duties: Sequence[Duty]) -> None:
    for title, wanted in ((_("In force"), True), (_("To come"), False)):
        chosen = [one for one in duties if one.is_certain and one.in_force is wanted]
        if chosen:
            say(f"{title}:")
        for one in chosen:
            say(f"  {one.applies_from} {one.rule.cited}: {one.rule.text_da}")
    possible = sum(not one.is_certain for one in duties)
    if possible:
        say(
            counted(
                "%(num)d more may apply, once what is listed below is clarified.",
                "%(num)d more may apply, once what is listed below is clarified.",
                possible,
            )
        )


def _rules_with(more: Path | None) -> RuleSet:
    if more is None:
        return shipped_rules()
    content = bytes_of(more)
    try:
        return joined(shipped_rules(), read_rules([content]).rules)
    except BadRules as error:
        raise InputProblem(
            log="bad rules", shown=_("The file of rules has an error: %(what)s.", what=str(error))
        ) from error


def _day(words: str) -> date:
    from signatur.kernel.clock import SystemClock

    if not words:
        return SystemClock().now().date()
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(words.strip(), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InputProblem(
        log="bad date", shown=_("Write dates as year-month-day, such as 2026-03-04.")
    )


def _read(file: Path) -> dict[str, str]:
    return read_answers(bytes_of(file))
