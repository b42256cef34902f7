"""What is found in a document: a stretch of its text or of a picture that may have to be withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.methods.documents.laid_out import Box


class FindingKind(StrEnum):
    """What something is that may have to be withheld; the value is what files and commands say."""

    # numbers and addresses
    CPR = "cpr"
    CPR_FRAGMENT = "cpr_fragment"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    CVR = "cvr"
    SE_NUMBER = "se_number"
    P_NUMBER = "p_number"
    EAN = "ean"
    IBAN = "iban"
    BANK_ACCOUNT = "bank_account"
    PAYMENT_SLIP = "payment_slip"
    PAYMENT_CARD = "payment_card"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    PLATE = "plate"
    VIN = "vin"
    CADASTRE = "cadastre"
    PROPERTY = "property"
    ADDRESS_KEY = "address_key"
    ADDRESS = "address"
    POSTAL_TOWN = "postal_town"
    CASE_NUMBER = "case_number"
    GPS = "gps"
    IP = "ip"
    GUID = "guid"
    USER_NAME = "user_name"
    # names
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER_NAME = "other_name"
    ROLE_WORD = "role_word"
    """A word that names one person in this case, such as *far*."""
    # special categories (GDPR articles 9 and 10) and what Danish law protects beside them
    HEALTH = "health"
    UNION = "union"
    RELIGION = "religion"
    POLITICS = "politics"
    ETHNICITY = "ethnicity"
    SEXUALITY = "sexuality"
    CRIME = "crime"
    SOCIAL = "social"
    ECONOMY = "economy"
    # cues for the rest of the law
    BUSINESS = "business"
    INTERNAL = "internal"
    # pictures
    SIGNATURE = "signature"
    FACE = "face"
    BAR_CODE = "bar_code"
    # by hand
    WORD = "word"
    """A word that somebody asked to have withheld."""
    AREA = "area"
    """A box that somebody drew."""
    PAGE = "page"


class Check(StrEnum):
    """What a check digit or a calendar says. `INVALID` never makes a finding go away."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch of a document's text, or one area of a page, that may have to be withheld."""

    kind: FindingKind
    start: int
    end: int
    """Offsets in the document's one text; both the start of the page for findings in pictures."""
    text: str = field(repr=False)
    """`whole_text[start:end]`; what a bar code says; empty for other areas."""
    confidence: float
    """Probability, as far as it is known, that it is of this kind."""
    evidence: tuple[str, ...] = ()
    """Codes that say why, such as `modulus_11` or `cue:cpr`; `EVIDENCE_TITLES` says them in words."""
    check: Check = Check.UNKNOWN
    ground: str = ""
    """Key of the ground that is proposed under the regime at hand; empty: none is proposed."""
    area: tuple[int, Box] | None = None
    """Page number and box, where it is no text."""
    value: str = field(default="", repr=False)
    """The same in one spelling: digits of a number, the name in its base form."""
