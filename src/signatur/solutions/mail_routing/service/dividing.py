"""What an enquiry with several matters would be divided into; a person divides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.identifiers import find_identifiers
from signatur.methods.text.masking import mask
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing.model import matters_of
from signatur.solutions.mail_routing.schema import enquiry_from_json
from signatur.solutions.mail_routing.service.knowing import knowledge_of
from signatur.solutions.mail_routing.service.listing import row_of
from signatur.solutions.mail_routing.service.withholding import is_withheld

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model import Matter
    from signatur.solutions.mail_routing.schema import Target

MOST_PORTIONS = 6
# Lines of the form: always one more than was found, and a few where nothing was.
_FEWEST_LINES = 3


def suggested_portions(work: Work, item_id: UUID) -> list[tuple[Target | None, str]]:
    """Return place and words of each matter that was found, and empty lines for more.

    Raises NotFound.
    """
    row = row_of(work, item_id)
    enquiry = enquiry_from_json(row.document)
    if is_withheld(work, decisions.latest_suggestion(work, item_id)):
        found: tuple[Matter, ...] = ()
    else:
        found = matters_of(enquiry.body.text, knowledge_of(work, row.project_id), _masked)
    lines: list[tuple[Target | None, str]] = [
        (one.target, one.text) for one in found[:MOST_PORTIONS]
    ]
    wanted = min(MOST_PORTIONS, max(_FEWEST_LINES, len(lines) + 1))
    return [*lines, *[(None, "")] * (wanted - len(lines))]


def _masked(text: str) -> str:
    return mask(text, find_identifiers(text)).text
