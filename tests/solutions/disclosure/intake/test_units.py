"""A message is one unit wherever it is quoted, however a mail program has mangled it."""

from __future__ import annotations

import textwrap
import time

import pytest

from signatur.solutions.disclosure.intake import CaseText, Copy, Unit, carried, units_among

FIRST = """Hej Familieafdelingen

Jeg skriver, fordi min søn Villads Åkjær (cpr 010112-4443) har fået afslag på aflastning hver anden
weekend. Vi bor på Kornblomstvej 12, 8300 Odder, og jeg kan træffes på 40 11 22 33.

Kan I fortælle mig, hvornår klagen bliver behandlet i Ankestyrelsen, og hvem der er sagsbehandler?

Med venlig hilsen
Karla Åkjær
"""
SECOND = """Hej Karla

Tak for din henvendelse. Klagen er sendt til Ankestyrelsen den 5. marts, og Bodil Frandsen er
sagsbehandler på sagen. Sagsbehandlingstiden er lige nu omkring fem måneder.

Venlig hilsen
Tage Møller
Socialrådgiver, Odder Kommune
"""
THIRD = """Hej Bodil

Vil du ringe til Karla i morgen? Hun er ked af det, og jeg synes, vi skal revurdere aflastningen.

Mvh. Tage
"""
OUTLOOK = """Fra: Karla Åkjær <karla@example.dk>
Sendt: 4. marts 2024 10:12
Til: Familieafdelingen <familie@odder.example>
Emne: Afslag på aflastning

"""
OUTLOOK_SECOND = """Fra: Tage Møller <tage@odder.example>
Sendt: 6. marts 2024 08:30
Til: Karla Åkjær
Cc: Bodil Frandsen
Emne: SV: Afslag på aflastning

"""


def _quoted(text: str, width: int = 72) -> str:
    lines = [
        line
        for paragraph in text.split("\n\n")
        for line in [*textwrap.wrap(" ".join(paragraph.split()), width), ""]
    ]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _mail(key: str, text: str, subject: str = "SV: Afslag på aflastning") -> CaseText:
    return CaseText(key=key, text=text, subject=subject, is_message=True)


def _holding(units: tuple[Unit, ...], texts: dict[str, str], words: str) -> list[Unit]:
    def reads(copy: Copy) -> str:
        return " ".join(texts[copy.document][copy.start : copy.end].split())

    return [unit for unit in units if any(words in reads(copy) for copy in unit.copies)]


WAYS = {
    "outlook": SECOND + "\n" + OUTLOOK + FIRST,
    "outlook line": SECOND + "\n________________________________\n" + OUTLOOK + FIRST,
    "original message": SECOND + "\n-----Oprindelig meddelelse-----\n" + OUTLOOK + FIRST,
    "lead-in": SECOND + "\nDen 4. marts 2024 kl. 10.12 skrev Karla Åkjær <karla@example.dk>:\n\n" + _quoted(FIRST),
    "iphone": SECOND
    + "\nSendt fra min iPhone\n\n> Den 4. mar. 2024 kl. 10.12 skrev Karla Åkjær <karla@example.dk>:\n> \n"
    + _quoted(FIRST, 60),
    "english": SECOND + "\nOn Mon, Mar 4, 2024 at 10:12 AM Karla Åkjær <karla@example.dk> wrote:\n\n" + _quoted(FIRST, 50),
    "forwarded": "Se nedenfor.\n\n---------- Videresendt besked ----------\n" + OUTLOOK + FIRST,
    "reflowed": SECOND + "\n" + OUTLOOK + " ".join(FIRST.split()),
    "twice quoted": SECOND + "\nDen 5. marts 2024 kl. 9.01 skrev Tage Møller <tage@odder.example>:\n"
    + _quoted("Jeg har set på det og vender tilbage i næste uge.\n\n")
    + "\n> Den 4. marts 2024 kl. 10.12 skrev Karla Åkjær <karla@example.dk>:\n"
    + "\n".join("> " + line for line in _quoted(FIRST).splitlines()),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_quoted_message_is_the_unit_that_it_is_by_itself(way: str) -> None:
    texts = {"1": FIRST, "2": WAYS[way]}
    units = units_among([_mail("1", FIRST, "Afslag på aflastning"), _mail("2", WAYS[way])])

    (unit,) = _holding(units, texts, "Kornblomstvej 12")
    assert [copy.document for copy in unit.copies] == ["1", "2"]
    assert unit.copies[0].is_own
    assert not unit.copies[1].is_own
    assert unit.copies[1].new == ()


@pytest.mark.parametrize("way", [way for way in WAYS if way != "forwarded"])
def test_the_answer_is_a_unit_of_its_own(way: str) -> None:
    texts = {"1": FIRST, "2": WAYS[way]}
    units = units_among([_mail("1", FIRST, "Afslag på aflastning"), _mail("2", WAYS[way])])

    (unit,) = _holding(units, texts, "Bodil Frandsen er sagsbehandler")
    assert [copy.is_own for copy in unit.copies] == [True]
    assert "Kornblomstvej" not in texts["2"][unit.copies[0].start : unit.copies[0].end]


def test_three_mails_of_a_thread_are_three_units() -> None:
    second = SECOND + "\n" + OUTLOOK + FIRST
    third = THIRD + "\n" + OUTLOOK_SECOND + second
    texts = {"1": FIRST, "2": second, "3": third}

    units = units_among([_mail(key, text) for key, text in texts.items()])

    assert [[copy.document for copy in unit.copies] for unit in units] == [
        ["1", "2", "3"],
        ["2", "3"],
        ["3"],
    ]


def test_a_message_that_is_only_quoted_is_a_unit_too() -> None:
    units = units_among([_mail("2", SECOND + "\n" + OUTLOOK + FIRST)])

    assert [unit.is_only_quoted for unit in units] == [False, True]


def test_what_a_copy_says_beyond_the_first_is_told() -> None:
    changed = FIRST.replace("40 11 22 33", "40 11 22 33 eller hos min mor Gerda Lund")
    texts = {"1": FIRST, "2": SECOND + "\n" + OUTLOOK + changed}

    (unit,) = _holding(units_among([_mail(k, t) for k, t in texts.items()]), texts, "Kornblomstvej")

    new = [texts["2"][start:end] for start, end in unit.copies[1].new]
    assert new == ["eller hos min mor Gerda Lund"]


def test_two_letters_from_one_template_differ_in_their_names() -> None:
    template = (
        "Kære {name}\n\nVi har modtaget din ansøgning om hjælp til betaling af husleje og vender "
        "tilbage inden for fire uger. Har du spørgsmål, er du velkommen til at ringe til os alle "
        "hverdage mellem klokken ti og fjorten.\n\nVenlig hilsen\nYdelsescentret"
    )
    texts = {"1": template.format(name="Anna Holm"), "2": template.format(name="Bente Friis")}

    (unit,) = units_among([_mail(key, text, "Kvittering") for key, text in texts.items()])

    assert [texts["2"][start:end] for start, end in unit.copies[1].new] == ["Bente Friis"]


def test_a_decision_is_carried_to_the_same_words_of_every_copy() -> None:
    texts = {"1": FIRST, "2": WAYS["iphone"], "3": WAYS["twice quoted"]}
    units = units_among([_mail(key, text) for key, text in texts.items()])
    (unit,) = _holding(units, texts, "Kornblomstvej")
    start = FIRST.index("cpr 010112-4443")

    there = carried(unit, texts, "1", start, start + len("cpr 010112-4443"))

    assert [(key, texts[key][begin:end].replace("\n> ", " ")) for key, begin, end in there] == [
        ("2", "cpr 010112-4443"),
        ("3", "cpr 010112-4443"),
    ]


def test_a_decision_is_not_carried_to_other_words() -> None:
    changed = FIRST.replace("Villads", "Storm")
    texts = {"1": FIRST, "2": SECOND + "\n" + OUTLOOK + changed}
    (unit,) = _holding(units_among([_mail(k, t) for k, t in texts.items()]), texts, "Kornblomstvej")
    start = FIRST.index("Villads")

    assert carried(unit, texts, "1", start, start + len("Villads")) == ()


def test_a_printed_mail_meets_the_mail_itself() -> None:
    printed = CaseText(key="pdf", text=OUTLOOK + FIRST)
    units = units_among([_mail("1", FIRST), printed])

    assert [[copy.document for copy in unit.copies] for unit in units] == [["1", "pdf"]]


def test_a_document_that_is_no_mail_takes_no_part() -> None:
    assert units_among([CaseText(key="1", text=FIRST), CaseText(key="2", text=FIRST)]) == ()


def test_lost_umlauts_do_not_hide_a_copy() -> None:
    broken = FIRST.replace("ø", "?").replace("å", "?").replace("Å", "?").replace("æ", "?")
    texts = {"1": FIRST, "2": SECOND + "\n" + OUTLOOK + broken}

    (unit,) = _holding(
        units_among([_mail(k, t) for k, t in texts.items()]), texts, "Kornblomstvej 12"
    )

    assert len(unit.copies) == 2


def test_short_messages_are_not_taken_for_each_other() -> None:
    units = units_among([_mail("1", "Ja tak."), _mail("2", "Ja tak.")])

    assert len(units) == 2
    assert len({unit.key for unit in units}) == 2


def test_hundreds_of_mails_with_long_histories_take_seconds() -> None:
    texts = []
    history = ""
    for number in range(300):
        words = " ".join(f"ord{number * 31 + step * 7919}" for step in range(30))
        own = f"Hej igen\n\nDette er et svar i sagen om {words}.\n\nMvh. person {number}\n"
        history = own + "\n" + OUTLOOK + history if number % 25 else own
        texts.append(_mail(str(number), history))
    begun = time.process_time()

    units = units_among(texts)

    assert len(units) == 300
    assert sum(len(unit.copies) for unit in units) == 300 // 25 * (25 * 26 // 2)
    assert time.process_time() - begun < 8
