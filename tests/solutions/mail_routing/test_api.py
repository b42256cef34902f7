"""The JSON door: other systems hand in, look, and decide in a person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from tests.solutions.mail_routing.situations import TO_HOLE, a_mail, a_rule, receive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.records.projects.schema import Project
    from tests.builders import World

BASE = "/api/mail-routing"


@pytest.fixture
def client(world: World, project: Project) -> Iterator[TestClient]:
    """A client without a key."""
    assert project.id
    with TestClient(create_app(world.runtime)) as client:
        yield client


def key_of(world: World, name: str) -> dict[str, str]:
    with world.runtime.work(world.actor(name)) as work:
        key = people.make_key(work, world.person_ids[name], "Prøve")
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def suggested(world: World, project: Project) -> str:
    """An enquiry that a rule suggests a place for."""
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    return str(receive(world, project.id).id)


def test_what_is_handed_in_can_be_seen_when_its_job_is_done(
    world: World, client: TestClient
) -> None:
    anna = key_of(world, "Anna")

    answer = client.post(
        f"{BASE}/enquiries", files=[("files", ("brev.eml", a_mail()))], headers=anna
    )
    run_waiting_jobs(world.runtime)

    assert answer.status_code == 202
    assert set(answer.json()) == {"job"}
    (line,) = client.get(f"{BASE}/enquiries", headers=anna).json()["enquiries"]
    assert (line["state"], line["subject_line"]) == ("ready", "Hul i vejen")
    seen = client.get(f"{BASE}/enquiries/{line['id']}", headers=anna).json()
    assert seen["enquiry"]["format"] == "signatur.enquiry/1"
    assert seen["enquiry"]["body"]["text"] == "Der er et hul i vejen ved Bakken."


def test_an_enquiry_is_decided_and_the_decision_undone(
    world: World, client: TestClient, suggested: str
) -> None:
    anna = key_of(world, "Anna")
    decide = f"{BASE}/enquiries/{suggested}/decision"

    made = client.post(decide, json={"subject": "hul"}, headers=anna)
    again = client.post(decide, json={"subject": "sne"}, headers=anna)
    seen = client.get(f"{BASE}/enquiries/{suggested}", headers=anna).json()
    undone = client.delete(f"{BASE}/decisions/{made.json()['id']}", headers=anna)

    assert (made.status_code, made.json()["outcome"]) == (201, "accepted")
    assert seen["decision"]["department"] == "vej"
    assert seen["suggestion"]["by"] == "rule"
    assert again.status_code == 409
    assert (undone.status_code, undone.json()) == (200, {"enquiry": suggested})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"subject": "findes-ikke"}, 422),
        ({}, 422),
        ({"subject": "hul", "more": 1}, 422),
        ({"subject": "__unknown__"}, 201),
        ({"department": "skole"}, 201),
    ],
)
def test_a_place_must_exist(
    world: World, client: TestClient, suggested: str, body: dict[str, object], status: int
) -> None:
    answer = client.post(
        f"{BASE}/enquiries/{suggested}/decision", json=body, headers=key_of(world, "Anna")
    )

    assert answer.status_code == status


def test_a_list_is_read_page_by_page(world: World, client: TestClient, project: Project) -> None:
    for number in range(3):
        receive(world, project.id, a_mail(Message_ID=f"<{number}@example.dk>"))
    anna = key_of(world, "Anna")

    first = client.get(f"{BASE}/enquiries?limit=2", headers=anna).json()
    second = client.get(f"{BASE}/enquiries?limit=2&after={first['after']}", headers=anna).json()

    assert (len(first["enquiries"]), len(second["enquiries"]), second["after"]) == (2, 1, None)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/enquiries"),
        ("POST", "/enquiries"),
        ("GET", "/enquiries/{id}"),
        ("POST", "/enquiries/{id}/decision"),
        ("POST", "/enquiries/{id}/reading"),
        ("DELETE", "/decisions/{id}"),
    ],
)
def test_a_stranger_is_turned_away(
    world: World, client: TestClient, suggested: str, method: str, path: str
) -> None:
    address = f"{BASE}{path.format(id=suggested)}"

    assert client.request(method, address).status_code == 401
    assert client.request(method, address, headers=key_of(world, "Carl")).status_code == 403


def test_an_enquiry_that_could_not_be_read_is_read_again_on_demand(
    world: World, client: TestClient, project: Project
) -> None:
    lost = receive(world, project.id, b"%PDF-1.7 and then nothing", name="brev.pdf")
    bo = key_of(world, "Bo")

    answer = client.post(f"{BASE}/enquiries/{lost.id}/reading", headers=bo)
    run_waiting_jobs(world.runtime)

    assert answer.status_code == 202
    with world.runtime.reading(world.system) as work:
        troubles = service.view(work, lost.id).troubles
    assert [one.resolution for one in troubles] == ["read_again", ""]
