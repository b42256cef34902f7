"""Collects texts into the Danish catalogue; with `--check`, stops at missing or unsure ones."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from babel.messages.catalog import Message

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "signatur"
CATALOGUE = PACKAGE / "locale" / "da" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "counted": (1, 2), "ngettext": (1, 2)}
METHODS = [
    ("**.py", "python"),
    ("ui/templates/**.html", "jinja2"),
    ("records/*/templates/**.html", "jinja2"),
    ("stewardship/*/templates/**.html", "jinja2"),
    ("solutions/*/templates/**.html", "jinja2"),
]
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def collected() -> Catalog:
    """Return every text of the package, with where it stands."""
    found = Catalog(project="Signatur")
    extracted = extract_from_dir(str(PACKAGE), METHODS, keywords=KEYWORDS)
    for file, _line, message, comments, _context in sorted(extracted, key=lambda one: one[:2]):
        # Line numbers would change the file with every edit of the code.
        found.add(message, locations=[(file, None)], auto_comments=comments)
    return found


def read() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="da")


def update() -> None:
    """Bring new texts into the catalogue and drop those that are gone."""
    catalogue = read() if CATALOGUE.exists() else Catalog(locale="da", project="Signatur")
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# The Danish of Signatur. See docs/glossary.md for the words."
    # A date that changes with every run would change the file for nothing.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
    missing = [message.id for message in catalogue if message.id and not is_translated(message)]
    print(f"{len(catalogue)} texts, {len(missing)} without a translation")


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def problems() -> list[str]:
    """Return what stands in the way of a complete Danish catalogue."""
    catalogue = read()
    wanted = {message.id for message in collected() if message.id}
    known = {message.id: message for message in catalogue if message.id}
    found = [f"not in the catalogue: {one!r}" for one in sorted(wanted - known.keys(), key=str)]
    found += [f"no longer used: {one!r}" for one in sorted(known.keys() - wanted, key=str)]
    for message in known.values():
        if not is_translated(message):
            found.append(f"not translated: {message.id!r}")
        elif message.fuzzy:
            found.append(f"unsure: {message.id!r}")
        elif placeholders(message.id) != placeholders(message.string):
            found.append(f"placeholders differ: {message.id!r}")
    return found


def placeholders(texts: str | tuple[str, ...]) -> set[str]:
    joined = texts if isinstance(texts, str) else " ".join(texts)
    return set(_PLACEHOLDER.findall(joined))


def main() -> None:
    if "--check" not in sys.argv[1:]:
        update()
        return
    found = problems()
    for problem in found:
        print(problem)
    if found:
        sys.exit("Run `make messages` and translate what is missing.")


main()
