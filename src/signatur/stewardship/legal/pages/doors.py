"""The doors that all pages of law have in common, and forms as they come in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.legal.service.rights import DRAFT, SIGN

Reading = Annotated[Page, page_for(projects.READ)]
Drafting = Annotated[Page, page_for(DRAFT)]
Looking = Annotated[Page, page_for(DRAFT, writes=False)]
Signing = Annotated[Page, page_for(SIGN)]


async def _given(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]
