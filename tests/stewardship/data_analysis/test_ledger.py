"""A file is examined by one and signed by another; two people decide on cases of an old practice."""

from __future__ import annotations

import copy
import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.data_analysis import service
from signatur.stewardship.data_analysis.schema import Choice, Question
from tests.builders import World, a_project
from tests.methods.tables.invented import decisions
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.methods.tables import Table, Wish
    from signatur.records.projects.schema import Project
    from signatur.stewardship.data_analysis.schema import Kept

CONTENT = decisions(700).write_csv(separator=";").encode()


_KNOWN: dict[str, dict[str, Any]] = {}


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examine the same table for the same wish only once; the answer would be the same."""
    examine = service.examine

    def once(table: Table, wish: Wish, *more: Any) -> dict[str, Any]:
        known = repr((table.rows, tuple(table.columns), wish))
        if known not in _KNOWN:
            _KNOWN[known] = examine(table, wish, *more)
        return copy.deepcopy(_KNOWN[known])

    monkeypatch.setattr(service, "examine", once)


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.DEVELOPMENT)


def examined(world: World, project: Project) -> Kept:
    with world.runtime.work(world.actor("Erik")) as work:
        kept = service.receive(work, project.id, "afgørelser.csv", io.BytesIO(CONTENT))
        service.ask(work, kept.id, Question(label="udfald", time="modtaget", groups=("koen",)))
    run_waiting_jobs(world.runtime)
    with world.runtime.reading(world.actor("Erik")) as work:
        return service.analysis(work, kept.id)


def test_an_examined_file_is_signed_by_somebody_else_and_opens_the_gate(
    world: World, project: Project
) -> None:
    kept = examined(world, project)
    assert kept.told is not None
    assert kept.told["usable_rows"] == 700

    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.sign(work, kept.id, "Set igennem.")
    with world.runtime.work(world.actor("Dorte")) as work:
        signed = service.sign(work, kept.id, "Set igennem.")
        evidence = projects.get(work, project.id).evidence
        with pytest.raises(Conflict):
            service.sign(work, kept.id, "Igen.")

    assert signed.signed_by == world.person_ids["Dorte"]
    assert any(
        one.kind is EvidenceKind.DATA_EXAMINED and one.reference == f"data_analysis:{kept.id}"
        for one in evidence
    )


def test_two_people_decide_and_the_table_is_cleaned_accordingly(
    world: World, project: Project
) -> None:
    kept = examined(world, project)
    assert kept.told is not None
    first, second, third = kept.told["practice_change"]["suspect_rows"][:3]
    with world.runtime.work(world.actor("Erik")) as work:
        service.propose(work, kept.id, [first["row"]], Choice.RELABEL, "Ny praksis fra marts.")
        service.propose(work, kept.id, [second["row"]], Choice.REMOVE, "Kan ikke efterprøves.")
        service.propose(work, kept.id, [third["row"]], Choice.KEEP, "Stadig rigtig.")
        with pytest.raises(Conflict):
            service.confirm(work, kept.id, [first["row"]])
        with pytest.raises(InputProblem):
            service.propose(work, kept.id, [first["row"]], Choice.KEEP, " ")
    with world.runtime.work(world.actor("Bo")) as work:
        assert service.confirm(work, kept.id, [one["row"] for one in (first, second)]) == 2
    with world.runtime.work(world.actor("Erik")) as work:
        counts = service.counts(work, kept.id)
        content = service.cleaned_csv(work, kept.id).decode("utf-8-sig")
    lines = {
        int(one["signatur_row"]): one for one in csv.DictReader(io.StringIO(content), delimiter=";")
    }

    assert (counts.relabelled, counts.removed, counts.kept, counts.proposed) == (1, 1, 0, 1)
    assert len(lines) == 699
    assert second["row"] not in lines
    assert lines[first["row"]]["udfald"] == first["expected_label"] != first["label"]
    assert lines[third["row"]]["udfald"] == third["label"]


def test_the_effect_is_measured_per_group_on_cases_nothing_was_learnt_from(
    world: World, project: Project
) -> None:
    kept = examined(world, project)
    assert kept.told is not None
    rows = [one["row"] for one in kept.told["practice_change"]["suspect_rows"][:150]]
    with world.runtime.work(world.actor("Erik")) as work:
        with pytest.raises(Conflict):
            service.measure_effect(work, kept.id)
        service.propose(work, kept.id, rows, Choice.RELABEL, "Ny praksis.")
    with world.runtime.work(world.actor("Bo")) as work:
        service.confirm(work, kept.id, rows)
    with world.runtime.work(world.actor("Erik")) as work:
        service.measure_effect(work, kept.id)
    run_waiting_jobs(world.runtime)
    with world.runtime.reading(world.actor("Erik")) as work:
        effect = service.analysis(work, kept.id).effect

    assert effect is not None
    assert effect["relabelled"] <= 150
    assert {one["column"] for one in effect["measured"]} >= {"", "koen"}
    assert effect["measured"][0]["gain"]["value"] > 0


def test_a_file_is_erased_when_its_time_is_up_and_its_figures_stay(
    world: World, project: Project
) -> None:
    kept = examined(world, project)
    world.clock.moment += timedelta(days=91)
    with world.runtime.work(world.system) as work:
        assert service.erase_due(work) == 1
        assert service.erase_due(work) == 0
    with world.runtime.reading(world.actor("Erik")) as work:
        after = service.analysis(work, kept.id)
        assert after.told == kept.told
        with pytest.raises(Conflict):
            service.content_of(work, kept.id)


def test_others_may_not_examine_and_nobody_sees_what_is_not_there(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        service.receive(work, project.id, "a.csv", io.BytesIO(b"a;b\n1;2\n"))
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(NotFound):
        service.analysis(work, project.id)


def test_the_walk_goes_through_the_pages(world: World, project: Project) -> None:
    at = f"/styring/dataanalyse/{project.id}"
    with a_browser(world, "Erik") as erik:
        answer = erik.post(f"{at}/fil", files={"file": ("a.csv", CONTENT)})
        columns = str(answer.headers["location"])
        page = erik.get(columns).text
        assert '<option value="udfald" selected>' in page
        assert '<option value="modtaget" selected>' in page
        one = columns.removesuffix("/kolonner")
        started = erik.post(
            f"{one}/start",
            {
                "label": "udfald",
                "time": "modtaget",
                "groups": ["koen"],
                "goal": "0,9",
                "metric": "auc",
            },
        )
        assert started.status_code == 303, started.text
        assert "under way" in erik.get(one).text
        run_waiting_jobs(world.runtime)
        page = erik.get(one).text
        assert "You started the analysis" in page
        assert page.count("<svg") >= 3
        for kind in ("html", "pdf", "json", "csv"):
            assert erik.get(f"{one}/fil?slags={kind}").status_code == 200
        ledger = erik.get(f"{one}/sager").text
        row = ledger.split('name="rows" value="')[1].split('"')[0]
        erik.post(f"{one}/sager/foreslaa", {"rows": [row], "choice": "remove", "reason": "Gammel."})
    with a_browser(world, "Bo") as bo:
        bo.post(f"{one}/sager/bekraeft", {"rows": [row]})
        assert "Gammel." in bo.get(f"{one}/sager?vis=bekraeftet").text
    with a_browser(world, "Dorte") as dorte:
        signed = dorte.post(f"{one}/underskriv", {"statement": "Set igennem."})
        assert signed.status_code == 303, signed.text
        assert "Signed by Dorte" in dorte.get(one).text
        assert dorte.get("/styring/dataanalyse").status_code == 200
