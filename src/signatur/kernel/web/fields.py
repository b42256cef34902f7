"""Fields of addresses that may be left empty, as a form sends them whose filter is not filled in."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


OptionalDate = Annotated[date | None, BeforeValidator(_none_if_empty)]
OptionalId = Annotated[UUID | None, BeforeValidator(_none_if_empty)]
OptionalNumber = Annotated[int | None, BeforeValidator(_none_if_empty)]
