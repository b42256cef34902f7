"""Routers that several tests of this folder ask, learnt once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.methods.classification import fit
from tests.methods.classification.lessons import examples

if TYPE_CHECKING:
    from signatur.methods.classification import Router


@pytest.fixture(scope="session")
def router() -> Router:
    """Five categories and what belongs nowhere."""
    return fit(examples(60, 40))
