"""Several people at their desks, who walk one project on together; nobody signs their own work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.places import Desk
    from tests.journeys.town import Town

_TRAINING_SECONDS = 90


@dataclass
class Walk:
    """Everybody's desk, and the project that they work on."""

    town: Town
    open_desk: Callable[..., Desk]
    desks: dict[str, Desk]
    project: str = ""

    def at(self, login: str, path: str) -> Desk:
        """Let somebody open a page; `*` stands for the project."""
        if login not in self.desks:
            self.desks[login] = self.open_desk(login)
        self.desks[login].go(path.replace("*", self.project))
        return self.desks[login]

    def refused(self, desk: Desk, path: str, **fields: str) -> None:
        """Assert that a form that the page does not offer is refused as well: four eyes."""
        action = path.replace("*", self.project)
        assert desk.page.locator(f"form[action='{action}']").count() == 0
        csrf = str(desk.page.get_attribute("input[name=csrf] >> nth=0", "value"))
        answer = desk.page.request.post(
            desk.place.address + action, form={"csrf": csrf, **fields}, max_redirects=0
        )
        assert answer.status in (403, 409), f"{path}: {answer.status}"

    def advance(self, title: str) -> None:
        """Let the owner take the project to its next stage."""
        erik = self.at("erik", "/projekter/*")
        send(erik, f"button:has-text('Gå videre til {title}')")
        assert title in erik.page.inner_text("li[aria-current=step]")


def send(desk: Desk, selector: str) -> None:
    """Press a button that leads to another page."""
    with desk.page.expect_navigation():
        desk.page.locator(selector).first.click()


def fill(desk: Desk, **fields: str) -> None:
    for name, value in fields.items():
        desk.page.fill(f"main [name={name}]", value)


def wait_for_job(desk: Desk) -> None:
    desk.page.wait_for_selector("#job .badge-success", timeout=_TRAINING_SECONDS * 1000)
