"""Reading a YAML file node by node, so that every complaint names its line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.model.amounts import (
    NoNumber,
    TwoWays,
    number_of,
    share_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NoReturn

    from signatur.kernel.i18n import Text

_MOST_BYTES = 1_000_000


class WrongCase(InputProblem):
    """The file is no business case; the sentence says in which line and what to write."""

    def __init__(self, line: int, said: Text) -> None:
        self.line, self.said = line, said
        super().__init__(
            log=f"business case: line {line}",
            shown=_("Line %(line)d: %(said)s", line=line, said=said) if line else said,
        )


@dataclass(frozen=True, slots=True)
class Node:
    """One place in the file."""

    raw: Any
    name: str = ""
    """The key that it stands under."""

    @property
    def line(self) -> int:
        return int(self.raw.start_mark.line) + 1

    @property
    def is_mapping(self) -> bool:
        return bool(self.raw.id == "mapping")

    @property
    def is_list(self) -> bool:
        return bool(self.raw.id == "sequence")

    @property
    def is_quoted(self) -> bool:
        return bool(self.raw.id == "scalar" and self.raw.style)

    @property
    def is_empty(self) -> bool:
        if self.raw.id == "scalar":
            return not self.is_quoted and self.raw.value.casefold() in ("", "~", "null")
        return not self.raw.value

    def fail(self, said: Text) -> NoReturn:
        raise WrongCase(self.line, said)

    def fields(self, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> _Fields:
        """Return what stands under each key; an empty one counts as not there.

        Raises WrongCase for a key that is not known, or stands twice.
        """
        if not self.is_mapping:
            self.fail(_("“%(name)s” must hold keys with values below it.", name=self.name))
        known, found = list(known), {}
        for key_node, value in self.raw.value:
            written = str(key_node.value).strip()
            key = _plain_key(written)
            key = (aliases or {}).get(key, key)
            if key not in known:
                _unknown(Node(key_node), written, known)
            if key in found:
                Node(key_node).fail(_("“%(key)s” stands twice here.", key=written))
            node = Node(value, key)
            found[key] = node
        return _Fields(self, {key: one for key, one in found.items() if not one.is_empty})

    def pairs(self) -> list[tuple[Node, Node]]:
        return [(Node(key), Node(value, self.name)) for key, value in self.raw.value]

    def items(self) -> list[Node]:
        """Return the elements; a single thing is a list of one."""
        if self.is_list:
            return [Node(one, self.name) for one in self.raw.value]
        return [self]

    def words(self) -> str:
        if self.raw.id != "scalar":
            self.fail(_("“%(name)s” must be words or one number.", name=self.name))
        return str(self.raw.value).strip()

    def number(self) -> float:
        return self._number(self.words(), is_share=False)

    def share(self) -> float:
        return self._number(self.words(), is_share=True)

    def number_in(self, written: str, *, is_share: bool) -> float:
        """Return one of several numbers that stand in the same words."""
        return self._number(written, is_share=is_share)

    def _number(self, written: str, *, is_share: bool) -> float:
        quoted = self.is_quoted or written != self.words()
        try:
            if not is_share:
                return number_of(written, is_quoted=quoted)
            value, is_per_cent = share_of(written, is_quoted=quoted)
        except NoNumber:
            self.fail(_("“%(written)s” is no number (%(name)s).", written=written, name=self.name))
        except TwoWays:
            self.fail(
                _(
                    "%(written)s can be read in two ways. Write %(whole)s, or %(small)s if you mean that.",
                    written=written,
                    whole=written.replace(".", ""),
                    small=written.rstrip("0").rstrip("."),
                )
            )
        if 1 < value <= 100 and not is_per_cent:
            # Nobody means 350 per cent with 3.5, nor 8 000 per cent with 80.
            return value / 100
        return value

    def whole(self) -> int:
        value = self.number()
        if value != int(value):
            self.fail(_("“%(name)s” must be a whole number.", name=self.name))
        return int(value)

    def truth(self) -> bool:
        word = self.words().casefold()
        if word in ("true", "yes", "ja", "1"):
            return True
        if word not in ("false", "no", "nej", "0"):
            self.fail(_("“%(name)s” must be true or false.", name=self.name))
        return False

    def choice(self, known: Mapping[str, Any]) -> Any:
        """Return what a word stands for. Raises WrongCase, with the nearest word that is known."""
        written = self.words()
        key = _plain_key(written)
        if key not in known:
            _unknown(self, written, list(known))
        return known[key]


class _Fields:
    """The values of one place by key."""

    def __init__(self, node: Node, found: Mapping[str, Node]) -> None:
        self.node = node
        self._found = found

    def get(self, key: str) -> Node | None:
        return self._found.get(key)

    def need(self, key: str) -> Node:
        found = self._found.get(key)
        if found is None:
            self.node.fail(_("“%(key)s” is missing here.", key=key))
        return found

    def __contains__(self, key: str) -> bool:
        return key in self._found


Fields = _Fields


def root_of(content: str | bytes) -> Node:
    """Return the outermost place of a YAML file. Raises WrongCase for what is no YAML."""
    import yaml

    words = _decoded(content)
    try:
        raw: Any = yaml.compose(words, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise WrongCase(
            line,
            _(
                "This is no YAML. Check the indentation, and put quotes round words that hold a colon."
            ),
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise WrongCase(1, _("This is no YAML file of words.")) from None
    if raw is None:
        raise WrongCase(0, _("The file is empty. See: signatur business-case example"))
    if raw.id != "mapping":
        raise WrongCase(1, _("This is no business case. See: signatur business-case example"))
    return Node(raw, "business_case")


def _decoded(content: str | bytes) -> str:
    if len(content) > _MOST_BYTES:
        raise WrongCase(0, _("The file is too large for a business case."))
    if isinstance(content, str):
        return content.lstrip("\ufeff")
    for encoding in (
        ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongCase(1, _("This is no YAML file of words."))


def _plain_key(written: str) -> str:
    return written.strip().casefold().replace("-", "_").replace(" ", "_")


def _unknown(node: Node, written: str, known: list[str]) -> NoReturn:
    near = get_close_matches(_plain_key(written), known, n=1, cutoff=0.5)
    if near:
        node.fail(
            _("“%(key)s” is not known here. Did you mean “%(near)s”?", key=written, near=near[0])
        )
    node.fail(
        _("“%(key)s” is not known here. Known are: %(known)s.", key=written, known=", ".join(known))
    )
