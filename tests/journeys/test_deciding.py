"""A caseworker's day: deciding by keyboard, correcting, undoing, dividing, looking back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.places import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]

WAITING = "#lanes a:first-child .count"


def at_the_list(desk: Desk, query: str = "") -> Desk:
    """Go to the worklist and open its first enquiry with a key."""
    desk.go(f"/postfordeling{query}")
    desk.press("j")
    desk.page.wait_for_selector("#enquiry [data-item]")
    desk.page.wait_for_selector("#enquiry:focus")
    return desk


def decided_today(desk: Desk) -> int:
    """Return the first number of `12 af 150 besluttet af dig i dag`."""
    told = desk.page.inner_text("#progress").split()
    return int(told[0]) if told else 0


def test_ten_enquiries_are_decided_by_keyboard_alone(desk_of: Callable[..., Desk]) -> None:
    desk = at_the_list(desk_of("anna"))
    waiting, before = desk.number_in(WAITING), decided_today(desk)
    assert waiting > 10, "the demo holds too little for this journey"

    decided = []
    for number in range(10):
        decided.append(desk.opened)
        choices = desk.page.locator("button.choice").count()
        # The first place, sometimes another one; and what nobody knows a place for is not ours.
        desk.press(str(min(choices, 1 + number % 3)) if choices else "i")
        desk.wait_for_another_than(decided[-1])

    assert len(set(decided)) == 10
    assert desk.number_in(WAITING) == waiting - 10
    assert decided_today(desk) == before + 10
    assert desk.page.inner_text("#notice").startswith("Noteret")
    desk.go("/postfordeling?tilstand=decided&sortering=newest")
    assert desk.page.locator(f"#line-{decided[-1]}").count() == 1


def test_a_suggestion_is_corrected_by_typing_another_place_and_taken_back(
    desk_of: Callable[..., Desk],
) -> None:
    desk = at_the_list(desk_of("anna"))
    item_id, waiting = desk.opened, desk.number_in(WAITING)
    place = str(desk.page.locator("#places option").last.get_attribute("value"))

    desk.press("n")
    desk.page.keyboard.type(place)
    desk.press("Enter")
    desk.wait_for_another_than(item_id)
    assert place in desk.page.inner_text("#notice")
    assert desk.number_in(WAITING) == waiting - 1

    desk.press("u")
    desk.page.wait_for_url(f"**valgt={item_id}")
    assert desk.opened == item_id
    assert desk.number_in(WAITING) == waiting
    assert "Fortrudt" in desk.page.inner_text("#notice")


def test_a_place_that_does_not_exist_is_refused_beside_the_list(
    desk_of: Callable[..., Desk],
) -> None:
    desk = at_the_list(desk_of("anna"))
    item_id = desk.opened

    desk.press("n")
    desk.page.keyboard.type("findes slet ikke")
    desk.press("Enter")
    desk.page.wait_for_selector("#notice .alert-error")

    assert desk.opened == item_id
    assert desk.page.input_value("#place") == "findes slet ikke"
    # The browser and htmx note the refusal too; nothing else may have gone wrong.
    assert all("422" in fault and f"/{item_id}/send" in fault for fault in desk.faults)
    desk.faults.clear()


def test_who_does_not_know_asks_a_colleague(desk_of: Callable[..., Desk]) -> None:
    desk = at_the_list(desk_of("anna"))
    item_id, total = desk.opened, desk.number_in("#total")

    desk.press("v")
    desk.wait_for_another_than(item_id)

    assert "bedt om hjælp" in desk.page.inner_text(f"#line-{item_id}")
    assert desk.number_in("#total") == total
    desk.go("/postfordeling?hjaelp=1")
    assert desk.page.locator(f"#line-{item_id}").count() == 1


def test_an_enquiry_is_divided_into_two_matters(desk_of: Callable[..., Desk]) -> None:
    desk = at_the_list(desk_of("anna"))
    item_id = desk.opened
    places = [desk.page.locator("#places option").nth(n).get_attribute("value") for n in (0, 9)]

    desk.press("d")
    desk.page.wait_for_url("**/del")
    for number in range(1, desk.page.locator("input[name=place]").count() + 1):
        is_used = number <= len(places)
        desk.page.fill(f"#place-{number}", str(places[number - 1]) if is_used else "")
        desk.page.fill(f"#words-{number}", f"Sag {number}." if is_used else "")
    desk.page.click("text=Del op >> nth=-1")
    desk.page.wait_for_selector(".decided-bar")

    assert "Delt op i 2 sager" in desk.page.inner_text("#notice")
    desk.go(f"/postfordeling/{item_id}")
    assert desk.page.locator("section[aria-label='Delt op i'] li").count() == 2


def test_the_history_of_one_enquiry_tells_what_was_suggested_and_decided(
    desk_of: Callable[..., Desk],
) -> None:
    desk = at_the_list(desk_of("bo"), "?sortering=least_sure")
    item_id = desk.opened
    desk.press("1")
    desk.wait_for_another_than(item_id)

    desk.go(f"/postfordeling/{item_id}")
    desk.press("h")
    desk.page.wait_for_url("**/historik")

    told = desk.page.inner_text("main")
    assert "Modtaget og gemt" in told
    assert "Det, modellen har lært af tidligere henvendelser" in told
    assert "signatur audit replay" in told
    assert "Godtaget" in told
    assert "Bo Stormlyng" in told


def test_keys_are_explained_and_do_nothing_while_they_are(desk_of: Callable[..., Desk]) -> None:
    desk = at_the_list(desk_of("anna"))
    item_id = desk.opened

    desk.press("?", "1")
    assert desk.page.locator("#shortcuts").is_visible()
    desk.press("Escape")
    assert not desk.page.locator("#shortcuts").is_visible()
    assert desk.opened == item_id

    desk.press("/")
    desk.page.keyboard.type("j1i")
    assert desk.page.input_value("#soeg") == "j1i"
    assert desk.opened == item_id


def test_one_decision_without_any_script(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("anna", has_script=False)
    desk.go("/postfordeling")
    waiting = desk.number_in(WAITING)
    desk.page.click(".lines a >> nth=0")
    desk.page.wait_for_selector(".enquiry")

    desk.page.click(".choice >> nth=0")
    desk.page.wait_for_selector(".decided-bar")
    assert "/postfordeling/" in desk.page.url, "the next one is open"
    assert desk.page.inner_text(".decided-bar").startswith("Noteret")

    desk.page.click(".decided-bar button")
    desk.page.wait_for_selector("text=Fortrudt")
    desk.go("/postfordeling")
    assert desk.number_in(WAITING) == waiting


def test_on_a_phone_the_list_leads_to_the_enquiry_and_on_to_the_next(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("anna", size=PHONE)
    desk.go("/postfordeling")
    assert not desk.page.locator("#enquiry").is_visible()
    desk.page.click(".lines a >> nth=0")
    desk.page.wait_for_url(re.compile(r"/postfordeling/[0-9a-f-]{36}$"))
    first = desk.page.get_attribute("[data-item]", "data-item")

    desk.page.click(".choice >> nth=0")
    desk.page.wait_for_selector(".decided-bar")

    assert desk.page.get_attribute("[data-item]", "data-item") != first
    assert desk.overflow <= 0
