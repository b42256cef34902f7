"""The weeks in which the invented authority has worked with Signatur, played in their order.

Mail arrives at its moment and is suggested for by the model of that day; people decide what they
know to be right, some of it goes by itself under an authorisation, and departments give back what is
not theirs. All of it passes through the services as it would today, only as of then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from signatur.kernel import outbox
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.outbox import DeliveryState
from signatur.kernel.permissions import Role, system_of
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.records.items.schema import Resolution
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.demo.staff import (
    Choice,
    choice_on,
    is_given_back,
    looked_at_again,
    right_place,
)
from signatur.solutions.mail_routing.model import label_of
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import NewReceipt, ReceiptCode, ReceiptKind
from signatur.solutions.mail_routing.service import authorising
from signatur.solutions.mail_routing.service.answers import target_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.part import Demo
    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.demo.reading import Arrived
    from signatur.solutions.mail_routing.service import Prepared

# After so long with people alone, the owner lets some of it go by itself.
_TRIED = timedelta(days=8)
_VALID = timedelta(days=180)
# Departments with much post and little that is delicate.
_BY_ITSELF = (
    "affald",
    "borgerservice",
    "dagtilbud",
    "kultur",
    "miljoe",
    "skole",
    "vej",
    "visitation",
)
_FLOOR, _CONTROL_SHARE, _DAILY_CAP = 0.9, 0.1, 200
# The time to regret is over by then.
_LEAVES_AFTER = timedelta(minutes=1)


@dataclass
class Month:
    """Plays what happened, one act after another, each in a transaction as of its moment."""

    demo: Demo
    project_id: UUID
    prepared: Prepared
    opened: datetime
    until: datetime
    """Whatever people would have done later has been done by then."""
    _agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self._plan(self.opened + _TRIED, self._authorise)

    def work_on(self, mail: Iterable[tuple[InventedEnquiry, Arrived]]) -> None:
        """Let mail come in that goes by itself, or that people decide in their own time."""
        for one, arrived in mail:
            item_id, decision = self._arrive(one, arrived)
            if decision is None:
                moment = max(arrived.received_at, self.opened)
                self._plan_choice(one, item_id, choice_on(one, moment))

    def leave_waiting(self, mail: Iterable[tuple[InventedEnquiry, Arrived]]) -> None:
        """Let the newest mail come in, which nobody has come to yet, and all that is planned happen."""
        for one, arrived in mail:
            self._arrive(one, arrived)
        self._play(self.until)

    def _arrive(self, one: InventedEnquiry, arrived: Arrived) -> tuple[UUID, Decision | None]:
        """Let an enquiry come in after everything before it; return what was decided by itself."""
        moment = max(arrived.received_at, self.opened)
        self._play(moment)
        with self._system(moment) as work:
            received = service.receive(work, self.project_id, arrived.read, arrived.received_at)
            item_id = received.item.id
            if service.is_to_understand(received):
                service.understand(work, received.item, arrived.read.enquiry, self.prepared)
                service.proceed(work, item_id, self.prepared)
            decision = decisions.current(work, item_id)
        if decision is not None:
            self._follow(one, decision)
        return item_id, decision

    def _play(self, until: datetime) -> None:
        """Let everything happen that was planned before a moment."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _number, act = heappop(self._agenda)
            act(moment)

    def _plan(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        heappush(self._agenda, (min(moment, self.until), next(self._number), act))

    def _plan_choice(self, one: InventedEnquiry, item_id: UUID, choice: Choice) -> None:
        self._plan(choice.at, partial(self._decide, one, item_id, choice))

    def _system(self, moment: datetime) -> AbstractContextManager[Work]:
        authority_id = self.demo.actors[Role.SUPER_USER].authority_id
        assert authority_id is not None, "the cast belongs to an authority"
        return self.demo.runtime.at(moment).work(system_of(authority_id))

    def _authorise(self, moment: datetime) -> None:
        runtime = self.demo.runtime.at(moment)
        with runtime.work(self.demo.actors[Role.PROJECT_OWNER]) as work:
            if not decisions.authorisations(work, self.project_id):
                authorising.authorise(
                    work,
                    self.project_id,
                    scope={label_of(Target(key)) for key in _BY_ITSELF},
                    floor=_FLOOR,
                    valid_to=authorising.end_of(work, (moment + _VALID).date()),
                    control_share=_CONTROL_SHARE,
                    daily_cap=_DAILY_CAP,
                )
        run_waiting_jobs(runtime)

    def _decide(
        self, one: InventedEnquiry, item_id: UUID, choice: Choice, moment: datetime
    ) -> None:
        """Let a person look at an enquiry and decide it, unless it has gone by itself meanwhile."""
        with self.demo.runtime.at(moment).work(self.demo.actors[choice.by]) as work:
            decision = decisions.current(work, item_id)
            if decision is None:
                service.show(work, item_id)
                if choice.asks_first:
                    service.ask_for_help(work, item_id)
                else:
                    _read_by_hand(work, item_id)
                    decision = service.send_to(work, item_id, choice.target)
        if decision is not None:
            self._follow(one, decision)
            return
        later = looked_at_again(one, moment)
        helped = Choice(later, right_place(one), Role.SUPER_USER, asks_first=False)
        self._plan_choice(one, item_id, helped)

    def _follow(self, one: InventedEnquiry, decision: Decision) -> None:
        """Let what was decided leave, and come back if it went to the wrong department."""
        self._plan(decision.at + _LEAVES_AFTER, self._let_leave)
        if not decision.answer:
            return
        if is_given_back(one, target_from_json(decision.answer)):
            noticed = looked_at_again(one, decision.at)
            self._plan(noticed, partial(self._give_back, one, decision))

    def _let_leave(self, moment: datetime) -> None:
        outbox.deliver_due(self.demo.runtime.at(moment))

    def _give_back(self, one: InventedEnquiry, decision: Decision, moment: datetime) -> None:
        with self._system(moment) as work:
            left = [
                line
                for line in service.outgoing_of(work, self.project_id, decision.item_id)
                if line.decision_id == decision.id and line.state == DeliveryState.DELIVERED
            ]
            for line in left:
                rejected = NewReceipt(
                    wire_id=line.wire_id, kind=ReceiptKind.BUSINESS, code=ReceiptCode.REJECTED
                )
                service.write_receipt(work, rejected)
        if left:
            later = looked_at_again(one, moment)
            again = Choice(later, right_place(one), Role.SUPER_USER, asks_first=False)
            self._plan_choice(one, decision.item_id, again)


def _read_by_hand(work: Work, item_id: UUID) -> None:
    """Let who decides settle what could not be read of an enquiry."""
    for trouble in items.troubles_of(work, item_id):
        if trouble.resolved_at is None:
            items.resolve(work, trouble.id, Resolution.READ_BY_HAND)
