"""A name of the case that recognition misread is its owner's; no other name is taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signatur.solutions.disclosure.model.linking import link, spread
from signatur.solutions.disclosure.schema.parties import (
    DocumentMentions,
    Linked,
    PersonDecision,
    Treatment,
)
from tests.solutions.disclosure.model.linking.marked import marked

TYPED = "[Thorbjørn Kjærsgaard] 120384-1235 søgte. [Thorbjørn Kjærsgaard] ringede."


def linked_with(scan: str) -> tuple[Linked, list[DocumentMentions]]:
    """A typed document, and one that was read from a scan."""
    (typed, scanned), _ = marked(f"{TYPED}~{scan}")
    documents = [typed, replace(scanned, recognised=((0, len(scanned.text)),))]
    return link(documents), documents


def reached(scan: str) -> list[str]:
    linked, (typed, _) = linked_with(scan)
    (owner,) = (one for one in linked.persons if "Thorbjørn Kjærsgaard" in one.names)
    return [
        one.mention.text
        for one in spread(PersonDecision(owner.key, Treatment.WITHHOLD, "ol30"), linked)
        if one.mention.document != typed.document
    ]


@pytest.mark.parametrize(
    "misread",
    [
        "Thorbjorn Kjærsgaavd",
        "Thorbiørn Kjærsgaard",
        "Thor bjørn Kjærsgaard",
        "TH0RBJØRN KJÆRSGAAR0",
    ],
)
def test_a_decision_reaches_a_misread_name_that_nobody_found(misread: str) -> None:
    assert reached(f"Vi talte med {misread} i går.") == [misread]


def test_a_misread_name_that_was_found_is_its_owners() -> None:
    assert reached("Vi talte med [Thorbiørn Kjærsgaavd] i går.") == ["Thorbiørn Kjærsgaavd"]


@pytest.mark.parametrize(
    "other",
    ["[Torben Kjærsgaard]", "[Thorbjørn Kjærulf]", "thorbjørn på kjærsgårdvej", "kjærlighed"],
)
def test_somebody_else_and_other_words_are_left(other: str) -> None:
    assert reached(f"Vi talte med {other} i går.") == []


def test_what_was_typed_is_not_taken_for_another_name() -> None:
    documents, _ = marked(f"{TYPED}~Vi talte med Thorbiørn Kjærsgaavd i går.")

    assert not [one for one in link(documents).mentions if one.document == documents[1].document]


def test_nobody_is_called_as_a_scanner_misread_it() -> None:
    linked, _ = linked_with("Vi talte med [Thorbiørn Kjærsgaavd] i går.")

    assert [one.names for one in linked.persons] == [("Thorbjørn Kjærsgaard",)]
