"""Mails that colleagues move to another folder: a hint at where the enquiry belongs, never more.

A folder means a department where a route moves mail of that department into it. Folders are seen
that a source reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.hints import HintSource, note_hint
from signatur.solutions.mail_routing.service.outgoing.routes import routes
from signatur.solutions.mail_routing.service.positions import is_placed
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema.sources import Place


def note_move(work: Work, item_id: UUID, place: Place) -> None:
    """Take a known mail in a folder where it did not lie before for a hint, if that says something.

    Nothing is said by a folder of the department where the enquiry was sent: there Signatur moved it.
    """
    if is_placed(work, place):
        return
    row = work.session.scalar(
        select(EnquiryRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    )
    if row is None or row.state != ItemState.DECIDED:
        return
    places = {
        (one.department_key, one.subject_key)
        for one in routes(work, row.project_id)
        if one.kind is RouteKind.IMAP_MOVE
        and one.is_active
        and one.department_key
        and one.settings.get("folder") == place.folder
    }
    departments = {department for department, _subject in places}
    if len(departments) != 1 or row.department_key in departments:
        return
    department, subject = min(places)
    target = Target(department, subject if len(places) == 1 else "")
    note_hint(work, item_id, HintSource.MOVE, target, "")
