"""Reading the catalogue, and seeing how the authority's own projects stand."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.records.alarms import service as alarms
from signatur.records.decisions import service as decisions
from signatur.records.floors import service as floors
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, Stage, judge, missing_for
from signatur.records.registry import service as registry
from signatur.stewardship.portfolio.schema import Catalogue, Evaluated, Standing, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

_FILE = Path(__file__).parent / "data" / "catalogue.yaml"
LATELY = timedelta(days=30)


@cache
def catalogue() -> Catalogue:
    """Return the evaluated projects, by number."""
    import yaml

    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Catalogue(
        tuple(_evaluated(one) for one in told["projects"]), told["figures"], told["source"]
    )


def _evaluated(told: dict[str, object]) -> Evaluated:
    continued_as = told.pop("as", None)
    status = Status(str(told.pop("status")))
    return Evaluated(status=status, continued_as=continued_as, **told)  # type: ignore[arg-type]


def counts(found: Sequence[Evaluated], what: str) -> dict[str, int]:
    """Return how many projects there are of each status, sector or phase, most first."""
    return dict(
        Counter(str(getattr(one, what)) for one in found if getattr(one, what)).most_common()
    )


def by_sector_and_status(found: Sequence[Evaluated]) -> dict[str, dict[str, int]]:
    """Return how many projects each sector has of each status."""
    crossed = Counter((one.sector, one.status) for one in found)
    return {
        sector: {status: crossed[sector, status] for status in Status}
        for sector in counts(found, "sector")
    }


def standings(work: Work) -> list[Standing]:
    """Return how every project that the actor may see stands today, by name."""
    return [
        _standing(work, one)
        for one in projects.projects(work)
        if work.actor.may(projects.READ, one.id)
    ]


def _standing(work: Work, project: Project) -> Standing:
    champion = registry.champion(work, project.id)
    by_people, by_itself = decisions.count_by_kind(work, project.id, work.now - LATELY)
    open_alarms = alarms.alarms(work, project.id)
    stage = project.stage if project.stage is not Stage.RETIRED else Stage.IDEA
    return Standing(
        project=project,
        may_affect=judge(project, Act.AFFECT, work.today).is_allowed,
        missing=len(missing_for(stage, project.evidence, work.today)),
        floor=floors.current(work, project.id),
        model_number=champion.number if champion else None,
        decided=by_people + by_itself,
        decided_automatically=by_itself,
        alarms=len(open_alarms),
        late_alarms=sum(one.is_late(work.today) for one in open_alarms),
    )
