"""Grounds and letters that a lawyer edits: versions, approval, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem, NotAllowed
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import SetupKind
from tests.solutions.disclosure.situations import a_case

if TYPE_CHECKING:
    from tests.builders import World


def test_an_edited_law_is_a_version_with_its_author_and_an_old_one_can_be_restored(
    world: World,
) -> None:
    a_case(world)
    packaged = service.packaged_setup(SetupKind.GROUNDS)
    with world.runtime.work(world.actor("Dorte")) as work:
        first = service.save_setup(work, SetupKind.GROUNDS, packaged, "Godkendt af os.")
        edited = packaged.replace("§ 30, nr. 1", "§ 30, stk. 1")
        second = service.save_setup(work, SetupKind.GROUNDS, edited, "Rettet.")
        third = service.restore_setup(work, first.id, "Tilbage igen.")
        found = service.setup_versions(work, SetupKind.GROUNDS)

    assert [(one.number, one.is_in_force) for one in found] == [(3, True), (2, False), (1, False)]
    assert second.written_by == world.person_ids["Dorte"]
    assert third.content == packaged


def test_a_law_that_cannot_be_read_is_refused_in_words(world: World) -> None:
    a_case(world)
    with pytest.raises(InputProblem), world.runtime.work(world.actor("Dorte")) as work:
        service.save_setup(work, SetupKind.GROUNDS, "grounds: [", "Forkert.")


def test_only_a_lawyer_edits_the_law(world: World) -> None:
    a_case(world)
    packaged = service.packaged_setup(SetupKind.GROUNDS)
    with pytest.raises(NotAllowed), world.runtime.work(world.actor("Anna")) as work:
        service.save_setup(work, SetupKind.GROUNDS, packaged, "Prøver.")
