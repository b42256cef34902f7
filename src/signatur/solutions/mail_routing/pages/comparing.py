"""A candidate beside the model in use, on enquiries that neither had seen: shown before promoting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.i18n import show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.operations import READ_JOBS
from signatur.kernel.web.page import Page
from signatur.methods.charts import differences
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model import target_of
from signatur.solutions.mail_routing.model.comparison import Comparison
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import UNKNOWN_LABEL
from signatur.solutions.mail_routing.service import comparing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text
    from signatur.methods.classification.comparing import Difference, Paired
    from signatur.solutions.mail_routing.model.comparison import Differing
    from signatur.solutions.mail_routing.service.comparing import Shown

router = APIRouter()

Reading = Annotated[Page, page_for(registry.READ)]
Training = Annotated[Page, page_for(registry.TRAIN)]

_PATH = "/postfordeling/traening/sammenlign"
_MOST_KINDS = 12
KINDS: Mapping[str, Text] = {
    "right": _("Right answer first"),
    "ready": _("Sure enough to go"),
    "precision": _("Precision of these"),
}
SIDES: Mapping[bool, Text] = {
    True: _("Only the new one right"),
    False: _("Only the one in use right"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """How often the two differed in one way."""

    truth: str
    old: str
    new: str
    is_new_right: bool
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison as the page shows it."""

    found: Comparison
    said: Text
    is_current: bool
    picture: str
    kinds: tuple[Kind, ...]
    shown: Mapping[bool, list[Shown]]
    """Enquiries on which just the new one, or just the one in use, was right."""
    hidden: int

    def difference(self, name: str) -> Difference | None:
        """Return one of the differences by its name."""
        return dict(_differences(self.found.paired)).get(name)


@router.get("/traening/sammenlign/{version_id}")
def compared(page: Reading, version_id: UUID) -> Response:
    """Show how a version did beside the model in use, and let a second person put it into use."""
    work = page.work
    version = registry.get(work, version_id)
    project = service.project_of(work)
    titles = Titles.of(work, project.id)
    actor = work.actor
    return page.show(
        "mail_routing/comparison.html",
        model=version,
        champion=registry.champion(work, project.id),
        compared=[
            _compared(page, project.id, one, titles) for one in comparing.comparisons(work, version)
        ],
        judged=registry.judgement(work, version),
        job=comparing.last_compared(work, version_id),
        titles=titles,
        kinds=KINDS,
        sides=SIDES,
        points=show_points,
        label_title=lambda label: _title(titles, label),
        may_promote=actor.may(registry.PROMOTE, project.id),
        is_own=registry.is_own(work, version),
        may_train=actor.may(registry.TRAIN, project.id),
        may_read_jobs=actor.may(READ_JOBS),
        may_read_list=actor.may(service.READ, project.id),
    )


@router.post("/traening/sammenlign/{version_id}")
def compare(page: Training, version_id: UUID) -> Response:
    """Compare the registered model itself with the one in use, on what came after both."""
    project = service.project_of(page.work)
    job_id = comparing.start_comparing(page.work, project.id, version_id)
    return page.go_to(f"/job/{job_id}")


def show_points(share: float) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    points = round(100 * share, 1) or 0.0
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{show_number(abs(points), 1)}"


def _compared(page: Page, project_id: UUID, found: Comparison, titles: Titles) -> Compared:
    shown, hidden = comparing.differing_seen(page.work, project_id, found)
    return Compared(
        found=found,
        said=comparing.sentence_of(found),
        is_current=comparing.is_current(page.work, found, project_id),
        picture=_picture(found),
        kinds=_kinds([one.differing for one in shown], titles),
        shown={
            side: [one for one in shown if one.differing.is_new_right is side] for side in SIDES
        },
        hidden=hidden,
    )


def _differences(paired: Paired | None) -> list[tuple[str, Difference]]:
    if paired is None:
        return []
    found = {"right": paired.right, "ready": paired.ready, "precision": paired.precision}
    return [(name, one) for name, one in found.items() if one is not None]


def _picture(found: Comparison) -> str:
    measured = _differences(found.paired)
    if not measured:
        return ""
    return differences(
        str(_("The new model less the one in use, in percentage points")),
        [str(KINDS[name]) for name, _one in measured],
        [(one.value, one.low, one.high) for _name, one in measured],
        show_points,
        worse=str(_("the new one lower")),
        better=str(_("the new one higher")),
    )


def _kinds(differing: list[Differing], titles: Titles) -> tuple[Kind, ...]:
    """Return the ways in which the two differed, the most frequent first."""
    counted = Counter((one.truth, one.old, one.new, one.is_new_right) for one in differing)
    return tuple(
        Kind(_title(titles, truth), _title(titles, old), _title(titles, new), is_new, count)
        for (truth, old, new, is_new), count in counted.most_common(_MOST_KINDS)
    )


def _title(titles: Titles, label: str) -> str:
    if not label:
        return str(_("No suggestion"))
    if label == UNKNOWN_LABEL:
        return str(_("Not ours"))
    target = target_of(label)
    return titles.subject(target.subject_key) or titles.department(target.department_key)
