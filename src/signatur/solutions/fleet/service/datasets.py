"""Files of driving: stored as they came, understood once somebody said what their columns mean."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Trouble
from signatur.records.retention import service as retention
from signatur.solutions.fleet.schema.datasets import BadRowState, Dataset, DatasetState
from signatur.solutions.fleet.schema.trips import UNKNOWN, moment_of
from signatur.solutions.fleet.service.keeping import store, stored_trips, trips_as_bytes
from signatur.solutions.fleet.service.reading import look, minimised
from signatur.solutions.fleet.service.rights import (
    HAND_IN,
    TRIPS_KIND,
    flush_numbered,
    project_of,
    tidy,
)
from signatur.solutions.fleet.settings import FleetSettings
from signatur.solutions.fleet.tables import BadRowRow, DatasetRow, MappingRow, StudyRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.service.reading import Looked, Understood

READ_JOB = "fleet.read_trips"
_BLOCK = 1 << 20
_MOST_BAD = 5_000


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of handing in a file."""

    id: UUID
    is_new: bool


def receive(work: Work, name: str, content: BinaryIO) -> HandedIn:
    """Store a file of driving without columns that name people; the same again is the first file.

    Raises NotAllowed, InputProblem for an empty or too large one.
    """
    project = project_of(work)
    work.require(HAND_IN, project.id)
    size = _digest(content)[1]
    most = work.runtime.settings.of(FleetSettings).most_megabytes
    if not size:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    if size > most * 1_000_000:
        raise InputProblem(
            log="file too large", shown=_("The file is larger than %(most)s MB.", most=most)
        )
    # Who drove is nobody's business here: such columns are left out before anything is stored.
    kept = io.BytesIO(minimised(content.read()))
    digest, _size = _digest(kept)
    received = items.receive(
        work, project.id, kind=TRIPS_KIND, source_key=f"trips:{digest}", original=kept
    )
    item = received.item
    if received.is_new:
        retention.apply_to(work, item)
        work.session.add(new_row(work, project.id, item.id, tidy(name) or "–"))
        flush_numbered(work)
    return HandedIn(item.id, received.is_new)


def _digest(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while block := content.read(_BLOCK):
        digest.update(block)
        size += len(block)
    content.seek(0)
    return digest.hexdigest(), size


def new_row(work: Work, project_id: UUID, item_id: UUID, name: str) -> DatasetRow:
    """Return the row of a file that nobody has looked into yet, for this folder only."""
    highest = work.session.scalar(
        select(func.max(DatasetRow.number)).filter_by(project_id=project_id)
    )
    return DatasetRow(
        item_id=item_id,
        authority_id=work.authority_id,
        project_id=project_id,
        number=(highest or 0) + 1,
        name=name,
        state=DatasetState.RECEIVED,
        trips=0,
        bad=0,
        set_aside=0,
        vehicles=0,
        locations=[],
        departments=[],
        km=0.0,
        has_segments=False,
        warnings=[],
        trips_sha256="",
        created_by=work.actor.id,
        created_at=work.now,
    )


def remembered(work: Work, project_id: UUID, signature: str) -> dict[str, Any] | None:
    """Return what the columns of files with the same headings were last said to mean."""
    row = work.session.get(MappingRow, (project_id, signature))
    return dict(row.mapping) if row is not None else None


def look_at(work: Work, dataset_id: UUID) -> Looked:
    """Return the head of a file and what its columns seem to mean, or were last said to mean.

    Raises NotFound, InputProblem for what is no table.
    """
    row = dataset_row(work, dataset_id)
    with items.open_original(work, dataset_id) as file:
        content = file.read()
    own = row.mapping
    return look(content, lambda signature: own or remembered(work, row.project_id, signature))


def confirm(work: Work, dataset_id: UUID, mapping: Mapping[str, Any], signature: str) -> UUID:
    """Say what the columns mean, remember it, and start to read; return the job.

    Raises NotAllowed, NotFound, Conflict when it was read already and studies rest on it.
    """
    row = dataset_row(work, dataset_id)
    work.require(HAND_IN, row.project_id)
    if row.state == DatasetState.READING:
        raise Conflict(log="being read", shown=_("This file is being read already."))
    row.mapping, row.state = dict(mapping), DatasetState.READING
    work.session.merge(
        MappingRow(
            project_id=row.project_id,
            signature=signature,
            authority_id=work.authority_id,
            mapping=dict(mapping),
            changed_at=work.now,
        )
    )
    row.job_id = jobs.start(work, READ_JOB, {"item": str(dataset_id)})
    work.session.flush()
    audit.write(work, "fleet.columns_confirmed", items.ref(dataset_id))
    return row.job_id


def is_to_read(work: Work, dataset_id: UUID) -> bool:
    """Say whether a file waits for its job. Raises NotFound."""
    return dataset_row(work, dataset_id).state == DatasetState.READING


def content_of(work: Work, dataset_id: UUID) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a file and what its columns mean. Raises NotFound."""
    row = dataset_row(work, dataset_id)
    with items.open_original(work, dataset_id) as file:
        return file.read(), dict(row.mapping or {})


def keep_read(work: Work, dataset_id: UUID, found: Understood) -> None:
    """Keep the trips of a file and the lines that could not be understood.

    Raises InputProblem for more trips than one file may hold.
    """
    row = dataset_row(work, dataset_id)
    most = work.runtime.settings.of(FleetSettings).most_trips
    if len(found.trips) > most:
        raise InputProblem(
            log="too many trips", shown=_("A file may hold at most %(most)d trips.", most=most)
        )
    _forget_bad(work, dataset_id)
    for one in found.bad[:_MOST_BAD]:
        work.session.add(
            BadRowRow(
                id=work.new_id(),
                item_id=dataset_id,
                authority_id=work.authority_id,
                line=one.line,
                reason=one.reason,
                # A zero is no sign that every database keeps.
                cells={name: cell.replace("\0", " ") for name, cell in one.cells.items()},
                state=BadRowState.OPEN,
                note="",
            )
        )
    listed, rest = min(len(found.bad), _MOST_BAD), max(0, len(found.bad) - _MOST_BAD)
    row.warnings = [one.to_json() for one in (*found.warnings, *_not_listed(rest))]
    row.state, row.bad, row.set_aside = DatasetState.READY, listed, 0
    put_trips(work, row, found.trips)
    items.move_to(work, dataset_id, ItemState.READY)
    audit.write(work, "fleet.trips_read", items.ref(dataset_id), trips=row.trips, bad=row.bad)


def _not_listed(rest: int) -> list[Text]:
    if not rest:
        return []
    return [
        counted(
            "%(num)d more line could not be used and is not listed. The columns are probably chosen wrongly.",
            "%(num)d more lines could not be used and are not listed. The columns are probably chosen wrongly.",
            rest,
        )
    ]


def _forget_bad(work: Work, dataset_id: UUID) -> None:
    from sqlalchemy import delete

    work.session.execute(delete(BadRowRow).filter_by(item_id=dataset_id))


def put_trips(work: Work, row: DatasetRow, trips: Trips) -> None:
    """Store the trips of a file anew, and what lists say of them."""
    row.trips_sha256 = store(work, row.item_id, trips_as_bytes(trips))
    row.trips, row.km = len(trips), float(trips.distance_km.sum())
    row.vehicles = len(np.unique(trips.vehicle.codes[trips.vehicle.codes != UNKNOWN]))
    row.locations, row.departments = list(trips.location.words), list(trips.department.words)
    row.has_segments = bool(np.isfinite(trips.driving_s).any())
    if len(trips):
        row.first_on = moment_of(int(trips.start_s.min())).date()
        row.last_on = moment_of(int(trips.end_s.max())).date()
    work.session.flush()


def not_readable(work: Work, dataset_id: UUID, code: str) -> None:
    """Put a file that cannot be read at all into the quarantine. Raises NotFound."""
    row = dataset_row(work, dataset_id)
    if row.state != DatasetState.FAILED:
        row.state = DatasetState.FAILED
        items.quarantine(work, dataset_id, [Trouble(code)], whole=True)
        work.session.flush()


def datasets(work: Work, project_id: UUID) -> list[Dataset]:
    """Return the files of driving of a project, newest first."""
    query = select(DatasetRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_dataset(row) for row in work.session.scalars(query.order_by(DatasetRow.number.desc()))]


def dataset(work: Work, dataset_id: UUID) -> Dataset:
    """Return one file of driving. Raises NotFound."""
    return _dataset(dataset_row(work, dataset_id))


def trips_of(work: Work, dataset_id: UUID) -> Trips:
    """Return the trips of a file. Raises NotFound, Conflict when it is not read yet."""
    row = dataset_row(work, dataset_id)
    if not row.trips_sha256:
        raise Conflict(log="not read", shown=_("This driving has not been read yet."))
    return stored_trips(work, row.trips_sha256)


def rename_dataset(work: Work, dataset_id: UUID, name: str) -> None:
    """Give a file another name. Raises NotFound, NotAllowed, InputProblem."""
    from signatur.solutions.fleet.service.rights import need_name
    from signatur.solutions.fleet.service.studying import need_change

    row = dataset_row(work, dataset_id)
    need_change(work, row.created_by)
    row.name = need_name(name)
    work.session.flush()
    audit.write(work, "fleet.renamed", items.ref(dataset_id))


def delete_dataset(work: Work, dataset_id: UUID) -> None:
    """Delete a file with its trips and studies. Raises NotFound, NotAllowed, Conflict.

    It stays while a decision rests on it.
    """
    from signatur.solutions.fleet.service.studying import need_change

    row = dataset_row(work, dataset_id)
    need_change(work, row.created_by)
    query = select(StudyRow.item_id).filter_by(dataset_id=dataset_id, is_decided=True)
    if work.session.scalar(query.limit(1)) is not None:
        raise Conflict(
            log="dataset decided",
            shown=_("A decision rests on this driving. Undo the decision before you delete it."),
        )
    retention.erase_item(work, items.get(work, dataset_id), str(_("deleted by a person")))


def count_waiting_files(work: Work, project_id: UUID) -> int:
    """Return how many files wait for their columns, or have lines to mend."""
    query = select(func.count()).select_from(DatasetRow)
    own = query.filter_by(authority_id=work.authority_id, project_id=project_id)
    waits = (DatasetRow.state == DatasetState.RECEIVED) | (DatasetRow.bad > 0)
    return work.session.scalar(own.where(waits)) or 0


def dataset_row(work: Work, dataset_id: UUID) -> DatasetRow:
    """Return the row of a file of the authority, for this folder only. Raises NotFound."""
    row = work.session.get(DatasetRow, dataset_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no dataset {dataset_id}", shown=_("This driving does not exist any more.")
        )
    return row


def _dataset(row: DatasetRow) -> Dataset:
    return Dataset(
        id=row.item_id,
        number=row.number,
        name=row.name,
        state=DatasetState(row.state),
        job_id=row.job_id,
        trips=row.trips,
        bad=row.bad,
        set_aside=row.set_aside,
        vehicles=row.vehicles,
        locations=tuple(row.locations),
        departments=tuple(row.departments),
        km=row.km,
        first_on=row.first_on,
        last_on=row.last_on,
        has_segments=row.has_segments,
        warnings=tuple(Text.from_json(one) for one in row.warnings),
        trips_sha256=row.trips_sha256,
        origin=row.origin,
        created_by=row.created_by,
        created_at=row.created_at,
    )
