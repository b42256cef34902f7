"""Commands: by when a request must be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import AsJson, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.deadlines import Deadlines, Pause

_KINDS = (
    "simple, ordinary (the main rule), extensive, very_extensive, party, environmental, gdpr, patient_record,"
    " complaint, complaint_delay, complaint_environmental or complaint_body; Danish words such as `miljø` or"
    " `klage` are understood."
)


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
    commands.command("deadline")(show_deadline)


def show_deadline(
    received: Annotated[
        str, typer.Option(help="Day of receipt, such as 2026-04-03, 03-04-2026 or `3. april 2026`.")
    ],
    kind: Annotated[str, typer.Option(help=f"What is counted for: {_KINDS}")] = "ordinary",
    pause: Annotated[
        list[str] | None,
        typer.Option(help="Days not counted, from question to answer: `2026-04-07/2026-04-10`."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="Say where the case stands on this day, such as 2026-04-09.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say by when a request or a complaint must be answered, step by step, with the source of each."""
    from signatur.solutions.disclosure.model.deadlines import deadline, standing
    from signatur.solutions.disclosure.model.deadlines.words import read_date, read_kind

    day = read_date(on) if on else None
    pauses = [_pause(one) for one in pause or ()]
    found = deadline(read_date(received), read_kind(kind), pauses, day)
    told = _told(found)
    if day is not None:
        stands = standing(found, day)
        told["on"] = {
            "day": day.isoformat(),
            "days_left": stands.days_left,
            "overdue": stands.is_overdue,
            "act": stands.act.value,
            "may_complain": stands.may_complain,
        }
    if as_json:
        print_json(told)
    else:
        _say(found, told.get("on"))


def _pause(words: str) -> Pause:
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.solutions.disclosure.model.deadlines.words import read_date
    from signatur.solutions.disclosure.schema.deadlines import Pause

    start, slash, end = words.partition("/")
    if not slash:
        raise InputProblem(
            log="deadline: pause without slash",
            shown=_("A pause is written as two dates with a slash, such as 2026-04-07/2026-04-10."),
        )
    return Pause(
        read_date(start), read_date(end) if end.strip() else None, "told on the command line"
    )


def _told(found: Deadlines) -> dict[str, Any]:
    return {
        "received": found.received.isoformat(),
        "kind": found.kind.value,
        "due": found.due.isoformat(),
        "cautious_due": found.cautious.isoformat(),
        "steps": [
            {
                "name": one.name.value,
                "title": str(one.title),
                "date": one.day.isoformat(),
                "cautious_date": one.cautious.isoformat(),
                "working_days": one.working_days,
                "calendar": one.calendar or None,
                "source": one.source,
                "confidence": one.confidence,
            }
            for one in found.steps
        ],
        "pauses": _pauses(found.pauses),
        "assumptions": [str(one) for one in found.assumptions],
    }


def _pauses(pauses: Sequence[Pause]) -> list[dict[str, str | None]]:
    return [
        {"start": one.start.isoformat(), "end": one.end.isoformat() if one.end else None}
        for one in pauses
    ]


def _say(found: Deadlines, stands: dict[str, Any] | None) -> None:
    from signatur.kernel.i18n import show_date
    from signatur.kernel.i18n import text as _
    from signatur.solutions.disclosure.schema.deadlines import DUE_TITLES, KIND_TITLES, Due

    say(KIND_TITLES[found.kind])
    say(_("To be answered by %(day)s at the latest.", day=show_date(found.due)))
    for one in found.steps:
        say(f"{one.day.isoformat()}  {one.title} ({one.source})")
    if stands is not None:
        say(DUE_TITLES[Due(stands["act"])])
    for sentence in found.assumptions:
        say(sentence)
