"""One enquiry: reading it, its history, its original, and reading it once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.operations import READ_JOBS
from signatur.kernel.web.page import Page
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import OUTCOME_TITLES, Outcome
from signatur.records.effects.schema import EFFECT_TITLES
from signatur.records.items import service as items
from signatur.records.items.schema import shown_place, trouble_text
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.finding import Finding, ListInHand
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import (
    BY_TITLES,
    CHANNEL_TITLES,
    IDENTIFIER_TITLES,
    LANE_TITLES,
    NOWHERE,
    Target,
)
from signatur.solutions.mail_routing.schema.outgoing import (
    CODE_TITLES,
    KIND_TITLES,
    problem_text,
)

if TYPE_CHECKING:
    from signatur.records.audit.schema import AuditEntry
    from signatur.records.decisions.schema import Decision
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.mail_routing.service import EnquiryView

router = APIRouter()

# How a decision is called whose suggestion must not be known.
DECIDED = _("Decided")

Opening = Annotated[Page, page_for(service.READ, writes=True)]
Reading = Annotated[Page, page_for(service.READ)]
ReadingAgain = Annotated[Page, page_for(items.RESOLVE_QUARANTINE)]


def shown_enquiry(
    page: Page, item_id: UUID, titles: Titles, finding: Finding, *, is_alone: bool = False
) -> dict[str, Any]:
    """Return what the template of one enquiry needs, and write down that it was shown."""
    seen = service.show(page.work, item_id)
    project = projects.get(page.work, seen.project_id)
    actor = page.work.actor
    return {
        "seen": seen,
        "titles": titles,
        "finding": finding,
        "is_alone": is_alone,
        "parts": service.shown_parts(seen.enquiry, seen.routing),
        "subject_segments": service.marked_subject(seen.enquiry, seen.routing),
        "kinds": sorted({one.kind for one in seen.enquiry.identifiers}),
        "may_decide": actor.may(service.DECIDE, project.id),
        "may_read_again": actor.may(items.RESOLVE_QUARANTINE, project.id),
        "may_leave": judge(project, Act.AFFECT, page.work.today).is_allowed,
        "project": project,
        "model": _model_of(page, seen),
        "may_see_model": actor.may(registry.READ, project.id),
        "decided_by": _who_decided(page, seen),
        "first_target": _first_target(seen),
        "nowhere": NOWHERE,
        "outcome": outcome_title(page, seen.decision) if seen.decision else "",
        "rules": {one.id: one for one in service.rules(page.work, project.id)},
        "target_of": lambda line: Target(line.department_key, line.subject_key),
        "identifier_titles": IDENTIFIER_TITLES,
        "channel_titles": CHANNEL_TITLES,
        "lane_titles": LANE_TITLES,
        "by_titles": BY_TITLES,
        "effect_titles": EFFECT_TITLES,
        "trouble_text": trouble_text,
        "shown_place": shown_place,
    }


def _model_of(page: Page, seen: EnquiryView) -> ModelVersion | None:
    version_id = seen.suggestion.model_version_id if seen.suggestion else None
    return registry.get(page.work, version_id) if version_id else None


def _who_decided(page: Page, seen: EnquiryView) -> str:
    person_id = seen.decision.person_id if seen.decision else None
    if person_id is None:
        return "Signatur"
    return page.work.runtime.identity.names_of(page.work.session, {person_id})[person_id]


def _first_target(seen: EnquiryView) -> Target | None:
    """Return where an enquiry was to go by whoever had not seen the suggestion, if elsewhere."""
    answer = seen.first.answer if seen.first and not seen.first.agrees else {}
    return Target(answer["department"], answer["subject"]) if answer else None


def outcome_title(page: Page, decision: Decision) -> str:
    """Return how a decision relates to what was suggested, unless that must not be known."""
    told = service.outcome_told(page.work, decision.item_id, decision.outcome)
    return str(OUTCOME_TITLES[told] if told else DECIDED)


def shown_decided(page: Page, decision_id: UUID, titles: Titles) -> dict[str, Any] | None:
    """Return what the bar says of the decision that was just made; none, once it is undone."""
    decision = decisions.get(page.work, decision_id)
    settled = decisions.current(page.work, decision.item_id)
    is_in_force = settled is not None and settled.id == decision_id
    if decision.person_id != page.work.actor.id or not is_in_force:
        return None
    return decided_values(decision, titles)


def decided_values(decision: Decision, titles: Titles) -> dict[str, Any]:
    """Return what the template of the bar needs."""
    return {
        "decision": decision,
        "place": _place_of(decision, titles),
        "portions": len(decision.answer.get("portions", ())),
    }


def _place_of(decision: Decision, titles: Titles) -> str:
    """Return where a decision sent an enquiry; empty where it sent it nowhere."""
    answer = decision.answer
    if "department" not in answer:
        return ""
    return titles.target(Target(answer["department"], answer["subject"]))


@router.get("/{item_id}")
def enquiry(
    page: Opening, item_id: UUID, finding: ListInHand, besluttet: OptionalId = None
) -> Response:
    titles = Titles.of(page.work, service.project_of(page.work).id)
    if page.wants_fragment:
        shown = shown_enquiry(page, item_id, titles, finding)
        return page.show("mail_routing/parts/enquiry.html", enquiry=shown)
    return page.show(
        "mail_routing/enquiry.html",
        enquiry=shown_enquiry(page, item_id, titles, finding, is_alone=True),
        decided=shown_decided(page, besluttet, titles) if besluttet else None,
        finding=finding,
    )


@router.get("/{item_id}/historik")
def history(page: Reading, item_id: UUID) -> Response:
    seen = service.view(page.work, item_id)
    titles = Titles.of(page.work, seen.project_id)
    entries = [_untold(page, item_id, one) for one in audit.trail(page.work, items.ref(item_id))]
    made = decisions.decisions(page.work, item_id)
    people = {one.person_id for one in made if one.person_id}
    return page.show(
        "mail_routing/history.html",
        seen=seen,
        titles=titles,
        decided=[(one, outcome_title(page, one), _place_of(one, titles)) for one in made],
        names=page.work.runtime.identity.names_of(page.work.session, people),
        target=Target,
        suggested=service.suggestions_of(page.work, item_id),
        outgoing=service.outgoing_of(page.work, seen.project_id, item_id),
        receipts=service.receipts_of(page.work, item_id),
        kind_titles=KIND_TITLES,
        code_titles=CODE_TITLES,
        problem_text=problem_text,
        state_titles=EFFECT_TITLES,
        events=audit.events(page.work, entries),
        by_titles=BY_TITLES,
        lane_titles=LANE_TITLES,
        effect_titles=EFFECT_TITLES,
    )


def _untold(page: Page, item_id: UUID, entry: AuditEntry) -> AuditEntry:
    """Return an entry of the audit without what would betray a suggestion that must not be seen."""
    outcome = (entry.details or {}).get("outcome")
    if entry.details is None or outcome not in set(Outcome):
        return entry
    if service.outcome_told(page.work, item_id, Outcome(outcome)) is not None:
        return entry
    return replace(entry, details={**entry.details, "outcome": str(DECIDED)})


@router.get("/{item_id}/original")
def original(page: Opening, item_id: UUID) -> Response:
    """Give the original bytes as a download; that it was opened is written down."""
    row = service.row_of(page.work, item_id)
    audit.write(page.work, "items.original_opened", items.ref(item_id))
    name = f"{item_id}{service.suffix_of(row)}"
    return as_download(name, items.open_original(page.work, item_id))


@router.post("/{item_id}/laes-igen")
def read_again(page: ReadingAgain, item_id: UUID) -> Response:
    """Read an enquiry once more, after what was in the way has been cured."""
    job_id = service.read_again(page.work, item_id)
    if page.work.actor.may(READ_JOBS):
        return page.go_to(f"/job/{job_id}")
    return page.go_to(
        "/karantaene", _("It is being read once more. What still cannot be read comes back here.")
    )
