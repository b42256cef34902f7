"""Files and functions stay small enough to be read; an exception is listed with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.architecture.sources import functions, modules, name_of, templates

if TYPE_CHECKING:
    from collections.abc import Mapping

MODULE_LINES = 500
FUNCTION_LINES = 60
TEMPLATE_LINES = 150

# Name -> why it may be longer.
LONG_MODULES: Mapping[str, str] = {}
LONG_FUNCTIONS: Mapping[str, str] = {}
LONG_TEMPLATES: Mapping[str, str] = {}


def test_no_module_is_too_long() -> None:
    long = {name_of(path) for path in modules() if _lines(path.read_text()) > MODULE_LINES}

    assert long == set(LONG_MODULES)


def test_no_function_is_too_long() -> None:
    long = {
        f"{name_of(path)}:{function.name}"
        for path in modules()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    }

    assert long == set(LONG_FUNCTIONS)


def test_no_template_is_too_long() -> None:
    long = {name_of(path) for path in templates() if _lines(path.read_text()) > TEMPLATE_LINES}

    assert long == set(LONG_TEMPLATES)


def _lines(text: str) -> int:
    return len(text.splitlines())
