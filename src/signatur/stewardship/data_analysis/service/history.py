"""What a solution itself has decided in a project, as a table to be examined like any other."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.records.projects import service as projects
from signatur.stewardship.data_analysis.model.telling import plain_cell
from signatur.stewardship.data_analysis.service.keeping import receive
from signatur.stewardship.data_analysis.service.rights import EXAMINE

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.stewardship.data_analysis.schema import Kept


def has_history(work: Work, project_id: UUID) -> bool:
    """Whether the project's solution can say what it decided."""
    solution = _solution(work, project_id)
    return solution is not None and solution.history is not None


def receive_history(work: Work, project_id: UUID) -> Kept:
    """Keep the project's own history as a file for analysis. Raises NotFound where there is none."""
    work.require(EXAMINE, project_id)
    solution = _solution(work, project_id)
    columns = solution.history(work, project_id) if solution and solution.history else {}
    titles = solution.history_titles if solution else {}
    if not columns or not len(next(iter(columns.values()))):
        raise NotFound(log="no history", shown=_("Nothing has been decided in this project yet."))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    with reading_in("da"):
        writer.writerow(str(titles.get(name, name)) for name in columns)
    for cells in zip(*columns.values(), strict=True):
        writer.writerow(["" if one is None else plain_cell(str(one)) for one in cells])
    return receive(work, project_id, "historik.csv", io.BytesIO(out.getvalue().encode("utf-8")))


def _solution(work: Work, project_id: UUID) -> Solution | None:
    name = projects.get(work, project_id).solution
    found = (one for one in work.runtime.parts if isinstance(one, Solution) and one.name == name)
    return next(found, None)
