"""One part of a MIME message: what its header says about the bytes that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.mime.fields import Headers, read_head
from signatur.methods.messages.mime.parameters import file_name, parse_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.messages.source import Source

PLAIN = "text/plain"
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_MEANT_AS_PLAIN = frozenset({"text", "plain/text", "text/unknown", "text/ascii", "text/text"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A message or part: its header, and its body as positions in a source."""

    headers: Headers
    media_type: str
    parameters: Mapping[str, str]
    disposition: str
    name: str
    start: int
    stop: int
    path: str = ""
    """Its place in the message, such as `part 2.1`; empty for the message itself."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_attachment(self) -> bool:
        return self.disposition == "attachment"

    @property
    def encoding(self) -> str:
        return self.headers.get("content-transfer-encoding")

    @property
    def content_id(self) -> str:
        return self.headers.get("content-id").strip().strip("<>")


def read_entity(
    source: Source, start: int, stop: int, *, default_type: str = PLAIN, path: str = ""
) -> Entity:
    """Read the header that begins at `start`; the body runs from its end to `stop`."""
    head = read_head(source, start, stop)
    headers = head.headers
    stated_type, parameters = parse_parameters(headers.get("content-type"))
    disposition, particulars = parse_parameters(headers.get("content-disposition"))
    cut = Problem(ProblemCode.TOO_LARGE, "the header exceeds the limit", path)
    return Entity(
        headers=headers,
        media_type=_media_type(stated_type, default_type),
        parameters=parameters,
        disposition=disposition,
        name=file_name(particulars.get("filename", ""), parameters.get("name", "")),
        start=head.body,
        stop=stop,
        path=path,
        problems=(cut,) if head.is_cut else (),
    )


def _media_type(stated: str, default: str) -> str:
    if stated in _MEANT_AS_PLAIN:
        return PLAIN
    return stated if _MEDIA_TYPE.fullmatch(stated) else default
