"""The jobs that examine a kept file, measure what the ledger does, and erase files whose time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.stewardship.data_analysis import service
from signatur.stewardship.data_analysis.schema import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.run import JobRun
    from signatur.methods.practice import CleaningEffect
    from signatur.methods.tables import Table

# How much of the whole lies behind when a step begins, and what the step is called.
_STEPS: dict[str, tuple[float, float, Text]] = {
    "reading": (0.0, 0.1, _("Reads the file")),
    "quality": (0.1, 0.2, _("Looks at the quality")),
    "relevance": (0.2, 0.4, _("Looks at what tells the outcome")),
    "volume": (0.4, 0.65, _("Measures how much data is enough")),
    "groups": (0.65, 0.66, _("Counts the groups")),
    "gaps": (0.66, 0.7, _("Tries ways to fill empty cells")),
    "practice": (0.7, 1.0, _("Looks for changed practice")),
    "done": (1.0, 1.0, _("Done")),
}


def examine(run: JobRun) -> None:
    """Examine a file; cancelled between two steps, nothing of it is kept."""
    from signatur.methods.tables import Wish

    analysis_id = UUID(run.payload["analysis"])
    with run.reading() as work:
        kept = service.analysis(work, analysis_id)
        today = work.today
    if kept.told is not None:
        return
    table = _table(run, analysis_id)
    question = kept.question
    assert question is not None, "a job is started with its question"
    wish = Wish(
        label=question.label, time=question.time, groups=question.groups,
        target=question.target, today=today,
    )  # fmt: skip
    told = service.examine(table, wish, question.law_dates, _teller(run))
    with run.work() as work:
        service.finish(work, analysis_id, told)
    run.result.update(rows=told["rows"], usable=told["usable_rows"])


def measure(run: JobRun) -> None:
    """Measure what the confirmed decisions of a ledger do to a model, overall and by group."""
    from signatur.methods.practice import Treatment, effect_of
    from signatur.methods.tables import outcome_column

    analysis_id = UUID(run.payload["analysis"])
    with run.reading() as work:
        kept = service.analysis(work, analysis_id)
        every = service.marks(work, analysis_id)
    table = _table(run, analysis_id)
    question, told = kept.question, kept.told
    assert question is not None, "a ledger belongs to a finished analysis"
    assert question.time is not None
    assert told is not None
    left_out = {one["column"] for one in told["leakage_suspects"] if one["is_left_out"]}
    columns: dict[str, Any] = {
        one.name: one.values
        for one in table.columns.values()
        if one.name not in left_out and one.known
    }
    columns[question.label] = outcome_column(table, question.label)
    ledger = {
        row: Treatment(one.choice.value, one.new_label if one.choice is Choice.RELABEL else None)
        for row, one in every.items()
        if one.confirmed_at is not None
    }
    found = effect_of(
        columns, label=question.label, time=question.time, ledger=ledger, groups=question.groups
    )
    with run.work() as work:
        service.keep_effect(work, analysis_id, _effect(found))


def _table(run: JobRun, analysis_id: UUID) -> Table:
    teller = _teller(run)
    with run.reading() as work, service.content_of(work, analysis_id) as file:
        content = file.read()
    return service.table_of_bytes(content, lambda share: teller("reading", share))


def _teller(run: JobRun) -> Callable[[str, float], None]:
    def tell(step: str, share: float) -> None:
        begin, end, title = _STEPS[step]
        run.progress(round(1000 * (begin + (end - begin) * share)), 1000, title)

    return tell


def _effect(found: CleaningEffect) -> dict[str, Any]:
    def figure(one: Any) -> dict[str, float]:
        return {"value": one.value, "low": one.low, "high": one.high}

    return {
        "held_out_from": str(found.held_out_from),
        "kept": found.kept,
        "relabelled": found.relabelled,
        "removed": found.removed,
        "measured": [
            {
                "metric": one.metric, "column": one.column, "value": one.value, "rows": one.rows,
                "before": figure(one.before), "after": figure(one.after), "gain": figure(one.gain),
            }
            for one in (*found.overall, *found.groups)
        ],
    }  # fmt: skip


def erase(run: JobRun) -> None:
    """Erase files whose time is up, in every authority."""
    run.result["erased"] = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["erased"] += service.erase_due(work)


EXAMINE = JobKind(
    name=service.EXAMINATION,
    title=_("Examine data"),
    run=examine,
    result_titles={"rows": _("Rows"), "usable": _("Usable rows")},
)
MEASURE = JobKind(
    name=service.EFFECT, title=_("Measure what relabelled and removed cases do"), run=measure
)
ERASE = JobKind(
    name="data_analysis.erase",
    title=_("Erase examined files whose time is up"),
    run=erase,
    result_titles={"erased": _("Files erased")},
)
NIGHTLY = Schedule(job="data_analysis.erase", hour=3, minute=40)
