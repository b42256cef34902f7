"""What the gates offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.gates import jobs, pages, service

PART = Part(
    name="gates",
    title=_("Gates"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Gates"),
            path="/styring/porte",
            permission=projects.READ,
        ),
    ),
    jobs=(jobs.LOOK,),
    rounds=(service.go_round,),
)
