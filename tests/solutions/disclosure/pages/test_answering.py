"""From the rules to the answer: wizard, duties, letters, release, the log, setup and figures."""

from __future__ import annotations

import io
import re
import zipfile
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import DocumentChange, NewCase, SetupKind
from signatur.solutions.disclosure.schema.letters import LetterKind
from tests.builders import a_project
from tests.solutions.disclosure.situations import LETTER, NOTE, a_case, documents_in, reviewed
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World
    from tests.stand_ins import Browser


def answer_questions(browser: Browser, path: str) -> dict[str, str]:
    """Choose the first answer to every question, as the form sends it; return the answers."""
    answers: dict[str, str] = {}
    for _turn in range(8):
        shown = browser.get(f"{path}?om=1&" + "&".join(f"{k}={v}" for k, v in answers.items())).text
        asked = re.search(
            r'class="form-radio" type="radio" id="choice-1" name="(\w+)" value="(\w+)"', shown
        )
        if asked is None:
            return answers
        answers[asked[1]] = asked[2]
    raise AssertionError("the questions never end")


def test_the_rules_are_asked_for_question_by_question_and_decided(world: World) -> None:
    a_project(world, service.NAME)
    with world.runtime.work(world.actor("Anna")) as work:
        case_id = service.new_case(work, NewCase(title="Hegn", request="Alt."))
    path = f"/aktindsigt/sag/{case_id}/ret"
    with a_browser(world, "Anna") as anna:
        answers = answer_questions(anna, path)
        incomplete = anna.post(path)
        odd = anna.post(path, {**answers, "subject": "vejret"})
        done = anna.post(path, answers)
        shown = anna.get(done.headers["location"]).text

    assert len(answers) >= 2
    assert (incomplete.status_code, odd.status_code) == (422, 422)
    assert "The deadline follows from them" in shown
    assert "Decide anew" in shown


def test_duties_are_answered_with_a_reason(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, LETTER)
    path = f"/aktindsigt/sag/{case_id}"
    with a_browser(world, "Anna") as anna:
        shown = anna.get(f"{path}/ret").text
        key = re.search(r'name="pligt" value="([^"]+)"', shown)
        assert key is not None
        odd = anna.post(f"{path}/pligter", {"pligt": "findesikke", "begrundelse": "Ja."})
        given = {"pligt": key[1], "gjort": 1, "begrundelse": "Intet yderligere at give."}
        anna.post(f"{path}/pligter", given)
        after = anna.get(f"{path}/ret").text

    assert odd.status_code == 422
    assert after.count('badge-success">considered') == 1
    assert "Intet yderligere at give." in after


def test_every_kind_of_letter_is_written_and_had_as_word_and_pdf(world: World) -> None:
    case_id, _ids = reviewed(world, LETTER, NOTE)
    path = f"/aktindsigt/sag/{case_id}/breve"
    with a_browser(world, "Anna") as anna:
        unknown = anna.post(path, {"slags": "love_letter"})
        for kind in LetterKind:
            form = anna.get(f"{path}?slags={kind}").text
            fields = re.findall(r'name="(felt-[\w-]+)"', form)
            given = {"slags": kind.value, **dict.fromkeys(fields, "Efter aftale, 1. maj 2026.")}
            answer = anna.post(path, given)
            assert answer.status_code == 303, (kind, answer.text)
        listed = anna.get(path).text
        words = [anna.get(one) for one in re.findall(r'"(/aktindsigt/brev/[\w-]+/docx)"', listed)]
        pages = [anna.get(one) for one in re.findall(r'"(/aktindsigt/brev/[\w-]+/pdf)"', listed)]
        letter = re.search(r"/aktindsigt/brev/([\w-]+)/docx", listed)
        assert letter is not None
        other = anna.get(f"/aktindsigt/brev/{letter[1]}/exe")
        anna.post(f"/aktindsigt/brev/{letter[1]}/sendt")
        sent = anna.get(path).text

    assert unknown.status_code == 422
    assert len(words) == len(LetterKind)
    assert {one.content[:2] for one in words} == {b"PK"}
    assert {one.content[:4] for one in pages} == {b"%PDF"}
    assert all("attachment" in one.headers["content-disposition"] for one in [*words, *pages])
    assert other.status_code == 422
    assert sent.count("/sendt") == len(LetterKind) - 1


def release_of(world: World, browser: Browser, case_id: UUID) -> UUID:
    """Ask for the documents to be made on the page, and let the job do it; return the release."""
    answer = browser.post(f"/aktindsigt/sag/{case_id}/udlevering")
    assert answer.status_code == 303, answer.text
    with world.runtime.reading(world.actor("Anna")) as work:
        newest = max(service.releases(work, case_id), key=lambda one: one.number)
    assert newest.job_id is not None
    run_job(world.runtime, newest.job_id, worker_name())
    return newest.id


def test_what_stands_in_the_way_is_listed_and_nothing_is_made(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, LETTER)
    path = f"/aktindsigt/sag/{case_id}/udlevering"
    with a_browser(world, "Anna") as anna:
        shown = anna.get(path).text
        answer = anna.post(path)

    assert '<ul class="todo">' in shown
    assert "Make and check" not in shown
    assert answer.status_code == 409


def test_a_title_that_betrays_is_refused_mended_and_then_given_out_by_a_lawyer(
    world: World,
) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    path = f"/aktindsigt/sag/{case_id}/udlevering"
    rename(world, letter, "Brev til Mette Opfundsen")
    with a_browser(world, "Anna") as anna:
        refused = release_of(world, anna, case_id)
        told = anna.get(path).text
        nothing = anna.get(f"/aktindsigt/udlevering/{refused}/dokumenter.zip")
        given = anna.post(f"/aktindsigt/udlevering/{refused}/opgiv", {"grund": "Titlen rettes."})
        rename(world, letter, "Brev til en borger")
        ready = release_of(world, anna, case_id)
        may_not = anna.post(f"/aktindsigt/udlevering/{ready}/giv", {"modtager": "ida@example.org"})
        seen = anna.get(path).text
    with a_browser(world, "Dorte") as dorte:
        unsaid = dorte.post(f"/aktindsigt/udlevering/{ready}/giv", {"modtager": ""})
        early = dorte.get(f"/aktindsigt/udlevering/{ready}/mail.eml")
        gave = dorte.post(f"/aktindsigt/udlevering/{ready}/giv", {"modtager": "ida@example.org"})
        again = dorte.post(f"/aktindsigt/udlevering/{ready}/giv", {"modtager": "ida@example.org"})
        bundle = dorte.get(f"/aktindsigt/udlevering/{ready}/dokumenter.zip")
        mail = dorte.get(f"/aktindsigt/udlevering/{ready}/mail.eml")
        report = dorte.get(f"/aktindsigt/udlevering/{ready}/rapport.json")
        log = dorte.get("/aktindsigt/log").text
        table = dorte.get("/aktindsigt/log?fil=csv").text

    assert "The check found something that must not leave" in told
    assert "dokumenter.zip" not in told
    assert nothing.status_code in {403, 404, 409}
    assert given.status_code == 303
    assert "Decide: give out" not in seen
    assert (may_not.status_code, unsaid.status_code) == (403, 422)
    assert (gave.status_code, again.status_code) == (303, 409)
    content = b"".join(
        archive.read(name)
        for archive in [zipfile.ZipFile(io.BytesIO(bundle.content))]
        for name in archive.namelist()
    )
    assert b"Opfundsen" not in content
    assert early.status_code == 404
    draft = message_from_bytes(mail.content, policy=default)
    assert draft["To"] == "ida@example.org"
    attached = {one.get_filename(): one.get_content() for one in draft.iter_attachments()}
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        assert attached == {name: archive.read(name) for name in archive.namelist()}
    assert report.json()["signed"]
    assert "ida@example.org" in log
    assert table.count("\n") == 3


def test_some_documents_may_be_given_out_before_the_rest(world: World) -> None:
    case_id, (letter, _note) = reviewed(world, LETTER, NOTE)
    path = f"/aktindsigt/sag/{case_id}/udlevering"
    with a_browser(world, "Anna") as anna:
        shown = anna.get(path).text
        answer = anna.post(path, {"dokument": str(letter)})

    with world.runtime.reading(world.actor("Anna")) as work:
        (made,) = service.releases(work, case_id)
    assert f'value="{letter}"' in shown
    assert answer.status_code == 303
    assert made.is_partial


def rename(world: World, document_id: UUID, title: str) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        version = service.document(work, document_id).version
        service.change_document(work, document_id, DocumentChange(title=title), version)


def test_a_lawyer_edits_the_rules_and_mistakes_are_shown_with_the_text(world: World) -> None:
    a_project(world, service.NAME)
    text = service.packaged_setup(SetupKind.GROUNDS)
    path = "/aktindsigt/regler"
    with a_browser(world, "Dorte") as dorte:
        packaged = dorte.get(path).text
        given = {"slags": "grounds", "note": "Gennemset."}
        broken = dorte.post(path, {**given, "indhold": "grounds: [</textarea><b>"})
        tried = dorte.post(path, {**given, "indhold": text, "proev": 1}).text
        saved = dorte.post(path, {**given, "indhold": text})
        shown = dorte.get(saved.headers["location"]).text
        approve = re.search(r'action="(/aktindsigt/regler/[\w-]+/godkend)"', shown)
        approved = dorte.post(approve[1]).status_code if approve else None
        edited = text.replace("§ 30, nr. 1", "§ 30, stk. 1")
        dorte.post(path, {**given, "indhold": edited})
        versions = dorte.get(path).text
        back = re.search(r'action="(/aktindsigt/regler/[\w-]+/genindfoer)"', versions)
        assert back is not None
        restored = dorte.post(back[1], {"note": "Tilbage."})
        other = [dorte.get(f"{path}?slags={one}").status_code for one in ("letters", "bodies", "x")]

    assert "This is the text that Signatur comes with" in packaged
    assert 'role="alert"' in broken.text
    assert "</textarea><b>" not in broken.text
    assert "Versions" in tried
    assert saved.status_code == 303
    assert approved in {None, 303}
    assert restored.status_code == 303
    assert other == [200, 200, 422]
    with world.runtime.reading(world.actor("Dorte")) as work:
        assert len(service.setup_versions(work, SetupKind.GROUNDS)) == 3


def test_whoever_is_no_lawyer_reads_the_rules_and_changes_nothing(world: World) -> None:
    a_project(world, service.NAME)
    with a_browser(world, "Anna") as anna:
        shown = anna.get("/aktindsigt/regler").text
        answer = anna.post("/aktindsigt/regler", {"slags": "grounds", "indhold": "x"})

    assert "readonly" in shown
    assert "Save as a new version" not in shown
    assert answer.status_code == 403


def test_what_is_measured_is_shown_also_before_anything_is_known(world: World) -> None:
    a_project(world, service.NAME)
    with a_browser(world, "Anna") as anna:
        before = anna.get("/aktindsigt/maaling").text
        may_not = anna.post("/aktindsigt/maaling/laer")
        log = anna.get("/aktindsigt/log").text
    reviewed(world, LETTER)
    with a_browser(world, "Bo") as bo:
        after = bo.get("/aktindsigt/maaling").text

    assert "Not known yet" in before
    assert may_not.status_code == 403
    assert "Nothing was given out yet" in log
    assert "Of what had to be withheld on pages read twice" in after
    assert "Learn now" in after
