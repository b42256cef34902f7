"""What must be considered before a release, as a check list, and what of it stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law.reading import packaged_grounds
from signatur.solutions.disclosure.schema.law import ChecklistItem, Unmet, When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from signatur.solutions.disclosure.schema.law import Duty, DutyAnswer, Ground, Grounds, Regime

# A reason says something: "ok" and "ja" do not.
SHORTEST_REASON: Final = 10
_FEWEST_LETTERS: Final = 4

_CALLS: Final[Mapping[When, Callable[[Ground], bool]]] = {
    When.ALWAYS: lambda _ground: False,
    When.WITHHELD: lambda _ground: True,
    When.EXTRACT: lambda ground: ground.extract_facts,
    When.MORE_ACCESS: lambda ground: ground.more_access,
    When.SECRECY: lambda ground: ground.secrecy,
    When.BUSINESS: lambda ground: ground.category == "business",
    When.NEUTRAL: lambda ground: bool(ground.neutral),
    When.INTERNAL: lambda ground: ground.category == "internal",
}


def obligations(
    regime: Regime, grounds_used: Iterable[str], grounds: Grounds | None = None
) -> tuple[ChecklistItem, ...]:
    """Return the check list of a case.

    Args:
        regime: the one it is decided under; ask for each where several apply.
        grounds_used: keys of the grounds by which something is withheld.
        grounds: the law as the authority has it; the packaged law where it is None.
    """
    law = grounds or packaged_grounds()
    used = law.used(grounds_used)
    found = []
    for duty in law.duties:
        if regime not in duty.regimes:
            continue
        calling = tuple(one.key for one in used if _CALLS[duty.when](one))
        if calling or duty.when is When.ALWAYS:
            found.append(_item(duty, regime, calling, law))
    return tuple(found)


def unmet(checklist: Sequence[ChecklistItem], answers: Iterable[DutyAnswer]) -> tuple[Unmet, ...]:
    """Return the items that stand in the way of a release; none, and it may go on."""
    by_key = {one.key: one for one in answers}
    found = []
    for item in checklist:
        answer = by_key.get(item.key)
        if answer is None:
            said = _("It has not been answered.")
        elif not answer.is_done:
            said = _("It was answered that it has not been done.")
        elif not is_reason(answer.reason):
            said = _("The reason is missing or says nothing; write what was considered.")
        else:
            continue
        found.append(Unmet(item.key, item.title, said))
    return tuple(found)


def is_reason(words: str) -> bool:
    """Say whether words say something: long enough, and not the same sign again and again."""
    kept = words.strip()
    return len(kept) >= SHORTEST_REASON and len(set(kept.casefold()) - {" "}) >= _FEWEST_LETTERS


def _item(duty: Duty, regime: Regime, calling: tuple[str, ...], law: Grounds) -> ChecklistItem:
    sections = law.rule(regime).sections
    return ChecklistItem(
        key=duty.key,
        title=duty.title,
        help=duty.help,
        section=sections.get(duty.section, duty.section),
        grounds=calling,
        confidence=duty.confidence,
        source=duty.source,
    )
