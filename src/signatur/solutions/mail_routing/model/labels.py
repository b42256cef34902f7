"""What a place is called when it is learnt, and which place a learnt label means today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema import NOWHERE, UNKNOWN_LABEL, Target

if TYPE_CHECKING:
    from collections.abc import Mapping

# Keys hold no colon, so that no subject is mistaken for a department.
_DEPARTMENT = "department:"


def label_of(target: Target) -> str:
    """Return what a router learns: the subject, or the department where nobody named a subject."""
    if target == NOWHERE:
        return UNKNOWN_LABEL
    return target.subject_key or f"{_DEPARTMENT}{target.department_key}"


def target_of(label: str) -> Target:
    """Return the place of a label; the department of a subject is looked up by whoever needs it."""
    if label.startswith(_DEPARTMENT):
        return Target(label.removeprefix(_DEPARTMENT))
    return Target("", label)


def succeeding(label: str, successors: Mapping[str, str]) -> str:
    """Return what a label means after all changes of the organisation; empty: nothing any more."""
    seen: set[str] = set()
    while label in successors and label not in seen:
        seen.add(label)
        label = successors[label]
    return label


def agrees(suggested: Target, decided: Target) -> bool:
    """Say whether a suggestion was right; who names only a department leaves the subject open."""
    if suggested.department_key != decided.department_key:
        return False
    return not decided.subject_key or suggested.subject_key == decided.subject_key
