"""Whom the request names is who the case is about; where nobody is known, nothing is said not to belong."""

from __future__ import annotations

import pytest

from signatur.solutions.disclosure.model.linking import does_it_belong, link
from signatur.solutions.disclosure.schema.parties import Request, Role
from tests.solutions.disclosure.model.linking.marked import at, marked

CASE = (
    "Fra: [Nadia El-Amin] <nadia.elamin@mail.eksempel>\nTil: Skolen <skolen@havby.eksempel>\n"
    "Emne: [Noah] i 4.B\n\n[Noah] vil ikke i skole. Mvh [Nadia]"
    "~Elev: [Noah Lykkegaard El-Amin]\n[Noah] går i 4.B. Mor: [Nadia El-Amin]."
    "~Vedr. [Oliver Tranberg], 300711-5557\n\n[Oliver Tranberg] er udredt for ordblindhed."
)


def roles(request: Request) -> dict[str, Role]:
    documents, _asked = marked(CASE)
    return {one.names[0]: one.role for one in link(documents, request=request).persons if one.names}


@pytest.mark.parametrize(
    "request_",
    [
        Request(names=("Nadia El-Amin",)),
        Request(names=("EL-AMIN, Nadia", "Mødrehjælpen")),
        Request(emails=frozenset({"nadia.elamin@mail.eksempel"})),
    ],
)
def test_who_asks_is_known_by_name_or_by_mail_address(request_: Request) -> None:
    found = roles(request_)

    assert found["Nadia El-Amin"] is Role.REQUESTER
    assert found["Oliver Tranberg"] is Role.OTHER_PERSON


@pytest.mark.parametrize(
    "words",
    [
        "Jeg vil se alt om min søn Noah Lykkegaard El-Amin.",
        "Aktindsigt i Noahs sag",
        "AKTINDSIGT I NOAH'S SAG",
    ],
)
def test_whom_the_request_or_the_title_names_is_a_party(words: str) -> None:
    found = roles(Request(words=words))

    assert found["Noah Lykkegaard El-Amin"] is Role.PARTY
    assert found["Oliver Tranberg"] is Role.OTHER_PERSON


def test_a_first_name_that_two_bear_names_neither() -> None:
    documents, _asked = marked("[Noah Holm] kom.~[Noah Bech] gik.")

    found = link(documents, request=Request(words="Noahs sag"))

    assert {one.role for one in found.persons} == {Role.OTHER_PERSON}


def test_a_stranger_is_told_where_the_request_says_who_is_none() -> None:
    documents, _asked = marked(CASE)
    request = Request(names=("Nadia El-Amin",), words="Noahs sag")

    told = does_it_belong(documents, link(documents, request=request))

    assert [(one.document, one.is_whole) for one in told] == [("2", True)]


def test_where_nobody_is_known_to_be_a_party_nobody_is_a_stranger() -> None:
    documents, _asked = marked(
        "Vedr. [Anna Holm], 120384-1235\n\n[Anna Holm] ringede."
        "~Vedr. [Oliver Tranberg], 300711-5557\n\n[Oliver Tranberg] er udredt."
    )

    assert does_it_belong(documents, link(documents)) == ()


def test_the_address_of_the_recipient_is_not_the_senders() -> None:
    documents, (spot,) = marked(
        "Fra: [Nadia El-Amin] <nadia@mail.eksempel>\nTil: Skolen <[*skolen@havby.eksempel]>\n\nHej."
    )

    assert at(link(documents), spot).person == ""
