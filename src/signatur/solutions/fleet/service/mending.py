"""Lines that could not be understood: mended by a person, or set aside with a reason; never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.trip_columns import TripColumns
from signatur.solutions.fleet.intake.trips import mend as read_again
from signatur.solutions.fleet.schema.datasets import BadRowState, KeptBadRow
from signatur.solutions.fleet.schema.trips import Names, Trips
from signatur.solutions.fleet.service.datasets import dataset_row, put_trips, trips_of
from signatur.solutions.fleet.service.rights import HAND_IN, tidy
from signatur.solutions.fleet.tables import BadRowRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work

ON_A_PAGE = 50


def bad_rows(
    work: Work, dataset_id: UUID, *, state: BadRowState = BadRowState.OPEN, after: int = 0
) -> list[KeptBadRow]:
    """Return lines of a file in one state below a line, as many as a page shows. Raises NotFound."""
    dataset_row(work, dataset_id)
    query = (
        select(BadRowRow)
        .filter_by(item_id=dataset_id, authority_id=work.authority_id, state=state)
        .where(BadRowRow.line > after)
        .order_by(BadRowRow.line, BadRowRow.id)
        .limit(ON_A_PAGE)
    )
    return [_kept(row) for row in work.session.scalars(query)]


def mend(work: Work, dataset_id: UUID, row_id: UUID, cells: Mapping[str, str]) -> bool:
    """Read a line anew with what a person wrote; say whether it is a trip now.

    A line that is still wrong keeps what was written, with the new reason. Raises NotFound,
    NotAllowed, Conflict when it was dealt with meanwhile.
    """
    row, bad = dataset_row(work, dataset_id), _open_row(work, dataset_id, row_id)
    work.require(HAND_IN, row.project_id)
    written = {name: tidy(cells.get(name, str(one))) for name, one in bad.cells.items()}
    as_read = BadRow(bad.line, Reason(bad.reason), dict(bad.cells))
    found = read_again(as_read, written, TripColumns.from_json(row.mapping or {}))
    bad.cells = written
    _note(work, bad)
    if not len(found.trips):
        bad.reason = str(found.bad[0].reason) if found.bad else bad.reason
        work.session.flush()
        return False
    trips = trips_of(work, dataset_id)
    if (trips.ids == found.trips.ids[0]).any():
        raise InputProblem(
            log="trip id taken", shown=_("Another trip has this id. Give it one of its own.")
        )
    bad.state = BadRowState.MENDED
    row.bad -= 1
    put_trips(work, row, joined(trips, found.trips))
    audit.write(work, "fleet.row_mended", items.ref(dataset_id), line=bad.line)
    return True


def set_aside(work: Work, dataset_id: UUID, row_id: UUID, because: str) -> None:
    """Leave a line out, for a reason. Raises NotFound, NotAllowed, InputProblem, Conflict."""
    row, bad = dataset_row(work, dataset_id), _open_row(work, dataset_id, row_id)
    work.require(HAND_IN, row.project_id)
    reason = tidy(because)
    if not reason:
        raise InputProblem(log="no reason", shown=_("Write why the line is left out."))
    bad.state, bad.note = BadRowState.SET_ASIDE, reason
    _note(work, bad)
    row.bad -= 1
    row.set_aside += 1
    work.session.flush()
    audit.write(work, "fleet.row_set_aside", items.ref(dataset_id), line=bad.line, because=reason)


def set_all_aside(work: Work, dataset_id: UUID, reason_code: str, because: str) -> int:
    """Leave out all lines that wait for one reason; return how many. Raises as `set_aside`."""
    query = select(BadRowRow.id).filter_by(
        item_id=dataset_id,
        authority_id=work.authority_id,
        state=BadRowState.OPEN,
        reason=reason_code,
    )
    found = work.session.scalars(query).all()
    for row_id in found:
        set_aside(work, dataset_id, row_id, because)
    return len(found)


def joined(trips: Trips, more: Trips) -> Trips:
    """Return the trips of both, in their order."""
    both = Trips(
        ids=np.concatenate([trips.ids, more.ids]),
        start_s=np.concatenate([trips.start_s, more.start_s]),
        end_s=np.concatenate([trips.end_s, more.end_s]),
        distance_km=np.concatenate([trips.distance_km, more.distance_km]),
        driving_s=np.concatenate([trips.driving_s, more.driving_s]),
        vehicle=_joined_names(trips.vehicle, more.vehicle),
        location=_joined_names(trips.location, more.location),
        department=_joined_names(trips.department, more.department),
        load=_joined_names(trips.load, more.load),
    )
    return both.take(np.lexsort((both.ids, both.end_s, both.start_s)))


def _joined_names(one: Names, other: Names) -> Names:
    words = tuple(sorted({*one.words, *other.words}))
    place = {word: code for code, word in enumerate(words)}

    def moved(names: Names) -> np.ndarray:
        # The last stands for what is unknown, whose code is -1.
        table = np.array([*(place[word] for word in names.words), -1], dtype=np.int32)
        return table[names.codes]

    return Names(np.concatenate([moved(one), moved(other)]), words)


def _open_row(work: Work, dataset_id: UUID, row_id: UUID) -> BadRowRow:
    row = work.session.get(BadRowRow, row_id)
    if row is None or row.authority_id != work.authority_id or row.item_id != dataset_id:
        raise NotFound(log=f"no bad row {row_id}", shown=_("This line does not exist any more."))
    if row.state != BadRowState.OPEN:
        raise Conflict(
            log="row dealt with", shown=_("A colleague has dealt with this line meanwhile.")
        )
    return row


def _note(work: Work, row: BadRowRow) -> None:
    row.changed_by, row.changed_at = work.actor.id, work.now


def _kept(row: BadRowRow) -> KeptBadRow:
    return KeptBadRow(
        id=row.id,
        line=row.line,
        reason=row.reason,
        cells=dict(row.cells),
        state=BadRowState(row.state),
        note=row.note,
    )
