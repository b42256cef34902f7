"""The old robot's rule sheet names places that exist and shows the traces of its use."""

from __future__ import annotations

from signatur.solutions.mail_routing.demo.labels import UNKNOWN
from signatur.solutions.mail_routing.demo.municipality import (
    department,
    departments,
    subject,
    subjects,
)
from signatur.solutions.mail_routing.demo.rule_sheet import past_rule_rows, past_rules


def test_rules_lead_to_departments_and_subjects_that_exist() -> None:
    department_keys = {each.key for each in departments()} | {""}
    subject_keys = {each.key for each in subjects()} | {"", UNKNOWN}

    for rule in past_rules():
        assert rule.department_key in department_keys
        assert rule.subject_key in subject_keys


def test_a_rule_sends_a_subject_to_the_department_that_deals_with_it() -> None:
    for rule in past_rules():
        if rule.subject_key not in ("", UNKNOWN):
            assert subject(rule.subject_key).department_key == department(rule.department_key).key


def test_some_rules_run_some_are_tried_and_some_are_removed_with_a_reason() -> None:
    removed = [rule for rule in past_rules() if rule.removed]

    assert len(removed) >= 3
    assert all(rule.reason for rule in removed)
    assert sum(rule.simulation for rule in past_rules()) >= 2
    assert sum(not rule.simulation and not rule.removed for rule in past_rules()) >= 8


def test_the_sheet_has_one_row_of_cells_for_each_rule_below_its_headings() -> None:
    headings, *rows = past_rule_rows()

    assert len(rows) == len(past_rules())
    assert {len(row) for row in rows} == {len(headings)}
    assert rows[2][6:8] == ("nej", "06-11-2023")
