"""The ledger: each case that speaks for an old practice is kept, relabelled or removed, by two people."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.projects import service as projects
from signatur.stewardship.data_analysis.model.telling import plain_cell
from signatur.stewardship.data_analysis.schema import Choice, Counts, Mark
from signatur.stewardship.data_analysis.service.keeping import content_of, row_of, tell
from signatur.stewardship.data_analysis.service.rights import EXAMINE, MARK, person
from signatur.stewardship.data_analysis.tables import MarkRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.stewardship.data_analysis.tables import AnalysisRow

EFFECT = "data_analysis.effect"


def propose(
    work: Work,
    analysis_id: UUID,
    rows: Collection[int],
    choice: Choice,
    reason: str,
    new_label: str = "",
) -> int:
    """Propose what becomes of some cases; another person confirms. Return how many were proposed.

    A case that is confirmed already stays as it is. Without `new_label` a relabelled case gets what
    today's practice most probably gives. Raises NotFound, NotAllowed, InputProblem.
    """
    row = row_of(work, analysis_id)
    work.require(MARK, row.project_id)
    if not reason.strip():
        raise InputProblem(log="no reason", shown=_("Write why."))
    suspects = _suspects(row)
    wanted = [one for one in dict.fromkeys(rows) if one in suspects]
    if not wanted:
        raise InputProblem(log="no cases", shown=_("Choose at least one case."))
    known = _marks(work, row, wanted)
    proposed = 0
    for number in wanted:
        mark = known.get(number)
        if mark is not None and mark.confirmed_at is not None:
            continue
        if mark is None:
            mark = MarkRow(
                id=work.new_id(), authority_id=work.authority_id, analysis_id=row.id, row=number
            )
            work.session.add(mark)
        suspect = suspects[number]
        mark.choice, mark.label, mark.reason = choice, suspect["label"], reason.strip()
        mark.new_label = (
            (new_label.strip() or suspect["expected_label"]) if choice is Choice.RELABEL else ""
        )
        mark.proposed_by, mark.proposed_at = person(work), work.now
        mark.confirmed_by = mark.confirmed_at = None
        proposed += 1
    work.session.flush()
    tell(work, row, "data_analysis.proposed", count=proposed, choice=choice.value)
    return proposed


def confirm(work: Work, analysis_id: UUID, rows: Collection[int]) -> int:
    """Confirm what somebody else proposed; return how many. Raises NotFound, NotAllowed, Conflict."""
    row = row_of(work, analysis_id)
    work.require(MARK, row.project_id)
    open_ones = [mark for mark in _marks(work, row, rows).values() if mark.confirmed_at is None]
    others = [mark for mark in open_ones if mark.proposed_by != person(work)]
    if open_ones and not others:
        raise Conflict(
            log="four eyes", shown=_("Somebody else than whoever proposed it must confirm it.")
        )
    if not others:
        raise InputProblem(log="no cases", shown=_("Choose at least one case."))
    for mark in others:
        mark.confirmed_by, mark.confirmed_at = person(work), work.now
    work.session.flush()
    tell(work, row, "data_analysis.confirmed", count=len(others))
    return len(others)


def refuse(work: Work, analysis_id: UUID, rows: Collection[int]) -> int:
    """Take proposals back that are not confirmed yet, one's own or another's; return how many."""
    row = row_of(work, analysis_id)
    work.require(MARK, row.project_id)
    open_ones = [mark for mark in _marks(work, row, rows).values() if mark.confirmed_at is None]
    for mark in open_ones:
        work.session.delete(mark)
    work.session.flush()
    tell(work, row, "data_analysis.refused", count=len(open_ones))
    return len(open_ones)


def marks(work: Work, analysis_id: UUID) -> dict[int, Mark]:
    """Return what was decided or proposed, by row. Raises NotFound, NotAllowed."""
    row = row_of(work, analysis_id)
    work.require(projects.READ, row.project_id)
    return {one.row: _mark(one) for one in _marks(work, row).values()}


def counts(work: Work, analysis_id: UUID) -> Counts:
    """Return how far the ledger is. Raises NotFound, NotAllowed."""
    every = marks(work, analysis_id)
    done = [one.choice for one in every.values() if one.confirmed_at is not None]
    return Counts(
        suspects=len(_suspects(row_of(work, analysis_id))),
        proposed=len(every) - len(done),
        kept=done.count(Choice.KEEP),
        relabelled=done.count(Choice.RELABEL),
        removed=done.count(Choice.REMOVE),
    )


def measure_effect(work: Work, analysis_id: UUID) -> UUID:
    """Start to measure what the confirmed decisions do to a model; return the job. Raises Conflict."""
    row = row_of(work, analysis_id)
    work.require(EXAMINE, row.project_id)
    if not counts(work, analysis_id).confirmed:
        raise Conflict(log="nothing confirmed", shown=_("Nothing is confirmed yet."))
    if row.erased_at is not None:
        raise Conflict(log="file erased", shown=_("The file is erased. Hand it in again."))
    row.job_id = jobs.start(work, EFFECT, {"analysis": str(row.id)})
    work.session.flush()
    return row.job_id


def keep_effect(work: Work, analysis_id: UUID, effect: Mapping[str, Any]) -> None:
    row = row_of(work, analysis_id)
    row.effect = dict(effect)
    work.session.flush()
    tell(work, row, "data_analysis.effect")


def cleaned_csv(work: Work, analysis_id: UUID) -> bytes:
    """Return the file as CSV with the confirmed decisions carried out, and the ledger's columns.

    Raises NotFound, NotAllowed, Conflict when the file is erased, InputProblem.
    """
    from signatur.methods.tables import read_bytes

    row = row_of(work, analysis_id)
    work.require(EXAMINE, row.project_id)
    assert row.question is not None, "suspects are known only of an examined table"
    label = row.question["label"]
    with content_of(work, analysis_id) as file:
        frame, _is_danish = read_bytes(file.read())
    decided = {n: one for n, one in marks(work, analysis_id).items() if one.confirmed_at}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        [*(plain_cell(name) for name in frame.columns), "signatur_row", "signatur_choice"]
    )
    place = frame.columns.index(label)
    for number, cells in enumerate(frame.iter_rows()):
        mark = decided.get(number)
        if mark is not None and mark.choice is Choice.REMOVE:
            continue
        line = ["" if cell is None else plain_cell(str(cell)) for cell in cells]
        if mark is not None and mark.choice is Choice.RELABEL:
            line[place] = plain_cell(mark.new_label)
        writer.writerow([*line, number, mark.choice if mark else ""])
    return out.getvalue().encode("utf-8-sig")


def ledger_rows(work: Work, analysis_id: UUID) -> Iterator[tuple[Any, ...]]:
    """Return the ledger as lines of a table: row, outcome, choice, new outcome, reason, whether confirmed."""
    for one in sorted(marks(work, analysis_id).values(), key=lambda mark: mark.row):
        yield (
            one.row, one.label, one.choice.value, one.new_label, one.reason,
            one.proposed_at, one.confirmed_at,
        )  # fmt: skip


def _suspects(row: AnalysisRow) -> dict[int, Mapping[str, Any]]:
    if row.told is None:
        return {}
    return {one["row"]: one for one in row.told["practice_change"]["suspect_rows"]}


def _marks(
    work: Work, row: AnalysisRow, numbers: Collection[int] | None = None
) -> dict[int, MarkRow]:
    found = work.session.scalars(select(MarkRow).filter_by(analysis_id=row.id))
    wanted = None if numbers is None else set(numbers)
    return {one.row: one for one in found if wanted is None or one.row in wanted}


def _mark(row: MarkRow) -> Mark:
    return Mark(
        id=row.id,
        row=row.row,
        choice=Choice(row.choice),
        label=row.label,
        new_label=row.new_label,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )
