"""Every module says what it is for, and every public name of kernel and records what it does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.sources import Function, modules, name_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_every_module_has_a_docstring() -> None:
    silent = [name_of(path) for path in modules() if not ast.get_docstring(tree(path))]

    assert silent == []


def test_every_public_function_and_class_of_kernel_and_records_has_a_docstring() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        if name_of(path).startswith(("kernel/", "records/"))
        for node in _public(path)
        if not ast.get_docstring(node)
    ]

    assert silent == []


def test_a_docstring_begins_with_a_whole_sentence() -> None:
    unfinished = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        if name_of(path).startswith(("kernel/", "records/"))
        for node in _public(path)
        if (text := ast.get_docstring(node)) and not _first_paragraph(text).endswith((".", ":"))
    ]

    assert unfinished == []


def _public(path: Path) -> Iterator[Function | ast.ClassDef]:
    """Yield public functions and classes, but not routes: their address and door say what they do."""
    for node in tree(path).body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not _is_route(node):
            yield node


def _is_route(node: Function | ast.ClassDef) -> bool:
    return any("router." in ast.unparse(decorator) for decorator in node.decorator_list)


def _first_paragraph(text: str) -> str:
    return text.split("\n\n", 1)[0].strip()
