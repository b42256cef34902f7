"""Rules from and to the kind of spreadsheet that Danish robots use.

One row a rule: what it looks at, how, for what, where that goes, simulation yes or no, and why it was
taken out of use. Danish and English column names in any order; a row that cannot be used is named
with its line and the reason, and the others are taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.tables.plain import rows_of
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    UNKNOWN_LABEL,
    Rule,
    RuleField,
    RuleMatch,
    Target,
)
from signatur.solutions.mail_routing.service import setup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Department, Subject

RULE_COLUMNS = (
    "Felt",
    "Betingelse",
    "Værdi",
    "Mål (afdeling)",
    "Mål (emne)",
    "Simulering",
    "Fjernet",
    "Begrundelse",
)

_COLUMNS = {
    "field": ("felt", "field", "kolonne"),
    "match": ("betingelse", "match", "operator", "type"),
    "value": ("værdi", "vaerdi", "value", "tekst", "søgetekst", "nøgleord", "wildcard"),
    "department": ("mål (afdeling)", "afdeling", "department", "organisation", "modtager", "mål"),
    "subject": ("mål (emne)", "emne", "subject", "forløb", "opgavetype"),
    "simulated": ("simulering", "simulation", "simuler"),
    "removed": ("fjernet", "removed", "udgået"),
    "note": ("begrundelse", "fjernet fordi", "note", "bemærkning", "reason"),
}
_FIELDS = {
    "": RuleField.SUBJECT,
    "emnelinje": RuleField.SUBJECT,
    "emne": RuleField.SUBJECT,
    "tekst": RuleField.TEXT,
    "brødtekst": RuleField.TEXT,
    "emne eller tekst": RuleField.SUBJECT_OR_TEXT,
    "afsender": RuleField.SENDER,
    "modtager": RuleField.RECIPIENT,
    "kanal": RuleField.CHANNEL,
    "bilag": RuleField.ATTACHMENT,
    "meddelelseskode": RuleField.MESSAGE_CODE,
    "kontaktpunkt": RuleField.CONTACT_GROUP,
    "kontaktgruppe": RuleField.CONTACT_GROUP,
    "kle": RuleField.KLE,
    "kle-emne": RuleField.KLE,
    "kle-nummer": RuleField.KLE,
} | {field.value: field for field in RuleField}
_MATCHES = {
    "": RuleMatch.CONTAINS,
    "indeholder": RuleMatch.CONTAINS,
    "indeholder ordet": RuleMatch.HAS_WORD,
    "indeholder en af": RuleMatch.HAS_ONE_OF,
    "er": RuleMatch.IS,
    "lig med": RuleMatch.IS,
    "begynder med": RuleMatch.BEGINS,
    "starter med": RuleMatch.BEGINS,
    "slutter med": RuleMatch.ENDS,
    "ender med": RuleMatch.ENDS,
    "mønster": RuleMatch.PATTERN,
    "wildcard": RuleMatch.PATTERN,
} | {match.value: match for match in RuleMatch}
_YES = frozenset({"ja", "yes", "x", "1", "true", "sand"})
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A line of a sheet that could not be used, and why."""

    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """What came of importing a sheet."""

    added: int
    problems: tuple[SheetProblem, ...]


class _Unusable(Exception):
    """A line cannot become a rule."""

    def __init__(self, reason: Text) -> None:
        super().__init__()
        self.reason = reason


def import_rules(work: Work, project_id: UUID, content: bytes) -> SheetOutcome:
    """Add the rules of a sheet (xlsx or csv). Raises InputProblem when it is none."""
    return take_rules(work, project_id, rows_of(content))


def take_rules(work: Work, project_id: UUID, rows: Iterable[Sequence[str]]) -> SheetOutcome:
    """Add the rules of a sheet's rows, the headings first, after those that exist.

    Raises InputProblem when the columns for value and place are lacking or there are too many rows.
    """
    lines = _numbered(rows)
    header = next(lines, None)
    columns = _columns(header[1] if header else [])
    places = _Places(setup.departments(work, project_id), setup.subjects(work, project_id))
    added, problems = 0, []
    for number, cells in lines:
        if not any(cells):
            continue
        try:
            rule = _rule(columns, cells, places)
        except _Unusable as unusable:
            problems.append(SheetProblem(number, unusable.reason))
        else:
            setup.add_rule(work, project_id, rule)
            added += 1
    return SheetOutcome(added, tuple(problems))


def rule_rows(rules: Iterable[Rule]) -> Iterator[tuple[str, ...]]:
    """Return rules as rows of a sheet that `import_rules` reads."""
    for rule in rules:
        yield (
            rule.field.value,
            rule.match.value,
            rule.value,
            rule.target.department_key,
            rule.target.subject_key,
            "ja" if rule.is_simulated else "nej",
            "" if rule.is_in_use else "ja",
            rule.removed_because or rule.note,
        )


@dataclass(frozen=True)
class _Places:
    """Finds departments and subjects by key or by name."""

    departments: Sequence[Department]
    subjects: Sequence[Subject]

    def find(self, department: str, subject: str) -> Target:
        if subject == UNKNOWN_LABEL:
            return NOWHERE
        if not subject and not department:
            raise _Unusable(_("The rule does not say where to."))
        if subject:
            fitting = [one for one in self.subjects if _names(one, subject)]
            if not fitting:
                raise _Unusable(_("There is no subject %(name)s.", name=subject))
            return Target(fitting[0].department_key, fitting[0].key)
        fitting_departments = [one for one in self.departments if _names(one, department)]
        if not fitting_departments:
            raise _Unusable(_("There is no department %(name)s.", name=department))
        return Target(fitting_departments[0].key)


def _names(one: Department | Subject, words: str) -> bool:
    return words.casefold() in (one.key.casefold(), one.name.casefold())


def _rule(columns: Mapping[str, int], cells: Sequence[str], places: _Places) -> Rule:
    def cell(column: str) -> str:
        at = columns.get(column)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    field = _FIELDS.get(cell("field").casefold())
    if field is None:
        raise _Unusable(_("Unknown field: %(name)s", name=cell("field")))
    match = _MATCHES.get(cell("match").casefold())
    if match is None:
        raise _Unusable(_("Unknown condition: %(name)s", name=cell("match")))
    value = cell("value")
    if not value:
        raise _Unusable(_("The rule does not say what it looks for."))
    has_star = "*" in value and match is RuleMatch.CONTAINS
    is_removed = bool(cell("removed"))
    return Rule(
        id="",
        field=field,
        match=RuleMatch.PATTERN if has_star else match,
        value=f"*{value}*" if has_star else value,
        target=places.find(cell("department"), cell("subject")),
        is_simulated=cell("simulated").casefold() in _YES,
        note="" if is_removed else cell("note"),
        removed_because=(cell("note") or cell("removed")) if is_removed else "",
    )


def _columns(header: Sequence[str]) -> dict[str, int]:
    titles = [title.strip().casefold() for title in header]
    found = {
        column: next(titles.index(name) for name in names if name in titles)
        for column, names in _COLUMNS.items()
        if any(name in titles for name in names)
    }
    if "value" not in found or not {"department", "subject"} & found.keys():
        raise InputProblem(
            log="rule sheet lacks columns",
            shown=_(
                "The first line must name the columns, at least Værdi and either Afdeling or Emne."
            ),
        )
    return found


def _numbered(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield number and cells of each line; lines count from 1 as in the sheet."""
    for number, cells in enumerate(rows, start=1):
        if number > _MOST_LINES:
            raise InputProblem(
                log="rule sheet too long",
                shown=_("The sheet has more than %(most)d lines.", most=_MOST_LINES),
            )
        yield number, cells
