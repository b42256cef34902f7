"""Fordelingskomponenten: messages by the contract, receipts read back, a rejection gives back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest
from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.outbox import DeliveryState
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake.receipts import read_receipt
from signatur.solutions.mail_routing.schema.outgoing import ReceiptCode, RouteKind, wire_id
from signatur.solutions.mail_routing.service.outgoing.fordeling import SERVICE, SOAP, TYPES
from tests.solutions.mail_routing.outgoing.sending import SYSTEM, a_route, decided, leave, lines
from tests.solutions.mail_routing.outgoing.xsd import Schemas
from tests.solutions.mail_routing.situations import TO_SNOW, a_mail, settle
from tests.solutions.mail_routing.test_api import key_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID
    from xml.etree.ElementTree import Element

    from signatur.records.projects.schema import Project
    from tests.builders import World
    from tests.servers.receivers import OtherSystem

RECEIPT = """<?xml version="1.0"?>
<s:Envelope xmlns:s="{soap}"><s:Body>
<d:FordelingskvitteringModtagRequest xmlns:d="{service}" xmlns:t="{types}">
  <d:Forretningskvittering>
    <t:ForretningsValideringsKode>{code}</t:ForretningsValideringsKode>
    <t:Kvitteringstype>Forretning</t:Kvitteringstype>
    <t:Begrundelse>Hører til hos Snerydning</t:Begrundelse>
    <t:FejlListe><t:Fejl><t:FejlKode>17</t:FejlKode><t:FejlTekst>Forkert emne</t:FejlTekst></t:Fejl></t:FejlListe>
  </d:Forretningskvittering>
  <d:DistributionContext>
    <t:AnvenderTransaktionsID>{transaction}</t:AnvenderTransaktionsID>
    <t:AfsendendeMyndighed>12345674</t:AfsendendeMyndighed>
    <t:RoutingMyndighed>12345674</t:RoutingMyndighed>
    <t:RoutingValg><t:RoutingModtagerAktoer>{system}</t:RoutingModtagerAktoer></t:RoutingValg>
  </d:DistributionContext>
</d:FordelingskvitteringModtagRequest>
</s:Body></s:Envelope>"""


def a_receipt(transaction: object, code: str = "AFVIST") -> bytes:
    return RECEIPT.format(
        soap=SOAP, service=SERVICE, types=TYPES, code=code, transaction=transaction, system=SYSTEM
    ).encode()


def put_into_folder(world: World, project: Project, content: bytes | None = None) -> UUID:
    a_route(world, project, RouteKind.SF2900, system=SYSTEM, facet="G01", folder="fordeling")
    item_id = decided(world, project, content)
    leave(world)
    return item_id


def message_in_folder(world: World) -> tuple[Path, Element]:
    with world.runtime.reading(world.system) as work:
        folder = service.outbound_folder(work.runtime) / str(world.authority_id) / "fordeling"
    (path,) = folder.glob("*/*.xml")
    return path, fromstring(path.read_bytes())


def test_a_message_holds_by_the_contract(world: World, project: Project, shared_data: Path) -> None:
    contract = shared_data / "sf2900" / "resources" / "sf2900" / "DistributionServiceMsg.xsd"
    mail = a_mail("Der er et hul. Mit cpr-nummer er 070761-4285.")
    put_into_folder(world, project, mail)

    _path, envelope = message_in_folder(world)
    request = envelope.find(f"{{{SOAP}}}Body/*")
    assert request is not None
    schemas = Schemas().read(contract)
    assert schemas.faults(request) == []
    request.find(f".//{{{TYPES}}}KLEEmneForslag").text = "5.1.8"  # type: ignore[union-attr]
    assert schemas.faults(request) == [f"{{{TYPES}}}KLEEmneForslag does not fit its pattern"]


def test_a_message_tells_what_was_decided(world: World, project: Project) -> None:
    mail = a_mail("Der er et hul. Mit cpr-nummer er 070761-4285.")
    item_id = put_into_folder(world, project, mail)

    path, envelope = message_in_folder(world)

    def told(name: str) -> str:
        found = envelope.find(f".//{{{TYPES}}}{name}")
        return found.text or "" if found is not None else ""

    (line,) = lines(world, project)
    assert told("AnvenderTransaktionsID") == str(wire_id(line.key)) == path.stem
    assert (told("KLEEmneForslag"), told("HandlingFacetForslag")) == ("05.01.08", "G01")
    assert (told("TitelTekst"), told("Retning")) == ("Hul i vejen", "Indgaaende")
    assert (told("Brevdato"), told("Fristdato")) == ("2026-03-03", "2026-03-13")
    assert told("URN") == "urn:oio:cpr-nr:0707614285"
    assert told("BrugervendtNoegleTekst") == str(item_id)
    assert path.with_suffix(".eml").read_bytes() == mail


def test_a_rejection_gives_the_enquiry_back_and_says_that_it_belongs_elsewhere(
    world: World, project: Project
) -> None:
    item_id = put_into_folder(world, project)
    (line,) = lines(world, project)
    for _twice in range(2):
        with world.runtime.work(world.actor("Bo")) as work:
            receipt = service.take_receipt(work, a_receipt(line.wire_id))

    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item_id)
        receipts = service.receipts_of(work, item_id)
        told = [one.action for one in audit.trail(work, items.ref(item_id))]
        labels = decisions.labels(work, project.id)
    assert (receipt.code, receipt.text) == (
        ReceiptCode.REJECTED,
        "Hører til hos Snerydning\n17 Forkert emne",
    )
    assert (seen.line.state, seen.line.needs_help) == (ItemState.READY, True)
    assert [(one.id, one.raw_sha256) for one in receipts] == [
        (receipt.id, hashlib.sha256(a_receipt(line.wire_id)).hexdigest())
    ]
    assert told.count("mail_routing.receipt") == told.count("mail_routing.reopened") == 1
    assert labels == []
    assert [one.id for one in lines(world, project, state="rejected")] == [line.id]


def test_what_was_rejected_is_decided_anew_and_sent_under_another_number(
    world: World, project: Project
) -> None:
    item_id = put_into_folder(world, project)
    (first,) = lines(world, project)
    with world.runtime.work(world.actor("Bo")) as work:
        service.take_receipt(work, a_receipt(first.wire_id))
    settle(world, item_id, TO_SNOW)
    leave(world)

    newer, older = lines(world, project)
    assert (newer.subject_key, older.subject_key) == ("sne", "hul")
    assert newer.state is DeliveryState.DELIVERED
    assert newer.wire_id != older.wire_id


def test_the_services_own_answer_is_a_receipt(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_route(world, project, RouteKind.SF2900, system=SYSTEM, endpoint=system.url)
    item_id = decided(world, project)
    answer = a_receipt("00000000-0000-0000-0000-000000000000", "MODTAGET")
    (waiting,) = lines(world, project)
    system.answers = [
        (
            200,
            {},
            answer.replace(b"00000000-0000-0000-0000-000000000000", str(waiting.wire_id).encode()),
        )
    ]
    leave(world)

    with world.runtime.reading(world.system) as work:
        (receipt,) = service.receipts_of(work, item_id)
    (line,) = lines(world, project)
    assert (line.state, receipt.code) == (DeliveryState.DELIVERED, ReceiptCode.RECEIVED)
    assert system.calls[0].headers["content-type"] == "text/xml; charset=utf-8"


def test_a_fault_of_the_transport_is_shown_and_not_tried_again(
    world: World, project: Project, system: OtherSystem
) -> None:
    a_route(world, project, RouteKind.SF2900, system=SYSTEM, endpoint=system.url)
    decided(world, project)
    fault = f"""<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><detail>
    <TransportKvittering xmlns="{TYPES}"><TransportValideringsKode>FEJL</TransportValideringsKode>
    </TransportKvittering></detail></s:Fault></s:Body></s:Envelope>"""
    system.answers = [(500, {}, fault.encode())]
    leave(world)

    (line,) = lines(world, project)
    assert (line.state, line.problem) == (DeliveryState.FAILED, "sf2900 FEJL")


def test_receipts_are_taken_from_a_folder_once(
    world: World, project: Project, receipts: Path
) -> None:
    put_into_folder(world, project)
    (line,) = lines(world, project)
    folder = receipts
    told = f'{{"key": "{line.key}", "code": "ACCEPTERET"}}'
    (folder / "a.json").write_text(told, encoding="utf-8")
    (folder / "b.xml").write_text("<nothing/>", encoding="utf-8")
    (folder / "c.xml.part").write_text("half", encoding="utf-8")
    taken = [service.read_receipt_folder(world.runtime) for _twice in range(2)]

    assert taken == [1, 0]
    assert lines(world, project)[0].code is ReceiptCode.ACCEPTED
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {"done/a.json", "failed/b.xml", "c.xml.part"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'{"key": "a", "code": "MAYBE"}',
        b'{"key": "a", "kind": "transport", "code": "AFVIST"}',
        b'{"id": "no number", "code": "AFVIST"}',
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a><ForretningsValideringsKode>AFVIST</ForretningsValideringsKode></a>",
    ],
)
def test_what_is_no_receipt_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(InputProblem):
        read_receipt(raw)


def test_a_receipt_of_nothing_is_not_found(world: World, project: Project) -> None:
    with pytest.raises(NotFound), world.runtime.work(world.actor("Bo")) as work:
        service.take_receipt(work, b'{"key": "unknown", "code": "AFVIST"}')


def test_a_subject_without_a_kle_number_is_told_to_people(world: World, project: Project) -> None:
    a_route(world, project, RouteKind.SF2900, system=SYSTEM)
    with world.runtime.work(world.actor("Bo")) as work:
        (hole,) = [one for one in service.subjects(work, project.id) if one.key == "hul"]
        service.save_subject(work, project.id, replace(hole, kle_code=""))
    decided(world, project)
    leave(world)

    assert [one.problem for one in lines(world, project, state="failed")] == ["sf2900 kle"]


def test_receipts_come_through_the_api(world: World, project: Project) -> None:
    item_id = put_into_folder(world, project)
    (line,) = lines(world, project)
    with TestClient(create_app(world.runtime)) as client:
        address = "/api/mail-routing/receipts"
        refused = client.post(address, content=a_receipt(line.wire_id))
        soap = client.post(
            address, content=a_receipt(line.wire_id, "MODTAGET"), headers=key_of(world, "Fie")
        )
        told = client.post(
            address,
            json={"key": line.key, "code": "ACCEPTERET"},
            headers=key_of(world, "Fie"),
        )
        nothing = client.post(address, content=b"Hej", headers=key_of(world, "Fie"))

    assert [one.status_code for one in (refused, soap, told, nothing)] == [401, 200, 202, 422]
    answer = fromstring(soap.content).find(f"{{{SOAP}}}Body/*")
    assert answer is not None
    assert answer.tag == f"{{{TYPES}}}FordelingskvitteringModtagAnvenderResponse"
    assert told.json()["enquiry"] == str(item_id)
