"""Whatever a Word document says is on a page of its view, or reported as hidden under the right name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Limits, ProblemCode
from tests.methods.documents.laid_out.views.packages_to_try import word_file, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.methods.documents.laid_out.views.conftest import Tried

SHOWN = """
mksynlig mkindsat mkhvid mklinktekst mkfletteresultat mkadvanceresultat mkdatofelt mkindretabel
mkkontrol mktekstboks mksidehoved mksidefod mkfodnote
"""
HIDDEN = {
    "change": "mkslettet mksletter mkindsaetter mkflytter mkflyttetvaek mkslettetraekke mkraekkesletter",
    "comment": "mkkommentar mkkommentator mkini mkkommentarudvidet mkperson",
    "hidden_text": "mkskjult mkskjultstil",
    "property": "mkforfatter mktitel mkfirma mkchef mkegenskab mkegenvaerdi mkskabelonsti",
    "elsewhere": (
        "mklinkmaal mkflettefelt mkalttekst mkalttitel mkobjektnavn mkvmlalt mkfallback mkaliasnavn "
        "mktagnavn mkbinding mkvalgmulighed mkvalgvaerdi mkbogmaerke mkcustomxml mkcustomattr "
        "mkbyggeblok mkvariabelnavn mkvariabelvaerdi mkflettekilde mkfletteforesp mkfjernbillede "
        "mkmailto mksmartart mkdiagramcache mkukendtkanal mkattribut"
    ),
}
EXPECTED = [("view", mark) for mark in SHOWN.split()] + [
    (origin, mark) for origin, marks in HIDDEN.items() for mark in marks.split()
]


@pytest.fixture(scope="module")
def plain(tried: Callable[..., Tried]) -> Tried:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        return tried(word_file(), "brev.docx")


@pytest.mark.parametrize(("place", "mark"), EXPECTED)
def test_every_channel_is_on_the_page_or_reported(plain: Tried, place: str, mark: str) -> None:
    assert place in plain.places(mark)


@pytest.mark.parametrize("mark", ["mkslettet", "mkskjult", "mkskjultstil", "mkkommentar"])
def test_what_is_hidden_is_not_on_the_page(plain: Tried, mark: str) -> None:
    assert "view" not in plain.places(mark)


def test_what_is_on_the_page_is_not_reported_again(plain: Tried) -> None:
    assert plain.places("mksynlig") == {"view"}


def test_files_inside_become_documents_of_their_own(plain: Tried) -> None:
    assert [part.name for part in plain.view.parts] == [
        "afchunk.html",
        "oleObject1.bin",
        "thumbnail.jpeg",
    ]


@pytest.mark.outside("soffice")
def test_with_libreoffice_nothing_gets_lost_and_nothing_hidden_is_shown(
    tried: Callable[..., Tried],
) -> None:
    shown = tried(word_file(), "brev.docx")

    missing = [(place, mark) for place, mark in EXPECTED if place not in shown.places(mark)]
    assert missing == []
    assert "mkskjult" not in shown.text
    assert "mkslettet" not in shown.text
    assert "2019" in shown.text, "a date field stands as it was last shown"


def test_a_document_that_asks_for_entities_is_refused(
    tried: Callable[..., Tried], no_programs: None
) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "mkentitet">]><w:document xmlns:w="w">&a;</w:document>'
    outcome = tried(zipped({"[Content_Types].xml": "<t/>", "word/document.xml": bomb}), "ond.docx")

    assert outcome.places("mkentitet") == set()
    assert ProblemCode.DAMAGED in {problem.code for problem in outcome.view.problems}


def test_half_a_document_is_a_problem_and_no_error(tried: Callable[..., Tried]) -> None:
    outcome = tried(word_file()[:2000], "halv.docx")

    assert outcome.view.pdf is None
    assert outcome.view.problems


def test_a_document_that_is_too_large_is_told(tried: Callable[..., Tried]) -> None:
    outcome = tried(word_file(), "stor.docx", Limits(part_bytes=100))

    assert [problem.code for problem in outcome.view.problems] == [ProblemCode.TOO_LARGE]
