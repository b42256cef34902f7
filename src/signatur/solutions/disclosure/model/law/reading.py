"""Edited law: read from YAML, checked, and compared with another version."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law.fields import (
    Fields,
    UnreadableLaw,
    documents_of,
    named,
)
from signatur.solutions.disclosure.model.law.kinds import kinds_of
from signatur.solutions.disclosure.schema.law import (
    Confidence,
    Duty,
    Ground,
    Grounds,
    Law,
    Problem,
    Regime,
    RegimeRule,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.solutions.disclosure.schema.finding import FindingKind

_DATA = Path(__file__).parent / "data"


def packaged_text() -> str:
    """Return the law that comes with the program as one YAML text, for a lawyer to edit a copy of."""
    files = sorted(one for one in _DATA.glob("[0-9]_*.yaml"))
    return "---\n".join(one.read_text(encoding="utf-8") for one in files)


@cache
def packaged_grounds() -> Grounds:
    """Return the law that comes with the program."""
    return parse_grounds(packaged_text())


def parse_grounds(yaml_text: str) -> Grounds:
    """Return the law that a YAML text holds; documents divided by `---` are put together.

    Raises:
        UnreadableLaw: It is not YAML, or fields are missing, unknown or wrong; all faults are told.
    """
    problems: list[Problem] = []
    parts: dict[str, list[Any]] = {"laws": [], "regimes": [], "grounds": [], "duties": []}
    version = status = ""
    for number, raw in enumerate(documents_of(yaml_text), start=1):
        fields = Fields(raw, f"document {number}", problems)
        version = fields.words("version", "") or version
        status = fields.words("status", "") or status
        for name, values in parts.items():
            values.extend(fields.list(name))
        fields.done()
    found = Grounds(
        version=version or "?",
        status=status,
        laws=_all(parts["laws"], "law", _law, problems),
        regimes=_all(parts["regimes"], "regime", _regime, problems),
        grounds=_all(parts["grounds"], "ground", _ground, problems),
        duties=_all(parts["duties"], "duty", _duty, problems),
    )
    if not found.grounds:
        problems.append(Problem("grounds", _("There are no grounds.")))
    if problems:
        raise UnreadableLaw(problems)
    return found


def _all(raw: list[Any], word: str, read: Callable[[Fields], Any], problems: list[Problem]) -> Any:
    values = []
    for number, one in enumerate(raw, start=1):
        fields = Fields(one, named(one, word, number, "key", "regime"), problems)
        values.append(read(fields))
        fields.done()
    return tuple(values)


def _law(fields: Fields) -> Law:
    return Law(
        key=fields.words("key"),
        title=fields.words("title"),
        cited=fields.words("cited"),
        wording=fields.words("wording"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day_if_any("valid_to"),
        confidence=fields.one_of("confidence", Confidence),
        source=fields.words("source"),
    )


def _regime(fields: Fields) -> RegimeRule:
    return RegimeRule(
        regime=fields.one_of("regime", Regime),
        title=fields.words("title"),
        laws=fields.words_of("laws"),
        choice=fields.words("choice"),
        better=fields.words("better", ""),
        sections=fields.mapping("sections"),
        confidence=fields.one_of("confidence", Confidence),
        source=fields.words("source"),
    )


def _ground(fields: Fields) -> Ground:
    return Ground(
        key=fields.words("key"),
        law=fields.words("law"),
        section=fields.words("section"),
        label=fields.words("label"),
        title=fields.words("title"),
        category=fields.words("category"),
        text=fields.words("text"),
        applies_to=fields.codes("applies_to", Regime),
        kinds=_kinds(fields, "kinds"),
        may_cover=_kinds(fields, "may_cover"),
        extract_facts=fields.flag("extract_facts"),
        more_access=fields.flag("more_access"),
        secrecy=fields.flag("secrecy"),
        neutral=fields.words_of("neutral"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day_if_any("valid_to"),
        confidence=fields.one_of("confidence", Confidence),
        source=fields.words("source"),
    )


def _duty(fields: Fields) -> Duty:
    return Duty(
        key=fields.words("key"),
        title=fields.words("title"),
        help=fields.words("help"),
        when=fields.one_of("when", When),
        regimes=fields.codes("regimes", Regime),
        section=fields.words("section"),
        confidence=fields.one_of("confidence", Confidence),
        source=fields.words("source"),
    )


def _kinds(fields: Fields, name: str) -> tuple[FindingKind, ...]:
    found: list[FindingKind] = []
    for word in fields.words_of(name):
        try:
            found += kinds_of(word)
        except ValueError:
            fields.fault(
                _(
                    "`%(name)s` names %(word)s, which is no kind of finding.",
                    name=name, word=word[:60],
                )
            )  # fmt: skip
    return tuple(dict.fromkeys(found))
