"""Situations in which advice is seen late or never: a plan for everything, and mail that arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm
from signatur.records.decisions.tables import ArmPlanRow
from tests.solutions.mail_routing.situations import FixedRouter, a_mail, a_verdict, receive

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.items.schema import Item
    from tests.builders import World

SURE = FixedRouter({"hul": a_verdict("hul", "sne", "pas", clears=(0.90, 0.95))})


def plan_for_all(world: World, project_id: UUID, arm: Arm) -> None:
    """Let every enquiry be drawn for one arm; people may only plan up to half of them."""
    with world.runtime.work(world.actor("Erik")) as work:
        decisions.plan_arms(
            work, project_id, blind_share=0.2, hidden_share=0.1, because="Vi vil måle."
        )
    with world.runtime.work(world.system) as work:
        row = work.session.query(ArmPlanRow).one()
        row.blind_share = 1.0 * (arm is Arm.BLIND_FIRST)
        row.hidden_share = 1.0 * (arm is Arm.HIDDEN)


def arrive(world: World, project_id: UUID, number: int = 0) -> Item:
    """Let a mail of its own arrive about which the model is sure that it is about a hole."""
    mail = a_mail(f"Der er et hul i vejen. Nummer {number}.", Message_ID=f"<{number}@example.dk>")
    return receive(world, project_id, mail, router=SURE)
