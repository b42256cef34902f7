"""Places of a rewritten text, kept as runs, against one entry for each character."""

from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.methods.text.places import Places

_SIZE = 30
_PLACE = st.integers(0, _SIZE)
_STEP = st.one_of(
    st.tuples(st.just("keep"), _PLACE, _PLACE),
    st.tuples(st.just("put"), _PLACE, st.integers(0, 3)),
    st.tuples(st.just("pop"), _PLACE, _PLACE),
)


def _written(steps: list[tuple[str, int, int]]) -> tuple[Places, list[tuple[int, int]]]:
    """Write in order of the original, as a rewriting does: in runs, and in a plain list."""
    places, plain = Places(), list[tuple[int, int]]()
    done = 0
    for what, one, other in steps:
        start = max(done, one)
        if what == "keep":
            done = max(start, other)
            places.keep(start, done)
            plain += [(at, at + 1) for at in range(start, done)]
        elif what == "put":
            done = start + 1
            places.put(start, done, other)
            plain += [(start, done)] * other
        elif plain:
            assert places.pop() == plain.pop()[0]
    return places, plain


@settings(max_examples=200, deadline=None)
@given(st.lists(_STEP, max_size=12), _PLACE, _PLACE)
def test_runs_say_what_one_entry_for_each_character_says(
    steps: list[tuple[str, int, int]], start: int, end: int
) -> None:
    places, plain = _written(steps)

    assert [(places.start(at), places.end(at)) for at in range(len(places))] == plain
    copied = Places()
    copied.copy(places, start, end)
    assert [(copied.start(at), copied.end(at)) for at in range(len(copied))] == plain[start:end]
    before = sum(stop <= start for _, stop in plain)
    assert places.of(start, end) == (before, sum(begin < end for begin, _ in plain))


def test_a_long_text_that_stays_what_it_is_needs_a_single_run() -> None:
    places = Places()
    for start in range(0, 1_000_000, 1_000):
        places.keep(start, start + 1_000)

    assert len(places) == 1_000_000
    assert places.runs == 1
    assert (places.start(999_999), places.end(999_999)) == (999_999, 1_000_000)
