"""What several pages of insight show alike: counts by a kind, and the filter behind a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_language, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Table, columns, number, share, word
from signatur.methods.charts import rows
from signatur.solutions.mail_routing.schema import Traits, WorklistFilter
from signatur.solutions.mail_routing.service.insight.sheets import minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from signatur.solutions.mail_routing.model.insight.volume import Group
    from signatur.solutions.mail_routing.service.insight.asking import Asked

_IN_PICTURE = 12


def filter_of(asked: Asked, traits: Traits | None = None, **more: Any) -> WorklistFilter:
    """Return the worklist's filter for what a figure counts."""
    traits = traits or Traits()
    if asked.how and not traits.how:
        traits = replace(traits, how=asked.how)
    wanted = WorklistFilter(
        state="all",
        channel=asked.channel,
        department=asked.department,
        subject=asked.subject,
        language=asked.language,
        since=asked.since,
        until=asked.until,
        traits=traits,
    )
    return replace(wanted, **more)


def label_of(first: date) -> str:
    """Return a day as a picture has room for: 4/3."""
    return f"{first.day}/{first.month}"


def group_block(
    key: str,
    title: object,
    groups: Sequence[Group],
    name: Callable[[str], str],
    finds: Callable[[str], WorklistFilter | None],
) -> Block:
    """Return counts by a kind, with the most in the picture and all in the table."""
    most = groups[:_IN_PICTURE]
    return Block(
        title=str(title),
        picture=rows(
            str(title), [name(one.key) for one in most], [one.count for one in most], show_number
        )
        if most
        else "",
        table=group_table(key, title, groups, name, finds),
        folds=True,
    )


def group_table(
    key: str,
    title: object,
    groups: Sequence[Group],
    name: Callable[[str], str],
    finds: Callable[[str], WorklistFilter | None],
) -> Table:
    """Return all that is counted by a kind."""
    return Table(
        key=key,
        title=str(title),
        columns=columns(
            str(title),
            _("Received"),
            _("By itself"),
            _("Suggestion followed"),
            _("Half within"),
            _("Nine of ten within"),
            _("Past the deadline"),
            numbers=6,
        ),
        rows=tuple(
            (
                word(name(one.key)),
                number(one.count, finds=finds(one.key)),
                share(one.automatic.value),
                share(one.right.value),
                minutes(one.median_minutes),
                minutes(one.slow_minutes),
                number(one.late),
            )
            for one in groups
        ),
        note=str(_("Times are left out where fewer than five were decided.")),
    )


def language_name(code: str) -> str:
    """Return what a language is called, also where it cannot be told."""
    return str(_("Cannot be told")) if code in {"", "und"} else show_language(code)
