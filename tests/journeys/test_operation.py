"""In operation: an authorisation is given, works, is found wanting, stops itself; a report is made."""

from __future__ import annotations

import mailbox
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.mailbox import deliver
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]

_NEW_MAILS = 150
_CLEAR = Mix(unknown=0, mixed=0, other_language=0, reply=0, repeat=0, forwarded=0, mishap=0)
# A place that no clear enquiry of the demo belongs to.
_WRONG_PLACE = "Personale og Løn"
_MOST_DECISIONS = 60
_LOOKS = 20


def test_the_first_look_shows_weeks_of_work_and_an_owner_stops_what_goes_by_itself(
    desk_of: Callable[..., Desk],
) -> None:
    erik = desk_of("erik")
    erik.go("/postfordeling/indsigt/kvalitet")
    assert not erik.page.locator("main .empty").count(), "weeks of decisions on suggestions"
    erik.go("/postfordeling/automatik")
    given = erik.page.locator("section.authorisation")
    assert given.count() == 1
    assert "Affald og Genbrug" in given.inner_text()
    assert erik.page.locator("h2 ~ .table--responsive-scroll tbody tr").count() > 7

    erik.page.click("details.stop summary")
    erik.page.fill("#because-all", "Vi vil se på det selv.")
    erik.page.click("details.stop form button")
    erik.page.wait_for_selector(".alert-success")

    assert "Vi vil se på det selv." in given.inner_text()
    assert erik.page.locator("details.stop").count() == 0


def test_an_authorisation_works_until_its_controls_speak_against_it(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    erik = desk_of("erik")
    _give_authorisation(erik)
    authorisation = erik.page.url.removeprefix(erik.place.address)

    anna = desk_of("anna")
    _hand_in_mail(anna, tmp_path)
    assert any(_went(erik) for _look in range(_LOOKS)), "nothing that was sure went by itself"

    # Whoever decides a control is not told that it is one, nor what the model says.
    for _number in range(_MOST_DECISIONS):
        _decide_wrongly(anna)
        erik.go(authorisation)
        if erik.page.locator(".gate-note").count():
            break
    assert "kontroller forkerte" in erik.page.inner_text(".gate-note")

    # And nothing goes by itself any more.
    erik.go("/postfordeling/automatik")
    assert "har stoppet sig selv" in erik.page.inner_text("main")
    assert erik.page.locator("a[href='/postfordeling/automatik/giv']").count() == 1


def _went(erik: Desk) -> int:
    """Return how many went by themselves today, after a while in which more may go."""
    erik.page.wait_for_timeout(1000)
    erik.go("/postfordeling/automatik")
    today = erik.page.locator("dl.facts dd", has_text=re.compile(r"\d+ af højst 500"))
    return int(today.inner_text().split()[0])


def _give_authorisation(erik: Desk) -> None:
    erik.go("/postfordeling/automatik/giv")
    erik.page.check("#scope-all")
    # The lowest floor there is: a model that learnt from the small demo is sure of few enquiries.
    erik.page.select_option("[name=mindst]", index=0)
    erik.page.fill("[name=kontrol]", "75")
    erik.page.click("form[method=get] button[type=submit]")
    erik.page.wait_for_selector("#preview")
    erik.page.click("form[method=post][action$='/automatik/giv'] button")
    erik.page.wait_for_selector(".alert-success")


def _hand_in_mail(desk: Desk, folder: Path) -> None:
    """Hand in a mailbox of mail that is about one matter each, and wait until it is read."""
    path = folder / "ny-post.mbox"
    box = mailbox.mbox(path)
    now = datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251 (the demo runs on the real clock)
    for enquiry in invent(77, 4 * _NEW_MAILS, now, days=2, mix=_CLEAR):
        if enquiry.channel is Channel.EMAIL and not enquiry.attachments and len(box) < _NEW_MAILS:
            box.add(deliver(enquiry).data)
    box.close()
    desk.go("/postfordeling/indlever")
    desk.page.set_input_files("#files", path)
    desk.page.click("main form button[type=submit]")
    desk.page.wait_for_selector("#job .badge-success", timeout=90_000)


def _decide_wrongly(anna: Desk) -> None:
    """Send what is to be read, the newest first, to a wrong place; controls lie among it."""
    anna.go("/postfordeling?bane=read&sortering=newest")
    anna.go(str(anna.page.locator(".lines a").first.get_attribute("href")))
    assert "Signatur ville have sendt" not in anna.page.inner_text("main")
    anna.page.fill("#place", _WRONG_PLACE)
    anna.page.click(".another button[type=submit]")
    anna.page.wait_for_selector(".decided-bar")


def test_the_month_is_told_on_paper_and_in_figures(desk_of: Callable[..., Desk]) -> None:
    erik = desk_of("erik")
    erik.go("/postfordeling/indsigt")
    link = erik.page.locator("form[action$='/rapport']")
    assert link.count() == 1

    month = erik.page.locator("form[action$='/rapport'] select option").first.get_attribute("value")
    answer = erik.page.request.get(
        f"{erik.place.address}/postfordeling/indsigt/rapport?maaned={month}"
    )

    import pypdfium2

    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.body())
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "Lindevang Kommune" in text
    assert len(pages) >= 2
