"""Settings are declared; what is unknown or impossible stops the start with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from pydantic import Field

from signatur.kernel.settings import Share, SolutionSettings, WrongSetting, load_settings

if TYPE_CHECKING:
    from pathlib import Path


class LetterSettings(SolutionSettings):
    """What an operator may set for letters."""

    prefix: ClassVar[str] = "LETTERS"

    minimum_confidence: Share = Field(default=0.8, description="Below this nothing is shown.")
    channels: tuple[str, ...] = Field(default=(), description="Where letters come from.")


def load(**environment: str) -> LetterSettings:
    return load_settings(environment, [LetterSettings]).of(LetterSettings)


def test_what_is_not_set_has_its_default() -> None:
    assert load().minimum_confidence == 0.8


def test_a_setting_is_read_by_the_name_of_its_group() -> None:
    assert load(SIGNATUR_LETTERS_MINIMUM_CONFIDENCE="0.9").minimum_confidence == 0.9


def test_the_platforms_own_settings_have_no_group_in_their_name() -> None:
    assert load_settings({"SIGNATUR_PORT": "8080"}).kernel.port == 8080


def test_a_list_is_written_as_json() -> None:
    assert load(SIGNATUR_LETTERS_CHANNELS='["mail", "scan"]').channels == ("mail", "scan")


def test_other_programs_variables_are_no_concern_of_ours() -> None:
    assert load(PATH="/bin", SIGNATURE="x").minimum_confidence == 0.8


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(WrongSetting) as refusal:
        load(SIGNATUR_LETTERS_MINIMUM_CONFIDENSE="0.9")

    assert refusal.value.shown.values == {
        "name": "SIGNATUR_LETTERS_MINIMUM_CONFIDENSE",
        "nearest": "SIGNATUR_LETTERS_MINIMUM_CONFIDENCE",
    }


def test_a_setting_like_no_other_is_refused_too() -> None:
    with pytest.raises(WrongSetting) as refusal:
        load(SIGNATUR_ZZZZZZZZZZZZZZZZ="1")

    assert refusal.value.shown.values == {"name": "SIGNATUR_ZZZZZZZZZZZZZZZZ"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIGNATUR_PORT", "many"),
        ("SIGNATUR_PORT", "70000"),
        ("SIGNATUR_LANGUAGE", "sv"),
        ("SIGNATUR_LETTERS_MINIMUM_CONFIDENCE", "1.5"),
        ("SIGNATUR_LETTERS_CHANNELS", "mail, scan"),
        ("SIGNATUR_LETTERS_CHANNELS", '"mail"'),
    ],
)
def test_an_impossible_value_is_refused_by_name_without_quoting_it(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refusal:
        load(**{name: value})

    assert refusal.value.shown.values["name"] == name
    assert value not in str(refusal.value.shown)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "database"
    secret.write_text("postgresql://signatur:hemmelig@db/signatur\n", encoding="utf-8")

    settings = load_settings({"SIGNATUR_DATABASE_URL_FILE": str(secret)})

    assert settings.kernel.database_url == "postgresql://signatur:hemmelig@db/signatur"


def test_a_secret_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as refusal:
        load_settings({"SIGNATUR_DATABASE_URL_FILE": str(tmp_path / "nothing")})

    assert refusal.value.shown.values == {
        "name": "SIGNATUR_DATABASE_URL_FILE",
        "reason": "FileNotFoundError",
    }


def test_a_group_that_was_never_declared_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        load_settings({}).of(LetterSettings)
