"""What the records of people offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import AuditedThing, MenuEntry, MenuSection, Part
from signatur.kernel.permissions import ROLE_TITLES
from signatur.records.people import pages, service
from signatur.records.people.tables import AuthorityRow, GrantRow, KeyRow, PersonRow

PART = Part(
    name="people",
    title=_("Users"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(AuthorityRow, PersonRow, GrantRow, KeyRow),
    permissions=(service.MANAGE, pages.OWN_ACCOUNT),
    menu=(
        MenuEntry(
            section=MenuSection.OPERATIONS,
            title=_("Users"),
            path="/brugere",
            permission=service.MANAGE,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={"role": ROLE_TITLES},
    audit_things={"person": AuditedThing(_("User"), "/brugere/{id}")},
)
