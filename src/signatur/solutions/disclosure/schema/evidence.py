"""What the evidence codes of findings mean, in words for those who review them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

EVIDENCE_TITLES: Final[Mapping[str, Text]] = {
    "calendar": _("The digits are a date"),
    "modulus_11": _("The check digit holds (modulus 11)"),
    "mod_97": _("The check digits hold (modulus 97)"),
    "luhn": _("The check digit holds (Luhn)"),
    "gs1": _("The check digit holds (GS1)"),
    "replacement_number": _("It is shaped as a replacement number"),
    "no_such_day": _("A word says what it is, but the digits are no date"),
    "month_in_words": _("The month is written in words"),
    "masked": _("Some digits are masked"),
    "parted": _("It is parted over several lines or columns"),
    "ocr": _("Letters were read as digits, as recognition confuses them"),
    "rough": _("Recognition may have misread it: it is nearly a name or word that is known"),
    "spaced_letters": _("The letters stand apart"),
    "encoded": _("It is written as in addresses of the web or in HTML"),
    "obfuscated": _("It is written so that machines do not see it"),
    "country_code": _("It has a country code"),
    "personal_path": _("The address leads to a person or a record"),
    "machine_readable": _("It is a line for machines to read"),
    "street_ending": _("The word ends as names of streets do"),
    "known_street": _("There is a street of this name"),
    "street_without_number": _("It is a street without a number"),
    "floor_or_town": _("A floor or a town stands beside it"),
    "house_number": _("It is a house number"),
    "near_person": _("The sentence speaks of a person"),
    "near_name": _("A name stands near by"),
    "general": _("The sentence speaks in general"),
    "phrase": _("The words stand together"),
    "section": _("A section of an act is named"),
    "icd_code": _("It is a code of a diagnosis"),
    "mail_within_house": _("It is mail between colleagues"),
    "propagated": _("The same name was surely found elsewhere"),
    "first_name": _("It is the first name of somebody named elsewhere"),
    "file_name": _("It stands in the name of the file"),
    "whole_line": _("The file says so of itself, in a line of its own"),
    "word": _("Somebody asked to have it withheld"),
    "cue": _("A word beside it says what it is"),
    "shape": _("It is written as such things are"),
    "lexicon": _("The word is in the list of its category"),
    "crf": _("The recogniser of names reads it as a name"),
    "gazetteer": _("It is in the list of names"),
    "second_pass": _("It was read again without regard to capitals"),
}
"""By code; a code with a colon, such as `cue:cpr`, has the title of what stands before the colon."""


def evidence_title(code: str) -> Text | None:
    """Return the meaning of a code in words; None where there are none for it."""
    return EVIDENCE_TITLES.get(code) or EVIDENCE_TITLES.get(code.partition(":")[0])
