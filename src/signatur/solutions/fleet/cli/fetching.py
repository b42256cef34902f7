"""The command that fetches positions from a vendor of tracking; no database is needed."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import AsJson, bytes_of, print_json, say

if TYPE_CHECKING:
    from signatur.solutions.fleet.intake.positions import PositionsRead
    from signatur.solutions.fleet.schema.positions import Positions
    from signatur.solutions.fleet.service.fetching import Vendor

_LISTED = 20
_SECONDS = 60
_MOST_DAYS = 400
_DAY = "%Y-%m-%d"


class VendorName(StrEnum):
    """The vendors that can be asked, by the names of their connectors."""

    TRACCAR = "traccar"
    MILEAGEBOOK = "mileagebook"


def fetch(
    connector: Annotated[VendorName, typer.Option(help="Vendor of tracking.")],
    url: Annotated[str, typer.Option(help="Address of its server, such as https://gps.example.")],
    token_file: Annotated[
        Path, typer.Option(help="File with the access token alone.", dir_okay=False)
    ],
    since: Annotated[datetime, typer.Option("--from", formats=[_DAY], help="First day.")],
    until: Annotated[datetime, typer.Option("--to", formats=[_DAY], help="Last day, counted in.")],
    out: Annotated[Path, typer.Option(help="CSV that the positions are written to.")],
    as_json: AsJson = False,
) -> None:
    """Fetch positions from a vendor of tracking into a file for `round-trips`.

    The token is sent to the address and nowhere else; it is neither printed nor logged. The file can be read
    by you only: delete it when the round trips are made.
    """
    from time import perf_counter
    from zoneinfo import ZoneInfo

    from signatur.solutions.fleet.service.fetching import days_in
    from signatur.solutions.fleet.service.fetching import fetch as ask

    begun = perf_counter()
    vendor = _vendor(connector, url, token_file)
    _check_days(since, until)
    # The wall clock on which `read_moments` puts every position.
    period = days_in(ZoneInfo("Europe/Copenhagen"), since.date(), until.date())
    read = ask(vendor, period, lambda _share: None)
    positions = _within(read.positions, since, until)
    _write(positions, out)
    told = _summary(read, positions) | {"connector": connector.value, "out": str(out)}
    told["seconds"] = round(perf_counter() - begun, 3)
    if as_json:
        print_json(told)
        return
    say(
        f"{told['positions']} positions of {told['vehicles']} vehicles, {told['bad_rows']} bad rows"
    )


def _vendor(name: VendorName, url: str, token_file: Path) -> Vendor:
    from urllib.parse import urlsplit

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.solutions.fleet.intake.connectors import CONNECTORS
    from signatur.solutions.fleet.service.fetching import Vendor

    token = bytes_of(token_file).decode("utf-8", "replace").strip()
    # What has a line or a letter that no header may hold is another file than it was taken for.
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise InputProblem(
            log="token file", shown=_("The token file must hold the access token and nothing else.")
        )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise InputProblem(
            log="address", shown=_("Write the address of the server as https://gps.example.")
        )
    connector = next(one for one in CONNECTORS if one.name == name.value)
    return Vendor(connector, {"address": url.rstrip("/"), "token": token}, _SECONDS)


def _check_days(since: datetime, until: datetime) -> None:
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    if not 0 <= (until - since).days <= _MOST_DAYS:
        raise InputProblem(
            log="period",
            shown=_(
                "Choose a period of at most %(most)d days that ends after it begins.",
                most=_MOST_DAYS,
            ),
        )


def _within(positions: Positions, since: datetime, until: datetime) -> Positions:
    """Return the positions of these days; a vendor that is only asked from when gives later ones too."""
    begin, end = (calendar.timegm(day.timetuple()) for day in (since, until + timedelta(days=1)))
    return positions.take((positions.time_s >= begin) & (positions.time_s < end))


def _summary(read: PositionsRead, positions: Positions) -> dict[str, Any]:
    import numpy as np

    return {
        "vehicles": len(np.unique(positions.vehicle.codes)),
        "positions": len(positions),
        "rows": read.rows,
        "bad_rows": read.bad_rows,
        "bad": [
            {"line": one.line, "reason": str(one.reason), "title": str(one.title)}
            for one in read.bad[:_LISTED]
        ],
    }


def _write(positions: Positions, file: Path) -> None:
    """Write positions as `round-trips` reads them, in a file that only its owner may read."""
    import polars as pl

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    columns = {
        "vehicle": [positions.vehicle.word(row) for row in range(len(positions))],
        "time": [
            str(one).replace("T", " ") for one in positions.time_s.astype("datetime64[s]").tolist()
        ],
        "lat": positions.lat,
        "lon": positions.lon,
        "odometer_km": positions.odometer_km,
    }
    table = pl.DataFrame(columns).with_columns(pl.col("odometer_km").fill_nan(None).round(3))
    try:
        file.touch(mode=0o600)
        file.chmod(0o600)
        table.write_csv(file, float_precision=6)
    except OSError as error:
        raise InputProblem(
            log=f"out: {error.strerror}",
            shown=_("The file %(name)s cannot be written.", name=str(file)),
        ) from error


def add_to(commands: typer.Typer) -> None:
    """Add this command to the group."""
    commands.command(name="fetch")(fetch)
