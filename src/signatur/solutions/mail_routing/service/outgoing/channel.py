"""What all ways out have in common: they ask the gate and their route right before leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.errors import NotFound
from signatur.kernel.outbox import PLACE, DeliveryFailed
from signatur.records.effects import service as effects
from signatur.solutions.mail_routing.schema.outgoing import RouteKind, channel_name
from signatur.solutions.mail_routing.service.outgoing.results import result_of, route_of
from signatur.solutions.mail_routing.service.outgoing.routes import is_held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult


class RoutedChannel:
    """A way out by the routes of one kind."""

    kind: ClassVar[RouteKind]

    @property
    def name(self) -> str:
        return channel_name(self.kind)

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:
        """Say whether the gate is open and the route is not held."""
        if not effects.may_leave(work, delivery):
            return False
        try:
            return not is_held(work, UUID(delivery.payload[PLACE]))
        except (KeyError, NotFound):
            return True  # the try itself says what is wrong

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        """Put the routing result together and send it. Raises DeliveryFailed."""
        route = route_of(work, delivery)
        try:
            result, enquiry = result_of(work, delivery)
            return self.send(work, route, result, enquiry)
        except NotFound:
            raise DeliveryFailed(log="content erased", is_final=True) from None

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        """Send a result; without an enquiry it is a trial. Returns a receipt without content."""
        raise NotImplementedError
