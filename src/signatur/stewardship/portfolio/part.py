"""What the portfolio offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.portfolio import pages

PART = Part(
    name="portfolio",
    title=_("Portfolio"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Portfolio"),
            path="/styring/portefoelje",
            permission=projects.READ,
        ),
    ),
)
