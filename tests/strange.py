"""Strange input, sent to every route that an installation has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from signatur.app import application_of
from signatur.kernel.web.interface import doors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

    from signatur.kernel.part import Part
    from tests.stand_ins import Browser

_PLACEHOLDER = re.compile(r"{\w+}")
NOWHERE = "01890000-0000-7000-8000-000000000000"
# Of a field in an address, and of all fields together: the client makes no longer ones.
_LONGEST_FIELD, _LONGEST_ADDRESS = 500, 9_000
KINDS = ("application/json", "multipart/form-data; boundary=x")

STRANGE_TEXTS = {
    "empty": "",
    "a zero": "\0",
    "half a pair": "\ud800",
    "other alphabets": "مرحبا здравствуйте 你好 🙈",
    "markup": "<script>alert(1)</script>' OR 1=1 -- %(name)s {0}",
    "huge": "å" * 300_000,
    "a number that is none": "1e999",
    "a number too large": "9" * 30,
    "a number below all": "-" + "9" * 18,
    "a date far away": "9999-12-31",
    "a date long ago": "0001-01-01",
}
STRANGE_BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "an empty object": b"{}",
    "a list": b"[[[[]]]]",
    "bytes": bytes(range(256)) * 10,
    "deep": b"[" * 20_000,
    "a zero inside": b'{"department": "\\u0000", "subject": "\\u0000", "note": "\\u0000"}',
    "half a pair inside": b'{"department": "\\ud800", "subject": "x", "note": "\\ud800"}',
    "not a number": b'{"department": NaN, "subject": 1e999, "note": null}',
}


def routes(parts: tuple[Part, ...], *prefixes: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield method, address (ids filled in) and the fields that a route of some parts reads."""
    for route, _door in doors(application_of(parts)):
        path = str(route.path)
        if path.startswith(prefixes or ("/",)):
            for method in sorted(route.methods or ()):
                yield method, _PLACEHOLDER.sub(NOWHERE, path), frozenset(_names(route.dependant))


def _names(dependant: Any) -> set[str]:
    own = {one.alias for one in (*dependant.query_params, *dependant.body_params)}
    return own.union(*(_names(one) for one in dependant.dependencies), set())


def send_word(browser: Browser, method: str, path: str, fields: frozenset[str], word: str) -> Any:
    """Send a word in every field of a route."""
    raw = word.encode("utf-8", "surrogatepass")
    headers = {"x-csrf-token": browser.csrf}
    if method == "GET":
        longest = min(_LONGEST_FIELD, _LONGEST_ADDRESS // max(1, len(fields)))
        query = dict.fromkeys(fields, raw.decode("latin-1")[:longest])
        return browser.client.request(method, path, headers=headers, params=query)
    form = dict.fromkeys(fields - {"csrf"}, raw.decode("utf-8", "replace"))
    return browser.client.request(method, path, headers=headers, data=form)


def send_bytes(browser: Browser, method: str, path: str, kind: str, body: bytes) -> Any:
    """Send bytes as the whole body of a request."""
    headers = {"x-csrf-token": browser.csrf, "content-type": kind}
    return browser.client.request(method, path, headers=headers, content=body)


def is_crash(answer: Response) -> bool:
    """Say whether an answer is a mistake of the program, or a refusal without a word."""
    return answer.status_code >= 500 or (answer.status_code >= 400 and not answer.text.strip())
