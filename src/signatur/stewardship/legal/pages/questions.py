"""The questions of law: one group at a time, as the answers lead on, unknown always allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.legal.model import QUESTIONS, by_key, visible
from signatur.stewardship.legal.model.questions import GROUP_TITLES
from signatur.stewardship.legal.pages.doors import Drafting, Given, Looking
from signatur.stewardship.legal.schema import UNKNOWN
from signatur.stewardship.legal.service import assessing
from signatur.stewardship.legal.service.rights import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.stewardship.legal.schema import Question

router = APIRouter(prefix="/styring/retsgrundlag")

_KEYS = {one.key for one in QUESTIONS}
_PLAIN = {"yes": _("Yes"), "no": _("No")}


@router.get("/{project_id}/spoergsmaal")
def ask(page: Looking, project_id: UUID) -> Response:
    page.work.require(DRAFT, project_id)
    known = assessing.newest(page.work, project_id)
    return _form(page, project_id, known.answers if known else {}, {})


@router.post("/{project_id}/spoergsmaal/kig")
def look(page: Looking, project_id: UUID, given: Given) -> Response:
    """Show the group that was asked for, with the questions that the answers lead to; keep nothing."""
    page.work.require(DRAFT, project_id)
    return _form(page, project_id, _answers(given), given)


@router.post("/{project_id}/spoergsmaal")
def keep(page: Drafting, project_id: UUID, given: Given) -> Response:
    assessing.assess(page.work, project_id, _answers(given))
    return page.go_to(
        f"/styring/retsgrundlag/{project_id}", _("The questions of law are answered.")
    )


def _form(
    page: Page, project_id: UUID, answers: Mapping[str, str], given: Mapping[str, str]
) -> Response:
    asked = visible(answers)
    groups = [one for one in GROUP_TITLES if any(question.group == one for question in asked)]
    at = _step(groups, given)
    template = "parts/questions.html" if page.wants_fragment else "questions.html"
    return page.show(
        f"legal/{template}",
        project=projects.get(page.work, project_id),
        answers=answers,
        groups=[(group, GROUP_TITLES[group], _open(asked, group, answers)) for group in groups],
        at=at,
        questions=[one for one in asked if one.group == groups[at]],
        elsewhere={key: value for key, value in answers.items() if by_key(key).group != groups[at]},
        plain=_PLAIN,
        unknown=UNKNOWN,
    )


def _step(groups: list[str], given: Mapping[str, str]) -> int:
    """Return which group to show: the one that was asked for, else where the visitor is."""
    here = given.get("her", "")
    at = groups.index(here) if here in groups else 0
    wanted = given.get("til", "")
    if wanted in groups:
        return groups.index(wanted)
    return min(max(at + {"frem": 1, "tilbage": -1}.get(wanted, 0), 0), len(groups) - 1)


def _open(asked: list[Question], group: str, answers: Mapping[str, str]) -> int:
    """Return how many questions of a group nobody has answered."""
    return sum(one.group == group and answers.get(one.key, UNKNOWN) == UNKNOWN for one in asked)


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name in _KEYS and value}
