"""Learning from documents that were given out: a candidate with its measures, never used by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from signatur.kernel.errors import InputProblem
from signatur.kernel.jobs.run import run_job, worker_name
from signatur.records.registry import service as registry
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingOrigin
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.basis import LEARNT, basis_in_use, laid_text
from signatur.solutions.disclosure.service.detecting import NameMeans, detect
from signatur.solutions.disclosure.service.learning import _names
from signatur.solutions.disclosure.tables import FindingRow
from tests.builders import a_project
from tests.solutions.disclosure.situations import (
    PRIVATE,
    a_case,
    do_duties,
    documents_in,
    look_at_all,
    read_sample,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from tests.builders import World

NAMES = ("qvark", "zolt", "brimf", "dask", "plunk", "vrosk")
BEFORE = "journalført: visit v. "
NEW = "visit v. qvark kl. 9 og alt var i orden"


def a_given_out_case(world: World, count: int) -> None:
    """Give out documents in which reviewers marked names that nothing finds; their files do not matter."""
    case_id = a_case(world)
    texts = [
        f"{BEFORE}{NAMES[number % len(NAMES)]} kl. {8 + number % 9} og alt var i orden med medicinen"
        for number in range(count)
    ]
    ids = documents_in(world, case_id, *[[text] for text in texts])
    with world.runtime.work(world.actor("Anna")) as work:
        for number, document_id in enumerate(ids):
            end = len(BEFORE) + len(NAMES[number % len(NAMES)])
            service.mark(work, document_id, [(len(BEFORE), end)], PRIVATE)
        # As linking leaves mentions in small letters of somebody known from elsewhere in the case.
        work.session.execute(
            update(FindingRow).values(kind=FindingKind.PERSON, origin=FindingOrigin.LINKED)
        )
    look_at_all(world, case_id)
    do_duties(world, case_id)
    read_sample(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        release_id = service.prepare_release(work, case_id, recognise=False)
        for document_id in ids:
            service.keep_made(work, release_id, service.plan_of(work, document_id), None)
        service.finish_release(work, release_id)
    with world.runtime.work(world.actor("Dorte")) as work:
        service.give_out(work, release_id, "ida@example.org")


def persons(names: NameMeans, day: date) -> list[str]:
    found = detect(laid_text(NEW), Regime.PUBLIC, day, None, names)
    return [one.text for one in found if one.kind is FindingKind.PERSON]


def learn(world: World) -> UUID:
    with world.runtime.work(world.actor("Carl")) as work:
        job_id = service.start_learning(work)
    run_job(world.runtime, job_id, worker_name())
    return job_id


def test_what_reviewers_marked_is_learnt_as_a_candidate_that_waits_for_a_person(
    world: World,
) -> None:
    project = a_project(world, service.NAME)
    a_given_out_case(world, 12)

    learn(world)

    with world.runtime.work(world.actor("Carl")) as work:
        (learnt,) = [one for one in registry.versions(work, project.id) if one.method == LEARNT]
        in_use = basis_in_use(work, project.id)
        own = registry.read_model(work, learnt)
        champion = registry.champion(work, project.id)
        day = work.today
        service.check_basis(work, learnt.id)
    assert learnt.metrics["n"] == 12
    assert learnt.metrics["recall"] > learnt.metrics["recall_before"]
    assert champion is None or champion.id != learnt.id
    assert in_use.id != learnt.id
    assert persons(NameMeans(own), day) == ["qvark"]


def test_too_few_reviewed_documents_teach_nothing(world: World) -> None:
    project = a_project(world, service.NAME)
    a_given_out_case(world, 2)

    learn(world)

    with world.runtime.reading(world.actor("Carl")) as work:
        assert all(one.method != LEARNT for one in registry.versions(work, project.id))


def test_initials_are_found_when_they_are_given_and_a_folder_without_a_model_is_told(
    world: World, tmp_path: Path
) -> None:
    with world.runtime.reading(world.actor("Anna")) as work:
        day = work.today
    laid = laid_text("Ringet til borgeren. Mvh bthy")

    def found(names: NameMeans) -> list[str]:
        return [one.text for one in detect(laid, Regime.PUBLIC, day, None, names)]

    assert found(NameMeans()) == []
    assert found(NameMeans(initials=("bthy",))) == ["bthy"]
    with pytest.raises(InputProblem):
        found(NameMeans(folder=tmp_path))


@pytest.mark.parametrize(
    ("marked", "is_learnt"),
    [
        ("Mette Opfundsen", True),
        ("Ulla von der Aa", True),
        ("Beløbet er hævet", False),
        ("Nørregade 5", False),
        ("har fået kræft", False),
        ("Mette Opfundsen skrev til kommunen om sin sag", False),
    ],
)
def test_of_what_was_marked_by_hand_only_names_are_learnt(
    world: World,
    marked: str,
    is_learnt: bool,  # noqa: FBT001 (a case of the table)
) -> None:
    case_id = a_case(world)
    (document_id,) = documents_in(world, case_id, [f"I dag: {marked}"])
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.execute(delete(FindingRow))
        service.mark(work, document_id, [(7, 7 + len(marked))], PRIVATE)

        found = _names(work, document_id)

    assert found == ([("PER", 7, 7 + len(marked))] if is_learnt else [])
