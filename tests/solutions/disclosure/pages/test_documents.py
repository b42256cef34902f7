"""The documents of a case: handed in, listed, changed, replaced, set aside and had as they came."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from signatur.methods.documents.content import Content
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.intake import Incoming
from tests.solutions.disclosure.situations import LETTER, NOTE, a_case, documents_in
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World
    from tests.stand_ins import Browser


def version_of(world: World, document_id: UUID) -> int:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.document(work, document_id).version


def change(browser: Browser, document_id: UUID, version: int, **more: str) -> int:
    given = {"titel": "Brev", "omfattet": "ja", "nummer": "1", "version": str(version), **more}
    return browser.post(f"/aktindsigt/dokument/{document_id}/oplysninger", given).status_code


def test_files_are_handed_in_once(world: World) -> None:
    case_id = a_case(world)
    path = f"/aktindsigt/sag/{case_id}"
    files = [("filer", ("brev.pdf", b"%PDF-1.7")), ("filer", ("../../etc/passwd", b"Hej"))]
    with a_browser(world, "Anna") as anna:
        empty = anna.get(f"{path}/dokumenter").text
        anna.post(f"{path}/filer", files=files)
        listed = anna.get(f"{path}/dokumenter").text
        anna.post(f"{path}/filer", files=files)
        again = anna.get(f"{path}/dokumenter").text
        none = anna.post(f"{path}/filer")

    assert "No documents yet" in empty
    assert "2 file(s) handed in" in listed
    assert 'id="reading"' in listed
    assert "handed in before" in again
    assert none.status_code == 422


def test_the_list_is_filtered_and_downloaded_as_it_goes_with_the_answer(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, LETTER, NOTE)
    path = f"/aktindsigt/sag/{case_id}/dokumenter"
    with a_browser(world, "Anna") as anna:
        every = anna.get(path).text
        one = anna.get(f"{path}?soeg=nr. 2").text
        nothing = anna.get(f"{path}?vis=udenfor").text
        repeated = anna.get(f"{path}?vis=gengangere").text
        table = anna.get(f"{path}?fil=csv").text

    assert ("Dokument nr. 1" in every, "Dokument nr. 1" in one) == (True, False)
    assert "No document fits" in nothing
    assert "No document fits" in repeated
    assert table.count("\n") == 3
    assert "Opfundsen" not in table


def test_what_could_not_be_read_says_why_and_what_to_do(world: World) -> None:
    case_id = a_case(world)
    (scan,) = documents_in(world, case_id, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        upload = service.hand_in(work, case_id, "itu.pdf", io.BytesIO(b"%PDF-itu"))
        one = Incoming(path="itu.pdf", title="itu.pdf", content=Content.from_bytes(b"%PDF-itu"))
        (broken,) = service.keep_unpacked(work, upload.id, [one])
        service.not_readable(work, broken, [("damaged", "page 2")])
        whole = service.hand_in(work, case_id, "alt.zip", io.BytesIO(b"PK"))
        service.not_unpacked(work, whole.id, "zip_bomb")
    path = f"/aktindsigt/sag/{case_id}/dokumenter"
    with a_browser(world, "Anna") as anna:
        listed = anna.get(path).text
        shown = anna.get(f"/aktindsigt/dokument/{broken}/oplysninger").text
        table = anna.get(f"{path}?fil=csv").text
        told = anna.get(f"/api/disclosure/cases/{case_id}/documents").json()

    assert "The file is damaged or was cut off" in listed
    assert "Do not open it." in listed
    assert "The file is damaged or was cut off (page 2). Fetch the document" in shown
    assert "TroubleText" not in listed + shown
    assert "2;itu.pdf;;Other;;Yes;;;0;Could not be read" in table
    access = {one["id"]: one["access"] for one in told["documents"]}
    assert access == {str(scan): "yes", str(broken): None}


def test_it_is_said_in_the_list_that_a_document_is_not_covered(world: World) -> None:
    case_id = a_case(world)
    letter, _note = documents_in(world, case_id, LETTER, NOTE)
    path = f"/aktindsigt/dokument/{letter}/omfattet"
    with a_browser(world, "Anna") as anna:
        version = version_of(world, letter)
        anna.post(path, {"omfattet": "nej", "version": version})
        outside = anna.get(f"/aktindsigt/sag/{case_id}/dokumenter?vis=udenfor").text
        late = anna.post(path, {"omfattet": "ja", "version": version})
        odd = anna.post(path, {"omfattet": "måske", "version": version + 1})

    assert "Dokument nr. 1" in outside
    assert (late.status_code, odd.status_code) == (409, 422)


def test_particulars_are_changed_and_nonsense_is_refused(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world, "Anna") as anna:
        form = anna.get(f"/aktindsigt/dokument/{letter}/oplysninger").text
        version = version_of(world, letter)
        wrong = [
            change(anna, letter, version, dato="32.13.2026"),
            change(anna, letter, version, nummer="-4"),
            change(anna, letter, version, adgang="nej", grund="ofl-99-9"),
        ]
        right = change(
            anna, letter, version, titel="Brev fra en borger", dato="3.4.2026", adgang="nej",
            grund="ofl-30-1", note="Rent privat.",
        )  # fmt: skip
        late = change(anna, letter, version, titel="Andet")
        listed = anna.get(f"/aktindsigt/sag/{case_id}/dokumenter").text

    assert "must not tell what is withheld" in form
    assert wrong == [422] * 3
    assert (right, late) == (303, 409)
    assert "Brev fra en borger" in listed
    assert "(chosen)" in listed


def test_a_document_is_set_aside_with_a_reason_and_brought_back(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    path = f"/aktindsigt/dokument/{letter}"
    with a_browser(world, "Anna") as anna:
        unsaid = anna.post(f"{path}/laeg-til-side", {"grund": " "})
        anna.post(f"{path}/laeg-til-side", {"grund": "Hører til en anden sag"})
        aside = anna.get(f"{path}/oplysninger").text
        anna.post(f"{path}/tag-frem")
        back = anna.get(f"{path}/oplysninger").text

    assert unsaid.status_code == 422
    assert "Bring it back" in aside
    assert "Bring it back" not in back
    assert f"/aktindsigt/sag/{case_id}" in back


def test_a_document_is_replaced_by_another_file(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world, "Anna") as anna:
        answer = anna.post(
            f"/aktindsigt/dokument/{letter}/erstat", files={"fil": ("ny.pdf", b"%PDF-1.4 ny")}
        )
        listed = anna.get(answer.headers["location"]).text

    assert "The new file is being read" in listed
    assert 'id="reading"' in listed


def test_the_original_is_only_ever_a_download_with_a_plain_name(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world, "Anna") as anna:
        answer = anna.get(f"/aktindsigt/dokument/{letter}/original")

    assert re.fullmatch(
        'attachment; filename="?dokument-1.pdf"?.*', answer.headers["content-disposition"]
    )
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_reader_without_the_right_sees_no_forms(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world, "Gert") as gert:
        listed = gert.get(f"/aktindsigt/sag/{case_id}/dokumenter").text
        shown = gert.get(f"/aktindsigt/dokument/{letter}/oplysninger").text
        refused = [
            change(gert, letter, 1),
            gert.post(f"/aktindsigt/sag/{case_id}/filer", files={"filer": ("a", b"a")}).status_code,
        ]

    main = [page.split("<main")[1] for page in (listed, shown)]
    assert 'method="post"' not in "".join(main)
    assert refused == [403, 403]


def test_the_address_of_an_item_leads_to_its_page(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with a_browser(world, "Anna") as anna:
        found = [
            anna.get(f"/aktindsigt/emne/{one}").headers["location"] for one in (case_id, letter)
        ]

    assert found == [
        f"/aktindsigt/sag/{case_id}",
        f"/aktindsigt/dokument/{letter}/oplysninger",
    ]
