"""Staff's own rules: what each looks at, and which one speaks first."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema import RuleField, RuleMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from signatur.solutions.mail_routing.schema import Enquiry, Party, Rule


def first_match(enquiry: Enquiry, rules: Iterable[Rule]) -> Rule | None:
    """Return the first rule in use, and not only simulated, that fits."""
    for rule in rules:
        if rule.is_in_use and not rule.is_simulated and matches(enquiry, rule):
            return rule
    return None


def simulated_matches(enquiry: Enquiry, rules: Iterable[Rule]) -> dict[str, str]:
    """Return what simulated rules would say: rule id -> key of the subject or department."""
    return {
        rule.id: rule.target.subject_key or rule.target.department_key
        for rule in rules
        if rule.is_in_use and rule.is_simulated and matches(enquiry, rule)
    }


def matches(enquiry: Enquiry, rule: Rule) -> bool:
    """Say whether a rule fits an enquiry; upper and lower case are the same."""
    fits, wanted = _COMPARISONS[rule.match], rule.value.casefold()
    return any(fits(value.casefold().strip(), wanted) for value in _VALUES[rule.field](enquiry))


def _has_word(value: str, wanted: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", value) is not None


def _has_one_of(value: str, wanted: str) -> bool:
    words = (word.strip() for word in wanted.split(";"))
    return any(_has_word(value, word) for word in words if word)


def _fits_pattern(value: str, wanted: str) -> bool:
    return _pattern(wanted).fullmatch(value) is not None


@lru_cache(maxsize=1024)
def _pattern(wanted: str) -> re.Pattern[str]:
    """Return a pattern in which `*` stands for any characters and all else for itself."""
    # A run of stars is one star: two neighbouring `.*` would make the search quadratic.
    pieces = re.split(r"\*+", wanted)
    return re.compile(".*".join(re.escape(piece) for piece in pieces), re.DOTALL)


_COMPARISONS: Mapping[RuleMatch, Callable[[str, str], bool]] = {
    RuleMatch.CONTAINS: lambda value, wanted: wanted in value,
    RuleMatch.HAS_WORD: _has_word,
    RuleMatch.HAS_ONE_OF: _has_one_of,
    RuleMatch.IS: lambda value, wanted: value == wanted,
    RuleMatch.BEGINS: lambda value, wanted: value.startswith(wanted),
    RuleMatch.ENDS: lambda value, wanted: value.endswith(wanted),
    RuleMatch.PATTERN: _fits_pattern,
}


def _of_party(party: Party) -> tuple[str, ...]:
    return party.address, party.name, party.id


_VALUES: Mapping[RuleField, Callable[[Enquiry], Iterable[str]]] = {
    RuleField.SUBJECT: lambda enquiry: (enquiry.subject,),
    RuleField.TEXT: lambda enquiry: (enquiry.body.text,),
    RuleField.SUBJECT_OR_TEXT: lambda enquiry: (enquiry.subject, enquiry.body.text),
    RuleField.SENDER: lambda enquiry: _of_party(enquiry.sender) if enquiry.sender else (),
    RuleField.RECIPIENT: lambda enquiry: (
        value for recipient in enquiry.recipients for value in _of_party(recipient)
    ),
    RuleField.CHANNEL: lambda enquiry: (enquiry.channel,),
    RuleField.ATTACHMENT: lambda enquiry: (one.name for one in enquiry.attachments),
    RuleField.MESSAGE_CODE: lambda enquiry: (enquiry.metadata.message_code,),
    RuleField.CONTACT_GROUP: lambda enquiry: (
        enquiry.metadata.contact_group,
        enquiry.metadata.contact_label,
    ),
    RuleField.KLE: lambda enquiry: (enquiry.metadata.kle_code,),
}
