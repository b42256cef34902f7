"""What the records of items offer to the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.part import AuditedThing, MenuEntry, MenuSection, Part
from signatur.records.items import pages, service
from signatur.records.items.schema import ERASURE_TITLES, RESOLUTION_TITLES, TROUBLE_TEXTS
from signatur.records.items.tables import ItemRow, QuarantineRow

if TYPE_CHECKING:
    from signatur.kernel.work import Work


def _waiting(work: Work) -> int:
    return service.count_quarantined(work, [one.id for one in service.visible_projects(work)])


PART = Part(
    name="items",
    title=_("Items"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(ItemRow, QuarantineRow),
    permissions=(service.READ_QUARANTINE, service.OPEN_ORIGINAL, service.RESOLVE_QUARANTINE),
    menu=(
        MenuEntry(
            section=MenuSection.OPERATIONS,
            title=_("Quarantine"),
            path="/karantaene",
            permission=service.READ_QUARANTINE,
            waiting=_waiting,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={
        "code": {code: text.title for code, text in TROUBLE_TEXTS.items()},
        "resolution": RESOLUTION_TITLES,
        "because": ERASURE_TITLES,
    },
    audit_things={"item": AuditedThing(_("Item"), "/emne/{id}")},
)
