"""Situations of automatic distribution: Erik authorises, mail arrives, Anna decides controls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing import service
from tests.builders import NOON
from tests.solutions.mail_routing.situations import (
    SUBJECTS,
    FixedRouter,
    a_mail,
    a_verdict,
    receive,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Authorisation, Decision
    from signatur.records.items.schema import Item
    from tests.builders import World

SURE = FixedRouter(
    {
        "hul": a_verdict("hul", "sne", "pas", clears=(0.90, 0.95)),
        "pas": a_verdict("pas", "sne", "hul", clears=(0.90, 0.95)),
    }
)
EVERYTHING = frozenset(one.key for one in SUBJECTS)
# As good as never, and always: the draw itself is tested by itself.
NEVER, ALWAYS = 1e-12, 1.0


def authorise(world: World, project_id: UUID, **more: Any) -> Authorisation:
    """Let Erik give an authorisation that is past its run-in."""
    values: dict[str, Any] = {
        "scope": EVERYTHING,
        "floor": 0.95,
        "valid_to": NOON + timedelta(days=90),
        "control_share": NEVER,
        "daily_cap": 100,
    }
    with world.runtime.work(world.actor("Erik")) as work:
        return decisions.authorise(work, project_id, **{**values, **more})


def arrive(
    world: World, project_id: UUID, number: int = 0, text: str = "Der er et hul i vejen."
) -> Item:
    """Let a mail of its own arrive about which the model is sure."""
    mail = a_mail(f"{text} Nummer {number}.", Message_ID=f"<{number}@example.dk>")
    return receive(world, project_id, mail, router=SURE)


def automate(world: World, item_id: UUID) -> Decision | None:
    with world.runtime.work(world.system) as work:
        return service.automate(work, item_id)
