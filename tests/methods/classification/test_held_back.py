"""What is held back was seen by neither router, nor anything nearly the same."""

from __future__ import annotations

from signatur.methods.classification import Example
from signatur.methods.classification.held_back import hold_back
from signatur.methods.classification.leaks import leaked

_WORDS = [
    "gadelampe",
    "skraldespand",
    "kloak",
    "svømmehal",
    "bibliotek",
    "parkering",
    "lokalplan",
    "børnehave",
    "hjemmehjælp",
    "skat",
]


def letters(count: int) -> list[Example]:
    """Letters that have nothing in common, oldest first."""
    return [
        Example(
            f"{_WORDS[n % 10]} {_WORDS[(n * 3 + 1) % 10]} nummer {n * 7919} ved {_WORDS[(n // 10) % 10]} {n * 104729}",
            "a",
            str(n),
        )
        for n in range(count)
    ]


def test_the_newest_share_is_held_back_and_the_older_is_learnt_from() -> None:
    some = letters(20)

    split = hold_back(some, frozenset(), share=0.2)

    assert (split.learnt, split.held) == (tuple(some[:16]), tuple(some[16:]))
    assert (split.seen, split.alike, split.repeats) == (0, 0, 0)


def test_what_the_older_router_saw_does_not_count_and_may_be_learnt_from() -> None:
    some = letters(20)

    split = hold_back(some, {"17", "18"}, share=0.2)

    assert [one.key for one in split.held] == ["16", "19"]
    assert [one.key for one in split.learnt][-2:] == ["17", "18"]
    assert split.seen == 2


def test_a_near_duplicate_of_what_was_learnt_from_is_in_neither_part_twice() -> None:
    some = letters(20)
    planted = Example(some[3].text.upper() + "!", "a", "planted")
    seen_too = Example(some[18].text + ".", "a", "as seen")

    split = hold_back([*some, planted, seen_too], {"18"}, share=0.3)

    assert split.alike == 2
    assert not {"planted", "as seen"} & {one.key for one in (*split.held, *split.learnt)}
    assert leaked([one.text for one in split.learnt], [one.text for one in split.held]) == []


def test_a_letter_that_many_send_counts_once() -> None:
    some = letters(12)
    many = [Example(some[9].text, "a", f"again {number}") for number in range(30)]

    split = hold_back([*some, *many], frozenset(), share=33 / 42)

    assert [one.key for one in split.held] == ["9", "10", "11"]
    assert split.repeats == 30
