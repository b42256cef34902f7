"""Small written stand-ins for what lies outside: a solution, a way out of the house, a browser."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from signatur.app import create_app
from signatur.kernel import sessions
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import DeliveryFailed
from signatur.kernel.part import Replayed, Solution
from signatur.kernel.web.visitor import LANGUAGE_COOKIE, SESSION_COOKIE
from signatur.records.people import service as people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from uuid import UUID

    from httpx2 import Response

    from signatur.kernel.jobs.kinds import JobKind, Schedule
    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from tests.builders import World


@dataclass
class PostBox:
    """A channel that keeps what it is given, after failing as often as it is told to."""

    name: str = "post_box"
    delivered: list[Delivery] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    is_open: bool = True
    after_delivery: Callable[[], None] = lambda: None

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:  # noqa: ARG002 (called so)
        return self.is_open

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:  # noqa: ARG002 (called so)
        if self.failures:
            raise self.failures.pop(0)
        self.delivered.append(delivery)
        self.after_delivery()
        return {"receipt": len(self.delivered)}


def refused(*, is_final: bool = False) -> DeliveryFailed:
    return DeliveryFailed(log="receiver refused", is_final=is_final)


@dataclass
class Letters:
    """An invented solution that erases by remembering and replays by repeating."""

    channel: PostBox = field(default_factory=PostBox)
    erased: list[UUID] = field(default_factory=list)
    breaks_on: set[UUID] = field(default_factory=set)
    jobs: tuple[JobKind, ...] = ()
    schedules: tuple[Schedule, ...] = ()

    def part(self) -> Solution:
        return Solution(
            name="letters",
            slug="breve",
            title=_("Letters"),
            readme=Path(__file__),
            item_kinds=("enquiry",),
            item_path=lambda item_id: f"/breve/{item_id}",
            original_name=lambda _work, item_id: f"{item_id}.eml",
            channels=(self.channel,),
            jobs=self.jobs,
            schedules=self.schedules,
            erase=self._erase,
            replay=lambda _work, suggestion_id: Replayed({"id": suggestion_id}, {"id": "other"}),
            load_demo=lambda _work: None,
        )

    def _erase(self, work: Work, item_id: UUID) -> None:  # noqa: ARG002 (called so)
        if item_id in self.breaks_on:
            raise RuntimeError("the letter sticks")
        self.erased.append(item_id)


@dataclass(frozen=True)
class Browser:
    """A browser in which somebody has signed in; what it posts carries the session's token."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, data: Mapping[str, object] | None = None, **options: Any) -> Response:
        return self.client.post(path, data={"csrf": self.csrf, **(data or {})}, **options)


@contextmanager
def a_browser(world: World, name: str = "", language: str = "en") -> Iterator[Browser]:
    """Open a browser, with somebody of the cast signed in or nobody.

    Pages are read in English unless asked for otherwise, so that tests see the sentences of the
    code and not their translation.
    """
    with TestClient(create_app(world.runtime), follow_redirects=False) as client:
        client.cookies.set(LANGUAGE_COOKIE, language)
        if not name:
            yield Browser(client)
            return
        with world.runtime.work(world.system) as work:
            people.choose_language(work, world.person_ids[name], language)
            key = sessions.begin(
                work.session,
                world.person_ids[name],
                world.authority_id,
                work.now,
                work.runtime.settings.kernel,
            )
            signed_in = sessions.find(work.session, key, work.now, work.runtime.settings.kernel)
        assert signed_in is not None
        client.cookies.set(SESSION_COOKIE, key)
        yield Browser(client, signed_in.csrf)
