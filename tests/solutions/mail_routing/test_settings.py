"""What an operator may set, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from signatur.kernel.settings import WrongSetting, load_settings
from signatur.methods.classification import TARGETS
from signatur.solutions.mail_routing.settings import MailRoutingSettings

NAME = "SIGNATUR_MAIL_ROUTING_TARGET_PRECISION"


def precision(value: str) -> float:
    settings = load_settings({NAME: value}, [MailRoutingSettings])
    return settings.of(MailRoutingSettings).target_precision


@pytest.mark.parametrize("target", TARGETS)
def test_a_precision_is_one_for_which_training_sets_thresholds(target: float) -> None:
    assert precision(str(target)) == target


@pytest.mark.parametrize("value", ["0.9", "0.90"])
def test_a_precision_may_be_written_with_or_without_the_last_nought(value: str) -> None:
    assert precision(value) == 0.9


@pytest.mark.parametrize("value", ["0.97", "1", "0", "95", "højt"])
def test_any_other_precision_is_refused(value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        precision(value)

    assert NAME in str(refused.value.shown)
