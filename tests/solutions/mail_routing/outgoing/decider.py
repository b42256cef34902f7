"""Somebody who decides about everything that waits, until killed: `python -m ...decider <person>`."""

from __future__ import annotations

import os
import sys
import time
from uuid import UUID

from signatur.app import people
from signatur.installed import all_parts
from signatur.kernel.clock import SystemClock
from signatur.kernel.errors import Conflict
from signatur.kernel.runtime import build_runtime
from signatur.kernel.settings import load_settings
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.solutions.mail_routing.situations import SUBJECTS, Target


def main(person_id: UUID) -> None:
    parts = all_parts()
    groups = [group for part in parts for group in part.settings]
    ours = {name: value for name, value in os.environ.items() if name.startswith("SIGNATUR_")}  # noqa: TID251 (a process of its own)
    runtime = build_runtime(load_settings(ours, groups), parts, people, SystemClock())
    with runtime.database.reading() as session:
        actor = people.actor_of(session, person_id)
    assert actor is not None
    while True:
        with runtime.reading(actor) as work:
            project = service.project_of(work)
            waiting = service.worklist(work, project.id, WorklistFilter(), limit=20).lines
        for one in waiting:
            subject = SUBJECTS[one.item_id.int % len(SUBJECTS)]
            try:
                with runtime.work(actor) as work:
                    service.send_to(work, one.item_id, Target(subject.department_key, subject.key))
            except Conflict:
                continue
        if not waiting:
            time.sleep(0.2)


if __name__ == "__main__":
    main(UUID(sys.argv[1]))
