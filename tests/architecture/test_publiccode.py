"""The public description of the software is complete by the standard (publiccode.yml 0.4)."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
import yaml

from tests.architecture.sources import PACKAGE, PROJECT

STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
KINDS = {
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web",
    "standalone/backend", "standalone/other", "addon", "library", "configurationFiles",
}  # fmt: skip
MAINTENANCE = {"internal", "contract", "community", "none"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    text = (PROJECT / "publiccode.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_what_the_standard_asks_for_is_there(described: dict[str, Any]) -> None:
    assert described["publiccodeYmlVersion"] == "0.4"
    assert described["name"] == "Signatur"
    assert described["url"].startswith("https://")
    assert date.fromisoformat(described["releaseDate"])
    assert described["platforms"]
    assert described["developmentStatus"] in STATUSES
    assert described["softwareType"] in KINDS
    assert described["maintenance"]["type"] in MAINTENANCE
    assert described["maintenance"]["contacts"]


def test_it_says_the_same_as_the_package(described: dict[str, Any]) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    languages = {path.name for path in (PACKAGE / "locale").iterdir() if path.is_dir()} | {"en"}
    python = next(one for one in described["dependsOn"]["open"] if one["name"] == "Python")

    assert described["legal"]["license"] == project["license"]
    assert project["requires-python"] == f">={python['versionMin']}"
    assert set(described["localisation"]["availableLanguages"]) == languages
    assert described["localisation"]["localisationReady"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_descriptions_have_the_lengths_that_the_standard_allows(
    described: dict[str, Any], language: str
) -> None:
    told = described["description"][language]

    assert 0 < len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert told["features"]
    assert all(len(feature) <= 100 for feature in told["features"])
