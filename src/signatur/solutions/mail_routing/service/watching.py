"""Watching what goes by itself: an authorisation stops when its controls speak against its floor.

Suspension asks for evidence, and evidence for controls. So there are two steps: at the first
suspicion, from a few wrong controls or from a shift in the mail, more is drawn for control, which
settles it within days; only evidence suspends. A control on which a person and the system disagree counts as
wrong until a second person has looked; then the watch looks again. A single one that waits is no suspicion yet. How fast a fall is found and how seldom a false alarm
comes is shown in `benchmarks/mail_routing/watch.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from signatur.kernel.i18n import Text, reading_in, show_date, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import system_of
from signatur.methods.statistics.sequential import Bounds, confidence_sequence, evidence_of_fall
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing.model import label_of
from signatur.solutions.mail_routing.model.second_look import suspicious
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.second_look import SecondLooks, Verdict
from signatur.solutions.mail_routing.service.shifts import shift_of
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import ControlRow, PauseRow, SecondLookRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.statistics.sequential import Evidence
    from signatur.records.decisions.schema import Authorisation

SUSPICION = 2.0
"""Evidence at which more is drawn for control."""
CALM = 1.0
"""Evidence below which that ends."""
RUN_IN = 40
"""Controls after which a new authorisation is no longer watched closer by itself."""
LEAST_OF_SUBJECT = 10
"""Controls of one subject from which on it is judged by itself."""
_WAITED_FOR = timedelta(days=3)
"""How long a second look is waited for: from Friday to Monday."""
# A daily cap and a retention period bound what is looked through; older ones say nothing of today.
_MOST = 3000


@dataclass(frozen=True, slots=True)
class Watch:
    """How an authorisation stands."""

    right: int
    total: int
    bounds: Bounds
    """Of all its controls, with an interval that holds at all times together."""
    evidence: float
    patience: float
    share: float
    closer_because: str
    looks: SecondLooks
    """What second persons said where a person and the system disagreed."""


def look(work: Work, authorisation_id: UUID) -> None:
    """Look at an authorisation's controls and the mail; watch it closer, or suspend it.

    Called after each control and each night. It acts in the name of the installation.
    """
    system = work.acting_as(system_of(work.authority_id))
    authorisation = decisions.authorisation(system, authorisation_id)
    settings = work.runtime.settings.of(MailRoutingSettings)
    controls = _controls(work, authorisation_id)
    found = _evidence(controls, authorisation.floor)
    if not authorisation.is_in_force(work.now):
        _note_evidence(work, authorisation_id, found.value)
        return
    if found.value >= settings.watch_patience:
        because = _why(controls[found.since :], authorisation.floor)
        _note(system, authorisation, 1.0, because, found.value)
        decisions.suspend(system, authorisation_id, because)
        return
    _pause_subjects(system, authorisation, controls)
    closer = _why_closer(work, authorisation, controls)
    share = max(authorisation.control_share, settings.closer_control_share if closer else 0.0)
    _note(system, authorisation, share, closer, found.value)


def look_again(work: Work, authorisation_id: UUID, target: Target) -> None:
    """Look after a second person has said what was right of a control, or has taken it back.

    A subject that goes to people for now goes by itself again if its controls, as they now stand, no
    longer speak against the floor. What was suspended stays so: a person gives it anew.
    """
    system = work.acting_as(system_of(work.authority_id))
    authorisation = decisions.authorisation(system, authorisation_id)
    key = label_of(target)
    if authorisation.is_in_force(work.now) and key in pauses_of(work, authorisation_id):
        judged = _judged(_controls(work, authorisation_id))
        evidence = _evidence(judged.get(key, []), authorisation.floor)
        if evidence.value < _patience_of_one(work, judged):
            _resume(system, authorisation_id, key)
    look(work, authorisation_id)


def watch_of(work: Work, authorisation: Authorisation) -> Watch:
    """Return how an authorisation stands, as of its last look."""
    settings = work.runtime.settings.of(MailRoutingSettings)
    row = work.session.get(WatchRow, authorisation.id)
    outcomes = [bool(one.is_right) for one in _controls(work, authorisation.id)]
    right = sum(outcomes)
    return Watch(
        right=right,
        total=len(outcomes),
        bounds=confidence_sequence(right, len(outcomes)),
        evidence=row.evidence if row else 0.0,
        patience=settings.watch_patience,
        share=row.share if row else settings.closer_control_share,
        closer_because=row.closer_because if row else _plain(_("It is new.")),
        looks=_looks(work, authorisation.id),
    )


def _looks(work: Work, authorisation_id: UUID) -> SecondLooks:
    query = (
        select(SecondLookRow.verdict, func.count().label("looks"))
        .select_from(ControlRow)
        .outerjoin(SecondLookRow, SecondLookRow.item_id == ControlRow.item_id)
        .where(
            ControlRow.authority_id == work.authority_id,
            ControlRow.authorisation_id == authorisation_id,
            # What is wrong and nobody has looked at waits, unless its keys were erased.
            SecondLookRow.verdict.is_not(None)
            | (ControlRow.is_right.is_(False) & (ControlRow.department_key != "")),
        )
        .group_by(SecondLookRow.verdict)
    )
    counted = {one.verdict: one.looks for one in work.session.execute(query)}
    found = {str(one): counted.get(str(one), 0) for one in Verdict}
    return SecondLooks(counted.get(None, 0), **found)


def suspended_itself(work: Work, authorisation: Authorisation) -> bool:
    """Say whether it was the watch that suspended an authorisation, and not a person."""
    row = work.session.get(WatchRow, authorisation.id)
    reason = authorisation.suspended_because
    return row is not None and bool(reason) and row.closer_because == reason


def pauses_of(work: Work, authorisation_id: UUID) -> Mapping[str, str]:
    """Return which subjects an authorisation does not cover for now, and why."""
    query = select(PauseRow).filter_by(
        authorisation_id=authorisation_id, authority_id=work.authority_id
    )
    return {row.scope_key: row.because for row in work.session.scalars(query)}


def _controls(work: Work, authorisation_id: UUID) -> list[ControlRow]:
    query = (
        select(ControlRow)
        .where(
            ControlRow.authority_id == work.authority_id,
            ControlRow.authorisation_id == authorisation_id,
            ControlRow.decided_at.is_not(None),
        )
        .order_by(ControlRow.decided_at.desc(), ControlRow.item_id.desc())
        .limit(_MOST)
    )
    return list(reversed(work.session.scalars(query).all()))


def _why_closer(work: Work, authorisation: Authorisation, controls: Sequence[ControlRow]) -> str:
    """Return why more is to be drawn for control; empty: no reason."""
    if len(controls) < RUN_IN:
        return _plain(_("It is new: fewer than %(count)s controls yet.", count=RUN_IN))
    champion = registry.champion(work, authorisation.project_id)
    since = champion.promoted_at if champion else None
    if since is not None and sum(one.drawn_at >= since for one in controls) < RUN_IN:
        return _plain(_("The model is new: fewer than %(count)s controls yet.", count=RUN_IN))
    row = work.session.get(WatchRow, authorisation.id)
    was_closer = row is not None and bool(row.closer_because)
    if _suspicion(work, authorisation, controls) >= (CALM if was_closer else SUSPICION):
        return _plain(_("Some of the latest controls were wrong."))
    shift = shift_of(work, authorisation.project_id)
    return _plain(shift) if shift is not None else ""


def _suspicion(work: Work, authorisation: Authorisation, controls: Sequence[ControlRow]) -> float:
    """Return the strongest bet on a fall that is open, a lone disagreement that waits left out."""
    looked_at = work.session.scalars(
        select(SecondLookRow.item_id)
        .join(ControlRow, ControlRow.item_id == SecondLookRow.item_id)
        .where(ControlRow.authorisation_id == authorisation.id)
    )
    known = set(looked_at)
    since = work.now - _WAITED_FOR
    waiting = [
        not one.is_right
        and bool(one.department_key)
        and one.item_id not in known
        and one.decided_at is not None
        and one.decided_at > since
        for one in controls
    ]
    outcomes = suspicious([bool(one.is_right) for one in controls], waiting)
    return evidence_of_fall(outcomes, authorisation.floor).lately


def _pause_subjects(
    work: Work, authorisation: Authorisation, controls: Sequence[ControlRow]
) -> None:
    """Let subjects go to people whose own controls speak against the floor."""
    judged = _judged(controls)
    patience = _patience_of_one(work, judged)
    paused = pauses_of(work, authorisation.id)
    for key, found in judged.items():
        evidence = _evidence(found, authorisation.floor)
        if evidence.value < patience or key in paused:
            continue
        because = _why(found[evidence.since :], authorisation.floor)
        row = PauseRow(
            authorisation_id=authorisation.id,
            scope_key=key,
            authority_id=work.authority_id,
            project_id=authorisation.project_id,
            because=because,
            paused_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        about = ObjectRef("authorisation", authorisation.id)
        audit.write(work, "mail_routing.subject_paused", about, key=key, because=because)


def _judged(controls: Sequence[ControlRow]) -> Mapping[str, list[ControlRow]]:
    """Return the controls of each subject that has enough of them to be judged by itself."""
    of_subject: dict[str, list[ControlRow]] = defaultdict(list)
    for one in controls:
        if one.department_key:
            of_subject[label_of(Target(one.department_key, one.subject_key))].append(one)
    return {key: found for key, found in of_subject.items() if len(found) >= LEAST_OF_SUBJECT}


def _patience_of_one(work: Work, judged: Mapping[str, object]) -> float:
    """Return the evidence at which one subject is paused: of many, some look bad by chance."""
    return work.runtime.settings.of(MailRoutingSettings).watch_patience * max(len(judged), 1)


def _evidence(controls: Sequence[ControlRow], floor: float) -> Evidence:
    return evidence_of_fall([bool(one.is_right) for one in controls], floor)


def _resume(work: Work, authorisation_id: UUID, key: str) -> None:
    """Let a subject go by itself again."""
    of_subject = delete(PauseRow).filter_by(
        authorisation_id=authorisation_id, authority_id=work.authority_id, scope_key=key
    )
    work.session.execute(of_subject)
    about = ObjectRef("authorisation", authorisation_id)
    audit.write(work, "mail_routing.subject_resumed", about, key=key)


def _why(controls: Sequence[ControlRow], floor: float) -> str:
    """Say in plain words what speaks against the floor."""
    wrong = sum(not one.is_right for one in controls)
    first = controls[0].decided_at
    assert first is not None, "only decided controls are looked at"
    with reading_in("da"):
        return str(
            _(
                "Since %(day)s %(wrong)s of %(total)s controls were wrong: %(share)s right, where at "
                "least %(floor)s is promised. The mail goes to people again.",
                day=show_date(first.date()),
                wrong=wrong,
                total=len(controls),
                share=show_percent(1 - wrong / len(controls)),
                floor=show_percent(floor),
            )
        )


def _plain(words: Text) -> str:
    """Return words as they are stored, for the authority's own people."""
    with reading_in("da"):
        return str(words)


def _note_evidence(work: Work, authorisation_id: UUID, evidence: float) -> None:
    """Write down how what is not in force any more stands after its last controls."""
    row = work.session.get(WatchRow, authorisation_id)
    if row is not None:
        row.evidence, row.looked_at = evidence, work.now
        work.session.flush()


def _note(
    work: Work, authorisation: Authorisation, share: float, closer: str, evidence: float
) -> None:
    row = work.session.get(WatchRow, authorisation.id)
    if row is None:
        row = WatchRow(
            authorisation_id=authorisation.id,
            authority_id=work.authority_id,
            project_id=authorisation.project_id,
            closer_because="",
        )
        work.session.add(row)
    if bool(closer) != bool(row.closer_because):
        about = ObjectRef("authorisation", authorisation.id)
        action = "mail_routing.watched_closer" if closer else "mail_routing.watched_as_usual"
        audit.write(work, action, about, because=closer)
    row.share, row.closer_because, row.evidence = share, closer, evidence
    row.looked_at = work.now
    work.session.flush()
