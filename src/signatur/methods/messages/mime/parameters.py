"""Header values of the form `value; name=value` (RFC 2045 § 5.1, RFC 2231), and file names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from signatur.methods.messages.charsets import decode
from signatur.methods.messages.mime.words import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_VALUE = 8192
_LONGEST_NAME = 200
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_NUMBERED = re.compile(r"(.+)\*(\d{1,3})(\*?)")
_UNFIT_FOR_A_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a value from its parameters; names and the value come in lower case."""
    value = value[:_LONGEST_VALUE]
    main, _, rest = value.partition(";")
    main = main.strip().lower()
    if " " in main:
        # `text/plain charset=utf-8`: the semicolon was forgotten.
        main, _, forgotten = main.partition(" ")
        rest = f"{forgotten};{rest}"
    if not rest:
        return main, {}
    found = _PARAMETER.finditer(f";{rest}")
    return main, _joined((match[1].lower(), _unquoted(match)) for match in found)


def file_name(*candidates: str) -> str:
    """Return the first name that is left when folders and unfit characters are taken away."""
    for candidate in candidates:
        name = _UNFIT_FOR_A_NAME.sub("", candidate).replace("\\", "/").rpartition("/")[2].strip()
        if name.strip("."):
            return _shortened(name)
    return ""


def _unquoted(match: re.Match[str]) -> str:
    if match[2] is not None:
        return _ESCAPED.sub(r"\1", match[2])
    return match[3].strip().strip('"')


def _joined(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Put continued and percent-encoded parameters together; the first of a name counts."""
    plain: dict[str, str] = {}
    extended: dict[str, str] = {}
    numbered: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in parameters:
        if match := _NUMBERED.fullmatch(name):
            numbered.setdefault(match[1], {}).setdefault(int(match[2]), (value, match[3] == "*"))
        elif name.endswith("*"):
            extended.setdefault(name[:-1], _percent_decoded(value.encode()))
        else:
            # Encoded words are not allowed here, yet they are what many programs write.
            plain.setdefault(name, decoded(value))
    return {**plain, **{name: _continued(parts) for name, parts in numbered.items()}, **extended}


def _continued(parts: Mapping[int, tuple[str, bool]]) -> str:
    if not any(is_encoded for _, is_encoded in parts.values()):
        return decoded("".join(value for _, (value, _) in sorted(parts.items())))
    octets = b"".join(
        value.encode() if is_encoded else value.replace("%", "%25").encode()
        for _, (value, is_encoded) in sorted(parts.items())
    )
    return _percent_decoded(octets)


def _percent_decoded(octets: bytes) -> str:
    charset, quote, rest = octets.partition(b"'")
    _, second_quote, text = rest.partition(b"'")
    if not (quote and second_quote):
        return decode(unquote_to_bytes(octets)).text
    return decode(unquote_to_bytes(text), charset.decode("utf-8")).text


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
