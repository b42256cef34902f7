"""What second persons found where a person and the system disagreed at control, as words and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Table, columns, number, share, word
from signatur.solutions.mail_routing.schema.second_look import VERDICT_TITLES, Verdict
from signatur.solutions.mail_routing.service.insight.sheets import percent, told

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.service.insight.control import TrueError


def error_note(error: TrueError) -> str:
    """Return what stands under the true error: what it was counted from, and what still waits."""
    waiting = error.looks.waiting
    if not waiting:
        return told(error.share)
    waits = counted("%(num)d waits for a second look", "%(num)d wait for a second look", waiting)
    return f"{told(error.share)}; {waits}"


def second_look_blocks(error: TrueError) -> tuple[Block, ...]:
    """Return how often a second person found whom right; nothing where there was no disagreement."""
    looks = error.looks
    if error.unsettled is None or not (looks.waiting or looks.settled):
        return ()
    title = str(_("Second look at disagreements"))
    settled = [(VERDICT_TITLES[one], looks.of(one)) for one in Verdict]
    rows = [
        (word(name), number(count), share(count / looks.settled if looks.settled else None))
        for name, count in settled
    ]
    rows.append((word(_("Waits for a second look")), number(looks.waiting), share(None)))
    about = _(
        "Where a person and the system disagree at control, a second person says what is right, "
        "without knowing whose answer is which. What waits counts as wrong. With every disagreement "
        "counted as wrong the error would be %(share)s; by what was settled it is %(settled)s.",
        share=percent(error.unsettled.value),
        settled=percent(error.share.value),
    )
    table = Table(
        key="second-looks",
        title=title,
        columns=columns(_("Second look"), _("Controls"), _("Of those settled"), numbers=2),
        rows=tuple(rows),
    )
    return (Block(title=title, about=str(about), table=table),)
