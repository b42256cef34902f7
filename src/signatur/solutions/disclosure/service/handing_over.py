"""The way out of the house: a folder from which a release is collected, made complete and then renamed."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from signatur.records.effects import service as effects
from signatur.solutions.disclosure.service.keeping import opened
from signatur.solutions.disclosure.service.rows import release_row
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work

CHANNEL = "disclosure.folder"
_UNFINISHED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReleaseFolder:
    """Hands releases over in folders below `outbound` in the data folder."""

    name: str = CHANNEL

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:
        return effects.may_leave(work, delivery)

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        """Write the folder of a release. A repeat finds it there and leaves it as it is."""
        row = release_row(work, UUID(delivery.payload["release"]))
        target = _folder(work) / str(row.item_id)
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


def _folder(work: Work) -> Path:
    base = work.runtime.settings.kernel.data_folder / "outbound" / "disclosure"
    return base / str(work.authority_id)


def take_away(work: Work, release_id: UUID) -> None:
    """Remove what was handed over of a release, once it is erased; the nightly job makes up for it."""
    folder = _folder(work) / str(release_id)
    if folder.exists():
        work.after_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def tidy_outbound(work: Work) -> int:
    """Remove what has lain for its time, what is of no release, and what was left half written.

    Returns how many folders those are. A release can be fetched from its page all the same.
    """
    folder = _folder(work)
    if not folder.is_dir():
        return 0
    days = timedelta(days=work.runtime.settings.of(DisclosureSettings).outbound_days)
    known = select(ReleaseRow.item_id).filter_by(authority_id=work.authority_id)
    ids = {str(one) for one in work.session.scalars(known)}
    count = 0
    for one in folder.iterdir():
        age = work.now - datetime.fromtimestamp(one.stat().st_mtime, UTC)
        # One that was handed over just now may not be known here yet.
        if age > (days if one.name in ids else _UNFINISHED):
            shutil.rmtree(one, ignore_errors=True)
            count += 1
    return count
