"""The message of Fordelingskomponenten (SF2900): a routing result as a document with its file.

Names and order of elements are those of the contract (DistributionServiceMsg.xsd version 3 with
the types of version 2). What an authority's own values must look like is checked before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.schema.outgoing import Party, RoutingResult

SERVICE = "http://serviceplatformen.dk/xml/wsdl/soap11/DistributionService/3/types"
TYPES = "http://serviceplatformen.dk/xml/wsdl/soap11/DistributionService/2/types"
AUTHORITY = "http://serviceplatformen.dk/xml/schemas/AuthorityContext/1/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_PREFIXES = {"soapenv": SOAP, "ds": SERVICE, "dt": TYPES, "ac": AUTHORITY}
_KLE = re.compile(r"\d\d\.\d\d\.\d\d")
_FACET = re.compile(r"[A-ZÆØÅ]\d\d")
_CVR = re.compile(r"\d{8}")
# Signs that XML cannot hold.
_BARRED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotDistributable(ValueError):
    """A result that lacks what the contract demands; the words are a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """What a message tells beside the routing result itself."""

    cvr: str
    system: str
    """UUID of Signatur as an IT system."""
    receiver: str
    """UUID of the receiving system; empty: it is found by the KLE number."""
    facet: str
    title: str
    description: str
    file_name: str
    file_size: int
    media_type: str
    at: datetime


def distribution_message(result: RoutingResult, dispatch: Dispatch) -> bytes:
    """Return the request FordelingsobjektAfsend in a SOAP envelope. Raises NotDistributable."""
    for prefix, space in _PREFIXES.items():
        register_namespace(prefix, space)
    envelope = Element(f"{{{SOAP}}}Envelope")
    SubElement(envelope, f"{{{SOAP}}}Header")
    body = SubElement(envelope, f"{{{SOAP}}}Body")
    body.append(distribution_request(result, dispatch))
    written: bytes = tostring(envelope, encoding="utf-8", xml_declaration=True)
    return written


def distribution_request(result: RoutingResult, dispatch: Dispatch) -> Element:
    """Return the request itself. Raises NotDistributable."""
    if not _KLE.fullmatch(result.kle_code):
        raise NotDistributable("kle")
    if not _CVR.fullmatch(dispatch.cvr):
        raise NotDistributable("cvr")
    request = Element(f"{{{SERVICE}}}FordelingsobjektAfsendRequest")
    context = SubElement(request, f"{{{AUTHORITY}}}AuthorityContext")
    SubElement(context, f"{{{AUTHORITY}}}MunicipalityCVR").text = dispatch.cvr
    asked = SubElement(request, f"{{{SERVICE}}}anmodning")
    _context(asked, result, dispatch)
    thing = _add(asked, "DistributionObject")
    _add(thing, "ObjektType", "DOKUMENT")
    _document(_add(_add(thing, "ObjektIndhold"), "DistributionDokument"), result, dispatch)
    return request


def _context(above: Element, result: RoutingResult, dispatch: Dispatch) -> None:
    context = _add(above, "DistributionContext")
    _add(context, "AnvenderTransaktionsID", str(result.wire_id))
    if result.channel == "digital_post" and result.message_id:
        _add(context, "DigitalPostMeddelelsesID", result.message_id)
    _add(context, "AfsendendeMyndighed", dispatch.cvr)
    _add(context, "RoutingMyndighed", dispatch.cvr)
    choice = _add(context, "RoutingValg")
    if dispatch.receiver:
        _add(choice, "RoutingModtagerAktoer", dispatch.receiver)
    else:
        by_kle = _add(choice, "RoutingKLEEmneHandling")
        _add(by_kle, "RoutingKLEEmne", result.kle_code)
        if facet := _facet(result, dispatch):
            _add(by_kle, "RoutingHandlingFacet", facet)
    _add(context, "DokumentFilNavn", dispatch.file_name)


def _document(document: Element, result: RoutingResult, dispatch: Dispatch) -> None:
    _add(document, "ID", str(result.item_id))
    _add(document, "KLEEmneForslag", result.kle_code)
    if facet := _facet(result, dispatch):
        _add(document, "HandlingFacetForslag", facet)
    if result.case_id:
        _add(document, "SagForslag", result.case_id)
    registered = _add(document, "Registrering")
    _add(registered, "FraTidsPunkt", _moment(result.decided_at))
    _add(registered, "LivscyklusKode", "Oprettet")
    if not result.is_automatic:
        _add(_add(registered, "BrugerRef"), "UUID", str(result.decided_by_id))
    _add(_add(registered, "RegistreringItSystem"), "UUID", dispatch.system)
    relations = _add(registered, "RelationListe")
    _variant(_add(_add(relations, "VariantListe"), "Variant"), result, dispatch)
    if result.parties:
        parties = _add(relations, "DokumentPartListe")
        for number, party in enumerate(result.parties, start=1):
            _party(_add(parties, "DokumentPart"), party, number, dispatch)
    state = _add(_add(registered, "TilstandsListe"), "Tilstand")
    _add(state, "Fremdrift", "Fordelt")
    _effect(state, result, dispatch)
    _attributes(_add(_add(registered, "AttributListe"), "Attributter"), result, dispatch)


def _variant(variant: Element, result: RoutingResult, dispatch: Dispatch) -> None:
    _effect(variant, result, dispatch)
    _add(variant, "Rolle", "Variant")
    _add(variant, "Indeks", "1")
    attributes = _add(variant, "VariantAttributter")
    _add(attributes, "VariantType", "Original")
    part = _add(variant, "DelAttributter")
    _add(part, "DelTekst", dispatch.file_name)
    _add(part, "Indeks", "1")
    _add(part, "Filstoerrelse", str(dispatch.file_size))
    _add(part, "MimeType", dispatch.media_type)


def _party(above: Element, party: Party, number: int, dispatch: Dispatch) -> None:
    virkning = _add(above, "Virkning")
    _actor(virkning, dispatch)
    _add(above, "Rolle", "PrimaerPart" if number == 1 else "SekundaerPart")
    _add(above, "Indeks", str(number))
    part = _add(above, "Part")
    _add(part, "ObjektType", party.kind)
    register = "cpr" if party.kind == "Person" else "cvr"
    _add(_add(part, "ReferenceID"), "URN", f"urn:oio:{register}-nr:{party.number}")


def _attributes(above: Element, result: RoutingResult, dispatch: Dispatch) -> None:
    _add(above, "BrugervendtNoegleTekst", str(result.item_id))
    _add(above, "TitelTekst", dispatch.title)
    _add(above, "BeskrivelseTekst", dispatch.description)
    _add(above, "Dokumenttype", "eMail" if result.channel == "email" else "Brev")
    _add(above, "Retning", "Indgaaende")
    _add(above, "Brevdato", result.received_at.date().isoformat())
    if result.due_on:
        _add(above, "Fristdato", result.due_on)
    _effect(above, result, dispatch)


def _effect(above: Element, result: RoutingResult, dispatch: Dispatch) -> None:
    virkning = _add(above, "Virkning")
    _add(virkning, "FraTidspunkt", _moment(result.decided_at))
    _actor(virkning, dispatch)


def _actor(virkning: Element, dispatch: Dispatch) -> None:
    _add(_add(virkning, "Aktoer"), "UUID", dispatch.system)
    _add(virkning, "AktoerType", "ItSystem")


def _facet(result: RoutingResult, dispatch: Dispatch) -> str:
    """Return the facet that the sender's system states, else the route's own."""
    facet = result.kle_facet if _FACET.fullmatch(result.kle_facet) else dispatch.facet
    return facet if _FACET.fullmatch(facet) else ""


def _add(above: Element, name: str, text: str = "") -> Element:
    element = SubElement(above, f"{{{TYPES}}}{name}")
    if text:
        element.text = _BARRED.sub(" ", text)
    return element


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
