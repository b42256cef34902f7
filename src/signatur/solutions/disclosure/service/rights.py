"""Who may do what with requests for access, and what every part of the service asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.items import service as items
from signatur.records.projects import service as projects
from signatur.solutions.disclosure.schema.case import ACTION_TITLES, ARM_TITLES, CASE_STATE_TITLES
from signatur.solutions.disclosure.schema.law import REGIME_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

NAME = "disclosure"
CASE_KIND = "access_request"
UPLOAD_KIND = "upload"
DOCUMENT_KIND = "document"
RELEASE_KIND = "release"

_WORKING = frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.LEGAL, Role.PROJECT_OWNER})
READ = Permission(
    "disclosure.read", _("see requests for access and their documents"), _WORKING | {Role.AUDITOR}
)
HAND_IN = Permission("disclosure.hand_in", _("hand in requests and documents"), _WORKING)
REVIEW = Permission("disclosure.review", _("review what is withheld"), _WORKING)
CHANGE_LAW = Permission(
    "disclosure.change_law", _("edit grounds and letters"), frozenset({Role.LEGAL})
)
RELEASE = Permission(
    "disclosure.release",
    _("decide on access and give documents out"),
    frozenset({Role.SUPER_USER, Role.LEGAL, Role.PROJECT_OWNER}),
)
LEARN = Permission(
    "disclosure.learn",
    _("let Signatur learn from reviewed cases"),
    frozenset({Role.DATA_SCIENTIST, Role.SUPER_USER}),
)
PERMISSIONS = (READ, HAND_IN, REVIEW, CHANGE_LAW, RELEASE, LEARN)

AUDIT_PHRASES = {
    "disclosure.case_opened": _("Request for access entered"),
    "disclosure.case_changed": _("Particulars of the case changed: %(fields)s"),
    "disclosure.arm_drawn": _("Drawn for the comparison with and without help: %(arm)s"),
    "disclosure.regime_decided": _("Rules chosen for the request: %(regime)s"),
    "disclosure.state_changed": _("The case went from %(before)s to %(after)s"),
    "disclosure.paused": _("The time stands still: %(because)s"),
    "disclosure.resumed": _("The time runs again"),
    "disclosure.handed_in": _("File handed in"),
    "disclosure.unpacked": _("File unpacked: %(documents)s documents"),
    "disclosure.document_read": _("Document read: %(pages)s pages, %(findings)s findings"),
    "disclosure.document_unreadable": _("Document could not be read: %(code)s"),
    "disclosure.document_changed": _("Entry in the list of documents changed: %(fields)s"),
    "disclosure.document_set_aside": _("Document set aside: %(because)s"),
    "disclosure.document_brought_back": _("Document brought back"),
    "disclosure.document_replaced": _("Document replaced by another file"),
    "disclosure.original_opened": _("The original was opened"),
    "disclosure.reviewed": _("Review: %(step)s, %(findings)s findings"),
    "disclosure.remembered_applied": _(
        "Decided as before: %(findings)s findings (%(kind)s), remembered since %(since)s by %(by)s"
    ),
    "disclosure.forgotten": _("A remembered decision was forgotten"),
    "disclosure.people_linked": _("Mentions linked: %(persons)s persons, %(doubts)s doubts"),
    "disclosure.sample_drawn": _("Pages drawn for the second reader: %(pages)s, seed %(seed)s"),
    "disclosure.sample_read": _("Page read by the second reader: %(missed)s missed"),
    "disclosure.duty_answered": _("Duty considered: %(duty)s"),
    "disclosure.letter_written": _("Letter written: %(kind)s, version %(version)s"),
    "disclosure.letter_sent": _("Letter sent: %(kind)s, version %(version)s"),
    "disclosure.setup_saved": _("Edited: %(kind)s, version %(version)s"),
    "disclosure.setup_approved": _("Approved: %(kind)s, version %(version)s"),
    "disclosure.release_asked": _("Release asked for: %(documents)s documents"),
    "disclosure.release_prepared": _("Release made and checked: %(documents)s documents"),
    "disclosure.release_refused": _("Release stopped by the check: %(leaks)s places"),
    "disclosure.release_cancelled": _("Release given up: %(because)s"),
    "disclosure.given_out": _("Given out: %(documents)s documents"),
    "disclosure.bundle_opened": _("The released files were fetched"),
    "disclosure.learnt": _("Learnt from reviewed cases: %(documents)s documents"),
    "disclosure.demo_loaded": _("The demonstration was filled in"),
}

AUDIT_WORDS: Mapping[str, Mapping[Any, Text]] = {
    "before": CASE_STATE_TITLES,
    "after": CASE_STATE_TITLES,
    "step": ACTION_TITLES,
    "regime": REGIME_TITLES,
    "arm": ARM_TITLES,
}
"""For details that are codes: what a reader sees."""

_LONGEST = 300


def project_of(work: Work) -> Project:
    """Return the authority's project. Raises NotFound."""
    project = projects.find(work, NAME)
    if project is None:
        raise NotFound(
            log="no disclosure project",
            shown=_(
                "Access to documents is not set up here. Ask the project owner to open a project."
            ),
        )
    return project


def tell(work: Work, item_id: UUID, action: str, **details: object) -> None:
    """Write into the audit that something of a case, document or release was changed."""
    audit.write(work, action, items.ref(item_id), **details)


def tell_project(work: Work, project_id: UUID, action: str, **details: object) -> None:
    """Write into the audit that something of the setup was changed."""
    audit.write(work, action, ObjectRef("project", project_id), **details)


def person_of(work: Work) -> UUID:
    """Return the acting person. Raises Conflict where nobody in person acts."""
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise Conflict(log="no person acts", shown=_("Only a person can decide."))
    return work.actor.id


def flush_numbered(work: Work) -> None:
    """Store a row that has the next number. Raises Conflict when a colleague was given it meanwhile."""
    try:
        work.session.flush()
    except IntegrityError as clash:
        raise Conflict(
            log="number taken", shown=_("A colleague did the same at this moment. Try again.")
        ) from clash


def changed_meanwhile(thing: str) -> Conflict:
    """Return the refusal of a change that rests on something old; `thing` is for the log."""
    return Conflict(
        log=f"{thing} changed meanwhile",
        shown=_("A colleague has changed this meanwhile. Look again before you go on."),
    )


def tidy(words: str, most: int = _LONGEST) -> str:
    """Return words on one line without signs that cannot be shown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:most]


def tidy_text(words: str, most: int = 200_000) -> str:
    """Return a longer text with its lines, without signs that cannot be stored."""
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() else " " for sign in kept)[
        :most
    ].strip()


def need_reason(words: str) -> str:
    """Return a reason on one line. Raises InputProblem without one."""
    reason = tidy(words, 2_000)
    if not reason:
        raise InputProblem(log="no reason", shown=_("Write why."))
    return reason
