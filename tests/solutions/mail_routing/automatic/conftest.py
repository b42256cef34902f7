"""What the tests of second looks share: an authorisation that draws everything, and a disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.solutions.mail_routing.automatic.authorised import ALWAYS, arrive, authorise
from tests.solutions.mail_routing.situations import TO_SNOW, settle

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Authorisation
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from tests.builders import World


@pytest.fixture
def authorisation(world: World, project: Project) -> Authorisation:
    return authorise(world, project.id, control_share=ALWAYS)


@pytest.fixture
def disputed(world: World, project: Project, authorisation: Authorisation) -> Item:
    """Anna chose snow, unseen, where the system would have said hole."""
    assert authorisation.control_share == ALWAYS
    item = arrive(world, project.id)
    settle(world, item.id, TO_SNOW)
    return item
