"""What a template may write on a page."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from signatur.kernel.i18n import text
from signatur.kernel.web.templates import environment_of


@dataclass
class Insides:
    secret: str = "010203-1234"


@pytest.mark.parametrize("value", [Insides(), None, ["a"], {"a": 1}, ("a",), {"a"}])
def test_the_insides_of_the_program_are_never_written_on_a_page(value: object) -> None:
    template = environment_of(()).from_string("<p>{{ value }}</p>")

    with pytest.raises(TypeError, match="has no words to show") as refused:
        template.render(value=value)
    assert "010203" not in str(refused.value)


@pytest.mark.parametrize("value", ["Sag", 3, 2.5, True, text("Case")])
def test_words_and_numbers_are_written(value: object) -> None:
    assert environment_of(()).from_string("{{ value }}").render(value=value) == str(value)
