"""Only what people have settled is ever learnt, and what was learnt is registered unchangeable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.methods.classification import Example, from_bytes
from signatur.methods.tables.plain import read_columns
from signatur.records.items import service as items
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.records.projects.service import GateClosed
from signatur.records.registry import service as registry
from signatur.records.registry.schema import ModelState, NewModel
from signatur.records.retention import service as retention
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.schema import NOWHERE, Portion, Target
from signatur.solutions.mail_routing.service.learning import Lesson
from signatur.solutions.mail_routing.service.probing import ModelDiffers, check_probe, probe_of
from tests.builders import a_project
from tests.commands import run
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    FixedRouter,
    a_mail,
    a_past,
    a_verdict,
    receive,
    record_past,
    set_up,
    settle,
)

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from tests.builders import World

THREE = FixedRouter({"": a_verdict("hul", "sne", "pas", clears=(0.90, 0.95, 0.98))})


@pytest.fixture
def item(world: World, project: Project) -> Item:
    """An enquiry with a sure suggestion, which nobody has decided."""
    return receive(world, project.id, a_mail("Der er et hul.", subject="Hul"), router=THREE)


def learnt_from(world: World, project: Project) -> list[Example]:
    with world.runtime.reading(world.system) as work:
        return list(service.lesson_of(work, project.id).examples)


def labels(world: World, project: Project) -> list[str]:
    return [one.label for one in learnt_from(world, project)]


# --- what teaches ------------------------------------------------------------------------------


def test_a_suggestion_teaches_nothing_however_sure(
    world: World, project: Project, item: Item
) -> None:
    assert item.id
    assert learnt_from(world, project) == []


@pytest.mark.parametrize(
    ("target", "label"),
    [
        (TO_HOLE, "hul"),
        (TO_SCHOOL, "skolestart"),
        (Target("skole"), "department:skole"),
        (NOWHERE, "__unknown__"),
    ],
)
def test_what_a_person_settled_teaches_its_place(
    world: World, project: Project, item: Item, target: Target, label: str
) -> None:
    settle(world, item.id, target)

    assert learnt_from(world, project) == [Example("Hul\n\nDer er et hul.", label, str(item.id))]


def test_what_was_undone_teaches_nothing(world: World, project: Project, item: Item) -> None:
    decision = settle(world, item.id, TO_HOLE)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)

    assert learnt_from(world, project) == []


def test_not_knowing_teaches_nothing(world: World, project: Project, item: Item) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.ask_for_help(work, item.id)

    assert learnt_from(world, project) == []


def test_a_divided_enquiry_teaches_by_the_words_of_its_matters(
    world: World, project: Project, item: Item
) -> None:
    portions = [Portion(TO_HOLE, "Der er et hul."), Portion(TO_PASSPORT, "Mit pas er væk.")]
    with world.runtime.work(world.actor("Anna")) as work:
        service.divide(work, item.id, [*portions, Portion(TO_SCHOOL)])

    # The first portion has all the words of the whole, and the third has none of its own.
    assert [(one.text, one.label) for one in learnt_from(world, project)] == [
        ("Hul\n\nMit pas er væk.", "pas")
    ]


def test_what_was_erased_teaches_nothing(world: World, project: Project, item: Item) -> None:
    settle(world, item.id, TO_HOLE)
    with world.runtime.work(world.system) as work:
        retention.erase_item(work, items.get(work, item.id), "deadline")

    assert learnt_from(world, project) == []


def test_enquiries_of_the_past_teach_where_they_ended(world: World, project: Project) -> None:
    record_past(world, project.id, "Der er et hul i vejen.", TO_HOLE)
    record_past(world, project.id, "Vind en bil!", NOWHERE)

    assert sorted(labels(world, project)) == ["__unknown__", "hul"]


def test_the_same_past_enquiry_twice_is_learnt_once(world: World, project: Project) -> None:
    for _time in range(2):
        record_past(world, project.id, "Der er et hul i vejen.", TO_HOLE)

    assert labels(world, project) == ["hul"]


def test_identifiers_are_masked_before_anything_is_learnt(world: World, project: Project) -> None:
    record_past(world, project.id, "Mit CPR-nummer er 070761-4285, og der er et hul.", TO_HOLE)

    (example,) = learnt_from(world, project)
    assert "070761" not in example.text
    assert "hul" in example.text


# --- registering -------------------------------------------------------------------------------


def a_lesson(project: Project) -> Lesson:
    return Lesson(project.id, tuple(a_past()), ("Huller i vejen", "Pas"))


def register(world: World, project: Project, by: str = "Carl") -> ModelVersion:
    lesson = a_lesson(project)
    learnt = service.learn(lesson, seed=3)
    with world.runtime.work(world.actor(by)) as work:
        return service.register(work, lesson, learnt)


def test_what_was_learnt_is_registered_as_a_candidate_that_can_be_rebuilt(
    world: World, project: Project
) -> None:
    version = register(world, project)

    assert (version.state, version.snapshot_rows, version.seed) == (ModelState.CANDIDATE, 120, 3)
    with world.runtime.reading(world.system) as work:
        stored = registry.read_model(work, version)
        with work.runtime.blobs.open(work.authority_id, version.snapshot_sha256) as file:
            rows = [json.loads(line) for line in file]
    assert rows[0] == {"item": str(UUID(int=0)), "label": "hul"}
    assert stored == service.learn(a_lesson(project), seed=3).router.to_bytes()
    assert from_bytes(stored).suggest(["Der er et hul i vejen"])[0].labels[0] == "hul"


def test_a_version_says_how_it_was_measured_on_the_newest_enquiries(
    world: World, project: Project
) -> None:
    lesson = Lesson(project.id, tuple(a_past(70)), ())

    learnt = service.learn(lesson, seed=0)
    with world.runtime.work(world.actor("Carl")) as work:
        version = service.register(work, lesson, learnt)

    assert version.metrics["n"] == 56
    assert 0.8 < version.metrics["accuracy"]["value"] <= 1
    assert version.metrics["accuracy"]["low"] < version.metrics["accuracy"]["high"]


def test_the_model_s_bytes_hold_no_text_of_enquiries(world: World, project: Project) -> None:
    marked = Example("Kvidrelunden er oversvømmet af brunt vand igen", "hul", "x")
    examples = (*a_past(), marked)

    model = service.learn(Lesson(project.id, examples, ()), seed=0).router.to_bytes()

    for example in examples:
        assert example.text.encode() not in model
        assert " ".join(example.text.split()[:3]).encode() not in model
    assert b"Kvidrelunden" not in model
    assert b"kvidrelunden" not in model


def test_there_must_be_something_to_learn_from(world: World, project: Project) -> None:
    record_past(world, project.id, "Der er et hul i vejen.", TO_HOLE)
    with world.runtime.reading(world.system) as work:
        lesson = service.lesson_of(work, project.id)

    with pytest.raises(InputProblem):
        service.learn(lesson)


# --- putting into use --------------------------------------------------------------------------


def test_a_candidate_suggests_nothing_until_another_person_puts_it_into_use(
    world: World, project: Project
) -> None:
    version = register(world, project)
    before = receive(world, project.id, a_mail(Message_ID="<1@example.dk>"))
    with world.runtime.work(world.actor("Carl")) as work, pytest.raises(Conflict):
        registry.promote(work, version.id)

    with world.runtime.work(world.actor("Bo")) as work:
        registry.promote(work, version.id)
    after = receive(world, project.id, a_mail(Message_ID="<2@example.dk>"))

    with world.runtime.reading(world.system) as work:
        seen = [service.view(work, one.id).suggestion for one in (before, after)]
    assert [one.model_version_id for one in seen if one] == [None, version.id]
    assert seen[1] is not None
    assert seen[1].answer["alternatives"][0]["subject"] == "hul"


def test_a_model_that_answers_otherwise_than_registered_is_not_put_into_use(
    world: World, project: Project
) -> None:
    lesson = a_lesson(project)
    learnt = service.learn(lesson, seed=3)
    with world.runtime.work(world.actor("Carl")) as work:
        version = service.register(work, lesson, learnt)
        registered = registry.get(work, version.id)
        other = probe_of(FixedRouter({"": a_verdict("sne")}), ["Huller i vejen"])  # type: ignore[arg-type]
        another = registry.register(
            work,
            project.id,
            NewModel(
                method=registered.method,
                model=learnt.router.to_bytes(),
                snapshot=b"",
                snapshot_rows=0,
                code_version="0",
                seed=3,
                metrics={},
                card={},
                probe=other,
            ),
        )

    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(ModelDiffers):
        registry.promote(work, another.id)


def test_a_probe_set_tells_a_model_that_answers_otherwise() -> None:
    before = FixedRouter({"Huller": a_verdict("hul", sure=0.9)})
    probe = probe_of(before, ["Huller i vejen"])  # type: ignore[arg-type]

    check_probe(before, probe, uuid4())  # type: ignore[arg-type]
    for other in (a_verdict("hul", sure=0.91), a_verdict("sne", sure=0.9)):
        with pytest.raises(ModelDiffers):
            check_probe(FixedRouter({"Huller": other}), probe, uuid4())  # type: ignore[arg-type]


def test_a_probe_set_holds_nothing_that_people_wrote(world: World, project: Project) -> None:
    version = register(world, project)

    with world.runtime.reading(world.system) as work:
        probe = registry.read_probe(work, version).decode()
    assert not [one for one in a_past() if one.text in probe]


# --- the job -----------------------------------------------------------------------------------


def start(world: World, project: Project, by: str = "Carl") -> UUID:
    with world.runtime.work(world.actor(by)) as work:
        return service.start_training(work, project.id)


def test_in_operation_nothing_is_learnt_without_a_basis_for_retraining(
    world: World, project: Project
) -> None:
    record_past(world, project.id, "Der er et hul i vejen.", TO_HOLE)
    kind = EvidenceKind.LEGAL_BASIS_RETRAINING
    (basis,) = [one for one in project.evidence if one.kind is kind]
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, basis.id, "Reglerne er ændret.")

    with pytest.raises(GateClosed):
        start(world, project)
    with pytest.raises(GateClosed):
        record_past(world, project.id, "Der er endnu et hul.", TO_HOLE)


def test_the_past_is_taken_in_and_learnt_from_before_any_trial(world: World) -> None:
    project = a_project(world, stage=Stage.DEVELOPMENT)
    set_up(world, project.id)

    record_past(world, project.id, "Der er et hul i vejen.", TO_HOLE)

    start(world, project)


def test_training_in_the_background_registers_a_candidate_of_whoever_started_it(
    world: World, project: Project
) -> None:
    for example in a_past(20):
        record_past(world, project.id, example.text, Target("", example.label))

    job_id = start(world, project)
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        job = store.get(work, job_id)
        (version,) = registry.versions(work, project.id)
    assert (job.state, job.problem) == (JobState.DONE, None)
    assert (version.state, version.created_by, version.snapshot_rows) == (
        ModelState.CANDIDATE,
        world.person_ids["Carl"],
        job.result["rows"],
    )


def test_training_that_is_under_way_is_not_started_again(world: World, project: Project) -> None:
    assert start(world, project) == start(world, project, by="Bo")


def test_training_without_enough_to_learn_from_says_so(world: World, project: Project) -> None:
    job_id = start(world, project)
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        job = store.get(work, job_id)
    assert job.state is JobState.FAILED
    assert job.problem is not None


def test_caseworkers_do_not_train(world: World, project: Project) -> None:
    with pytest.raises(NotAllowed):
        start(world, project, by="Anna")


def test_a_registered_model_answers_a_test_set(
    world: World, project: Project, tmp_path: Path
) -> None:
    lesson = a_lesson(project)
    learnt = service.learn(lesson, seed=3)
    with world.runtime.work(world.actor("Carl")) as work:
        service.register(work, lesson, learnt)
    asked, out = tmp_path / "spurgt.csv", tmp_path / "svar.csv"
    asked.write_text("tekst;facit;kanal\nHuller i vejen;Huller;mail\n;Sne;brev\n", "utf-8")

    told = run(world, commands, "answer", str(asked), "--text", "tekst", "--out", str(out))

    assert told.exit_code == 0
    rows = read_columns(out.read_bytes())
    (verdict,) = learnt.router.suggest(["Huller i vejen"])
    assert list(rows) == ["facit", "kanal", "model_answer", "sure_answer", "confidence"]
    assert rows["confidence"] == [f"{verdict.probabilities[0]:.4f}", ""]
    assert rows["model_answer"][0] in {"Huller i vejen", "Snerydning"}
    assert rows["sure_answer"][0] in {"", rows["model_answer"][0]}
    assert rows["model_answer"][1] == "", "an empty text has no answer"
    with pytest.raises(InputProblem, match="no column"):
        run(world, commands, "answer", str(asked), "--out", str(out))
    with pytest.raises(NotFound):
        run(
            world,
            commands,
            "answer",
            str(asked),
            "--text",
            "tekst",
            "--out",
            str(out),
            "--version",
            "9",
        )
