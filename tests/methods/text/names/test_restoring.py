"""Names are found where a wrong coding lost their letters; a question is no lost letter."""

from __future__ import annotations

import pytest

from signatur.methods.text.names import find_names


def persons(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_names(text) if one.kind == "PER"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi talte med J?rgen i dag.", ["J?rgen"]),
        ("Vi talte med K?re om sagen.", ["K?re"]),
        ("K?re Hansen ringede i g?r.", ["K?re Hansen"]),
        ("S\ufffdren M\ufffdller har klaget", ["S\ufffdren M\ufffdller"]),
        ("J??rgen N??rgaard kom", ["J??rgen N??rgaard"]),
        ("Mor: ?se Holm", ["?se Holm"]),
        ("?ge Bj?rn ?stergaard", ["?ge Bj?rn ?stergaard"]),
        ("Hans-J?rgen B?k er hjemme", ["Hans-J?rgen B?k"]),
        ("S?REN S?RENSEN", ["S?REN S?RENSEN"]),
        ("vi har talt med s?ren hansen i dag", ["s?ren hansen"]),
        ("Hvem er S?ren?", ["S?ren"]),
        ("Ansøger er Andr\ufffd Holm.", ["Andr\ufffd Holm"]),
        ("K?re S?ren,\nTak for sidst", ["S?ren"]),
    ],
)
def test_a_name_without_some_of_its_letters_is_found(text: str, found: list[str]) -> None:
    assert persons(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *("K?re alle", "Hvad?Hvorfor?", "Kan du komme i morgen?Det håber vi", "x.dk/?a=b&s?ren=1"),
        *("Er der f?r p? marken?", "?????", "Ja?"),
    ],
)
def test_a_question_is_no_lost_letter(text: str) -> None:
    assert persons(text) == []
