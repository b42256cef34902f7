"""The sketch shows every home, spot and suggestion once, within the picture, and in the right direction."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from signatur.solutions.fleet.model.round_trips import SuggestedSpot
from signatur.solutions.fleet.pages.trying_map import Sign, sketch_of
from signatur.solutions.fleet.schema.positions import Spot
from signatur.solutions.fleet.service import Trial

PLACES = some.tuples(some.floats(54.5, 57.8), some.floats(8, 15.3))


def a_trial(
    known: list[tuple[float, float]],
    tried: list[tuple[float, float]] | None = None,
    suggested: list[tuple[float, float]] | None = None,
) -> Trial:
    return Trial(
        dataset_id=UUID(int=1),
        name="uge 2",
        known=tuple(Spot("Nord", *one) for one in known),
        tried=tuple(Spot("Syd", *one) for one in tried or ()),
        precision=0.5,
        precision_before=0.5,
        trips=0,
        km=0.0,
        gap_km=0.0,
        kinds={},
        kinds_before={},
        suggested=tuple(
            SuggestedSpot(lat, lon, hours, 1, 1, "", 0.6)
            for hours, (lat, lon) in enumerate(suggested or ())
        ),
        bad=0,
        bad_lines=(),
    )


def test_without_any_place_there_is_no_sketch() -> None:
    assert sketch_of(a_trial([])) is None


def test_the_first_spot_of_a_home_is_the_home_and_north_is_up() -> None:
    sketch = sketch_of(a_trial([(56.0, 9.0), (56.1, 9.0)], tried=[(56.0, 9.1)]))
    assert sketch is not None
    home, spot, tried = (
        next(one for one in sketch.marks if one.sign is sign)
        for sign in (Sign.HOME, Sign.SPOT, Sign.TRIED)
    )
    assert spot.y < home.y
    assert tried.x > home.x
    assert (spot.x, tried.y) == (home.x, home.y)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(PLACES, max_size=5), some.lists(PLACES, max_size=5), some.lists(PLACES, max_size=5)
)
def test_everything_is_drawn_within_the_picture(
    known: list[tuple[float, float]],
    tried: list[tuple[float, float]],
    suggested: list[tuple[float, float]],
) -> None:
    sketch = sketch_of(a_trial(known, tried, suggested))
    if sketch is None:
        assert not known + tried + suggested
        return
    assert len(sketch.marks) == len(known) + len(tried) + len(suggested)
    assert all(one.x - one.size >= 0 and one.x + one.size <= sketch.wide for one in sketch.marks)
    assert all(one.y - one.size >= 0 and one.y + one.size <= sketch.tall for one in sketch.marks)
    assert 0 < sketch.bar <= sketch.wide / 4 + 1
