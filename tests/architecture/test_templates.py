"""Every template of the installed parts can be rendered: its filters, tags and includes are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from signatur.installed import all_parts
from signatur.kernel.web.templates import UI_FOLDER, environment_of
from tests.architecture.sources import templates

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = re.compile(r"""{%-? *(?:extends|include|from|import) +["']([^"']+)["']""")


def names() -> Iterator[str]:
    """Yield the name under which each template is asked for."""
    folders = {part.templates: f"{part.name}/" for part in all_parts() if part.templates}
    folders[UI_FOLDER / "templates"] = ""
    for path in templates():
        for folder, prefix in folders.items():
            if path.is_relative_to(folder):
                yield f"{prefix}{path.relative_to(folder).as_posix()}"


@pytest.mark.parametrize("name", sorted(names()))
def test_a_template_and_all_that_it_names_can_be_loaded(name: str) -> None:
    environment = environment_of(all_parts())
    assert environment.loader is not None
    source, _path, _is_fresh = environment.loader.get_source(environment, name)

    environment.get_template(name)
    for other in _NAMED.findall(source):
        environment.get_template(other)
