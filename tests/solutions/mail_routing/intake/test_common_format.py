"""The common format holds everything that is known of an enquiry, each thing in its place."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import ProblemCode
from signatur.solutions.mail_routing.intake import is_serious, portion_of
from signatur.solutions.mail_routing.schema import (
    Channel,
    Completeness,
    Party,
    Thread,
    Trouble,
)
from tests.corpus.documents import CORPUS as DOCUMENTS
from tests.corpus.messages import CORPUS as MESSAGES
from tests.corpus.messages.mime import attached, head, mail, of_parts, part

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.solutions.mail_routing.schema import Enquiry

    Read = Callable[..., Enquiry]

_FILES = {sample.name: sample for sample in (*DOCUMENTS, *MESSAGES)}
_BODY = """\
Denne e-mail kommer fra en ekstern afsender. Vær opmærksom på links.

Hej Teknik og Miljø

Der er igen kommet et hul i vejen ud for Nørregade 12. Hvornår bliver det lavet? Mit cpr-nr. er
610190-1234, og sagen har nr. 24/12345. KLE 05.01.08. Firmaet har CVR 12345674.

Med venlig hilsen

Peter Eksempel
Tlf. 20 30 40 50

Denne e-mail kan indeholde fortrolige oplysninger. Hvis du ved en fejl har modtaget den, bedes du
slette den.

Fra: Vejafdelingen <vej@example.dk>
Sendt: 12. marts 2025 10:31
Til: Peter Eksempel
Emne: SV: Hul i vejen

Kære Peter
Tak for din henvendelse. Vi ser på vejen i næste uge.
"""


def _mail(body: str, subject: str = "SV: Hul i vejen", **fields: str) -> bytes:
    return mail(head(subject, **fields) + "Content-Type: text/plain; charset=utf-8\n", body)


def test_who_when_and_in_which_thread(read: Read) -> None:
    enquiry = read(
        _mail(
            _BODY,
            In_Reply_To="<svar-1@example.org>",
            References="<carport-0@example.dk> <svar-1@example.org>",
            Cc="Bo Prøve <bo@example.dk>",
            Received="from a by b; Tue, 4 Mar 2025 10:32:00 +0100",
        )
    )

    assert enquiry.channel is Channel.EMAIL
    assert enquiry.completeness is Completeness.WHOLE
    assert enquiry.sent_at == datetime(2025, 3, 4, 9, 31, tzinfo=UTC)
    assert enquiry.received_at == datetime(2025, 3, 4, 9, 32, tzinfo=UTC)
    assert enquiry.sender == Party("Åse Prøve", "aase@example.dk")
    assert [(one.address, one.role) for one in enquiry.recipients] == [
        ("byg@example.org", "to"),
        ("bo@example.dk", "cc"),
    ]
    assert enquiry.thread == Thread(
        "carport-1@example.dk",
        "svar-1@example.org",
        ("carport-0@example.dk", "svar-1@example.org"),
        "carport-0@example.dk",
    )


def test_the_matter_stands_apart_from_what_is_around_it(read: Read) -> None:
    body = read(_mail(_BODY)).body

    assert body.text.startswith("Hej Teknik og Miljø")
    assert body.text.endswith("Firmaet har CVR 12345674.")
    assert body.footer.startswith("Denne e-mail kommer fra en ekstern afsender.")
    assert body.signature.startswith("Med venlig hilsen")
    assert body.disclaimer.startswith("Denne e-mail kan indeholde fortrolige")
    assert body.quoted.endswith("Vi ser på vejen i næste uge.")
    assert "".join(body.whole[part.start : part.end] for part in body.parts) == body.whole


def test_identifiers_are_found_in_the_whole_text_and_masked_for_models(read: Read) -> None:
    enquiry = read(_mail(_BODY))

    found = {one.kind: one for one in enquiry.identifiers if one.place == "body"}
    assert {"cpr", "case_number", "kle", "cvr", "address", "phone", "email"} <= set(found)
    assert found["cpr"].value == "6101901234"
    for one in enquiry.identifiers:
        where = enquiry.subject if one.place == "subject" else enquiry.body.whole
        assert where[one.start : one.end] == one.text
    assert "[cpr]" in enquiry.model_text
    for hidden in ("610190", "24/12345", "12345674", "Nørregade 12", "20 30 40 50"):
        assert hidden not in enquiry.model_text
    assert "05.01.08" in enquiry.model_text, "a subject number names nobody and tells the subject"


def test_models_see_subject_matter_and_attachments_but_no_history(read: Read) -> None:
    data = of_parts(
        part(_BODY), attached("brev.txt", "Her er min klage over støj.".encode(), "text/plain")
    )

    seen = read(data).model_text

    assert seen.startswith("Carport på Ålykkevej\n\nHej Teknik og Miljø")
    assert seen.endswith("Her er min klage over støj.")
    assert "Tak for din henvendelse" not in seen
    assert "fortrolige" not in seen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hej, jeg vil gerne vide, hvornår skolen begynder efter sommerferien.", "da"),
        ("Hello, I would like to know when the school starts after the summer.", "en"),
        ("Guten Tag, ich möchte gern wissen, wann die Schule nach den Ferien beginnt.", "de"),
        ("Доброго дня, я хотіла б дізнатися, коли починається навчання в школі.", "uk"),
    ],
)
def test_the_language_is_told(read: Read, text: str, code: str) -> None:
    assert read(_mail(text)).language.code == code


def test_a_web_form_in_a_mail_is_told_with_its_fields(read: Read) -> None:
    enquiry = read(
        _mail(
            "Navn: Bo Prøve\nE-mail: bo@example.dk\nEmne: Pas\nBesked:\nHvad koster et pas?\n", ""
        )
    )

    assert enquiry.channel is Channel.WEB_FORM
    assert enquiry.body.form["Navn"] == "Bo Prøve"
    assert enquiry.body.form["Besked"] == "Hvad koster et pas?"


def test_attachments_come_with_text_pages_and_hash(read: Read) -> None:
    data = _FILES["ansoegning.pdf"].data
    (attachment,) = read(
        of_parts(part("Se her"), attached("a.pdf", data, "application/pdf"))
    ).attachments

    assert (attachment.number, attachment.name, attachment.page_count) == (1, "a.pdf", 2)
    assert attachment.media_type == "application/pdf"
    assert attachment.size == len(data)
    assert [page.source for page in attachment.pages] == ["text_layer", "text_layer"]
    assert attachment.text == "\n\n".join(page.text for page in attachment.pages)
    assert all(0 < page.quality <= 1 for page in attachment.pages)


def test_a_mail_within_a_mail_is_an_attachment_with_its_own_attachments(read: Read) -> None:
    enquiry = read(_FILES["message-in-message.msg"].data, "mail.msg")

    assert "Skal vi søge om det?" in enquiry.attachments[0].text
    assert any(" › " in one.name for one in enquiry.attachments)
    assert [one.number for one in enquiry.attachments] == list(
        range(1, len(enquiry.attachments) + 1)
    )


def test_digital_post_keeps_what_its_sender_states(read: Read) -> None:
    enquiry = read(_FILES["memo-1.2.xml"].data, "post.xml")

    assert enquiry.channel is Channel.DIGITAL_POST
    assert enquiry.metadata.kle_code
    assert enquiry.metadata.case_id
    assert enquiry.metadata.contact_label
    assert enquiry.sender is not None
    assert enquiry.sender.id_type in {"CPR", "CVR"}


def test_a_word_file_alone_is_a_letter_with_its_first_line_for_a_subject(read: Read) -> None:
    from docx import Document as WordDocument

    file = io.BytesIO()
    word = WordDocument()
    word.add_paragraph("Ansøgning om boligstøtte")
    word.add_paragraph("Jeg bor på Æblevej 3 og mit cpr-nummer er 610190-1234.")
    word.save(file)

    enquiry = read(file.getvalue(), "brev.docx")

    assert (enquiry.channel, enquiry.source.kind) == (Channel.LETTER, "docx")
    assert enquiry.subject == "Ansøgning om boligstøtte"
    assert enquiry.model_text.count("[cpr]") == 1
    assert "610190" not in enquiry.model_text


def test_a_number_at_the_edge_of_what_models_see_is_not_cut_in_half(read: Read) -> None:
    body = "x" * 5_990 + " 610190-1234 og mere"

    seen = read(_mail(body)).model_text

    assert "610190" not in seen
    assert seen.endswith("[cpr]")


def test_what_is_divided_off_is_an_enquiry_of_its_own(read: Read) -> None:
    portion = portion_of(
        read(_mail(_BODY)), 2, "Hvornår bliver hullet lavet? Mit cpr er 610190-1234."
    )

    assert portion.id.endswith("-2")
    assert portion.model_text.endswith("Hvornår bliver hullet lavet? Mit cpr er [cpr].")
    assert [one.kind for one in portion.identifiers] == ["cpr"]


def test_a_problem_of_an_attachment_says_which_one(read: Read) -> None:
    data = of_parts(
        part("Se her"),
        attached("a.txt", b"Et brev om skolen.", "text/plain"),
        attached("laast.pdf", _FILES["laast.pdf"].data, "application/pdf"),
    )

    enquiry = read(data)

    locked = Trouble("encrypted", "attachment 2", "a password is needed")
    assert enquiry.problem == locked
    assert enquiry.completeness is Completeness.PARTLY
    assert enquiry.attachments[1].problem == locked


def test_the_picture_in_a_signature_and_a_repaired_charset_call_nobody() -> None:
    scan, charset = ProblemCode.UNREADABLE_SCAN.value, ProblemCode.WRONG_CHARSET.value

    assert not is_serious(Trouble(scan, "attachment 1"))
    assert not is_serious(Trouble(charset))
    assert is_serious(Trouble(scan, "page 1")), "a letter that is a scan and cannot be read"
    assert is_serious(Trouble(ProblemCode.PROGRAM_MISSING.value, "attachment 1"))


def test_a_subject_is_an_enquiry_when_that_was_all(read: Read) -> None:
    enquiry = read(_mail("", "Hvornår åbner borgerservice?"))

    assert (enquiry.completeness, enquiry.problem) == (Completeness.WHOLE, None)
    assert enquiry.model_text == "Hvornår åbner borgerservice?"


def test_a_locked_file_in_an_archive_says_which_one_it_is(read: Read) -> None:
    enquiry = read(_FILES["laast.zip"].data, "laast.zip")

    assert enquiry.problem == Trouble("encrypted", "attachment 3", "a password is needed")
    assert [one.name for one in enquiry.attachments] == ["laast.zip", "aaben.txt", "laast.txt"]
