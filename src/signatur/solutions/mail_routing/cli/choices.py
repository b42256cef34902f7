"""What may be asked for on the command line: a wrong word is told of, and never answered with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work


def check_choice(option: str, value: str, choices: Iterable[str]) -> None:
    """Raise InputProblem unless a value is one of the choices, or empty."""
    known = [str(one) for one in choices]
    if value and value not in known:
        raise InputProblem(
            log=f"bad choice for {option}",
            shown=_(
                "%(option)s cannot be %(value)s. Choose one of: %(choices)s.",
                option=option,
                value=value,
                choices=", ".join(known),
            ),
        )


def check_channel(value: str) -> None:
    """Raise InputProblem unless it is a channel, or empty."""
    from signatur.solutions.mail_routing.schema import Channel

    check_choice("--channel", value, Channel)


def check_place(work: Work, project_id: UUID, department: str, subject: str) -> None:
    """Raise InputProblem unless both are keys that there are or were, or empty."""
    from signatur.solutions.mail_routing import service

    if department and department not in {one.key for one in service.departments(work, project_id)}:
        raise InputProblem(
            log="no such department",
            shown=_("There is no department with the key %(key)s.", key=department),
        )
    if subject and subject not in {one.key for one in service.subjects(work, project_id)}:
        raise InputProblem(
            log="no such subject", shown=_("There is no subject %(name)s.", name=subject)
        )


def check_days(since: date | None, until: date | None) -> None:
    """Raise InputProblem for a period that ends before it begins."""
    if since is not None and until is not None and until < since:
        raise InputProblem(
            log="period ends before it begins",
            shown=_("The last day, --to, must not lie before the first, --from."),
        )
