"""Letters: what each holds, what is missing, and what an edited copy may not lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure.model.law import complaint_body, packaged_grounds
from signatur.solutions.disclosure.model.law.fields import UnreadableLaw
from signatur.solutions.disclosure.model.letters import (
    betrayals,
    check_letters,
    compose,
    letters_difference,
    packaged_letters,
    packaged_letters_text,
    parse_letters,
)
from signatur.solutions.disclosure.model.letters.placeholders import GIVEN, LISTS, filled
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.schema.letters import (
    Bullets,
    Facts,
    Heading,
    Letter,
    LetterKind,
    Manner,
    Paragraph,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2026, 11, 12)
WORDS = {name: f"<{name}>" for name in GIVEN}
FULL_LISTS = {name: (f"<{name} 1>", f"<{name} 2>") for name in LISTS}
PRIVATE = {
    Regime.PUBLIC: "ofl-30-1", Regime.PARTY: "fvl-15b-5", Regime.ENVIRONMENTAL: "ofl85-12-1-1",
    Regime.PARTY_ENVIRONMENTAL: "fvl12-15-1", Regime.OWN_DATA: "ofl-8",
    Regime.DATA_EXTRACTION: "ofl-30-1", Regime.GDPR: "dbl-22-1", Regime.PATIENT_RECORD: "sul-37-3",
}  # fmt: skip


def withheld(ground: str, **more: object) -> Withheld:
    told: dict[str, object] = {
        "what": "CPR-numre", "documents": ("3", "5", "7"), "considerations": "de er uden betydning",
        "reasons_for": "hensynet til åbenhed", "reasons_against": "hensynet til privatlivet",
        "more_access": "overvejelserne var foreløbige",
    }  # fmt: skip
    return Withheld(ground=ground, **(told | more))  # type: ignore[arg-type]


def facts(
    regime: Regime = Regime.PUBLIC, *grounds: Withheld, words: Mapping[str, str] = WORDS
) -> Facts:
    return Facts(
        regime=regime, day=DAY, words=words, withheld=grounds or (withheld(PRIVATE[regime]),),
        body=complaint_body("", regime), due=date(2026, 11, 27), lists=FULL_LISTS,
    )  # fmt: skip


def text_of(letter: Letter) -> str:
    told = []
    for part in letter.parts:
        match part:
            case Heading() | Paragraph():
                told.append(part.text)
            case Bullets():
                told += part.items
    return "\n".join(told)


def test_the_packaged_letters_can_be_used_and_say_that_they_are_not_approved() -> None:
    book = packaged_letters()

    assert check_letters(book) == ()
    assert "godkendes" in book.status
    assert {one.kind for one in book.letters} == set(LetterKind)


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("regime", list(Regime))
def test_every_letter_can_be_written_under_every_regime(kind: LetterKind, regime: Regime) -> None:
    text = text_of(compose(kind, facts(regime)))

    assert "{" not in text
    assert ".." not in text
    assert "  " not in text
    assert text.splitlines()[0] == packaged_letters().letter(kind).title


@pytest.mark.parametrize("ground", packaged_grounds().grounds, ids=lambda one: one.key)
def test_every_ground_can_be_told_in_a_refusal(ground: object) -> None:
    assert hasattr(ground, "key")
    law = packaged_grounds().of(ground.key)
    assert law is not None
    for regime in law.applies_to:
        text = text_of(compose(LetterKind.DECISION_REFUSAL, facts(regime, withheld(law.key))))
        assert law.text in text
        assert law.title in text


def test_a_request_that_takes_too_much_effort_is_refused_without_a_word_of_redaction() -> None:
    effort = withheld("ofl-9-2-1", documents=(), what="")

    text = text_of(compose(LetterKind.DECISION_REFUSAL, facts(Regime.PUBLIC, effort)))

    assert "uforholdsmæssigt ressourceforbrug, jf. offentlighedslovens § 9, stk. 2, nr. 1" in text
    assert "streget" not in text
    assert "§ 14" not in text


def test_a_refusal_gives_rule_considerations_and_how_to_complain() -> None:
    text = text_of(compose(LetterKind.DECISION_REFUSAL, facts()))

    assert "offentlighedslovens § 30, nr. 1" in text
    assert "Vi har lagt vægt på følgende: de er uden betydning." in text
    assert "Du kan klage over afgørelsen til Ankestyrelsen, jf. offentlighedslovens § 38." in text
    assert "senest 7 arbejdsdage" in text
    assert "dokument nr. 3, 5 og 7" in text


def test_a_body_of_the_underlying_case_is_named_by_section_37() -> None:
    told = replace(facts(), body=complaint_body("01.02.05", Regime.PUBLIC))

    text = text_of(compose(LetterKind.DECISION_PARTIAL, told))

    assert "til Planklagenævnet, jf. offentlighedslovens § 37." in text
    assert "Brug ikke klageportalen" in text


def test_full_access_holds_no_reasons_and_no_guidance_on_complaints() -> None:
    text = text_of(compose(LetterKind.DECISION_FULL, facts()))

    assert "klage" not in text
    assert "§ 30" not in text


def test_where_secrecy_bars_more_access_the_letter_says_so_and_else_it_says_why_not() -> None:
    private = text_of(compose(LetterKind.DECISION_PARTIAL, facts()))
    internal = text_of(
        compose(LetterKind.DECISION_PARTIAL, facts(Regime.PUBLIC, withheld("ofl-23")))
    )

    assert "omfattet af tavshedspligt, jf. forvaltningslovens § 27" in private
    assert "omfattet af tavshedspligt" not in internal
    assert "Vi har valgt ikke at gøre det: overvejelserne var foreløbige." in internal


def test_extraction_is_told_either_way() -> None:
    none = withheld("ofl-23")
    some = withheld("ofl-23", facts_extracted="målene på carporten")

    assert "Det er ikke tilfældet." in text_of(
        compose(LetterKind.DECISION_PARTIAL, facts(Regime.PUBLIC, none))
    )
    assert "giver dig det: målene på carporten, jf. offentlighedslovens §§ 28 og 29." in text_of(
        compose(LetterKind.DECISION_PARTIAL, facts(Regime.PUBLIC, some))
    )


def test_environmental_information_is_weighed_in_writing_and_todays_act_is_named() -> None:
    text = text_of(compose(LetterKind.DECISION_PARTIAL, facts(Regime.ENVIRONMENTAL)))

    assert "For udlevering taler hensynet til åbenhed." in text
    assert "Imod taler hensynet til privatlivet." in text
    assert "nugældende offentlighedslov" in text
    assert "senest 3 uger" in text


def test_a_weighing_that_was_not_made_cannot_be_left_out() -> None:
    unweighed = withheld("ofl85-12-1-1", reasons_for="", reasons_against="")

    with pytest.raises(InputProblem, match="reasons_for, reasons_against"):
        compose(LetterKind.DECISION_PARTIAL, facts(Regime.ENVIRONMENTAL, unweighed))


@pytest.mark.parametrize(
    ("manner", "told", "untold"),
    [
        (Manner.REDACTED, "streget over", "anonymiseret"),
        (Manner.ANONYMISED, "anonymiseret", "Oplysningerne er derfor streget"),
        (Manner.WHOLE, "§ 30", "streget"),
    ],
)
def test_redacted_anonymised_and_whole_are_told_apart(
    manner: Manner, told: str, untold: str
) -> None:
    text = text_of(
        compose(
            LetterKind.DECISION_PARTIAL, facts(Regime.PUBLIC, withheld("ofl-30-1", manner=manner))
        )
    )

    assert told in text
    assert untold not in text


def test_a_neutral_reason_tells_neither_the_ground_nor_the_sort_of_information() -> None:
    secret = withheld("ofl-19", neutral=True, what="oplysninger om en politianmeldelse",
                      documents=("11",), manner=Manner.WHOLE)  # fmt: skip
    private = withheld("ofl-30-1")

    for told in ((secret,), (private, secret), (secret, private)):
        text = text_of(compose(LetterKind.DECISION_PARTIAL, facts(Regime.PUBLIC, *told)))
        assert "§ 19" not in text
        assert "politi" not in text
        assert "straffe" not in text
        # Two sections of the same ground would tell that there is something between the lines.
        assert text.count("jf. offentlighedslovens § 30, nr. 1") == 1
        assert "11" in text


def test_all_missing_words_are_named_at_once() -> None:
    with pytest.raises(InputProblem) as found:
        compose(LetterKind.TIME_CLAIM, replace(facts(words={}), due=None))

    told = str(found.value.shown)
    for name in ("authority", "received", "why_longer", "due", "contact", "signed_by"):
        assert name in told


def test_a_refusal_without_anything_withheld_or_without_a_body_is_not_written() -> None:
    with pytest.raises(InputProblem, match="withheld"):
        compose(LetterKind.DECISION_REFUSAL, replace(facts(), withheld=()))
    with pytest.raises(InputProblem, match="body"):
        compose(LetterKind.DECISION_REFUSAL, replace(facts(), body=None))


@pytest.mark.parametrize(
    ("regime", "ground"),
    [(Regime.PARTY, "ofl-30-1"), (Regime.PUBLIC, "fvl-12"), (Regime.PUBLIC, "findes-ikke")],
)
def test_a_ground_of_another_regime_is_refused(regime: Regime, ground: str) -> None:
    with pytest.raises(InputProblem, match="not in force"):
        compose(LetterKind.DECISION_REFUSAL, facts(regime, withheld(ground)))


def test_a_ground_that_came_later_is_refused_for_an_older_decision() -> None:
    told = facts(Regime.PUBLIC, withheld("ofl-21-3-navn"))

    compose(LetterKind.DECISION_REFUSAL, told)
    with pytest.raises(InputProblem):
        compose(LetterKind.DECISION_REFUSAL, replace(told, day=date(2024, 6, 30)))


def test_what_a_citizen_writes_is_never_read_as_a_placeholder() -> None:
    words = {**WORDS, "asked": "Giv mig {signed_by} og {findes_ikke}\x00\x0b"}

    text = text_of(compose(LetterKind.DECISION_FULL, facts(words=words)))

    assert "»Giv mig {signed_by} og {findes_ikke}«" in text


def test_a_value_that_ends_a_sentence_does_not_end_it_twice() -> None:
    assert filled("Det er {a}.", {"a": "sådan."}) == "Det er sådan."
    assert filled("Det er {a}.", {"a": "sådan?"}) == "Det er sådan?"
    assert filled("{a} er det.", {"a": "Nr. 1."}) == "Nr. 1. er det."
    assert filled("Det er {a}, jf. loven.", {"a": "et notat."}) == "Det er et notat, jf. loven."
    assert filled("Det er {a}, jf. loven.", {"a": "breve m.v."}) == "Det er breve m.v., jf. loven."


def test_an_answer_under_article_15_has_all_that_it_must_have() -> None:
    text = text_of(compose(LetterKind.ARTICLE_15, facts(Regime.GDPR)))

    for told in ("<purposes 1>", "<categories 1>", "<recipients 2>", "<storage>", "<sources 1>",
                 "<automated>", "rette oplysninger", "slette", "begrænse", "indsigelse",
                 "Datatilsynet", "§ 22, stk. 1"):  # fmt: skip
        assert told in text
    assert "sender vi klagen" not in text
    with pytest.raises(InputProblem, match="purposes"):
        compose(LetterKind.ARTICLE_15, replace(facts(Regime.GDPR), lists={}))


def test_the_time_letter_says_why_until_when_and_that_delay_may_be_complained_over() -> None:
    text = text_of(compose(LetterKind.TIME_CLAIM, facts()))

    assert "Det skyldes, at <why_longer>." in text
    assert "senest den 27. november 2026" in text
    assert "14 arbejdsdage" in text
    assert "14 arbejdsdage" not in text_of(compose(LetterKind.TIME_CLAIM, facts(Regime.PARTY)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{authority} giver afslag", "{autority} giver afslag", "{autority} is not known"),
        ("{complaint: true}", '{text: "x"}', "how to complain"),
        ("- {grounds: true}\n      - {phrase: refused", "- {phrase: refused", "give its reasons"),
        ("phrase: signature", "phrase: underskrift", "no phrase `underskrift`"),
        ("list: questions", "list: spørgsmål", "no list `spørgsmål`"),
        ("if: document_list", "if: aktliste", "not known"),
        ("på din anmodning om aktindsigt.", "på {din anmodning.", "brace stands alone"),
        ("  manner_anonymised:", "  manner_anonym:", "The phrase is missing"),
    ],
)
def test_an_edited_letter_that_would_go_wrong_is_found(old: str, new: str, told: str) -> None:
    text = packaged_letters_text()
    assert old in text

    problems = check_letters(parse_letters(text.replace(old, new)))

    assert any(told in str(one.said) for one in problems)


@pytest.mark.parametrize(
    "text",
    ["", "letters: []", "letters: [x]", "letters: [{kind: x, title: y, parts: [{text: a, list: b}]}]",
     "phrases: {a: b}", "letters: {", "a: b"],
)  # fmt: skip
def test_what_is_no_letters_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableLaw):
        parse_letters(text)


def test_the_difference_between_two_versions_is_told_part_by_part() -> None:
    book = packaged_letters()
    new = parse_letters(packaged_letters_text().replace("Med venlig hilsen", "Venlig hilsen"))

    assert [(one.before, one.after) for one in letters_difference(book, new)] == [
        ("Med venlig hilsen", "Venlig hilsen")
    ]


def a_letter(*texts: str) -> Letter:
    return Letter(LetterKind.RECEIPT, "x", tuple(Paragraph(one) for one in texts))


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("120384-1235", "Nummer 120384 1235 er taget ud."),
        ("120384-1235", "Nummer 120384–1235 er taget ud."),
        ("Jette Holm", "Oplysninger om JETTE  HOLM"),
        ("Jette Holm", "Jette Holms helbred"),
        ("Jette\u00adHolm", "JetteHolm"),
    ],
)
def test_a_letter_that_tells_what_is_withheld_is_found(secret: str, text: str) -> None:
    assert betrayals(a_letter("Intet her.", text), [secret]) == (1,)


def test_words_within_words_and_initials_are_no_betrayal() -> None:
    assert betrayals(a_letter("Holmgård og jh. 2026 12 03"), ["Holm", "jh", "120320"]) == ()
