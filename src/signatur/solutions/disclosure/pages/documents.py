"""The documents of a case: the list that goes with the answer, and what is to be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download, as_file
from signatur.kernel.web.page import Page
from signatur.records.items.schema import shown_place
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.given import Given, day_of
from signatur.solutions.disclosure.pages.sheet import page_path
from signatur.solutions.disclosure.schema.case import (
    ACCESS_TITLES,
    DOCUMENT_STATE_TITLES,
    HIDDEN_TITLES,
    LIKENESS_TITLES,
    DocumentChange,
    DocumentState,
)
from signatur.solutions.disclosure.schema.titles import CATEGORY_TITLES
from signatur.solutions.disclosure.service.troubles import trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.disclosure.schema.case import Document
    from signatur.solutions.disclosure.schema.law import Ground

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
HandingIn = Annotated[Page, page_for(service.HAND_IN)]
# That somebody took the original is written down.
Opening = Annotated[Page, page_for(service.READ, writes=True)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

_COVERED = {"ja": True, "nej": False}
_ASIDE = frozenset({DocumentState.SET_ASIDE, DocumentState.REPLACED})


@router.get("/sag/{case_id}/dokumenter")
def documents(
    page: Reading, case_id: UUID, soeg: str = "", vis: str = "", fil: str = ""
) -> Response:
    work = page.work
    found = service.documents(work, case_id)
    by_id = {one.id: one for one in found}
    grounds = {one.key: one for one in service.grounds_of(work, case_id)}
    shown = [one for one in found if _fits(one, soeg.strip().casefold(), vis)]
    if fil:
        return _as_file(fil, shown, by_id, grounds)
    values = case_values(page, case_id, "documents")
    project_id = values["case"].project_id
    return page.show(
        "disclosure/documents.html",
        **values,
        documents=shown,
        total=len(found),
        by_id=by_id,
        grounds=grounds,
        chosen={"soeg": soeg, "vis": vis},
        jobs=service.reading_jobs(work, case_id),
        failed=service.failed_uploads(work, case_id),
        states=DOCUMENT_STATE_TITLES,
        accesses=ACCESS_TITLES,
        categories=CATEGORY_TITLES,
        likenesses=LIKENESS_TITLES,
        hidden_titles=HIDDEN_TITLES,
        trouble_of=trouble_of,
        page_path=page_path,
        may_hand_in=work.actor.may(service.HAND_IN, project_id),
        may_review=work.actor.may(service.REVIEW, project_id),
    )


def _fits(one: Document, sought: str, shown: str) -> bool:
    if sought and sought not in f"{one.number} {one.title} {one.name}".casefold():
        return False
    match shown:
        case "aabne":
            return one.is_to_review and (one.open_findings > 0 or one.pages_seen < one.pages)
        case "ulaeste":
            return one.state in {
                DocumentState.WAITING,
                DocumentState.READING,
                DocumentState.UNREADABLE,
            }
        case "gengangere":
            return one.duplicate_of is not None
        case "udenfor":
            return one.is_covered is False or one.state in _ASIDE
    return not one.is_decoration or shown == "alle"


def _as_file(
    kind: str,
    found: Sequence[Document],
    by_id: Mapping[UUID, Document],
    grounds: Mapping[str, Ground],
) -> Response:
    titles = (
        _("Number"), _("Title"), _("Date"), _("Category"), _("Attachment of"), _("Covered"),
        _("Access"), _("Ground"), _("Pages"), _("State"),
    )  # fmt: skip
    rows = []
    for one in found:
        parent = by_id.get(one.parent_id) if one.parent_id else None
        used = [grounds[key].label for key in one.grounds if key in grounds]
        rows.append(
            (
                one.number, one.title, one.day.isoformat() if one.day else "",
                str(CATEGORY_TITLES.get(one.category, one.category)), parent.number if parent else None,
                str(_("No")) if one.is_covered is False else str(_("Yes")),
                str(ACCESS_TITLES[one.access]) if one.access else "", ", ".join(used), one.pages,
                str(DOCUMENT_STATE_TITLES[one.state]),
            )
        )  # fmt: skip
    return as_file("aktliste", kind, [str(one) for one in titles], rows)


@router.get("/dokument/{document_id}/oplysninger")
def form(page: Reading, document_id: UUID) -> Response:
    work = page.work
    shown = service.document(work, document_id)
    values = case_values(page, shown.case_id, "documents")
    found = service.documents(work, shown.case_id)
    return page.show(
        "disclosure/document.html",
        **values,
        document=shown,
        by_id={one.id: one for one in found},
        grounds=service.grounds_of(work, shown.case_id),
        states=DOCUMENT_STATE_TITLES,
        accesses=ACCESS_TITLES,
        categories=CATEGORY_TITLES,
        likenesses=LIKENESS_TITLES,
        trouble_of=trouble_of,
        shown_place=shown_place,
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, values["case"].project_id),
    )


@router.post("/dokument/{document_id}/oplysninger")
def change(page: Reviewing, document_id: UUID, given: Given) -> Response:
    version, number = given.get("version", ""), given.get("nummer", "").strip()
    day = day_of(given.get("dato", ""))
    if not version.isdecimal() or (number and not number.isdecimal()):
        raise InputProblem(log="no number", shown=_("Write the place in the list as a number."))
    case_id = service.document(page.work, document_id).case_id
    service.change_document(
        page.work,
        document_id,
        DocumentChange(
            title=given.get("titel"),
            day=day,
            has_no_day="dato" in given and day is None,
            category=given.get("kategori") or None,
            number=int(number) if number else None,
            is_covered=_COVERED.get(given.get("omfattet", "")),
            is_decoration="pynt" in given,
            is_withheld_whole=given.get("adgang") == "nej",
            ground=given.get("grund", ""),
            note=given.get("note", ""),
        ),
        int(version),
    )
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", _("The document is changed."))


@router.post("/dokument/{document_id}/omfattet")
def cover(
    page: Reviewing,
    document_id: UUID,
    omfattet: Annotated[str, Form()],
    version: Annotated[int, Form()],
) -> Response:
    """Say whether the request covers a document, from the list."""
    is_covered = _COVERED.get(omfattet)
    if is_covered is None:
        raise InputProblem(log="neither yes nor no", shown=_("Choose one of the answers."))
    service.change_document(page.work, document_id, DocumentChange(is_covered=is_covered), version)
    case_id = service.document(page.work, document_id).case_id
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter")


@router.post("/dokument/{document_id}/laeg-til-side")
def set_aside(page: Reviewing, document_id: UUID, grund: Annotated[str, Form()] = "") -> Response:
    service.set_aside(page.work, document_id, grund)
    case_id = service.document(page.work, document_id).case_id
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", _("The document is set aside."))


@router.post("/dokument/{document_id}/tag-frem")
def bring_back(page: Reviewing, document_id: UUID) -> Response:
    service.bring_back(page.work, document_id)
    return page.go_to(f"/aktindsigt/dokument/{document_id}/oplysninger")


@router.post("/dokument/{document_id}/laes-igen")
def read_again(page: Reviewing, document_id: UUID) -> Response:
    service.read_again(page.work, document_id)
    case_id = service.document(page.work, document_id).case_id
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", _("The document is read again."))


@router.post("/dokument/{document_id}/erstat")
def replace(page: HandingIn, document_id: UUID, fil: UploadFile) -> Response:
    service.replace(page.work, document_id, fil.filename or "", fil.file)
    case_id = service.document(page.work, document_id).case_id
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", _("The new file is being read."))


@router.post("/fil/{upload_id}/laeg-til-side")
def set_upload_aside(
    page: Reviewing, upload_id: UUID, grund: Annotated[str, Form()] = ""
) -> Response:
    """Go on without a file that could not be unpacked."""
    case_id = service.set_upload_aside(page.work, upload_id, grund)
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", _("The file is set aside."))


@router.get("/dokument/{document_id}/original")
def original(page: Opening, document_id: UUID) -> Response:
    shown = service.document(page.work, document_id)
    ending = shown.name.rpartition(".")[2].lower()
    safe = ending if ending.isascii() and ending.isalnum() and len(ending) < 6 else "bin"
    name = f"dokument-{shown.number}.{safe}"
    return as_download(name, service.open_original(page.work, document_id))
