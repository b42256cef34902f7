"""The commands `authorise` and `suspend`, as whoever runs them from a terminal sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem, NotAllowed
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing.cli import commands
from tests.commands import run
from tests.solutions.mail_routing.situations import SUBJECTS

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World

FIRST, SECOND, *_REST = (one.key for one in SUBJECTS)
GIVE = ("--floor", "0.95", "--valid-to", "2027-06-30", "--as", "erik")


def test_an_authorisation_is_given_in_a_named_persons_name_and_stopped(
    world: World, project: Project
) -> None:
    told = run(world, commands, "authorise", "--scope", FIRST, "--scope", SECOND, *GIVE, "--json")
    given = json.loads(told.stdout)

    assert given["scope"] == sorted([FIRST, SECOND])
    assert (given["floor"], given["control_share"]) == (0.95, 0.05)
    with world.runtime.reading(world.system) as work:
        (found,) = decisions.authorisations(work, project.id)
        assert found.giver_id == world.person_ids["Erik"]

    stop = ("suspend", "--because", "Et emne er lagt om.", "--as", "bo", "--json")
    stopped = json.loads(run(world, commands, *stop).stdout)

    assert stopped == {"suspended": [given["id"]]}
    assert json.loads(run(world, commands, *stop).stdout) == {"suspended": []}
    with world.runtime.reading(world.system) as work:
        (found,) = decisions.authorisations(work, project.id)
        assert found.suspended_because == "Et emne er lagt om."


def test_keys_parted_by_commas_are_several(world: World, project: Project) -> None:
    told = run(world, commands, "authorise", "--scope", f"{FIRST}, {SECOND}", *GIVE, "--json")

    assert json.loads(told.stdout)["scope"] == sorted([FIRST, SECOND])
    assert project.id


@pytest.mark.usefixtures("project")
def test_who_may_not_and_what_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        run(world, commands, "authorise", "--scope", FIRST, *GIVE[:-1], "anna")
    with pytest.raises(InputProblem):
        run(world, commands, "authorise", "--scope", "findes-ikke", *GIVE)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "wish", [("--valid-to", "9999-12-31"), ("--daily-cap", "99999999999999999999")], ids=" ".join
)
def test_an_end_or_a_cap_that_nobody_can_mean_is_refused(
    world: World, wish: tuple[str, str]
) -> None:
    with pytest.raises(InputProblem):
        run(world, commands, "authorise", "--scope", FIRST, *GIVE, *wish)
