"""The pages of insight: what they show, to whom, as files and as a report."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from signatur.kernel.permissions import Role
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import insight
from tests.builders import NOON
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    a_mail,
    a_rule,
    receive,
    settle,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.records.projects.schema import Project
    from tests.builders import World

PAGES = ("", "/kvalitet", "/tid", "/temaer", "/prognose")
START = "/postfordeling/indsigt"
MONTH = "fra=2026-02-15&til=2026-03-04"


@pytest.fixture
def post(world: World, project: Project) -> list[UUID]:
    """Four enquiries that a rule knows; one sent as suggested, one elsewhere, two wait."""
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
        service.add_rule(work, project.id, a_rule("skole", TO_SCHOOL))
    found = [
        receive(
            world,
            project.id,
            a_mail(text, subject=f"Nummer {number}", Message_ID=f"<{number}@example.dk>"),
            received_at=NOON - timedelta(days=4 - number),
        ).id
        for number, text in enumerate(("Et hul.", "Et hul til.", "Om skole.", "Hej."))
    ]
    settle(world, found[0], TO_HOLE)
    settle(world, found[1], TO_PASSPORT)
    return found


@pytest.fixture
def of_roads(world: World, project: Project) -> Actor:
    """Somebody who may see one department only."""
    with world.runtime.work(world.system) as work:
        person = people.add_person(work, login="Vagn", name="Vagn Prøve")
        limit = {"department": frozenset({"vej"})}
        people.give_role(work, person.id, Role.CASEWORKER, project_id=project.id, limit=limit)
    with world.runtime.database.reading() as session:
        actor = people.actor_of(session, person.id)
    assert actor is not None
    return actor


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_answers_and_has_one_heading(
    world: World, post: list[UUID], page: str, language: str
) -> None:
    assert post
    with a_browser(world, "Erik", language) as browser:
        answer = browser.get(f"{START}{page}?{MONTH}")

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "style=" not in answer.text


def test_each_figure_leads_to_as_many_mails_as_it_counts(world: World, post: list[UUID]) -> None:
    assert post
    with a_browser(world, "Erik") as browser:
        text = browser.get(f"{START}?{MONTH}").text
        links = re.findall(r'<td class="number"><a href="(/postfordeling\?[^"]+)">(\d+)</a>', text)
        assert links
        for path, count in dict(links).items():
            found = browser.get(path.replace("&amp;", "&")).text
            assert f'<span id="total">{count} enquir' in found, path


def test_a_data_limit_holds_for_figures_files_and_report(
    world: World, project: Project, post: list[UUID], of_roads: Actor
) -> None:
    assert post
    asked = insight.Asked(since=NOON.date() - timedelta(days=20), until=NOON.date())

    with world.runtime.reading(of_roads) as work:
        seen = insight.overview(work, project.id, asked)
        report = insight.monthly_report(work, project.id, NOON.date())
        themes = insight.themes_of(work, project.id)
    with world.runtime.reading(world.actor("Erik")) as work:
        everything = insight.overview(work, project.id, asked)

    assert [one.key for one in seen.departments] == ["vej"]
    assert (seen.count, seen.backlog.waiting) == (1, 0)
    assert (everything.count, everything.backlog.waiting) == (4, 2)
    assert themes.recent == 1
    assert b"Skole" not in _words(report)


def test_a_table_is_had_as_csv_and_as_excel(world: World, post: list[UUID]) -> None:
    assert post
    with a_browser(world, "Erik") as browser:
        csv = browser.get(f"{START}?{MONTH}&tabel=departments&fil=csv")
        xlsx = browser.get(f"{START}/kvalitet?{MONTH}&tabel=confusion&fil=xlsx")
        unknown = browser.get(f"{START}?tabel=nothing&fil=csv")

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert [one.split(";")[:2] for one in lines[1:]] == [
        ["Borgerservice", "1"],
        ["Skole", "1"],
        ["Vej og Park", "1"],
        ["No place", "1"],
    ]
    rows = list(load_workbook(io.BytesIO(xlsx.content)).active.values)  # type: ignore[union-attr]
    assert rows[1] == ("Vej og Park › Huller i vejen", "Borgerservice › Pas", 1, 0.5)
    assert unknown.status_code == 404


def test_the_report_is_pdf_a_and_can_be_read_aloud(world: World, post: list[UUID]) -> None:
    assert post
    with a_browser(world, "Erik", "da") as browser:
        answer = browser.get(f"{START}/rapport?maaned=2026-03")

    import pikepdf

    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "da"


@pytest.mark.parametrize(
    "query", ["fra=i+gaar", "fra=2026-03-04&til=2026-03-01", "minutter=mange", "fra=1990-01-01"]
)
def test_an_impossible_question_is_answered_in_words(
    world: World, project: Project, query: str
) -> None:
    assert project.id
    with a_browser(world, "Erik") as browser:
        answer = browser.get(f"{START}?{query}")

    assert answer.status_code == 422
    assert "Choose" in answer.text or "Write" in answer.text


def test_an_authority_without_mail_sees_empty_pages(world: World, project: Project) -> None:
    assert project.id
    with a_browser(world, "Erik") as browser:
        for page in PAGES:
            assert browser.get(START + page).status_code == 200


def test_who_may_not_see_mail_sees_figures_without_links(world: World, post: list[UUID]) -> None:
    assert post
    with a_browser(world, "Fie") as browser:
        text = browser.get(f"{START}?{MONTH}").text
        themes = browser.get(f"{START}/temaer")

    assert 'href="/postfordeling?' not in text
    assert themes.status_code == 403


def _words(report: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(report)
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    return "\n".join(pages).encode()
