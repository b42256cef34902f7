"""Fills an installation with very many invented enquiries at once, for `scale.py`.

The texts are the demo generator's, read as files of their channel, and repeated with other names of
places and numbers; suggestions and decisions are invented beside them, a few of them wrong. Rows go
into the tables in bulk; the facts of insight are written by the program itself, as for old data.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text, update

from signatur.kernel.db import table_of
from signatur.kernel.ids import new_id
from signatur.kernel.permissions import system_of
from signatur.methods.text.folding import fold
from signatur.records.decisions.tables import AuthorisationRow, DecisionRow, SuggestionRow
from signatur.records.items.tables import ItemRow
from signatur.records.people.tables import AuthorityRow, PersonRow
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.demo.arrival import arrivals
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.municipality import subjects
from signatur.solutions.mail_routing.demo.reading import read_past
from signatur.solutions.mail_routing.schema import enquiry_as_json
from signatur.solutions.mail_routing.service.facts import rebuild
from signatur.solutions.mail_routing.tables import EnquiryRow, FactRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.kernel.runtime import Runtime

SEED = 11
DAYS = 700
WAITING_SHARE = 0.015
WRONG = 0.04
_TEXTS = 1500
_BATCH = 2000
_PLACES = ("Bakken", "Torvet", "Havnen", "Engen", "Lunden", "Broen", "Møllen", "Dalen", "Åen")


@dataclass(frozen=True)
class Sample:
    """An enquiry that was read, to be repeated with variation."""

    document: dict[str, Any]
    label: str
    values: dict[str, Any]


def fill(runtime: Runtime, count: int) -> dict[str, float]:
    """Fill in so many enquiries; return what took how long."""
    started = time.perf_counter()
    with runtime.database.reading() as session:
        authority_id = session.scalars(select(AuthorityRow.id)).one()
        person_id = session.scalars(select(PersonRow.id).where(PersonRow.login == "bo")).one()
    with runtime.reading(system_of(authority_id)) as work:
        project_id, now = service.project_of(work).id, work.now
    samples = _samples(now)
    written = time.perf_counter()
    chance = random.Random(SEED)
    authorisation = _authorisation(authority_id, project_id, person_id, now)
    moments = arrivals(SEED, count, now - timedelta(minutes=1), DAYS)
    with runtime.database.writing() as session:
        session.execute(insert(table_of(AuthorisationRow)), [authorisation])
    for start in range(0, count, _BATCH):
        rows: dict[Any, list[dict[str, Any]]] = {
            kind: [] for kind in (ItemRow, EnquiryRow, SuggestionRow, DecisionRow)
        }
        for number in range(start, min(count, start + _BATCH)):
            is_waiting = number >= count * (1 - WAITING_SHARE)
            one = _Invented(
                authority_id, project_id, person_id, authorisation, moments[number], is_waiting
            )
            for kind, row in one.rows(samples[number % len(samples)], number, chance):
                rows[kind].append(row)
        with runtime.database.writing() as session:
            for kind, some in rows.items():
                if some:
                    session.execute(insert(table_of(kind)), some)
    filled = time.perf_counter()
    last: int | None = 0
    while last is not None:
        with runtime.work(system_of(authority_id)) as work:
            last = rebuild(work, project_id, last)
    rebuilt = time.perf_counter()
    yesterday = runtime.clock.now() - timedelta(days=1)
    with runtime.database.writing() as session:
        # As if all had been written before today, and not all a minute ago.
        session.execute(update(FactRow).values(changed_at=yesterday))
    _tidy(runtime)
    return {
        "texts_seconds": written - started,
        "rows_seconds": filled - written,
        "facts_seconds": rebuilt - filled,
    }


def _tidy(runtime: Runtime) -> None:
    """Let the database know its tables, as its own upkeep does in the long run."""
    if runtime.database.is_embedded:
        with runtime.database.writing() as session:
            session.execute(text("ANALYZE"))
        return
    engine = runtime.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _samples(now: datetime) -> list[Sample]:
    mix = Mix(label_noise=0.0)
    invented = list(invent(SEED, _TEXTS, now, days=DAYS, mix=mix))
    return [
        Sample(
            enquiry_as_json(one.read.enquiry),
            one.label,
            {
                "channel": one.read.enquiry.channel,
                "language": one.read.enquiry.language.code,
                "sender": one.read.enquiry.sender.name if one.read.enquiry.sender else "",
                "subject": one.read.enquiry.subject,
                "attachments": len(one.read.enquiry.attachments),
            },
        )
        for one in read_past(invented)
    ]


def _authorisation(
    authority_id: UUID, project_id: UUID, person_id: UUID, now: datetime
) -> dict[str, Any]:
    begun = now - timedelta(days=180)
    return {
        "id": new_id(begun),
        "authority_id": authority_id,
        "project_id": project_id,
        "giver_id": person_id,
        "scope": [one.key for one in subjects()],
        "floor": 0.95,
        "valid_from": begun,
        "valid_to": now + timedelta(days=180),
        "control_share": 0.05,
        "daily_cap": 10_000,
        "seed": SEED,
        "created_at": begun,
        "suspended_because": "",
    }


@dataclass(frozen=True)
class _Invented:
    authority_id: UUID
    project_id: UUID
    person_id: UUID
    authorisation: dict[str, Any]
    received_at: datetime
    is_waiting: bool

    def rows(
        self, sample: Sample, number: int, chance: random.Random
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        item_id = new_id(self.received_at)
        own = {"authority_id": self.authority_id, "project_id": self.project_id, "item_id": item_id}
        state = "ready" if self.is_waiting else "decided"
        places = subjects()
        known = {one.key: one for one in places}
        right = known.get(sample.label)
        said = right if right and chance.random() > WRONG else chance.choice(places)
        goes = said if self.is_waiting else right
        sure = round(min(0.999, max(0.2, chance.gauss(0.93 if said is right else 0.6, 0.12))), 4)
        lane = "ready" if sure > 0.93 else "pick" if sure > 0.7 else "read"
        yield ItemRow, self._item(item_id, number, state)
        yield EnquiryRow, {**own, **self._enquiry(sample, number, chance, state, lane, sure, goes)}
        suggested = self._suggestion(said, sure, lane, chance)
        yield SuggestionRow, {**own, **suggested}
        if not self.is_waiting:
            yield from self._decisions(own, suggested, said, right, lane, chance)

    def _item(self, item_id: UUID, number: int, state: str) -> dict[str, Any]:
        return {
            "id": item_id,
            "authority_id": self.authority_id,
            "project_id": self.project_id,
            "kind": service.KIND,
            "source_key": f"scale-{number}",
            "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "size": 1000,
            "state": state,
            "received_at": self.received_at,
            "stored_at": self.received_at,
        }

    def _enquiry(
        self,
        sample: Sample,
        number: int,
        chance: random.Random,
        state: str,
        lane: str,
        sure: float,
        goes: Any,
    ) -> dict[str, Any]:
        place = chance.choice(_PLACES)
        words = f"{sample.document['body']['text']}\n\nDet er ved {place}vej {number % 997}."
        body = {**sample.document["body"], "text": words, "whole": words}
        document = {**sample.document, "body": body, "model_text": words}
        due = None
        if goes is not None and goes.deadline_days is not None:
            due = self.received_at.date() + timedelta(days=goes.deadline_days)
        return {
            **sample.values,
            "state": state,
            "received_at": self.received_at,
            "due_on": due,
            "has_trouble": False,
            "needs_help": False,
            "lane": lane,
            "confidence": sure,
            "department_key": goes.department_key if goes else "",
            "subject_key": goes.key if goes else "",
            "document": document,
            "digest": hashlib.sha256(words.encode()).hexdigest(),
            "search_text": fold(f"{sample.values['subject']}\n{words}"),
            "teaches": True,
        }

    def _suggestion(
        self, said: Any, sure: float, lane: str, chance: random.Random
    ) -> dict[str, Any]:
        others = chance.sample(subjects(), 2)
        rest = (1 - sure) / 2
        told = [(said, sure), *((one, rest) for one in others)]
        return {
            "id": new_id(self.received_at),
            "answer": {
                "by": "model",
                "because": "",
                "lane": lane,
                "alternatives": [
                    {"department": one.department_key, "subject": one.key, "probability": share}
                    for one, share in told
                ],
                "may_be_several": False,
                "simulated": {},
            },
            "reasons": [],
            "confidence": sure,
            "basis": {},
            "input_sha256": "",
            "arm": "blind_first" if chance.random() < 0.05 else "shown",
            "at": self.received_at,
        }

    def _decisions(
        self,
        own: dict[str, Any],
        made: dict[str, Any],
        said: Any,
        right: Any,
        lane: str,
        chance: random.Random,
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        begun = self.authorisation["valid_from"]
        by_itself = lane == "ready" and self.received_at > begun and made["arm"] == "shown"
        hours = chance.expovariate(1 / 5) if not by_itself else 0.01
        at = self.received_at + timedelta(hours=min(hours, 90))
        goes = said if by_itself else right
        answer = {"department": goes.department_key, "subject": goes.key} if goes else {}
        outcome = "refused" if goes is None else "accepted" if goes is said else "changed"
        if not by_itself and goes is not None and chance.random() < 0.03:
            # First somewhere else, and taken back.
            other = chance.choice(subjects())
            wrong = {"department": other.department_key, "subject": other.key}
            yield (
                DecisionRow,
                {
                    **self._decision(own, made, "changed", wrong, at - timedelta(minutes=20)),
                    "undone_at": at - timedelta(minutes=5),
                    "undone_by": self.person_id,
                    "person_id": self.person_id,
                    "authorisation_id": None,
                },
            )
        yield (
            DecisionRow,
            {
                **self._decision(own, made, outcome, made["answer"] if by_itself else answer, at),
                "undone_at": None,
                "undone_by": None,
                "person_id": None if by_itself else self.person_id,
                "authorisation_id": self.authorisation["id"] if by_itself else None,
            },
        )

    def _decision(
        self,
        own: dict[str, Any],
        made: dict[str, Any],
        outcome: str,
        answer: dict[str, Any],
        at: datetime,
    ) -> dict[str, Any]:
        return {
            **own,
            "id": new_id(at),
            "suggestion_id": made["id"],
            "outcome": outcome,
            "answer": json.loads(json.dumps(answer)),
            "note": "",
            "at": at,
        }
