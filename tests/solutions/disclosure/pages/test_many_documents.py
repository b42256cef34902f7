"""Pages of a case with many documents ask the database no more often than those of a small one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tests.solutions.disclosure.situations import LETTER, a_case, decide_all, documents_in
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.builders import World

FEW, MANY = 2, 9


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Note each statement that is sent to the database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = world.runtime.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "tab", ["", "/dokumenter", "/fund", "/personer", "/ret", "/kontrol", "/breve", "/udlevering"]
)
def test_the_count_of_queries_does_not_grow_with_the_documents(world: World, tab: str) -> None:
    counts = []
    with a_browser(world, "Anna") as anna:
        for count in (FEW, MANY):
            case_id = a_case(world, f"Sag med {count}")
            documents_in(world, case_id, *[LETTER] * count)
            decide_all(world, case_id)
            path = f"/aktindsigt/sag/{case_id}{tab}"
            anna.get(path)
            with counted(world) as said:
                assert anna.get(path).status_code == 200
            counts.append(len(said))

    assert counts[0] == counts[1]
