"""Fetching driving from a vendor of tracking, where an operator has set one up; nothing is called otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from signatur.kernel.errors import Conflict, InputProblem, Unavailable
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.solutions.fleet.intake.connectors import CONNECTORS
from signatur.solutions.fleet.intake.connectors.interface import Period
from signatur.solutions.fleet.service.places import places
from signatur.solutions.fleet.service.positions import spots_of
from signatur.solutions.fleet.service.rights import HAND_IN, project_of
from signatur.solutions.fleet.settings import FleetSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    import httpx2

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.intake.connectors.interface import Connector, VendorRequest
    from signatur.solutions.fleet.intake.positions import PositionsRead

FETCH_JOB = "fleet.fetch_driving"
_LONGEST_ANSWER = 200_000_000
_MOST_PAGES = 1_000
_MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor that is set up, and what its connector needs."""

    connector: Connector
    settings: Mapping[str, str]
    seconds: int


def vendor_title(work: Work) -> str:
    """Return the name of the vendor that is set up; empty where there is none."""
    wanted = work.runtime.settings.of(FleetSettings).vendor
    return next((one.title for one in CONNECTORS if one.name == wanted), "")


def vendor_of(work: Work) -> Vendor:
    """Return the vendor that an operator has set up. Raises Conflict where there is none."""
    own = work.runtime.settings.of(FleetSettings)
    connector = next((one for one in CONNECTORS if one.name == own.vendor), None)
    if connector is None or own.vendor_file is None:
        raise Conflict(log="no vendor", shown=_("No vendor is set up. Ask whoever runs Signatur."))
    try:
        given = json.loads(own.vendor_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise Conflict(
            log=f"vendor file: {type(problem).__name__}",
            shown=_("The vendor's settings cannot be read. Tell whoever runs Signatur."),
        ) from None
    lacking = [one for one in connector.settings if not str(given.get(one.name, ""))]
    if lacking:
        raise Conflict(
            log=f"vendor setting {lacking[0].name} is missing",
            shown=_("The vendor's settings lack this: %(name)s.", name=lacking[0].title),
        )
    known = {one.name: str(given[one.name]) for one in connector.settings}
    return Vendor(connector, known, own.vendor_seconds)


def start_fetching(work: Work, since: date, until: date) -> UUID:
    """Start to fetch what was driven from a day to a day; return the job.

    Raises NotAllowed, InputProblem, Conflict where no vendor is set up.
    """
    project = project_of(work)
    work.require(HAND_IN, project.id)
    vendor = vendor_of(work)
    if not spots_of(places(work, project.id)):
        raise InputProblem(
            log="no places with coordinates",
            shown=_(
                "Say first where vehicles live: at least one place needs latitude and longitude."
            ),
        )
    if not timedelta() <= until - since <= timedelta(days=_MOST_DAYS):
        raise InputProblem(
            log="period",
            shown=_(
                "Choose a period of at most %(most)d days that ends after it begins.",
                most=_MOST_DAYS,
            ),
        )
    payload = {
        "holder": str(work.new_id()),
        "sha256": "",
        "name": f"{vendor.connector.title} {since.isoformat()} – {until.isoformat()}",
        "since": since.isoformat(),
        "until": until.isoformat(),
        "person": str(work.actor.id) if work.actor.id else None,
        "before": None,
    }
    return jobs.start(work, FETCH_JOB, payload)


def period_of(work: Work, since: date, until: date) -> Period:
    """Return a period from midnight to midnight where the authority is, both days counted in."""
    return days_in(ZoneInfo(work.runtime.settings.kernel.time_zone), since, until)


def days_in(zone: ZoneInfo, since: date, until: date) -> Period:
    """Return a period from midnight to midnight in a time zone, both days counted in."""
    begin = datetime.combine(since, time(), zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    return Period(begin.astimezone(UTC), end.astimezone(UTC))


def fetch(vendor: Vendor, period: Period, tell: Callable[[float], None]) -> PositionsRead:
    """Ask a vendor for what was driven; nothing of it is stored here. Raises Unavailable, InputProblem."""
    import httpx2

    connector = vendor.connector
    try:
        with httpx2.Client(
            timeout=vendor.seconds, follow_redirects=False, trust_env=False
        ) as client:
            asker = _Asker(client, vendor)
            vehicles = connector.vehicles(list(asker.ask(connector.vehicles_request())))
            tell(0.1)
            request = connector.positions_request(period)
            read = connector.positions if request is not None else connector.drives
            request = request or connector.drives_request(period)
            assert request is not None, "a connector has positions or drives"
            answers: list[Any] = []
            numbers = list(vehicles) if request.for_each_vehicle else [""]
            for done, number in enumerate(numbers, 1):
                answers += asker.ask(request, number)
                tell(0.1 + 0.6 * done / len(numbers))
    except httpx2.TimeoutException as problem:
        raise Unavailable(
            log=f"vendor {connector.name}: {type(problem).__name__}",
            shown=_(
                "%(vendor)s did not answer within %(seconds)d seconds. Try again later, or a shorter period.",
                vendor=connector.title,
                seconds=vendor.seconds,
            ),
        ) from None
    except (httpx2.TransportError, httpx2.InvalidURL, OSError) as problem:
        raise Unavailable(
            log=f"vendor {connector.name}: {type(problem).__name__}",
            shown=_(
                "%(vendor)s cannot be reached. Is the address right, and may this machine call it?",
                vendor=connector.title,
            ),
        ) from None
    except httpx2.HTTPError as problem:
        raise _no_answer(connector, type(problem).__name__) from None
    return read(answers, vehicles)


def _no_answer(connector: Connector, why: str) -> Unavailable:
    return Unavailable(
        log=f"vendor {connector.name}: {why}",
        shown=_(
            "%(vendor)s does not answer as it should. Try again later.", vendor=connector.title
        ),
    )


def _refused(connector: Connector, status: int) -> Unavailable:
    return Unavailable(
        log=f"vendor {connector.name}: status {status}",
        shown=_(
            "%(vendor)s refuses the access token. Is it the right one, and is it still valid?",
            vendor=connector.title,
        ),
    )


class _Asker:
    """Makes the requests that a connector describes, page after page."""

    def __init__(self, client: httpx2.Client, vendor: Vendor) -> None:
        self._client, self._vendor = client, vendor

    def ask(self, request: VendorRequest, vehicle: str = "") -> Iterator[Any]:
        """Yield the answers to a request, one for each page."""
        words = {**self._vendor.settings, "vehicle": vehicle}
        url = self._address(_filled(request.path, words))
        parameters = {name: _filled(one, words) for name, one in request.parameters.items()}
        headers = {name: _filled(one, words) for name, one in request.headers.items()}
        for _page in range(_MOST_PAGES):
            answer = self._get(url, parameters, headers)
            yield answer
            following = self._vendor.connector.next_page(answer)
            if following is None:
                return
            url, parameters = self._address(following), {}

    def _address(self, path: str) -> str:
        own = self._vendor.settings.get("address", "").rstrip("/")
        whole = path if path.startswith(("http://", "https://")) else f"{own}{path}"
        # A page elsewhere would be given the token too.
        if own and not whole.startswith(f"{own}/"):
            raise _no_answer(self._vendor.connector, "address elsewhere")
        return whole

    def _get(self, url: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        with self._client.stream("GET", url, params=parameters or None, headers=headers) as answer:
            if answer.status_code in (401, 403):
                raise _refused(self._vendor.connector, answer.status_code)
            if answer.status_code != 200:
                raise _no_answer(self._vendor.connector, f"status {answer.status_code}")
            content = b""
            for block in answer.iter_bytes():
                content += block
                if len(content) > _LONGEST_ANSWER:
                    raise _no_answer(self._vendor.connector, "answer too long")
        try:
            return json.loads(content)
        except ValueError:
            raise _no_answer(self._vendor.connector, "no JSON") from None


def _filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words
