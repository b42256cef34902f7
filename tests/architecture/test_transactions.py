"""Only the edge closes a transaction: no service, page or command commits."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.sources import modules, name_of, tree

if TYPE_CHECKING:
    from collections.abc import Mapping

# Module -> why it may.
MAY_COMMIT: Mapping[str, str] = {"kernel/db.py": "it is the edge"}
ENDINGS = {"commit", "rollback"}


def test_nothing_but_the_edge_ends_a_transaction() -> None:
    found = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENDINGS
    }

    assert found == set(MAY_COMMIT)
