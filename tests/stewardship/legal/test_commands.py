"""`signatur legal`: on files that people write, without an installation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import InputProblem
from signatur.stewardship.legal.cli import commands
from tests.commands import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import World

SAMPLE = """
ai_system: ja
develops: yes
uses: true
public_benefits_or_services: JA
personal_data: special
profiles_persons: "Ja"
significant_risk: ved ikke
interacts_with_persons: nej
"""


def _told(world: World, *arguments: str) -> Any:
    return json.loads(run(world, commands, *arguments, "--json").stdout)


def test_answers_in_danish_or_as_truth_are_understood(world: World, tmp_path: Path) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text(SAMPLE, encoding="utf-8")
    told = _told(world, "classify", str(file), "--date", "2026-11-28")

    assert (told["class"], told["class_is_certain"], told["role"]) == ("high_risk", False, "both")
    assert told["annex_item"] == "5(a)"
    assert told["medical_device"]["is_device"] is None
    assert {one["provision"] for one in told["duties"]} >= {"Art. 35", "Art. 4 (2026)"}
    assert {one["from"] for one in told["upcoming"]} >= {"2027-12-02"}
    assert "social_scoring" in {one["key"] for one in told["must_be_clarified"]}
    assert told["rules_version"].startswith("2026-")


def test_other_names_and_plain_answers_are_understood(world: World, tmp_path: Path) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text(
        "ai_system: ja\ndecides_on_public_benefits: ja\npersonal_data: ja\n", encoding="utf-8"
    )
    told = _told(world, "classify", str(file), "--date", "2026-11-28")

    assert told["annex_item"] == "5(a)"
    assert "gdpr.5" in {one["rule_id"] for one in told["duties"]}
    assert "gdpr.9" in {one["rule_id"] for one in told["possible_duties"]}
    assert {"personal_data", "develops"} <= {one["key"] for one in told["must_be_clarified"]}


@pytest.mark.parametrize(
    "content",
    [
        "ai_system: ja\r\nuses: j\r\n".encode("utf-8-sig"),
        "# prøve\nai_system: 1\nuses: sand\n".encode("cp1252"),
        "ai_system: Ja\nuses: true\n".encode("utf-16"),
        b'{"answers": {"is_ai_system": true, "uses": ["yes"]}}',
        b"ai_system: ja\nuses: ja\nuses: true\n",
    ],
)
def test_a_file_is_read_however_it_was_written(
    world: World, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "svar.yaml"
    file.write_bytes(content)
    told = _told(world, "classify", str(file), "--date", "28.11.2026")

    assert told["date"] == "2026-11-28"
    assert not {"ai_system", "uses"} & {one["key"] for one in told["must_be_clarified"]}
    assert [one["provision"] for one in told["reasons"]] == ["AI Act art. 6"]


def test_what_annex_iii_names_is_high_risk_until_an_exception_is_established(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text("ai_system: ja\nuses: ja\ndecides_on_public_benefits: ja\n", encoding="utf-8")
    told = _told(world, "classify", str(file), "--date", "2026-11-28")

    assert (told["class"], told["class_is_certain"]) == ("high_risk", False)
    assert (told["class_possibly"], told["class_at_least"]) == ("prohibited", "minimal")
    assert "Art. 26(5)" in {one["provision"] for one in told["upcoming"]}
    assert {"significant_risk", "profiles_persons"} <= {
        one["key"] for one in told["must_be_clarified"]
    }


def test_the_same_answers_on_another_day_meet_the_law_of_that_day(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text(SAMPLE, encoding="utf-8")
    days = {
        day: {
            one["from"]
            for one in _told(world, "classify", str(file), "--date", day)["upcoming"]
            if one["provision"] == "Art. 9"
        }
        for day in ("2026-07-01", "2026-08-01")
    }

    assert days == {"2026-07-01": {"2026-08-02"}, "2026-08-01": {"2027-12-02"}}


def test_sector_law_can_be_given_as_a_file_of_rules(world: World, tmp_path: Path) -> None:
    answers, sector = tmp_path / "svar.yaml", tmp_path / "sektor.yaml"
    answers.write_text(SAMPLE, encoding="utf-8")
    rule = """instrument: LBK nr. 1
source: Retsinformation
verified_on: 2026-11-01
recorded_at: 2026-11-01
rules:
  - {rule_id: sel.50, provision: "serviceloven § 50", actor: controller, phase: [operation],
     applies_if: personal, valid_from: 2026-01-01, confidence: H, text_en: "Ask.", text_da: "Spørg."}
"""
    sector.write_text(rule, encoding="utf-8")
    command = ("classify", str(answers), "--date", "2026-11-28")
    plain, told = _told(world, *command), _told(world, *command, "--rules", str(sector))

    assert "sel.50" in {one["rule_id"] for one in told["duties"]}
    assert told["rules_version"] != plain["rules_version"]
    assert "venter.forvaltning" in {one["id"] for one in told["awaited"]}

    sector.write_text(rule.replace("personal", "weather"), encoding="utf-8")
    with pytest.raises(InputProblem) as problem:
        run(world, commands, *command, "--rules", str(sector))
    assert "weather" in str(problem.value.shown)


def test_questions_are_printed_with_what_they_may_be(world: World, tmp_path: Path) -> None:
    told = _told(world, "questions")
    assert {"key", "group", "text", "help", "values", "asked_when", "also_called"} == set(told[0])
    assert all(one["values"][-1] == "unknown" for one in told)

    file = tmp_path / "svar.yaml"
    file.write_text("ai_system: nej\npersonal_data: none\n", encoding="utf-8")
    assert "social_scoring" not in {one["key"] for one in _told(world, "questions", str(file))}


def test_rules_are_printed_as_they_were_on_a_day(world: World) -> None:
    before = {one["rule_id"] for one in _told(world, "rules", "--date", "2026-07-01")["rules"]}
    after = {one["rule_id"] for one in _told(world, "rules", "--date", "2026-08-01")["rules"]}

    assert ("ai.4" in before, "ai.4" in after) == (True, False)
    assert ("ai.4.2026" in before, "ai.4.2026" in after) == (False, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("profile_persons: yes", "profiles_persons"),
        ("ai_system: måske måske", "ai_system"),
        ("- a\n- b\n", "develops"),
        ("a: [", "YAML"),
        ("recruitment: ja\nhiring: nej\n", "recruitment"),
        ("recruitment: ja\nrecruitment: nej\n", "recruitment"),
        ("interacts_with_citizen: ja\n", "interacts_with_persons"),
        ("ai_system: {a: 1}\n", "ai_system"),
        ("", "develops"),
    ],
)
def test_what_cannot_be_used_is_told_with_what_would_do(
    world: World, tmp_path: Path, content: str, says: str
) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(InputProblem) as problem:
        run(world, commands, "classify", str(file), "--date", "2026-11-28")
    assert says in str(problem.value.shown)


def test_a_day_that_is_none_is_told(world: World, tmp_path: Path) -> None:
    file = tmp_path / "svar.yaml"
    file.write_text(SAMPLE, encoding="utf-8")
    with pytest.raises(InputProblem):
        run(world, commands, "classify", str(file), "--date", "i morgen")
