"""The way through Fordelingskomponenten: a message to its service or into a folder, receipts back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from signatur.kernel.outbox import DeliveryFailed
from signatur.records.items import service as items
from signatur.records.people import service as people
from signatur.solutions.mail_routing.intake.receipts import NoReceipt, read_receipt
from signatur.solutions.mail_routing.schema.outgoing import (
    NewReceipt,
    ReceiptCode,
    ReceiptKind,
    RouteKind,
    wire_id,
)
from signatur.solutions.mail_routing.service.outgoing.calling import call
from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel
from signatur.solutions.mail_routing.service.outgoing.fordeling import (
    Dispatch,
    NotDistributable,
    distribution_message,
)
from signatur.solutions.mail_routing.service.outgoing.places import (
    made_whole,
    outbound_folder,
    place_below,
)
from signatur.solutions.mail_routing.service.outgoing.receipts import write_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult

_FOLDER = "sf2900"
_SOAP_FAULT = 500
_LONGEST_DESCRIPTION = 1000


class FordelingChannel(RoutedChannel):
    """Hands enquiries over to Fordelingskomponenten."""

    kind = RouteKind.SF2900

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        try:
            message = distribution_message(result, _dispatch(work, route, result, enquiry))
        except NotDistributable as problem:
            raise DeliveryFailed(log=f"sf2900 {problem}", is_final=True) from None
        if result.is_trial:
            return {"size": len(message)}  # a trial must make no case at a receiver
        if route.settings.get("endpoint"):
            return _call(work, route, result, message)
        return _put(work, route, result, message)

    def remember(self, work: Work, delivery: Delivery, receipt: Mapping[str, Any]) -> None:
        """Write down the receipt that the service answered with, if it did."""
        if "code" not in receipt:
            return
        write_receipt(
            work,
            NewReceipt(
                wire_id=wire_id(delivery.key),
                kind=ReceiptKind(receipt["kind"]),
                code=ReceiptCode(receipt["code"]),
                raw_sha256=receipt["sha256"],
            ),
        )


def _dispatch(work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None) -> Dispatch:
    title = (enquiry.subject if enquiry else "") or result.subject or result.department
    text = " ".join(enquiry.body.text.split()) if enquiry else title
    is_mail = result.original_suffix == ".eml"
    return Dispatch(
        cvr=people.authority(work).cvr_number,
        system=route.settings["system"],
        receiver=route.settings.get("receiver", ""),
        facet=route.settings.get("facet", ""),
        title=title,
        description=text[:_LONGEST_DESCRIPTION] or title,
        file_name=f"{result.wire_id}{result.original_suffix}",
        file_size=items.get(work, result.item_id).size if enquiry else 0,
        media_type="message/rfc822" if is_mail else "application/octet-stream",
        at=work.now,
    )


def _call(work: Work, route: Route, result: RoutingResult, message: bytes) -> Mapping[str, Any]:
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    # A SOAP fault comes as 500, and may hold the transport's receipt.
    answer = call(
        work, route.settings["endpoint"], message, headers, log="sf2900", also_read=_SOAP_FAULT
    )
    try:
        receipt = read_receipt(answer.content, transaction=result.wire_id)
    except NoReceipt:
        if answer.status_code == _SOAP_FAULT:
            raise DeliveryFailed(log=f"sf2900 {_SOAP_FAULT}") from None
        return {"status": answer.status_code}
    if receipt.code is ReceiptCode.FAULT:
        raise DeliveryFailed(log="sf2900 FEJL", is_final=True)
    return {
        "status": answer.status_code,
        "kind": receipt.kind,
        "code": receipt.code,
        "sha256": receipt.raw_sha256,
    }


def _put(work: Work, route: Route, result: RoutingResult, message: bytes) -> Mapping[str, Any]:
    """Put message and file into a folder of their own, from which an adapter carries them on."""
    base = outbound_folder(work.runtime) / str(work.authority_id)
    target = place_below(base, route.settings.get("folder", ""), _FOLDER) / str(result.wire_id)
    if target.exists():
        return {"folder": target.name, "repeat": True}
    with made_whole(target, result.attempt) as unfinished:
        (unfinished / f"{result.wire_id}.xml").write_bytes(message)
        with (
            items.open_original(work, result.item_id) as source,
            (unfinished / f"{result.wire_id}{result.original_suffix}").open("wb") as copy,
        ):
            shutil.copyfileobj(source, copy)
    return {"folder": target.name, "repeat": False}
