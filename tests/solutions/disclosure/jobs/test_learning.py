"""Learning from documents that were given out: a candidate with its measures, never used by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.records.registry import service as registry
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingState
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.basis import LEARNT
from signatur.solutions.disclosure.service.detecting import NameMeans, detect
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.tables import ReleaseRow
from tests.builders import a_project
from tests.solutions.disclosure.situations import (
    PRIVATE,
    a_case,
    a_laid_out,
    decide_all,
    do_duties,
    documents_in,
    findings_of,
    look_at_all,
    read_sample,
)

if TYPE_CHECKING:
    from tests.builders import World

NAMES = ("qvark", "zolt", "brimf", "dask", "plunk", "vrosk")
BEFORE = "journalført: visit v. "


def note(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return f"{BEFORE}{name} kl. {8 + number % 9} og alt var i orden med medicinen"


def test_what_reviewers_marked_is_learnt_as_a_candidate_that_waits_for_a_person(
    world: World,
) -> None:
    from signatur.records.projects.schema import Stage

    project = a_project(world, service.NAME, Stage.DEVELOPMENT)
    case_id = a_case(world)
    ids = documents_in(world, case_id, *[[note(number)] for number in range(12)])
    with world.runtime.work(world.actor("Anna")) as work:
        for number, document_id in enumerate(ids):
            name = NAMES[number % len(NAMES)]
            service.mark(work, document_id, len(BEFORE), len(BEFORE) + len(name), PRIVATE)
    print(project, look_at_all, decide_all, do_duties, read_sample, findings_of, update, ReleaseRow)
