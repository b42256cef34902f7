"""Writes down each change of the setup with what stood there before, so that it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.tables import ChangeRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work

DEPARTMENT, SUBJECT, RULE, RULE_ORDER = "department", "subject", "rule", "rule_order"


def note_change(
    work: Work,
    project_id: UUID,
    kind: str,
    key: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    """Write down a change; one that changes nothing is none."""
    if before == after:
        return
    work.session.add(
        ChangeRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            kind=kind,
            key=key,
            before=dict(before) if before is not None else None,
            after=dict(after),
            person_id=work.actor.id,
            at=work.now,
            undone_at=None,
            undone_by=None,
        )
    )
    work.session.flush()
