"""Giving a project out as a signed bundle, and taking one in."""

from signatur.kernel.i18n import text as _
from signatur.stewardship.sharing.service.giving import (
    GIVE,
    NotShareable,
    give_out,
    given_out,
    open_given_out,
)
from signatur.stewardship.sharing.service.keys import installation_key, is_trusted
from signatur.stewardship.sharing.service.taking import (
    TAKE_IN,
    Untrusted,
    check_again,
    get_taken_in,
    take_in,
    taken_in,
)

AUDIT_PHRASES = {
    "sharing.given_out": _("Given out as a signed bundle"),
    "sharing.taken_in": _("Taken in from a signed bundle of %(giver)s"),
}

__all__ = [
    "AUDIT_PHRASES",
    "GIVE",
    "TAKE_IN",
    "NotShareable",
    "Untrusted",
    "check_again",
    "get_taken_in",
    "give_out",
    "given_out",
    "installation_key",
    "is_trusted",
    "open_given_out",
    "take_in",
    "taken_in",
]
