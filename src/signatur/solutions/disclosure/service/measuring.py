"""How long a page takes with help and without, and what really happened, for the business case."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.solutions.disclosure.schema.case import HandlingTime, ReleaseState, ReviewArm
from signatur.solutions.disclosure.tables import CaseRow, PageViewRow, ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work

_FEWEST = 2


def handling_times(
    work: Work, project_id: UUID, since: datetime | None = None, until: datetime | None = None
) -> list[HandlingTime]:
    """Return seconds a page by arm: the mean over cases of all readers' seconds over the pages they saw.

    The interval is Student's over cases (95 per cent), None for fewer than two: pages of one case are
    alike, so that cases count, not pages.
    """
    query = (
        select(CaseRow.arm, CaseRow.item_id, func.sum(PageViewRow.seconds), func.count())
        .join(PageViewRow, PageViewRow.case_id == CaseRow.item_id)
        .where(
            CaseRow.authority_id == work.authority_id,
            CaseRow.project_id == project_id,
            PageViewRow.is_seen.is_(True),
            PageViewRow.seconds > 0,
        )
        .group_by(CaseRow.arm, CaseRow.item_id)
    )
    if since is not None:
        query = query.where(PageViewRow.first_at >= since)
    if until is not None:
        query = query.where(PageViewRow.first_at < until)
    found: dict[str, list[tuple[float, int]]] = {}
    for arm, _case_id, seconds, pages in work.session.execute(query):
        found.setdefault(arm, []).append((float(seconds), pages))
    return [_time(arm, found.get(arm, [])) for arm in ReviewArm]


def _time(arm: ReviewArm, cases: list[tuple[float, int]]) -> HandlingTime:
    means = [seconds / pages for seconds, pages in cases]
    pages = sum(count for _seconds, count in cases)
    if not means:
        return HandlingTime(arm, 0, 0, None, None, None)
    mean = statistics.fmean(means)
    if len(means) < _FEWEST:
        return HandlingTime(arm, pages, len(means), mean, None, None)
    from scipy.stats import t

    reach = float(t.ppf(0.975, len(means) - 1)) * statistics.stdev(means) / len(means) ** 0.5
    return HandlingTime(arm, pages, len(means), mean, max(0.0, mean - reach), mean + reach)


def measured(work: Work, project_id: UUID, since: date, until: date) -> Mapping[str, float]:
    """Return how many requests came from a day to a day, were answered with help, and minutes that it saved.

    Minutes are told only where cases without help were measured too.
    """
    begin = datetime.combine(since, time(), UTC)
    end = datetime.combine(until, time(), UTC) + timedelta(days=1)
    own = (CaseRow.authority_id == work.authority_id, CaseRow.project_id == project_id)
    came = select(func.count()).select_from(CaseRow)
    found = {
        "cases": float(
            work.session.scalar(
                came.where(*own, CaseRow.received_at >= begin, CaseRow.received_at < end)
            )
            or 0
        ),
        "assisted": float(
            work.session.scalar(
                select(func.count(func.distinct(ReleaseRow.case_id)))
                .select_from(ReleaseRow)
                .join(CaseRow, CaseRow.item_id == ReleaseRow.case_id)
                .where(
                    *own, CaseRow.arm == ReviewArm.AIDED, ReleaseRow.state == ReleaseState.RELEASED,
                    ReleaseRow.decided_at >= begin, ReleaseRow.decided_at < end,
                )
            )
            or 0
        ),
    }  # fmt: skip
    aided, unaided = handling_times(work, project_id, begin, end)
    if aided.seconds_a_page is not None and unaided.seconds_a_page is not None:
        saved = (unaided.seconds_a_page - aided.seconds_a_page) * aided.pages / 60
        found["minutes_saved"] = saved
    return found
