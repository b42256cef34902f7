"""What an operator may set for sharing."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SettingsGroup


class SharingSettings(SettingsGroup):
    """Keys of bundles."""

    prefix: ClassVar[str] = "SHARING"

    key_file: Path | None = Field(
        default=None,
        description="File with the private Ed25519 key (PEM) that signs bundles. Empty: a key of "
        "the installation's own below the data folder, made at first use.",
    )
    trusted: tuple[str, ...] = Field(
        default=(),
        description="Fingerprints of keys whose bundles are taken in without naming them each "
        "time, as a JSON list.",
    )
