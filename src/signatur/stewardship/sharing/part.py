"""What sharing offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.sharing import pages, service
from signatur.stewardship.sharing.settings import SharingSettings
from signatur.stewardship.sharing.tables import GivenOutRow, TakenInRow

PART = Part(
    name="sharing",
    title=_("Sharing"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    settings=(SharingSettings,),
    tables=(GivenOutRow, TakenInRow),
    permissions=(service.GIVE, service.TAKE_IN),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Sharing"),
            path="/styring/deling",
            permission=projects.READ,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
)
