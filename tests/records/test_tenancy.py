"""Several authorities share an installation, and none sees anything of another."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel import outbox
from signatur.kernel.errors import NotFound
from signatur.kernel.jobs import store
from signatur.kernel.permissions import SYSTEM, Role, system_of
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.records.decisions import service as decisions
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Trouble
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.records.registry import service as registry
from signatur.records.registry.schema import NewModel
from signatur.records.retention import service as retention
from signatur.records.retention.schema import RetentionRule
from tests.builders import FixedClock, a_project, a_world, an_item
from tests.records.test_authorisations import authorise
from tests.records.test_decisions import decide, offer
from tests.records.test_registry import train
from tests.stand_ins import Letters, a_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from signatur.kernel.work import Work
    from tests.builders import World
    from tests.databases import Template


@dataclass(frozen=True)
class Belongings:
    """Ids of one of everything that belongs to the first authority."""

    project: UUID
    evidence: UUID
    item: UUID
    quarantine: UUID
    suggestion: UUID
    decision: UUID
    authorisation: UUID
    delivery: UUID
    model: UUID
    person: UUID
    grant: UUID
    key: UUID
    job: UUID


@pytest.fixture(scope="module")
def world(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One installation for all tests here: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("tenancy")
    with template.copy(folder) as url:
        world = a_world(folder, url, FixedClock(), Letters().part())
        yield world
        world.runtime.close()


@pytest.fixture(scope="module")
def theirs(world: World) -> Belongings:
    """One of everything of the first authority."""
    project = a_project(world, "letters")
    item = an_item(world, project.id)
    version, given, made = train(world, project), authorise(world, project), offer(world, item)
    decision = decide(world, item, suggestion_id=made.id)
    anna = world.person_ids["Anna"]
    with world.runtime.work(world.actor("Anna")) as work:
        effect = effects.order(work, decision, "post_box", {})
    with world.runtime.work(world.system) as work:
        items.quarantine(work, item.id, [Trouble("damaged")], whole=False)
        people.make_key(work, anna, "journal")
        job = store.start(work, "audit.check_chain")
        return Belongings(
            project=project.id,
            evidence=project.evidence[0].id,
            item=item.id,
            quarantine=items.quarantined(work, [project.id])[0].id,
            suggestion=made.id,
            decision=decision.id,
            authorisation=given.id,
            delivery=effect.delivery.id,
            model=version.id,
            person=anna,
            grant=people.person(work, anna).grants[0].id,
            key=people.keys(work, anna)[0].id,
            job=job,
        )


@pytest.fixture(scope="module")
def neighbour(world: World) -> World:
    """The same installation as its second authority sees it, with one person of every role."""
    with world.runtime.work(SYSTEM) as work:
        authority = people.add_authority(work, "Østby Kommune", "87654326")
    with world.runtime.work(system_of(authority.id)) as work:
        person = people.add_person(work, login="nina", name="Nina Nabo")
        for role in Role:
            people.give_role(work, person.id, role)
    return replace(world, authority_id=authority.id, person_ids={"Nina": person.id})


A_MODEL = NewModel(
    method="linear",
    model=b"x",
    snapshot=b"x",
    snapshot_rows=1,
    code_version="x",
    seed=0,
    metrics={},
    card={},
    probe=b"x",
)

REFUSED: dict[str, Callable[[Work, Belongings], Any]] = {
    "job": lambda w, t: store.get(w, t.job),
    "cancelling a job": lambda w, t: store.cancel(w, t.job),
    "starting a job again": lambda w, t: store.retry(w, t.job),
    "person": lambda w, t: people.person(w, t.person),
    "changing a password": lambda w, t: people.change_password(w, t.person, "en lang ny kode"),
    "choosing a language": lambda w, t: people.choose_language(w, t.person, "en"),
    "closing an account": lambda w, t: people.close_account(w, t.person),
    "opening an account": lambda w, t: people.open_account(w, t.person),
    "giving a role": lambda w, t: people.give_role(w, t.person, Role.LEGAL),
    "giving a role in their project": lambda w, t: people.give_role(
        w, people.people(w)[0].id, Role.LEGAL, project_id=t.project
    ),
    "withdrawing a role": lambda w, t: people.withdraw_role(w, t.person, t.grant),
    "checking a password": lambda w, t: people.check_password(w, t.person, "x"),
    "keys": lambda w, t: people.keys(w, t.person),
    "making a key": lambda w, t: people.make_key(w, t.person, "x"),
    "ending a key": lambda w, t: people.end_key(w, t.key),
    "project": lambda w, t: projects.get(w, t.project),
    "signing": lambda w, t: projects.sign(
        w, t.project, EvidenceKind.USE_CASE, statement="x", valid_from=w.today, valid_to=None
    ),
    "withdrawing evidence": lambda w, t: projects.withdraw(w, t.project, t.evidence, "x"),
    "advancing": lambda w, t: projects.advance(w, t.project),
    "going back": lambda w, t: projects.go_back(w, t.project, Stage.IDEA, "x"),
    "retiring": lambda w, t: projects.retire(w, t.project, "x"),
    "item": lambda w, t: items.get(w, t.item),
    "moving an item": lambda w, t: items.move_to(w, t.item, ItemState.DECIDED),
    "keeping an item": lambda w, t: items.keep_until(w, t.item, w.now),
    "original": lambda w, t: items.open_original(w, t.item),
    "troubles": lambda w, t: items.troubles_of(w, t.item),
    "quarantining": lambda w, t: items.quarantine(w, t.item, [], whole=True),
    "quarantined": lambda w, t: items.get_quarantined(w, t.quarantine),
    "opening what is in quarantine": lambda w, t: items.open_quarantined(w, t.quarantine),
    "resolving": lambda w, t: items.resolve(w, t.quarantine, "not_needed"),
    "erasing": lambda w, t: items.erase(w, t.item, "x"),
    "erasing before its time": lambda w, t: retention.erase_now(w, t.item, "x"),
    "suggestion": lambda w, t: decisions.suggestion(w, t.suggestion),
    "decision": lambda w, t: decisions.get(w, t.decision),
    "undoing": lambda w, t: decisions.undo(w, t.decision),
    "suspending": lambda w, t: decisions.suspend(w, t.authorisation, "x"),
    "authorising": lambda w, t: decisions.authorise(
        w, t.project, scope={"x"}, floor=0.9, valid_to=w.now, control_share=1, daily_cap=1
    ),
    "receiving": lambda w, t: items.receive(
        w, t.project, kind="enquiry", source_key="x", original=io.BytesIO(b"x")
    ),
    "a rule": lambda w, t: retention.set_rule(w, RetentionRule(t.project, "enquiry", 1, "x")),
    "registering": lambda w, t: registry.register(w, t.project, A_MODEL),
    "model": lambda w, t: registry.get(w, t.model),
    "promoting": lambda w, t: registry.promote(w, t.model),
}

EMPTY: dict[str, Callable[[Work, Belongings], Any]] = {
    "jobs": lambda w, _t: store.recent(w),
    "delivery": lambda w, t: outbox.get(w, t.delivery),
    "projects": lambda w, _t: projects.projects(w),
    "project of a solution": lambda w, _t: projects.find(w, "letters"),
    "children": lambda w, t: items.children_of(w, t.item),
    "items that are due": lambda w, _t: items.due_for_erasure(w, 10),
    "number of items": lambda w, t: items.count(w, t.project, ItemState.RECEIVED),
    "quarantine": lambda w, t: items.quarantined(w, [t.project]),
    "codes in quarantine": lambda w, t: items.quarantine_codes(w, [t.project]),
    "number in quarantine": lambda w, t: items.count_quarantined(w, [t.project]),
    "projects with a quarantine": lambda w, _t: items.visible_projects(w),
    "suggestions": lambda w, t: decisions.suggestions(w, t.item),
    "latest suggestion": lambda w, t: decisions.latest_suggestion(w, t.item),
    "decisions": lambda w, t: decisions.decisions(w, t.item),
    "current decision": lambda w, t: decisions.current(w, t.item),
    "labels": lambda w, t: decisions.labels(w, t.project),
    "authorisations": lambda w, t: decisions.authorisations(w, t.project),
    "effects": lambda w, t: effects.effects_of(w, t.item),
    "models": lambda w, t: registry.versions(w, t.project),
    "model in use": lambda w, t: registry.champion(w, t.project),
    "retention rules": lambda w, t: retention.rules(w, t.project),
    "trail": lambda w, t: audit.trail(w, ObjectRef("item", t.item)),
    "audit of a thing": lambda w, t: audit.search(w, Search(about=ObjectRef("item", t.item)), 10),
    "audit of a person": lambda w, t: audit.search(w, Search(actor_id=t.person), 10),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_belongs_to_another_authority_is_not_found(
    neighbour: World, theirs: Belongings, what: str
) -> None:
    with pytest.raises(NotFound), neighbour.runtime.work(neighbour.actor("Nina")) as work:
        REFUSED[what](work, theirs)


@pytest.mark.parametrize("what", EMPTY)
def test_no_list_holds_anything_of_another_authority(
    neighbour: World, theirs: Belongings, what: str
) -> None:
    with neighbour.runtime.reading(neighbour.actor("Nina")) as work:
        assert not EMPTY[what](work, theirs)


def test_the_same_calls_do_find_what_is_ones_own(world: World, theirs: Belongings) -> None:
    with world.runtime.reading(world.system) as work:
        found = {what for what, look in EMPTY.items() if look(work, theirs)}

    assert set(EMPTY) - found == {
        "children",
        "items that are due",
        "model in use",
        "retention rules",
    }


def test_deliveries_of_another_authority_cannot_be_touched(
    neighbour: World, theirs: Belongings
) -> None:
    for act in (outbox.withdraw, outbox.hold, outbox.release):
        with (
            pytest.raises(Exception, match="cannot become"),
            neighbour.runtime.work(neighbour.actor("Nina")) as work,
        ):
            act(work, theirs.delivery)


def test_withdrawing_effects_of_another_authoritys_decision_withdraws_nothing(
    world: World, neighbour: World, theirs: Belongings
) -> None:
    with neighbour.runtime.work(neighbour.actor("Nina")) as work:
        effects.withdraw_all_of(work, theirs.decision)

    with world.runtime.reading(world.system) as work:
        assert effects.effects_of(work, theirs.item)[0].delivery.state == "waiting"


def test_forgetting_in_one_audit_forgets_nothing_in_another(
    world: World, neighbour: World, theirs: Belongings
) -> None:
    with neighbour.runtime.work(neighbour.system) as work:
        audit.forget(work, ObjectRef("item", theirs.item))
        items.set_due_dates(work, theirs.project, "enquiry", work.now - work.now)

    with world.runtime.reading(world.system) as work:
        told = audit.trail(work, ObjectRef("item", theirs.item))
        assert all(entry.details is not None for entry in told)
        assert items.get(work, theirs.item).erase_after is None


def test_the_same_source_key_in_two_authorities_is_two_items(
    world: World, neighbour: World, theirs: Belongings
) -> None:
    with neighbour.runtime.work(neighbour.actor("Nina")) as work:
        project = projects.open_project(work, "letters", "Breve", neighbour.person_ids["Nina"])
        received = items.receive(
            work, project.id, kind="enquiry", source_key="a", original=io.BytesIO(b"Hej")
        )

    assert received.is_new
    assert received.item.id != theirs.item


@pytest.mark.parametrize(
    "path",
    [
        "/job/{job}",
        "/brugere/{person}",
        "/projekter/{project}",
        "/projekter/{project}/slettefrister",
        "/karantaene/{quarantine}",
        "/karantaene/{quarantine}/original",
        "/emne/{item}",
        "/emne/{item}/slet",
        "/modeller/{model}",
    ],
)
def test_pages_of_another_authoritys_things_do_not_exist(
    neighbour: World, theirs: Belongings, path: str
) -> None:
    with a_browser(neighbour, "Nina") as nina:
        assert nina.get(path.format(**vars(theirs))).status_code == 404


@pytest.mark.parametrize(
    "path", ["/job", "/brugere", "/projekter", "/karantaene", "/modeller", "/haendelser"]
)
def test_lists_of_another_authoritys_things_are_empty(
    neighbour: World, theirs: Belongings, path: str
) -> None:
    with a_browser(neighbour, "Nina") as nina:
        text = nina.get(path).text

    assert not [name for name, its_id in vars(theirs).items() if str(its_id) in text]
