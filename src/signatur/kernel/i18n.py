"""Languages: English sentences in the code, Danish on the pages, and the Danish way of writing.

`text("...")` marks a sentence and gives a `Text`, which is translated when it is shown, in the
language of whoever reads it.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime, timedelta

LANGUAGES = ("da", "en")
DEFAULT_LANGUAGE = "da"
_DOMAIN = "messages"
# British English has the day-month order that Danish readers expect.
_BABEL_LOCALE = {"da": "da_DK", "en": "en_GB"}

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
_zone: ContextVar[str] = ContextVar("zone", default="Europe/Copenhagen")
_folders: list[Path] = [Path(__file__).resolve().parent.parent / "locale"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that is translated when it is turned into a string."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""

    def __str__(self) -> str:
        catalogue = _catalogue(_language.get())
        if self.plural:
            number = self.values["num"]
            assert isinstance(number, int)
            pattern = catalogue.ngettext(self.message, self.plural, number)
        else:
            pattern = catalogue.gettext(self.message)
        return pattern % self.values if self.values else pattern

    def to_json(self) -> dict[str, object]:
        """Return what `from_json` reads; values are numbers, words or texts without person data."""
        values = {k: v if isinstance(v, int | float) else str(v) for k, v in self.values.items()}
        return {"message": self.message, "values": values, "plural": self.plural}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Text:
        return cls(stored["message"], stored["values"], stored["plural"])


def text(message: str, **values: object) -> Text:
    """Mark a whole English sentence, with named placeholders such as `%(name)s`."""
    return Text(message, values)


def counted(singular: str, plural: str, num: int, **values: object) -> Text:
    """Mark a sentence that depends on a number, which it shows as `%(num)d`."""
    return Text(singular, {"num": num, **values}, plural)


def verbatim(words: str) -> Text:
    """Wrap words that are already in the reader's language, such as a name that a user chose."""
    return Text("%(words)s", {"words": words})


def add_catalogues(folder: Path) -> None:
    """Add the catalogues of a solution from another package; ours come first."""
    if folder not in _folders:
        _folders.append(folder)
        _catalogue.cache_clear()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    merged = gettext.NullTranslations()
    if language == "en":
        return merged
    for folder in reversed(_folders):
        found = gettext.translation(_DOMAIN, folder, [language], fallback=True)
        found.add_fallback(merged)
        merged = found
    return merged


@contextmanager
def reading_in(language: str, zone: str = "") -> Iterator[None]:
    """Show texts, dates and numbers in a language (and time zone) within this block."""
    before = _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    zone_before = _zone.set(zone or _zone.get())
    try:
        yield
    finally:
        _zone.reset(zone_before)
        _language.reset(before)


def current_language() -> str:
    """Return the language that texts are shown in now."""
    return _language.get()


def gettext_now(message: str) -> str:
    """Translate at once; for templates, whose texts are rendered immediately."""
    return _catalogue(_language.get()).gettext(message)


def ngettext_now(singular: str, plural: str, num: int) -> str:
    """Translate at once what depends on a number; for templates."""
    return _catalogue(_language.get()).ngettext(singular, plural, num)


def _locale() -> str:
    return _BABEL_LOCALE[_language.get()]


def show_number(value: float, decimals: int | None = None) -> str:
    """Return 1.234,5 in Danish; with `decimals`, exactly that many."""
    if decimals is None:
        return _decimal(value, None, _locale())
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _decimal(value, pattern, _locale())


def show_percent(share: float, decimals: int = 0) -> str:
    """Return 87 % for 0.87, in English 87%."""
    sign = "\u00a0%" if _language.get() == "da" else "%"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + sign
    return _percent(share, pattern, _locale())


def show_date(day: date) -> str:
    """Return a date in words, such as `4. marts 2025`."""
    pattern = "d. MMMM y" if _language.get() == "da" else "d MMMM y"
    return dates.format_date(day, pattern, locale=_locale())


def show_month(day: date) -> str:
    """Return the month of a date, such as `marts 2025`."""
    return dates.format_date(day, "MMMM y", locale=_locale())


def show_day(moment: datetime) -> str:
    """Return the date of a moment in the reader's time zone, such as `4. marts 2025`."""
    return show_date(moment.astimezone(ZoneInfo(_zone.get())).date())


def show_moment(moment: datetime) -> str:
    """Return date and time in the reader's time zone, such as `4. mar. 2025 kl. 10.31`."""
    zone = ZoneInfo(_zone.get())
    pattern = "d. MMM y 'kl.' HH.mm" if _language.get() == "da" else "d MMM y HH:mm"
    return _moment(moment, pattern, zone, _locale())


# A list shows the same moments and numbers again and again, and writing one takes its time.
@lru_cache(maxsize=4096)
def _moment(moment: datetime, pattern: str, zone: ZoneInfo, locale: str) -> str:
    return dates.format_datetime(moment, pattern, tzinfo=zone, locale=locale)


@lru_cache(maxsize=4096)
def _decimal(value: float, pattern: str | None, locale: str) -> str:
    return numbers.format_decimal(value, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _percent(share: float, pattern: str, locale: str) -> str:
    return numbers.format_percent(share, pattern, locale=locale)


def show_age(age: timedelta) -> str:
    """Return a duration in its largest unit, such as `3 timer`."""
    return dates.format_timedelta(age, locale=_locale(), threshold=1.0)


def show_size(size_bytes: int) -> str:
    """Return a size in kB or MB (powers of ten)."""
    if size_bytes < 1_000_000:
        return f"{show_number(max(1, round(size_bytes / 1000)))} kB"
    return f"{show_number(size_bytes / 1_000_000, 1)} MB"


def show_language(code: str) -> str:
    """Return what a language is called, such as `polsk` for `pl`."""
    return str(Locale.parse(_locale()).languages.get(code, code))


# Danish order: æ, ø, å last; aa counts as å in names (Retskrivningsordbogen § 3); é as e.
_DANISH_ORDER = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "é": "e"}
)


def sort_key(words: str) -> str:
    """Return a key that sorts words the Danish way."""
    return words.casefold().replace("aa", "å").translate(_DANISH_ORDER)
