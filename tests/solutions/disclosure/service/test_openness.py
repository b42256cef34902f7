"""What a reviewer has to decide: not what is never given out, nor what no ground is proposed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from signatur.kernel.errors import InputProblem
from signatur.methods.documents.laid_out import Box
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingState, HindranceCode, How, ReviewArm
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.detecting import _outermost
from signatur.solutions.disclosure.service.openness import state_at_first
from signatur.solutions.disclosure.tables import CaseRow, FindingRow
from tests.solutions.disclosure.situations import (
    PRIVATE,
    a_case,
    a_finding,
    documents_in,
    findings_of,
)

if TYPE_CHECKING:
    from tests.builders import World

LETTER = ["Mette Opfundsen i Havby Bogforening."]
COMMENT = "Spørg Mette Opfundsen om det."


def test_pages_that_show_what_a_file_hides_block_nothing_and_are_named(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER, hidden=COMMENT)

    with world.runtime.work(world.actor("Anna")) as work:
        before = service.document(work, letter)
        place = service.next_to_look_at(work, case_id)
        service.note_seen(work, letter, 1, 5)
        service.note_seen(work, letter, 2, 5)
    with world.runtime.reading(world.actor("Anna")) as work:
        after = service.document(work, letter)
        progress = service.progress(work, case_id)
        hindered = [one.code for one in service.hindrances(work, case_id)]
        (line,) = service.cases(work)
    assert (before.pages, before.all_pages, before.hidden) == (1, 2, ("comment",))
    assert place == (letter, 1)
    assert (after.pages_seen, progress.pages, progress.pages_seen) == (1, 1, 1)
    assert (line.pages, line.pages_seen, line.open_findings) == (1, 1, 1)
    assert HindranceCode.PAGES not in hindered


def test_only_what_a_ground_is_proposed_for_on_a_page_that_goes_out_is_to_be_decided(
    world: World,
) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER, hidden=COMMENT)

    found = [(one.kind, one.page, one.state, one.how) for one in findings_of(world, letter)]

    assert found == [
        (FindingKind.PERSON, 1, FindingState.PROPOSED, None),
        (FindingKind.ORGANISATION, 1, FindingState.KEPT, How.RULE),
        (FindingKind.PERSON, 2, FindingState.KEPT, How.RULE),
    ]


def test_nothing_is_withheld_on_a_page_that_is_never_given_out(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER, hidden=COMMENT)
    hidden = findings_of(world, letter)[-1]

    with world.runtime.work(world.actor("Anna")) as work:
        with pytest.raises(InputProblem):
            service.decide(work, case_id, [(hidden.id, hidden.version)], FindingState.WITHHELD)
        with pytest.raises(InputProblem):
            service.draw(work, letter, 2, [Box(10, 10, 90, 30)], PRIVATE)
        service.decide_all_mentions(work, findings_of(world, letter)[0].id, FindingState.WITHHELD)

    states = [one.state for one in findings_of(world, letter)]
    assert states == [FindingState.WITHHELD, FindingState.KEPT, FindingState.KEPT]


def test_what_is_kept_by_a_rule_is_not_shown_to_the_control_arm(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.execute(update(CaseRow).values(arm=ReviewArm.UNAIDED))

    assert findings_of(world, letter) == []


def test_a_rule_lets_go_of_what_a_ground_is_proposed_for_under_other_rules(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.execute(
            update(FindingRow)
            .where(FindingRow.kind == FindingKind.PERSON)
            .values(proposed="", state=FindingState.KEPT, how=How.RULE)
        )
        answers = {"subject": "documents", "is_party": "yes", "is_environmental": "no"}
        service.set_regime(work, case_id, answers)

    person, organisation = findings_of(world, letter)
    assert person.proposed
    assert (person.state, person.how) == (FindingState.PROPOSED, None)
    assert organisation.state is FindingState.KEPT


@pytest.mark.parametrize(
    ("kind", "confidence", "wanted"),
    [(FindingKind.INTERNAL, 0.3, FindingState.KEPT), (FindingKind.BUSINESS, 0.5, FindingState.PROPOSED),
     (FindingKind.PERSON, 0.1, FindingState.PROPOSED)],
)  # fmt: skip
def test_faint_cues_on_paragraphs_are_not_to_be_decided(
    kind: FindingKind, confidence: float, wanted: FindingState
) -> None:
    state, _how = state_at_first(kind, confidence, PRIVATE, is_appendix=False)

    assert state is wanted


def test_a_name_within_a_name_is_one_finding() -> None:
    whole = a_finding(FindingKind.PERSON, 10, 25)
    within = a_finding(FindingKind.PERSON, 10, 18)
    other_kind = a_finding(FindingKind.CPR, 12, 20)
    behind = a_finding(FindingKind.PERSON, 24, 30)

    assert _outermost([whole, within, other_kind, behind]) == [whole, other_kind, behind]
