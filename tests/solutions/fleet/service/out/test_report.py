"""The report is a PDF of few pages that says what was asked, the answer, its proof and its limits."""

from __future__ import annotations

import pypdfium2
import pytest

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.service.out import study_report
from signatur.solutions.fleet.service.out.report import as_told, uncertainties
from tests.solutions.fleet.service.out.answers import optimised, tried


def _pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("made", [optimised, tried])
def test_it_has_two_to_five_pages_with_the_answer_first(made: object) -> None:
    with reading_in("en"):
        pages = _pages(study_report(made()))  # type: ignore[operator]

    assert 2 <= len(pages) <= 5
    assert "Færre biler på rådhuset" in pages[0]
    assert "The answer in words" in pages[0]
    assert any("What is uncertain" in page for page in pages)


def test_the_parts_follow_the_question() -> None:
    with reading_in("en"):
        titles = [part["title"] for part in as_told(optimised())["parts"]]
        fewer = [part["title"] for part in as_told(tried())["parts"]]

    assert titles == [
        "The answer",
        "Proof, and what else could be chosen",
        "Why vehicles can go",
        "What the answer rests on",
    ]
    assert fewer == ["The answer", "What the answer rests on"]


def test_a_short_period_and_employees_cars_are_told_as_uncertain() -> None:
    with reading_in("en"):
        said = " ".join(str(one) for one in uncertainties(tried()))

    assert "The driving covers 18 days" in said
    assert "whether or not anybody is willing to" in said
