"""The effect of a ledger is measured on the most recent cases."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.practice import Treatment, effect_of
from tests.methods.practice.tables import a_table, without


def test_relabelling_outdated_cases_helps_on_the_most_recent_ones() -> None:
    table = a_table(rows=1500)
    outdated = np.flatnonzero(table["outcome"] != table["today"])
    effect = effect_of(
        without(table, "today"),
        label="outcome",
        time="date",
        ledger={int(row): Treatment("relabel", table["today"][row]) for row in outdated},
        groups=["group"],
    )
    assert effect.relabelled == len(outdated)
    assert [one.metric for one in effect.overall] == ["auc", "share_right"]
    assert effect.overall[1].gain.low > 0
    assert [(one.column, one.value) for one in effect.groups[::2]] == [
        ("group", "A"),
        ("group", "B"),
    ]


def test_a_ledger_that_keeps_everything_changes_nothing() -> None:
    table = without(a_table(rows=400), "today")
    effect = effect_of(table, label="outcome", time="date", ledger={0: "keep"})
    assert [one.before == one.after for one in effect.overall] == [True, True]
    assert (effect.kept, effect.relabelled, effect.removed) == (1, 0, 0)


def test_an_unknown_treatment_is_refused() -> None:
    table = without(a_table(rows=200), "today")
    with pytest.raises(ValueError, match="kept, relabelled or removed"):
        effect_of(table, label="outcome", time="date", ledger={0: "burn"})
