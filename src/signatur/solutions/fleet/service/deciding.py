"""A person decides which fleet the authority goes for: as suggested, another of the proposals, or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.i18n import text as _
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.fleet.service.rights import CHANGE_OTHERS, DECIDE, tidy
from signatur.solutions.fleet.service.rows import study_row
from signatur.solutions.fleet.service.writing import optimisation_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision, Suggestion
    from signatur.solutions.fleet.schema.results import Proposal
    from signatur.solutions.fleet.tables import StudyRow

_LONGEST_NOTE = 2_000
_MOST_OF_A_KIND = 5_000


def suggestion_of(work: Work, study_id: UUID) -> Suggestion | None:
    """Return what a study suggested, None for one that only tried a fleet. Raises NotFound."""
    row = study_row(work, study_id)
    return decisions.suggestion(work, row.suggestion_id) if row.suggestion_id else None


def note_shown(work: Work, study_id: UUID) -> None:
    """Write down that the acting person sees what is suggested."""
    made = suggestion_of(work, study_id)
    if made is not None:
        decisions.note_shown(work, made, {"answer": dict(made.answer)})


def decision_of(work: Work, study_id: UUID) -> Decision | None:
    """Return the decision in force, or the last that said not to know."""
    settled = decisions.current(work, study_id)
    if settled is not None:
        return settled
    open_ones = [
        one for one in decisions.decisions(work, study_id) if one.outcome is Outcome.UNDECIDED
    ]
    return open_ones[-1] if open_ones else None


def choose(work: Work, study_id: UUID, proposal: int, note: str = "") -> Decision:
    """Decide for a proposal of a study, by its place in the list (0: the one suggested).

    Raises NotFound, NotAllowed, Conflict when there is nothing to decide or it is decided.
    """
    row = _open(work, study_id)
    known = proposals(row)
    if not 0 <= proposal < len(known):
        raise InputProblem(log="no such proposal", shown=_("Choose one of the proposals."))
    outcome = Outcome.ACCEPTED if proposal == 0 else Outcome.CHOSEN
    answer = {"counts": dict(sorted(known[proposal].counts.items())), "proposal": proposal}
    return _decide(work, row, outcome, answer, note)


def choose_own(work: Work, study_id: UUID, counts: Mapping[str, int], note: str) -> Decision:
    """Decide for another fleet than those proposed, with a reason.

    Raises NotFound, NotAllowed, Conflict, InputProblem.
    """
    row = _open(work, study_id)
    kinds = row.question["kinds"]
    if not tidy(note):
        raise InputProblem(log="no reason", shown=_("Write why you choose another fleet."))
    if any(key not in kinds or not 0 <= one <= _MOST_OF_A_KIND for key, one in counts.items()):
        raise InputProblem(log="counts", shown=_("Write whole numbers of vehicles, 0 or more."))
    if not sum(counts.values()):
        raise InputProblem(log="no vehicles", shown=_("Choose at least one vehicle."))
    own = {key: one for key, one in sorted(counts.items()) if one}
    return _decide(work, row, Outcome.CHANGED, {"counts": own}, note)


def do_not_know(work: Work, study_id: UUID, note: str = "") -> Decision:
    """Write down that the acting person does not know; the study waits for somebody else."""
    row = _open(work, study_id)
    return decisions.decide(work, items.get(work, study_id), _new(row, Outcome.UNDECIDED, {}, note))


def undo(work: Work, study_id: UUID) -> None:
    """Take the decision back. Raises NotFound, NotAllowed, Conflict when there is none."""
    row = study_row(work, study_id)
    work.require(DECIDE, row.project_id)
    decision = decisions.current(work, study_id)
    if decision is None:
        raise Conflict(log="not decided", shown=_("Nothing is decided here."))
    if decision.person_id != work.actor.id and not work.actor.may(CHANGE_OTHERS, row.project_id):
        raise NotAllowed(
            log="not own decision", shown=_("Only whoever decided, or a super-user, can undo it.")
        )
    decisions.undo(work, decision.id)
    row.is_decided = False
    items.move_to(work, study_id, ItemState.READY)
    work.session.flush()


def proposals(row: StudyRow) -> Sequence[Proposal]:
    """Return the best fleet that was found and the others beside it, each once."""
    if not row.result or not row.result.get("optimisation"):
        return ()
    found = optimisation_from(row.result["optimisation"])
    others = [one for one in found.front if dict(one.counts) != dict(found.best.counts)]
    return (found.best, *others)


def proposals_of(work: Work, study_id: UUID) -> Sequence[Proposal]:
    """Return what a person may choose from, the suggested one first. Raises NotFound."""
    return proposals(study_row(work, study_id))


def _open(work: Work, study_id: UUID) -> StudyRow:
    row = study_row(work, study_id)
    work.require(DECIDE, row.project_id)
    if row.suggestion_id is None:
        raise Conflict(
            log="nothing suggested", shown=_("There is nothing to decide: no fleet was suggested.")
        )
    return row


def _decide(
    work: Work, row: StudyRow, outcome: Outcome, answer: Mapping[str, Any], note: str
) -> Decision:
    decision = decisions.decide(
        work, items.get(work, row.item_id), _new(row, outcome, answer, note)
    )
    row.is_decided = True
    items.move_to(work, row.item_id, ItemState.DECIDED)
    work.session.flush()
    return decision


def _new(row: StudyRow, outcome: Outcome, answer: Mapping[str, Any], note: str) -> NewDecision:
    return NewDecision(
        outcome=outcome,
        answer=answer,
        suggestion_id=row.suggestion_id,
        note=tidy(note, _LONGEST_NOTE),
    )
