"""Other systems hand in enquiries and Digital Post: stored before they are accepted, and once."""

from __future__ import annotations

import base64
import gzip
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs.left_behind import understand_left_of
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.corpus.messages.digital_post import file, memo, tar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.projects.schema import Project
    from tests.builders import World

ENQUIRIES, POST = "/api/mail-routing/enquiries", "/api/mail-routing/digital-post"
RECEIPT = "{http://serviceplatformen.dk/xml/schemas/kvittering/1/}"
LETTER = "Vi søger om boligstøtte.".encode()


@pytest.fixture
def client(world: World, project: Project) -> Iterator[TestClient]:
    """A client with Anna's key."""
    assert project.id
    with world.runtime.work(world.actor("Anna")) as work:
        key = people.make_key(work, world.person_ids["Anna"], "Prøve")
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create_app(world.runtime), headers=headers) as client:
        yield client


def enquiries(world: World, project: Project) -> list[dict[str, Any]]:
    """Return all enquiries in the common format, once all that waits is read."""
    run_waiting_jobs(world.runtime)
    with world.runtime.reading(world.system) as work:
        found = service.everything(work, project.id, WorklistFilter(state="all"), 100)
        return [service.row_of(work, one.item_id).document for one in found]


def an_enquiry(**more: Any) -> dict[str, Any]:
    attached = {"name": "billede.txt", "content": base64.b64encode(b"Et stort hul.").decode()}
    return {
        "subject": "Hul i vejen",
        "body": "Der er et hul i vejen ved Bakken.",
        "sender": {"name": "Mette Prøve", "address": "mette@example.dk"},
        "received_at": "2026-03-03T10:00:00+01:00",
        "message_id": "sag-17@selvbetjening",
        "case_id": "26/4711",
        "metadata": {"formular": "giv-et-praj"},
        "attachments": [attached],
        **more,
    }


def test_an_enquiry_as_json_is_stored_at_once_and_then_read(
    world: World, project: Project, client: TestClient
) -> None:
    answer = client.post(ENQUIRIES, json=an_enquiry())

    assert (answer.status_code, answer.json()["known"]) == (202, False)
    (read,) = enquiries(world, project)
    assert (read["channel"], read["subject"]) == ("api", "Hul i vejen")
    assert read["body"]["text"] == "Der er et hul i vejen ved Bakken."
    assert read["metadata"]["case_id"] == "26/4711"
    assert read["metadata"]["more"] == {"formular": "giv-et-praj"}
    assert [one["text"] for one in read["attachments"]] == ["Et stort hul."]
    seen = client.get(f"{ENQUIRIES}/{answer.json()['id']}")
    assert seen.json()["state"] == "ready"


def test_the_same_enquiry_again_is_the_first_one(
    world: World, project: Project, client: TestClient
) -> None:
    first = client.post(ENQUIRIES, json=an_enquiry())
    before_it_is_read = client.post(ENQUIRIES, json=an_enquiry())
    assert len(enquiries(world, project)) == 1
    afterwards = client.post(ENQUIRIES, json=an_enquiry())

    for again in (before_it_is_read, afterwards):
        assert (again.status_code, again.json()) == (200, {"id": first.json()["id"], "known": True})
    assert len(enquiries(world, project)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "", "body": " ", "attachments": []},
        {"attachments": [{"name": "a", "content": "***"}]},
        {"received_at": "2026-03-03"},
        {"unknown": 1},
    ],
)
def test_an_enquiry_that_makes_no_sense_is_refused(
    world: World, project: Project, client: TestClient, wrong: dict[str, Any]
) -> None:
    assert client.post(ENQUIRIES, json=an_enquiry(**wrong)).status_code == 422
    assert enquiries(world, project) == []


def a_message(text: bytes = LETTER) -> bytes:
    return memo(file("brev.txt", text, "text/plain")).encode()


@pytest.mark.parametrize("as_form", [False, True])
def test_digital_post_is_accepted_when_it_is_stored_and_stored_once(
    world: World, project: Project, client: TestClient, *, as_form: bool
) -> None:
    for _time in range(2):
        if as_form:
            answer = client.post(POST, files={"memo": ("memo.xml", a_message())})
        else:
            headers = {"Content-Type": "application/xml"}
            answer = client.post(POST, content=a_message(), headers=headers)
        receipt = ET.fromstring(answer.text)
        assert answer.status_code == 200
        assert receipt.tag == f"{RECEIPT}TransportKvittering"
        assert receipt.findtext(f"{RECEIPT}TransportValideringsKode") == "OK"

    (read,) = enquiries(world, project)
    assert (read["channel"], read["thread"]["message_id"]) == ("digital_post", "uuid-3")


def test_a_container_is_taken_over_as_a_whole(
    world: World, project: Project, client: TestClient
) -> None:
    other = a_message(b"Noget andet").replace(b"uuid-3", b"uuid-4")
    packed = gzip.compress(tar(("1.xml", a_message()), ("2.xml", other)))

    told = client.post(POST, content=packed, headers={"Accept": "application/json"}).json()

    assert (told["accepted"], len(told["items"])) == (True, 2)
    assert len(enquiries(world, project)) == 2


@pytest.mark.parametrize(
    ("posted", "status", "code"),
    [
        (b"", 422, "IKKE_MEMO"),
        (b"%PDF-1.7", 422, "IKKE_MEMO"),
        (b"<Message/>", 422, "IKKE_MEMO"),
        (a_message()[:-60], 422, "BESKADIGET"),
        (
            a_message().replace(b"<memo:messageUUID>uuid-3</memo:messageUUID>", b""),
            422,
            "MANGLER_ID",
        ),
        (
            gzip.compress(tar(("1.xml", a_message()), ("2.xml", a_message()[:-60]))),
            422,
            "BESKADIGET",
        ),
        (b"<" + b" " * 2000, 413, "FOR_STOR"),
    ],
)
def test_what_is_not_taken_over_is_refused_with_a_code(
    world: World,
    project: Project,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    posted: bytes,
    status: int,
    code: str,
) -> None:
    if status == 413:
        monkeypatch.setattr(service, "MOST_POST_BYTES", 1000)
    answer = client.post(POST, content=posted)

    assert answer.status_code == status
    receipt = ET.fromstring(answer.text)
    assert receipt.findtext(f"{RECEIPT}TransportValideringsKode") == "FEJL"
    assert receipt.findtext(f"{RECEIPT}FejlListe/{RECEIPT}Fejl/{RECEIPT}FejlKode") == code
    assert enquiries(world, project) == []


def test_nobody_posts_without_a_key_or_the_right(world: World, client: TestClient) -> None:
    with world.runtime.work(world.actor("Gert")) as work:
        key = people.make_key(work, world.person_ids["Gert"], "Prøve")

    without = client.post(POST, content=a_message(), headers={"Authorization": ""})
    auditor = client.post(POST, content=a_message(), headers={"Authorization": f"Bearer {key}"})

    assert (without.status_code, auditor.status_code) == (401, 403)


def test_what_was_stored_and_never_understood_is_read_in_the_night(
    world: World, project: Project, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("signatur.kernel.jobs.store.start", lambda *_given, **_more: UUID(int=1))
        client.post(ENQUIRIES, json=an_enquiry())
    assert enquiries(world, project) == []

    early = understand_left_of(world.runtime, world.authority_id)
    world.clock.advance(timedelta(hours=2))

    assert (early, understand_left_of(world.runtime, world.authority_id)) == ({}, {"new": 1})
    assert [one["subject"] for one in enquiries(world, project)] == ["Hul i vejen"]
