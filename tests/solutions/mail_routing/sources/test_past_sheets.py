"""Years of past enquiries come in from a sheet: looked at first, then each stored once, as labels."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from signatur.kernel.errors import InputProblem, NotAllowed
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.cli import commands
from signatur.solutions.mail_routing.intake.past_sheet import Meaning, guess_columns
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.commands import run
from tests.solutions.mail_routing.situations import texts_about

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from tests.builders import World

ALL = WorklistFilter(state="all")
HEADINGS = ("Modtaget", "Overskrift", "Tekst", "Afdeling", "Kategori")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("04-02-2025 08:15", "Hul", "Der er et hul i vejen – pas på!", "Vej og Park", "hul"),
    ("2025-02-05", "", "Mit pas er udløbet.", "", "Pas"),
    ("5.2.25", "Skole", "Min søn skal starte i skole.", "skole", ""),
    ("45693,5", "", "Hvornår kommer sneploven?", "Vej og Park", "Ukendt kategori"),
    ("31-02-2025", "", "Datoen findes ikke.", "Skole", ""),
    ("06-02-2025", "", "Hvem tager sig af det?", "Kultur", ""),
    ("06-02-2025", "", "Det siger ikke hvorhen.", "", ""),
    ("", "", "", "", ""),
    ("06-02-2025", "", "", "Skole", ""),
)


def as_csv(rows: Any = ROWS, encoding: str = "iso-8859-1", headings: Any = HEADINGS) -> bytes:
    lines = [";".join(f'"{cell}"' for cell in row) for row in (headings, *rows)]
    return "\r\n".join(lines).replace("–", "-").encode(encoding)


def as_xlsx(rows: Any = ROWS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "historik"
    path.write_bytes(content)
    return path


def preview(world: World, project: Project, path: Path) -> service.PastPreview:
    with world.runtime.reading(world.actor("Bo")) as work:
        places = service.places_of(work, project.id)
        return service.preview_past(work, project.id, path, places)


def command(world: World, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = run(world, commands, "import-history", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("as_bytes", [as_csv, as_xlsx, lambda: as_csv(encoding="utf-8-sig")])
def test_a_sheet_is_looked_at_before_anything_is_stored(
    world: World, project: Project, tmp_path: Path, as_bytes: Any
) -> None:
    seen = preview(world, project, put(tmp_path, as_bytes()))

    assert (seen.rows, seen.good, seen.bad) == (8, 4, 4)
    assert [(one.line, str(one.reason.message)) for one in seen.problems] == [
        (6, "The date makes no sense."),
        (7, "There is no department %(name)s."),
        (8, "It does not say where the enquiry ended."),
        (10, "There is no text."),
    ]
    assert seen.by_department == {"vej": 2, "borger": 1, "skole": 1}
    assert seen.first == datetime(2025, 2, 4, 7, 15, tzinfo=UTC)
    assert count(world, project) == 0


def count(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return service.count(work, project.id, ALL)


def test_excels_own_dates_are_days_where_the_authority_is(
    world: World, project: Project, tmp_path: Path
) -> None:
    moment = datetime(2025, 7, 1, 9, 30)  # noqa: DTZ001 (as Excel has it)
    seen = preview(
        world, project, put(tmp_path, as_xlsx([(moment, "", "Pas", "Borgerservice", "")]))
    )

    assert seen.first == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)


def test_past_enquiries_become_labels_and_twice_is_once(
    world: World, project: Project, tmp_path: Path
) -> None:
    path = str(put(tmp_path, as_csv()))

    first, again = command(world, path), command(world, path)

    assert (first[0], first[1]["new"], first[1]["unusable"]) == (1, 4, 4)
    assert (again[1]["new"], again[1]["known"]) == (0, 4)
    assert [one["line"] for one in first[1]["problems"]] == [6, 7, 8, 10]
    assert count(world, project) == 4
    with world.runtime.reading(world.system) as work:
        assert service.count_lessons(work, project.id) == 4
        ended = {
            one.subject: (one.department_key, one.subject_key)
            for one in service.everything(work, project.id, ALL, 10)
        }
        labels = decisions.labels(work, project.id)
    assert ended["Hul"] == ("vej", "hul")
    assert ended["Skole"] == ("skole", "")
    assert len(labels) == 4


def test_what_a_column_means_is_said_and_remembered(
    world: World, project: Project, tmp_path: Path
) -> None:
    rows = [("01-02-2025", "Mit pas er udløbet.", "Borgerservice")]
    path = str(put(tmp_path, as_csv(rows, headings=("Hvornår", "Hvad", "Hvorhen"))))
    told = ("--column", "date=Hvornår", "--column", "text=Hvad", "--column", "department=Hvorhen")

    with pytest.raises(InputProblem):
        run(world, commands, "import-history", path)
    first = command(world, path, *told)[1]
    remembered = command(world, path, "--dry-run")[1]

    assert first["new"] == 1
    assert remembered["columns"] == {"date": "Hvornår", "text": "Hvad", "department": "Hvorhen"}


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("Dato", "Emne", "Tekst", "Afdeling"), {Meaning.DATE: 0, Meaning.SUBJECT_LINE: 1, Meaning.TEXT: 2, Meaning.DEPARTMENT: 3}),
        (("Dato", "Tekst", "Emne"), {Meaning.DATE: 0, Meaning.TEXT: 1, Meaning.SUBJECT: 2}),
        (("date", "subject line", "text", "department", "subject key"), {Meaning.DATE: 0, Meaning.SUBJECT_LINE: 1, Meaning.TEXT: 2, Meaning.DEPARTMENT: 3, Meaning.SUBJECT: 4}),
        (("date", "subject", "text", "department", "subject key"), {Meaning.DATE: 0, Meaning.SUBJECT_LINE: 1, Meaning.TEXT: 2, Meaning.DEPARTMENT: 3, Meaning.SUBJECT: 4}),
        ((" DATO ", "Indhold", "Fordelt til", "Afsender"), {Meaning.DATE: 0, Meaning.TEXT: 1, Meaning.DEPARTMENT: 2, Meaning.SENDER: 3}),
    ],
)  # fmt: skip
def test_headings_are_understood(headings: tuple[str, ...], expected: dict[Meaning, int]) -> None:
    assert guess_columns(headings, {}) == expected


def test_years_of_history_are_imported_by_a_job(world: World, project: Project) -> None:
    rows = [
        ("01-02-2025", "", text, "", subject)
        for subject in ("hul", "pas", "sne", "skolestart")
        for text in texts_about(subject, 60)
    ]
    with world.runtime.work(world.actor("Bo")) as work:
        blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(as_csv(rows)))
        columns = guess_columns(HEADINGS, {})
        job_id = service.start_import(work, project.id, blob, columns, HEADINGS, len(rows))
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        done = store.get(work, job_id)
    assert done.result["new"] + done.result["known"] == 240
    assert done.result["new"] == len({row[2] for row in rows}) == count(world, project)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"", b"\x00\x01\x02", b"a\nb"])
def test_what_is_no_such_sheet_is_refused(
    world: World, project: Project, tmp_path: Path, content: bytes
) -> None:
    assert project.id
    with pytest.raises(InputProblem):
        run(world, commands, "import-history", str(put(tmp_path, content)))


def test_only_who_may_change_the_setup_may_vouch_for_the_past(
    world: World, project: Project, tmp_path: Path
) -> None:
    path = str(put(tmp_path, as_csv()))
    for login in ("anna", "gert"):
        with pytest.raises(NotAllowed):
            run(world, commands, "import-history", path, "--person", login)

    assert count(world, project) == 0


def test_a_sheet_with_other_headings_is_told_how_to_name_them(
    world: World, project: Project, tmp_path: Path
) -> None:
    assert project.id
    path = put(tmp_path, as_csv(headings=("Ind den", "Overskr.", "Brev", "Sendt til", "Sag")))

    with pytest.raises(InputProblem) as refused:
        run(world, commands, "import-history", str(path))

    told = str(refused.value.shown)
    assert "--column date=" in told
    assert "Ind den" in told
