"""Heavy computing gives the same answers wherever it is done, and can be stopped."""

from __future__ import annotations

import pytest

from signatur.kernel.computing import LOCAL, NoCluster, each


def double(number: int) -> int:
    # The first have most to do, so that side by side they end last.
    assert sum(range((10 - number) * 50_000)) >= 0
    return number * 2


@pytest.mark.parametrize("scheduler", ["", LOCAL])
def test_answers_come_in_the_order_of_the_tasks(scheduler: str) -> None:
    told: list[float] = []

    found = each(double, range(10), scheduler=scheduler, tell=told.append)

    assert found == [number * 2 for number in range(10)]
    assert told == [pytest.approx(number / 10) for number in range(1, 11)]


@pytest.mark.parametrize("scheduler", ["", LOCAL])
def test_whoever_watches_can_stop_it(scheduler: str) -> None:
    def stop(_share: float) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        each(double, range(10), scheduler=scheduler, tell=stop)


def test_a_cluster_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(NoCluster):
        each(double, range(2), scheduler="nonsense://127.0.0.1:1")
