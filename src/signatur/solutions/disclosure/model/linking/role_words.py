"""Words that name a person by what they are to somebody: *far*, *plejemor*, *klager*, *naboen*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.likeness import folded
from signatur.solutions.disclosure.schema.parties import Gender

if TYPE_CHECKING:
    from collections.abc import Iterator

# Base form: what may stand in its place.
_FORMS: dict[str, str] = {
    "far": "far faren faderen fader faders fars farens",
    "mor": "mor moren moderen moder moders mors morens",
    "farmor": "farmor farmoren farmors",
    "farfar": "farfar farfaren farfars",
    "mormor": "mormor mormoren mormors",
    "morfar": "morfar morfaren morfars",
    "stedfar": "stedfar stedfaren stedfars papfar papfaren",
    "stedmor": "stedmor stedmoren stedmors papmor papmoren",
    "plejefar": "plejefar plejefaren plejefars",
    "plejemor": "plejemor plejemoren plejemors",
    "svigermor": "svigermor svigermoren svigermors",
    "svigerfar": "svigerfar svigerfaren svigerfars",
    "søster": "søster søsteren søsters storesøster storesøsteren lillesøster lillesøsteren halvsøster",
    "bror": "bror broren broderen brors storebror storebroren lillebror lillebroren halvbror",
    "datter": "datter datteren datters plejedatter stedatter steddatter",
    "søn": "søn sønnen søns sønnens plejesøn stedsøn",
    "barn": "barnet barnets plejebarnet pigen pigens drengen drengens",
    "ægtefælle": "ægtefælle ægtefællen ægtefælles hustru hustruen hustruens kone konen konens manden mandens ægtemand ægtemanden",
    "samlever": "samlever samleveren samleverens kæreste kæresten kærestens kæresten",
    "ekskone": "ekskone ekskonen ekskonens ekshustru",
    "eksmand": "eksmand eksmanden eksmandens",
    "nabo": "nabo naboen naboens naboer overbo overboen underbo underboen genbo genboen",
    "klager": "klager klageren klagers klagerens",
    "borger": "borgeren borgerens",
    "ansøger": "ansøger ansøgeren ansøgers ansøgerens",
    "tante": "tante tanten moster mosteren faster fasteren",
    "onkel": "onkel onklen farbror morbror",
    "barnebarn": "barnebarn barnebarnet",
    "værge": "værge værgen værgens",
    "partsrepræsentant": "partsrepræsentant partsrepræsentanten bisidder bisidderen",
}
_MEN = frozenset(
    [
        "far",
        "farfar",
        "morfar",
        "stedfar",
        "plejefar",
        "svigerfar",
        "bror",
        "søn",
        "eksmand",
        "onkel",
    ]
)
_WOMEN = frozenset(
    [
        "mor",
        "farmor",
        "mormor",
        "stedmor",
        "plejemor",
        "svigermor",
        "søster",
        "datter",
        "ekskone",
        "tante",
    ]
)
_CHILDREN = frozenset({"søn", "datter", "barn"})
_BASES = {form: base for base, forms in _FORMS.items() for form in forms.split()} | {
    "den unge": "barn",
    "den unges": "barn",
}

_POSSESSIVE = frozenset(
    [
        "hans",
        "hendes",
        "min",
        "din",
        "deres",
        "vores",
        "jeres",
        "sin",
        "barnets",
        "pigens",
        "drengens",
    ]
)
_TOKEN = re.compile(r"(?:den )?(?<![\w-])[^\W\d_]{3,}(?![\w-])")
# What stands before "far" when it is the verb or the direction, not the person.
_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)\s+$")


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A role word in a text."""

    start: int
    end: int
    base: str
    owner: tuple[int, int] | None
    """Where the word before stands if it has the form of a genitive: *Emils* in *Emils mor*."""
    possessive: str
    """The pronoun before, such as *hans*; empty: none."""

    @property
    def gender(self) -> Gender:
        if self.base in _MEN:
            return Gender.MAN
        return Gender.WOMAN if self.base in _WOMEN else Gender.UNKNOWN

    @property
    def is_of_child(self) -> bool:
        return self.base in _CHILDREN


def find_role_words(text: str) -> Iterator[RoleWord]:
    """Yield the role words of a text in order."""
    for match in _TOKEN.finditer(text):
        base = _BASES.get(match.group().lower())
        if base is not None:
            owner, possessive = _owner(text, match.start())
            yield RoleWord(match.start(), match.end(), base, owner, possessive)


def base_of(word: str) -> str:
    """Return the base form of a role word; the word itself in lower case if it is none."""
    return _BASES.get(word.lower().strip(), word.lower().strip())


def _owner(text: str, start: int) -> tuple[tuple[int, int] | None, str]:
    before = _BEFORE.search(text, max(0, start - 40), start)
    if before is None:
        return None, ""
    word = before.group(1)
    if word.lower() in _POSSESSIVE:
        return None, word.lower()
    is_genitive = word[0].isupper() and folded(word).endswith("s")
    return ((before.start(1), before.end(1)) if is_genitive else None), ""
