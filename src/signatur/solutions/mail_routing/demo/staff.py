"""What the invented staff decide and when: what they know to be right, now and then something else, seldom late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from signatur.kernel.permissions import Role
from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.labels import UNKNOWN
from signatur.solutions.mail_routing.demo.municipality import subject
from signatur.solutions.mail_routing.schema import NOWHERE, Target

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

_STAFF_STREAM = 11
_HOME = ZoneInfo("Europe/Copenhagen")
_OPENS, _CLOSES = time(8), time(16)
# Shares of what is decided within two hours and within the day; the rest lies for days.
_SOON_SHARE, _SAME_DAY_SHARE = 0.72, 0.2
_SUPER_USER_SHARE = 0.15
_UNSURE_SHARE = 0.02
# A department keeps some of what was sent to it by mistake and passes it on itself.
_GIVEN_BACK_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one enquiry when a person decides it."""

    at: datetime
    target: Target
    by: Role
    asks_first: bool
    """Whoever looks first does not know, and a super-user decides later."""


def choice_on(one: InventedEnquiry, since: datetime) -> Choice:
    """Return what the staff do with an enquiry that lies before them since a moment.

    They choose what it was filed under when it was invented, whatever any model says; `Mix.label_noise`
    of that is wrong.
    """
    chance = _chance(one)
    soon = chance.share()
    if soon < _SOON_SHARE:
        waits = timedelta(minutes=chance.between(4, 120))
    elif soon < _SOON_SHARE + _SAME_DAY_SHARE:
        waits = timedelta(minutes=chance.between(120, 480))
    else:
        waits = timedelta(hours=chance.between(20, 90))
    asks_first = chance.happens(_UNSURE_SHARE)
    by_super_user = chance.happens(_SUPER_USER_SHARE)
    minute = chance.between(0, 89)
    return Choice(
        at=_at_work(since + waits, minute),
        target=_filed(one),
        by=Role.SUPER_USER if by_super_user else Role.CASEWORKER,
        asks_first=asks_first,
    )


def is_given_back(one: InventedEnquiry, target: Target) -> bool:
    """Say whether a department that got an enquiry returns it: only what does not belong there."""
    if target.department_key in one.department_keys:
        return False
    return _chance(one, 1).happens(_GIVEN_BACK_SHARE)


def right_place(one: InventedEnquiry) -> Target:
    """Return where an enquiry truly belongs; the first matter's place when it holds several."""
    return _place(one.subject_keys[0]) if one.subject_keys else NOWHERE


def looked_at_again(one: InventedEnquiry, since: datetime) -> datetime:
    """Return when the next person has looked at an enquiry: a department, or who helps a colleague."""
    chance = _chance(one, 2)
    return _at_work(since + timedelta(hours=chance.between(2, 30)), chance.between(0, 89))


def _filed(one: InventedEnquiry) -> Target:
    return NOWHERE if one.label == UNKNOWN else _place(one.label)


def _place(subject_key: str) -> Target:
    return Target(subject(subject_key).department_key, subject_key)


def _at_work(moment: datetime, minute: int) -> datetime:
    """Return a moment if somebody is at work then, else some minutes after the next opening."""
    local = moment.astimezone(_HOME)
    if local.isoweekday() <= 5 and _OPENS <= local.time() < _CLOSES:
        return moment
    day = local.date() + timedelta(days=local.time() >= _CLOSES)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    opening = datetime.combine(day, _OPENS, _HOME) + timedelta(minutes=minute)
    return opening.astimezone(moment.tzinfo)


def _chance(one: InventedEnquiry, stream: int = 0) -> Chance:
    seed, number = one.id.split("-")
    return Chance(int(seed), _STAFF_STREAM, stream, int(number))
