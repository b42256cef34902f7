"""The way out of the house: a folder from which a release is collected, made complete and then renamed."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.records.effects import service as effects
from signatur.solutions.disclosure.service.keeping import opened
from signatur.solutions.disclosure.service.rows import release_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work

CHANNEL = "disclosure.folder"


@dataclass(frozen=True, slots=True)
class ReleaseFolder:
    """Hands releases over in folders below `outbound` in the data folder."""

    name: str = CHANNEL

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:
        return effects.may_leave(work, delivery)

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        """Write the folder of a release. A repeat finds it there and leaves it as it is."""
        row = release_row(work, UUID(delivery.payload["release"]))
        base = work.runtime.settings.kernel.data_folder / "outbound" / "disclosure"
        target = base / str(work.authority_id) / str(row.item_id)
        if target.exists():
            return {"folder": target.name, "repeat": True}
        unfinished = target.with_name(f".{target.name}-{delivery.attempts}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        with (
            opened(work, row.bundle_sha256) as source,
            (unfinished / f"aktindsigt-{row.number}.zip").open("wb") as file,
        ):
            shutil.copyfileobj(source, file)
        report = json.dumps(row.report, ensure_ascii=False, indent=1, sort_keys=True)
        (unfinished / "rapport.json").write_text(report, encoding="utf-8")
        unfinished.rename(target)
        return {"folder": target.name, "repeat": False}
