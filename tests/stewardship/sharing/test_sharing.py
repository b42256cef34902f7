"""Sharing between two authorities: what goes with a project, and what the receiver starts with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, NotAllowed
from signatur.kernel.permissions import SYSTEM, Actor, Role, system_of
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric, Terms
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage, asked_until
from signatur.records.registry import service as registry
from signatur.records.registry.schema import COMPARISON, ModelState, NewModel
from signatur.stewardship.sharing import service
from signatur.stewardship.sharing.cli import commands
from signatur.stewardship.sharing.model import fingerprint_of, read_bundle
from tests.builders import World, a_project
from tests.commands import run

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project

BECAUSE = "Modellen kender kun ord, som mindst ti forskellige har skrevet."


@pytest.fixture
def project(world: World) -> Project:
    """A project in operation with a floor and a model in use."""
    found = a_project(world)
    with world.runtime.work(world.actor("Carl")) as work:
        terms = Terms(metric=Metric.PRECISION, population="Alle breve", floor=0.95)
        drafted = floors.draft(work, found.id, terms)
    with world.runtime.work(world.actor("Erik")) as work:
        floors.sign(work, drafted.id, valid_to=None)
    with world.runtime.work(world.system) as work:
        registry.register(work, found.id, _a_model())
    return found


def _a_model() -> NewModel:
    return NewModel(
        method="router", model=b"vaegte", snapshot=b"{}", snapshot_rows=10, code_version="1",
        seed=7, metrics={"accuracy": 0.9, COMPARISON: {"differing": ["item"]}}, card={"purpose": "Fordele post"}, probe=b"{}",
    )  # fmt: skip


@pytest.fixture
def receiver(world: World) -> Actor:
    """The project owner of another authority in the same installation."""
    with world.runtime.work(SYSTEM) as work:
        other = people.add_authority(work, "Birkeholm Kommune", "12345682")
    with world.runtime.work(system_of(other.id)) as work:
        person = people.add_person(work, login="rikke", name="Rikke Prøve")
        people.give_role(work, person.id, Role.PROJECT_OWNER)
    with world.runtime.reading(SYSTEM) as work:
        actor = people.actor_of(work.session, person.id)
    assert actor is not None
    return actor


def _give(world: World, project: Project, because: str = "") -> bytes:
    with world.runtime.work(world.actor("Erik")) as work:
        return service.give_out(work, project.id, model_because=because)[1]


def _own(world: World) -> str:
    return fingerprint_of(service.installation_key(world.runtime))


def test_a_bundle_tells_what_must_be_redone_and_nobodys_name(
    world: World, project: Project
) -> None:
    bundle = read_bundle(_give(world, project))
    told = b"\n".join(bundle.files.values()).decode()

    assert bundle.about["authority"] == "Lindevang Kommune"
    assert "model/model.bin" not in bundle.files
    assert json.loads(bundle.files["floor.json"])["terms"]["floor"] == 0.95
    evidence = json.loads(bundle.files["project.json"])["evidence"]
    assert {one["kind"] for one in evidence} == set(asked_until(Stage.OPERATION))
    assert all(one["must_redo"] for one in evidence)
    assert not any(f"{name} Prøve" in told for name in ("Dorte", "Erik", "Carl"))


def test_the_model_goes_with_it_only_for_a_stated_reason(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        candidate = registry.versions(work, project.id)[0]
        with pytest.raises(Conflict):
            service.give_out(work, project.id, model_because=BECAUSE)
        _champion(work, candidate.id)
    bundle = read_bundle(_give(world, project, BECAUSE))

    assert bundle.files["model/model.bin"] == b"vaegte"
    assert bundle.about["model_because"] == BECAUSE
    # Which of the giver's enquiries two models differed on is nobody else's business.
    assert json.loads(bundle.files["model/version.json"])["metrics"] == {"accuracy": 0.9}


def _champion(work: object, version_id: object) -> None:
    """Put a model into use without asking its solution, which would load it."""
    row = registry._row(work, version_id)
    row.state = ModelState.CHAMPION
    work.session.flush()


def test_a_number_of_a_person_stops_the_bundle(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.sign(
            work, project.id, EvidenceKind.TRIAL_EVALUATED, statement="Se sagen om 010190-1234.",
            valid_from=work.today, valid_to=None,
        )  # fmt: skip
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(service.NotShareable):
        service.give_out(work, project.id)


def test_the_receiver_starts_at_scoping_with_every_gate_closed(
    world: World, project: Project, receiver: Actor
) -> None:
    content = _give(world, project)
    with world.runtime.work(receiver) as work:
        found = service.take_in(work, content, trust=_own(world))
        opened = projects.get(work, found.project_id)

    assert (opened.stage, opened.evidence, opened.solution) == (Stage.SCOPING, (), project.solution)
    assert found.giver == "Lindevang Kommune"
    held = {one.code: one.holds for one in found.checks}
    assert held["signature"] is True
    redo = {code: holds for code, holds in held.items() if code.startswith("redo_")}
    assert True not in redo.values(), "nothing of what the receiver must do is done by taking it in"
    assert redo["redo_legal_basis_operation"] is redo["redo_legal_basis_trial"] is False
    assert held["model"] is None
    with world.runtime.reading(receiver) as work:
        (draft,) = floors.floors(work, found.project_id)
    assert (draft.terms.floor, draft.signed_at) == (0.95, None)


def test_a_duty_done_here_holds_when_checked_again(
    world: World, project: Project, receiver: Actor
) -> None:
    with world.runtime.work(receiver) as work:
        found = service.take_in(work, _give(world, project), trust=_own(world))
        projects.sign(
            work, found.project_id, EvidenceKind.DATA_EXAMINED, statement="Undersøgt.",
            valid_from=work.today, valid_to=None,
        )  # fmt: skip
        again = service.check_again(work, found.id)

    held = {one.code: one.holds for one in again.checks}
    assert (held["redo_data_examined"], held["redo_impact_assessment"]) == (True, False)


def test_an_unknown_key_is_refused_with_its_fingerprint(
    world: World, project: Project, receiver: Actor
) -> None:
    with world.runtime.work(receiver) as work, pytest.raises(service.Untrusted) as problem:
        service.take_in(work, _give(world, project))
    assert _own(world) in str(problem.value.shown)


def test_who_may_not_give_or_take_cannot(world: World, project: Project) -> None:
    content = _give(world, project)
    with world.runtime.work(world.actor("Anna")) as work:
        with pytest.raises(NotAllowed):
            service.give_out(work, project.id)
        with pytest.raises(NotAllowed):
            service.take_in(work, content, trust=_own(world))


def test_commands_give_look_and_take(
    world: World, project: Project, receiver: Actor, tmp_path: Path
) -> None:
    file, out = tmp_path / "deling.zip", ("--out", str(tmp_path / "deling.zip"))
    given = run(world, commands, "export", "mail-routing", *out, "--as", "erik", "--json")
    told = json.loads(given.stdout)
    seen = json.loads(run(world, commands, "verify", str(file), "--json").stdout)
    key = json.loads(run(world, commands, "key", "--json").stdout)["fingerprint"]

    assert (seen["valid"], seen["trusted"]) == (True, False)
    assert seen["fingerprint"] == key == told["fingerprint"]

    taken = run(
        world, commands, "import", str(file), "--as", "rikke", "--trust", key.replace(" ", ""),
        "--json",
    )  # fmt: skip
    assert json.loads(taken.stdout)["stage"] == "scoping"
    assert receiver.name == "Rikke Prøve"

    file.write_bytes(file.read_bytes()[:-40])
    broken = run(world, commands, "verify", str(file), "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["valid"] is False
