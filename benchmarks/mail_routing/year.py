"""Is the promise kept over a year in which the mail changes, and how much goes by itself?

An invented municipality receives about 200 mails a day for a year. There are seasons; four subjects
appear that nobody has heard of; a department speaks another way from June on; from September on the
staff file one subject under another and tell nobody. The standing authorisation promises 95 %; a seeded
control share goes to people blindly, who err once in a hundred; where they and the system disagree it
counts as wrong until somebody else has looked, the next day, who errs as often by a draw of their own.
The watch of the service draws more at a suspicion and suspends on evidence. Each month a model is trained on the history and on what people
decided since, never on what went by itself, and put into use; a suspended authorisation is given anew
with it. What is right is known from the generator.

    python benchmarks/mail_routing/year.py [--history 6000] [--daily 200] [--months 12] [--floor 0.95]

Everything but the database is the program's own: reading of the files, routing, caution, restraint,
thresholds, watch. A mixed enquiry is right at any of its places; `strict` counts only the staff's own.
`raw_control_precision` counts every disagreement as wrong, `control_precision` follows the second looks.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from benchmarks.mail_routing.months import Month, summary
from benchmarks.mail_routing.second_looks import Control, is_true, what_they_say
from benchmarks.mail_routing.surroundings import machine
from signatur.installed import all_parts
from signatur.methods.classification import Example, fit
from signatur.methods.statistics.sequential import evidence_of_fall
from signatur.records.decisions.schema import Authorisation
from signatur.solutions.mail_routing.demo.drift import Drift, Practice, Rewording, drifting
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.municipality import departments, subjects
from signatur.solutions.mail_routing.demo.reading import read_past
from signatur.solutions.mail_routing.model import Knowledge, Known, restraint, route
from signatur.solutions.mail_routing.model.matters import stretches
from signatur.solutions.mail_routing.model.second_look import label_after, suspicious
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    UNKNOWN_LABEL,
    Department,
    Lane,
    Subject,
    Target,
)
from signatur.solutions.mail_routing.service import watching
from signatur.solutions.mail_routing.service.receiving import own_references
from signatur.solutions.mail_routing.service.suggesting import references_to
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.classification import Router, Verdict
    from signatur.methods.statistics.sequential import Evidence
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.second_look import Verdict as SecondVerdict

HERE = Path(__file__).resolve().parent
SEED, PROMISE, YEAR = 2026, 0.95, 2026
NOISE = 0.01
# Mails that a model is asked about together; the watch looks after each control.
BATCH = 500
# So many of what people decided are learnt from, the newest, beside the history.
NEWEST = 2500
DRIFT = Drift(
    appearing={
        "solceller": date(YEAR, 4, 1),
        "handicapkoersel": date(YEAR, 4, 1),
        "databeskyttelse": date(YEAR, 8, 1),
        "noedkald": date(YEAR, 8, 1),
    },
    rewordings=(
        Rewording(
            "visitation",
            date(YEAR, 6, 1),
            {
                "hjemmehjælp": "hverdagsstøtte",
                "hjemmepleje": "hverdagspleje",
                "rengøring": "hjemmeservice",
                "hjælpemiddel": "velfærdsteknologi",
                "hjælpemidler": "velfærdsteknologi",
                "rollator": "gangstøtte",
                "kørestol": "mobilitetsstol",
                "plejehjem": "livsboenhed",
                "plejebolig": "livsbolig",
                "visitator": "hverdagsrådgiver",
                "madservice": "måltidsordning",
                "demens": "hukommelsesstøtte",
            },
        ),
    ),
    practices=(Practice("rykker", "betalingsaftale", date(YEAR, 9, 1)),),
)


@dataclass
class Remembered:
    """A router that has been asked already, for many texts at once; reasons are not needed here."""

    router: Router
    said: dict[str, Verdict] = field(default_factory=dict)

    def ask(self, texts: Sequence[str]) -> None:
        asked = [one for text in texts if text.strip() for one in (text, *_stretches(text))]
        self.said = dict(zip(asked, self.router.suggest(asked), strict=True)) if asked else {}

    def suggest(self, texts: Sequence[str]) -> list[Verdict]:
        return [self.said[text] for text in texts]

    def explain(self, *_asked: object) -> tuple[()]:
        return ()

    def similar(self, *_asked: object) -> tuple[()]:
        return ()


def _stretches(text: str) -> list[str]:
    found = stretches(text)
    return found if len(found) > 1 else []


@dataclass
class Town:
    """The municipality in the course of the year."""

    knowledge: Knowledge
    router: Remembered
    learnt: list[Example]
    settings: MailRoutingSettings
    floor: float
    """What the authorisation asks for: the promise, or less, as its controls err too."""
    newest: deque[Example] = field(default_factory=lambda: deque(maxlen=NEWEST))
    references: dict[str, Known] = field(default_factory=dict)
    authorisation: Authorisation | None = None
    controls: list[Control] = field(default_factory=list)
    by_subject: dict[str, list[Control]] = field(default_factory=lambda: defaultdict(list))
    disputed: deque[tuple[Control, Month]] = field(default_factory=deque)
    looked: int = 0
    paused: set[str] = field(default_factory=set)
    since_model: int = 0
    is_closer: bool = True
    given: int = 0

    def authorise(self, now: datetime) -> None:
        self.given += 1
        self.authorisation = Authorisation(
            id=uuid5(UUID(int=SEED), str(self.given)), project_id=UUID(int=1), giver_id=UUID(int=2),
            scope=frozenset(self.knowledge.subjects), floor=self.floor, valid_from=now,
            valid_to=now + timedelta(days=400), control_share=self.settings.control_share,
            daily_cap=10_000, seed=SEED + self.given, suspended_at=None, suspended_because="",
        )  # fmt: skip
        self.controls, self.by_subject, self.paused = [], defaultdict(list), set()
        self.is_closer = True

    def take(self, batch: Sequence[tuple[InventedEnquiry, Enquiry]], month: Month) -> None:
        self.router.ask([enquiry.model_text for _one, enquiry in batch])
        for one, enquiry in batch:
            self._take(one, enquiry, month)
            if self.is_closer and self.authorisation:
                month.closer_days.add(one.received_at.date())

    def _take(self, one: InventedEnquiry, enquiry: Enquiry, month: Month) -> None:
        self.settle_before(one.received_at, month)
        month.arrived += 1
        known = next(
            (self.references[ref] for ref in references_to(enquiry) if ref in self.references), None
        )
        routing = route(enquiry, self.knowledge, known)
        first = routing.alternatives[0].target if routing.alternatives else None
        is_sure = routing.lane is Lane.READY and first is not None
        if is_sure and restraint(enquiry, routing) is not None:
            month.restrained += 1
            is_sure = False
        month.would_be += is_sure
        decided = _target(one.label, self.knowledge)
        given = self.authorisation
        drawn: Target | None = None
        if given and is_sure and first and first.subject_key not in self.paused:
            item = uuid5(UUID(int=SEED), one.id)
            share = self.settings.closer_control_share if self.is_closer else 0.0
            if not given.draws_control(item, share):
                self._send(one, first, routing.by, month)
                self.remember(enquiry, first)
                return
            drawn = first
        text = enquiry.model_text.strip()
        example = Example(text, one.label, one.id) if text else None
        if example:
            self.newest.append(example)
        if drawn:
            self._control(Control(one, drawn, decided, self.given, example), month)
        self.remember(enquiry, decided)

    @staticmethod
    def _send(one: InventedEnquiry, target: Target, by: str, month: Month) -> None:
        is_right = is_true(target, one)
        month.automatic += 1
        month.right += is_right
        month.strict += target.subject_key == one.label
        month.by[str(by)] += 1
        day = month.days[one.received_at.date()]
        day[0] += 1
        day[1] += is_right

    def _control(self, control: Control, month: Month) -> None:
        key = control.suggested.subject_key
        month.controls += 1
        month.agreed += control.agrees
        month.controls_right += control.agrees
        month.agreed_wrongly += control.agrees and not is_true(control.suggested, control.one)
        self.controls.append(control)
        self.by_subject[key].append(control)
        self.since_model += 1
        if not control.agrees:
            self.disputed.append((control, month))
        self._look(key, control.one.received_at, month)

    def settle_before(self, now: datetime, month: Month) -> None:
        """Let somebody look at the disagreements of the days before."""
        while self.disputed and self.disputed[0][0].day < now.date():
            control, its_month = self.disputed.popleft()
            self.looked += 1
            verdict = what_they_say(control, SEED, self.looked, NOISE)
            its_month.looks[str(verdict)] += 1
            its_month.controls_right += verdict.is_system_right
            control.is_right = verdict.is_system_right
            self._teach(control, verdict)
            if self.authorisation is not None and control.given == self.given:
                self._look_again(control.suggested.subject_key, now, month)

    def _teach(self, control: Control, verdict: SecondVerdict) -> None:
        """Do what `service.second_look.labels_after` does with what was decided."""
        if control.example is None or control.example not in self.newest:
            return
        person, system = control.example.label, control.suggested.subject_key
        label = label_after(verdict, person, person=person, system=system)
        at = self.newest.index(control.example)
        if label:
            self.newest[at] = Example(control.example.text, label, control.example.key)
        else:
            del self.newest[at]

    def _look_again(self, key: str, at: datetime, month: Month) -> None:
        """Do what `service.watching.look_again` does, on values."""
        own = self.by_subject[key]
        if key in self.paused and self._evidence(own).value < self._patience_of_one():
            self.paused.discard(key)
            month.paused.append(f"{at.date().isoformat()} {key} again")
        self._look(key, at, month)

    def _evidence(self, controls: Sequence[Control]) -> Evidence:
        return evidence_of_fall([one.is_right for one in controls], self.floor)

    def _patience_of_one(self) -> float:
        judged = sum(len(one) >= watching.LEAST_OF_SUBJECT for one in self.by_subject.values())
        return self.settings.watch_patience * max(judged, 1)

    def _look(self, key: str, at: datetime, month: Month) -> None:
        """Do what `service.watching.look` does, on values."""
        found = self._evidence(self.controls[-3000:])
        if found.value >= self.settings.watch_patience:
            month.suspended.append(at.date().isoformat())
            self.authorisation = None
            return
        own = self.by_subject[key]
        if (
            len(own) >= watching.LEAST_OF_SUBJECT
            and self._evidence(own).value >= self._patience_of_one()
            and key not in self.paused
        ):
            self.paused.add(key)
            month.paused.append(f"{at.date().isoformat()} {key}")
        limit = watching.CALM if self.is_closer else watching.SUSPICION
        self.is_closer = (
            len(self.controls) < watching.RUN_IN
            or self.since_model < watching.RUN_IN
            or self._suspicion() >= limit
        )

    def _suspicion(self) -> float:
        lately = self.controls[-3000:]
        waiting = {id(one) for one, _month in self.disputed}
        outcomes = suspicious(
            [one.is_right for one in lately], [id(one) in waiting for one in lately]
        )
        return evidence_of_fall(outcomes, self.floor).lately

    def remember(self, enquiry: Enquiry, target: Target) -> None:
        if target == NOWHERE:
            return
        for reference in own_references(enquiry):
            self.references[reference] = Known(enquiry.id, target)

    def train(self) -> None:
        examples = [*self.learnt, *self.newest]
        self.router.router = fit(examples, seed=SEED)
        self.since_model = 0


def _target(label: str, knowledge: Knowledge) -> Target:
    if label == UNKNOWN_LABEL:
        return NOWHERE
    return Target(knowledge.subjects[label].department_key, label)


def knowledge_of(router: Any) -> Knowledge:
    return Knowledge(
        departments={one.key: Department(one.key, one.name) for one in departments()},
        subjects={
            one.key: Subject(one.key, one.name, one.department_key, one.kle_code)
            for one in subjects()
        },
        router=router,
        target_precision=PROMISE,
    )


def read(
    invented: Iterator[InventedEnquiry], at_once: int = 500
) -> Iterator[tuple[InventedEnquiry, Enquiry]]:
    """Read enquiries from the files that they arrive as."""
    waiting: list[InventedEnquiry] = []
    for one in invented:
        waiting.append(one)
        if len(waiting) == at_once:
            yield from _read(waiting)
            waiting = []
    yield from _read(waiting)


def _read(batch: Sequence[InventedEnquiry]) -> Iterator[tuple[InventedEnquiry, Enquiry]]:
    """Pair what was read with what was invented; of what came in the same second, nothing."""
    counted = Counter(one.received_at for one in batch)
    found = defaultdict(list)
    for arrived in read_past(batch):
        found[arrived.received_at].append(arrived.read.enquiry)
    for one in batch:
        if counted[one.received_at] == 1 and len(found[one.received_at]) == 1:
            yield one, found[one.received_at][0]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--history", type=int, default=6000)
    asked.add_argument("--daily", type=int, default=200)
    asked.add_argument("--months", type=int, default=12)
    asked.add_argument("--floor", type=float, default=PROMISE)
    asked.add_argument("--name", default="year")
    chosen = asked.parse_args()
    all_parts()
    started, mix = time.monotonic(), Mix(label_noise=NOISE)
    new_year = datetime(YEAR, 1, 1, tzinfo=UTC)
    past = drifting(invent(SEED, chosen.history, new_year, days=730, mix=mix), DRIFT, seed=SEED)
    pairs = list(read(past))
    history = [
        Example(enquiry.model_text.strip(), one.label, one.id)
        for one, enquiry in pairs
        if enquiry.model_text.strip()
    ]
    router = Remembered(fit(history, seed=SEED))
    knowledge = knowledge_of(router)
    town = Town(knowledge, router, history, MailRoutingSettings(), chosen.floor)
    for one, enquiry in pairs:
        town.remember(enquiry, _target(one.label, knowledge))
    town.authorise(new_year)
    months = run_year(town, chosen, mix, new_year)
    told = {
        "question": "Is 95 % kept in every month of a year of change, and how much goes by itself?",
        "history": len(history),
        "daily": chosen.daily,
        "promise": PROMISE,
        "floor": chosen.floor,
        "staff_error": NOISE,
        "second_look_error": NOISE,
        "control_share": town.settings.control_share,
        "closer_control_share": town.settings.closer_control_share,
        "watch_patience": town.settings.watch_patience,
        "months": [month.told(number) for number, month in months.items()],
        "whole_year": summary(list(months.values()), PROMISE),
        "minutes": round((time.monotonic() - started) / 60, 1),
        "machine": machine("numpy", "scikit-learn"),
    }
    path = HERE / "results" / f"{chosen.name}.json"
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


def run_year(
    town: Town, chosen: argparse.Namespace, mix: Mix, new_year: datetime
) -> dict[int, Month]:
    months: dict[int, Month] = {}
    end = datetime(YEAR + 1, 1, 1, tzinfo=UTC)
    mail = drifting(
        invent(SEED + 1, chosen.daily * 365, end, days=365, mix=mix), DRIFT, seed=SEED + 1
    )
    batch: list[tuple[InventedEnquiry, Enquiry]] = []
    at = new_year.month
    for pair in read(mail):
        number = pair[0].received_at.month
        if number != at or len(batch) == BATCH:
            town.take(batch, months.setdefault(at, Month()))
            batch = []
        if number != at:
            print(json.dumps(months[at].told(at), ensure_ascii=False), flush=True)
            if at >= chosen.months:
                town.settle_before(pair[0].received_at, months[at])
                return months
            at = number
            town.train()
            if town.authorisation is None:
                town.authorise(pair[0].received_at)
        batch.append(pair)
    town.take(batch, months.setdefault(at, Month()))
    town.settle_before(end + timedelta(days=1), months[at])
    return months


if __name__ == "__main__":
    main()
