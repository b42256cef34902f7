"""By which routes some enquiries would leave the house, and which of them by none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema.outgoing import routes_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.solutions.mail_routing.schema import Target
    from signatur.solutions.mail_routing.schema.outgoing import Route


@dataclass(frozen=True, slots=True)
class Way:
    """How many enquiries would take one route."""

    route: Route
    count: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """How enquiries would leave; one that takes several routes counts in each."""

    ways: tuple[Way, ...] = ()
    """The most used first."""
    without: tuple[tuple[Target, int], ...] = ()
    """Places without a route, and how many would only be put into the folder for outgoing mail."""

    @property
    def stay(self) -> int:
        """How many would not leave, for want of a route."""
        return sum(count for _target, count in self.without)

    @property
    def held(self) -> int:
        """How often a route would be taken that is held back at present."""
        return sum(one.count for one in self.ways if one.route.is_held)


def leaving(routes: Sequence[Route], targets: Mapping[Target, int], scale: float = 1.0) -> Leaving:
    """Return by which routes enquiries would leave, by how many go to each place.

    `scale`: how many enquiries each of those counted stands for.
    """
    taken: Counter[UUID] = Counter()
    without: Counter[Target] = Counter()
    for target, count in targets.items():
        fitting = routes_for(routes, target)
        taken.update({one.id: count for one in fitting})
        if not fitting:
            without[target] += count
    by_id = {one.id: one for one in routes}
    return Leaving(
        ways=tuple(
            Way(by_id[route_id], round(count * scale)) for route_id, count in taken.most_common()
        ),
        without=tuple((target, round(count * scale)) for target, count in without.most_common()),
    )
