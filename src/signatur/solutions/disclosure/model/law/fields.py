"""Reading edited YAML field by field: every fault is told with its place, and reading goes on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.law import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.kernel.i18n import Text

_MOST_CHARACTERS = 1_000_000
_DEEPEST = 6
_Code = TypeVar("_Code", bound=StrEnum)


class UnreadableLaw(InputProblem):
    """Edited law or letters that cannot be used; `problems` holds every fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(
            log=f"edited law or letters refused: {len(problems)} problems",
            shown=_(
                "The text cannot be used. In %(place)s: %(said)s (%(count)s problems in all.)",
                place=first.place, said=first.said, count=str(len(problems)),
            ),
        )  # fmt: skip
        self.problems = tuple(problems)


def documents_of(text: str) -> list[Any]:
    """Return the documents of a YAML text, which `---` divides. Raises UnreadableLaw with the line."""
    import yaml

    if len(text) > _MOST_CHARACTERS:
        raise UnreadableLaw([Problem("YAML", _("The text is longer than a million characters."))])
    # The loader in C is ten times as fast where it is installed, and as safe.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [one for one in yaml.load_all(text, loader) if one is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = str(mark.line + 1) if mark else "?"
        said = _("Line %(line)s is not YAML: %(why)s.", line=line, why=error.problem or "?")
    except (yaml.YAMLError, RecursionError, ValueError):
        said = _("This is not YAML.")
    raise UnreadableLaw([Problem("YAML", said)])


def named(raw: Any, word: str, number: int, *names: str) -> str:
    """Return the place of a value for messages: by its name where it has one, else by its number."""
    told = (raw.get(one) for one in names) if isinstance(raw, dict) else ()
    name = next((one for one in told if isinstance(one, str) and one), str(number))
    return f"{word} {name[:60]}"


class Fields:
    """One mapping of the YAML, whose fields are taken one by one; `done` tells what was left over."""

    def __init__(self, raw: Any, place: str, problems: list[Problem]) -> None:
        self.place = place
        self._problems = problems
        self._raw: dict[str, Any] = {}
        if isinstance(raw, dict):
            self._raw = {str(name): value for name, value in raw.items()}
        else:
            self.fault(_("Here names and values are expected, such as `key: value`."))

    def fault(self, said: Text) -> None:
        """Tell a fault of this mapping."""
        self._problems.append(Problem(self.place, said))

    def words(self, name: str, default: str | None = None) -> str:
        """Return words without spaces around them; a fault where they are missing without a default."""
        value = self._raw.pop(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        if value is None:
            self.fault(_("`%(name)s` is missing.", name=name))
        else:
            self.fault(_("`%(name)s` must be words in quotation marks.", name=name))
        return ""

    def flag(self, name: str) -> bool:
        value = self._raw.pop(name, False)
        if not isinstance(value, bool):
            self.fault(_("`%(name)s` must be true or false.", name=name))
        return value is True

    def day(self, name: str) -> date:
        """Return a date that must be there; 1 January 1900 stands in for one that cannot be read."""
        found = self.day_if_any(name)
        if found is None and not any(one.place == self.place for one in self._problems):
            self.fault(_("`%(name)s` is missing.", name=name))
        return found or date(1900, 1, 1)

    def day_if_any(self, name: str) -> date | None:
        value = self._raw.pop(name, None)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        self.fault(_("`%(name)s` must be a date such as 2026-01-31.", name=name))
        return None

    def list(self, name: str) -> list[Any]:
        value = self._raw.pop(name, None)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(_("`%(name)s` must be a list.", name=name))
            return []
        return value

    def words_of(self, name: str) -> tuple[str, ...]:
        """Return a list of words. Nothing deeper is turned into words: aliases could make it endless."""
        found = []
        for value in self.list(name):
            if isinstance(value, str) and value.strip():
                found.append(value.strip())
            else:
                self.fault(_("`%(name)s` must hold words only, in quotation marks.", name=name))
        return tuple(found)

    def number(self, name: str, default: int) -> int:
        """Return a whole number from 1 to 6, such as the level of a heading."""
        value = self._raw.pop(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _DEEPEST:
            self.fault(_("`%(name)s` must be a number from 1 to 6.", name=name))
            return default
        return value

    def anything(self, name: str) -> dict[str, Any]:
        """Return names with whatever they hold."""
        value = self._raw.pop(name, None) or {}
        if not isinstance(value, dict):
            self.fault(_("`%(name)s` must hold names and values.", name=name))
            return {}
        return {str(key): one for key, one in value.items()}

    def mapping(self, name: str) -> dict[str, str]:
        value = self._raw.pop(name, None) or {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.fault(_("`%(name)s` must hold names and words.", name=name))
            return {}
        return {str(key): one.strip() for key, one in value.items()}

    def one_of(self, name: str, codes: type[_Code], default: _Code | None = None) -> _Code:
        """Return a code; the first of its kind stands in for one that is wrong."""
        value = self._raw.pop(name, default)
        found = _code(value, codes)
        if found is None:
            self._unknown(name, value, codes)
        return found or next(iter(codes))

    def codes(self, name: str, codes: type[_Code]) -> tuple[_Code, ...]:
        """Return a list of codes; `all` stands for every one."""
        found: list[_Code] = []
        for value in self.list(name):
            if value == "all":
                return tuple(codes)
            code = _code(value, codes)
            if code is None:
                self._unknown(name, value, codes)
            else:
                found.append(code)
        return tuple(dict.fromkeys(found))

    def done(self) -> None:
        """Tell the fields that nobody took: a slip of the pen would else be lost in silence."""
        for name in self._raw:
            self.fault(_("`%(name)s` is not known here.", name=name))
        self._raw = {}

    def _unknown(self, name: str, value: object, codes: type[StrEnum]) -> None:
        known = ", ".join(one.value for one in codes)
        shown = str(value)[:60] if isinstance(value, str | int | float) else "?"
        self.fault(
            _(
                "`%(name)s` is %(value)s; it must be one of %(known)s.",
                name=name, value=shown, known=known,
            )
        )  # fmt: skip


def _code(value: object, codes: type[_Code]) -> _Code | None:
    # An enumeration writes out what it does not know, and aliases can make that endless.
    if not isinstance(value, str):
        return None
    return next((one for one in codes if one.value == value), None)
