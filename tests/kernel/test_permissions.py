"""Rights are role x project x data limit."""

from __future__ import annotations

from uuid import uuid4

import pytest

from signatur.kernel.errors import NotAllowed
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import (
    NOBODY,
    SYSTEM,
    Actor,
    ActorKind,
    Grant,
    Permission,
    Role,
)

READ = Permission("letters.read", _("read letters"), frozenset({Role.CASEWORKER}))
HERE, THERE = uuid4(), uuid4()


def someone(*grants: Grant) -> Actor:
    return Actor(ActorKind.PERSON, uuid4(), uuid4(), "Anna", grants)


def test_a_role_in_all_projects_holds_in_each() -> None:
    anna = someone(Grant(Role.CASEWORKER))

    assert anna.may(READ, HERE)
    assert anna.may(READ)


def test_a_role_in_one_project_does_not_hold_in_another() -> None:
    anna = someone(Grant(Role.CASEWORKER, HERE))

    assert anna.may(READ, HERE)
    assert not anna.may(READ, THERE)


def test_a_permission_asks_for_one_of_its_roles() -> None:
    gert = someone(Grant(Role.AUDITOR))

    with pytest.raises(NotAllowed) as refusal:
        gert.require(READ, HERE)

    assert refusal.value.shown.values == {"what": READ.title}


def test_nobody_may_nothing_and_the_installation_may_all() -> None:
    assert not NOBODY.may(READ)
    assert SYSTEM.may(READ, HERE)
    assert SYSTEM.limit(READ, HERE, "department") is None
    assert SYSTEM.may_see_all(READ, HERE)


def test_a_limit_names_what_may_be_seen() -> None:
    anna = someone(Grant(Role.CASEWORKER, limit={"department": frozenset({"road"})}))

    assert anna.limit(READ, HERE, "department") == {"road"}
    assert anna.limit(READ, HERE, "subject") is None
    assert not anna.may_see_all(READ, HERE)


def test_limits_of_several_roles_add_up() -> None:
    anna = someone(
        Grant(Role.CASEWORKER, limit={"department": frozenset({"road"})}),
        Grant(Role.CASEWORKER, HERE, limit={"department": frozenset({"school"})}),
    )

    assert anna.limit(READ, HERE, "department") == {"road", "school"}
    assert anna.limit(READ, THERE, "department") == {"road"}


def test_one_role_without_a_limit_lifts_the_limits_of_the_others() -> None:
    anna = someone(
        Grant(Role.CASEWORKER, limit={"department": frozenset({"road"})}),
        Grant(Role.CASEWORKER, HERE),
    )

    assert anna.limit(READ, HERE, "department") is None
    assert anna.may_see_all(READ, HERE)


def test_whoever_lacks_the_permission_may_see_nothing() -> None:
    assert someone().limit(READ, HERE, "department") == frozenset()
