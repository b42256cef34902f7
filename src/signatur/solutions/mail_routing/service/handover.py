"""The way out of the house that needs no other system: a folder for each department.

Each decided enquiry becomes one folder with its original bytes and what was decided, made complete
under another name and then renamed, so that whoever collects it never sees half of it. It is what
happens where no route is set up.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.outbox import PLACE
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.solutions.mail_routing.schema.outgoing import RouteKind, channel_name
from signatur.solutions.mail_routing.service.outgoing.places import (
    made_whole,
    outbound_folder,
    place_below,
)
from signatur.solutions.mail_routing.service.outgoing.results import route_of
from signatur.solutions.mail_routing.service.outgoing.routes import is_held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work

NAME = channel_name(RouteKind.FOLDER)


@dataclass(frozen=True, slots=True)
class FolderChannel:
    """Hands enquiries over in folders."""

    name: str = NAME

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:
        route_id = delivery.payload.get(PLACE)
        if route_id is not None and is_held(work, UUID(route_id)):
            return False
        return effects.may_leave(work, delivery)

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        """Write the enquiry's folder. A repeat finds it there and leaves it as it is."""
        chosen = ""
        if PLACE in delivery.payload:
            chosen = route_of(work, delivery).settings.get("folder", "")
        base = outbound_folder(work.runtime) / str(work.authority_id)
        place = place_below(base, chosen, delivery.payload["department"])
        target = place / delivery.key.split(":")[1]
        if target.exists():
            return {"folder": target.name, "repeat": True}
        with made_whole(target, delivery.attempts) as unfinished:
            _write(work, delivery, unfinished)
        return {"folder": target.name, "repeat": False}


def _write(work: Work, delivery: Delivery, folder: Path) -> None:
    with (
        items.open_original(work, UUID(delivery.payload["item"])) as source,
        (folder / f"original{delivery.payload['suffix']}").open("wb") as copy,
    ):
        shutil.copyfileobj(source, copy)
    told = {"key": delivery.key, "attempt": delivery.attempts, **delivery.payload}
    (folder / "decision.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8"
    )


CHANNEL = FolderChannel()
