"""Names in document properties and headers: an author is found, programs and fonts are not."""

import numpy as np
import pytest

from signatur.methods.documents.laid_out import LaidOut, LaidPage, Origin, Stretch
from signatur.methods.text.names import Name
from signatur.solutions.disclosure.model.finding import find_in_document
from signatur.solutions.disclosure.model.finding.hidden_places import strict_in_hidden_places
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind


def _laid(text: str, origin: Origin = Origin.PROPERTY) -> LaidOut:
    return LaidOut(
        media_type="application/pdf",
        text=text,
        pages=(LaidPage(1, 0, len(text), 595, 842),),
        stretches=(Stretch(0, len(text), origin),),
        boxes=np.full((len(text), 4), np.nan, np.float32),
        view=None,
    )


def _person(text: str, kind: FindingKind = FindingKind.PERSON, sure: float = 0.83) -> Finding:
    return Finding(kind, 0, len(text), text, sure, ("crf",), value=text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Wed",
            "UUID",
            "PDF",
            "Thu",
            "CPR",
            "15:00Z",
            "APA.XSL",
            "Cambria Math",
            "Microsoft Word",
        ),
        *("XMP Media Management schema", "Thread-Topic", "pdftk-java 3.0.9\nitext-paulo", "APA"),
    ],
)
@pytest.mark.parametrize("kind", [FindingKind.PERSON, FindingKind.ORGANISATION])
def test_words_of_programs_are_no_names_in_properties(text: str, kind: FindingKind) -> None:
    assert strict_in_hidden_places([_person(text, kind)], _laid(text)) == ()


@pytest.mark.parametrize(
    "text",
    ["Birgitte Thorsted", "Volokh, Eugene", "Jan B. Iversen", "Author: Aisha Larsen", "JAN HANSEN"],
)
def test_an_author_is_found(text: str) -> None:
    name = text.removeprefix("Author: ")
    seen = [Name("PER", 0, len(text), 0.9, ("crf", "gazetteer:pair"))] if text.isupper() else []

    found = find_in_document(_laid(text), names=seen)

    assert [(one.kind, one.text) for one in found] == [(FindingKind.PERSON, name)]


def test_a_header_field_that_speaks_of_machines_holds_no_name() -> None:
    text = "X-Mailer: Aspen Holst\nDate: Wed, 11 Nov 2026"
    names = [Name("PER", 10, 21, 0.9, ("crf",)), Name("PER", 28, 31, 0.9, ("crf",))]

    assert find_in_document(_laid(text), wanted={FindingKind.PERSON}, names=names) == ()


def test_text_that_was_written_to_be_read_keeps_its_names() -> None:
    found = [_person("Wed")]

    assert strict_in_hidden_places(found, _laid("Wed", Origin.TEXT_LAYER)) == tuple(found)
