"""The header of a Digital Post message: elements of MeMo 1.1 and 1.2 become values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.messages.dates import parse_date
from signatur.methods.messages.digital_post.schema import (
    Action,
    AdditionalData,
    AttentionData,
    ContactPoint,
    ContentData,
    DigitalParty,
    DigitalPost,
    ForwardData,
    Reference,
    ReplyData,
    Reservation,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from signatur.methods.messages.digital_post.schema import DocumentEntry
    from signatur.methods.messages.digital_post.xml import Node

_MOST_FIELDS = 500
_LONGEST_VALUE = 2000
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def read_header(message: Node, header: Node, documents: tuple[DocumentEntry, ...]) -> DigitalPost:
    """Read a MessageHeader; elements that are absent leave their defaults."""
    content, forward = header.child("ContentData"), header.child("ForwardData")
    return DigitalPost(
        version=message.attributes.get("memoVersion", ""),
        message_type=header.value("messageType").upper(),
        message_uuid=header.value("messageUUID"),
        message_id=header.value("messageID"),
        message_code=header.value("messageCode"),
        label=header.value("label"),
        notification=header.value("notification"),
        additional_notification=header.value("additionalNotification"),
        may_be_answered=_TRUTH.get(header.value("reply").lower()),
        reply_by=parse_date(header.value("replyByDateTime")),
        do_not_deliver_until=_day(header.value("doNotDeliverUntilDate")),
        is_mandatory=_TRUTH.get(header.value("mandatory").lower()),
        is_legal_notification=_TRUTH.get(header.value("legalNotification").lower()),
        post_type=header.value("postType"),
        sender=_party(header.child("Sender"), "senderID"),
        recipient=_party(header.child("Recipient"), "recipientID"),
        content=_content(content) if content else None,
        forward=_forward(forward) if forward else None,
        replies=tuple(_reply(reply) for reply in header.every("ReplyData")),
        documents=documents,
        fields=tuple(_fields(header)),
    )


def read_action(node: Node) -> Action:
    """Read an Action of a document."""
    entry, reservation = node.child("EntryPoint"), node.child("Reservation")
    return Action(
        code=node.value("actionCode"),
        label=node.value("label"),
        starts_at=parse_date(node.value("startDateTime")),
        ends_at=parse_date(node.value("endDateTime")),
        url=entry.value("url") if entry else "",
        reservation=_reservation(reservation) if reservation else None,
    )


def _reservation(node: Node) -> Reservation:
    return Reservation(
        uuid=node.value("reservationUUID"),
        description=node.value("description"),
        abstract=node.value("abstract"),
        location=node.value("location"),
        starts_at=parse_date(node.value("startDateTime")),
        ends_at=parse_date(node.value("endDateTime")),
        organiser=_reference(node, "organizerMail", "organizerName"),
    )


def _party(node: Node | None, id_name: str) -> DigitalParty | None:
    if node is None:
        return None
    attention, contact_point = node.child("AttentionData"), node.child("ContactPoint")
    return DigitalParty(
        id=node.value(id_name),
        id_type=node.value("idType"),
        id_type_label=node.value("idTypeLabel"),
        label=node.value("label"),
        attention=_attention(attention) if attention else None,
        contact_point=_contact_point(contact_point) if contact_point else None,
        representative=_party(node.child("Representative"), "representativeID"),
    )


def _attention(node: Node) -> AttentionData:
    def about(element: str, id_name: str, label: str) -> Reference | None:
        child = node.child(element)
        return _reference(child, id_name, label) if child else None

    return AttentionData(
        person=about("AttentionPerson", "personID", "label"),
        production_unit=about("ProductionUnit", "productionUnitNumber", "productionUnitName"),
        global_location=about("GlobalLocationNumber", "globalLocationNumber", "location"),
        email=about("EMail", "emailAddress", "relatedAgent"),
        se_number=about("SEnumber", "seNumber", "companyName"),
        telephone=about("Telephone", "telephoneNumber", "relatedAgent"),
        eid=about("EID", "eID", "label"),
        content_responsible=about("ContentResponsible", "contentResponsibleID", "label"),
        generating_system=about("GeneratingSystem", "generatingSystemID", "label"),
        sor=about("SORdata", "sorIdentifier", "entryName"),
        address=_address(node),
    )


def _contact_point(node: Node) -> ContactPoint:
    return ContactPoint(
        id=node.value("contactPointID"),
        group=node.value("contactGroup"),
        label=node.value("label"),
        info=tuple(
            Reference(each.value("label"), each.value("value"))
            for each in node.every("ContactInfo")
        ),
    )


def _content(node: Node) -> ContentData:
    def about(element: str, id_name: str, label: str) -> Reference | None:
        child = node.child(element)
        return _reference(child, id_name, label) if child else None

    property_number, kle, form = map(node.child, ("PropertyNumber", "KLEdata", "FORMdata"))
    return ContentData(
        person=about("CPRdata", "cprNumber", "name"),
        company=about("CVRdata", "cvrNumber", "companyName"),
        motor_vehicle=about("MotorVehicle", "licenseNumber", "chassisNumber"),
        property_number=property_number.value("propertyNumber") if property_number else "",
        case=about("CaseID", "caseID", "caseSystem"),
        kle=_topic(kle, "subjectKey") if kle else None,
        form=_topic(form, "taskKey") if form else None,
        production_unit=about("ProductionUnit", "productionUnitNumber", "productionUnitName"),
        education=about("Education", "educationCode", "educationName"),
        address=_address(node),
        additional=tuple(
            AdditionalData(
                type=each.value("contentDataType"),
                name=each.value("contentDataName"),
                value=each.value("contentDataValue"),
            )
            for each in node.every("AdditionalContentData")
        ),
    )


def _topic(node: Node, key: str) -> Topic:
    return Topic(
        key=node.value(key),
        version=node.value("version"),
        facet=node.value("activityFacet"),
        label=node.value("label"),
    )


def _forward(node: Node) -> ForwardData:
    return ForwardData(
        message_uuid=node.value("messageUUID"),
        original_sent_at=parse_date(node.value("originalMessageDateTime")),
        original_sender=node.value("originalSender"),
        original_content_responsible=node.value("originalContentResponsible"),
        original_representative=node.value("originalRepresentative"),
        contact_point_id=node.value("contactPointID"),
        comment=node.value("comment"),
    )


def _reply(node: Node) -> ReplyData:
    return ReplyData(
        message_id=node.value("messageID"),
        message_uuid=node.value("messageUUID"),
        reply_uuid=node.value("replyUUID"),
        sender_id=node.value("senderID"),
        recipient_id=node.value("recipientID"),
        case_id=node.value("caseID"),
        contact_point_id=node.value("contactPointID"),
        generating_system_id=node.value("generatingSystemID"),
        comment=node.value("comment"),
        additional=tuple(
            Reference(each.value("label"), each.value("value"))
            for each in node.every("AdditionalReplyData")
        ),
    )


def _reference(node: Node, id_name: str, label: str) -> Reference:
    return Reference(node.value(id_name), node.value(label))


def _address(node: Node) -> str:
    """Write an address on one line, from its parts or as it was written."""
    unstructured, parts = node.child("UnstructuredAddress"), node.child("Address")
    if parts is None:
        return unstructured.value("unstructured") if unstructured else ""
    street = f"{parts.value('addressLabel')} {parts.value('houseNumber')}".strip()
    place = f"{parts.value('floor')} {parts.value('door')}".strip()
    town = f"{parts.value('zipCode')} {parts.value('city')}".strip()
    return ", ".join(filter(None, (parts.value("co"), street, place, town, parts.value("country"))))


def _day(stated: str) -> date | None:
    moment = parse_date(stated)
    return moment.date() if moment else None


def _fields(header: Node) -> Iterator[tuple[str, str]]:
    """Give every value of the header under its path."""
    stack = [(child, child.name) for child in reversed(header.children)]
    left = _MOST_FIELDS
    while stack and left:
        node, path = stack.pop()
        if node.text and not node.children:
            left -= 1
            yield path, node.text[:_LONGEST_VALUE]
        stack += [(child, f"{path}/{child.name}") for child in reversed(node.children)]
