"""No personal data leaves in a bundle: what looks like it is masked, or found by file and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.text.identifiers import Certainty, IdentifierKind, find_identifiers

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS: Final = frozenset({IdentifierKind.CPR, IdentifierKind.CPR_FRAGMENT})
_SURE: Final = frozenset({Certainty.CHECKED, Certainty.LIKELY})
_WRITTEN_BY_PEOPLE: Final = ("documents/", "project.json", "floor.json", "model/card.json")


def person_data_in(files: Mapping[str, bytes]) -> list[str]:
    """Return the files in which a person's own number surely stands, without telling the number.

    What people wrote is read; model bytes are judged by whoever gives them, with a reason.
    """
    return sorted(
        name
        for name, content in files.items()
        if name.startswith(_WRITTEN_BY_PEOPLE)
        and any(
            one.kind in _NUMBERS and one.certainty in _SURE
            for one in find_identifiers(content.decode("utf-8", "replace"))
        )
    )


def without_addresses(text: str) -> str:
    """Return a text in which e-mail addresses are replaced: they are mostly somebody's own."""
    parts, at = [], 0
    for one in find_identifiers(text):
        if one.kind is IdentifierKind.EMAIL:
            parts += [text[at : one.start], "[e-mail]"]
            at = one.end
    return "".join([*parts, text[at:]])
