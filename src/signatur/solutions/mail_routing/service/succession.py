"""What keys of before a change of the organisation mean today, so that old decisions go on teaching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.solutions.mail_routing.tables import ReorganisationRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Succession:
    """The changes of the organisation that hold, oldest first, each with its moment."""

    changes: tuple[tuple[datetime, Mapping[str, str]], ...]

    def label_of(self, label: str, at: datetime) -> str:
        """Return what a label that was given at a moment teaches today; empty: nothing.

        A change touches only what was decided before it: a key may be taken up again later.
        """
        for moment, mapping in self.changes:
            if at < moment:
                label = mapping.get(label, label)
        return label


def succession_of(work: Work, project_id: UUID) -> Succession:
    """Return the changes of a project's organisation that hold."""
    query = (
        select(ReorganisationRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, undone_at=None)
        .order_by(ReorganisationRow.id)
    )
    return Succession(tuple((row.made_at, row.mapping) for row in work.session.scalars(query)))


def successors_of(work: Work, project_id: UUID) -> Mapping[str, str]:
    """Return what labels that a model may still know mean today."""
    merged: dict[str, str] = {}
    for _moment, mapping in succession_of(work, project_id).changes:
        merged.update(mapping)
    return merged
