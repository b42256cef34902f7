"""Writes the generated pages of `docs`: settings, commands, routes, benchmarks.

With `--check`, writes nothing and stops when a page is not what it would be written as.
"""

from __future__ import annotations

import inspect
import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from signatur.app import application_of, make_runtime
from signatur.cli import GROUPS, app
from signatur.installed import all_parts
from signatur.kernel.i18n import reading_in
from signatur.kernel.permissions import ROLE_TITLES
from signatur.kernel.settings import KernelSettings
from signatur.kernel.web.interface import doors
from signatur.solutions.mail_routing.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pydantic.fields import FieldInfo

    from signatur.kernel.settings import SettingsGroup
    from signatur.kernel.web.doors import Door

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
BENCHMARKS = PROJECT / "benchmarks"
WRITTEN_BY = "<!-- Written by `make docs`; changes made here are lost. -->"


# --- settings ----------------------------------------------------------------------------------


def settings_page() -> str:
    """Return the page of all settings of the built-in parts."""
    groups: list[type[SettingsGroup]] = [
        KernelSettings,
        *(group for part in all_parts() for group in part.settings),
    ]
    lines = [
        "# Settings",
        "",
        "A setting is an environment variable. An unknown one that begins with `SIGNATUR_` stops the",
        "start. A secret may stand in a file instead: add `_FILE` to the name and give its path.",
        "Lists are written as JSON.",
    ]
    for group in groups:
        lines += ["", f"## {_first_line(group)}", ""]
        lines += table(
            ("Setting", "Default", "Allowed", "What it does"),
            (
                (
                    f"`{group.variable_of(name)}`",
                    _default(field),
                    _bounds(field),
                    field.description or "",
                )
                for name, field in group.model_fields.items()
            ),
        )
    return page(lines)


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    if default in ("", None, ()):
        return "(empty)"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _bounds(field: FieldInfo) -> str:
    """Return what a field's constraints say, such as `1 to 72` or `da, en`."""
    found = {
        name: getattr(one, name)
        for one in field.metadata
        for name in ("ge", "le", "pattern")
        if getattr(one, name, None) is not None
    }
    if "pattern" in found:
        return found["pattern"].strip("^$()").replace("|", ", ")
    if {"ge", "le"} <= found.keys():
        return f"{found['ge']} to {found['le']}"
    return f"from {found['ge']}" if "ge" in found else ""


# --- commands ----------------------------------------------------------------------------------


def commands_page() -> str:
    """Return the page of all commands, with what each takes."""
    lines = [
        "# Commands",
        "",
        "Every command ends with status 0 when all went well, 1 when it found a problem that it",
        "states, and 2 when it was used wrongly. With `--json` it prints one JSON document (or one a",
        "line, where that is said) on standard output and nothing else there.",
    ]
    for words, command in sorted(_commands(), key=lambda one: one[0]):
        lines += ["", f"## signatur {' '.join(words)}", "", command.help or ""]
        described = [_parameter(parameter) for parameter in command.params]
        if described:
            lines += ["", *table(("Argument or option", "Default", "What it is"), described)]
    return page(lines)


def _commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that call it; groups are loaded."""
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        yield (name,), command
    for name, (module, _help) in GROUPS.items():
        yield from _of_group((name,), typer.main.get_command(import_module(module).commands))


def _of_group(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "commands"):
        yield words, command
        return
    for name, inner in command.commands.items():
        yield from _of_group((*words, name), inner)


def _parameter(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        name = f"`{parameter.name.upper()}`{' …' if parameter.nargs == -1 else ''}"
    else:
        names = [*parameter.opts, *parameter.secondary_opts]
        name = ", ".join(f"`{one}`" for one in names) + (
            " (repeatable)" if parameter.multiple else ""
        )
    default = "(required)" if parameter.required else _shown_default(parameter.default)
    return name, default, getattr(parameter, "help", None) or ""


def _shown_default(default: object) -> str:
    if default in (None, "", (), []) or callable(default) or type(default).__name__ == "Sentinel":
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


# --- routes ------------------------------------------------------------------------------------


def routes_page() -> str:
    """Return the page of all addresses, with the right that each asks for."""
    lines = [
        "# Routes",
        "",
        "Every address with the right that it asks for and the roles that have that right.",
        "",
        *table(("Method", "Address", "Right", "Roles"), sorted(_routes(), key=lambda one: one[1])),
    ]
    return page(lines)


def _routes() -> Iterator[tuple[str, str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        runtime = make_runtime({"SIGNATUR_DATA_FOLDER": folder})
        for context, door in doors(application_of(runtime.parts)):
            assert context.path is not None, "a route has an address"
            for method in sorted(context.methods or ()):
                yield method, f"`{context.path}`", *_right(door)
        runtime.close()


def _right(door: Door | None) -> tuple[str, str]:
    assert door is not None, "a route without a door"
    if door.permission is None:
        return f"(anyone: {door.public_because})", ""
    roles = [title for role, title in ROLE_TITLES.items() if role in door.permission.roles]
    everyone = len(roles) == len(ROLE_TITLES)
    return f"`{door.permission.code}`", "every role" if everyone else ", ".join(map(str, roles))


# --- benchmarks --------------------------------------------------------------------------------


def benchmarks_page() -> str:
    """Return the page of all measurements that stand in `benchmarks/*/results`."""
    lines = [
        "# Benchmarks",
        "",
        "Each figure stands in a file below `benchmarks`, written by `make bench`, with commit,",
        "versions, machine and seed. Intervals are given in brackets where they were computed.",
    ]
    files = sorted(BENCHMARKS.glob("*/results/*.json"))
    if not files:
        lines += ["", "Nothing has been measured yet."]
    for file in files:
        lines += ["", *_benchmark(file)]
    return page(lines)


def _benchmark(file: Path) -> Iterator[str]:
    """Yield the lines of one file: what it says of itself, then its figures as tables."""
    found = json.loads(file.read_text(encoding="utf-8"))
    yield f"## {found.pop('question', file.parent.parent.name)}"
    yield ""
    yield f"From `{file.relative_to(PROJECT).as_posix()}`."
    yield from _figures(found, depth=3)


def _figures(found: dict[str, Any], depth: int) -> Iterator[str]:
    """Yield lists of plain figures, and below headings of their own all that has figures inside."""
    plain = {name: value for name, value in found.items() if _is_plain(value)}
    if plain:
        yield ""
        yield from (f"- {_words(name)}: {_cell(value)}" for name, value in plain.items())
    for name, value in found.items():
        if name in plain:
            continue
        yield from ("", f"{'#' * min(depth, 6)} {_words(name)}")
        rows = _rows(value)
        if rows is None:
            yield from _figures(value, depth + 1)
        else:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            cells = ([_cell(row.get(column, "")) for column in columns] for row in rows)
            yield from ("", *table([_words(column) for column in columns], cells))


def _is_plain(value: Any) -> bool:
    """Say whether a value fits into one line: a figure with or without an interval, words, a list."""
    if isinstance(value, dict):
        return "value" in value
    return not (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _rows(value: Any) -> list[dict[str, Any]] | None:
    """Return the rows of what is a table: a list of plain mappings, or named plain mappings."""
    if isinstance(value, list):
        return value
    if all(isinstance(one, dict) and all(map(_is_plain, one.values())) for one in value.values()):
        return [{"": name, **one} for name, one in value.items()]
    return None


def _words(name: str) -> str:
    return name.replace("_", " ").replace("\n", " ").strip() or "(blank)" if name else ""


def _cell(value: Any) -> str:
    match value:
        case {"value": number, "low": low, "high": high}:
            return f"{_number(number)} ({_number(low)} – {_number(high)})"
        case {"value": number}:
            return _number(number)
        case list() | dict():
            return ", ".join(map(_cell, value))
    return _number(value)


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


# --- pages -------------------------------------------------------------------------------------


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    return [
        f"| {' | '.join(header)} |",
        f"| {' | '.join('---' for _column in header)} |",
        *(f"| {' | '.join(_one_line(cell) for cell in row)} |" for row in rows),
    ]


def _one_line(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")


def page(lines: Sequence[str]) -> str:
    return "\n".join([lines[0], "", WRITTEN_BY, *lines[1:], ""])


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0].rstrip(".")


def enquiry_schema() -> str:
    """Return the JSON Schema of the common format of an enquiry."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "enquiry-1.schema.json": enquiry_schema,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "routes.md": routes_page,
    "benchmarks.md": benchmarks_page,
}


def pages() -> dict[Path, str]:
    """Return what each generated page is to hold; in English, as all of `docs` but `docs/da`."""
    with reading_in("en"):
        return {DOCS / name: write() for name, write in PAGES.items()}


def main() -> None:
    wanted = pages()
    if "--check" not in sys.argv[1:]:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return
    stale = [
        path.relative_to(PROJECT).as_posix()
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if stale:
        sys.exit(f"Not up to date: {', '.join(stale)}. Run `make docs`.")


if __name__ == "__main__":
    main()
