"""Persons in municipal text are found, what only looks like a person is not, and places are exact."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.kernel.errors import InputProblem
from signatur.methods.text.names import Name, NameRecogniser, find_names
from signatur.methods.text.names.recogniser import united
from tests.methods.text.names.municipal import Line, municipal_lines

KNOWN_MISSES = 8
KNOWN_FALSE = 8


def persons(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_names(text) if one.kind == "PER"]


def missed(line: Line) -> int:
    covered = {at for one in find_names(line.text) for at in range(one.start, one.end)}
    return sum(
        any(at not in covered and line.text[at].isalnum() for at in range(start, end))
        for start, end in line.persons
    )


def false_hits(line: Line) -> int:
    return sum(
        one.kind == "PER"
        and not any(start < one.end and one.start < end for start, end in line.persons)
        for one in find_names(line.text)
    )


def test_hardly_any_person_of_the_municipal_lines_is_missed() -> None:
    lines = municipal_lines()
    assert len(lines) >= 200
    assert sum(map(missed, lines)) <= KNOWN_MISSES
    assert sum(map(false_hits, lines)) <= KNOWN_FALSE


@pytest.mark.parametrize("section", ["header", "signature", "caps", "lower", "lists", "ocr"])
def test_no_section_of_municipal_lines_is_left_out(section: str) -> None:
    lines = [one for one in municipal_lines() if one.section == section]
    whole = sum(len(one.persons) for one in lines)
    assert sum(map(missed, lines)) <= max(1, whole // 12)


@pytest.mark.parametrize("line", municipal_lines("other_lines.txt"), ids=lambda line: line.text)
def test_persons_are_found_in_lines_written_to_try_the_rules(line: Line) -> None:
    assert (missed(line), false_hits(line)) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Mødet holdes i Rose Park den 4. maj.",
        "Han bor på Mark 12, Hede 3 og Eng 4.",
        "Sankt Hans fejres på stranden.",
        "Byrådet mødes på H.C. Andersens Boulevard 12.",
        "Bygningen ligger på Niels Bohrs Vej 14.",
        "Jensens Bøfhus A/S har søgt om bevilling.",
        "MED VENLIG HILSEN",
        "vi ses i morgen kl 10 på rådhuset",
    ],
)
def test_what_only_looks_like_a_person_is_no_person(text: str) -> None:
    assert persons(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Navn: Aviaja Petrussen\nAdresse: Egevej 4", ["Aviaja Petrussen"]),
        ("OVERGAARD, Jens Peter", ["OVERGAARD", "Jens Peter"]),
        ("Plejefamilien Stensgaard kom i går.", ["Stensgaard"]),
        ("Vi talte med Maria de la Cruz.", ["Maria de la Cruz"]),
        ("har talt med fatima el-khatib i dag", ["fatima el-khatib"]),
        ("UNDERRETNING OM MIKKEL BASTHOLM", ["MIKKEL BASTHOLM"]),
        ("Vi har talt med Mik\u00adkel Bast-\nholm i dag.", ["Mik\u00adkel Bast-\nholm"]),
    ],
)
def test_a_name_is_found_in_its_place(text: str, expected: list[str]) -> None:
    assert persons(text) == expected


def test_employees_initials_are_found_only_when_given() -> None:
    text = "Noteret af bthy den 3. maj."
    recogniser = NameRecogniser.load()
    assert not recogniser.find(text)
    found = recogniser.find(text, initials=["BTHY"])
    assert [(text[one.start : one.end], one.evidence) for one in found] == [
        ("bthy", ("cue:initials",))
    ]


def test_every_name_says_what_found_it_and_how_sure_it_is() -> None:
    found = find_names(
        "Mor: Halima Warsame, Egevej 4, 8000 Aarhus. Far: Osman Warsame. Halima ringede."
    )
    assert {one.kind for one in found} >= {"PER", "LOC"}
    assert all(0 <= one.confidence <= 1 and one.evidence for one in found)
    assert any("cue:kin" in one.evidence for one in found)


def test_the_same_text_gives_the_same_names() -> None:
    text = "\n".join(one.text for one in municipal_lines())
    assert find_names(text) == NameRecogniser.load().find(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="AnaHolm. ,:\n-'@AS/", max_size=80))
def test_any_text_gives_names_in_order_without_overlaps(text: str) -> None:
    found = find_names(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_text_takes_work_in_proportion() -> None:
    recogniser = NameRecogniser.load()
    line = "Vi har talt med Anna Holm om sagen, og hun bor på Egevej 4 i Odense.\n"
    recogniser.find(line * 10)
    steps = [0, 0]
    for at, many in enumerate((100, 400)):

        def count(_frame: object, event: str, _arg: object, at: int = at) -> None:
            steps[at] += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            recogniser.find(line * many)
        finally:
            sys.setprofile(None)
    assert 100 * 10 < steps[0] < steps[1] < 5 * steps[0]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "....", "a" * 5_000, "A " * 2_000, "-" * 500, "1 " * 500]
)
def test_odd_text_is_no_problem(text: str) -> None:
    assert isinstance(find_names(text), tuple)


def test_a_second_opinion_is_added_and_never_put_in_place() -> None:
    own = (Name("PER", 0, 4, 0.9, ("crf",)), Name("LOC", 20, 25, 0.8, ("crf",)))
    others = (Name("ORG", 2, 9, 0.7, ("local_model",)), Name("PER", 10, 14, 0.6, ("local_model",)))
    assert united(own, others) == (
        Name("PER", 0, 9, 0.9, ("crf", "local_model")),
        Name("PER", 10, 14, 0.6, ("local_model",)),
        Name("LOC", 20, 25, 0.8, ("crf",)),
    )


def test_broken_files_are_told_by_name(tmp_path) -> None:  # noqa: ANN001
    with pytest.raises(InputProblem) as problem:
        NameRecogniser.load(tmp_path)
    assert "lexicon.xz" in problem.value.log
    for name in ("lexicon.xz", "cased.xz", "caseless.xz", "settings.json"):
        (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(InputProblem):
        NameRecogniser.load(tmp_path)


def test_a_name_that_is_sure_only_on_the_last_page_is_found_on_the_first() -> None:
    many = "Kommunen har den 4. maj truffet afgørelse om hegnet i sagen nu.\n\n" * 2_500
    beginning = "Krogager er god.\n\n"
    assert not find_names(beginning)

    text = f"{beginning}{many}Sagen hører til Mette Krogager."
    found = [text[one.start : one.end] for one in find_names(text)]

    assert found == ["Krogager", "Mette Krogager"]
