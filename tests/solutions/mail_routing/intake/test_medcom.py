"""Messages from the health service become enquiries like any other; bad ones are told and kept."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from signatur.solutions.mail_routing.intake import EnquiryReader
from signatur.solutions.mail_routing.schema import Channel, Completeness, Enquiry

if TYPE_CHECKING:
    from pathlib import Path

# Invented: a date that is one, and a number that no one has.
CPR = "2512489996"
ASKS = "Borgeren har brug for en rollator efter udskrivelsen. Kan I komme på hjemmebesøg?"
EARLIER = "Borgeren udskrives på fredag."
PDF = b"%PDF-1.4\n%%EOF"


def organisation(name: str, number: str) -> dict[str, Any]:
    sor = {"system": "urn:oid:1.2.208.176.1.1", "value": number}
    return {"resourceType": "Organization", "id": f"o{number}", "identifier": [sor], "name": name}


def a_bundle() -> dict[str, Any]:
    """Return a reply in a CareCommunication, as a hospital sends it."""
    header = {
        "resourceType": "MessageHeader",
        "id": "mh-2",
        "eventCoding": {"code": "care-communication-message"},
        "destination": [{"receiver": {"reference": "Organization/o22"}}],
        "sender": {"reference": "Organization/o11"},
    }
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [{"system": "urn:oid:1.2.208.176.1.2", "value": CPR}],
        "name": [{"given": ["Åse", "Prøve"], "family": "Testesen"}],
    }

    def said(text: str, at: str) -> dict[str, Any]:
        when = {"url": "http://medcomfhir.dk/datetime", "valueDateTime": at}
        return {"extension": [when], "contentString": text}

    attached = {"contentType": "application/pdf", "title": "epikrise.pdf"}
    matter = {
        "resourceType": "Communication",
        "id": "c1",
        "identifier": [{"value": "traad-1"}],
        "category": [{"coding": [{"code": "assistive-devices", "display": "Hjælpemidler"}]}],
        "topic": {"text": "Rollator"},
        "subject": {"reference": "Patient/p1"},
        "payload": [
            said(EARLIER, "2026-03-02T09:00:00+01:00"),
            said(ASKS, "2026-03-03T09:00:00+01:00"),
            {"contentAttachment": {**attached, "data": base64.b64encode(PDF).decode()}},
        ],
    }
    before = {
        "resourceType": "Provenance",
        "id": "pr1",
        "entity": [{"role": "revision", "what": {"reference": "MessageHeader/mh-1"}}],
    }
    resources = [
        header, patient, matter, before,
        organisation("Sygehus Prøve, afd. A", "11"), organisation("Lindevang Kommune", "22"),
    ]  # fmt: skip
    entries = [
        {"fullUrl": f"{one['resourceType']}/{one['id']}", "resource": one} for one in resources
    ]
    return {
        "resourceType": "Bundle",
        "type": "message",
        "timestamp": "2026-03-03T09:05:00+01:00",
        "entry": entries,
    }


def as_xml(bundle: dict[str, Any]) -> bytes:
    """Return a bundle in FHIR's XML."""

    def element(name: str, value: Any) -> str:
        if isinstance(value, list):
            return "".join(element(name, one) for one in value)
        if not isinstance(value, dict):
            return f'<{name} value="{value}"/>'
        url = f' url="{value["url"]}"' if "url" in value else ""
        inner = "".join(
            element(key, one) for key, one in value.items() if key not in ("url", "resourceType")
        )
        if "resourceType" in value:
            inner = f"<{value['resourceType']}>{inner}</{value['resourceType']}>"
        return f"<{name}{url}>{inner}</{name}>"

    inner = "".join(
        element(name, value) for name, value in bundle.items() if name != "resourceType"
    )
    return f'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir">{inner}</Bundle>'.encode()


def a_referral(matter: str = "") -> bytes:
    """Return a general practitioner's referral to the municipality's prevention (XREF15)."""
    told = matter or (
        "<Referral><Priority><PriorityCode>rutine</PriorityCode></Priority>"
        "<ReferralTitle>Forløb for KOL</ReferralTitle>"
        "<ClinicalInformation><Text01>Åndenød ved gang.<Break/>Ønsker <Bold>rygestop</Bold> og motion."
        "</Text01></ClinicalInformation><Mobility>Går selv</Mobility></Referral>"
        "<BinaryLetter><Object><ObjectIdentifier>b1</ObjectIdentifier><ObjectCode>pdf</ObjectCode>"
        f"<Object_Base64Encoded>{base64.b64encode(PDF).decode()}</Object_Base64Encoded>"
        "</Object></BinaryLetter>"
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        '<Emessage xmlns="urn:oio:medcom:municipality:1.0.0"><Envelope><Sent><Date>2026-03-03</Date>'
        "<Time>08:00</Time></Sent><Identifier>ENV1</Identifier></Envelope><MunicipalityReferral>"
        "<Letter><Identifier>REF-77</Identifier><VersionCode>XH1530R</VersionCode>"
        "<StatisticalCode>XREF15</StatisticalCode><Authorisation><Date>2026-03-03</Date>"
        "<Time>07:55</Time></Authorisation><TypeCode>XREF15</TypeCode><StatusCode>nytbrev</StatusCode>"
        "<EpisodeOfCareIdentifier>forloeb-9</EpisodeOfCareIdentifier></Letter>"
        "<Sender><EANIdentifier>5790000000012</EANIdentifier><OrganisationName>Lægehuset Prøve"
        "</OrganisationName></Sender><Receiver><EANIdentifier>5790000000029</EANIdentifier>"
        "<OrganisationName>Lindevang Kommune</OrganisationName><UnitName>Sundhed</UnitName></Receiver>"
        f"<Patient><CivilRegistrationNumber>{CPR}</CivilRegistrationNumber><PersonSurnameName>Testesen"
        "</PersonSurnameName><PersonGivenName>Åse Prøve</PersonGivenName></Patient>"
        f"{told}</MunicipalityReferral></Emessage>"
    ).encode("iso-8859-1")


def read(tmp_path: Path, content: bytes, name: str = "besked") -> Enquiry:
    path = tmp_path / name
    path.write_bytes(content)
    with EnquiryReader() as reader:
        (found,) = reader.read_path(path)
    assert found.original.read() == content
    return found.enquiry


@pytest.mark.parametrize("as_bytes", [lambda one: json.dumps(one).encode(), as_xml])
def test_care_communication_is_read_from_json_and_xml(tmp_path: Path, as_bytes: Any) -> None:
    enquiry = read(tmp_path, as_bytes(a_bundle()))

    assert (enquiry.channel, enquiry.source.kind) == (Channel.MEDCOM, "medcom_fhir")
    assert enquiry.subject == "Rollator"
    assert enquiry.body.text == f"Vedrørende: Åse Prøve Testesen, CPR-nr. 251248-9996\n\n{ASKS}"
    assert EARLIER in enquiry.body.quoted
    assert enquiry.sender is not None
    assert (enquiry.sender.name, enquiry.sender.id_type) == ("Sygehus Prøve, afd. A", "SOR")
    assert [one.name for one in enquiry.recipients] == ["Lindevang Kommune"]
    assert (enquiry.metadata.message_code, enquiry.metadata.contact_group) == (
        "assistive-devices",
        "Hjælpemidler",
    )
    thread = enquiry.thread
    assert (thread.message_id, thread.in_reply_to, thread.thread_id) == ("mh-2", "mh-1", "traad-1")
    assert [one.name for one in enquiry.attachments] == ["epikrise.pdf"]
    assert enquiry.sent_at is not None
    assert enquiry.sent_at.isoformat() == "2026-03-03T08:05:00+00:00"


def test_a_referral_is_read_with_what_it_says_in_words(tmp_path: Path) -> None:
    enquiry = read(tmp_path, a_referral())

    assert (enquiry.channel, enquiry.source.kind) == (Channel.MEDCOM, "medcom_oioxml")
    assert enquiry.subject == "Forløb for KOL"
    assert "Åndenød ved gang.\nØnsker rygestop og motion." in enquiry.body.text
    assert "Mobility: Går selv" in enquiry.body.text
    assert enquiry.metadata.contact_group == "Henvisning til kommunal forebyggelse"
    assert enquiry.thread.message_id == "REF-77"
    assert [one.name for one in enquiry.recipients] == ["Lindevang Kommune Sundhed"]
    assert [one.name for one in enquiry.attachments] == ["b1.pdf"]


@pytest.mark.parametrize("content", [json.dumps(a_bundle()).encode(), a_referral()])
def test_the_citizens_number_is_found_and_no_model_sees_it(tmp_path: Path, content: bytes) -> None:
    enquiry = read(tmp_path, content)

    assert CPR in {one.value for one in enquiry.identifiers if one.kind == "cpr"}
    assert CPR[-4:] not in enquiry.model_text


_ENTITIES = b"<!DOCTYPE Emessage [<!ENTITY a 'b'>]><Emessage>&a;</Emessage>"


@pytest.mark.parametrize(
    "content",
    [
        b'{"resourceType": "Bundle", "entry": [',
        b'{"resourceType": "Bundle", "entry": [{"resource": 7}, null, []]}',
        b'{"resourceType": "Bundle", "entry": {"resource": {"resourceType": "Communication"}, "x": ['
        + b"[" * 5000
        + b"]" * 5000
        + b"]}}",
        as_xml(a_bundle())[:-40],
        b'<Bundle xmlns="http://hl7.org/fhir">'
        + b"<entry>" * 500
        + b"</entry>" * 500
        + b"</Bundle>",
        a_referral()[:-30],
        b"<Emessage><Envelope/></Emessage>",
        _ENTITIES,
        a_referral("<X_Base64Encoded>***</X_Base64Encoded>"),
        b'{"format": "signatur.incoming/1", "attachments": 3}',
        b'{"format": "signatur.incoming/1", "received_at": "0001-01-01T00:00:00+23:00"}',
    ],
)
def test_a_bad_message_is_told_and_kept(tmp_path: Path, content: bytes) -> None:
    enquiry = read(tmp_path, content)

    assert enquiry.completeness is Completeness.NOTHING
    assert enquiry.problem is not None
    assert enquiry.problem.code in ("damaged", "too_deep")
