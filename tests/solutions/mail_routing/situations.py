"""Builds situations of mail routing: a setup with three departments, mails, enquiries, a model."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.methods.classification import Example, SimilarExample, Verdict, WordWeight
from signatur.methods.documents import Content
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import EnquiryReader, ReadEnquiry
from signatur.solutions.mail_routing.model import Knowledge
from signatur.solutions.mail_routing.schema import (
    Body,
    Channel,
    Completeness,
    Department,
    Enquiry,
    Rule,
    RuleField,
    RuleMatch,
    Source,
    Subject,
    Target,
)
from signatur.solutions.mail_routing.service import Prepared
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from signatur.records.decisions.schema import Decision, Suggestion
    from signatur.records.items.schema import Item
    from tests.builders import World

DEPARTMENTS = (
    Department("vej", "Vej og Park"),
    Department("skole", "Skole"),
    Department("borger", "Borgerservice"),
)
HOLE = Subject("hul", "Huller i vejen", "vej", "05.01.08", deadline_days=10)
SNOW = Subject("sne", "Snerydning", "vej", "05.07.06")
SCHOOL = Subject("skolestart", "Skolestart", "skole", "17.03.04", deadline_days=30)
PASSPORT = Subject("pas", "Pas", "borger", "23.05.09", deadline_days=5)
SUBJECTS = (HOLE, SNOW, SCHOOL, PASSPORT)

TO_HOLE, TO_SNOW = Target("vej", "hul"), Target("vej", "sne")
TO_SCHOOL, TO_PASSPORT = Target("skole", "skolestart"), Target("borger", "pas")

# What people write about each subject; a model tells them apart after seeing some of each.
_SENTENCES: Mapping[str, Sequence[str]] = {
    "hul": ("Der er et hul i vejen ved {}.", "Asfalten er gået i stykker ud for {}.",
            "Vejen er fuld af huller nær {}, og cyklister vælter."),
    "sne": ("Der er ikke ryddet sne på {}.", "Fortovet er glat, og ingen har saltet ved {}.",
            "Hvornår kommer sneploven til {}?"),
    "skolestart": ("Min søn skal starte i skole på {}.", "Hvordan skriver jeg min datter op til {}?",
                   "Vi vil gerne have vores barn i børnehaveklasse på {}."),
    "pas": ("Mit pas er udløbet, og jeg rejser til {}.", "Hvordan bestiller jeg tid til pas i {}?",
            "Jeg har mistet mit pas i {} og skal have et nyt."),
}  # fmt: skip
_PLACES = (
    "Bakken", "Torvet", "Havnen", "Kirken", "Stationen", "Møllen", "Skoven", "Broen", "Søen",
    "Marken", "Engen", "Dalen", "Åen", "Lunden", "Haven", "Gården", "Slottet", "Fjorden",
)  # fmt: skip


def texts_about(subject_key: str, count: int) -> list[str]:
    """Return different texts about one subject."""
    sentences = _SENTENCES[subject_key]
    return [
        f"{sentences[number % len(sentences)].format(_PLACES[number % len(_PLACES)])} "
        f"{sentences[(number + 1) % len(sentences)].format(_PLACES[(number * 5 + 2) % len(_PLACES)])}"
        for number in range(count)
    ]


def a_past(each: int = 30) -> list[Example]:
    """Return past enquiries about every subject, one subject after the other."""
    told = [
        (subject.key, texts_about(subject.key, each)[number])
        for number in range(each)
        for subject in SUBJECTS
    ]
    return [
        Example(text, label, str(UUID(int=number))) for number, (label, text) in enumerate(told)
    ]


# --- values ------------------------------------------------------------------------------------


def an_enquiry(text: str = "Der er et hul i vejen ved Bakken.", **more: Any) -> Enquiry:
    """Return an enquiry in the common format, as if it had been read."""
    values: dict[str, Any] = {
        "id": "1",
        "source": Source("brev.eml", "eml", "0" * 64, len(text)),
        "channel": Channel.EMAIL,
        "completeness": Completeness.WHOLE,
        "problem": None,
        "body": Body(text, whole=text),
        "model_text": text,
    }
    return Enquiry(**{**values, **more})


def a_rule(value: str, target: Target = TO_HOLE, **more: Any) -> Rule:
    values: dict[str, Any] = {
        "id": "",
        "field": RuleField.SUBJECT_OR_TEXT,
        "match": RuleMatch.CONTAINS,
        "value": value,
        "target": target,
    }
    return Rule(**{**values, **more})


def a_verdict(
    *labels: str, sure: float = 0.97, clears: tuple[float, ...] = (), among_three: float = 0.99
) -> Verdict:
    """Return a verdict in which the first label is so sure and the others share the rest."""
    rest = (1 - sure) / max(1, len(labels))
    probabilities = (sure, *[rest] * (len(labels) - 1))[: len(labels)]
    return Verdict(
        labels, probabilities, known=0.99, score=sure, clears=clears, among_three=among_three
    )


@dataclass
class FixedRouter:
    """A model that answers by the first of its words that a text holds."""

    by_word: Mapping[str, Verdict]
    otherwise: Verdict = field(default_factory=lambda: a_verdict("hul", sure=0.3))
    similar_ones: tuple[SimilarExample, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)

    def suggest(self, texts: Sequence[str]) -> list[Verdict]:
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> Verdict:
        found = (verdict for word, verdict in self.by_word.items() if word in text)
        return next(found, self.otherwise)

    def explain(self, text: str, label: str, most: int = 8) -> tuple[WordWeight, ...]:  # noqa: ARG002 (called so)
        found = [word for word in self.by_word if word in text][:most]
        return tuple(
            WordWeight(word, text.index(word), text.index(word) + len(word), 1.5) for word in found
        )

    def similar(self, text: str, most: int = 3) -> tuple[SimilarExample, ...]:  # noqa: ARG002 (called so)
        return self.similar_ones[:most]

    def to_bytes(self) -> bytes:
        raise AssertionError("a stand-in is never stored")


def what_is_known(router: Any = None, *rules: Rule, **more: Any) -> Knowledge:
    """Return what the authority knows: the setup, some rules, a model."""
    return Knowledge(
        departments={one.key: one for one in more.pop("departments", DEPARTMENTS)},
        subjects={one.key: one for one in more.pop("subjects", SUBJECTS)},
        rules=rules,
        router=router,
        **more,
    )


# --- in the database ---------------------------------------------------------------------------


def set_up(world: World, project_id: UUID) -> None:
    """Save the departments and subjects."""
    with world.runtime.work(world.actor("Bo")) as work:
        for department in DEPARTMENTS:
            service.save_department(work, project_id, department)
        for subject in SUBJECTS:
            service.save_subject(work, project_id, subject)


def a_mail(
    text: str = "Der er et hul i vejen ved Bakken.",
    subject: str = "Hul i vejen",
    sender: str = "Mette Prøve <mette@example.dk>",
    **headers: str,
) -> bytes:
    """Return a plain mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "post@lindevang.example", subject
    mail["Date"] = "Wed, 04 Mar 2026 09:00:00 +0100"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def read(content: bytes, name: str = "brev.eml") -> ReadEnquiry:
    """Read a file as intake does."""
    with tempfile.TemporaryDirectory() as folder, EnquiryReader() as reader:
        path = Path(folder) / name
        path.write_bytes(content)
        (found,) = reader.read_path(path)
        return replace(found, original=Content.from_bytes(found.original.read()))


def receive(
    world: World,
    project_id: UUID,
    content: bytes | None = None,
    *,
    router: Any = None,
    received_at: datetime | None = None,
    name: str = "brev.eml",
) -> Item:
    """Let a mail arrive and be understood; `router` stands in for the model in use."""
    found = read(content if content is not None else a_mail(), name)
    with world.runtime.work(world.system) as work:
        received = service.receive(work, project_id, found, received_at or NOON - timedelta(days=1))
        prepared = service.prepare(work, project_id)
        if router is not None:
            knowledge = replace(prepared.knowledge, router=router)
            prepared = Prepared(knowledge, None, prepared.setup_sha256)
        if service.is_to_understand(received):
            service.understand(work, received.item, found.enquiry, prepared)
    return received.item


def settle(world: World, item_id: UUID, target: Target, by: str = "Anna") -> Decision:
    """Let somebody decide where an enquiry goes."""
    with world.runtime.work(world.actor(by)) as work:
        return service.send_to(work, item_id, target)


def record_past(world: World, project_id: UUID, text: str, target: Target) -> None:
    """Store an enquiry of the past that ended somewhere, as Bo vouches."""
    found = read(a_mail(text, subject="", Message_ID=f"<{abs(hash(text))}@example.dk>"))
    with world.runtime.work(world.actor("Bo")) as work:
        service.record_past(work, project_id, found, target, NOON - timedelta(days=90))


def suggestion_for(world: World, item_id: UUID) -> Suggestion:
    with world.runtime.reading(world.system) as work:
        made = service.view(work, item_id).suggestion
    assert made is not None
    return made


def as_upload(*contents: bytes, ending: str = ".eml") -> list[tuple[str, io.BytesIO]]:
    """Return files as a browser hands them in."""
    return [(f"{number}{ending}", io.BytesIO(one)) for number, one in enumerate(contents)]
