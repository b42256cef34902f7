"""When post comes in: the working week, the hours of the day, and the years back from a given moment."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import Chance, running_sums
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from datetime import date

_WEEKDAY_SHARES = (21, 18, 17, 16, 13, 7, 8)  # Monday first
_MONTH_SHARES = (1.15, 1.05, 1.1, 1.0, 1.0, 0.95, 0.65, 1.1, 1.1, 1.05, 1.1, 0.85)  # January first
_HOUR_SUMS = running_sums(
    (1, 0.5, 0.3, 0.2, 0.3, 0.8, 2, 5, 9, 12, 12, 9, 8, 9, 8, 6, 5, 4, 4, 5, 6, 5, 3, 2)
)
_OPENING_HOURS = range(8, 16)

_CHANNEL_SHARES = {
    Channel.EMAIL: 46,
    Channel.DIGITAL_POST: 26,
    Channel.WEB_FORM: 14,
    Channel.LETTER: 11,
    Channel.PHONE_NOTE: 14,
}
_ALL_HOURS = tuple(
    channel for channel in Channel if channel not in (Channel.LETTER, Channel.PHONE_NOTE)
)
_CHANNEL_SUMS = running_sums(_CHANNEL_SHARES[channel] for channel in Channel)
_ALL_HOURS_SUMS = running_sums(_CHANNEL_SHARES[channel] for channel in _ALL_HOURS)

_ARRIVAL_STREAM = 1


def arrivals(seed: int, count: int, until: datetime, days: int) -> list[datetime]:
    """Return `count` moments of receipt within the `days` before `until`, in order and in the time zone of `until`."""
    chance = Chance(seed, _ARRIVAL_STREAM)
    dates = [until.date() - timedelta(days=back) for back in range(days)]
    sums = running_sums(_day_share(day) for day in dates)
    hours = tuple(range(24))
    moments = []
    for _ in range(count):
        clock = time(
            chance.weighted(hours, _HOUR_SUMS), chance.between(0, 59), chance.between(0, 59)
        )
        moment = datetime.combine(chance.weighted(dates, sums), clock, tzinfo=until.tzinfo)
        # What would come later today came a week ago.
        moments.append(moment if moment <= until else moment - timedelta(days=7))
    return sorted(moments)


def pick_channel(moment: datetime, chance: Chance) -> Channel:
    """Draw a channel; the telephone is answered and the postman comes only in opening hours on working days."""
    if moment.isoweekday() <= 5 and moment.hour in _OPENING_HOURS:
        return chance.weighted(tuple(Channel), _CHANNEL_SUMS)
    return chance.weighted(_ALL_HOURS, _ALL_HOURS_SUMS)


def _day_share(day: date) -> float:
    return _WEEKDAY_SHARES[day.weekday()] * _MONTH_SHARES[day.month - 1]
