"""Sentences are translated when they are read; numbers, dates and order are Danish."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel import i18n
from signatur.kernel.i18n import Text, counted, reading_in, verbatim
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from pathlib import Path

EVENING = datetime(2025, 3, 4, 9, 31, tzinfo=UTC)


def test_a_text_shows_its_values() -> None:
    assert str(_("Hello %(name)s", name="Anna")) == "Hello Anna"


def test_a_text_without_values_may_hold_a_percent_sign() -> None:
    assert str(_("100 % of it")) == "100 % of it"


@pytest.mark.parametrize(("num", "shown"), [(1, "1 letter"), (2, "2 letters")])
def test_a_counted_text_follows_its_number(num: int, shown: str) -> None:
    with reading_in("en"):
        assert str(counted("%(num)d letter", "%(num)d letters", num)) == shown
        assert i18n.ngettext_now("letter", "letters", num) == shown.split()[1]


def test_words_of_a_user_are_shown_as_they_are() -> None:
    assert str(verbatim("50 % af Æbler")) == "50 % af Æbler"


def test_a_text_survives_being_stored() -> None:
    inner = _("a made-up stage")
    stored = counted("%(num)d at %(stage)s", "%(num)d at %(stage)s", 2, stage=inner).to_json()

    assert str(Text.from_json(stored)) == "2 at a made-up stage"


def a_catalogue(folder: Path, message: str, translation: str) -> Path:
    """Write a compiled catalogue with one Danish message, in gettext's binary format."""
    entries = [("", "Content-Type: text/plain; charset=utf-8\n"), (message, translation)]
    ids = b"".join(one.encode() + b"\0" for one, _translation in entries)
    start = 28 + 16 * len(entries)
    originals, translations, texts = b"", b"", b""
    at = start
    for one, _translation in entries:
        originals += struct.pack("<II", len(one.encode()), at)
        at += len(one.encode()) + 1
    for _one, translated in entries:
        translations += struct.pack("<II", len(translated.encode()), at)
        at += len(translated.encode()) + 1
        texts += translated.encode() + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    place = folder / "da" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(header + originals + translations + ids + texts)
    return folder


def test_a_solution_from_outside_brings_its_own_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_folders", list(i18n._folders))
    folder = a_catalogue(tmp_path, "A word from outside", "Et ord udefra")

    i18n.add_catalogues(folder)
    i18n.add_catalogues(folder)
    danish, english = i18n.gettext_now("A word from outside"), None
    with reading_in("en"):
        english = i18n.gettext_now("A word from outside")
    i18n._catalogue.cache_clear()

    assert (danish, english) == ("Et ord udefra", "A word from outside")


def test_an_unknown_language_is_read_as_the_default() -> None:
    with reading_in("xx"):
        assert i18n.current_language() == "da"


def test_numbers_are_written_the_danish_way() -> None:
    shown = [i18n.show_number(1234.5), i18n.show_number(1234.5, 2), i18n.show_number(1234.5, 0)]

    assert shown == ["1.234,5", "1.234,50", "1.234"]


def test_shares_are_written_in_percent() -> None:
    assert [i18n.show_percent(0.873), i18n.show_percent(0.873, 1)] == ["87\u00a0%", "87,3\u00a0%"]


def test_dates_and_moments_are_danish_in_danish_time() -> None:
    assert i18n.show_date(date(2025, 3, 4)) == "4. marts 2025"
    assert i18n.show_moment(EVENING) == "4. mar. 2025 kl. 10.31"
    assert i18n.show_day(datetime(2025, 3, 4, 23, 30, tzinfo=UTC)) == "5. marts 2025"


def test_english_readers_get_english_dates_in_the_zone_of_the_installation() -> None:
    with reading_in("en", "Europe/London"):
        assert i18n.show_moment(EVENING) == "4 Mar 2025 09:31"
        assert i18n.show_date(date(2025, 3, 4)) == "4 March 2025"
        assert i18n.show_percent(0.873) == "87%"


def test_an_age_is_told_in_its_largest_unit() -> None:
    assert i18n.show_age(timedelta(hours=3, minutes=20)) == "3 timer"


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "1 kB"), (2_400, "2 kB"), (999_999, "1.000 kB"), (2_540_000, "2,5 MB")]
)
def test_sizes_are_shown_in_a_unit_that_people_know(size: int, shown: str) -> None:
    assert i18n.show_size(size) == shown


@pytest.mark.parametrize(
    ("code", "danish", "english"),
    [
        ("pl", "polsk", "Polish"),
        ("da", "dansk", "Danish"),
        ("xx-unknown", "xx-unknown", "xx-unknown"),
    ],
)
def test_languages_are_called_by_their_names(code: str, danish: str, english: str) -> None:
    assert i18n.show_language(code) == danish
    with i18n.reading_in("en"):
        assert i18n.show_language(code) == english


def test_words_sort_the_danish_way() -> None:
    words = ["Aarhus", "Ærø", "Vejle", "Østerbro", "Allerød", "ål", "Ålborg", "Zoo", "André"]

    assert sorted(words, key=i18n.sort_key) == [
        "Allerød",
        "André",
        "Vejle",
        "Zoo",
        "Ærø",
        "Østerbro",
        "ål",
        "Ålborg",
        "Aarhus",
    ]
