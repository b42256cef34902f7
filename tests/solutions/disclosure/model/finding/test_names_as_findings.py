"""Names as findings: no address of mail glued to them, no letters and labels taken for names."""

import pytest

from signatur.methods.text.names import Name
from signatur.solutions.disclosure.model.finding import find_in_name, find_in_text
from signatur.solutions.disclosure.schema.finding import FindingKind

_PERSON = frozenset({FindingKind.PERSON})


def _people(text: str, *names: str, sure: float = 0.95) -> list[str]:
    seen = [
        Name("PER", text.index(one), text.index(one) + len(one), sure, ("crf",)) for one in names
    ]
    return [one.text for one in find_in_text(text, wanted=_PERSON, names=seen)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('"Aisha Larsen, aisha.larsen" <aisha.larsen@x.dk>', "Aisha Larsen, aisha.larsen"),
        ("Aisha Larsen <aisha.larsen@x.dk>", "Aisha Larsen <aisha.larsen"),
        ("Aisha Larsen <aisha.larsen@x.dk>", "Aisha Larsen"),
        ("Aisha Larsen aisha.larsen@x.dk", "Aisha Larsen aisha"),
    ],
)
def test_a_name_ends_before_the_address_of_mail(text: str, seen: str) -> None:
    assert _people(text, seen) == ["Aisha Larsen"]


def test_a_mention_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert _people("Hos Abdi. Khadra Abdi kom.", "Khadra Abdi") == ["Abdi", "Khadra Abdi"]


@pytest.mark.parametrize("text", ["B", "A B C", "CPR", "CPR;Note"])
def test_letters_and_labels_are_no_names(text: str) -> None:
    assert _people(text, text) == []


def test_a_noun_that_is_taken_for_a_name_is_left_but_else_is_a_name() -> None:
    assert _people("Naboklage", "Naboklage", sure=0.4) == []
    assert _people("Else", "Else", sure=0.4) == ["Else"]


@pytest.mark.parametrize("text", ["Mette Hansen\n57, 7100 Vejle", "Mette Hansen\n57 2. tv."])
def test_a_name_and_a_number_on_the_next_line_are_no_address(text: str) -> None:
    assert find_in_text(text, wanted={FindingKind.ADDRESS}, names=()) == ()


def test_a_street_and_its_number_on_the_next_line_are_an_address() -> None:
    assert find_in_text("Nørregade\n57, 7100 Vejle", wanted={FindingKind.ADDRESS}, names=())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cpr_1203841235.pdf", [("cpr", "1203841235")]),
        ("Mette Hansen udtalelse.docx", [("person", "Mette Hansen")]),
        ("mette_hansen_udtalelse.docx", [("person", "mette_hansen")]),
        (
            "afgørelse-mette-hansen-120384-1235.pdf",
            [("person", "mette-hansen"), ("cpr", "120384-1235")],
        ),
        ("Nørregade 12 2 tv.pdf", [("address", "Nørregade 12 2 tv")]),
        ("diabetes_kontrol.docx", [("health", "diabetes")]),
        ("IMG_20240312_143012.jpg", []),
        ("Referat byråd 2026-11-03.docx", []),
        ("b.csv", []),
        ("thumbnail.jpeg", []),
        ("", []),
    ],
)
def test_the_name_of_a_file_is_looked_through(name: str, found: list[tuple[str, str]]) -> None:
    told = find_in_name(name)

    assert [(str(one.kind), one.text) for one in told] == found
    assert all("file_name" in one.evidence for one in told)
    assert all(name[one.start : one.end] == one.text for one in told)
