"""Reading the rules from their files, strictly: a rule that cannot be read stops the start."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from signatur.stewardship.legal.model.logic import names_in
from signatur.stewardship.legal.model.questions import FACTS
from signatur.stewardship.legal.schema import EVIDENCE_TITLES, LAWS, Awaited, Rule, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ACTORS: Final = frozenset(
    {"provider", "deployer", "both", "controller", "authority", "manufacturer"}
)
PHASES: Final = frozenset({"idea", "development", "trial", "operation", "retraining", "stop"})
_CONFIDENCE: Final = ("H", "M", "L")
# What the file calls a thing, where it is called otherwise inside.
_NAMES: Final = {"rule_id": "id", "phase": "phases", "evidence_required": "evidence"}
_COMMON: Final = ("instrument", "source", "verified_on", "recorded_at")
_PARTS: Final = {*_COMMON, "law", "rules", "more", "high_risk", "awaited"}
_MAY_LACK: Final = frozenset({"valid_to", "later_from"})
_DATES: Final = _MAY_LACK | {"valid_from", "applies_from", "verified_on", "recorded_at"}
_LISTS: Final = frozenset({"phases", "evidence"})
_OF_BRANCHES: Final = frozenset(
    {"valid_from", "valid_to", "applies_from", "later_if", "later_from", "amended_by"}
)


class BadRules(ValueError):
    """A file of rules has an error; the message names the rule and what is wrong."""


def read_rules(files: Iterable[bytes], more: Iterable[Rule] = ()) -> RuleSet:
    """Return the rules of YAML files, and further ones such as an authority's own. Raises BadRules."""
    told = [_parsed(content) for content in files]
    rules = [rule for one in told for rule in _rules_of(one)]
    awaited = [item for one in told for item in _awaited_of(one)]
    return joined(RuleSet((), tuple(awaited), ""), (*rules, *more))


def joined(known_rules: RuleSet, more: Iterable[Rule]) -> RuleSet:
    """Return rules with further ones, such as an authority's own. Raises BadRules."""
    rules = (*known_rules.rules, *more)
    known: dict[str, Rule] = {}
    for rule in rules:
        _check(rule)
        if rule.id in known:
            raise BadRules(f"{rule.id} stands twice")
        known[rule.id] = rule
    for rule in rules:
        if rule.supersedes:
            _check_follows(rule, known.get(rule.supersedes))
    return RuleSet(rules, known_rules.awaited, _version(rules, known_rules.awaited))


def _check_follows(rule: Rule, before: Rule | None) -> None:
    """Raise BadRules unless a wording begins on the day after the one that it takes the place of."""
    if before is None:
        raise BadRules(f"{rule.id} supersedes {rule.supersedes}, which is not there")
    if before.valid_to is None or (rule.valid_from - before.valid_to).days != 1:
        raise BadRules(f"{rule.id} does not begin on the day after {before.id} ends")


def _parsed(content: bytes) -> dict[str, Any]:
    import yaml

    try:
        told = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise BadRules("a file of rules is no YAML") from error
    if not isinstance(told, dict) or not set(told) <= _PARTS or not set(_COMMON) <= set(told):
        raise BadRules(f"a file of rules has {', '.join(_COMMON)} and the rules, and nothing else")
    return told


def _awaited_of(told: Mapping[str, Any]) -> Iterator[Awaited]:
    for one in told.get("awaited", ()):
        try:
            found = Awaited(source=told["source"], verified_on=told["verified_on"], **one)
            unknown = names_in(found.applies_if) - FACTS
        except (TypeError, ValueError) as error:
            raise BadRules(f"{one}: {error}") from error
        if unknown or found.confidence not in _CONFIDENCE or not found.text_da.strip():
            raise BadRules(f"{found.id}: something is missing or unknown")
        yield found


def _rules_of(told: Mapping[str, Any]) -> Iterator[Rule]:
    common = {name: told[name] for name in (*_COMMON, "law") if name in told}
    for one in (*told.get("rules", ()), *told.get("more", ())):
        yield _rule(common | one)
    branched = told.get("high_risk")
    if branched:
        for branch in branched["branches"]:
            for one in branched["rules"]:
                yield _rule(common | _branch_of(one, branch, branched["confidence"]))


def _branch_of(
    one: Mapping[str, Any], branch: Mapping[str, Any], confidence: str
) -> dict[str, Any]:
    """Return a duty of high-risk systems with the dates of one kind of them."""
    only_if = one.get("only_if", "")
    condition = f"({branch['applies_if']})" + (f" and ({only_if})" if only_if else "")
    dates = {name: value for name, value in branch.items() if name in _OF_BRANCHES}
    own = {name: value for name, value in one.items() if name != "only_if"}
    return {
        **own, **dates, "rule_id": f"{one['rule_id']}.{branch['suffix']}", "applies_if": condition,
        "confidence": confidence,
    }  # fmt: skip


def _rule(told: dict[str, Any]) -> Rule:
    name = told.get("rule_id")
    if not isinstance(name, str):
        raise BadRules("a rule has no rule_id")
    told = {_NAMES.get(key, key): value for key, value in told.items()}
    told.setdefault("valid_to", None)
    told.setdefault("applies_from", told.get("valid_from"))
    told.setdefault("evidence", [])
    for key, value in told.items():
        if not _has_its_kind(key, value):
            raise BadRules(f"{name}: {key} is not of its kind")
    try:
        return Rule(**told | {key: tuple(told.get(key, ())) for key in _LISTS})
    except TypeError as error:
        raise BadRules(f"{name}: {error}") from error


def _has_its_kind(key: str, value: object) -> bool:
    if key in _DATES:
        return isinstance(value, date) or (value is None and key in _MAY_LACK)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)


def _check(rule: Rule) -> None:
    if bool(rule.later_if) != bool(rule.later_from):
        raise BadRules(f"{rule.id}: who is bound later, and from when, belong together")
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise BadRules(f"{rule.id}: it ends before it begins")
    if rule.actor not in ACTORS or not set(rule.phases) <= PHASES or not rule.phases:
        raise BadRules(f"{rule.id}: actor or phase is unknown")
    if not set(rule.evidence) <= set(EVIDENCE_TITLES):
        raise BadRules(f"{rule.id}: it asks for evidence of a kind that is not known")
    if rule.law and rule.law not in LAWS:
        raise BadRules(f"{rule.id}: {rule.law} is no law that is known")
    if rule.confidence not in _CONFIDENCE:
        raise BadRules(f"{rule.id}: confidence must be H, M or L")
    if not rule.text_da.strip() or not rule.text_en.strip() or not rule.provision.strip():
        raise BadRules(f"{rule.id}: words are missing")
    try:
        unknown = (names_in(rule.applies_if) | names_in(rule.later_if)) - FACTS
    except ValueError as error:
        raise BadRules(f"{rule.id}: {error}") from error
    if unknown:
        raise BadRules(f"{rule.id}: asks for {min(unknown)}, which nobody answers")


def _version(rules: Iterable[Rule], awaited: Iterable[Awaited]) -> str:
    told = [asdict(one) for one in rules] + [asdict(one) for one in awaited]
    told.sort(key=lambda one: str(one["id"]))
    digest = hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()
    newest = max(str(one["verified_on"] or "") for one in told)
    return f"{newest}-{digest[:12]}"
