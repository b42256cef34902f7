"""Files of driving: stored without names, understood, mended, and never dropped."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.datasets import BadRowState, DatasetState
from tests.solutions.fleet.situations import GOOD, NO_END, a_file, a_fleet, a_study, driving

if TYPE_CHECKING:
    from tests.builders import World


def test_a_file_that_is_read_holds_the_trips_of_its_lines(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)

    with world.runtime.reading(world.actor("Anna")) as work:
        found, trips = service.dataset(work, dataset_id), service.trips_of(work, dataset_id)
    assert (found.state, found.trips, found.bad) == (DatasetState.READY, 4, 0)
    assert (found.vehicles, found.km, str(found.first_on)) == (2, 102.0, "2026-01-05")
    assert list(trips.ids) == ["1", "2", "3", "4"]


def test_who_drove_is_left_out_before_anything_is_stored(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world, a_file(*GOOD, NO_END))

    stored = b"".join(
        path.read_bytes()
        for path in world.runtime.settings.kernel.data_folder.rglob("*")
        if path.is_file()
    )
    with (
        world.runtime.reading(world.actor("Anna")) as work,
        items.open_original(work, dataset_id) as original,
    ):
        assert original.readline().decode().strip() == "Turnr;Bil;Start;Slut;Km"
    assert b"Ida Holm" not in stored


def test_the_same_file_again_is_the_first_one(world: World) -> None:
    a_fleet(world)
    first = driving(world)

    with world.runtime.work(world.actor("Anna")) as work:
        again = service.receive(work, "kopi.csv", io.BytesIO(a_file()))
    assert (again.id, again.is_new) == (first, False)


def test_what_columns_mean_is_remembered_for_the_next_file_with_the_same_headings(
    world: World,
) -> None:
    a_fleet(world)
    driving(world)

    with world.runtime.work(world.actor("Anna")) as work:
        other = service.receive(work, "næste.csv", io.BytesIO(a_file(GOOD[0])))
        seen = service.look_at(work, other.id)
    assert seen.is_remembered
    assert seen.columns.distance == "Km"


def test_what_is_no_table_goes_to_the_quarantine(world: World) -> None:
    a_fleet(world)

    with world.runtime.work(world.actor("Anna")) as work:
        found = service.receive(work, "billede.png", io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0"))
        with pytest.raises(InputProblem):
            service.look_at(work, found.id)
        service.not_readable(work, found.id, "unknown_format")
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.dataset(work, found.id).state is DatasetState.FAILED
        assert items.get(work, found.id).state is ItemState.QUARANTINED


def test_an_empty_file_is_refused(world: World) -> None:
    a_fleet(world)

    with (
        world.runtime.work(world.actor("Anna")) as work,
        pytest.raises(InputProblem, match="empty"),
    ):
        service.receive(work, "tom.csv", io.BytesIO(b""))


def test_a_line_that_is_mended_is_a_trip(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world, a_file(*GOOD, NO_END))
    with world.runtime.work(world.actor("Anna")) as work:
        (bad,) = service.bad_rows(work, dataset_id)
        assert (bad.line, bad.reason) == (6, "no_time")
        assert not service.mend(work, dataset_id, bad.id, {"Slut": "i går"})
        assert service.mend(work, dataset_id, bad.id, {"Slut": "06-01-2026 14:00"})

    with world.runtime.reading(world.actor("Anna")) as work:
        found, trips = service.dataset(work, dataset_id), service.trips_of(work, dataset_id)
    assert (found.trips, found.bad) == (5, 0)
    assert trips.ids[-1] == "5"
    assert trips.vehicle.word(4) == "B1"


def test_a_line_is_set_aside_with_a_reason_only(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world, a_file(*GOOD, NO_END))
    with world.runtime.work(world.actor("Anna")) as work:
        (bad,) = service.bad_rows(work, dataset_id)
        with pytest.raises(InputProblem):
            service.set_aside(work, dataset_id, bad.id, "  ")
        service.set_all_aside(work, dataset_id, bad.reason, "Bilen var på værksted")
        with pytest.raises(Conflict):
            service.set_aside(work, dataset_id, bad.id, "igen")

    with world.runtime.reading(world.actor("Anna")) as work:
        found = service.dataset(work, dataset_id)
        (kept,) = service.bad_rows(work, dataset_id, state=BadRowState.SET_ASIDE)
    assert (found.trips, found.bad, found.set_aside) == (4, 0, 1)
    assert kept.note == "Bilen var på værksted"


def test_mending_a_line_leaves_earlier_studies_as_they_were(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world, a_file(*GOOD, NO_END))
    study_id = a_study(world, dataset_id)
    with world.runtime.work(world.actor("Anna")) as work:
        (bad,) = service.bad_rows(work, dataset_id)
        service.mend(work, dataset_id, bad.id, {"Slut": "06-01-2026 14:00"})

    with world.runtime.reading(world.actor("Anna")) as work:
        _question, trips = service.question_of(work, study_id)
    assert len(trips) == 4


def test_driving_is_deleted_with_its_studies_but_not_while_somebody_decided_on_it(
    world: World,
) -> None:
    from signatur.kernel.errors import NotFound
    from signatur.solutions.fleet.schema.demands import Demand

    a_fleet(world)
    dataset_id = driving(world)
    study_id = a_study(world, dataset_id, demand=Demand(front=False))
    with world.runtime.work(world.actor("Erik")) as work:
        service.choose(work, study_id, 0)
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(Conflict):
        service.delete_dataset(work, dataset_id)
    with world.runtime.work(world.actor("Erik")) as work:
        service.undo(work, study_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.delete_dataset(work, dataset_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        for read, lost in ((service.dataset, dataset_id), (service.line, study_id)):
            with pytest.raises(NotFound):
                read(work, lost)
        assert items.get(work, study_id).state is ItemState.ERASED


def test_whoever_only_reads_hands_nothing_in(world: World) -> None:
    a_fleet(world)

    with world.runtime.work(world.actor("Gert")) as work, pytest.raises(NotAllowed):
        service.receive(work, "ture.csv", io.BytesIO(a_file()))
