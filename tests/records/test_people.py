"""Accounts, roles and keys: who is who, and who may what."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.permissions import SYSTEM, Grant, Role, system_of
from signatur.kernel.throttle import MustWait
from signatur.records.people import service as people
from signatur.records.people.service import SignInRefused, WeakPassword
from signatur.records.people.tables import PersonRow
from tests.builders import PASSWORD, World

if TYPE_CHECKING:
    from signatur.records.people.schema import Person
    from signatur.records.projects.schema import Project


def add(world: World, login: str = "Hanne", password: str | None = PASSWORD) -> Person:
    with world.runtime.work(world.system) as work:
        return people.add_person(work, login=login, name="Hanne Prøve", password=password)


def sign_in(world: World, login: str, password: str = PASSWORD, origin: str = "") -> str:
    with world.runtime.work(SYSTEM) as work:
        return people.sign_in(work, login, password, origin)


def refuse(world: World, login: str, origin: str = "") -> None:
    with world.runtime.work(SYSTEM) as work:
        people.count_refusal(work, login, origin)


# --- authorities and accounts ------------------------------------------------------------------


def test_authorities_have_different_names(world: World) -> None:
    with pytest.raises(Conflict), world.runtime.work(SYSTEM) as work:
        people.add_authority(work, "Lindevang Kommune", "")


def test_people_know_their_authority(world: World) -> None:
    with world.runtime.reading(world.system) as work:
        assert people.authority(work).name == "Lindevang Kommune"
        assert people.authorities(work.session) == [people.authority(work)]


def test_a_login_is_written_in_any_case_and_taken_once(world: World) -> None:
    assert add(world, " HANNE ").login == "hanne"

    with pytest.raises(Conflict):
        add(world, "Hanne")


@pytest.mark.parametrize(("login", "name"), [("", "Hanne"), (" ", "Hanne"), ("hanne", " ")])
def test_an_account_has_a_login_and_a_name(world: World, login: str, name: str) -> None:
    with pytest.raises(InputProblem), world.runtime.work(world.system) as work:
        people.add_person(work, login=login, name=name)


@pytest.mark.parametrize("password", ["kort", "hej hanne med dig"])
def test_a_weak_password_is_refused(world: World, password: str) -> None:
    with pytest.raises(WeakPassword):
        add(world, "hanne", password)


def test_everyone_is_listed_in_danish_order(world: World) -> None:
    with world.runtime.work(world.system) as work:
        for login, name in (("aase", "Aase"), ("ole", "Øle"), ("zoe", "Zoe")):
            people.add_person(work, login=login, name=name)
        listed = [person.name for person in people.people(work)]
        by_id = people.names_within(work.session, world.authority_id)

    assert listed[-3:] == ["Zoe", "Øle", "Aase"]
    assert list(by_id.values()) == listed


def test_a_person_is_found_by_login_wherever_they_are(world: World) -> None:
    with world.runtime.reading(SYSTEM) as work:
        found = people.person_with_login(work.session, " ANNA ")

        assert found.id == world.person_ids["Anna"]
        with pytest.raises(NotFound):
            people.person_with_login(work.session, "nobody")


def test_names_are_looked_up_by_id(world: World) -> None:
    anna = world.person_ids["Anna"]

    with world.runtime.reading(SYSTEM) as work:
        assert people.names_of(work.session, {anna, uuid4()}) == {anna: "Anna Prøve"}


# --- roles -------------------------------------------------------------------------------------


def grants(world: World, name: str = "Anna") -> list[tuple[Role, UUID | None]]:
    with world.runtime.reading(world.system) as work:
        found = people.person(work, world.person_ids[name]).grants
    return [(grant.role, grant.project_id) for grant in found]


def test_a_role_given_twice_is_given_once(world: World, project: Project) -> None:
    with world.runtime.work(world.system) as work:
        for _time in range(2):
            people.give_role(
                work,
                world.person_ids["Anna"],
                Role.SUPER_USER,
                project_id=project.id,
                limit={"department": frozenset({"road"})},
            )

    assert grants(world) == [(Role.CASEWORKER, None), (Role.SUPER_USER, project.id)]
    assert world.actor("Anna").grants[1] == Grant(
        Role.SUPER_USER, project.id, {"department": frozenset({"road"})}
    )


def test_a_role_in_a_project_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(NotFound), world.runtime.work(world.system) as work:
        people.give_role(work, world.person_ids["Anna"], Role.LEGAL, project_id=uuid4())


def withdraw(world: World, by: str, of: str, grant_id: UUID) -> None:
    with world.runtime.work(world.actor(by)) as work:
        people.withdraw_role(work, world.person_ids[of], grant_id)


def test_a_role_can_be_withdrawn(world: World) -> None:
    with world.runtime.reading(world.system) as work:
        (grant,) = people.person(work, world.person_ids["Anna"]).grants

    withdraw(world, "Fie", "Anna", grant.id)

    assert grants(world) == []
    with pytest.raises(NotFound):
        withdraw(world, "Fie", "Anna", grant.id)


def test_nobody_takes_the_management_of_users_from_themselves(world: World) -> None:
    with world.runtime.reading(world.system) as work:
        (grant,) = people.person(work, world.person_ids["Fie"]).grants

    with pytest.raises(Conflict):
        withdraw(world, "Fie", "Fie", grant.id)


# --- sign-in -----------------------------------------------------------------------------------


def test_the_right_password_opens_a_session_and_is_noted(world: World) -> None:
    person = add(world)

    key = sign_in(world, " HANNE ")

    with world.runtime.reading(world.system) as work:
        assert key
        assert people.person(work, person.id).signed_in_at == world.clock.now()


@pytest.mark.parametrize(
    ("login", "password"), [("hanne", "noget helt andet"), ("nobody", PASSWORD), ("anna", PASSWORD)]
)
def test_we_do_not_say_what_is_wrong(world: World, login: str, password: str) -> None:
    add(world)

    with pytest.raises(SignInRefused):
        sign_in(world, login, password)


def test_a_password_hashed_by_older_rules_is_hashed_anew_at_sign_in(world: World) -> None:
    person = add(world)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with world.runtime.work(world.system) as work:
        work.session.get_one(PersonRow, person.id).password_hash = old

    assert sign_in(world, "hanne")
    with world.runtime.reading(world.system) as work:
        fresh = work.session.get_one(PersonRow, person.id).password_hash
    assert fresh is not None
    assert not PasswordHasher().check_needs_rehash(fresh)
    assert sign_in(world, "hanne")


def test_a_closed_account_opens_to_nobody_until_it_is_opened_again(world: World) -> None:
    person = add(world)
    with world.runtime.work(world.actor("Fie")) as work:
        people.close_account(work, person.id)
    with pytest.raises(SignInRefused):
        sign_in(world, "hanne")
    with world.runtime.reading(world.system) as work:
        closed = people.actor_of(work.session, person.id)
    with world.runtime.work(world.actor("Fie")) as work:
        people.open_account(work, person.id)

    assert closed is None
    assert sign_in(world, "hanne")


def test_nobody_closes_their_own_account(world: World) -> None:
    with pytest.raises(Conflict), world.runtime.work(world.actor("Fie")) as work:
        people.close_account(work, world.person_ids["Fie"])


def test_guessing_at_one_account_is_slowed_down_even_for_the_right_password(world: World) -> None:
    add(world)
    for _guess in range(5):
        refuse(world, "Hanne", "10.0.0.1")

    with pytest.raises(MustWait):
        sign_in(world, "hanne", origin="10.0.0.2")


def test_guessing_at_many_accounts_from_one_place_is_slowed_down(world: World) -> None:
    add(world)
    for guess in range(50):
        refuse(world, f"guess{guess}", "10.0.0.1")

    with pytest.raises(MustWait):
        sign_in(world, "hanne", origin="10.0.0.1")
    assert sign_in(world, "hanne", origin="10.0.0.2")


def test_signing_in_makes_failures_forgotten(world: World) -> None:
    add(world)
    for _day in range(3):
        for _guess in range(4):
            refuse(world, "hanne")
        assert sign_in(world, "hanne")


def test_a_new_password_ends_all_sessions_and_the_old_one(world: World) -> None:
    person = add(world)
    with world.runtime.work(world.system) as work:
        people.change_password(work, person.id, "en helt anden kode")

    with pytest.raises(SignInRefused):
        sign_in(world, "hanne")
    assert sign_in(world, "hanne", "en helt anden kode")


def test_a_password_can_be_checked_without_signing_in(world: World) -> None:
    person = add(world)

    with world.runtime.work(world.system) as work:
        assert people.check_password(work, person.id, PASSWORD)
        assert not people.check_password(work, person.id, "noget andet")
        assert not people.check_password(work, world.person_ids["Anna"], PASSWORD)


def test_a_person_chooses_a_language(world: World) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        people.choose_language(work, world.person_ids["Anna"], "en")

    with world.runtime.reading(world.system) as work:
        assert people.language_of(work.session, world.person_ids["Anna"]) == "en"


# --- keys --------------------------------------------------------------------------------------


def test_a_key_acts_for_its_account_until_it_ends(world: World) -> None:
    anna = world.person_ids["Anna"]
    with world.runtime.work(world.system) as work:
        secret = people.make_key(work, anna, " Journal ")
        (key,) = people.keys(work, anna)
        owner = people.person_with_key(work.session, secret)
    with world.runtime.work(world.system) as work:
        people.end_key(work, key.id)
        owner_after = people.person_with_key(work.session, secret)

    assert (key.name, owner, owner_after) == ("Journal", anna, None)
    with pytest.raises(NotFound), world.runtime.work(world.system) as work:
        people.end_key(work, key.id)


def test_a_key_says_what_it_is_for(world: World) -> None:
    with pytest.raises(InputProblem), world.runtime.work(world.system) as work:
        people.make_key(work, world.person_ids["Anna"], " ")


def test_the_key_of_a_closed_account_opens_nothing(world: World) -> None:
    anna = world.person_ids["Anna"]
    with world.runtime.work(system_of(world.authority_id)) as work:
        secret = people.make_key(work, anna, "journal")
        people.close_account(work, anna)

    with world.runtime.reading(SYSTEM) as work:
        owner = people.person_with_key(work.session, secret)
        assert owner is not None
        assert people.actor_of(work.session, owner) is None
