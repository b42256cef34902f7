"""The sender's own words are told from history, signatures and notices; nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.bodies import MessageHeader, PartKind, split_body

MAIN, QUOTED, FORWARDED = PartKind.MAIN, PartKind.QUOTED, PartKind.FORWARDED
SIGNATURE, DISCLAIMER = PartKind.SIGNATURE, PartKind.DISCLAIMER
FOOTER, BANNER = PartKind.FOOTER, PartKind.BANNER

OUTLOOK_HISTORY = """Fra: Affald <affald@example.dk>
Sendt: 3. marts 2025 08:12
Til: Bo Eksempel
Emne: Kvittering

Tak for din henvendelse.
"""


def _split(text: str, subject: str = "") -> list[tuple[PartKind, str]]:
    return [
        (part.kind, text[part.start : part.end].strip())
        for part in split_body(text, subject=subject).parts
    ]


def _kinds(text: str, subject: str = "") -> list[PartKind]:
    return [kind for kind, _ in _split(text, subject)]


def _headers(text: str) -> list[MessageHeader | None]:
    return [part.header for part in split_body(text).parts if part.kind in {QUOTED, FORWARDED}]


def test_a_danish_mail_is_split_into_all_its_parts() -> None:
    text = (
        "Denne e-mail kommer fra en ekstern afsender. Klik ikke på links.\n\n"
        "Hej Teknik og Miljø\n\nDer er et hul i vejen.\n\n"
        "Med venlig hilsen\n\nBo Eksempel\nNørregade 12\n8000 Aarhus C\n\n"
        "Sendt fra min iPhone\n\n" + OUTLOOK_HISTORY
    )

    assert _split(text) == [
        (BANNER, "Denne e-mail kommer fra en ekstern afsender. Klik ikke på links."),
        (MAIN, "Hej Teknik og Miljø\n\nDer er et hul i vejen."),
        (SIGNATURE, "Med venlig hilsen\n\nBo Eksempel\nNørregade 12\n8000 Aarhus C"),
        (FOOTER, "Sendt fra min iPhone"),
        (QUOTED, OUTLOOK_HISTORY.strip()),
    ]


@pytest.mark.parametrize(
    ("history", "header"),
    [
        (
            OUTLOOK_HISTORY,
            MessageHeader(
                sender="Affald <affald@example.dk>",
                sent="3. marts 2025 08:12",
                recipients="Bo Eksempel",
                subject="Kvittering",
            ),
        ),
        (
            "-----Oprindelig meddelelse-----\n" + OUTLOOK_HISTORY,
            MessageHeader(
                "Affald <affald@example.dk>", "3. marts 2025 08:12", "Bo Eksempel", "Kvittering"
            ),
        ),
        (
            "____________\n*Fra:* A på vegne af B\n\n*Sendt:* 3. marts 2025\n\n*Til:* C\n\n*Emne:* D\n\nx\n",
            MessageHeader("A på vegne af B", "3. marts 2025", "C", "D"),
        ),
        (
            "Fra: A Sendt: 4. marts 2025 10:00 Til: B; C Emne: D\ntekst\n",
            MessageHeader("A", "4. marts 2025 10:00", "B; C", "D"),
        ),
        (
            "Fra: A\nEmne: D\nDato: 4. marts 2025 kl. 10.31.22 CET\nTil: B\n\ntekst\n",
            MessageHeader("A", "4. marts 2025 kl. 10.31.22 CET", "B", "D"),
        ),
        (
            "From: A\nSent: Tuesday, 4 March 2025 10:31\nTo: B\nCc: E\nSubject: D\n\ntext\n",
            MessageHeader("A", "Tuesday, 4 March 2025 10:31", "B", "D"),
        ),
        (
            "Von: A\nGesendet: Dienstag, 4. März 2025 10:31\nAn: B\nBetreff: D\n\nText\n",
            MessageHeader("A", "Dienstag, 4. März 2025 10:31", "B", "D"),
        ),
        (
            "Från: A\nSkickat: den 4 mars 2025 10:31\nTill: B\nÄmne: D\n\ntext\n",
            MessageHeader("A", "den 4 mars 2025 10:31", "B", "D"),
        ),
        (
            "Den tir. 4. mar. 2025 kl. 10.31 skrev A B <a@example.dk>:\n> tekst\n",
            MessageHeader("A B <a@example.dk>", "Den tir. 4. mar. 2025 kl. 10.31"),
        ),
        (
            "Den tir. 4. mar. 2025 kl. 10.31 skrev A B\n<a@example.dk>:\n\n> tekst\n",
            MessageHeader("A B <a@example.dk>", "Den tir. 4. mar. 2025 kl. 10.31"),
        ),
        (
            "Den 04-03-2025 kl. 10:31 skrev A:\n> tekst\n",
            MessageHeader("A", "Den 04-03-2025 kl. 10:31"),
        ),
        (
            "A B skrev den 04-03-2025 kl. 10:31:\n> tekst\n",
            MessageHeader("A B", "den 04-03-2025 kl. 10:31"),
        ),
        (
            "On Tue, Mar 4, 2025 at 10:31 AM A B <a@example.dk>\nwrote:\n> text\n",
            MessageHeader("A B <a@example.dk>", "On Tue, Mar 4, 2025 at 10:31 AM"),
        ),
        (
            "Am Di., 4. März 2025 um 10:31 Uhr schrieb A <a@example.dk>:\n> Text\n",
            MessageHeader("A <a@example.dk>", "Am Di., 4. März 2025 um 10:31 Uhr"),
        ),
        (
            "tir. 4. mars 2025 kl. 10:31 skrev A <a@example.dk>:\n\n> tekst\n",
            MessageHeader("A <a@example.dk>", "tir. 4. mars 2025 kl. 10:31"),
        ),
        (
            "Le mar. 4 mars 2025 à 10:31, A <a@example.dk> a écrit :\n> texte\n",
            MessageHeader("A <a@example.dk>", "Le mar. 4 mars 2025 à 10:31"),
        ),
        ("-----Original Message-----\ntext\n", MessageHeader()),
    ],
)
def test_the_history_of_every_mail_program_is_set_apart(
    history: str, header: MessageHeader
) -> None:
    text = "Hej\n\nKan I svare på mit spørgsmål?\n\n" + history

    assert _kinds(text) == [MAIN, QUOTED]
    assert _headers(text) == [header]


def test_each_earlier_message_is_a_part_of_its_own() -> None:
    text = "Ja tak.\n\n" + OUTLOOK_HISTORY + "\n" + OUTLOOK_HISTORY.replace("3. marts", "1. marts")

    assert [header.sent for header in _headers(text) if header] == [
        "3. marts 2025 08:12",
        "1. marts 2025 08:12",
    ]


def test_answers_between_quoted_lines_are_the_newest_text() -> None:
    text = "Svar:\n> Hvad hedder du?\nBo\n> Hvor bor du?\nNørregade 1\n"

    assert _split(text) == [
        (MAIN, "Svar:"),
        (QUOTED, "> Hvad hedder du?"),
        (MAIN, "Bo"),
        (QUOTED, "> Hvor bor du?"),
        (MAIN, "Nørregade 1"),
    ]


def test_a_quotation_within_a_quotation_keeps_its_own_header() -> None:
    text = (
        "Ja.\n\nDen 4. mar. 2025 kl. 10.31 skrev A <a@example.dk>:\n> Og hvornår?\n>\n"
        "> Den 3. mar. 2025 kl. 9.00 skrev B <b@example.dk>:\n>> I går\n> Tak\n"
    )

    assert [header.sender for header in _headers(text) if header] == [
        *("A <a@example.dk>", "B <b@example.dk>", "A <a@example.dk>"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---------- Videresendt besked ----------\n" + OUTLOOK_HISTORY,
        "-------- Forwarded message -------\nFra: A\nDate: 4. mar. 2025\nSubject: Hul\nTo: B\n\nEt hul.\n",
        "Start på videresendt besked:\n\n" + OUTLOOK_HISTORY,
        "Begin forwarded message:\n\n" + OUTLOOK_HISTORY,
        OUTLOOK_HISTORY,
    ],
)
def test_what_is_forwarded_is_the_matter(text: str) -> None:
    assert _kinds(text) == [FORWARDED]
    assert split_body(text).matter(text) == text.strip("\n")


def test_the_prefix_of_the_subject_tells_forwarding_from_answering() -> None:
    text = "Tak.\n\n" + OUTLOOK_HISTORY

    assert _kinds(text, "VS: Hul i vej") == [MAIN, FORWARDED]
    assert _kinds(text, "FW: Hul i vej") == [MAIN, FORWARDED]
    assert _kinds(text, "[EKSTERN] VS: Hul i vej") == [MAIN, FORWARDED]
    assert _kinds(text, "SV: Hul i vej") == [MAIN, QUOTED]
    assert _kinds(text, "Re: Hul i vej") == [MAIN, QUOTED]


def test_a_note_above_an_earlier_message_sends_it_on() -> None:
    text = "Hej, se venligst nedenstående.\nMvh Anne\n\n" + OUTLOOK_HISTORY

    assert _kinds(text) == [MAIN, SIGNATURE, FORWARDED]


def test_what_was_forwarded_twice_is_still_the_matter() -> None:
    text = (
        "Til jer?\n\nFra: A\nSendt: 4. marts 2025\nTil: B\nEmne: VS: Hul\n\n"
        + OUTLOOK_HISTORY
        + "\n"
        + OUTLOOK_HISTORY
    )

    assert _kinds(text, "VS: Hul") == [MAIN, FORWARDED, FORWARDED, QUOTED]


@pytest.mark.parametrize(
    "closing",
    [
        *("Med venlig hilsen", "Venlig hilsen", "Mvh", "M.v.h.", "Mvh.", "mvh", "Vh", "VH", "Dbh"),
        *("De bedste hilsner", "Bedste hilsner", "Kærlig hilsen", "Mange hilsner", "Hilsen", "Kh"),
        *(
            "Venligst",
            "MED VENLIG HILSEN",
            "Med venlig hilsen,",
            "Hilsner",
            "Med de bedste hilsner",
        ),
        *("Kind regards", "Best regards,", "Regards", "Yours sincerely", "Mit freundlichen Grüßen"),
        *("Viele Grüße", "Med vänlig hälsning", "Vänliga hälsningar", "Med vennlig hilsen", "--"),
    ],
)
def test_a_closing_opens_the_signature(closing: str) -> None:
    text = f"Hej\n\nJeg vil gerne have en plads.\n\n{closing}\nBo Eksempel\nTlf. 20304050\n"

    assert _split(text) == [
        (MAIN, "Hej\n\nJeg vil gerne have en plads."),
        (SIGNATURE, f"{closing}\nBo Eksempel\nTlf. 20304050"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Mvh Bo",
        "Mvh. Bo Eksempel, Nørregade 1, tlf. 20304050",
        "Hilsen Bo og Anne",
        "Venlig hilsen / Kind regards",
    ],
)
def test_closing_and_name_may_share_a_line(line: str) -> None:
    assert _kinds(f"Jeg vil gerne have en plads.\n{line}\n") == [MAIN, SIGNATURE]


@pytest.mark.parametrize(
    "line",
    [
        "Hilsen til jer alle og tak for hjælpen i går",
        "Hilsen fra skolen har vi ikke fået?",
        "Bedste løsning er en ny spand",
        "Vhs-bånd afleveres hvor?",
        "Mange tak for hjælpen",
        "Best practice er en anden",
        "Venligst ring til mig",
    ],
)
def test_a_sentence_that_begins_like_a_closing_stays_in_the_text(line: str) -> None:
    text = f"Hej\n\n{line}\nJeg venter.\n"

    assert _kinds(text) == [MAIN]


@pytest.mark.parametrize(
    "after",
    [
        "PS: Jeg kan træffes efter kl. 16.",
        "P.S. husk nøglen",
        "Jeg glemte at skrive, at min adresse er ændret siden sidst.",
        "kan i ringe til mig",
        "Hvornår får jeg svar?",
    ],
)
def test_what_is_said_after_the_signature_is_the_newest_text(after: str) -> None:
    text = f"Jeg vil gerne have en plads.\n\nMvh\nBo\n\n{after}\n"

    assert _split(text)[-1] == (MAIN, after)


@pytest.mark.parametrize(
    "disclaimer",
    [
        "Denne e-mail og eventuelle vedhæftede filer er fortrolige og kun bestemt for modtageren.",
        "Hvis du modtager denne mail ved en fejl, bedes du slette den.",
        "This e-mail and any attachments are confidential. Please delete it.",
        "Diese E-Mail enthält vertrauliche Informationen.",
        "Tænk på miljøet, før du printer",
        "Læs om vores behandling af personoplysninger på www.example.dk",
        "Sådan behandler kommunen dine personoplysninger: www.example.dk",
        "Denne mail er fortrolig.\n\nDet er ulovligt at kopiere den, og modtageren har tavshedspligt.",
    ],
)
def test_disclaimers_below_the_text_are_set_apart(disclaimer: str) -> None:
    text = f"Jeg vil gerne have en plads.\n\nMvh\nBo\n\n{disclaimer}\n"

    assert _split(text) == [
        (MAIN, "Jeg vil gerne have en plads."),
        (SIGNATURE, "Mvh\nBo"),
        (DISCLAIMER, disclaimer),
    ]


def test_a_disclaimer_right_below_the_signature_is_told_from_it() -> None:
    text = "Plads søges.\n\nMvh\nBo\nTlf. 20304050\nDenne e-mail er fortrolig.\n"

    assert _kinds(text) == [MAIN, SIGNATURE, DISCLAIMER]


@pytest.mark.parametrize(
    "text",
    [
        "Denne mail er fortrolig. Jeg vil gerne underrette om min nabos barn.\n",
        "Denne mail er fortrolig og handler om min nabos barn.\n\nHun er 4 år.\n",
        "Hej\n\nDenne besked er fortrolig, for jeg er bange for min nabo.\n",
        "Denne e-mail er fortrolig.\n",
        "Du modtager ikke ofte mails fra mig, men nu er det galt.\n",
    ],
)
def test_a_confidential_matter_is_not_taken_for_a_disclaimer(text: str) -> None:
    assert _kinds(text)[0] is MAIN or split_body(text).matter(text)
    assert "".join(piece for kind, piece in _split(text) if kind is DISCLAIMER) == ""


@pytest.mark.parametrize(
    "banner",
    [
        "Denne e-mail kommer fra en ekstern afsender.",
        "ADVARSEL: Denne mail er sendt fra en afsender uden for kommunen.\nKlik ikke på links.",
        "[EKSTERN]",
        "*** Ekstern mail ***",
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "ACHTUNG: Diese E-Mail stammt von einem externen Absender.",
        "Du modtager ikke ofte mails fra a@example.dk. Få mere at vide om, hvorfor dette er vigtigt",
        "Sikker mail",
        "*** Tunnelmail ***",
        "Sendt via Digital Post",
        "Denne mail er modtaget via sikker mail",
    ],
)
def test_banners_of_the_receiving_system_are_set_apart(banner: str) -> None:
    text = f"{banner}\n\nHej\nJeg vil gerne opsige min plads.\n"

    assert _split(text) == [(BANNER, banner), (MAIN, "Hej\nJeg vil gerne opsige min plads.")]


@pytest.mark.parametrize(
    "footer",
    [
        "Sendt fra min iPhone",
        "Sendt fra Outlook til Android",
        "Hent Outlook til iOS",
        "Get Outlook for iOS",
        "Sent from my Galaxy",
        "Von meinem iPhone gesendet",
        "Skickat från min iPhone",
        "Sendt med min mobil",
        "Denne e-mail er kontrolleret for virus af et antivirusprogram.",
        "Virus-free. www.avast.com",
        "Afmeld nyhedsbrev",
        "Klik her for at afmelde nyhedsbrevet",
        "Unsubscribe",
    ],
)
def test_lines_that_programs_add_below_are_set_apart(footer: str) -> None:
    text = f"Jeg vil gerne have en plads.\n\n{footer}\n"

    assert _split(text) == [(MAIN, "Jeg vil gerne have en plads."), (FOOTER, footer)]


def test_a_form_with_from_and_to_is_no_earlier_message() -> None:
    assert _kinds("Hej\n\nFra: mandag\nTil: fredag\nEmne: ferie\n\nKan mit barn få fri?\n") == [
        MAIN
    ]


def test_telling_what_one_wrote_is_no_quotation() -> None:
    text = "Hej\n\nDen 4. marts 2025 kl. 10.31 skrev jeg til jer følgende:\n\nMit hegn er væltet.\n"

    assert _kinds(text) == [MAIN]


def test_the_fields_of_a_web_form_are_read_with_values_of_several_lines() -> None:
    text = "Ny henvendelse\n\nNavn: Bo\nTlf: 20304050\nBesked:\nDer mangler en spand.\n\nDen er grøn.\n"
    fields = split_body(text).fields

    assert [(field.label, field.value) for field in fields] == [
        ("Navn", "Bo"),
        ("Tlf", "20304050"),
        ("Besked", "Der mangler en spand.\n\nDen er grøn."),
    ]
    assert all(text[field.start : field.end] == field.value for field in fields)


def test_a_letter_with_a_few_colons_is_no_form() -> None:
    assert split_body("Hej\n\nJeg søger om: en plads\nNavn: Bo\n").fields == ()


def test_an_empty_text_has_no_parts() -> None:
    assert _split("") == []


@pytest.mark.parametrize(
    "text",
    ["Mvh Bo", "Venligst ring", "Hilsen\nBo\nTlf. 20304050", "Sikker mail", "> kun et citat\n> Bo"],
)
def test_where_nothing_else_is_said_what_stands_there_is_the_matter(text: str) -> None:
    assert split_body(text).matter(text) == text


_LINES = st.sampled_from(
    [
        *("", "Hej", "> citat", ">> dybt", ">", "Mvh Bo", "--", "Sendt fra min iPhone", "PS: husk"),
        *("Fra: A", "Sendt: 4. marts 2025", "Til: B", "Emne: C", "-----Oprindelig meddelelse-----"),
        *("Den 4. mar. 2025 kl. 10.31 skrev A <a@example.dk>:", "Start på videresendt besked:"),
        *(
            "Denne e-mail er fortrolig.",
            "Ekstern afsender",
            "Navn: Bo",
            "Besked: x",
            "> Fra: A",
            "____",
        ),
        *(
            "> Sendt: 4. marts 2025",
            "> Til: B",
            "Fra: A Sendt: 4. marts 2025 Til: B",
            "tekst\x0cside",
        ),
    ]
)
_BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n", "\u2028"])


@given(
    st.lists(st.tuples(_LINES, _BREAKS), max_size=24).map(
        lambda lines: "".join(line + end for line, end in lines)
    )
    | st.text(max_size=200),
    st.sampled_from(["", "VS: x", "SV: x", "x"]),
)
def test_the_parts_end_to_end_are_the_whole_text(text: str, subject: str) -> None:
    parts = split_body(text, subject=subject).parts

    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(part.start < part.end for part in parts)
