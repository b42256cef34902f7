"""What the authority knows when an enquiry arrives, and which places are open today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.model.labels import label_of, succeeding, target_of
from signatur.solutions.mail_routing.schema import NOWHERE, Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.methods.classification import Router
    from signatur.solutions.mail_routing.schema import Department, Rule, Subject


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier enquiry of the same thread or case, and where a person sent it."""

    item_id: str
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the authority knows when an enquiry arrives."""

    departments: Mapping[str, Department]
    subjects: Mapping[str, Subject]
    rules: Sequence[Rule] = ()
    router: Router | None = None
    target_precision: float = 0.95
    successors: Mapping[str, str] = field(default_factory=dict)
    """What labels of before a change of the organisation mean today; empty: nothing."""

    def place(self, target: Target) -> Target | None:
        """Return a place with the department that it has today; None when it is closed or gone."""
        label = succeeding(label_of(target), self.successors)
        if not label:
            return None
        if label != label_of(target):
            target = target_of(label)
        if target == NOWHERE:
            return target
        if target.subject_key:
            subject = self.subjects.get(target.subject_key)
            if subject is None or not subject.is_active:
                return None
            target = Target(subject.department_key, subject.key)
        department = self.departments.get(target.department_key)
        return target if department is not None and department.is_active else None

    def place_of(self, label: str) -> Target | None:
        """Return the place that a learnt label means today; None when it is closed or gone."""
        return self.place(target_of(label))
