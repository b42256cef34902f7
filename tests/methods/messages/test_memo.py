"""Digital Post is read with everything that its header tells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import (
    Attachment,
    AttachmentRole,
    Channel,
    Message,
    MessageKind,
    Party,
    Recipient,
    read_content,
    read_message,
    read_messages,
)
from signatur.methods.messages.digital_post.schema import (
    Action,
    AdditionalData,
    ContactPoint,
    ForwardData,
    Reference,
    ReplyData,
    Topic,
)
from tests.corpus.messages.digital_post import additional, file, memo
from tests.corpus.messages.mime import PDF

if TYPE_CHECKING:
    from pathlib import Path


def _read(xml: str, scratch: Path, limits: Limits | None = None) -> Message:
    content = Content.from_bytes(xml.encode())
    return read_message(content, limits=limits or Limits(), scratch=scratch)


@pytest.fixture(scope="module")
def full(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Message:
    source = shared_data / "memo" / "MeMo_Full_Example.xml"
    scratch = tmp_path_factory.mktemp("scratch")
    (message,) = read_messages(source, limits=Limits(), scratch=scratch)
    return message


def test_the_official_example_is_read_without_problems(full: Message) -> None:
    assert full.problems == ()
    assert full.kind is MessageKind.MEMO
    assert full.channel is Channel.DIGITAL_POST
    assert full.subject == "Besked fra Børneforvaltningen"
    assert full.sent_at == datetime(2018, 5, 3, 12, tzinfo=UTC)
    assert full.sender == Party("Kommunen", "info@tusindfryd.dk", "12345678", "CVR")
    assert full.recipients == (
        Recipient(Party("Mette Hansen", "m.hansen@gmail.com", "2211771212", "CPR")),
    )


def test_the_header_of_the_official_example_is_understood(full: Message) -> None:
    post = full.digital_post

    assert post is not None
    assert (post.version, post.message_type, post.message_id) == ("1.2", "DIGITALPOST", "MSG-12345")
    assert (post.message_code, post.post_type) == ("Pladsanvisning", "MYNDIGHEDSPOST")
    assert (post.is_mandatory, post.is_legal_notification, post.may_be_answered) == (
        True,
        False,
        True,
    )
    assert post.reply_by == datetime(2025, 9, 30, 12, tzinfo=UTC)
    assert post.do_not_deliver_until == date(2025, 9, 15)
    assert post.case_id == "SAG-12345"


def test_sender_and_contact_point_of_the_official_example_are_understood(full: Message) -> None:
    post = full.digital_post

    assert post is not None
    assert post.sender is not None
    assert post.sender.attention is not None
    assert post.sender.attention.content_responsible == Reference(
        "22334455", "Børnehaven, Tusindfryd"
    )
    assert post.sender.attention.generating_system == Reference("Sys-1234", "KommunaltPostSystem")
    assert post.sender.attention.address == "C/O, Gaden 7A, 3 th, 9000 Aalborg, DK"
    assert post.sender.contact_point == ContactPoint(
        id="241d39f6-998e-4929-b198-ccacbbf4b330",
        group="22.33.44.55",
        label="Kommunen, Pladsanvisningen",
        info=(
            Reference("Barnets CPR nummer", "2512169996"),
            Reference("Barnets navn", "Emilie Hansen"),
        ),
    )
    assert post.sender.representative is not None
    assert post.sender.representative.label == "Repræsentant Kommune"


def test_the_content_data_of_the_official_example_is_understood(full: Message) -> None:
    content = full.digital_post.content if full.digital_post else None

    assert content is not None
    assert content.kle == Topic(
        key="00.00.00", version="Maj 2018", facet="[Tekst]", label="[KLE tekst]"
    )
    assert content.form is not None
    assert content.form.key == "00.00.00.00"
    assert content.case == Reference("SAG-12345", "Sagssystem 1234")
    assert content.person == Reference("2512169996", "Emilie Hansen")
    assert content.motor_vehicle == Reference("AB12345", "WFR18ZZ67W094959")
    assert content.property_number == "ABC1234"
    assert content.additional[1] == AdditionalData(type="Liste A", name="Navn 2", value="Værdi 2")


def test_the_thread_of_the_official_example_is_understood(full: Message) -> None:
    post = full.digital_post

    assert post is not None
    assert post.forward is not None
    assert post.forward.original_sent_at == datetime(2021, 3, 15, 12, tzinfo=UTC)
    assert [reply.case_id for reply in post.replies] == ["SAG-456", "SAG-4567"]
    assert full.in_reply_to == "8C2EA15D-61FB-4BA9-9366-42F8B194C657"
    assert full.thread_id == "8C2EA15D-61FB-4BA9-9366-42F8B194C114"


def test_the_documents_of_the_official_example_are_attached(full: Message) -> None:
    post = full.digital_post

    assert post is not None
    assert [(each.name, each.role) for each in full.attachments] == [
        ("Pladsanvisning.pdf", AttachmentRole.MAIN_DOCUMENT),
        ("Pladsanvisning.pdf", AttachmentRole.ADDITIONAL_DOCUMENT),
        ("Praktiske oplysninger.doc", AttachmentRole.ADDITIONAL_DOCUMENT),
        ("vejledning.pdf", AttachmentRole.ADDITIONAL_DOCUMENT),
        ("TekniskDokument.xml", AttachmentRole.TECHNICAL_DOCUMENT),
    ]
    assert {each.content.read() for each in full.attachments} == {b"This is a test"}
    assert post.documents[0].actions[0] == Action(
        code="SELVBETJENING",
        label="Spørgeskema",
        starts_at=datetime(2018, 11, 9, 12, tzinfo=UTC),
        ends_at=datetime(2018, 12, 9, 12, tzinfo=UTC),
        url="https://www.tusindfryd.dk/spørgeskema.html",
    )


@pytest.mark.parametrize(
    "name", ["MeMo_Minimum_Example.xml", "MeMo_NemSMS.xml", "MeMo_with_attachment.xml"]
)
def test_the_other_official_examples_are_read_without_problems(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "memo" / name

    (message,) = read_messages(source, limits=Limits(), scratch=tmp_path)

    assert message.kind is MessageKind.MEMO
    assert message.problems == ()
    assert message.subject


def test_every_value_of_the_header_is_kept_under_its_path(tmp_path: Path) -> None:
    xml = memo(header="<memo:New><memo:Inner>værdi</memo:Inner></memo:New>")

    post = _read(xml, tmp_path).digital_post

    assert post is not None
    assert ("New/Inner", "værdi") in post.fields


def test_the_case_of_the_newest_answered_message_counts_where_none_is_stated(
    tmp_path: Path,
) -> None:
    replies = "".join(
        f"<memo:ReplyData><memo:messageUUID>u{n}</memo:messageUUID><memo:caseID>{case}</memo:caseID></memo:ReplyData>"
        for n, case in enumerate(("SAG-1", "SAG-2", ""))
    )

    message = _read(memo(header=replies), tmp_path)

    assert message.digital_post is not None
    assert message.digital_post.case_id == "SAG-2"
    assert message.digital_post.replies[0] == ReplyData(message_uuid="u0", case_id="SAG-1")


def test_a_forwarded_message_says_where_it_came_from(tmp_path: Path) -> None:
    forward = (
        "<memo:ForwardData><memo:originalSender>Region</memo:originalSender></memo:ForwardData>"
    )

    message = _read(memo(header=forward), tmp_path)

    assert message.digital_post is not None
    assert message.digital_post.forward == ForwardData(original_sender="Region")


def test_a_message_that_began_no_thread_is_its_own_thread(tmp_path: Path) -> None:
    message = _read(memo(header=""), tmp_path)

    assert (message.thread_id, message.in_reply_to) == ("uuid-3", "")


def test_two_identical_files_are_both_kept(tmp_path: Path) -> None:
    twice = file("brev.txt", b"Hej", "text/plain")

    message = _read(memo(twice, further=additional("AdditionalDocument", twice)), tmp_path)

    assert message.text == "Hej"
    assert [each.role for each in message.attachments] == [AttachmentRole.ADDITIONAL_DOCUMENT]


def test_a_large_file_is_decoded_to_the_scratch_folder(tmp_path: Path) -> None:
    large = PDF * 50_000
    xml = memo(file("stor.pdf", large, "application/pdf"))

    message = _read(xml, tmp_path, Limits(in_memory_bytes=100_000))

    (attachment,) = message.attachments
    assert attachment.content.path is not None
    assert attachment.content.path.parent == tmp_path
    assert attachment.content == Content.from_path(attachment.content.path)
    assert attachment.content.read() == large


def test_a_file_beyond_the_limit_is_told_and_not_kept(tmp_path: Path) -> None:
    xml = memo(file("stor.pdf", bytes(200_000), "application/pdf"))

    message = _read(xml, tmp_path, Limits(in_memory_bytes=1000, part_bytes=100_000))

    assert [problem.code for problem in message.problems] == [ProblemCode.TOO_LARGE]
    assert [each.content.size for each in message.attachments] == [0]
    assert list(tmp_path.iterdir()) == []


def test_an_attribute_without_end_is_refused(tmp_path: Path) -> None:
    xml = memo().replace("memoVersion", f'memoVersion="1.2" long="{"x" * 9_000_000}" other')

    message = _read(xml, tmp_path)

    assert [problem.code for problem in message.problems] == [ProblemCode.TOO_LARGE]


def test_elements_without_end_are_refused(tmp_path: Path) -> None:
    xml = memo(header="<memo:Sender>" + "<memo:x/>" * 60_000 + "</memo:Sender>")

    message = _read(xml, tmp_path)

    assert [problem.code for problem in message.problems] == [ProblemCode.TOO_MANY_PARTS]
    assert message.subject == "Ansøgning om boligstøtte"


def test_of_several_messages_in_one_document_the_first_is_read_and_the_rest_told(
    tmp_path: Path,
) -> None:
    xml = f"<a>{memo().partition('?>')[2] * 2}</a>"

    (message,) = read_content(Content.from_bytes(xml.encode()), limits=Limits(), scratch=tmp_path)

    assert message.subject == "Ansøgning om boligstøtte"
    assert [problem.code for problem in message.problems] == [ProblemCode.TOO_MANY_PARTS]


def test_the_declared_and_the_found_type_of_a_file_are_both_told(tmp_path: Path) -> None:
    message = _read(memo(file("brev.doc", PDF, "application/msword")), tmp_path)

    assert message.attachments == (
        Attachment(
            name="brev.doc",
            content=Content.from_bytes(PDF),
            declared_type="application/msword",
            media_type="application/pdf",
            role=AttachmentRole.MAIN_DOCUMENT,
            language="da",
        ),
    )
