"""What lies in a folder is found: no pipe or circle of links holds reading up, nothing is passed over."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Limits
from signatur.solutions.mail_routing.intake import EnquiryReader
from tests.corpus.messages.mime import LETTER, head, mail

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.solutions.mail_routing.schema import Enquiry

_MAIL = mail(head(Content_Type="text/plain; charset=utf-8"), LETTER)


def _read(reader: EnquiryReader, *paths: Path) -> list[Enquiry]:
    return [read.enquiry for read in reader.read_paths(paths)]


def _stated(enquiries: list[Enquiry]) -> dict[str, str]:
    return {each.source.name: each.problem.detail if each.problem else "" for each in enquiries}


def test_a_folder_is_read_with_all_its_folders_in_the_order_of_names(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    for name in ("b/2.eml", "a/1.eml", "c.eml", ".DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_MAIL)

    assert list(_stated(_read(reader, tmp_path))) == ["1.eml", "2.eml", "c.eml"]


def test_a_pipe_a_device_and_a_broken_link_are_stated_and_not_opened(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "a.eml")
    (tmp_path / "b.eml").symlink_to("/dev/zero")
    (tmp_path / "c.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d.eml").write_bytes(_MAIL)

    assert _stated(_read(reader, tmp_path)) == {
        "a.eml": "neither a file nor a folder",
        "b.eml": "neither a file nor a folder",
        "c.eml": "the file cannot be opened: FileNotFoundError",
        "d.eml": "",
    }


def test_links_in_a_circle_are_followed_once(reader: EnquiryReader, tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "mail.eml").write_bytes(_MAIL)
    (tmp_path / "under" / "op").symlink_to(tmp_path)

    assert list(_stated(_read(reader, tmp_path))) == ["mail.eml"]


def test_a_name_in_no_character_set_is_shown_as_far_as_it_goes(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    path = os.fsencode(tmp_path) + b"/sk\xf8de.eml"
    with open(path, "wb") as file:  # noqa: PTH123 (the name is bytes)
        file.write(_MAIL)

    assert list(_stated(_read(reader, tmp_path))) == ["sk\ufffdde.eml"]


def test_a_file_that_goes_away_during_reading_costs_no_other(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_bytes(_MAIL)
    (tmp_path / "b.eml").write_bytes(_MAIL)
    (tmp_path / "c.eml").write_bytes(_MAIL)
    reading = reader.read_paths([tmp_path])
    next(reading)
    (tmp_path / "b.eml").unlink()

    rest = _stated([read.enquiry for read in reading])

    assert rest == {"b.eml": "the file cannot be opened: FileNotFoundError", "c.eml": ""}


def test_a_path_that_does_not_exist_is_the_callers_mistake(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        _read(reader, tmp_path / "nowhere")


def test_a_letter_beside_mails_in_an_archive_is_an_enquiry_too(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    path = tmp_path / "post.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.eml", _MAIL)
        archive.writestr("brev.txt", "Der er hul i vejen ud for vores hus.")

    of_mail, of_rest = _read(reader, path)

    assert of_mail.source.name == "post.zip › a.eml"
    assert [each.name for each in of_rest.attachments] == ["post.zip", "brev.txt"]
    assert "Der er hul i vejen" in of_rest.model_text


def test_an_archive_of_nothing_but_mails_is_no_enquiry_itself(
    reader: EnquiryReader, tmp_path: Path
) -> None:
    path = tmp_path / "post.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.eml", _MAIL)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.eml", _MAIL)
        archive.writestr("mere.zip", inner.getvalue())

    assert [each.channel for each in _read(reader, path)] == ["email", "email"]


def test_a_stream_is_read_like_a_file(reader: EnquiryReader) -> None:
    (read,) = reader.read_stream(io.BytesIO(_MAIL), "-")

    assert read.enquiry.subject == "Carport på Ålykkevej"
    assert read.original.read() == _MAIL


def test_a_stream_without_end_is_left_at_the_limit() -> None:
    limits = Limits(message_bytes=100_000, in_memory_bytes=1000)
    with EnquiryReader(limits=limits) as reader, open("/dev/zero", "rb") as endless:  # noqa: PTH123
        (read,) = reader.read_stream(endless, "-")

    assert read.enquiry.problem is not None
    assert read.enquiry.problem.code == "too_large"
    assert read.original.size == 100_000
