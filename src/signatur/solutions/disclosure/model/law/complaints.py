"""Who decides a complaint over access: the body of the underlying case, else the supervision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law.fields import Fields, UnreadableLaw, documents_of
from signatur.solutions.disclosure.schema.law import Body, Confidence, Problem, Regime

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = Path(__file__).parent / "data" / "bodies.yaml"
MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class BodyRule:
    """When a body is the right one: empty fields say nothing against it."""

    body: str
    regimes: tuple[Regime, ...] = ()
    kle: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    confidence: Confidence | None = None
    supervision: bool = False


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies, and the rules by which one is chosen; the first that fits."""

    bodies: Mapping[str, Body]
    rules: tuple[BodyRule, ...]
    environmental_forward: str


def packaged_bodies_text() -> str:
    """Return the YAML that comes with the program."""
    return _DATA.read_text(encoding="utf-8")


@cache
def packaged_bodies() -> Bodies:
    """Return the bodies that come with the program."""
    return parse_bodies(packaged_bodies_text())


def complaint_body(
    subject: str, regime: Regime, authority: str = MUNICIPALITY, bodies: Bodies | None = None
) -> Body:
    """Return the body that decides a complaint over access.

    Args:
        subject: KLE number of the underlying case, such as `01.02.05`; empty where it is not known.
        regime: under which the request was decided.
        authority: `municipality`, `region` or `state`.
        bodies: as the authority has edited them; the packaged ones where it is None.

    The confidence is that of the weaker of body and rule. Raises KeyError where no rule fits.
    """
    told = bodies or packaged_bodies()
    for rule in told.rules:
        if (
            (not rule.regimes or regime in rule.regimes)
            and (not rule.kle or any(subject.startswith(one) for one in rule.kle))
            and (not rule.authorities or authority in rule.authorities)
        ):
            return _chosen(told, rule, regime)
    raise KeyError(subject)


def parse_bodies(yaml_text: str) -> Bodies:
    """Return what a YAML text holds. Raises UnreadableLaw with all faults."""
    problems: list[Problem] = []
    documents = documents_of(yaml_text)
    fields = Fields(documents[0] if documents else None, "bodies", problems)
    bodies = [_body(one, number, problems) for number, one in enumerate(fields.list("bodies"), 1)]
    rules = [_rule(one, number, problems) for number, one in enumerate(fields.list("rules"), 1)]
    forward = fields.words("environmental_forward")
    fields.done()
    found = Bodies({one.key: one for one in bodies}, tuple(rules), forward)
    for number, rule in enumerate(rules, start=1):
        if rule.body not in found.bodies:
            said = _("The body `%(key)s` is not among the bodies.", key=rule.body)
            problems.append(Problem(f"rule {number}", said))
    last = rules[-1] if rules else BodyRule("")
    if not last.body or last.regimes or last.kle or last.authorities:
        said = _("The last rule must name a body alone: it is used where no other fits.")
        problems.append(Problem("rules", said))
    if problems:
        raise UnreadableLaw(problems)
    return found


def _chosen(told: Bodies, rule: BodyRule, regime: Regime) -> Body:
    body = told.bodies[rule.body]
    order = list(Confidence)
    weaker = max(body.confidence, rule.confidence or body.confidence, key=order.index)
    late = regime.is_environmental and body.through_authority
    forward = told.environmental_forward if late else body.forward
    return replace(body, confidence=weaker, forward=forward, as_supervision=rule.supervision)


def _body(raw: Any, number: int, problems: list[Problem]) -> Body:
    fields = Fields(raw, f"body {number}", problems)
    through = not isinstance(raw, dict) or "through_authority" not in raw
    flag = fields.flag("through_authority")
    body = Body(
        key=fields.words("key"),
        name=fields.words("name"),
        through_authority=through or flag,
        forward=fields.words("forward", ""),
        contact=fields.words("contact", ""),
        note=fields.words("note", ""),
        confidence=fields.one_of("confidence", Confidence),
        source=fields.words("source"),
    )
    fields.done()
    return body


def _rule(raw: Any, number: int, problems: list[Problem]) -> BodyRule:
    fields = Fields(raw, f"rule {number}", problems)
    has_confidence = isinstance(raw, dict) and "confidence" in raw
    rule = BodyRule(
        body=fields.words("body"),
        regimes=fields.codes("regimes", Regime),
        kle=fields.words_of("kle"),
        authorities=fields.words_of("authorities"),
        confidence=fields.one_of("confidence", Confidence) if has_confidence else None,
        supervision=fields.flag("supervision"),
    )
    fields.done()
    return rule
