"""Studies: the list, one with its result and decision, and several side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.records.audit import service as audit
from signatur.records.decisions.schema import OUTCOME_TITLES
from signatur.records.items import service as items
from signatur.solutions.fleet import service
from signatur.solutions.fleet.model.explaining import WHY_TITLES, moment_words
from signatur.solutions.fleet.model.replacing import STEP_TITLES, replacements
from signatur.solutions.fleet.pages.given import Given, counts, written
from signatur.solutions.fleet.schema.results import Why
from signatur.solutions.fleet.schema.studies import AIM_TITLES, Aim, StudyState
from signatur.solutions.fleet.schema.vehicles import ENERGY_TITLES

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.fleet.model.replacing import Replacement
    from signatur.solutions.fleet.schema.studies import StudyLine, StudyView

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
# To see a suggestion is written down.
Seeing = Annotated[Page, page_for(service.READ, writes=True)]
Calculating = Annotated[Page, page_for(service.CALCULATE)]
Deciding = Annotated[Page, page_for(service.DECIDE)]

_PAGE = "/flaade/beregninger"
_MOST_COMPARED = 4
_ON_A_PAGE, _MOST_IN_A_FILE = 50, 10_000
QUARTER_TITLES = {
    "Q1": _("January to March"),
    "Q2": _("April to June"),
    "Q3": _("July to September"),
    "Q4": _("October to December"),
}


@router.get("/beregninger")
def studies(page: Reading, efter: str = "", fil: str = "") -> Response:
    work = page.work
    project = service.project_of(work)
    before = int(efter) if efter.isdecimal() and len(efter) < 10 else None
    limit = _MOST_IN_A_FILE if fil else _ON_A_PAGE + 1
    found = service.studies(work, project.id, before=before, limit=limit)
    if fil:
        return _as_file(fil, found)
    return page.show(
        "fleet/studies.html",
        studies=found[:_ON_A_PAGE],
        next_before=found[_ON_A_PAGE - 1].number if len(found) > _ON_A_PAGE else None,
        aims=AIM_TITLES,
        may_calculate=work.actor.may(service.CALCULATE, project.id),
    )


def _as_file(kind: str, found: list[StudyLine]) -> Response:
    titles = (
        _("Number"), _("Name"), _("Kind"), _("State"), _("Vehicles"), _("Undriven trips"),
        _("DKK a year"), _("kg CO₂e a year"), _("Gap"), _("Decided"),
    )  # fmt: skip
    rows = [
        (
            one.number, one.name, str(AIM_TITLES[one.aim]), one.state.value, one.vehicles,
            one.undriven, round(one.cost.dkk_year) if one.cost else None,
            round(one.cost.co2e_kg_year, 1) if one.cost else None,
            round(one.gap, 6) if one.gap is not None else None, int(one.is_decided),
        )
        for one in found
    ]  # fmt: skip
    return as_file("beregninger", kind, [str(one) for one in titles], rows)


@router.get("/beregninger/{study_id}")
def one(page: Seeing, study_id: UUID) -> Response:
    work = page.work
    view = service.study(work, study_id, has_plan=False)
    if view.line.state is not StudyState.DONE:
        return page.show(
            "fleet/study_waiting.html",
            view=view,
            job=service.job_of(work, study_id),
            aims=AIM_TITLES,
            again=f"{_PAGE}/{study_id}/fremdrift",
            may_change=service.may_change(work, view.line.created_by),
            may_calculate=work.actor.may(service.CALCULATE),
        )
    made = service.suggestion_of(work, study_id)
    if made is not None:
        service.note_shown(work, study_id)
    project = service.project_of(work)
    return page.show(
        "fleet/study.html",
        view=view,
        told=service.told(work, study_id),
        aims=AIM_TITLES,
        is_simulation=view.line.aim is Aim.SIMULATE,
        proposals=service.proposals_of(work, study_id),
        proof=service.proof(view.optimisation.best) if view.optimisation else None,
        peak=_peak(service.told(work, study_id)),
        made=made,
        reasons=_reasons(made.reasons if made else ()),
        decision=service.decision_of(work, study_id) if made else None,
        outcomes=OUTCOME_TITLES,
        why=_why(service.told(work, study_id)),
        steps=_steps(view, service.decision_of(work, study_id) if made else None),
        step_titles=STEP_TITLES,
        quarters=QUARTER_TITLES,
        energies=ENERGY_TITLES,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        events=audit.events(work, audit.trail(work, items.ref(study_id))),
        may_decide=work.actor.may(service.DECIDE, project.id),
        may_change=service.may_change(work, view.line.created_by),
        may_calculate=work.actor.may(service.CALCULATE, project.id),
        written=written,
    )


def _steps(view: StudyView, decision: Decision | None) -> list[Replacement]:
    """Return the way from today's vehicles to those decided on, or proposed."""
    if view.optimisation is None or not view.question.vehicles:
        return []
    decided = decision.answer.get("counts") if decision else None
    return replacements(view.question.vehicles, decided or view.optimisation.best.counts)


def _reasons(stored: object) -> list[Text]:
    return [Text.from_json(one["sentence"]) for one in stored]  # type: ignore[attr-defined]


def _why(told: dict[str, object]) -> list[tuple[Text, int]]:
    counted: dict[str, int] = told["why"]  # type: ignore[assignment]
    return [(WHY_TITLES[Why[name]], count) for name, count in counted.items()]


def _peak(told: dict[str, object]) -> Text | None:
    least: dict[str, int | None] = told["minimum"]  # type: ignore[assignment]
    at_s = least["at_s"]
    if at_s is None:
        return None
    return _(
        "At least %(cars)s interchangeable vehicles are needed for every trip: so many were away at "
        "once on %(moment)s.",
        cars=least["cars"],
        moment=moment_words(at_s),
    )


@router.get("/beregninger/{study_id}/fremdrift")
def progress(page: Reading, study_id: UUID) -> Response:
    """Show how far a study is; when it is over, lead to the page with the result."""
    line, job = service.line(page.work, study_id), service.job_of(page.work, study_id)
    if line.state is not StudyState.WAITING or job is None or not job.is_open:
        return page.go_to(f"{_PAGE}/{study_id}")
    return page.show("fleet/parts/progress.html", job=job, again=f"{_PAGE}/{study_id}/fremdrift")


@router.post("/beregninger/{study_id}/stop")
def stop(page: Calculating, study_id: UUID) -> Response:
    service.stop(page.work, study_id)
    return page.go_to(f"{_PAGE}/{study_id}", _("The study is asked to stop."))


@router.post("/beregninger/{study_id}/navn")
def rename(page: Calculating, study_id: UUID, name: Annotated[str, Form()]) -> Response:
    service.rename(page.work, study_id, name)
    return page.go_to(f"{_PAGE}/{study_id}", _("Saved."))


@router.post("/beregninger/{study_id}/slet")
def delete(page: Calculating, study_id: UUID) -> Response:
    service.delete(page.work, study_id)
    return page.go_to(_PAGE, _("The study is deleted."))


@router.post("/beregninger/{study_id}/beslut")
def decide(page: Deciding, study_id: UUID, given: Given) -> Response:
    """Decide for one of the proposals, for a fleet of one's own, or say that one does not know."""
    work, note = page.work, given.get("note", "")
    match given.get("choice", ""):
        case "unsure":
            service.do_not_know(work, study_id, note)
            told = _("Written down. The study waits for somebody else.")
        case "own":
            service.choose_own(work, study_id, counts(given), note)
            told = _("Decided.")
        case _other:
            place = given.get("proposal", "")
            service.choose(
                work, study_id, int(place) if place.isdecimal() and len(place) < 5 else -1, note
            )
            told = _("Decided.")
    return page.go_to(f"{_PAGE}/{study_id}", told)


@router.post("/beregninger/{study_id}/fortryd")
def undo(page: Deciding, study_id: UUID) -> Response:
    service.undo(page.work, study_id)
    return page.go_to(f"{_PAGE}/{study_id}", _("The decision is undone."))


@router.get("/sammenlign")
def compare(page: Reading, study: Annotated[list[UUID] | None, Query()] = None) -> Response:
    """Show up to four studies side by side."""
    work = page.work
    project = service.project_of(work)
    chosen = list(dict.fromkeys(study or ()))[:_MOST_COMPARED]
    done = [one for one in service.studies(work, project.id) if one.state is StudyState.DONE]
    views = [_view(page, one) for one in chosen]
    shown = [one for one in views if one.line.state is StudyState.DONE]
    return page.show(
        "fleet/compare.html",
        studies=done,
        chosen=chosen,
        views=shown,
        told=[service.told(work, one.line.id) for one in shown],
        kinds=_kinds(shown),
        aims=AIM_TITLES,
        best=min((one.line.cost.dkk_year for one in shown if one.line.cost), default=None),
    )


def _view(page: Page, study_id: UUID) -> StudyView:
    found = service.study(page.work, study_id, has_plan=False)
    if found.line.state is not StudyState.DONE:
        raise NotFound(log="not done", shown=_("Only studies that are done can be compared."))
    return found


def _kinds(views: list[StudyView]) -> dict[str, str]:
    return {
        key: kind.title
        for view in views
        for key, kind in view.question.kinds.items()
        if any(one.kind == key for one in view.fleet)
    }
