"""What receivers say of deliveries: written down once; a rejection gives the enquiry back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.db import add_unless_there
from signatur.kernel.errors import NotFound, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.permissions import Permission, Role, system_of
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.solutions.mail_routing.intake.receipts import MOST_BYTES, read_receipt
from signatur.solutions.mail_routing.schema.outgoing import (
    Receipt,
    ReceiptCode,
    ReceiptKind,
)
from signatur.solutions.mail_routing.service.deciding import reopen
from signatur.solutions.mail_routing.service.hints import note_hint
from signatur.solutions.mail_routing.service.outgoing.fordeling import SOAP, TYPES
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import OutgoingRow, ReceiptRow

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema.outgoing import NewReceipt

log = get_log(__name__)

GIVE_RECEIPTS = Permission(
    "mail_routing.give_receipts",
    _("tell how receivers took what was sent"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS}),
)
RECEIPT_PHRASES = {
    "mail_routing.receipt": _("Receipt: %(receipt)s"),
    "mail_routing.reopened": _("Waits again, since the receiver rejected it"),
}
RECEIPT_ANSWER = f"""<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body>
<FordelingskvitteringModtagAnvenderResponse xmlns="{TYPES}"/>
</soapenv:Body></soapenv:Envelope>
"""
"""What Fordelingskomponenten is answered with that delivers a receipt."""
_WAITING_ENDINGS = (".xml", ".json")


def take_receipt(work: Work, raw: bytes) -> Receipt:
    """Read and write down a receipt; the same one again is the first. Raises NoReceipt, NotFound."""
    return write_receipt(work, read_receipt(raw))


def write_receipt(work: Work, new: NewReceipt) -> Receipt:
    """Write down a receipt. Raises NotFound when it is of no delivery of the authority."""
    row = work.session.scalar(
        select(OutgoingRow)
        .filter_by(authority_id=work.authority_id, wire_id=new.wire_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(
            log="receipt of no delivery", shown=_("There is no delivery with this number.")
        )
    receipt = ReceiptRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=row.project_id,
        delivery_id=row.delivery_id,
        item_id=row.item_id,
        decision_id=row.decision_id,
        kind=new.kind,
        code=new.code,
        text=new.text,
        at=work.now,
        raw_sha256=new.raw_sha256,
    )
    if not add_unless_there(work.session, receipt):
        known = select(ReceiptRow).filter_by(delivery_id=row.delivery_id, raw_sha256=new.raw_sha256)
        return _receipt(work.session.scalars(known).one())
    row.last_code = new.code
    work.session.flush()
    audit.write(work, "mail_routing.receipt", items.ref(row.item_id), receipt=new.code)
    if new.code is ReceiptCode.REJECTED:
        _give_back(work, row)
    return _receipt(receipt)


def _give_back(work: Work, row: OutgoingRow) -> None:
    """Let a rejected enquiry wait for a person, and note that it does not belong where it went."""
    note_hint(work, row.item_id, "receipt", None, str(_("The receiver rejected it.")))
    if reopen(work, row.decision_id):
        audit.write(work, "mail_routing.reopened", items.ref(row.item_id))


def receipts_of(work: Work, item_id: UUID) -> list[Receipt]:
    """Return all receipts about an enquiry, oldest first."""
    query = select(ReceiptRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    return [_receipt(row) for row in work.session.scalars(query.order_by(ReceiptRow.id))]


def _receipt(row: ReceiptRow) -> Receipt:
    return Receipt(
        id=row.id,
        delivery_id=row.delivery_id,
        item_id=row.item_id,
        decision_id=row.decision_id,
        kind=ReceiptKind(row.kind),
        code=ReceiptCode(row.code),
        text=row.text,
        at=row.at,
        raw_sha256=row.raw_sha256,
    )


# --- a folder of receipts ------------------------------------------------------------------------


def receipts_round(runtime: Runtime) -> None:
    """Look into the folder of receipts; called every few seconds by each job process."""
    read_receipt_folder(runtime)


def read_receipt_folder(runtime: Runtime) -> int:
    """Take the receipts that lie in the folder for them; return how many.

    A file is moved to `done` when it is stored, and to `failed` when it is none or of nothing here.
    A process that dies in between finds it again, and the same receipt twice is one.
    """
    folder = runtime.settings.of(MailRoutingSettings).receipts_folder
    if folder is None or not folder.is_dir():
        return 0
    taken = 0
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _WAITING_ENDINGS and path.is_file():
            is_taken = _take_file(runtime, path)
            target = folder / ("done" if is_taken else "failed")
            target.mkdir(exist_ok=True)
            with suppress(FileNotFoundError):  # another process was quicker
                path.replace(target / path.name)
            taken += is_taken
    return taken


def _take_file(runtime: Runtime, path: Path) -> bool:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return True  # another process was quicker
    try:
        new = read_receipt(raw)
        authority_id = _authority_of(runtime, new)
        with runtime.work(system_of(authority_id)) as work:
            write_receipt(work, new)
    except SignaturError as problem:
        log.failure("mail_routing.receipt_not_taken", problem, size=len(raw))
        return False
    return True


def _authority_of(runtime: Runtime, new: NewReceipt) -> UUID:
    """Return whose delivery a receipt is of. Raises NotFound."""
    with runtime.database.reading() as session:
        found = session.scalar(select(OutgoingRow.authority_id).filter_by(wire_id=new.wire_id))
    if found is None:
        raise NotFound(
            log="receipt of no delivery", shown=_("There is no delivery with this number.")
        )
    return found
