"""Every action that a solution writes into the audit is told in Danish."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.installed import all_parts
from signatur.kernel.i18n import reading_in
from signatur.records.audit import service as audit
from signatur.records.audit.service import Search
from signatur.records.audit.tables import AuditEntryRow
from tests.architecture.sources import PACKAGE, tree
from tests.contract.solutions import each_solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.part import Solution
    from tests.contract.loaded import Loaded


def written_actions(solution: Solution) -> Iterator[str]:
    """Yield the actions that stand in the solution's code, in calls that tell the audit."""
    for path in sorted((PACKAGE / "solutions" / solution.name).rglob("*.py")):
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) in ("audit.write", "_tell"):
                for argument in call.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


@each_solution()
def test_every_action_in_the_code_has_a_phrase(solution: Solution) -> None:
    known = {action for part in all_parts() for action in part.audit_phrases}

    assert sorted(set(written_actions(solution)) - known) == []


@each_solution()
def test_every_phrase_is_named_after_the_solution(solution: Solution) -> None:
    wrong = [one for one in solution.audit_phrases if not one.startswith(f"{solution.name}.")]

    assert wrong == []


def test_whatever_the_demo_did_is_told_in_words(loaded: Loaded) -> None:
    known = {action for part in loaded.runtime.parts for action in part.audit_phrases}
    with loaded.runtime.database.reading() as session:
        actions = set(session.scalars(select(AuditEntryRow.action).distinct()))
    with loaded.runtime.reading(loaded.world.system) as work, reading_in("da"):
        events = audit.events(work, audit.search(work, Search(), 500))

    assert actions - known == set()
    assert [event.number for event in events if "%(" in event.phrase or not event.who] == []


def test_the_chain_that_the_demo_wrote_holds(loaded: Loaded) -> None:
    with loaded.runtime.database.reading() as session:
        assert audit.verify(session, loaded.world.authority_id).holds
