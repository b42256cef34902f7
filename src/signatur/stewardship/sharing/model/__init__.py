"""Bundles: written the same each time, signed, and refused when anything in them was changed."""

from signatur.stewardship.sharing.model.bundles import (
    BrokenBundle,
    fingerprint_of,
    new_key,
    read_bundle,
    write_bundle,
)
from signatur.stewardship.sharing.model.guarding import person_data_in, without_addresses

__all__ = [
    "BrokenBundle",
    "fingerprint_of",
    "new_key",
    "person_data_in",
    "read_bundle",
    "without_addresses",
    "write_bundle",
]
