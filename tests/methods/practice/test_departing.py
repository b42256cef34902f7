"""A departure is told by rows of other folds, and the evidence is greatest where it begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.departing import departure, evidence_of, fit_departure
from signatur.methods.practice.table import read_table, sample_of
from tests.methods.practice.tables import CUT, a_table, without

if TYPE_CHECKING:
    from signatur.methods.practice.table import Sampled

CUT_DAY = float((CUT - type(CUT)(1970, 1, 1)).days)


def a_sample(rows: int = 600) -> Sampled:
    return sample_of(read_table(without(a_table(rows=rows), "today"), "outcome", "date"), rows, 0)


def test_no_row_has_a_say_in_its_own_answer() -> None:
    sampled = a_sample()
    link, every = np.zeros((600, 1)), np.ones(600, bool)
    turned = sampled.target.values.copy()
    turned[7] = 1 - turned[7]
    before = departure(sampled.design, sampled.target, link, every)
    after = departure(sampled.design, replace(sampled.target, values=turned), link, every)
    fold = sampled.design.folds == sampled.design.folds[7]
    assert np.array_equal(before[fold], after[fold])
    assert not np.array_equal(before[~fold], after[~fold])


def test_a_departure_asked_again_tells_the_outcomes_it_was_fitted_on() -> None:
    sampled = a_sample()
    link, new = np.zeros((600, 1)), sampled.time >= CUT_DAY
    found = fit_departure(sampled.design, sampled.target, link, new)
    says_yes = found.apply(sampled.design, link)[:, 0] > 0
    right = says_yes == (sampled.target.values[:, 0] == 1)
    assert right[new].mean() > 0.8 > right[~new].mean()


def test_the_evidence_is_greatest_near_the_change_however_many_moments_there_are() -> None:
    sampled = a_sample(1800)
    moments, evidence = evidence_of(
        sampled.design, sampled.target, sampled.time, np.zeros((1800, 1)), 50
    )
    assert abs(moments[evidence.argmax()] - CUT_DAY) <= 15
    assert (np.diff(moments) > 0).all()
