"""Setting how long items are kept, and erasing them when their time is up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.projects import service as projects
from signatur.records.retention.schema import RetentionRule
from signatur.records.retention.tables import RetentionRuleRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item

CHANGE = Permission(
    "retention.change",
    _("change how long things are kept"),
    frozenset({Role.LEGAL, Role.PROJECT_OWNER}),
)
ERASE = Permission("retention.erase", _("erase an item"), frozenset({Role.LEGAL, Role.SUPER_USER}))

AUDIT_PHRASES = {"retention.changed": _("Kept for %(days)s days: %(kind)s")}


def set_rule(work: Work, rule: RetentionRule) -> None:
    """Set how long a kind of item is kept; due dates of stored items follow.

    Raises NotFound, NotAllowed, InputProblem.
    """
    projects.get(work, rule.project_id)
    work.require(CHANGE, rule.project_id)
    if rule.days < 1 or not rule.because.strip():
        raise InputProblem(
            log="impossible retention", shown=_("State a number of days and the reason for it.")
        )
    row = RetentionRuleRow(
        project_id=rule.project_id,
        item_kind=rule.item_kind,
        authority_id=work.authority_id,
        days=rule.days,
        because=rule.because.strip(),
        changed_at=work.now,
    )
    work.session.merge(row)
    work.session.flush()
    items.set_due_dates(work, rule.project_id, rule.item_kind, timedelta(days=rule.days))
    about = ObjectRef("project", rule.project_id)
    audit.write(
        work,
        "retention.changed",
        about,
        kind=rule.item_kind,
        days=rule.days,
        because=rule.because.strip(),
    )


def rules(work: Work, project_id: UUID) -> list[RetentionRule]:
    """Return the rules of a project, by kind of item."""
    query = select(RetentionRuleRow).filter_by(
        authority_id=work.authority_id, project_id=project_id
    )
    return [
        RetentionRule(row.project_id, row.item_kind, row.days, row.because)
        for row in work.session.scalars(query.order_by(RetentionRuleRow.item_kind))
    ]


def apply_to(work: Work, item: Item) -> None:
    """Set when a new item is due, by the rule of its kind."""
    rule = work.session.get(RetentionRuleRow, (item.project_id, item.kind))
    if rule is not None:
        items.keep_until(work, item.id, item.received_at + timedelta(days=rule.days))


def erase_now(work: Work, item_id: UUID, because: str) -> None:
    """Erase an item before its time, for a reason that a person states.

    Raises NotFound, NotAllowed, InputProblem without a reason, Conflict when it is erased already.
    """
    item = items.get(work, item_id)
    work.require(ERASE, item.project_id)
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why it is erased before its time."))
    if item.state is ItemState.ERASED:
        raise Conflict(log=f"item {item_id} is erased", shown=_("This is erased already."))
    erase_item(work, item, because.strip())


def erase_item(work: Work, item: Item, because: str) -> None:
    """Erase one item everywhere: with its solution, in suggestions and decisions, its bytes.

    What it was divided into holds parts of its content, and is erased with it.
    """
    for child_id in items.children_of(work, item.id):
        erase_item(work, items.get(work, child_id), because)
    if items.get(work, item.id).state is ItemState.ERASED:
        return
    solution = projects.get(work, item.project_id).solution
    for part in work.runtime.parts:
        if isinstance(part, Solution) and part.name == solution:
            part.erase(work, item.id)
    decisions.erase_content(work, item.id)
    items.erase(work, item.id, because)
