"""Evaluation as pages: floors to sign, a sealed test set to open, what came of it, and a model card."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_day
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.alarms import service as alarms
from signatur.records.floors import service as floors
from signatur.records.floors.schema import METRIC_TITLES, Metric, Terms
from signatur.records.projects import service as projects
from signatur.records.registry import service as registry
from signatur.stewardship.evaluation import service
from signatur.stewardship.evaluation.model import words
from signatur.stewardship.evaluation.model.sheets import blocks_of
from signatur.stewardship.evaluation.schema import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/styring/afproevning"
router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Drafting = Annotated[Page, page_for(floors.DRAFT)]
Opening = Annotated[Page, page_for(floors.OPEN_TEST)]
Signing = Annotated[Page, page_for(service.SIGN)]
Answering = Annotated[Page, page_for(alarms.ANSWER)]

Day = Annotated[str, Form()]
Word = Annotated[str, Form()]

_MOST_MEGABYTES = 100


@router.get("")
def overview(page: Reading, projekt: UUID | None = None) -> Response:
    work = page.work
    if projekt is not None:
        return page.go_to(f"{PATH}/{projekt}")
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    return page.show(
        "evaluation/overview.html",
        found=[
            (one, floors.current(work, one.id), next(iter(service.evaluations(work, one.id)), None))
            for one in known
        ],
        metric_titles=METRIC_TITLES,
    )


@router.get("/{project_id}")
def one(page: Reading, project_id: UUID) -> Response:
    work = page.work
    test_sets = service.test_sets(work, project_id)
    versions = registry.versions(work, project_id)
    return page.show(
        "evaluation/one.html",
        project=projects.get(work, project_id),
        floors=floors.floors(work, project_id),
        current=floors.current(work, project_id),
        test_sets=test_sets,
        test_set_choices=[
            (found.id, f"{found.sha256[:16]}…, {show_day(found.sealed_at)}") for found in test_sets
        ],
        opened=service.opened_sets(work, project_id),
        versions=versions,
        version_choices=[
            (found.id, _("Version %(number)s", number=found.number)) for found in versions
        ],
        evaluations=service.evaluations(work, project_id),
        names=_names(page),
        may_draft=work.actor.may(floors.DRAFT, project_id),
        may_open=work.actor.may(floors.OPEN_TEST, project_id),
        may_sign=work.actor.may(service.SIGN, project_id),
        own_id=work.actor.id,
        today=work.today,
        metric_titles=METRIC_TITLES,
    )


@router.post("/{project_id}/mindstekrav")
def draft_floor(  # noqa: PLR0913, PLR0917 (a field for each of the terms)
    page: Drafting,
    project_id: UUID,
    metric: Annotated[Metric, Form()],
    population: Word,
    floor: Word,
    reasoning: Word,
    margin: Word = "",
    human_baseline: Word = "",
    human_cases: Word = "",
    cost_false_positive: Word = "",
    cost_false_negative: Word = "",
    least_group: Word = "30",
    confidence: Word = "0.95",
) -> Response:
    terms = Terms(
        metric=metric,
        population=population.strip(),
        floor=_share(floor),
        margin=_share(margin),
        human_baseline=_share(human_baseline) if human_baseline.strip() else None,
        human_cases=int(_number(human_cases)),
        cost_false_positive=_number(cost_false_positive),
        cost_false_negative=_number(cost_false_negative),
        least_group=max(1, int(_number(least_group))),
        confidence=_share(confidence),
        reasoning=reasoning.strip(),
    )
    floors.draft(page.work, project_id, terms)
    return page.go_to(f"{PATH}/{project_id}", _("The floor is drafted and waits for a colleague."))


@router.post("/{project_id}/mindstekrav/{floor_id}/underskriv")
def sign_floor(page: Signing, project_id: UUID, floor_id: UUID, valid_to: Day = "") -> Response:
    floors.sign(page.work, floor_id, valid_to=_day(valid_to))
    return page.go_to(f"{PATH}/{project_id}", _("The floor is signed."))


@router.post("/{project_id}/mindstekrav/{floor_id}/traek-tilbage")
def withdraw_floor(page: Signing, project_id: UUID, floor_id: UUID, because: Word) -> Response:
    floors.withdraw(page.work, floor_id, because)
    return page.go_to(f"{PATH}/{project_id}", _("The floor is withdrawn."))


@router.post("/{project_id}/forsegl")
def seal(page: Opening, project_id: UUID, file: UploadFile) -> Response:
    if (file.size or 0) > _MOST_MEGABYTES * 1_000_000:
        raise InputProblem(
            log="file too large",
            shown=_("The file is larger than %(most)s MB.", most=_MOST_MEGABYTES),
        )
    service.seal(page.work, project_id, file.file)
    return page.go_to(f"{PATH}/{project_id}", _("The test set is sealed."))


@router.post("/{project_id}/aabn")
def evaluate(  # noqa: PLR0913, PLR0917 (a field for each thing that a test set may hold)
    page: Opening,
    project_id: UUID,
    test_set: Annotated[UUID, Form()],
    truth: Word,
    models: Word,
    people: Word = "",
    groups: Word = "",
    score: Word = "",
    positive: Word = "",
    model_version: Word = "",
) -> Response:
    columns = Columns(
        truth.strip(), _several(models), _several(people), _several(groups), score.strip(),
        positive.strip(),
    )  # fmt: skip
    version = UUID(model_version) if model_version else None
    found = service.evaluate(page.work, project_id, test_set, columns, version)
    return page.go_to(f"{PATH}/{project_id}/{found.id}", _("The test set is opened."))


@router.get("/{project_id}/{evaluation_id}")
def evaluation(page: Reading, project_id: UUID, evaluation_id: UUID) -> Response:
    work = page.work
    found = service.get(work, evaluation_id)
    raised = service.bias_alarms(work, found)
    told = found.told
    return page.show(
        "evaluation/result.html",
        project=projects.get(work, project_id),
        found=found,
        told=told,
        model=registry.get(work, found.version_id) if found.version_id else None,
        reasons=words.reasons(told),
        conclusions=words.conclusions(told),
        notes=words.notes(told),
        findings=[
            (words.finding(group), raised.get((group["group"], group["kind"])))
            for group in words.findings(told)
        ],
        blocks=blocks_of(told),
        evidence=service.evidence_of(work, found),
        obstacles=service.obstacles(work, found),
        ladder_help=_ladder_help(told),
        names=_names(page),
        may_sign=work.actor.may(service.SIGN, project_id),
        may_answer=work.actor.may(alarms.ANSWER, project_id),
        today=work.today,
        metric_title=words.metric_title(told),
    )


@router.get("/{project_id}/{evaluation_id}/kort")
def model_card(page: Reading, project_id: UUID, evaluation_id: UUID) -> Response:
    work = page.work
    found = service.get(work, evaluation_id)
    return page.show(
        "evaluation/card.html",
        project=projects.get(work, project_id),
        found=found,
        parts=service.card_of(work, found),
    )


@router.get("/{project_id}/{evaluation_id}/kort.pdf")
def model_card_pdf(page: Reading, project_id: UUID, evaluation_id: UUID) -> Response:
    work = page.work
    content = service.pdf(
        work, service.get(work, evaluation_id), projects.get(work, project_id).name
    )
    headers = {"Content-Disposition": 'attachment; filename="modelkort.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/{project_id}/{evaluation_id}/fund/{alarm_id}")
def answer(
    page: Answering, project_id: UUID, evaluation_id: UUID, alarm_id: UUID, said: Word
) -> Response:
    alarms.answer(page.work, alarm_id, said)
    return page.go_to(f"{PATH}/{project_id}/{evaluation_id}", _("The finding is answered."))


@router.post("/{project_id}/{evaluation_id}/underskriv")
def sign(
    page: Signing, project_id: UUID, evaluation_id: UUID, because: Word, valid_to: Day = ""
) -> Response:
    service.sign(page.work, evaluation_id, because, valid_to=_day(valid_to))
    return page.go_to(f"{PATH}/{project_id}/{evaluation_id}", _("The evaluation is signed."))


@router.post("/{project_id}/{evaluation_id}/traek-tilbage")
def withdraw(page: Signing, project_id: UUID, evaluation_id: UUID, because: Word) -> Response:
    service.withdraw(page.work, evaluation_id, because)
    return page.go_to(f"{PATH}/{project_id}/{evaluation_id}", _("The evaluation is withdrawn."))


def _names(page: Page) -> Mapping[Any, str]:
    work = page.work
    return work.runtime.identity.names_within(work.session, work.authority_id)


def _ladder_help(told: Mapping[str, Any]) -> object:
    """Return what must be answered where a simpler model does as well."""
    ladder = told["ladder"]
    if ladder is None or ladder["choice"] == told["model"]:
        return ""
    return _(
        "%(choice)s is simpler and does as well. Write why the more complex one is used.",
        choice=words.rung_name(ladder["choice"]),
    )


def _several(names: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in names.split(",") if one.strip())


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if word.strip() else None
    except ValueError:
        raise InputProblem(log="no day", shown=_("Write a date.")) from None


def _share(words_: str) -> float:
    """Return a share that is written as one, or as per cent."""
    value = _number(words_.replace("%", ""))
    return value / 100 if "%" in words_ or value > 1 else value


def _number(words_: str) -> float:
    is_danish = "," in words_
    plain = words_.strip().replace(".", "").replace(",", ".") if is_danish else words_.strip()
    try:
        return float(plain) if plain else 0.0
    except ValueError:
        raise InputProblem(log="no number", shown=_("Write a number.")) from None
