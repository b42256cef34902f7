"""The common format is described by its JSON Schema, and the description is current."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from signatur.solutions.mail_routing.schema import (
    Completeness,
    Enquiry,
    Source,
    enquiry_as_line,
    enquiry_from_json,
    json_schema,
)
from signatur.solutions.mail_routing.schema.enquiry import Channel

DOCS = Path(__file__).parents[4] / "docs"


def _enquiry() -> Enquiry:
    return Enquiry(
        id="0" * 32,
        source=Source("brev.txt", "txt", "0" * 64, 12),
        channel=Channel.LETTER,
        completeness=Completeness.WHOLE,
        problem=None,
        subject="Æblegrød på Ålandsvej",
    )


def test_the_written_schema_is_current() -> None:
    written = (DOCS / "enquiry-1.schema.json").read_text(encoding="utf-8")

    assert json.loads(written) == json_schema(), "run `make docs`"


def test_the_schema_asks_for_every_field_that_is_printed() -> None:
    printed = json.loads(enquiry_as_line(_enquiry()))

    assert set(json_schema()["required"]) == set(printed) == {one.name for one in fields(Enquiry)}


def test_every_field_is_explained() -> None:
    page = (DOCS / "enquiry-format.md").read_text(encoding="utf-8")

    assert [one.name for one in fields(Enquiry) if f"`{one.name}`" not in page] == []


def test_a_line_holds_danish_letters_as_they_are_and_is_read_back() -> None:
    line = enquiry_as_line(_enquiry())

    assert "Æblegrød på Ålandsvej" in line
    assert enquiry_from_json(json.loads(line)) == _enquiry()
