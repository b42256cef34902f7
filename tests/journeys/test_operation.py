"""In operation: what an owner sees first, stops, and reports. How one stops itself is in the whole walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]


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
