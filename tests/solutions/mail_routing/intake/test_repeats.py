"""What repeats something before it in one run is marked, word for word or nearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.intake import Repeats
from signatur.solutions.mail_routing.schema import Duplicates
from tests.corpus.messages.mime import head, mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.solutions.mail_routing.schema import Enquiry

    Read = Callable[..., Enquiry]

_TEXT = (
    "Der er et stort hul i vejen ud for vores hus, og min søn væltede på sin cykel i går. "
    "Kan I fortælle os, hvornår det bliver lavet, og om vi kan få erstatning for cyklen? "
    "Vi har skrevet før, men har ikke fået noget svar endnu.\n"
)


def _mail(body: str, number: int = 1) -> bytes:
    header = head(X_Number=str(number), Content_Type="text/plain; charset=utf-8")
    return mail(header, body)


def test_the_same_bytes_again_are_the_same_enquiry(read: Read) -> None:
    repeats = Repeats()
    first = repeats.mark(read(_mail(_TEXT)))
    again = repeats.mark(read(_mail(_TEXT)))

    assert first.duplicates == Duplicates()
    assert again.duplicates.same_as == first.id == again.id


def test_the_same_words_from_elsewhere_are_the_same(read: Read) -> None:
    repeats = Repeats()
    first = repeats.mark(read(_mail(_TEXT)))
    same = repeats.mark(read(_mail(_TEXT.replace("  ", " ").upper(), number=2)))

    assert same.duplicates.same_as == first.id != same.id


def test_the_same_letter_from_another_person_is_the_same(read: Read) -> None:
    repeats = Repeats()
    first = repeats.mark(read(_mail(_TEXT + "Mit cpr-nummer er 610190-1234.\n")))
    same = repeats.mark(read(_mail(_TEXT + "Mit cpr-nummer er 620285-4321.\n", number=2)))

    assert same.duplicates.same_as == first.id


def test_a_changed_word_makes_it_near_and_another_matter_does_not(read: Read) -> None:
    repeats = Repeats()
    first = repeats.mark(read(_mail(_TEXT)))
    near = repeats.mark(read(_mail(_TEXT.replace("i går", "i forgårs"), number=2)))
    other = repeats.mark(read(_mail("Jeg vil gerne søge om en plads i vuggestue.\n" * 3, number=3)))

    assert [one.id for one in near.duplicates.near] == [first.id]
    assert 0.8 <= near.duplicates.near[0].similarity < 1
    assert (near.duplicates.same_as, other.duplicates) == (None, Duplicates())


def test_files_without_any_bytes_repeat_nothing(read: Read) -> None:
    repeats = Repeats()
    marked = [repeats.mark(read(b"", name)) for name in ("a.eml", "b.eml")]

    assert [each.duplicates for each in marked] == [Duplicates(), Duplicates()]
