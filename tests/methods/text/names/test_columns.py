"""Files with a word and its tag a line are read in every dialect, and a broken line is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.text.names import read_columns
from signatur.methods.text.names.spans import spans_of, tags_of

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "Anna\tB-PER\nHolm\tI-PER\nsover\tO\n\nVejle\tB-LOC\n"


def tags(content: str) -> list[tuple[str, ...]]:
    return [one.tags for one in read_columns(content.encode())]


def test_a_word_and_its_tag_are_read() -> None:
    read = read_columns(PLAIN.encode())
    assert [one.words for one in read] == [("Anna", "Holm", "sover"), ("Vejle",)]
    assert [one.tags for one in read] == [("B-PER", "I-PER", "O"), ("B-LOC",)]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace("\t", " "),
        PLAIN.rstrip("\n"),
        "# a header of the file\n" + PLAIN,
        "-DOCSTART- O\n\n" + PLAIN,
        PLAIN.replace("\n\n", "\n \n\n"),
        PLAIN.replace("B-PER", "B-PER\tO")
        .replace("I-PER", "I-PER\tO")
        .replace("\tO\n", "\tO\tO\n"),
        "# sent_id = 1\n# text = Anna Holm sover\n1\tAnna\tB-PER\tx\n2\tHolm\tI-PER\tx\n3\tsover\tO\tx\n\n1\tVejle\tB-LOC\tx\n",
        "Anna NN I-PER\nHolm NN I-PER\nsover VB O\n\nVejle NN I-LOC\n",
        "Anna\tB-PER\nHolm\tE-PER\nsover\tO\n\nVejle\tS-LOC\n",
        "Anna\tB-PER\nHolm\tL-PER\nsover\tO\n\nVejle\tU-LOC\n",
        "Anna\tB-person\nHolm\tI-person\nsover\tO\n\nVejle\tB-GPE\n",
    ],
)
def test_all_dialects_say_the_same(content: str) -> None:
    assert tags(content) == [("B-PER", "I-PER", "O"), ("B-LOC",)]


def test_other_tags_count_as_none() -> None:
    content = "dansk\tB-LOCderiv\nSID-huset\tB-ORGpart\nmaj\tB-DATE\nOdin\tB-PER\nDan\tI-PERpart\n"
    assert tags(content) == [("O", "O", "O", "B-PER", "O")]


def test_what_a_country_counts_as_can_be_said() -> None:
    content = b"Norge\tB-GPE_ORG\nog\tO\n"
    assert read_columns(content, places="ORG")[0].tags[0] == "B-ORG"
    assert read_columns(content, places="O")[0].tags[0] == "O"


def test_a_hash_may_be_a_word() -> None:
    assert read_columns(b"#\tO\n#dkpol\tO\nAnna\tB-PER\n")[0].words == ("#", "#dkpol", "Anna")


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (PLAIN + "\n" + PLAIN * 20 + "alene\n", "107"),
        (PLAIN * 20 + "\nDan\tX-PER\n", "102"),
        (PLAIN + "\tB-PER\n", "6"),
    ],
)
def test_a_broken_line_is_named(content: str, number: str) -> None:
    with pytest.raises(InputProblem) as problem:
        read_columns(content.encode())
    assert f"line {number} " in problem.value.log
    assert f"Line {number} " in str(problem.value.shown)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"# only a header\n", b"\xff\xfe\x00A", b"Anna PER PER\nHolm PER PER\n"],
)
def test_a_file_without_tags_is_refused(content: bytes) -> None:
    with pytest.raises(InputProblem):
        read_columns(content)


def test_neighbours_of_one_kind_stay_two_names() -> None:
    assert spans_of(["B-PER", "B-PER", "I-PER"]) == [("PER", 0, 1), ("PER", 1, 3)]
    assert spans_of(["S-PER", "S-PER"]) == [("PER", 0, 1), ("PER", 1, 2)]
    assert spans_of(["I-PER", "I-LOC"]) == [("PER", 0, 1), ("LOC", 1, 2)]


def test_spans_and_tags_are_each_others_reverse() -> None:
    spans = [("PER", 0, 2), ("ORG", 2, 3), ("PER", 4, 5)]
    assert spans_of(tags_of(spans, 6)) == spans


def test_the_shared_corpora_are_read(shared_data: Path) -> None:
    plus = read_columns((shared_data / "ner/danplus/da_news_dev.tsv").read_bytes())
    universal = read_columns((shared_data / "ner/uner_danish_ddt/da_ddt-ud-dev.iob2").read_bytes())
    assert len(plus) == len(universal) == 564
    assert [one.words for one in plus[:5]] == [one.words for one in universal[:5]]
