"""Writing a case in a form of tables, or handing a file in; it works without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import current_language
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.business_case import service
from signatur.stewardship.business_case.model import compute, read_case
from signatur.stewardship.business_case.model.format import SECTIONS
from signatur.stewardship.business_case.model.nodes import WrongCase
from signatur.stewardship.business_case.model.telling import as_json
from signatur.stewardship.business_case.model.titles import (
    FIELD_TITLES,
    PASSED_TITLES,
    SECTION_TITLES,
)
from signatur.stewardship.business_case.model.writing import (
    SINGLES,
    TABLES,
    Document,
    Place,
    document_of,
    yaml_of,
)
from signatur.stewardship.business_case.pages.result import PATH, shown_result, tabs
from signatur.stewardship.business_case.schema import (
    GAIN_TITLES,
    PHASE_TITLES,
    PHASES_WRITTEN,
    GainKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

router = APIRouter(prefix=PATH)

Looking = Annotated[Page, page_for(service.DRAFT, writes=False)]
Drafting = Annotated[Page, page_for(service.DRAFT)]

_ROW = re.compile(r"^(\w+)-(\d{1,3})-(\w+)$")
_SINGLE = re.compile(r"^(\w+)-(\w+)$")
_MOST_ROWS = 200
_MOST_BYTES = 1_000_000
_SAMPLES = Path(__file__).parents[1] / "samples"
_EXAMPLES = {"da": _SAMPLES / "eksempel.yaml"}
# What the form leaves out, since the file can say it in another field as well.
_NOT_IN_FORM = frozenset(
    {"business_case", "last_year", "correlation", "costs", "gains", "model", "next_link", "scenarios",
     "today", "true_positive", "false_positive", "false_negative"}
)  # fmt: skip
_WIDE = frozenset({"name", "title", "amount", "volume", "unit_value", "minutes", "hourly_rate"})


async def _given(request: Request) -> dict[str, str]:
    async with request.form(max_fields=20_000) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


@router.get("/{project_id}/rediger")
def edit(page: Looking, project_id: UUID, eksempel: str = "") -> Response:
    """Show the form with the newest version, an example, or nothing but the usual phases."""
    page.work.require(service.DRAFT, project_id)
    newest = service.newest(page.work, project_id)
    if eksempel:
        example = _EXAMPLES.get(current_language(), _SAMPLES / "example.yaml")
        document = document_of(read_case(example.read_bytes()))
    elif newest is not None:
        document = document_of(newest.case)
    else:
        document = _blank(page.work.today.year)
    return _form(page, project_id, document)


@router.post("/{project_id}/rediger/kig")
def look(page: Looking, project_id: UUID, given: Given) -> Response:
    """Show the form with a row more or less, or with what follows from it; nothing is kept."""
    page.work.require(service.DRAFT, project_id)
    document = _changed(_document(given), given.get("act", ""))
    if given.get("act") != "compute":
        return _form(page, project_id, document, note=given.get("note", ""))
    source, places = yaml_of(document)
    try:
        case = read_case(source)
    except WrongCase as problem:
        return _refused(page, project_id, document, problem, places, given)
    told = as_json(case, compute(case))
    return _form(page, project_id, document, note=given.get("note", ""), **shown_result(told))


@router.post("/{project_id}/rediger")
def keep(page: Drafting, project_id: UUID, given: Given) -> Response:
    document = _document(given)
    source, places = yaml_of(document)
    try:
        found = service.draft(page.work, project_id, source, given.get("note", ""))
    except WrongCase as problem:
        return _refused(page, project_id, document, problem, places, given)
    return page.go_to(
        f"{PATH}/{project_id}", _("Version %(number)d is drafted.", number=found.number)
    )


@router.post("/{project_id}/indlaes")
def upload(
    page: Drafting, project_id: UUID, file: UploadFile, note: Annotated[str, Form()] = ""
) -> Response:
    content = file.file.read(_MOST_BYTES + 1)
    if not content:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    found = service.draft(page.work, project_id, content, note)
    return page.go_to(
        f"{PATH}/{project_id}", _("Version %(number)d is drafted.", number=found.number)
    )


def _refused(
    page: Page,
    project_id: UUID,
    document: Document,
    problem: WrongCase,
    places: Mapping[int, Place],
    given: Mapping[str, str],
) -> Response:
    place = places.get(problem.line)
    where = SECTION_TITLES.get(place.section) if place else None
    if place is None or where is None:
        said = problem.said
    elif place.row:
        said = _("%(where)s, row %(row)d: %(said)s", where=where, row=place.row, said=problem.said)
    else:
        said = _("%(where)s: %(said)s", where=where, said=problem.said)
    return _form(page, project_id, document, note=given.get("note", ""), wrong=said, status=422)


def _form(
    page: Page,
    project_id: UUID,
    document: Document,
    *,
    note: str = "",
    wrong: object = None,
    status: int = 200,
    **more: Any,
) -> Response:
    return page.show(
        "business_case/edit.html",
        status=status,
        project=projects.get(page.work, project_id),
        document=document,
        note=note,
        wrong=wrong,
        singles=[(name, SECTION_TITLES[name], list(_columns(name))) for name in SINGLES],
        tables=[(name, SECTION_TITLES[name], list(_columns(of))) for name, of in TABLES.items()],
        wide=_WIDE,
        choices=_choices(),
        tabs=tabs(project_id, "/rediger"),
        action=f"{PATH}/{project_id}/rediger",
        **({"field_titles": FIELD_TITLES} | more),
    )


def _columns(section: str) -> Iterator[tuple[str, Any]]:
    for key in SECTIONS[section]:
        if key not in _NOT_IN_FORM or section in ("correlation", "scenario"):
            yield key, FIELD_TITLES[key]


def _choices() -> dict[str, list[tuple[str, Any]]]:
    return {
        "phase": [(one.value, PHASE_TITLES[one]) for one in PHASES_WRITTEN],
        "kind": [(one.value, GAIN_TITLES[one]) for one in GainKind],
        "cases": [(one.value, title) for one, title in PASSED_TITLES.items()],
        "limits_value": [("true", _("Yes")), ("false", _("No"))],
    }


def _blank(year: int) -> Document:
    """Return a case that names every phase, so that none is forgotten."""
    case = {"currency": "DKK", "first_year": str(year), "years": "6", "discount_rate": "3,5 %"}
    return Document(
        {"case": case},
        {
            "costs": [{"phase": one.value} for one in PHASES_WRITTEN],
            "gains": [{"kind": "time"}],
            **{name: [{}] for name in ("true_positive", "false_positive", "false_negative")},
        },
    )


def _document(given: Mapping[str, str]) -> Document:
    singles: dict[str, dict[str, str]] = {name: {} for name in SINGLES}
    numbered: dict[str, dict[int, dict[str, str]]] = {name: {} for name in TABLES}
    for name, value in given.items():
        row, single = _ROW.match(name), _SINGLE.match(name)
        if row and row[1] in TABLES and row[3] in SECTIONS[TABLES[row[1]]]:
            numbered[row[1]].setdefault(int(row[2]), {})[row[3]] = value
        elif single and single[1] in SINGLES and single[2] in SECTIONS[single[1]]:
            singles[single[1]][single[2]] = value
    rows = {name: [of[n] for n in sorted(of)][:_MOST_ROWS] for name, of in numbered.items()}
    return Document(singles, {name: [_emptied(row) for row in of] for name, of in rows.items()})


def _emptied(row: dict[str, str]) -> dict[str, str]:
    """A row in which only a list has its first choice was never filled in."""
    chosen = {"phase", "kind", "cases", "limits_value"}
    return row if any(value.strip() for key, value in row.items() if key not in chosen) else {
        key: "" if key not in ("phase", "kind") else value for key, value in row.items()
    }  # fmt: skip


def _changed(document: Document, act: str) -> Document:
    what, _colon, rest = act.partition(":")
    name, _colon, number = rest.partition(":")
    if name not in TABLES:
        return document
    rows = {key: list(of) for key, of in document.rows.items()}
    if what == "add":
        rows[name].append({})
    elif what == "remove" and number.isdecimal() and int(number) < len(rows[name]):
        del rows[name][int(number)]
    return Document(document.singles, rows)
