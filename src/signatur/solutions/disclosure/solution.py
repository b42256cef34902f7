"""The one object that registers disclosure."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Solution
from signatur.solutions.disclosure import api, jobs, pages, service
from signatur.solutions.disclosure.demo import load_demo
from signatur.solutions.disclosure.service.handing_over import ReleaseFolder
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import TABLES

_FOLDER = Path(__file__).parent

SOLUTION = Solution(
    name=service.NAME,
    slug="aktindsigt",
    title=_("Access to documents"),
    readme=_FOLDER / "README.md",
    templates=_FOLDER / "templates",
    static=_FOLDER / "static",
    pages=pages.router,
    api=api.router,
    settings=(DisclosureSettings,),
    tables=TABLES,
    permissions=service.PERMISSIONS,
    menu=(
        MenuEntry(
            section=MenuSection.WORK,
            title=_("Access to documents"),
            path="/aktindsigt",
            permission=service.READ,
            waiting=service.count_waiting,
        ),
    ),
    jobs=jobs.JOBS,
    schedules=(jobs.NIGHTLY,),
    rounds=jobs.ROUNDS,
    channels=(ReleaseFolder(),),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words=service.AUDIT_WORDS,
    item_kinds=(
        service.CASE_KIND,
        service.UPLOAD_KIND,
        service.DOCUMENT_KIND,
        service.RELEASE_KIND,
    ),
    item_titles={
        service.CASE_KIND: _("Request for access"),
        service.UPLOAD_KIND: _("File for a request for access"),
        service.DOCUMENT_KIND: _("Document of a request for access"),
        service.RELEASE_KIND: _("Release of documents"),
    },
    item_path=lambda item_id: f"/aktindsigt/emne/{item_id}",
    original_name=service.original_name,
    erase=service.erase,
    replay=service.replay,
    check_model=service.check_basis,
    measured=service.measured,
    load_demo=load_demo,
)
