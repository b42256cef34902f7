"""What was counted as JSON values, for the command line."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.solutions.mail_routing.model.insight.shares import Share

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.service.insight.asking import (
        Asked,
        Flow,
        Outlook,
        Overview,
        Quality,
    )


def as_json(
    asked: Asked, seen: Overview, right: Quality, flows: Flow, coming: Outlook
) -> dict[str, Any]:
    """Return all that is counted of a period; a figure with an interval is value, low and high."""
    return {
        "from": asked.since,
        "to": asked.until,
        "filter": {
            name: value
            for name, value in asdict(asked).items()
            if value and name not in {"since", "until"}
        },
        "at": _moment(seen.at),
        "received": seen.count,
        "received_before": seen.before,
        "automatic_share": seen.automatic.as_json(),
        "suggestion_followed": seen.right.as_json(),
        "true_error": seen.error.share.as_json(),
        "true_error_unsettled": _plain(seen.error.unsettled),
        "second_looks": _plain(seen.error.looks),
        "minutes_to_right_desk": {
            one.how or "all": {"count": one.count, "median": one.median, "p90": one.slow}
            for one in seen.speeds
        },
        "rerouted": seen.rerouted.as_json(),
        "backlog": _plain(seen.backlog),
        "volume": _plain(seen.periods),
        "channels": _plain(seen.channels),
        "departments": _plain(seen.departments),
        "subjects": _plain(seen.subjects),
        "weekday_by_hour": seen.pattern.tolist(),
        "confusion": _plain(right.confused),
        "thresholds": _plain(right.thresholds),
        "targets": _plain(right.reached),
        "languages": _plain(right.languages),
        "lengths": _plain(right.lengths),
        "most_rerouted": [
            {"department": department, "subject": subject, "moves": moves, **one.as_json()}
            for department, subject, moves, one in flows.most_rerouted
        ],
        "value": {**_plain(seen.value), "minutes_saved": seen.value.total},
        "forecast": _plain(coming.forecast),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
