"""Files of answers, as people write them: in Danish or English, with other names, in any encoding."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.messages.charsets import decode
from signatur.stewardship.legal.model.questions import ALIASES, QUESTIONS
from signatur.stewardship.legal.schema import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = {
    **dict.fromkeys(("ja", "j", "y", "true", "sand", "1"), "yes"),
    **dict.fromkeys(("nej", "n", "false", "falsk", "0"), "no"),
    **dict.fromkeys(
        ("ved ikke", "ved_ikke", "vides ikke", "uafklaret", "måske", "maybe", "unclear", "?", "",
         "null", "none known"),
        UNKNOWN,
    ),
    **dict.fromkeys(("ingen", "none"), "none"),
}  # fmt: skip
_OF_DATA: Final = {
    "no": "none", "almindelige": "ordinary", "følsomme": "special", "sensitive": "special",
    "health": "special", "helbred": "special",
}  # fmt: skip


def read_answers(content: bytes) -> dict[str, str]:
    """Return answers by the name of their question.

    Raises InputProblem for what is no YAML, an unknown question (with the nearest known one), an
    impossible answer, and two answers to one question.
    """
    answers: dict[str, str] = {}
    for name, value in _pairs(content):
        key = ALIASES.get(name, name)
        word = _word(key, value)
        if answers.setdefault(key, word) != word:
            raise InputProblem(
                log="two answers", shown=_("%(code)s is answered twice, and differently.", code=key)
            )
    _check(answers)
    return answers


def _pairs(content: bytes) -> list[tuple[str, Any]]:
    """Return names and values in the order of the file, a name that stands twice twice."""
    import yaml

    text = decode(content).text.lstrip("\ufeff")
    try:
        root, told = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputProblem(log="no YAML", shown=_("The file is no YAML.")) from error
    if isinstance(told, dict) and isinstance(told.get("answers"), dict):
        told = told["answers"]
    if not isinstance(told, dict):
        raise InputProblem(
            log="no answers",
            shown=_(
                "Write one answer a line, such as develops: yes. See: signatur legal questions"
            ),
        )
    found = [(str(name).strip(), value) for name, value in told.items()]
    # A mapping keeps the last of two lines with one name; the first must not vanish.
    lines = root.value if isinstance(root, yaml.MappingNode) else []
    written = [(name.value, value.value) for name, value in lines if value.id == "scalar"]
    doubled = [(name, value) for name, value in written if _times(written, name) > 1]
    return [*found, *doubled]


def _times(written: list[tuple[Any, Any]], name: object) -> int:
    return sum(one == name for one, _value in written)


def _word(key: str, value: object) -> str:
    """Return an answer as its code; YAML reads yes and no as truth, and people write Danish."""
    if isinstance(value, bool):
        word = "yes" if value else "no"
    elif isinstance(value, list) and len(value) == 1:
        return _word(key, value[0])
    else:
        words = "" if value is None else str(value).strip().casefold()
        word = _WORDS.get(words, words)
    return _OF_DATA.get(word, word) if key == "personal_data" else word


def _check(answers: Mapping[str, str]) -> None:
    known = {one.key: one for one in QUESTIONS}
    for key, value in answers.items():
        if key not in known:
            near = difflib.get_close_matches(key.casefold(), [*known, *ALIASES], n=1, cutoff=0.4)
            shown = (
                _("There is no question %(key)s. Did you mean %(near)s?", key=key,
                  near=ALIASES.get(near[0], near[0]))
                if near
                else _("There is no question %(key)s. See: signatur legal questions", key=key)
            )  # fmt: skip
            raise InputProblem(log="unknown question", shown=shown)
        # That data about people are used, and nobody has said of which kind, is an answer too.
        if value not in known[key].values() and (key, value) != ("personal_data", "yes"):
            raise InputProblem(
                log="impossible answer",
                shown=_(
                    "%(code)s cannot be %(value)s. It can be: %(known)s.",
                    code=key,
                    value=value,
                    known=", ".join(known[key].values()),
                ),
            )
