"""Documents as Word and PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import current_language, show_date
from signatur.kernel.i18n import text as _
from signatur.methods import charts
from signatur.methods.reports import report
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.stewardship.legal.schema import (
    DOCUMENT_STATE_TITLES,
    DOCUMENT_TITLES,
    HIGH_FROM,
    MARK_TITLES,
)
from signatur.stewardship.legal.service import documents

if TYPE_CHECKING:
    from signatur.kernel.work import Work
    from signatur.stewardship.legal.schema import (
        Answer,
        Document,
        Risk,
    )

_STEPS = (1, 2, 3, 4)


def pdf(work: Work, document: Document) -> bytes:
    """Return a document as a PDF that can be kept and read aloud."""
    parts = [
        {
            "title": section.title,
            "figures": [],
            "blocks": [
                _block(field.title, _words_of(document.answers.get(field.key)))
                for field in section.fields
            ],
        }
        for section in documents.sections_of(document.kind)
    ]
    if document.risks:
        parts.append({"title": str(_("Risks")), "figures": [], "blocks": _risk_blocks(document)})
    return report(
        {
            "language": current_language(),
            "title": f"{DOCUMENT_TITLES[document.kind]}: {_project_name(work, document)}",
            "authority": people.authority(work).name,
            "period": str(_("Version %(number)s", number=document.version)),
            "made": _standing(work, document),
            "limits": [],
            "continued": "",
            "page": str(_("Page")),
            "empty": str(_("Nothing")),
            "parts": parts,
        },
        work.now,
    )


def word(work: Work, document: Document) -> bytes:
    """Return a document as a Word file."""
    import docx

    file = docx.Document()
    file.core_properties.author = people.authority(work).name
    file.core_properties.title = str(DOCUMENT_TITLES[document.kind])
    file.add_heading(str(DOCUMENT_TITLES[document.kind]), level=0)
    file.add_paragraph(f"{_project_name(work, document)} – {_standing(work, document)}")
    for section in documents.sections_of(document.kind):
        file.add_heading(section.title, level=1)
        for field in section.fields:
            answer = document.answers.get(field.key)
            file.add_heading(field.title, level=2)
            file.add_paragraph(_words_of(answer))
            if answer is not None and answer.mark is not None:
                told = f"{MARK_TITLES[answer.mark]}{': ' if answer.comment else ''}{answer.comment}"
                file.add_paragraph(told, style="Intense Quote")
    if document.risks:
        file.add_heading(str(_("Risks")), level=1)
        table = file.add_table(rows=1, cols=5, style="Table Grid")
        for cell, title in zip(table.rows[0].cells, _risk_titles(), strict=True):
            cell.text = title
        for number, one in enumerate(document.risks, 1):
            for cell, told in zip(table.add_row().cells, _risk_cells(number, one), strict=True):
                cell.text = told
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def risk_map(risks: tuple[Risk, ...], *, after: bool) -> str:
    """Return a picture of how grave and how likely each risk is, by its number, as SVG."""
    placed: dict[tuple[int, int], list[str]] = {}
    for number, one in enumerate(risks, 1):
        field = (
            (one.severity_after, one.likelihood_after) if after else (one.severity, one.likelihood)
        )
        placed.setdefault(field, []).append(str(number))
    return charts.risk_map(
        str(_("Risks after measures") if after else _("Risks before measures")),
        [str(_("Severity %(step)s", step=step)) for step in _STEPS],
        [str(_("Likelihood %(step)s", step=step)) for step in _STEPS],
        {(one, other): _zone(one, other) for one in _STEPS for other in _STEPS},
        [str(_("low")), str(_("medium")), str(_("high"))],
        placed,
    )


def _zone(severity: int, likelihood: int) -> int:
    """Return how high a risk is, from 0 to 2: high where it is both grave and likely."""
    if min(severity, likelihood) >= HIGH_FROM:
        return 2
    return 1 if severity * likelihood >= HIGH_FROM + 1 else 0


def _project_name(work: Work, document: Document) -> str:
    return projects.get(work, document.project_id).name


def _standing(work: Work, document: Document) -> str:
    """Say how a version stands, who wrote it, who decided on it, and why."""
    names = work.runtime.identity.names_within(work.session, work.authority_id)
    told = [
        f"{DOCUMENT_STATE_TITLES[document.state]}.",
        str(
            _(
                "Drafted by %(name)s on %(when)s.",
                name=names.get(document.author_id, ""),
                when=show_date(document.begun_at.date()),
            )
        ),
    ]
    if document.decided_at is not None and document.decided_by is not None:
        decided = _(
            "Decided by %(name)s on %(when)s.",
            name=names.get(document.decided_by, ""),
            when=show_date(document.decided_at.date()),
        )
        told += [str(decided), document.because]
    if document.review_on is not None:
        told.append(str(_("Reviewed by %(day)s.", day=show_date(document.review_on))))
    return " ".join(told)


def _words_of(answer: Answer | None) -> str:
    return answer.words if answer and answer.words else "–"


def _block(title: str, about: str) -> dict[str, Any]:
    return {"title": title, "about": about, "picture": "", "alt": "", "table": None}


def _risk_blocks(document: Document) -> list[dict[str, Any]]:
    maps = [
        {
            **_block(str(title), ""),
            "picture": risk_map(document.risks, after=after),
            "alt": str(title),
        }
        for after, title in (
            (False, _("Risks before measures")),
            (True, _("Risks after measures")),
        )
    ]
    table = {
        "columns": [[title, False] for title in _risk_titles()],
        "rows": [_risk_cells(number, one) for number, one in enumerate(document.risks, 1)],
        "is_cut": False,
        "note": "",
    }
    return [*maps, {**_block(str(_("Each risk")), ""), "table": table}]


def _risk_titles() -> list[str]:
    return [str(_("Number")), str(_("Risk")), str(_("Measures")), str(_("Before")), str(_("After"))]


def _risk_cells(number: int, one: Risk) -> list[str]:
    return [
        str(number),
        one.what,
        one.measures,
        f"{one.severity} × {one.likelihood}",
        f"{one.severity_after} × {one.likelihood_after}",
    ]
