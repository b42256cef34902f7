"""A light learner: these tests ask what is found in a table, not how well a model would do."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a forest have few trees: most of an analysis' time goes into them."""
    monkeypatch.setattr("signatur.methods.tables.learner.TREES", 5)
