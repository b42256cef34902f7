"""The one object that registers the fleet."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Solution
from signatur.solutions.fleet import api, jobs, pages, service
from signatur.solutions.fleet.demo import load_demo
from signatur.solutions.fleet.settings import FleetSettings
from signatur.solutions.fleet.tables import TABLES

_FOLDER = Path(__file__).parent

SOLUTION = Solution(
    name=service.NAME,
    slug="flaade",
    title=_("Fleet"),
    readme=_FOLDER / "README.md",
    templates=_FOLDER / "templates",
    static=_FOLDER / "static",
    pages=pages.router,
    api=api.router,
    settings=(FleetSettings,),
    tables=TABLES,
    permissions=(
        service.READ,
        service.HAND_IN,
        service.CHANGE_SETUP,
        service.CALCULATE,
        service.DECIDE,
        service.CHANGE_OTHERS,
    ),
    menu=(
        MenuEntry(
            section=MenuSection.WORK,
            title=_("Fleet"),
            path="/flaade",
            permission=service.READ,
            waiting=service.count_waiting,
        ),
    ),
    jobs=jobs.JOBS,
    schedules=(jobs.NIGHTLY,),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={"name": service.PRICE_TITLES},
    item_kinds=(service.TRIPS_KIND, service.STUDY_KIND),
    item_titles={service.TRIPS_KIND: _("Driving"), service.STUDY_KIND: _("Study")},
    item_path=lambda item_id: f"/flaade/emne/{item_id}",
    original_name=lambda _work, item_id: f"{str(item_id)[-12:]}.bin",
    erase=service.erase,
    replay=service.replay,
    check_model=service.check_basis,
    measured=service.measured,
    load_demo=load_demo,
)
