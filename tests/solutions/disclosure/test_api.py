"""The JSON door: a request is entered, a file handed in, and what was given out is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.disclosure import service
from tests.builders import a_project
from tests.solutions.disclosure.situations import reviewed
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from tests.builders import World

ASKED = {"title": "Aktindsigt", "request": "Alt.", "received_at": "2026-03-02T08:00:00+01:00"}

FILE = {"file": ("a.pdf", b"%PDF-1.7")}


def test_a_request_is_entered_once_and_takes_files(world: World) -> None:
    a_project(world, service.NAME)
    with a_browser(world, "Anna") as anna:
        first = anna.client.post(
            "/api/disclosure/cases", json=ASKED, headers={"x-csrf-token": anna.csrf}
        ).json()
        again = anna.client.post(
            "/api/disclosure/cases", json=ASKED, headers={"x-csrf-token": anna.csrf}
        ).json()
        path = f"/api/disclosure/cases/{first['id']}"
        handed_in = anna.client.post(
            f"{path}/files", files=FILE, headers={"x-csrf-token": anna.csrf}
        )
        twice = anna.client.post(f"{path}/files", files=FILE, headers={"x-csrf-token": anna.csrf})
        told = anna.get(path).json()
        listed = anna.get("/api/disclosure/cases").json()["cases"]

    assert first == again
    assert (handed_in.status_code, twice.status_code) == (202, 200)
    assert twice.json()["known"]
    assert told["hindrances"][0]["code"] == "no_documents"
    assert [one["id"] for one in listed] == [first["id"]]


def test_a_release_is_told_with_its_documents(world: World) -> None:
    case_id, ids = reviewed(world, ["Et notat uden navne."])
    with world.runtime.work(world.actor("Anna")) as work:
        service.prepare_release(work, case_id)
    with a_browser(world, "Anna") as anna:
        documents = anna.get(f"/api/disclosure/cases/{case_id}/documents").json()["documents"]
        (release,) = anna.get(f"/api/disclosure/cases/{case_id}/releases").json()["releases"]
        nothing = anna.get(f"/api/disclosure/releases/{release['id']}/report")

    assert [one["id"] for one in documents] == [str(one) for one in ids]
    assert release["state"] == "preparing"
    assert nothing.status_code == 404


def test_a_file_is_needed(world: World) -> None:
    a_project(world, service.NAME)
    with a_browser(world, "Anna") as anna:
        case_id = anna.client.post(
            "/api/disclosure/cases", json=ASKED, headers={"x-csrf-token": anna.csrf}
        ).json()["id"]
        answer = anna.client.post(
            f"/api/disclosure/cases/{case_id}/files", headers={"x-csrf-token": anna.csrf}
        )

    assert answer.status_code == 422
