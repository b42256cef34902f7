"""What each person is to the case, guessed from signatures, mail domains, ages and headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.linking.headings import about
from signatur.solutions.disclosure.schema.parties import Authority, MentionKind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from signatur.solutions.disclosure.model.linking.gathering import Gathered, Raw

ROLE_REASONS = {
    "stated": _("A caseworker has said so."),
    "mail_domain": _("Writes from a mail address of the authority."),
    "title": _("Signs with, or is called by, a title of an employee."),
    "under_age": _("Is under 18, as the CPR number says."),
    "child_word": _("Is called a child in the documents."),
    "asks_for_access": _("Signed or sent the request for access."),
    "is_requester": _("Is who asks for access, as the case says."),
    "in_request": _("Is named in the request or in the title of the case."),
    "in_headings": _("Is named in the headings of many of the documents."),
    "company_form": _("Is written with a company form, such as A/S."),
    "named": _("Is named in the documents without any sign of another role."),
}
OF_REQUEST = frozenset({"is_requester", "in_request"})
_TITLE = (
    r"(?:social|familie|borger|uddannelses|beskæftigelses|special)?rådgiver|sagsbehandler|byggesagsbehandler"
    r"|(?:special|chef|job|virksomheds|faglig |miljø|børnefaglig )?konsulent|jurist|fuldmægtig|visitator"
    r"|(?:afdelings|team|kontor|center|skole|daglig |institutions|børnehave)?(?:leder|chef)|sekretær"
    r"|sundhedsplejerske|miljømedarbejder|kontorassistent|hjemmevejleder|kontaktperson|koordinator"
    r"|socialfaglig medarbejder|ergoterapeut|fysioterapeut|PPR-psykolog|direktør|borgmester|medarbejder"
    r"|klasselærer|pædagog|advokatfuldmægtig"
)
_TITLE_AFTER = re.compile(rf"\s*(?:,\s*|\n\s*|\(|\s–\s)(?:{_TITLE})\b", re.IGNORECASE)
_TITLE_BEFORE = re.compile(rf"\b(?:{_TITLE})(?:en)?(?:\s*[:,]?\s+|:\s*)$", re.IGNORECASE)
_ACCESS = re.compile(r"\b(?:akt|egen)indsigt|indsigt i (?:min|vores|sagen)", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:jeg|vi|undertegnede)\b[^.]{0,80}\b(?:akt|egen)?indsigt|(?:anmod|beder|søger|ansøg)[^.]{0,40}indsigt",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:med venlig hilsen|venlig hilsen|mvh\.?|de bedste hilsner|hilsen|underskrift:?)[\s,]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*(?:fra|from|afsender)\s*:\s*\"?$", re.IGNORECASE | re.MULTILINE)
_COMPANY = re.compile(r"\b(?:A/S|ApS|I/S|P/S|K/S|IVS|S/I|A\.m\.b\.a|amba)\b", re.IGNORECASE)
_GROWN_UP = 18


@dataclass(slots=True)
class Signs:
    """What was seen of one group."""

    weights: dict[Role, float] = field(default_factory=lambda: defaultdict(float))
    reasons: dict[Role, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, role: Role, reason: str, weight: float) -> None:
        self.weights[role] += weight
        if reason not in self.reasons[role]:
            self.reasons[role].append(reason)


def signs(
    cases: Sequence[Gathered], authority: Authority, births: dict[int, date]
) -> dict[int, Signs]:
    """Return what the documents tell of the role of each group."""
    found: dict[int, Signs] = defaultdict(Signs)
    heads: Counter[int] = Counter()
    for case in cases:
        _from_names(case, found)
        _from_mail(case, authority, found)
        heads.update(_in_headings(case))
        _from_age(case, births, found)
    least = max(2, 0.3 * len(cases))
    for group, count in heads.items():
        if count >= least:
            found[group].add(Role.PARTY, "in_headings", 1.0)
    return found


def _from_names(case: Gathered, found: dict[int, Signs]) -> None:
    text = case.document.text
    is_request = len(text) < 6000 and _ASKS.search(text) is not None
    for raw in case.raws:
        group = raw.group
        if raw.kind is MentionKind.ROLE_WORD and group is not None:
            if raw.role is not None and raw.role.is_of_child:
                found[group].add(Role.CHILD, "child_word", 0.2)
        elif raw.kind is MentionKind.NAME and group is not None:
            before = text[max(0, raw.start - 40) : raw.start]
            if _TITLE_AFTER.match(text, raw.end) or _TITLE_BEFORE.search(before):
                found[group].add(Role.EMPLOYEE, "title", 1.0)
            elif is_request and (_CLOSING.search(before) or _FROM.search(before)):
                found[group].add(Role.REQUESTER, "asks_for_access", 0.8)
            found[group].add(Role.OTHER_PERSON, "named", 0.01)


def _from_mail(case: Gathered, authority: Authority, found: dict[int, Signs]) -> None:
    for raw in case.raws:
        if raw.kind is MentionKind.EMAIL and raw.group is not None:
            domain = raw.value.rpartition("@")[2]
            if any(domain == own or domain.endswith("." + own) for own in authority.domains):
                found[raw.group].add(Role.EMPLOYEE, "mail_domain", 2.0)


def _in_headings(case: Gathered) -> set[int]:
    heads = about(case.document.text)
    return {
        raw.group
        for raw in case.raws
        if raw.group is not None
        and raw.kind in {MentionKind.NAME, MentionKind.CPR}
        and any(start <= raw.start < end for start, end in heads)
    }


def _from_age(case: Gathered, births: dict[int, date], found: dict[int, Signs]) -> None:
    day = case.document.day
    if day is None:
        return
    for group, born in births.items():
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        if 0 <= age < _GROWN_UP and "under_age" not in found[group].reasons[Role.CHILD]:
            found[group].add(Role.CHILD, "under_age", 1.5)


def guessed(own: Signs | None) -> tuple[Role, tuple[str, ...]]:
    """Return the likeliest role with its reasons, and with those for which the case is about somebody."""
    if own is None or not own.weights:
        return Role.UNKNOWN, ()
    asked = [
        one
        for role in (Role.REQUESTER, Role.PARTY)
        for one in own.reasons[role]
        if one in OF_REQUEST
    ]
    order = (Role.EMPLOYEE, Role.CHILD, Role.REQUESTER, Role.PARTY)
    for role in order:
        if own.weights[role] >= 0.8:
            return role, tuple(dict.fromkeys([*own.reasons[role], *asked]))
    return Role.OTHER_PERSON, tuple(own.reasons[Role.OTHER_PERSON])


def is_company(raw: Raw, text: str) -> bool:
    """Tell whether an organisation is a company by its form or by a CVR number beside it."""
    line_end = text.find("\n", raw.end)
    rest = text[raw.end : line_end if line_end >= 0 else len(text)][:40]
    return _COMPANY.search(raw.text + rest[:6]) is not None or "cvr" in rest.casefold()
