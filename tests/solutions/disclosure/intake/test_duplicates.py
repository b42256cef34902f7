"""The same document twice is told once, with the one that says more."""

from __future__ import annotations

from signatur.solutions.disclosure.intake import CaseText, DuplicateKind, duplicates_among

LETTER = (
    "Kære Anna Holm. Kommunen har modtaget din klage over afgørelsen om støtte efter servicelovens § 41 "
    "og sender den videre til Ankestyrelsen, da vi fastholder afgørelsen. Du hører fra styrelsen."
)


def _text(key: str, text: str, sha256: str = "") -> CaseText:
    return CaseText(key=key, text=text, sha256=sha256)


def test_the_same_bytes_are_the_same_document() -> None:
    (found,) = duplicates_among([_text("a", LETTER, "1"), _text("b", LETTER, "1")])

    assert (found.key, found.of, found.kind) == ("b", "a", DuplicateKind.SAME_BYTES)


def test_the_same_words_in_other_lines_are_the_same_text() -> None:
    (found,) = duplicates_among(
        [_text("a", LETTER, "1"), _text("b", LETTER.replace(" ", "\n").upper(), "2")]
    )

    assert (found.of, found.kind) == ("a", DuplicateKind.SAME_TEXT)


def test_a_draft_points_at_the_first_and_tells_which_says_more() -> None:
    longer = LETTER + " Vi beklager ventetiden."
    (found,) = duplicates_among([_text("a", LETTER), _text("b", longer)])

    assert (found.of, found.kind, found.fuller) == ("a", DuplicateKind.NEAR, "b")
    assert 0.8 <= found.similarity < 1


def test_pictures_without_text_are_not_duplicates_of_each_other() -> None:
    assert duplicates_among([_text("a", "", "1"), _text("b", "", "2")]) == ()


def test_three_copies_point_at_the_first() -> None:
    found = duplicates_among([_text(key, LETTER, key) for key in "abc"])

    assert [each.of for each in found] == ["a", "a"]
