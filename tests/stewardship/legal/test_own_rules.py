"""Sector law that an authority adds: four eyes, part of the version, and asked for from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.permissions import system_of
from signatur.records.projects.schema import Stage
from signatur.stewardship.legal.schema import BasisState, OwnRule
from signatur.stewardship.legal.service import assessing, sector
from signatur.stewardship.legal.service.shipping import shipped_rules
from tests.builders import World, a_project
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project

BASE = "/styring/retsgrundlag/regler"
TERMS = sector.RuleTerms(
    instrument="LBK nr. 1",
    provision="serviceloven § 50",
    phases=("operation",),
    applies_if="supports_decisions and social_area",
    valid_from=date(2026, 1, 1),
    valid_to=None,
    words="En børnefaglig undersøgelse laves af et menneske.",
    source="Retsinformation",
    confidence="H",
)
SOCIAL = {"ai_system": "yes", "supports_decisions": "yes", "social_area": "yes"}


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world, stage=Stage.IDEA)


def _draft(world: World, terms: sector.RuleTerms = TERMS, by: str = "Erik") -> OwnRule:
    with world.runtime.work(world.actor(by)) as work:
        return sector.draft(work, terms)


def _sign(world: World, rule: OwnRule, by: str = "Dorte") -> OwnRule:
    with world.runtime.work(world.actor(by)) as work:
        return sector.sign(work, rule.id, "Læst i loven.")


def _duties(world: World, project: Project) -> set[str]:
    with world.runtime.reading(world.actor("Erik")) as work:
        known = assessing.newest(work, project.id)
        assert known is not None
        return {one.rule.provision for one in assessing.judged(work, known).duties}


def test_a_rule_counts_once_another_signed_it_and_no_longer_when_withdrawn(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        made = assessing.assess(work, project.id, SOCIAL)
    rule = _draft(world)
    assert "serviceloven § 50" not in _duties(world, project)

    _sign(world, rule)
    assert "serviceloven § 50" in _duties(world, project)
    with world.runtime.reading(world.system) as work:
        assert [one.id for one in assessing.to_reassess(work)] == [made.id]

    with world.runtime.work(world.actor("Dorte")) as work:
        sector.withdraw(work, rule.id, "Loven er ophævet.")
    assert "serviceloven § 50" not in _duties(world, project)
    with world.runtime.reading(world.system) as work:
        assert sector.rules_of(work) == shipped_rules()


def test_whoever_wrote_a_rule_never_signs_it_and_it_is_decided_once(world: World) -> None:
    own = _draft(world, by="Dorte")
    with pytest.raises(Conflict):
        _sign(world, own)
    with pytest.raises(NotAllowed):
        _sign(world, own, by="Erik")
    other = _sign(world, _draft(world))
    assert other.state is BasisState.SIGNED
    with pytest.raises(Conflict):
        _sign(world, other)


@pytest.mark.parametrize(
    "changed",
    [
        {"applies_if": "weather"},
        {"applies_if": "__import__('os').system('x')"},
        {"phases": ()},
        {"words": " "},
        {"provision": ""},
        {"source": ""},
        {"confidence": "X"},
        {"valid_to": date(2025, 1, 1)},
    ],
)
def test_a_rule_that_cannot_be_read_is_not_kept(world: World, changed: dict[str, object]) -> None:
    with pytest.raises(InputProblem):
        _draft(world, replace(TERMS, **changed))  # type: ignore[arg-type]
    with world.runtime.reading(world.actor("Erik")) as work:
        assert sector.own_rules(work) == []


def test_another_authority_never_meets_it(world: World) -> None:
    _sign(world, _draft(world))
    with world.runtime.reading(world.system) as work:
        assert len(sector.rules_of(work).rules) == len(shipped_rules().rules) + 1
    with world.runtime.reading(system_of(UUID(int=7))) as work:
        assert sector.rules_of(work) == shipped_rules()


def test_a_rule_goes_through_the_pages(world: World) -> None:
    form = {"provision": "SUL § 9", "instrument": "", "words": "Spørg borgeren.",
            "phase-operation": "1", "applies_if": "", "valid_from": "2026-01-01", "valid_to": "",
            "source": "Retsinformation", "confidence": "M"}  # fmt: skip
    with a_browser(world, "Erik") as erik:
        erik.post(BASE, form)
        assert "You drafted it yourself" in erik.get(BASE).text
    with world.runtime.reading(world.actor("Erik")) as work:
        (own,) = sector.own_rules(work)
    with a_browser(world, "Dorte") as dorte:
        dorte.post(f"{BASE}/{own.id}/underskriv", {"because": "Ja."})
        page = dorte.get(f"{BASE}?dag=2026-08-01").text
        early = dorte.get(f"{BASE}?dag=2025-12-31").text
        assert dorte.get(f"{BASE}?dag=snart").status_code == 422
        dorte.post(f"{BASE}/{own.id}/traek-tilbage", {"because": "Nej."})
        assert "Earlier rules" in dorte.get(BASE).text

    assert page.count("Spørg borgeren.") == 2
    assert early.count("Spørg borgeren.") == 1
    assert "Art. 4 (2026)" in page
    assert "Art. 4 (2026)" not in early
