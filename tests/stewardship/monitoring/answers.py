"""Answers of many caseworkers to suggestions, drawn into arms, some of which the advice pulls along."""

from __future__ import annotations

import io
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.kernel.permissions import Role
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, NewDecision, NewSuggestion, Outcome
from signatur.records.items import service as items
from signatur.records.people import service as people

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World


def answer_many(
    world: World,
    project_id: UUID,
    count: int,
    *,
    workers: int = 6,
    differ: float = 0.3,
    pull: float = 0.8,
    seed: int = 1,
) -> None:
    """Let people answer: a third each shown, blind first and hidden."""
    chance = random.Random(seed)
    with world.runtime.work(world.system) as work:
        logins = [f"medarbejder{number}" for number in range(workers)]
        persons = [people.add_person(work, login=login, name=login) for login in logins]
        for person in persons:
            people.give_role(work, person.id, Role.CASEWORKER)
    with world.runtime.database.reading() as session:
        actors = [people.actor_of(session, one.id) for one in persons]
    with world.runtime.work(world.system) as work:
        for number in range(count):
            arm = list(Arm)[number % 3]
            item = items.receive(
                work, project_id, kind="enquiry", source_key=f"svar-{number}",
                original=io.BytesIO(b"Hej"),
            ).item  # fmt: skip
            differs = chance.random() < differ
            yields = arm is not Arm.HIDDEN and chance.random() < pull
            new = NewSuggestion(
                answer={"desk": "vej"}, reasons=(), confidence=0.55 + 0.4 * chance.random(),
                model_version_id=None, basis={}, input=b"{}", arm=arm,
            )  # fmt: skip
            made = decisions.offer(work, item, new)
            actor = actors[chance.randrange(workers)]
            assert actor is not None
            within = work.acting_as(actor)
            if arm is Arm.BLIND_FIRST:
                decisions.lock_first(within, made, {"desk": "vej"}, agrees=not differs)
            agrees = not differs or yields
            decisions.decide(
                within,
                item,
                NewDecision(
                    outcome=Outcome.ACCEPTED if agrees else Outcome.CHANGED,
                    answer={"desk": "vej" if agrees else "skole"},
                    suggestion_id=made.id,
                    at=work.now - timedelta(days=1 + number % 60),
                ),
            )
