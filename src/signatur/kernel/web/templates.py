"""Jinja templates: the shared layout and components, and each part's own pages."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from signatur import __version__
from signatur.kernel import i18n
from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuSection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from signatur.kernel.part import Part
    from signatur.kernel.permissions import Actor
    from signatur.kernel.web.visitor import Visitor
    from signatur.kernel.work import Work

UI_FOLDER = Path(__file__).resolve().parent.parent.parent / "ui"
SECTION_TITLES = {
    MenuSection.WORK: _("Work"),
    MenuSection.STEWARDSHIP: _("Stewardship"),
    MenuSection.OPERATIONS: _("Operations"),
}


@cache
def environment_of(parts: tuple[Part, ...]) -> Environment:
    """Return the environment in which the templates of some parts are rendered."""
    own = {part.name: FileSystemLoader(part.templates) for part in parts if part.templates}
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(UI_FOLDER / "templates"), PrefixLoader(own)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext_now, i18n.ngettext_now, newstyle=True
    )
    environment.filters.update(
        number=i18n.show_number,
        percent=i18n.show_percent,
        date=i18n.show_date,
        month=i18n.show_month,
        day=i18n.show_day,
        moment=i18n.show_moment,
        age=i18n.show_age,
        size=i18n.show_size,
        language=i18n.show_language,
    )
    environment.globals.update(version=__version__, languages=i18n.LANGUAGES)
    return environment


def _shown(value: object) -> object:
    """Refuse what has no words of its own: a person must never read the insides of the program."""
    has_no_words = value is None or isinstance(value, dict | list | tuple | set | frozenset)
    if has_no_words or (is_dataclass(value) and type(value).__str__ is object.__str__):
        raise TypeError(f"{type(value).__name__} has no words to show on a page")
    return value


def render(request: Request, work: Work | None, template: str, values: Mapping[str, Any]) -> str:
    """Render a template; without `work` (on an error page) the menu has no counts."""
    visitor: Visitor = request.state.visitor
    parts: tuple[Part, ...] = request.state.runtime.parts
    return (
        environment_of(parts)
        .get_template(template)
        .render(
            visitor=visitor,
            language=i18n.current_language(),
            menu=menu_for(parts, visitor.actor, work),
            path=request.url.path,
            address=_address(request),
            **values,
        )
    )


def _address(request: Request) -> str:
    """Return where this page is found again; an answer to a form is found nowhere."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def menu_for(
    parts: tuple[Part, ...], actor: Actor | None, work: Work | None
) -> list[dict[str, Any]]:
    """Return the sections of the menu with what the visitor may see."""
    if actor is None:
        return []
    sections = []
    for section, title in SECTION_TITLES.items():
        entries = [
            {
                "title": entry.title,
                "path": entry.path,
                # None: nothing ever waits here, or nobody can count it now.
                "waiting": entry.waiting(work) if work and entry.waiting else None,
            }
            for part in parts
            for entry in part.menu
            if entry.section is section and actor.may(entry.permission)
        ]
        if entries:
            sections.append({"title": title, "entries": entries})
    return sections
