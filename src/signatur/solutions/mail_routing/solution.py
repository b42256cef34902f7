"""The one object that registers mail routing."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Solution
from signatur.methods.documents import PROGRAMS
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import api, jobs, pages, service
from signatur.solutions.mail_routing.demo.load import load_demo
from signatur.solutions.mail_routing.schema.outgoing import (
    CHANNEL_WORDS,
    CODE_TITLES,
    KIND_TITLES,
)
from signatur.solutions.mail_routing.schema.second_look import VERDICT_TITLES
from signatur.solutions.mail_routing.service import authorising, comparing, insight, reorganising
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import TABLES

_FOLDER = Path(__file__).parent
_RESOLUTIONS = {service.RESOLUTION: _("Read again")}

SOLUTION = Solution(
    name=service.NAME,
    slug="postfordeling",
    title=_("Mail routing"),
    readme=_FOLDER / "README.md",
    templates=_FOLDER / "templates",
    static=_FOLDER / "static",
    pages=pages.router,
    api=api.router,
    settings=(MailRoutingSettings,),
    tables=TABLES,
    permissions=(
        service.READ,
        service.READ_INSIGHT,
        service.DECIDE,
        service.UNDO_OTHERS,
        service.HAND_IN,
        service.READ_SETUP,
        service.CHANGE_SETUP,
        service.CONFIRM,
        service.READ_SOURCES,
        service.CHANGE_SOURCES,
        service.READ_ROUTES,
        service.CHANGE_ROUTES,
        service.MANAGE_OUTGOING,
        service.GIVE_RECEIPTS,
    ),
    menu=(
        MenuEntry(
            section=MenuSection.WORK,
            title=_("Mail routing"),
            path="/postfordeling",
            permission=service.READ,
            waiting=service.count_waiting,
        ),
        MenuEntry(
            section=MenuSection.WORK,
            title=_("Insight into mail routing"),
            path="/postfordeling/indsigt",
            permission=service.READ_INSIGHT,
        ),
        MenuEntry(
            section=MenuSection.WORK,
            title=_("What mail teaches"),
            path="/postfordeling/laering",
            permission=service.CONFIRM,
            waiting=service.count_hints,
        ),
        MenuEntry(
            section=MenuSection.WORK,
            title=_("Outgoing mail"),
            path="/postfordeling/udgaaende",
            permission=service.READ,
            waiting=service.count_troubled_here,
        ),
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Automatic mail routing"),
            path="/postfordeling/automatik",
            permission=decisions.SUSPEND,
            waiting=authorising.count_suspended,
        ),
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Training of mail routing"),
            path="/postfordeling/traening",
            permission=registry.TRAIN,
        ),
        MenuEntry(
            section=MenuSection.OPERATIONS,
            title=_("Sources of enquiries"),
            path="/postfordeling/kilder",
            permission=service.READ_SOURCES,
            waiting=service.count_failing,
        ),
    ),
    jobs=jobs.JOBS,
    schedules=(jobs.NIGHTLY, jobs.NIGHTLY_COUNT, jobs.NIGHTLY_LEFT),
    rounds=(service.go_round, service.receipts_round),
    channels=(service.FOLDER_CHANNEL, *service.ROUTED.values()),
    programs=PROGRAMS,
    audit_phrases=service.AUDIT_PHRASES
    | service.SOURCE_PHRASES
    | service.PAST_PHRASES
    | service.ROUTE_PHRASES
    | service.RECEIPT_PHRASES,
    audit_words={
        "resolution": _RESOLUTIONS,
        "source": {str(one): title for one, title in service.SOURCE_TITLES.items()},
        "kind": reorganising.REORGANISATION_TITLES,
        "channel": CHANNEL_WORDS,
        "way": {str(kind): title for kind, title in KIND_TITLES.items()},
        "verdict": {str(one): title for one, title in VERDICT_TITLES.items()},
        "receipt": {str(code): title for code, title in CODE_TITLES.items()},
    },
    item_kinds=(service.KIND,),
    item_titles={service.KIND: _("Enquiry")},
    item_path=lambda item_id: f"/postfordeling/{item_id}",
    original_name=service.original_name,
    trouble_settled=service.trouble_settled,
    read_again_path=lambda item_id: f"/postfordeling/{item_id}/laes-igen",
    resolution_titles=_RESOLUTIONS,
    erase=service.erase,
    replay=service.replay,
    check_model=service.check_model,
    judge_model=comparing.judge_model,
    measured=insight.measured,
    history=insight.history,
    history_titles=insight.HISTORY_TITLES,
    load_demo=load_demo,
)
