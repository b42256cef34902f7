"""The matters that a model finds in one enquiry, and what the form for dividing it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model import Matter, matters_of
from signatur.solutions.mail_routing.service.learning import Lesson
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    FixedRouter,
    a_mail,
    a_past,
    a_verdict,
    receive,
    texts_about,
    what_is_known,
)

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World

HOLE = "Der er et stort hul i vejen ud for vores hus, som biler og cykler kører ned i hver dag."
SNOW = "Fortovet er ikke ryddet for sne, og det er farligt for alle, der går i skole om morgenen."
PASSPORT = (
    "Samtidig vil jeg høre, hvordan min datter får et nyt pas, for det gamle er udløbet i år."
)
OTHER = "Jeg håber meget på et hurtigt svar, for vi har nu ventet i mange uger på at høre noget."
ROUTER = FixedRouter({
    "datter": a_verdict("pas", sure=0.9),
    "hul": a_verdict("hul", sure=0.9),
    "sne": a_verdict("sne", sure=0.9),
})  # fmt: skip


def as_it_is(text: str) -> str:
    return text


def test_stretches_of_different_departments_are_matters_of_their_own() -> None:
    found = matters_of(f"{HOLE}\n\n{PASSPORT}", what_is_known(ROUTER), as_it_is)

    assert found == (Matter(HOLE, TO_HOLE), Matter(PASSPORT, TO_PASSPORT))


@pytest.mark.parametrize("next_", [SNOW, OTHER], ids=["the same department", "no department"])
def test_what_belongs_to_the_matter_before_stays_with_it(next_: str) -> None:
    found = matters_of(f"{HOLE}\n\n{next_}\n\n{PASSPORT}", what_is_known(ROUTER), as_it_is)

    assert found == (Matter(f"{HOLE}\n\n{next_}", TO_HOLE), Matter(PASSPORT, TO_PASSPORT))


def test_what_comes_before_the_first_matter_belongs_to_it() -> None:
    found = matters_of(f"{OTHER}\n\n{HOLE}\n\n{PASSPORT}", what_is_known(ROUTER), as_it_is)

    assert found == (Matter(f"{OTHER}\n\n{HOLE}", TO_HOLE), Matter(PASSPORT, TO_PASSPORT))


def test_one_matter_is_not_parted() -> None:
    assert matters_of(f"{HOLE}\n\n{SNOW}", what_is_known(ROUTER), as_it_is) == ()
    assert matters_of(HOLE, what_is_known(ROUTER), as_it_is) == ()
    assert matters_of(f"{HOLE}\n\n{PASSPORT}", what_is_known(), as_it_is) == ()


def test_a_model_is_asked_about_masked_words_alone() -> None:
    asked: list[str] = []

    def masked(text: str) -> str:
        asked.append(text)
        return text

    matters_of(f"{HOLE}\n\n{PASSPORT}", what_is_known(ROUTER), masked)

    assert asked == [HOLE, PASSPORT]


def test_the_form_begins_with_the_matters_that_the_model_in_use_finds(
    world: World, project: Project
) -> None:
    lesson = Lesson(project.id, tuple(a_past(30)), ("Pas",))
    learnt = service.learn(lesson, is_measured=False)
    with world.runtime.work(world.actor("Carl")) as work:
        version = service.register(work, lesson, learnt)
    with world.runtime.work(world.actor("Bo")) as work:
        registry.promote(work, version.id)
    hole, passport = texts_about("hul", 1)[0], texts_about("pas", 1)[0]
    item = receive(world, project.id, a_mail(f"{hole}\n\n{passport}"))

    with world.runtime.reading(world.actor("Anna")) as work:
        lines = service.suggested_portions(work, item.id)

    assert lines == [(TO_HOLE, hole), (TO_PASSPORT, passport), (None, "")]
