"""What happens around the deciding: first start, quarantine, rules, training, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.demonstration import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.places import Desk, Place

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]

RULES = """Felt;Betingelse;Værdi;Mål (afdeling);Mål (emne);Simulering;Fjernet;Begrundelse
Emnelinje;indeholder;fortovsfliser;{department};;ja;;Prøve
Emnelinje;indeholder;intet sted;Findes Ikke;;nej;;
"""


def test_a_first_start_ends_at_the_sign_in_page(desk_of: Callable[..., Desk], place: Place) -> None:
    assert place.address in place.said
    assert PASSWORD in place.said

    desk = desk_of()
    desk.go("/postfordeling")

    assert desk.page.inner_text("h1") == "Log ind i Signatur"
    desk.sign_in("anna")
    assert desk.page.inner_text("h1") == "Godt at se dig, Anna"
    assert desk.number_in(".tiles-waiting .tile-number >> nth=0") > 0


def test_a_wrong_password_is_refused_in_plain_words(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    desk.go("/log-ind")
    desk.page.fill("#login", "gert")
    desk.page.fill("#password", "ikke den rigtige")
    desk.press("Enter")
    desk.page.wait_for_selector(".alert-error")

    assert "passer ikke sammen" in desk.page.inner_text("main")
    assert all(one.endswith(" /log-ind") for one in desk.faults)
    desk.faults.clear()


def test_what_could_not_be_read_is_read_once_more_and_then_settled_by_hand(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("bo")
    desk.go("/karantaene")
    desk.page.click("tbody a >> nth=0")
    reason = desk.page.inner_text("h1")
    assert desk.page.inner_text(".lead") != "", "there is a cure"

    desk.page.click("text=Se, hvad der kunne læses")
    desk.page.click("text=Læs den igen")
    desk.page.wait_for_selector("#job .badge-success", timeout=60_000)
    desk.go("/karantaene?vis=afsluttet")
    assert "Læst igen" in desk.page.inner_text("main")

    # What was wrong with it still is.
    desk.go("/karantaene")
    waiting = desk.page.locator("tbody tr").count()
    desk.page.click(f"tbody a:has-text('{reason}') >> nth=0")
    desk.page.check("#resolution-asked_sender")
    desk.page.fill("#note", "Skrev til afsenderen.")
    desk.page.click("button:has-text('Det er klaret')")
    desk.page.wait_for_selector(".alert-success")
    assert desk.page.locator("tbody tr").count() == waiting - 1
    desk.go("/karantaene?vis=afsluttet")
    assert "Bad afsenderen sende igen" in desk.page.inner_text("main")


def test_rules_are_imported_with_a_list_of_what_did_not_fit(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = desk_of("bo")
    desk.go("/postfordeling/opsaetning")
    department = desk.page.inner_text("details.panel summary >> nth=0").splitlines()[0]
    name = department.split("  ")[0].rsplit(" ", 2)[0]
    sheet = tmp_path / "regler.csv"
    sheet.write_text(RULES.format(department=name.strip()), encoding="utf-8-sig")

    desk.go("/postfordeling/regler")
    desk.page.set_input_files("#file", sheet)
    desk.page.click("button:has-text('Indlæs')")
    desk.page.wait_for_selector("h1:has-text('1 regel indlæst')")
    assert "Der findes ingen afdeling Findes Ikke." in desk.page.inner_text("main")

    desk.go("/postfordeling/regler")
    rule = desk.page.locator("tr", has_text="fortovsfliser")
    assert "simuleret" in rule.inner_text()
    rule.locator("summary").click()
    rule.locator("input[name=because]").fill("Kun en prøve")
    rule.locator("button:has-text('Tag ud af brug')").click()
    desk.page.wait_for_selector(".alert-success")
    assert desk.page.locator("tr", has_text="fortovsfliser").count() == 0


def test_a_model_is_trained_by_one_put_into_use_by_another_and_taken_back(
    desk_of: Callable[..., Desk],
) -> None:
    carl = desk_of("carl")
    carl.go("/postfordeling/traening")
    carl.page.click("text=Træn en ny model")
    carl.page.wait_for_selector("#job .badge-success", timeout=120_000)
    carl.go("/postfordeling/traening")
    candidate = str(
        carl.page.locator("tr", has_text="Kandidat").locator("a").first.get_attribute("href")
    )
    carl.go(candidate)
    assert "Du har selv trænet denne model." in carl.page.inner_text("main")

    bo = desk_of("bo")
    bo.go(candidate)
    bo.page.click("button:has-text('Tag i brug')")
    bo.page.wait_for_selector(".alert-success")
    assert "I brug" in bo.page.inner_text("h1")

    # And back with one click and a reason.
    bo.go("/postfordeling/traening")
    bo.page.click("summary:has-text('Gå tilbage til version')")
    bo.page.fill("#because", "Den nye sender for meget forkert.")
    bo.page.click("button:has-text('Gå tilbage nu')")
    bo.page.wait_for_selector(".alert-success")
    bo.go(candidate)
    assert "I brug" not in bo.page.inner_text("h1")


def test_the_pages_turn_english_and_back(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("gert")
    desk.go("/postfordeling")
    desk.page.click("header button:has-text('English')")
    desk.page.wait_for_selector("html[lang=en]")
    assert desk.page.inner_text("h1") == "Mail routing"
    assert "Pick one of three" in desk.page.inner_text("#lanes")

    desk.page.click("header button:has-text('Dansk')")
    desk.page.wait_for_selector("html[lang=da]")
    assert desk.page.inner_text("h1") == "Postfordeling"
