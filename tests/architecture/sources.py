"""The files of the project, read once for the tests that look at them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = PROJECT / "src" / "signatur"
MIGRATIONS = PACKAGE / "migrations" / "versions"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Return every module of the package but migrations, which are never edited once they ran."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if MIGRATIONS not in path.parents]


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Yield all functions of a module, those inside of classes and functions too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def name_of(path: Path) -> str:
    """Return a file's path below the package, as the lists of exceptions write it."""
    return path.relative_to(PACKAGE).as_posix()
