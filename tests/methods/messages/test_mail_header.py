"""Header fields are read as they are meant: words, addresses, dates, parameters, threads."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits
from signatur.methods.messages import Party, Recipient, RecipientRole, read_message
from signatur.methods.messages.addresses import MOST_ADDRESSES, parse_addresses
from signatur.methods.messages.dates import parse_date
from signatur.methods.messages.mime.parameters import file_name, parse_parameters
from signatur.methods.messages.mime.words import decoded
from tests.corpus.messages.mime import head, mail

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.messages import Message


def _read(header: str, scratch: Path) -> Message:
    return read_message(Content.from_bytes(mail(header, "Hej")), limits=Limits(), scratch=scratch)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?Q?=C3=A6bler_og_p=C3?= =?utf-8?Q?=A6rer?= nu", "æbler og pærer nu"),
        ("=?iso-8859-1?Q?=E6ble?=", "æble"),
        ("et =?utf-8?B?w6Y=?= ord", "et æ ord"),
        ("=?utf-8?B?w6Y", "æ"),
        ("=?utf-8?B?w6Y==?=", "æ"),
        ("=?utf-8*da?Q?=C3=A6ble?=", "æble"),
        ("=?utf-8?X?w6Y=?=", "=?utf-8?X?w6Y=?="),
        ("=?utf-8?Q?hvad? nej?=", "hvad? nej"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("a =? b ?= c", "a =? b ?= c"),
        ("linje\r\n brudt", "linje brudt"),
    ],
)
def test_encoded_words_are_read_as_they_are_meant(written: str, meant: str) -> None:
    assert decoded(written) == meant


# Without the letters by which text that was encoded twice is known, and repaired.
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="ÂÃâ"
)


@given(st.text(_LETTERS, max_size=80))
def test_what_the_standard_library_encodes_is_decoded_again(text: str) -> None:
    text = " ".join(text.split())

    written = Header(text, "utf-8", maxlinelen=60).encode()

    assert decoded(written) == text


_PIECES_OF_DATES = st.sampled_from(
    [
        "Tue,",
        "4",
        "Mar",
        "2025",
        "10:31",
        "+0100",
        "-9999999999999",
        "GMT",
        "99",
        ":",
        "T",
        "-03-",
        "",
    ]
)


@given(st.lists(_PIECES_OF_DATES, max_size=8).map(" ".join))
def test_anything_like_a_date_is_a_moment_or_none(value: str) -> None:
    moment = parse_date(value)

    assert moment is None or 1979 < moment.year < 2102


@given(st.text(max_size=300))
def test_a_header_value_of_any_kind_is_read(value: str) -> None:
    assert "\n" not in decoded(value)
    assert all(party.address == "" or "@" in party.address for party in parse_addresses(value))
    assert file_name(value).strip("/\\") == file_name(value)
    moment = parse_date(value)
    assert moment is None or moment.tzinfo is UTC
    assert parse_parameters(value)[0] == parse_parameters(value)[0].lower()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Åse <a@example.dk>", (Party("Åse", "a@example.dk"),)),
        ('"Prøve, Åse" <a@example.dk>, b@example.dk', (Party("Prøve, Åse", "a@example.dk"), Party("", "b@example.dk"))),
        ("Prøve, Åse <a@example.dk>; b@example.dk", (Party("Prøve, Åse", "a@example.dk"), Party("", "b@example.dk"))),
        ("undisclosed-recipients:;", ()),
        ("Rådet: a@example.dk, Bo <b@example.dk>;, c@example.dk", (Party("", "a@example.dk"), Party("Bo", "b@example.dk"), Party("", "c@example.dk"))),
        ("a@example.dk (Åse)", (Party("Åse", "a@example.dk"),)),
        ('"a@example.dk" <a@example.dk>', (Party("", "a@example.dk"),)),
        ('"en \\"sær\\" en" <a@example.dk>', (Party('en "sær" en', "a@example.dk"),)),
        ("Åse a@example.dk", (Party("Åse", "a@example.dk"),)),
        ("<mailto:a@example.dk>", (Party("", "a@example.dk"),)),
        ('"ikke lukket <a@example.dk>', (Party("ikke lukket", "a@example.dk"),)),
        ("=?utf-8?B?UHLDuHZlLCDDhXNl?= <a@example.dk>", (Party("Prøve, Åse", "a@example.dk"),)),
        ("Åse", (Party("Åse"),)),
        ("", ()),
    ],
)  # fmt: skip
def test_addresses_are_read_as_mail_programs_write_them(
    written: str, meant: tuple[Party, ...]
) -> None:
    assert parse_addresses(written) == meant


def test_a_field_with_too_many_addresses_is_cut() -> None:
    everyone = ", ".join(f"b{n}@example.dk" for n in range(3000))

    assert len(parse_addresses(everyone)) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 04 Mar 2025 10:31:00 +0100", datetime(2025, 3, 4, 9, 31, tzinfo=UTC)),
        ("Tue, 4 Mar 2025 10:31 GMT", datetime(2025, 3, 4, 10, 31, tzinfo=UTC)),
        ("4 Mar 25 10:31:00 EST", datetime(2025, 3, 4, 15, 31, tzinfo=UTC)),
        ("Tue Mar  4 10:31:00 2025", datetime(2025, 3, 4, 10, 31, tzinfo=UTC)),
        ("2025-03-04T10:31:00.123+01:00", datetime(2025, 3, 4, 9, 31, tzinfo=UTC)),
        ("tir, 4 maj 2025 10:31:00 +0200", datetime(2025, 5, 4, 8, 31, tzinfo=UTC)),
        ("4. marts 2025 kl. 10.31", datetime(2025, 3, 4, 10, 31, tzinfo=UTC)),
        ("04-03-2025 10:31:22", datetime(2025, 3, 4, 10, 31, 22, tzinfo=UTC)),
        ("Tue, 4 Mar 2025 10.31.00 +0100", datetime(2025, 3, 4, 9, 31, tzinfo=UTC)),
        ("Tue, 31 Dec 2024 23:59:60 +0000", datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Tue, 4 Mar 1825 10:31:00 +0100", None),
        ("Tue, 32 Mar 2025 10:31:00 +0100", None),
        ("Tue, 4 Mar 2025 10:31:00 +9999", datetime(2025, 3, 4, 10, 31, tzinfo=UTC)),
        ("Tue, 4 Mar 2025 10:31:00 -99999999999999", datetime(2025, 3, 4, 10, 31, tzinfo=UTC)),
        ("i går", None),
        ("", None),
    ],
)
def test_dates_are_read_as_mail_programs_write_them(written: str, meant: datetime | None) -> None:
    assert parse_date(written) == meant


@given(st.datetimes(datetime(1981, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_date_in_the_standard_form_is_read_exactly(moment: datetime) -> None:
    assert parse_date(format_datetime(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("text/plain; charset=utf8;", ("text/plain", {"charset": "utf8"})),
        ("Text/Plain charset=utf-8", ("text/plain", {"charset": "utf-8"})),
        ('a/b; name="a;b.pdf"', ("a/b", {"name": "a;b.pdf"})),
        ("a/b; name=a b.pdf; x=1", ("a/b", {"name": "a b.pdf", "x": "1"})),
        ("a/b; name*=utf-8''%C3%A6.pdf; name=x.pdf", ("a/b", {"name": "æ.pdf"})),
        ("a/b; name*1=\"re.pdf\"; name*0*=iso-8859-1'da'p%E6", ("a/b", {"name": "pære.pdf"})),
        ('a/b; name*0="lang "; name*1="navn.pdf"', ("a/b", {"name": "lang navn.pdf"})),
        ('a/b; name="ikke lukket.pdf', ("a/b", {"name": "ikke lukket.pdf"})),
        ('a/b; x="citat \\"inde\\" i"', ("a/b", {"x": 'citat "inde" i'})),
        ("", ("", {})),
    ],
)
def test_parameters_are_read_as_mail_programs_write_them(
    written: str, meant: tuple[str, dict[str, str]]
) -> None:
    assert parse_parameters(written) == meant


def test_the_topmost_trace_tells_when_the_mail_arrived(tmp_path: Path) -> None:
    header = (
        "Received: from a by mx.example.org; Tue, 4 Mar 2025 10:31:05 +0100\n"
        "Received: from b by a; Tue, 4 Mar 2025 10:30:00 +0100\n" + head()
    )

    message = _read(header, tmp_path)

    assert message.received_at == datetime(2025, 3, 4, 9, 31, 5, tzinfo=UTC)
    assert message.sent_at == datetime(2025, 3, 4, 9, 31, tzinfo=UTC)


def test_a_thread_is_named_by_its_oldest_message(tmp_path: Path) -> None:
    header = head(References="<1@example.dk>\n <2@example.dk>", In_Reply_To="<2@example.dk> (Bo)")

    message = _read(header, tmp_path)

    assert message.references == ("1@example.dk", "2@example.dk")
    assert (message.in_reply_to, message.thread_id) == ("2@example.dk", "1@example.dk")


def test_a_very_long_thread_keeps_its_oldest_and_its_newest_messages(tmp_path: Path) -> None:
    header = head(References=" ".join(f"<{n}@example.dk>" for n in range(1000)))

    references = _read(header, tmp_path).references

    assert len(references) == 100
    assert (references[0], references[1], references[-1]) == (
        "0@example.dk",
        "901@example.dk",
        "999@example.dk",
    )


def test_every_recipient_is_told_with_the_line_on_which_it_stands(tmp_path: Path) -> None:
    header = head(
        recipient="a@example.dk, b@example.dk",
        Cc="c@example.dk",
        Bcc="d@example.dk",
        To="e@example.dk",
    )

    assert _read(header, tmp_path).recipients == (
        Recipient(Party("", "a@example.dk"), RecipientRole.TO),
        Recipient(Party("", "b@example.dk"), RecipientRole.TO),
        Recipient(Party("", "e@example.dk"), RecipientRole.TO),
        Recipient(Party("", "c@example.dk"), RecipientRole.CC),
        Recipient(Party("", "d@example.dk"), RecipientRole.BCC),
    )


def test_further_authors_and_whoever_sent_it_for_them_are_told(tmp_path: Path) -> None:
    header = head(sender="Åse <a@example.dk>, Bo <b@example.dk>", Sender="sekretær <s@example.dk>")

    message = _read(header, tmp_path)

    assert message.sender == Party("Åse", "a@example.dk")
    assert message.other_senders == (Party("Bo", "b@example.dk"), Party("sekretær", "s@example.dk"))


def test_a_mail_without_author_is_from_whom_it_returns_to(tmp_path: Path) -> None:
    message = _read("Return-Path: <a@example.dk>\nSubject: Hej\nTo: b@example.dk\n", tmp_path)

    assert message.sender == Party("", "a@example.dk")
    assert message.other_senders == ()


@pytest.mark.parametrize(
    ("field", "is_auto_reply"),
    [
        ({"Auto_Submitted": "auto-replied (vacation)"}, True),
        ({"Precedence": "auto_reply"}, True),
        ({"X_Autoreply": "yes"}, True),
        ({"Auto_Submitted": "auto-generated"}, False),
        ({"Precedence": "bulk"}, False),
        ({}, False),
    ],
)
def test_an_answer_that_a_program_wrote_is_known(
    field: dict[str, str],
    is_auto_reply: bool,  # noqa: FBT001  # a row of the table
    tmp_path: Path,  # a row of the table
) -> None:
    assert _read(head(**field), tmp_path).is_auto_reply is is_auto_reply


def test_fields_of_use_for_routing_are_kept_and_traces_are_not(tmp_path: Path) -> None:
    header = head(
        List_Id="Nyt <nyt.example.org>",
        Importance="high",
        X_Priority="1",
        X_MS_Exchange_Antispam="lang",
        DKIM_Signature="v=1",
        Delivered_To="byg@example.org",
    )

    assert _read(header, tmp_path).headers == (
        ("list-id", "Nyt <nyt.example.org>"),
        ("importance", "high"),
        ("x-priority", "1"),
        ("delivered-to", "byg@example.org"),
    )


def test_fields_for_routing_are_bounded_in_number_and_length(tmp_path: Path) -> None:
    header = head(**{f"X_Felt_{n}": "x" * 2000 for n in range(300)})

    fields = _read(header, tmp_path).headers

    assert len(fields) == 100
    assert {len(value) for _, value in fields} == {500}


def test_the_language_is_told_as_the_program_stated_it(tmp_path: Path) -> None:
    assert _read(head(Content_Language="da-DK, en-GB"), tmp_path).language == "da-dk"


def test_an_overlong_subject_is_cut(tmp_path: Path) -> None:
    assert len(_read(head("emne " * 10_000), tmp_path).subject) == 2000
