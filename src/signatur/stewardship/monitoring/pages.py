"""Monitoring as pages: all projects, and what was seen of one; figures of groups, never of persons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.methods.charts import Band, lines, rows
from signatur.records.alarms import service as alarms
from signatur.records.decisions import service as decisions
from signatur.records.projects import service as projects
from signatur.records.projects.schema import STAGE_TITLES, EvidenceKind
from signatur.stewardship.monitoring import service
from signatur.stewardship.monitoring.schema import FIGURE_TITLES, LEAST_WORKERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.stewardship.monitoring.schema import CalibrationMonth, Figure, KeptLook, Look

PATH = "/styring/overvaagning"
router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Looking = Annotated[Page, page_for(service.LOOK)]
Planning = Annotated[Page, page_for(decisions.PLAN_ARMS)]
_COLUMNS = ("arm", "worker", "model_answer", "first_answer", "final_answer", "truth")


@router.get("")
def overview(page: Reading) -> Response:
    work = page.work
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    return page.show(
        "monitoring/overview.html",
        found=[(one, service.latest(work, one.id), _open_alarms(page, one.id)) for one in known],
        stage_titles=STAGE_TITLES,
    )


@router.get("/{project_id}")
def one(page: Reading, project_id: UUID, fil: str = "") -> Response:
    """Show what was seen last, and over time; with `fil`, all looks as a file."""
    work = page.work
    project = projects.get(work, project_id)
    title_of = partial(service.column_title, work, project)
    found = service.looks(work, project_id)
    if fil:
        return _as_file(found, fil)
    kept = found[0] if found else None
    return page.show(
        "monitoring/one.html",
        project=project,
        kept=kept,
        look=kept.look if kept else None,
        plan=decisions.arm_plan(work, project_id),
        most=decisions.MOST_WITHOUT_ADVICE,
        may_plan=work.actor.may(decisions.PLAN_ARMS, project_id),
        may_look=work.actor.may(service.LOOK, project_id),
        alarms=[
            one for one in alarms.alarms(work, project_id) if one.code.startswith("monitoring.")
        ],
        figure_titles=FIGURE_TITLES,
        least_workers=LEAST_WORKERS,
        guidance=_guidance(kept.look) if kept else "",
        monthly=service.answered_monthly(page.work, kept.look) if kept else None,
        title_of=title_of,
        is_evaluated=any(
            one.kind is EvidenceKind.TRIAL_EVALUATED and one.is_valid(work.today)
            for one in project.evidence
        ),
        **_pictures(found, title_of),
    )


@router.post("/{project_id}/se")
def look(page: Looking, project_id: UUID) -> Response:
    service.look_at(page.work, project_id)
    return page.go_to(f"{PATH}/{project_id}", _("Looked at anew."))


@router.post("/{project_id}/arme")
def plan(
    page: Planning,
    project_id: UUID,
    blind: Annotated[str, Form()],
    hidden: Annotated[str, Form()],
    because: Annotated[str, Form()] = "",
) -> Response:
    """Set which shares of cases are answered before the advice is seen, or without it."""
    decisions.plan_arms(
        page.work,
        project_id,
        blind_share=_share(blind),
        hidden_share=_share(hidden),
        because=because,
    )
    return page.go_to(f"{PATH}/{project_id}", _("The shares hold for cases that come from now on."))


@router.post("/{project_id}/tal")
def counts(page: Looking, project_id: UUID) -> Response:
    """Give the answers for pooling with other authorities; written down, so it is a post."""
    cases = service.counts(page.work, project_id)
    told = ([getattr(one, name) for name in _COLUMNS] for one in cases)
    return as_file("overvaagning-tal", "csv", list(_COLUMNS), told)


def _share(words: str) -> float:
    try:
        return float(words.replace("%", "").replace(",", ".").strip() or 0) / 100
    except ValueError:
        raise InputProblem(
            log="no percentage", shown=_("Write a share in per cent, such as 5.")
        ) from None


def _open_alarms(page: Page, project_id: UUID) -> int:
    found = alarms.alarms(page.work, project_id)
    return sum(one.code.startswith("monitoring.") for one in found)


def _guidance(look: Look) -> Text | str:
    """Say whether there are cases enough, and if not, about how many are lacking."""
    without = look.arms.get("blind_first", 0) + look.arms.get("hidden", 0)
    shown = look.arms.get("shown", 0)
    if not without:
        return _("No case has been answered without advice, so nothing can be said of the pull.")
    if look.disagreement is None:
        return ""
    if look.needed is None:
        return _("The two shares are alike so far; more cases would tell whether they differ.")
    lacking = look.needed - min(without, shown)
    if lacking <= 0:
        return _("There are cases enough to tell the two shares apart.")
    return _(
        "About %(lacking)s cases are lacking to tell the two shares apart. Wait, let more cases be "
        "answered without advice, or pool with other authorities.",
        lacking=show_number(_rounded(lacking)),
    )


def _rounded(count: int) -> int:
    """Return a count as one says it: no exacter than it is known."""
    step = 10 if count < 200 else 50 if count < 1000 else 100
    return max(step, -(-count // step) * step)


def _pictures(found: Sequence[KeptLook], title_of: Callable[[str], str]) -> dict[str, Any]:
    if not found:
        return {}
    newest, ordered = found[0].look, found[::-1]
    return {
        "shift_picture": _shift_picture(newest, title_of),
        "calibration_picture": _calibration_picture(newest.calibration),
        "performance_picture": _performance_picture(ordered),
        "performance_rows": [one for one in found if one.look.performance is not None][:30],
    }


def _shift_picture(look: Look, title_of: Callable[[str], str]) -> str:
    known = (
        [one for one in look.shifts.columns if one.index is not None][:12] if look.shifts else []
    )
    if not known:
        return ""
    return rows(
        str(_("How far each column has shifted (PSI)")),
        [title_of(one.name) for one in known],
        [one.index or 0.0 for one in known],
        lambda value: show_number(value, 2),
    )


def _calibration_picture(months: Sequence[CalibrationMonth]) -> str:
    if len(months) < 2:
        return ""
    return lines(
        str(_("How far confidence lay from agreement")),
        [one.month for one in months],
        [_band(one.error) for one in months],
        show_percent,
        top=_top(one.error for one in months),
    )


def _performance_picture(ordered: Sequence[KeptLook]) -> str:
    known = [one for one in ordered if one.look.performance is not None][-60:]
    if not known:
        return ""
    floor = known[-1].look.floor if known[-1].look.is_floor_measured else None
    return lines(
        str(_("Share that is right of what goes by itself")),
        [f"{one.day:%d.%m.}" for one in known],
        [_band(one.look.performance) for one in known if one.look.performance],
        show_percent,
        top=1.0,
        floor=(floor, str(_("floor"))) if floor is not None else None,
    )


def _band(figure: Figure) -> Band:
    return Band(figure.value, figure.low, figure.high)


def _top(figures: Iterator[Figure]) -> float:
    highest = max((one.high or one.value or 0.0 for one in figures), default=0.0)
    return next((top for top in (0.1, 0.2, 0.4, 0.6, 0.8) if top >= highest), 1.0)


def _as_file(found: Sequence[KeptLook], kind: str) -> Response:
    header = [
        str(one) for one in (_("Day"), _("Measure"), _("Value"), _("Low"), _("High"), _("Cases"))
    ]
    return as_file(
        "overvaagning", kind, header, (line for one in found for line in _file_rows(one))
    )


def _file_rows(
    kept: KeptLook,
) -> Iterator[tuple[str, str, float | None, float | None, float | None, int]]:
    look, day = kept.look, kept.day.isoformat()
    named = [(str(FIGURE_TITLES[name]), one) for name, one in (look.disagreement or {}).items()]
    if look.performance is not None:
        named.append((str(_("Share that is right of what goes by itself")), look.performance))
    if look.right_unknown is not None:
        named.append(
            (str(_("Share right, estimated while the truth is missing")), look.right_unknown)
        )
    if look.shifts is not None:
        named.append((str(_("Old and new cases told apart")), look.shifts.told_apart))
        for one in look.shifts.columns:
            yield day, f"PSI: {one.name}", one.index, None, None, look.shifts.rows_now
    for title, figure in named:
        yield day, title, figure.value, figure.low, figure.high, figure.cases
