"""Given words are found however they are written."""

import pytest

from signatur.solutions.disclosure.model.finding.words import find_words

_WORDS = ("Jens Peter Sørensen", "120384-1235", "diabetes", "Bo", "fatima.el@mail.dk", "El-Khatib")


@pytest.mark.parametrize(
    "text",
    [
        *("SØRENSENS", "Soerensen", "Sorensen", "Sörensen", "S0rensen", "S ø r e n s e n"),
        *("J.P. Sørensen", "Sørensen, Jens Peter", "Jens\nSørensen", "Sø-\nrensen"),
        *("120384 - 1235", "1203841235", "1 2 0 3 8 4 1 2 3 5", "12031984-1235", "l2O384-I235"),
        *("diabetesen", "Bo", "Bos", "fatima.el (at) mail.dk", "elkhatib", "El–Khatibs"),
        *("FATIMA.EL@MAIL.DK", "Jens P. Sørensen", "120384\u00ad1235"),
    ],
)
def test_a_variant_is_found_as_a_whole(text: str) -> None:
    found = find_words(f"Se {text}.", _WORDS)

    assert found[-1].end == 3 + len(text)


@pytest.mark.parametrize("text", ["80 kr.", "Jensen", "Jens", "bolig", "Sørensensgade", "120384"])
def test_what_is_another_word_is_left(text: str) -> None:
    assert find_words(f"Se {text}.", _WORDS) == ()


def test_file_names_and_addresses_hold_words_too() -> None:
    found = find_words("jens_sorensen75.doc og cpr_1203841235.pdf", _WORDS)

    assert [one.text for one in found] == ["jens_sorensen", "1203841235"]


@pytest.mark.parametrize("parted", ["\n", "\n\n", ".\n"])
def test_the_name_that_comes_next_is_not_part_of_the_name_before(parted: str) -> None:
    text = f"Elev: Mette Hansen{parted}Mette har fravær. Hansen, Mette gik."

    found = [one.text for one in find_words(text, ["Mette Hansen"])]

    assert found == ["Mette Hansen", "Hansen, Mette"]


def test_a_kommune_is_no_surname() -> None:
    assert find_words("en anden kommune", ["Odense Kommune"]) == ()


def test_a_name_does_not_end_in_the_middle_of_the_next_word() -> None:
    assert find_words("Jens Hansen, som bor her", ["Jens Hansens"]) == ()


@pytest.mark.parametrize("text", ["Jens | Hansen", "| Jens | Hansen |", "Jens Han-\n|\nsen"])
def test_rules_between_cells_do_not_part_a_name(text: str) -> None:
    (found,) = find_words(text, ["Jens Hansen"])

    assert found.text == text.strip("| ")


def test_a_rule_within_a_word_may_be_an_l() -> None:
    assert [one.text for one in find_words("Hr. Ho|m kom", ["Holm"])] == ["Ho|m"]


@pytest.mark.parametrize("text", ["Jens P. Sørensen", "J.-P. Sørensen", "Jens Peter SÃ¸rensen"])
def test_initials_and_mistaken_codings_are_found(text: str) -> None:
    found = find_words(text, ["Jens Peter Sørensen"])

    assert [one.text for one in found] == [text]


def test_the_halves_of_a_first_name_have_initials() -> None:
    assert [one.text for one in find_words("A.M. Bæk", ["Anne-Marie Bæk"])] == ["A.M. Bæk"]


@pytest.mark.parametrize("before", range(99_975, 100_005))
def test_a_word_over_the_cut_between_two_parts_of_a_long_text_is_found_once(before: int) -> None:
    text = "x" * (before - 1) + " Jens Peter Sørensen " + "y" * 200_000

    found = [(one.start, one.end) for one in find_words(text, _WORDS)]

    assert found == [(before, before + len("Jens Peter Sørensen"))]


@pytest.mark.parametrize("before", range(99_990, 100_002))
def test_a_line_of_a_table_at_the_cut_parts_a_word_no_more_than_elsewhere(before: int) -> None:
    text = " " * before + "Jens | Peter Sørensen"

    found = find_words(text, ["Jens Peter Sørensen"])

    assert [(one.start, one.end) for one in found] == [(before, len(text))]
