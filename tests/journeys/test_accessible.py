"""Every page, on a desktop and on a phone: no fault that axe finds, and nothing beyond the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]

# Person -> addresses; `>` leads on through the first link that a selector finds there.
PAGES = {
    "": ["/log-ind"],
    "anna": [
        "/",
        "/postfordeling",
        "/postfordeling?soeg=findesikke",
        "/postfordeling>.lines a",
        "/postfordeling>.lines a>a[data-key=d]",
        "/postfordeling/indlever",
        "/karantaene",
        "/karantaene>tbody a",
        "/karantaene>tbody a>.actions a:last-child",
        "/mig",
        "/aktindsigt",
        "/aktindsigt/ny",
        "/aktindsigt/log",
        "/aktindsigt/maaling",
        "/aktindsigt>tbody a:has-text('børnesag')",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=dokumenter]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=fund]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=personer]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=soeg]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=ret]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=kontrol]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=breve]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=udlevering]",
        "/aktindsigt>tbody a:has-text('børnesag')>a[href$=ret-oplysninger]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=dokumenter]>td a[href$=oplysninger]",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=dokumenter]>.document-title a",
        "/aktindsigt>tbody a:has-text('børnesag')>nav.tabs a[href$=personer]>a[href*=noegle]",
        "/aktindsigt>tbody a:has-text('ydelsessag')>nav.tabs a[href$=udlevering]",
    ],
    "bo": [
        "/postfordeling/regler",
        "/postfordeling/opsaetning",
        "/postfordeling/opsaetning/aendringer",
        "/postfordeling/traening",
        "/postfordeling/laering",
        "/postfordeling/organisation",
        "/postfordeling/kilder",
        "/postfordeling/kilder/ny",
        "/postfordeling/ruter",
        "/postfordeling/ruter/ny",
        "/postfordeling/udgaaende",
        "/postfordeling/opsaetning/historik",
        "/postfordeling/opsaetning/kle",
        "/postfordeling?tilstand=all>.lines a>a[data-key=h]",
        "/job",
        "/karantaene?vis=afsluttet",
    ],
    "erik": [
        "/postfordeling/indsigt",
        "/postfordeling/indsigt/kvalitet",
        "/postfordeling/indsigt/tid",
        "/postfordeling/indsigt/prognose",
        "/postfordeling/indsigt/temaer",
        "/postfordeling/automatik",
        "/postfordeling/automatik/giv?omfang=alle",
        "/projekter",
        "/projekter>tbody a:has-text('Postfordeling')",
        "/projekter>tbody td:nth-child(2) a",
        "/projekter>tbody a:has-text('Postfordeling')>a[href$=slettefrister]",
        "/modeller",
        "/modeller>tbody a",
        "/haendelser",
        "/alarmer",
        "/alarmer?vis=lukket",
        "/styring/portefoelje",
        "/styring/portefoelje/katalog",
        "/styring/portefoelje/katalog>tbody a",
        "/styring/egnethed",
        "/styring/egnethed>tbody a",
        "/styring/egnethed>tbody a>a[href$=beskriv]",
        "/styring/business-case",
        "/styring/business-case>tbody a",
        "/styring/business-case>tbody a>a[href$=rediger]",
        "/styring/business-case>tbody a>a[href$=realiseret]",
        "/styring/overvaagning",
        "/styring/overvaagning>tbody a",
        "/styring/porte",
        "/styring/deling",
    ],
    "carl": [
        "/styring/dataanalyse",
        "/styring/dataanalyse>tbody a",
        "/styring/afproevning",
        "/styring/afproevning>tbody a",
        "/styring/afproevning>tbody td:nth-child(3) a",
        "/styring/afproevning>tbody td:nth-child(3) a>a[href$=kort]",
    ],
    "dorte": [
        "/styring/retsgrundlag",
        "/styring/retsgrundlag>tbody a:has-text('Postfordeling')",
        "/styring/retsgrundlag>tbody a:has-text('Postfordeling')>a[href$=spoergsmaal]",
        "/styring/retsgrundlag>tbody a:has-text('Postfordeling')>a[href$='hjemmel/operation']",
        "/styring/retsgrundlag>tbody a:has-text('Postfordeling')>a[href$=pligter]",
        "/styring/retsgrundlag>tbody a:has-text('Postfordeling')>a[href*=dokumenter]",
        "/styring/retsgrundlag/regler",
        "/aktindsigt/regler",
    ],
    "fie": ["/systemtjek", "/brugere", "/brugere>tbody a"],
}


def walk(desk: Desk, ways: list[str]) -> Iterator[str]:
    """Show page after page, each once, though several ways lead on from it."""
    begun = (way.split(">") for way in ways)
    stops = dict.fromkeys(">".join(links[:n]) for links in begun for n in range(1, len(links) + 1))
    address = {way: way for way in stops if ">" not in way}
    for stop in stops:
        desk.go(address[stop])
        for way in stops:
            before, _arrow, selector = way.rpartition(">")
            if before == stop:
                address[way] = str(desk.page.locator(selector).first.get_attribute("href"))
        if stop in ways:
            yield stop


@pytest.mark.usefixtures("axe")
@pytest.mark.parametrize("login", PAGES, ids=lambda login: login or "stranger")
def test_no_page_shuts_anyone_out(desk_of: Callable[..., Desk], login: str) -> None:
    desk = desk_of(login)
    found = {way: desk.shuts_out() for way in walk(desk, PAGES[login])}

    assert found.keys() == set(PAGES[login])
    assert {way: faults for way, faults in found.items() if faults} == {}


@pytest.mark.usefixtures("axe")
def test_an_enquiry_beside_its_list_and_a_bar_to_undo_shut_nobody_out(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("anna")
    desk.go("/postfordeling")
    desk.press("j")
    desk.page.wait_for_selector("#enquiry:focus")
    item_id = desk.opened
    desk.press("i")
    desk.wait_for_another_than(item_id)
    desk.press("?")

    assert desk.accessibility_faults() == []
