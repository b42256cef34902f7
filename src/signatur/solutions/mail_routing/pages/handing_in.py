"""Handing in files by hand: they are stored at once and read in the background."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response, UploadFile

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service

router = APIRouter()

HandingIn = Annotated[Page, page_for(service.HAND_IN)]


@router.get("/indlever")
def form(page: HandingIn) -> Response:
    return page.show("mail_routing/hand_in.html")


@router.post("/indlever")
def hand_in(page: HandingIn, files: list[UploadFile]) -> Response:
    named = [(file.filename or "", file.file) for file in files if file.size]
    job_id = service.hand_in(page.work, named)
    return page.go_to(f"/job/{job_id}")
