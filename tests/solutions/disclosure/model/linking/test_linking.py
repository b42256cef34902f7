"""Mentions find their persons; what the texts leave open stays open; what reviewers said holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.solutions.disclosure.model.linking import link
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    DocumentMentions,
    MentionKind,
    Person,
    Role,
    Statement,
    StatementKind,
)
from tests.solutions.disclosure.model.linking.marked import (
    DIFFERENT,
    OPEN,
    SAME,
    answer,
    at,
    marked,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[*Mette Lund Hansen] søgte.~[*Mette Hansen] ringede.", SAME),
        ("[*METTE HANSEN] fik brev.~[*HANSEN, Mette] ringede.", SAME),
        ("[*Emil Holm] er 8 år. [*Emils] skole skrev.", SAME),
        ("[*Lars Friis] er gift. [*Lars'] kone bor her.", SAME),
        ("[*M. Hansen] skrev under.~[*Mette Hansen] skrev under.", SAME),
        ("[*Jørgen Møller] bor her.~[*Joergen Moeller] ringede.", SAME),
        ("[*Bjarne Bjerregaard] bor her.~[*Bjame Bjerregaard] ringede.", SAME),
        ("[*Fatima El-Khatib] bor her.~[*Fatima el Khatib] ringede.", SAME),
        ("[*Anna Holm] <[*anna.holm@eksempel.dk]> skrev.", SAME),
        ("Navn: [*Anna Holm]\nCPR: [*010180-1234]\n", SAME),
        ("[Emils] mor, [*Mette Holm], ringede.~[*Moren] ringede igen.", SAME),
        ("[Emils] mor, [*Mette Holm], kom. [Olivers] mor, [Anna Bech], kom.~[*Mor] ringede.", OPEN),
        ("[Peter Hansen] og [Mette Hansen] kom. [*Peter Hansen] gik. Nu er [*Hansen] vred.", OPEN),
        ("[*Mohamed Hussein] bor her.~[*Muhammed Hussein] ringede.", OPEN),
        ("[*Mette Lund Hansen] bor her.~[*Mette Holm Hansen] bor der.", DIFFERENT),
        ("[*Peter Hansen] 010180-1235.~[*Peter Hansen] 030455-1231.", DIFFERENT),
        ("[*Peter Hansen] 010180-1235.~[*Peter Hansen] 010180-1285.", SAME),
        ("[*Line Hansen] bor her.~[*Lone Hansen] ringede.", DIFFERENT),
    ],
)
def test_two_mentions_are_one_person_two_or_open(text: str, expected: str) -> None:
    assert answer(text) == expected


def test_a_name_that_was_not_found_is_seen_because_the_case_knows_it() -> None:
    documents, _ = marked(
        "[Fatima El-Khatib] søgte.~Vi ringede til Fatima El-Khatib og FATIMA kom."
    )

    linked = link(documents)

    added = [mention for mention in linked.mentions if mention.is_added]
    assert [mention.text for mention in added] == ["Fatima El-Khatib", "FATIMA"]
    assert {mention.person for mention in added} == {linked.persons[0].key}


def test_a_word_that_the_case_also_writes_small_is_no_name_by_itself() -> None:
    documents, _ = marked("[Maj Holm] søgte.~Vi ses i maj. Maj var varm.")

    assert not [mention for mention in link(documents).mentions if mention.is_added]


def test_linking_again_keeps_the_keys_even_when_a_document_comes_first() -> None:
    documents, _ = marked("[Mette Hansen] 010180-1234 søgte.~[Peter Holm] ringede.")
    before = link(documents)
    more = DocumentMentions(
        "new", "Anna Bech kom.", (Finding(FindingKind.PERSON, 0, 9, "Anna Bech", 0.9),)
    )

    after = link([more, *documents], before.persons)

    keys = {person.names[0]: person.key for person in after.persons}
    assert keys == {"Anna Bech": "p3", "Mette Hansen": "p1", "Peter Holm": "p2"}


def test_persons_that_a_reviewer_joined_stay_joined_and_answer_to_both_keys() -> None:
    documents, _ = marked("[Mette Hansen] søgte.~[Mette Kristensen] ringede.")
    first = link(documents)
    said = [Statement(StatementKind.SAME, "p1", "p2")]

    once = link(documents, first.persons, statements=said)
    twice = link(documents, once.persons, statements=said)

    assert [person.key for person in once.persons] == ["p1"]
    assert once.persons == twice.persons
    assert once.mentions == twice.mentions
    assert once.person("p2") is once.persons[0]


def test_a_mention_that_a_reviewer_split_off_stays_somebody_else() -> None:
    documents, asked = marked("[Peter Hansen] søgte.~[*Peter Hansen] ringede.")
    first = link(documents)
    said = [Statement(StatementKind.DIFFERENT, asked[0], "p1")]

    once = link(documents, first.persons, statements=said)
    twice = link(documents, once.persons, statements=said)

    assert at(once, asked[0]).person == at(twice, asked[0]).person == "p2"
    assert once.mentions[0].person == "p1"


def test_a_role_word_means_whom_the_reviewer_said() -> None:
    documents, asked = marked("[Mette Hansen] og [Peter Holm] kom.~[*Far] ringede.")
    first = link(documents)

    linked = link(
        documents,
        first.persons,
        statements=[Statement(StatementKind.CALLED, "p2", word="faren")],
    )

    assert at(linked, asked[0]).person == "p2"
    assert at(linked, asked[0]).evidence == ("stated",)


def test_roles_are_guessed_with_reasons() -> None:
    text = (
        "Emil Holm 010115-5678 trives. \n\nMed venlig hilsen\nAnne Bech\nSocialrådgiver\n"
        "anne.bech@havby.dk"
    )
    findings = (
        Finding(FindingKind.PERSON, 0, 9, "Emil Holm", 0.9),
        Finding(FindingKind.CPR, 10, 21, "010115-5678", 0.9),
        Finding(FindingKind.PERSON, text.index("Anne"), text.index("Anne") + 9, "Anne Bech", 0.9),
        Finding(FindingKind.EMAIL, text.index("anne."), len(text), "anne.bech@havby.dk", 0.9),
    )
    from datetime import date

    linked = link(
        [DocumentMentions("1", text, findings, day=date(2025, 3, 1))],
        authority=Authority(("havby.dk",)),
    )

    assert [(one.names[0], one.role, one.reasons) for one in linked.persons] == [
        ("Emil Holm", Role.CHILD, ("under_age",)),
        ("Anne Bech", Role.EMPLOYEE, ("title", "mail_domain")),
    ]


def test_a_stated_person_keeps_role_and_key_and_gathers_what_the_case_tells() -> None:
    documents, _ = marked("Navn: [Anna Holm]\nMail: anna.holm@eksempel.dk\n")
    known = [Person("party", Role.PARTY, ("Anna Holm",), ("0101801234",), is_stated=True)]

    person = link(documents, known).person("party")

    assert person is not None
    assert person.is_party
    assert person.emails == ("anna.holm@eksempel.dk",)


def test_a_number_is_not_given_to_somebody_who_has_another() -> None:
    documents, asked = marked("[Anna] [*020280-1234] ringede.")
    known = [Person("party", Role.PARTY, ("Anna Holm",), ("0101801234",), is_stated=True)]

    assert at(link(documents, known), asked[0]).person != "party"


def test_nothing_of_a_person_shows_in_repr() -> None:
    documents, _ = marked("[Mette Hansen] 010180-1234 søgte.")
    linked = link(documents)

    assert "Mette" not in repr(linked) + repr(linked.persons) + repr(linked.mentions)
    assert "010180" not in repr(linked.persons) + repr(linked.mentions)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("AEHNaehnst ,.'-0128@\n", min_size=1, max_size=40), max_size=6))
def test_any_text_can_be_linked_and_every_finding_that_holds_a_name_is_a_mention(
    texts: list[str],
) -> None:
    documents = [
        DocumentMentions(str(number), text, (Finding(FindingKind.PERSON, 0, len(text), text, 0.5),))
        for number, text in enumerate(texts)
    ]

    linked = link(documents)

    named = [m for m in linked.mentions if m.kind is MentionKind.NAME and m.start == 0]
    assert len(named) >= sum(text[0].isalpha() for text in texts)
    assert {m.person for m in linked.mentions} <= {p.key for p in linked.persons} | {""}


def test_a_mail_address_that_was_taken_into_a_name_is_cut_off() -> None:
    text = "Fra: Lars Holm <lars.holm@havby.dk>"
    findings = (
        Finding(FindingKind.PERSON, 5, 25, text[5:25], 0.9),
        Finding(FindingKind.EMAIL, 16, 34, text[16:34], 0.9),
    )

    linked = link([DocumentMentions("1", text, findings)])

    assert [mention.text for mention in linked.mentions] == ["Lars Holm", "lars.holm@havby.dk"]
    assert len(linked.persons) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ole Krogh] svarede ja/ok til det.\n(OK)\nOK\nDet er /ok nu.", []),
        ("[Anne Møller] skrev here/am there.\nSagsbehandler: am", ["am"]),
        ("[Ole Krogh] ringede 12.03.2024 /ok\n", ["ok"]),
        ("[Mia Ann Holm] skrev JK/mah\n", ["mah"]),
        ("[Carl Peter Rasmussen] kom. (CPR)\nCPR\nstår her.", []),
        ("[Mette Hansen CPR] søgte.~Her står CPR alene.", []),
        ("[CPR] står ved [Mette Hansen].~CPR nummer.", []),
    ],
)
def test_words_and_labels_are_nobody_unless_a_note_is_signed_with_them(
    text: str, expected: list[str]
) -> None:
    documents, _ = marked(text)

    short = [one for one in link(documents).mentions if one.candidates and len(one.text) < 4]

    assert [one.text for one in short] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Forældrene er [Lars\nTranberg].", "Lars Tranberg"),
        ("Elev: [Noah El-\nAmin] i 4.B", "Noah El-Amin"),
        ("Elev: [Noah El-\r\nAmin] i 4.B", "Noah El-Amin"),
        ("Til [Mette Hansen\nKlasselærer]", "Mette Hansen"),
    ],
)
def test_a_name_goes_on_over_a_line_end_where_it_is_half(text: str, name: str) -> None:
    documents, _asked = marked(text)

    (person,) = link(documents).persons

    assert person.names == (name,)


def test_a_surname_that_is_a_word_stays_part_of_its_name() -> None:
    documents, asked = marked("[*Mehmet Ok] søgte.~[*Mehmet Ok] ringede. [Mehmet Bak] kom.")

    linked = link(documents)

    assert at(linked, asked[0]).person == at(linked, asked[1]).person != ""
    assert linked.persons[0].names == ("Mehmet Ok",)


def test_persons_who_are_parted_again_have_the_keys_they_had_before() -> None:
    documents, _ = marked("[Mette Hansen] søgte.~[Mette Lund Kristensen] ringede.")
    both = Person("p1", names=("Mette Hansen", "Mette Lund Kristensen"), former_keys=("p2",))
    joined = Person("p2", names=("Mette Lund Kristensen",))

    parted = link(documents, [both, joined])

    keys = {person.names[0]: person.key for person in parted.persons}
    assert keys == {"Mette Hansen": "p1", "Mette Lund Kristensen": "p2"}
