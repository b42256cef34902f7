"""The rules that staff wrote: reading, adding, trying out, importing, taking out of use."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import NO_PLACE, Titles
from signatur.solutions.mail_routing.schema import (
    FIELD_TITLES,
    MATCH_TITLES,
    Rule,
    RuleField,
    RuleMatch,
    Target,
)
from signatur.solutions.mail_routing.service import rule_trials, setup

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_SETUP)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]
# Enquiries are looked into, so it takes the right to see them; nothing is written.
Trying = Annotated[Page, page_for(service.READ, writes=False)]

_PAGE = "/postfordeling/regler"


@router.get("/regler")
def rules(page: Reading, fil: str = "") -> Response:
    project = service.project_of(page.work)
    found = service.rules(page.work, project.id)
    if fil:
        return as_file("regler", fil, service.RULE_COLUMNS, service.rule_rows(found))
    return page.show(
        "mail_routing/rules.html",
        rules=[one for one in found if one.is_in_use],
        removed=[one for one in found if not one.is_in_use],
        hits=service.count_rule_hits(page.work, project.id),
        titles=Titles.of(page.work, project.id),
        field_titles=FIELD_TITLES,
        match_titles=MATCH_TITLES,
        columns=service.RULE_COLUMNS,
        may_change=page.work.actor.may(service.CHANGE_SETUP, project.id),
        may_read_list=page.work.actor.may(service.READ, project.id),
    )


@router.post("/regler")
def add_rule(
    page: Changing,
    field: Annotated[RuleField, Form()],
    match: Annotated[RuleMatch, Form()],
    value: Annotated[str, Form()],
    place: Annotated[str, Form()],
    is_simulated: Annotated[bool, Form()] = False,
) -> Response:
    project = service.project_of(page.work)
    target = Titles.of(page.work, project.id).chosen(place)
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    rule = Rule("", field, match, value, target, is_simulated)
    service.add_rule(page.work, project.id, rule)
    return page.go_to(_PAGE, _("The rule is added."))


@router.post("/regler/proev")
def try_rule(
    page: Trying,
    field: Annotated[RuleField, Form()],
    match: Annotated[RuleMatch, Form()],
    value: Annotated[str, Form()],
    place: Annotated[str, Form()],
) -> Response:
    """Show what a rule would have done with the latest enquiries; nothing is added."""
    project = service.project_of(page.work)
    titles = Titles.of(page.work, project.id)
    target = titles.chosen(place)
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    if not value.strip():
        raise InputProblem(log="empty rule", shown=_("Write what the rule looks for."))
    rule = Rule("", field, match, value.strip(), target)
    return page.show(
        "mail_routing/rule_tried.html",
        rule=rule,
        place=place,
        trial=rule_trials.try_rule(page.work, project.id, rule),
        titles=titles,
        target=Target,
        field_titles=FIELD_TITLES,
        match_titles=MATCH_TITLES,
        may_change=page.work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.post("/regler/{rule_id}/flyt")
def move_rule(page: Changing, rule_id: UUID, is_up: Annotated[bool, Form()] = False) -> Response:
    """Let a rule be asked earlier or later."""
    project = service.project_of(page.work)
    setup.move_rule(page.work, project.id, rule_id, is_up=is_up)
    return page.go_to(_PAGE)


@router.post("/regler/{rule_id}/simulering")
def simulate_rule(
    page: Changing, rule_id: UUID, is_simulated: Annotated[bool, Form()] = False
) -> Response:
    project = service.project_of(page.work)
    service.simulate_rule(page.work, project.id, rule_id, is_simulated=is_simulated)
    return page.go_to(
        _PAGE,
        _("The rule only notes what it would say.")
        if is_simulated
        else _("The rule is in use from now on."),
    )


@router.post("/regler/{rule_id}/fjern")
def remove_rule(page: Changing, rule_id: UUID, because: Annotated[str, Form()]) -> Response:
    project = service.project_of(page.work)
    service.remove_rule(page.work, project.id, rule_id, because)
    return page.go_to(_PAGE, _("The rule is taken out of use."))


@router.post("/regler/indlaes")
def import_rules(page: Changing, file: UploadFile) -> Response:
    """Read rules from the kind of spreadsheet that robots use; list the lines that do not fit."""
    project = service.project_of(page.work)
    outcome = service.import_rules(page.work, project.id, file.file.read())
    return page.show("mail_routing/rules_imported.html", outcome=outcome)
