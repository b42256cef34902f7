"""A request for access from the first mail to the documents that are given out, in three people's browsers."""

from __future__ import annotations

import io
import re
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from pdfminer.high_level import extract_text

from signatur.solutions.disclosure.demo import papers
from signatur.solutions.disclosure.demo.inventing import invented_case
from tests.journeys.places import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signatur.solutions.disclosure.demo.inventing import InventedCase
    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
    pytest.mark.outside("tesseract"),
]

ANSWERS = {
    "subject": "documents",
    "is_party": "no",
    "is_environmental": "no",
    "about_requester": "no",
}
_MOST_PAGES = 40
_READING_MS = 60_000
_UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def an_archive(case: InventedCase, folder: Path) -> Path:
    """Write a case as it comes out of a case system: a thread of mail with attachments, a workbook, a scan."""
    first, second, third, fourth = case.documents[:4]
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = second.title, "sag@havby.dk", "post@havby.dk"
    mail["Date"] = "Mon, 09 Mar 2026 08:00:00 +0100"
    quoted = "\n".join(f"> {line}" for line in first.text.splitlines())
    mail.set_content(f"{second.text}\n\nDen 8. marts 2026 skrev sagen:\n{quoted}\n")
    mail.add_attachment(
        papers.as_pdf(third), maintype="application", subtype="pdf", filename="Bilag.pdf"
    )
    mail.add_attachment(
        papers.as_word(fourth), maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="Notat.docx",
    )  # fmt: skip
    files = [
        ("Tråd.eml", mail.as_bytes()),
        ("Overblik.xlsx", papers.as_workbook(case)),
        ("Scannet.png", papers.as_scan(first)),
    ]
    path = folder / "Fra ESDH.zip"
    path.write_bytes(papers.as_archive(files))
    return path


def register(desk: Desk, files: Path) -> str:
    """Enter a request, hand the files in and wait until they are read; return the address of the case."""
    page = desk.page
    desk.go("/aktindsigt")
    desk.press("c")
    page.fill("#anmodning", "Avisen beder om alt i sagen.")
    page.fill("#titel", "Aktindsigt i en hel sag")
    page.fill("#kontakt", "redaktionen@avisen.eksempel.dk")
    page.click('form[action="/aktindsigt/ny"] > button')
    page.wait_for_url("**/dokumenter")
    root = page.url.removesuffix("/dokumenter").removeprefix(desk.place.address)
    page.set_input_files("#filer", files)
    page.click("form.hand-in button")
    page.wait_for_selector("table.documents")
    page.wait_for_selector("#reading", state="detached", timeout=_READING_MS)
    assert page.locator(".document-title .badge").count() == 0, "everything is read"
    return root


def choose_the_rules(desk: Desk, root: str) -> None:
    page = desk.page
    desk.go(f"{root}/ret?om=1")
    for _question in ANSWERS:
        fields = page.locator(".wizard input[type=radio]")
        if not fields.count():
            break
        name = str(fields.first.get_attribute("name"))
        page.check(f'.wizard input[value="{ANSWERS[name]}"]')
        page.click('form[method="get"] button')
    page.click(f'form[action="{root}/ret"][method="post"] button')
    page.wait_for_selector("a[href$='?om=1']")


def settle(desk: Desk) -> None:
    desk.page.wait_for_selector(_UNDER_WAY, state="detached")


def act(desk: Desk, key: str) -> None:
    """Press a key that changes the page, and wait until the change is shown."""
    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
        desk.press(key)
    settle(desk)


def keys_agree_with_what_is_chosen(desk: Desk) -> None:
    """On a page with several findings, the row, the box over the picture and the key are one."""
    page = desk.page
    chosen = page.locator(".finding[data-chosen]")
    first = chosen.get_attribute("data-finding")
    desk.press("j")
    second = chosen.get_attribute("data-finding")
    assert second != first
    # Keys go on working with the cursor on a box to tick, into which nobody writes.
    page.check("#as-released")
    desk.press("k")
    assert chosen.get_attribute("data-finding") == first
    page.uncheck("#as-released")
    desk.press("j")
    boxes = page.locator(".box.is-chosen")
    assert {one.get_attribute("data-box") for one in boxes.all()} == {second}
    act(desk, "g")
    assert "is-kept" in str(page.get_attribute(f"#fund-{second}", "class"))
    assert page.locator(".finding[data-chosen].is-proposed").count() == 1, "on to the next"
    assert page.evaluate("document.activeElement.closest('.finding') !== null")
    act(desk, "z")
    assert "is-proposed" in str(page.get_attribute(f"#fund-{second}", "class"))


def draw_a_box(desk: Desk) -> None:
    """Draw with the mouse while the picture is zoomed and scrolled, where nothing was found."""
    page = desk.page
    before = page.locator(".finding").count()
    for _turn in range(2):
        page.click("[data-zoom='1']")
    page.evaluate("document.getElementById('picture').scrollTop = 120")
    desk.press("t")
    frame = page.locator("#picture").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 60, frame["y"] + 40)
    page.mouse.down()
    page.mouse.move(frame["x"] + 160, frame["y"] + 80, steps=4)
    with page.expect_response("**/tegn"):
        page.mouse.up()
    settle(desk)
    assert page.locator(".finding").count() == before + 1
    made = page.locator(".box.is-withheld rect").last.bounding_box()
    assert made is not None
    assert abs(made["x"] - frame["x"] - 60) < 4
    assert abs(made["y"] - frame["y"] - 40) < 4
    act(desk, "z")
    assert page.locator(".finding").count() == before


def withhold_marked_words(desk: Desk) -> None:
    """Mark the first word of the text with the selection, and press m."""
    page = desk.page
    page.evaluate("""() => {
        const node = Array.from(document.querySelectorAll('#page-text [data-start]'))
            .map((part) => part.firstChild).find((text) => text && /\\p{L}{3}/u.test(text.data));
        const at = node.data.search(/\\p{L}{3}/u);
        window.getSelection().setBaseAndExtent(node, at, node, at + 3);
    }""")
    before = page.locator(".finding").count()
    act(desk, "m")
    assert page.locator(".finding").count() == before + 1
    act(desk, "z")


def review(desk: Desk, root: str) -> None:
    """Look at every page with the keyboard alone, withholding what is proposed."""
    page = desk.page
    is_tried = False
    desk.go(f"{root}/videre")
    for _page in range(_MOST_PAGES):
        if page.url.endswith(root):
            return
        is_open = page.locator(".finding.is-proposed").count()
        if is_open > 2 and not is_tried:
            is_tried = True
            keys_agree_with_what_is_chosen(desk)
            draw_a_box(desk)
            withhold_marked_words(desk)
            act(desk, "u")
            is_open -= 1
        if is_open > 1:
            act(desk, "U")
        elif is_open:
            act(desk, "u")
        with page.expect_navigation():
            desk.press("n")
    raise AssertionError("the pages never end")


def answer_doubts_and_duties(desk: Desk, root: str) -> None:
    page = desk.page
    desk.go(f"{root}/personer")
    assert page.locator("tr[data-row]").count() >= 3
    with page.expect_navigation():
        page.locator("form[action$='/rolle'] select").first.select_option("child")
    waiting = page.locator(".doubt:not(.is-answered) button[value='1']")
    while waiting.count():
        with page.expect_navigation():
            waiting.first.click()
    desk.go(f"{root}/ret")
    duties = page.locator("form[action$='/pligter']")
    for number in range(duties.count()):
        page.locator("form[action$='/pligter'] textarea").nth(number).fill("Vurderet konkret.")
        page.locator("form[action$='/pligter'] input[type=checkbox]").nth(number).check()
        with page.expect_navigation():
            duties.nth(number).locator("button").click()


def read_as_second(desk: Desk, root: str) -> None:
    page = desk.page
    desk.go(f"{root}/kontrol")
    waiting = page.locator(".sample li:has(.badge-warning) a")
    assert waiting.count()
    while waiting.count():
        waiting.first.click()
        page.wait_for_selector("#sheet[data-blind='1']")
        assert page.locator(".finding").count() == 0
        with page.expect_navigation():
            desk.press("n")


def make_documents(desk: Desk, root: str) -> str:
    """Have the documents made and checked; return how the newest release stands, as a badge's class."""
    page = desk.page
    desk.go(f"{root}/udlevering")
    page.click(f"form[action='{root}/udlevering'] button")
    page.wait_for_selector("[hx-trigger='every 2s']", state="detached", timeout=_READING_MS)
    return str(page.locator(".release h2 .badge").first.get_attribute("class"))


def rename_first(desk: Desk, root: str, title: str) -> None:
    page = desk.page
    desk.go(f"{root}/dokumenter")
    page.locator("a[href$='/oplysninger']").first.click()
    page.fill("#titel", title)
    page.click("form[action$='/oplysninger'] button")
    page.wait_for_url("**/dokumenter")


def text_of(bundle: bytes) -> str:
    """Return all that can be read in the PDFs of an archive, without blanks."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        pages = [
            extract_text(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
            if name.endswith(".pdf")
        ]
    assert len(pages) >= 5
    return re.sub(r"\s|-", "", "".join(pages)).casefold()


def test_from_a_request_to_documents_that_hold_nothing_of_what_is_withheld(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    case = invented_case(7, theme="building", documents=5, misfiled=0)
    anna, bo, dorte = desk_of("anna"), desk_of("bo"), desk_of("dorte")
    root = register(anna, an_archive(case, tmp_path))
    choose_the_rules(anna, root)
    review(anna, root)
    answer_doubts_and_duties(anna, root)
    anna.go(f"{root}/kontrol")
    anna.page.click(f"form[action='{root}/kontrol'] button")
    read_as_second(bo, root)

    party = next(one for one in case.persons if one.key == case.parties[0])
    rename_first(anna, root, f"Samtale med {party.full}")
    assert "error" in make_documents(anna, root)
    assert anna.page.locator(".release a[href$='.zip']").count() == 0
    anna.page.click(".release details summary")
    anna.page.locator(".release input[name=grund]").first.fill("Titlen nævner en borger.")
    anna.page.locator("form[action$='/opgiv'] button").first.click()
    rename_first(anna, root, "Samtale")
    assert "warning" in make_documents(anna, root)
    assert anna.page.locator("form[action$='/giv']").count() == 0, "a caseworker does not decide"

    dorte.page.on("dialog", lambda dialog: dialog.accept())
    dorte.go(f"{root}/udlevering")
    dorte.page.click("form[action$='/giv'] button")
    dorte.page.wait_for_selector(".release .badge-success")
    zipped = str(dorte.page.locator("a[href$='.zip']").first.get_attribute("href"))
    text = text_of(dorte.page.request.get(dorte.place.address + zipped).body())
    for one in case.persons:
        if not one.is_employee:
            assert one.cpr not in text
    assert re.sub(r"\s|-", "", party.full).casefold() not in text

    anna.go(f"{root}/breve?slags=decision_partial")
    for field in anna.page.locator("[name^='felt-']").all():
        field.fill("Efter en konkret vurdering.")
    anna.page.click(f"form[action='{root}/breve'][method='post'] button")
    letter = str(anna.page.locator("a[href$='/pdf']").first.get_attribute("href"))
    assert anna.page.request.get(anna.place.address + letter).body().startswith(b"%PDF")


def test_a_page_is_reviewed_on_a_phone(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("anna", size=PHONE)
    desk.go("/aktindsigt")
    desk.page.locator("tbody a:has-text('børnesag')").first.click()
    desk.page.click("a[data-key=n]")
    desk.page.wait_for_selector("#sheet")

    assert desk.overflow <= 0
    button = desk.page.locator(".finding[data-chosen] [data-row-key=u]")
    with desk.page.expect_response("**/aktindsigt/fund/*"):
        button.click()
    settle(desk)
    assert desk.page.locator(".finding.is-withheld").count() == 1
    act(desk, "z")
