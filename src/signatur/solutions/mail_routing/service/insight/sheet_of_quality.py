"""How right the suggestions are, as figures, pictures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import (
    NOTHING,
    Block,
    Cell,
    Figure,
    Sheet,
    Table,
    columns,
    number,
    share,
    word,
)
from signatur.methods.charts import Band, lines
from signatur.solutions.mail_routing.model.insight.quality import lags
from signatur.solutions.mail_routing.schema import CHANNEL_TITLES, Channel, Traits, WorklistFilter
from signatur.solutions.mail_routing.service.insight.kinds import (
    filter_of,
    label_of,
    language_name,
)
from signatur.solutions.mail_routing.service.insight.sheet_of_second_looks import (
    error_note,
    second_look_blocks,
)
from signatur.solutions.mail_routing.service.insight.sheets import (
    LENGTH_TITLES,
    interval,
    minutes,
    percent,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.solutions.mail_routing.model.insight.quality import Threshold
    from signatur.solutions.mail_routing.model.insight.volume import Group
    from signatur.solutions.mail_routing.service.insight.asking import (
        Asked,
        Quality,
    )
    from signatur.solutions.mail_routing.service.insight.sheets import Names


def sheet_of_quality(seen: Quality, asked: Asked, names: Names) -> Sheet:
    """Return what the page on quality shows."""
    return Sheet(
        figures=(
            Figure(
                title=str(_("True error of what goes by itself")),
                shown=percent(seen.error.share.value),
                note=error_note(seen.error),
                finds=filter_of(asked, Traits(is_blind=True)),
            ),
            Figure(
                title=str(_("Suggestion followed by people")),
                shown=percent(seen.right.value),
                note=told(seen.right),
                finds=filter_of(asked, Traits(how="person", is_otherwise=True)),
            ),
            Figure(
                title=str(_("Sent on by itself")),
                shown=percent(seen.automatic.value),
                note=told(seen.automatic),
                finds=filter_of(asked, Traits(how="automatic")),
            ),
        ),
        blocks=(
            *second_look_blocks(seen.error),
            automatic_block(seen),
            confusion_block(seen, asked, names),
            threshold_block(seen.thresholds),
            _reached_block(seen),
            *_fairness_blocks(seen, asked),
        ),
    )


def automatic_block(seen: Quality) -> Block:
    """Return the share that went by itself over time."""
    title = str(_("Share sent on by itself, over time"))
    known = [one for one in seen.periods if one.decided]
    return Block(
        title=title,
        about=str(_("Of what was received in the period and has been decided.")),
        picture=lines(
            title,
            [label_of(one.first) for one in known],
            [Band(one.automatic.value, one.automatic.low, one.automatic.high) for one in known],
            show_percent,
            top=1.0,
        ),
        table=Table(
            key="automatic",
            title=title,
            columns=columns(
                _("From"), _("Decided"), _("By itself"), _("Share"), _("Between"), numbers=4
            ),
            rows=tuple(
                (
                    Cell(one.first.strftime("%d.%m.%Y"), one.first.isoformat()),
                    number(one.decided),
                    number(one.automatic.count),
                    share(one.automatic.value),
                    interval(one.automatic),
                )
                for one in known
            ),
        ),
        folds=True,
    )


def confusion_block(seen: Quality, asked: Asked, names: Names) -> Block:
    """Return which places are taken for each other."""
    title = str(_("What is taken for what"))
    return Block(
        title=title,
        about=str(_("The places that were suggested where people decided otherwise, worst first.")),
        table=Table(
            key="confusion",
            title=title,
            columns=columns(
                _("Suggested"), _("Decided"), _("Enquiries"), _("Of those suggested"), numbers=2
            ),
            rows=tuple(
                (
                    word(names.place(*one.suggested)),
                    word(names.place(*one.decided)),
                    number(
                        one.count,
                        finds=filter_of(
                            asked,
                            Traits(suggested="/".join(one.suggested), is_otherwise=True),
                            department=one.decided[0],
                            subject=one.decided[1],
                        ),
                    ),
                    share(one.count / one.of_suggested),
                )
                for one in seen.confused
            ),
        ),
    )


def threshold_block(found: Sequence[Threshold]) -> Block:
    """Return what another threshold would have meant."""
    title = str(_("What another threshold would have meant"))
    return Block(
        title=title,
        about=str(
            _(
                "Of the model's suggestions in the period: how many were at least so sure, and how "
                "often people followed these. People who saw the suggestion may have leant on it."
            )
        ),
        picture=lines(
            title,
            [show_percent(one.least) for one in found],
            [Band(one.precision.value, one.precision.low, one.precision.high) for one in found],
            show_percent,
            top=1.0,
        ),
        table=Table(
            key="thresholds",
            title=title,
            columns=columns(
                _("At least so sure"),
                _("Share that would go by itself"),
                _("Suggestion followed"),
                _("Between"),
                _("Decided by people"),
                numbers=4,
            ),
            rows=tuple(
                (
                    Cell(show_percent(one.least), one.least),
                    share(one.passed.value),
                    share(one.precision.value),
                    interval(one.precision),
                    number(one.precision.total),
                )
                for one in found
            ),
        ),
    )


def _reached_block(seen: Quality) -> Block:
    title = str(_("What each precision would have taken"))
    return Block(
        title=title,
        about=str(
            _(
                "Seen afterwards, from the very decisions that it is judged by. What the lane "
                "'Ready' promises is set on enquiries that the model has not learnt from."
            )
        ),
        table=Table(
            key="targets",
            title=title,
            columns=columns(
                _("Precision"),
                _("Needed confidence"),
                _("Share that would go by itself"),
                _("Precision reached"),
                _("Between"),
                numbers=4,
            ),
            rows=tuple(
                (
                    Cell(show_percent(one.target), one.target),
                    Cell(NOTHING)
                    if one.least is None
                    else Cell(show_percent(one.least, 1), round(one.least, 4)),
                    share(one.passed.value),
                    share(one.precision.value),
                    interval(one.precision),
                )
                for one in seen.reached
            ),
        ),
    )


def _fairness_blocks(seen: Quality, asked: Asked) -> list[Block]:
    return [
        _fairness(
            "languages",
            _("Alike for all? By language"),
            _("Language"),
            seen,
            seen.languages,
            language_name,
            lambda key: filter_of(asked, language=key),
        ),
        _fairness(
            "lengths",
            _("Alike for all? By length"),
            _("Length of the text"),
            seen,
            seen.lengths,
            lambda key: str(LENGTH_TITLES[key]),
            lambda _key: None,
        ),
        _fairness(
            "fair-channels",
            _("Alike for all? By channel"),
            _("Channel"),
            seen,
            seen.channels,
            lambda key: str(CHANNEL_TITLES[Channel(key)]),
            lambda key: filter_of(asked, channel=key),
        ),
    ]


def _fairness(
    key: str,
    title: object,
    kind: object,
    seen: Quality,
    groups: Sequence[Group],
    name: Callable[[str], str],
    finds: Callable[[str], WorklistFilter | None],
) -> Block:
    behind = [one.key for one in groups if lags(seen.right, one.right)]
    said = (
        _(
            "Served worse than all together, beyond what chance explains: %(names)s.",
            names=", ".join(name(one) for one in behind),
        )
        if behind
        else _("None is served worse than all together, beyond what chance explains.")
    )
    return Block(
        title=str(title), about=str(said), table=_marked(key, kind, groups, name, finds, behind)
    )


def _marked(
    key: str,
    title: object,
    groups: Sequence[Group],
    name: Callable[[str], str],
    finds: Callable[[str], WorklistFilter | None],
    behind: Sequence[str],
) -> Table:
    return Table(
        key=key,
        title=str(title),
        columns=columns(
            str(title),
            _("Received"),
            _("Suggestion followed"),
            _("Between"),
            _("By itself"),
            _("Half within"),
            numbers=5,
        ),
        rows=tuple(
            (
                word(name(one.key)),
                number(one.count, finds=finds(one.key)),
                share(one.right.value, mark=str(_("lower")) if one.key in behind else ""),
                interval(one.right),
                share(one.automatic.value),
                minutes(one.median_minutes),
            )
            for one in groups
        ),
    )
