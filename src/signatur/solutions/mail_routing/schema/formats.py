"""The common format as JSON: printed by the command line, stored with the enquiry, described."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.schema.enquiry import FORMAT, Enquiry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter


@cache
def _format() -> TypeAdapter[Enquiry]:
    from pydantic import TypeAdapter

    return TypeAdapter(Enquiry)


def enquiry_as_json(enquiry: Enquiry) -> dict[str, Any]:
    """Return an enquiry in the common format as plain JSON values."""
    document: dict[str, Any] = _format().dump_python(enquiry, mode="json")
    return document


def enquiry_as_line(enquiry: Enquiry) -> str:
    """Return an enquiry in the common format as one line of JSON."""
    return _format().dump_json(enquiry).decode("utf-8")


def enquiry_from_json(document: Mapping[str, Any]) -> Enquiry:
    """Read an enquiry in the common format. Raises pydantic.ValidationError for anything else."""
    return _format().validate_python(document)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line that `signatur mail-routing read` prints."""
    described = _format().json_schema(mode="serialization")
    for each in (described, *described["$defs"].values()):
        if "properties" in each:
            each["required"] = list(each["properties"])  # what is empty is printed, too
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FORMAT,
        **described,
    }
