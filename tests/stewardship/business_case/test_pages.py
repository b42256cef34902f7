"""Business cases as pages: written in a form, handed in, signed, compared, fetched as files."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signatur.stewardship.business_case import service
from signatur.stewardship.business_case.model import read_case
from signatur.stewardship.business_case.model.writing import document_of, yaml_of
from tests.builders import World, a_project
from tests.stand_ins import Browser, a_browser
from tests.stewardship.business_case.formulas import Evaluated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.projects.schema import Project

EXAMPLE = Path(service.__file__).parents[1] / "samples" / "example.yaml"
# Fewer draws: what is looked at here holds with few as with many.
QUICK = EXAMPLE.read_bytes().replace(b"draws: 10000\n", b"draws: 1000\n")


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world)


@pytest.fixture
def erik(world: World) -> Iterator[Browser]:
    with a_browser(world, "Erik") as browser:
        yield browser


@pytest.fixture
def dorte(world: World) -> Iterator[Browser]:
    with a_browser(world, "Dorte") as browser:
        yield browser


def at(project: Project, path: str = "") -> str:
    return f"/styring/business-case/{project.id}{path}"


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the form."""
    found = dict(
        re.findall(
            r'<input class="form-input[^"]*"[^>]*? name="([^"]+)"[^>]* value="([^"]*)"', page
        )
    )
    for name, inner in re.findall(
        r'<select class="form-select" name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def hand_in(browser: Browser, project: Project, content: bytes) -> str:
    answer = browser.post(
        at(project, "/indlaes"), {"note": ""}, files={"file": ("a.yaml", content)}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_case_survives_the_form_unchanged(project: Project, erik: Browser) -> None:
    case = read_case(EXAMPLE.read_bytes())
    page = erik.get(at(project, "/rediger?eksempel=1")).text

    answer = erik.post(at(project, "/rediger"), {**fields_of(page), "note": "Fra formularen"})

    assert answer.status_code == 303, answer.text
    source = erik.get(at(project, "/fil?slags=yaml")).content
    assert read_case(source) == case
    assert read_case(yaml_of(document_of(case))[0]) == case


def test_a_row_is_added_and_removed_without_being_kept(project: Project, erik: Browser) -> None:
    fields = fields_of(erik.get(at(project, "/rediger")).text)
    assert "costs-8-name" not in fields

    more = erik.post(at(project, "/rediger/kig"), {**fields, "act": "add:costs"}).text
    assert "costs-8-name" in fields_of(more)
    fewer = erik.post(
        at(project, "/rediger/kig"), {**fields_of(more), "act": "remove:costs:0"}
    ).text
    assert fields_of(fewer)["costs-0-phase"] == "integration"
    assert "No business case yet" in erik.get(at(project)).text


def test_what_is_wrong_is_told_by_table_and_row(project: Project, erik: Browser) -> None:
    fields = fields_of(erik.get(at(project, "/rediger?eksempel=1")).text)
    fields["costs-2-amount"] = "mange penge"

    for path in ("/rediger", "/rediger/kig"):
        answer = erik.post(at(project, path), {**fields, "act": "compute"})
        assert answer.status_code == 422
        assert "Costs, row 3: “mange penge” is no number" in answer.text
        assert 'value="mange penge"' in answer.text


def test_what_follows_is_shown_before_it_is_kept(project: Project, erik: Browser) -> None:
    fields = fields_of(erik.get(at(project, "/rediger?eksempel=1")).text)

    page = erik.post(at(project, "/rediger/kig"), {**fields, "act": "compute"}).text

    assert "What follows – not kept yet" in page
    assert "1,207,901" in page


def test_from_a_file_to_a_signed_floor(
    project: Project, erik: Browser, dorte: Browser, world: World
) -> None:
    hand_in(erik, project, EXAMPLE.read_bytes())
    assert "Somebody else must sign it" in erik.get(at(project)).text
    with world.runtime.reading(world.system) as work:
        version = service.newest(work, project.id)
    assert version is not None

    dorte.post(at(project, f"/{version.id}/underskriv"), {})
    erik.post(
        at(project, f"/{version.id}/gulv"), {"population": "Alle borgere", "which": "certain"}
    )
    page = dorte.get(at(project)).text
    sign = re.search(r'action="([^"]+/gulv/[^"]+/underskriv)"', page)
    assert sign
    dorte.post(sign[1], {})

    page = dorte.get(at(project)).text
    assert "Floor of 41.4% for: Alle borgere" in page
    assert "pays more than it gains" in page
    assert "In force" in erik.get("/styring/business-case").text


def test_the_files_are_those_of_the_version(project: Project, erik: Browser) -> None:
    hand_in(erik, project, QUICK)
    hand_in(
        erik,
        project,
        QUICK.replace(b"years: 2026\n    amount", b"years: 2027\n    amount"),
    )

    book = Evaluated(erik.get(at(project, "/fil?slags=xlsx&version=1")).content)
    assert book.value(book.book.sheetnames[0], 2, 2) == pytest.approx(1_207_900.64, abs=0.01)
    assert erik.get(at(project, "/fil?slags=pdf")).content.startswith(b"%PDF-")
    assert erik.get(at(project, "/fil?slags=exe")).status_code == 422
    assert erik.get(at(project, "/fil?slags=pdf&version=9")).status_code == 404


def test_two_versions_are_compared_by_what_differs(project: Project, erik: Browser) -> None:
    content = QUICK
    hand_in(erik, project, content)
    assert erik.get(at(project, "/sammenlign")).status_code == 404
    hand_in(erik, project, content.replace(b"amount: 60000", b"amount: 70000"))

    page = erik.get(at(project, "/sammenlign")).text

    assert "Monitoring and control samples" in page
    assert "Hosting and support" not in page
    # 10,000 in each of the years 1 to 5 at 3.5 %: 10,000 x 4.5150524 = 45,150.52.
    assert "1,207,901" in page
    assert "1,162,750" in page


def test_a_caseworker_reads_but_does_not_write(project: Project, world: World) -> None:
    with a_browser(world, "Anna") as anna:
        assert anna.get(at(project)).status_code == 200
        assert anna.get(at(project, "/realiseret")).status_code == 200
        assert anna.get(at(project, "/rediger")).status_code == 403
        assert anna.post(at(project, "/rediger"), {}).status_code == 403


def test_a_file_that_is_wrong_is_refused_with_its_line(project: Project, erik: Browser) -> None:
    answer = erik.post(
        at(project, "/indlaes"), {}, files={"file": ("a.yaml", b"title: T\nfirst_yeer: 2026\n")}
    )
    assert answer.status_code == 422
    assert "Line 2" in answer.text
