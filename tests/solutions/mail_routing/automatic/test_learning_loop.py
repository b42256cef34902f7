"""What mail teaches: hints, shadows, doubts, and going back to the model of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.methods.classification import Example
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.records.registry.schema import ModelState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import examining, shadowing
from signatur.solutions.mail_routing.service.learning import Lesson
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SNOW,
    a_mail,
    a_past,
    receive,
    settle,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.mail_routing.service import Hint
    from tests.builders import World


@pytest.fixture
def sent(world: World, project: Project) -> Item:
    """An enquiry that Anna has sent to the roads."""
    item = receive(world, project.id, a_mail("Mit pas er udløbet."))
    settle(world, item.id, TO_HOLE)
    return item


def note(world: World, item_id: UUID, source: str = "receipt") -> UUID | None:
    with world.runtime.work(world.system) as work:
        return service.note_hint(work, item_id, source, TO_PASSPORT, "AFVIST")


def open_hints(world: World, project: Project) -> list[Hint]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.hints(work, project.id)


def learnt(world: World, project: Project) -> list[str]:
    with world.runtime.reading(world.system) as work:
        return [one.label for one in service.lesson_of(work, project.id).examples]


def test_a_hint_teaches_only_when_it_is_confirmed(
    world: World, project: Project, sent: Item
) -> None:
    hint_id = note(world, sent.id)
    assert note(world, sent.id) == hint_id, "the same sign twice is one"
    assert learnt(world, project) == ["hul"]

    (hint,) = open_hints(world, project)
    assert (hint.sent_to, hint.target) == (TO_HOLE, TO_PASSPORT)
    with world.runtime.work(world.actor("Anna")) as work:
        service.confirm_hint(work, hint.id, TO_PASSPORT)

    assert learnt(world, project) == ["pas"]
    assert open_hints(world, project) == []


def test_a_dismissed_hint_changes_nothing_and_is_settled_once(
    world: World, project: Project, sent: Item
) -> None:
    hint_id = note(world, sent.id)
    assert hint_id is not None
    with world.runtime.work(world.actor("Anna")) as work:
        service.dismiss_hint(work, hint_id)
    with pytest.raises(Conflict), world.runtime.work(world.actor("Bo")) as work:
        service.confirm_hint(work, hint_id, TO_PASSPORT)
    assert learnt(world, project) == ["hul"]


def test_what_lies_there_already_or_waits_is_no_hint(
    world: World, project: Project, sent: Item
) -> None:
    waits = receive(world, project.id, a_mail("Hej.", Message_ID="<w@example.dk>"))
    with world.runtime.work(world.system) as work:
        assert service.note_hint(work, sent.id, "move", TO_HOLE, "") is None
        assert service.note_hint(work, waits.id, "move", TO_HOLE, "") is None


def train(world: World, project: Project, seed: int, by: str = "Carl") -> ModelVersion:
    lesson = Lesson(project.id, tuple(a_past()), ("Pas",))
    done = service.learn(lesson, seed=seed, is_measured=False)
    with world.runtime.work(world.actor(by)) as work:
        return service.register(work, lesson, done)


def promote(world: World, version: ModelVersion) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        registry.promote(work, version.id)


def test_one_click_goes_back_to_the_model_of_before(world: World, project: Project) -> None:
    first, second = train(world, project, 1), train(world, project, 2)
    promote(world, first)
    with pytest.raises(NotFound), world.runtime.work(world.actor("Bo")) as work:
        registry.roll_back(work, project.id, "Prøve.")
    promote(world, second)
    with pytest.raises(InputProblem), world.runtime.work(world.actor("Bo")) as work:
        registry.roll_back(work, project.id, " ")

    with world.runtime.work(world.actor("Bo")) as work:
        registry.roll_back(work, project.id, "Den nye sender for meget forkert.")

    with world.runtime.reading(world.system) as work:
        states = {one.number: one.state for one in registry.versions(work, project.id)}
    assert states == {1: ModelState.CHAMPION, 2: ModelState.RETIRED}


def test_a_candidate_answers_in_the_shadow_and_is_compared_on_what_people_decide(
    world: World, project: Project
) -> None:
    candidate = train(world, project, 3)
    with world.runtime.work(world.actor("Bo")) as work:
        shadowing.start_shadow(work, candidate.id)
    items = []
    for number, (text, place) in enumerate(
        [("Der er et hul i vejen ved Bakken.", TO_HOLE), ("Mit pas er udløbet.", TO_PASSPORT)]
    ):
        item = receive(world, project.id, a_mail(text, Message_ID=f"<{number}@example.dk>"))
        with world.runtime.work(world.system) as work:
            shadowing.note_shadows(work, item.id, service.prepare(work, project.id))
            shadowing.note_shadows(work, item.id, service.prepare(work, project.id))
        settle(world, item.id, place)
        items.append(item)

    with world.runtime.reading(world.system) as work:
        found = shadowing.compare_shadow(work, project.id, candidate.id)
        shown = decisions.latest_suggestion(work, items[0].id)
    assert shown is not None
    assert shown.model_version_id is None, "nobody sees what a shadow says"
    assert (found.count, found.only_candidate_right, found.only_in_use_right) == (2, 2, 0)
    assert found.candidate.right.value == 1.0
    assert len(found.differences) == 2


def test_a_wrong_label_is_doubted_and_put_before_people(world: World, project: Project) -> None:
    past = [Example(one.text, one.label, one.key) for one in a_past(20)]
    item = receive(world, project.id, a_mail("Der er et hul i vejen ved Bakken. Asfalten er væk."))
    settle(world, item.id, TO_SNOW)
    wrong = Example(
        "Der er et hul i vejen ved Bakken. Asfalten er gået i stykker.", "pas", str(item.id)
    )

    found = examining.examine(Lesson(project.id, (*past, wrong), ()))

    assert [(one.key, one.given, one.likely) for one in found.doubts[:1]] == [
        (str(item.id), "pas", "hul")
    ]
    with world.runtime.work(world.system) as work:
        assert examining.note_doubts(work, project.id, found.doubts) == 1
    assert [one.target for one in open_hints(world, project)] == [TO_HOLE]


def test_what_would_teach_most_is_unsure_and_not_twice_the_same(
    world: World, project: Project
) -> None:
    texts = ["Hvad koster det at leje hallen?"] * 2 + ["Min kat er blevet væk i skoven."]
    for number, text in enumerate(texts):
        receive(world, project.id, a_mail(text, Message_ID=f"<{number}@example.dk>"))

    with world.runtime.reading(world.system) as work:
        (one, other) = examining.teaching_most(work, project.id, 2)
        documents = {service.view(work, each.item_id).enquiry.body.text for each in (one, other)}
    assert len(documents) == 2
