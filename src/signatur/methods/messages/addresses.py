"""Address lists of header fields (RFC 5322 § 3.4), read as leniently as mail programs write them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from signatur.methods.messages.mime.words import decoded
from signatur.methods.messages.schema import Party

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ADDRESSES = 2000
"""Addresses that are kept of one field; mail to more than that is told by the problem list."""
_SHORT = 300
"""Characters of a name with its address; longer values are not tried against the quick patterns."""
_SIMPLE = re.compile(
    r'\s*(?:"([^"\\<>@]*)"|([^"\\<>@,;:()]*?))\s*<([^<>\s,;:"()]+@[^<>\s,;:"()]+)>\s*'
)
_BARE = re.compile(r"\s*([^<>\s,;:\"()]+@[^<>\s,;:\"()]+)\s*")
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"?'
    r"|<(?P<angle>[^<>]*)>?"
    r"|\((?P<comment>[^()]*)\)?"
    r"|(?P<mark>[,;:])"
    r'|(?P<word>[^"<(,;:]+)',
    re.DOTALL,
)
_LONGEST_NAME = 500
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_ADDRESS_IN_TEXT = re.compile(r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]]+")


def parse_addresses(value: str) -> tuple[Party, ...]:
    """Return everyone that an address field names, in order; the names of groups are left out."""
    if len(value) <= _SHORT:
        if match := _SIMPLE.fullmatch(value):
            return (_party(match[1] or match[2] or "", match[3]),)
        if match := _BARE.fullmatch(value):
            return (_party("", match[1]),)
    parties: list[Party] = []
    for party in islice(_mailboxes(value), MOST_ADDRESSES):
        if parties and _is_surname(parties[-1]) and party.address and party.name:
            # `Hansen, Peter <p@example.dk>` without the quotes that it needs.
            parties[-1] = Party(f"{parties[-1].name}, {party.name}", party.address)
        else:
            parties.append(party)
    return tuple(parties)


def _is_surname(party: Party) -> bool:
    return not party.address and len(party.name.split()) == 1


def _mailboxes(value: str) -> Iterator[Party]:
    words: list[str] = []
    comment = address = ""
    may_be_group = True
    for token in _TOKEN.finditer(value):
        kind, part = token.lastgroup, token[token.lastgroup or 0]
        if kind == "mark":
            if part == ":":
                if may_be_group and not address:
                    words.clear()  # what stood before is the name of a group
                may_be_group = False
                continue
            yield from _mailbox(words, comment, address)
            words, comment, address, may_be_group = [], "", "", True
        elif kind == "angle":
            address = address or part.strip()
        elif kind == "comment":
            comment = comment or part
        else:
            words.append(_QUOTED_PAIR.sub(r"\1", part) if kind == "quoted" else part)
            may_be_group = may_be_group and "@" not in part
    yield from _mailbox(words, comment, address)


def _mailbox(words: list[str], comment: str, address: str) -> Iterator[Party]:
    name = " ".join("".join(words)[:_LONGEST_NAME].split())
    if "@" not in address and (found := _ADDRESS_IN_TEXT.search(name)):
        # A bare address, or a name in angle brackets with the address outside of them.
        name = (address or name.replace(found[0], "")).strip("<> ")
        address = found[0]
    if name or address:
        yield _party(name or comment, address)


def _party(name: str, address: str) -> Party:
    address = address.strip().strip("'").removeprefix("mailto:")
    name = decoded(name).strip().strip("'\"").strip()
    return Party(name="" if name == address else name, address=address if "@" in address else "")
