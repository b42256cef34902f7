"""What every connector to a vendor of tracking has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.intake.positions import PositionsRead


@dataclass(frozen=True, slots=True)
class ConnectorSetting:
    """One thing that an operator must fill in."""

    name: str
    title: Text
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """What to ask for; both moments in UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class VendorRequest:
    """One request to make; `{name}` in a value stands for the setting or the vehicle of that name."""

    path: str
    """Behind the address that the operator filled in, or a whole address."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    for_each_vehicle: bool = False
    """Whether to make it once for each vehicle, whose number goes in for `{vehicle}`."""


class Connector(Protocol):
    """A vendor of tracking. Everything is pure: nothing here opens a connection."""

    @property
    def name(self) -> str:
        """A word for files and settings."""

    @property
    def title(self) -> str:
        """The vendor's own name."""

    @property
    def settings(self) -> tuple[ConnectorSetting, ...]:
        """What an operator must fill in."""

    def vehicles_request(self) -> VendorRequest:
        """Return the request that lists the vehicles."""

    def positions_request(self, period: Period) -> VendorRequest | None:
        """Return the request for positions; None where the vendor gives none."""

    def drives_request(self, period: Period) -> VendorRequest | None:
        """Return the request for single drives; None where the vendor gives none."""

    def next_page(self, answer: Any) -> str | None:
        """Return the address of the next page of an answer; None: that was the last."""

    def vehicles(self, answers: Sequence[Any]) -> Mapping[str, str]:
        """Return the names of vehicles by the vendor's number. Raises InputProblem."""

    def positions(self, answers: Sequence[Any], vehicles: Mapping[str, str]) -> PositionsRead:
        """Read the pages of one or several answers with positions. Raises InputProblem."""

    def drives(self, answers: Sequence[Any], vehicles: Mapping[str, str]) -> PositionsRead:
        """Read single drives: where each began and ended, with an odometer that counts their km.

        A drive ends at every stop and is no round trip; the aggregator makes those of them as it does
        of positions. Raises InputProblem.
        """


def items_of(answers: Sequence[Any], key: str | None, vendor: str) -> list[Mapping[str, Any]]:
    """Return the objects of all pages, from a list or from the list under a key. Raises InputProblem."""
    found: list[Mapping[str, Any]] = []
    for answer in answers:
        listed = answer.get(key) if key is not None and isinstance(answer, dict) else answer
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise InputProblem(
                log=f"connector {vendor}: other answer",
                shown=_("The answer from %(vendor)s cannot be understood.", vendor=vendor),
            )
        found += listed
    return found


def number(value: Any) -> float:
    """Return a number that may be written as a word; NaN if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return float("nan")
    try:
        return float(value)
    except (ValueError, OverflowError):
        return float("nan")


def word(value: Any) -> str:
    """Return an id or a name as a word, empty if it is neither."""
    return (
        str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )
