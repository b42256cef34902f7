"""The model registry: every version unchanged, rebuildable, and put into use by another person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.records.projects.service import GateClosed
from signatur.records.registry import service as registry
from signatur.records.registry.schema import (
    Figure,
    Figures,
    FigureTable,
    ModelState,
    ModelVersion,
    NewModel,
    figures,
)
from signatur.records.registry.service import ModelChanged
from signatur.records.registry.tables import ModelVersionRow
from tests.stand_ins import Browser, a_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.records.projects.schema import Project
    from tests.builders import World

METRICS: Mapping[str, Any] = {
    "n": 812,
    "accuracy": {"value": 0.86, "low": 0.83, "high": 0.89},
    "macro_f1": {"value": 0.8},
    "method": "linear",
    "is_fine": True,
    "empty": [],
    "targets": [
        {"target": 0.95, "coverage": {"value": 0.74, "low": 0.7, "high": 0.78}},
        {"target": 0.98, "precision": 0.97},
    ],
}


def train(world: World, project: Project, by: str = "Carl", **more: Any) -> ModelVersion:
    new = NewModel(
        **{
            "method": "linear",
            "model": b"model",
            "snapshot": b"snapshot",
            "snapshot_rows": 300,
            "code_version": "0.1.0",
            "seed": 7,
            "metrics": METRICS,
            "card": {"purpose": "Fordele breve", "limits": ["korte breve"], "data": {"breve": 300}},
            "probe": b"probe",
            **more,
        }
    )
    actor = world.actor(by) if by else world.system
    with world.runtime.work(actor) as work:
        return registry.register(work, project.id, new)


def promote(world: World, version: ModelVersion, by: str = "Bo") -> ModelVersion:
    with world.runtime.work(world.actor(by)) as work:
        return registry.promote(work, version.id)


# --- registering -------------------------------------------------------------------------------


def test_a_version_is_a_candidate_with_the_next_number(world: World, project: Project) -> None:
    first, second = train(world, project), train(world, project)

    assert (first.number, second.number, second.state) == (1, 2, ModelState.CANDIDATE)
    with world.runtime.reading(world.system) as work:
        assert registry.versions(work, project.id) == [second, first]
        assert registry.get(work, first.id) == first
        assert registry.champion(work, project.id) is None


def test_a_version_that_the_installation_trained_has_no_trainer(
    world: World, project: Project
) -> None:
    assert train(world, project, by="").created_by is None


def test_bytes_come_back_unchanged(world: World, project: Project) -> None:
    version = train(world, project)

    with world.runtime.reading(world.system) as work:
        assert registry.read_model(work, version) == b"model"
        assert registry.read_probe(work, version) == b"probe"


def test_bytes_that_were_changed_are_refused(world: World, project: Project) -> None:
    version = train(world, project)
    folder = world.runtime.settings.kernel.data_folder / "blobs" / str(world.authority_id)
    (folder / version.sha256[:2] / version.sha256).write_bytes(b"modem")

    with world.runtime.reading(world.system) as work, pytest.raises(ModelChanged):
        registry.read_model(work, version)


def test_what_a_project_may_not_learn_is_not_kept_and_what_it_learnt_is_not_put_into_use(
    world: World, project: Project
) -> None:
    first, second = train(world, project), train(world, project)
    promote(world, first)
    withdraw_retraining(world, project)

    with pytest.raises(GateClosed):
        train(world, project)
    with pytest.raises(GateClosed):
        promote(world, second)


def test_a_model_that_was_learnt_elsewhere_needs_no_basis_for_learning_here(
    world: World, project: Project
) -> None:
    withdraw_retraining(world, project)

    promote(world, train(world, project, snapshot=b""))

    with world.runtime.reading(world.system) as work:
        assert registry.champion(work, project.id) is not None


def withdraw_retraining(world: World, project: Project) -> None:
    kind = EvidenceKind.LEGAL_BASIS_RETRAINING
    (basis,) = [one for one in project.evidence if one.kind is kind]
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, basis.id, "Reglerne er ændret.")


# --- putting into use --------------------------------------------------------------------------


def test_a_version_put_into_use_replaces_the_one_before(world: World, project: Project) -> None:
    first, second = train(world, project), train(world, project)
    promote(world, first)
    promote(world, second)

    with world.runtime.reading(world.system) as work:
        states = [version.state for version in registry.versions(work, project.id)]
        champion = registry.champion(work, project.id)
        told = [one.action for one in audit.trail(work, ObjectRef("model_version", first.id))]
    assert states == [ModelState.CHAMPION, ModelState.RETIRED]
    assert champion is not None
    assert (champion.id, champion.promoted_by) == (second.id, world.person_ids["Bo"])
    assert told == ["registry.registered", "registry.promoted", "registry.retired"]


def test_a_former_version_can_be_put_into_use_again(world: World, project: Project) -> None:
    first, second = train(world, project), train(world, project)
    for version in (first, second, first):
        promote(world, version)

    with world.runtime.reading(world.system) as work:
        champion = registry.champion(work, project.id)
    assert champion is not None
    assert champion.id == first.id


def test_whoever_trained_a_model_does_not_put_it_into_use(world: World, project: Project) -> None:
    version = train(world, project, by="Carl")

    with pytest.raises(Conflict):
        promote(world, version, by="Carl")
    with world.runtime.reading(world.actor("Carl")) as work:
        assert registry.is_own(work, version)


def test_putting_a_model_into_use_is_a_right(world: World, project: Project) -> None:
    with pytest.raises(NotAllowed):
        promote(world, train(world, project), by="Anna")


def test_two_people_who_put_different_models_into_use_at_once_get_one(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = train(world, project), train(world, project)
    promote(world, first)
    monkeypatch.setattr("signatur.records.registry.service._champion_row", lambda *_more: None)

    with pytest.raises(Conflict):
        promote(world, second)


# --- figures for people ------------------------------------------------------------------------


def test_metrics_become_single_figures_and_tables() -> None:
    assert figures(METRICS) == Figures(
        single=(
            ("n", Figure(812)),
            ("accuracy", Figure(0.86, 0.83, 0.89)),
            ("macro_f1", Figure(0.8)),
            ("method", Figure("linear")),
        ),
        tables=(
            FigureTable(
                "targets",
                ("target", "coverage", "precision"),
                (
                    (Figure(0.95), Figure(0.74, 0.7, 0.78), None),
                    (Figure(0.98), None, Figure(0.97)),
                ),
            ),
        ),
    )


# --- pages -------------------------------------------------------------------------------------


def test_without_projects_there_are_no_models(world: World) -> None:
    with a_browser(world, "Bo") as bo:
        assert "No projects yet" in bo.get("/modeller").text


def test_versions_are_listed_for_each_project_and_can_be_downloaded(
    world: World, project: Project
) -> None:
    with a_browser(world, "Bo") as bo:
        empty = bo.get("/modeller").text
        version = train(world, project)
        train(world, project, by="")
        page, file = bo.get("/modeller").text, bo.get("/modeller?fil=csv").text

    assert "No model yet" in empty
    assert f'href="/modeller/{version.id}"' in page
    assert "Postfordeling;2;Candidate;linear" in file
    assert ";Carl Prøve;300;" in file
    assert ";Signatur;300;" in file


def see(browser: Browser, version: ModelVersion) -> str:
    answer = browser.get(f"/modeller/{version.id}")
    assert answer.status_code == 200
    return answer.text


def test_a_card_may_hold_lists_of_facts_and_what_is_missing(world: World, project: Project) -> None:
    card = {"embedding": None, "thresholds": [{"target": 0.9, "least": None}, {"target": 0.95}]}
    version = train(world, project, card=card)
    with a_browser(world, "Carl") as carl:
        text = " ".join(carl.get(f"/modeller/{version.id}").text.split())

    told = re.sub(r"<[^>]+>|\s+", " ", text.partition("Thresholds, by promised precision</h3>")[2])
    assert told.split()[:7] == ["Promised", "precision", "least", "90.0%", "–", "95.0%", "–"]
    assert "Embedding model" not in text


def test_a_version_shows_card_figures_hashes_and_history(world: World, project: Project) -> None:
    version = train(world, project)

    with a_browser(world, "Bo") as bo:
        text = see(bo, version)

    assert "Fordele breve" in text
    assert "korte breve" in text
    assert "83.0% – 89.0%" in text
    assert "breve: 300" in text
    assert "Promised precision" in text
    assert version.sha256 in text
    assert "Model version 1 registered" in text


def test_a_version_without_figures_says_so(world: World, project: Project) -> None:
    version = train(world, project, metrics={}, card={})

    with a_browser(world, "Bo") as bo:
        assert "No figures were registered" in see(bo, version)


def test_a_colleague_puts_it_into_use_and_the_trainer_is_told_why_not(
    world: World, project: Project
) -> None:
    version = train(world, project, by="Carl")
    with a_browser(world, "Carl") as carl:
        own = see(carl, version)
        refused = carl.post(f"/modeller/{version.id}/brug")
    with a_browser(world, "Bo") as bo:
        done = bo.post(f"/modeller/{version.id}/brug")
        after = see(bo, version)

    assert "A colleague must look at it" in own
    assert (refused.status_code, done.status_code) == (409, 303)
    assert "A colleague must put the model into use" in refused.text
    assert "Bo Prøve" in after
    assert "/brug" not in after


def test_nobody_sees_models_without_the_right(world: World, project: Project) -> None:
    with a_browser(world, "Anna") as anna:
        assert anna.get("/modeller").status_code == 403


def test_a_version_that_does_not_exist_is_not_found(world: World, project: Project) -> None:
    with world.runtime.reading(world.system) as work, pytest.raises(NotFound):
        registry.get(work, project.id)


def test_no_project_has_two_versions_in_use(world: World, project: Project) -> None:
    first, second = train(world, project), train(world, project)
    promote(world, first)

    with pytest.raises(Exception, match=r"(?i)unique"), world.runtime.database.writing() as session:
        session.execute(
            update(ModelVersionRow).filter_by(id=second.id).values(state=ModelState.CHAMPION)
        )
