"""Names of departments and subjects for pages, by their stable keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model import target_of
from signatur.solutions.mail_routing.schema import NOWHERE, Department, Subject, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

_BETWEEN = " › "


@dataclass(frozen=True)
class Titles:
    """Looks up names; a key that is gone shows as itself."""

    departments: Sequence[Department]
    subjects: Sequence[Subject]

    @classmethod
    def of(cls, work: Work, project_id: UUID) -> Titles:
        return cls(service.departments(work, project_id), service.subjects(work, project_id))

    @cached_property
    def _departments(self) -> dict[str, str]:
        return {one.key: one.name for one in self.departments}

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return {one.key: one.name for one in self.subjects}

    def department(self, key: str) -> str:
        return self._departments.get(key, key)

    def subject(self, key: str) -> str:
        return self._subjects.get(key, key)

    def either(self, key: str) -> str:
        """Return the name of a subject or, where there is none such, of a department."""
        return self._subjects.get(key) or self.department(key)

    def target(self, target: Target) -> str:
        """Return `Borgerservice › Pas`."""
        if target == NOWHERE:
            return str(_("Not ours"))
        names = [self.department(target.department_key), self.subject(target.subject_key)]
        return _BETWEEN.join(name for name in names if name)

    def scope_titles(self, scope: Iterable[str]) -> list[str]:
        """Return what the keys of an authorisation are called, departments first."""
        targets = [target_of(key) for key in scope]
        wholes = sorted(
            self.department(one.department_key) for one in targets if not one.subject_key
        )
        parts = sorted(self.subject(one.subject_key) for one in targets if one.subject_key)
        return [*wholes, *parts]

    @cached_property
    def choices(self) -> dict[str, Target]:
        """All places that an enquiry can be sent to, by the words that a person types."""
        subjects = [Target(one.department_key, one.key) for one in self.subjects if one.is_active]
        departments = [Target(one.key) for one in self.departments if one.is_active]
        # Subject first: it is what people know and type.
        by_subject = {self.typed(target): target for target in subjects}
        return by_subject | {self.department(one.department_key): one for one in departments}

    def chosen(self, typed: str) -> Target | None:
        """Return the target that somebody typed or chose, if there is one such."""
        exact = self.choices.get(typed.strip())
        if exact is not None:
            return exact
        folded = typed.strip().casefold()
        fitting = [target for words, target in self.choices.items() if folded in words.casefold()]
        return fitting[0] if folded and len(fitting) == 1 else None

    def typed(self, target: Target) -> str:
        return f"{self.subject(target.subject_key)} – {self.department(target.department_key)}"


NO_PLACE: Text = _("Choose one place from the list. What you typed fits none or several.")
