"""Reading what a person writes: dates in the Danish and the ISO way, and kinds under their many names."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind as K

if TYPE_CHECKING:
    from collections.abc import Mapping

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?")
_DANISH = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})")
_WORDS = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s*([a-zæøå]+)\.?,?\s+(\d{4})")
_MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip
_ENGLISH: Final[Mapping[str, int]] = {"march": 3, "may": 5, "october": 10, "oct": 10}
_SHORTEST_MONTH = 3

_NAMES: Final[Mapping[K, tuple[str, ...]]] = {
    K.SIMPLE: ("simple", "simpel", "enkel", "short"),
    K.ORDINARY: (
        "ordinary", "main", "main_rule", "normal", "standard", "almindelig", "hovedregel", "ofl",
        "offentlighedsloven", "access", "aktindsigt", "public", "own_data", "egenacces",
        "data_extraction", "extraction", "dataudtræk", "7",
    ),
    K.EXTENSIVE: ("extensive", "special", "omfattende", "særlig", "large", "complex", "14"),
    K.VERY_EXTENSIVE: (
        "very_extensive", "quite_special", "meget_omfattende", "helt_særlig", "ganske_særlig",
        "very_large", "very_complex", "40",
    ),
    K.PARTY: ("party", "part", "partsaktindsigt", "fvl", "forvaltningsloven"),
    K.ENVIRONMENTAL: (
        "environmental", "environment", "party_environmental", "miljø", "miljøoplysning",
        "miljøoplysninger", "miljøoplysningsloven", "mol",
    ),
    K.GDPR: ("gdpr", "art15", "art_15", "article_15", "artikel_15", "indsigt", "indsigtsret", "dsar"),
    K.PATIENT_RECORD: ("patient_record", "patient", "journal", "patientjournal", "sundhedsloven"),
    K.COMPLAINT: ("complaint", "klage", "forward_complaint", "videresendelse"),
    K.COMPLAINT_DELAY: ("complaint_delay", "delay", "complaint_time", "klage_over_sagsbehandlingstid", "klage_tid"),
    K.COMPLAINT_ENVIRONMENTAL: ("complaint_environmental", "klage_miljø", "miljøklage"),
    K.COMPLAINT_BODY: ("complaint_body", "klageinstans", "appeal", "appeal_body"),
}  # fmt: skip
# Danish letters as they are written where a keyboard has none.
_SPELT: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def read_kind(words: str) -> K:
    """Return the kind that a word names, in English or Danish. Raises InputProblem with the known ones."""
    wanted = re.sub(r"[\s\-]+", "_", words.strip().casefold())
    for kind, names in _NAMES.items():
        if any(wanted in {name, name.translate(_SPELT)} for name in names):
            return kind
    raise InputProblem(
        log="deadline: unknown kind",
        shown=_(
            "There is no deadline of the kind %(kind)s. Write one of %(kinds)s.",
            kind=words[:40], kinds=", ".join(one.value for one in K),
        ),
    )  # fmt: skip


def read_date(words: str) -> date:
    """Return the date of `2026-04-03`, `03-04-2026`, `3/4 2026` or `3. april 2026`.

    Raises InputProblem where it is no date; the day comes before the month, as Danes write it.
    """
    told = re.sub(r"\s+", " ", words.strip().casefold())
    try:
        if found := _ISO.fullmatch(told):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DANISH.fullmatch(told) or re.fullmatch(r"(\d{1,2})/(\d{1,2}) (\d{4})", told):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _WORDS.fullmatch(told)) and (month := _month(found[2])):
            return date(int(found[3]), month, int(found[1]))
    except ValueError:
        pass
    raise InputProblem(
        log="deadline: not a date",
        shown=_(
            "%(words)s is no date. Write it as 2026-04-03, 03-04-2026 or 3. april 2026.",
            words=words.strip()[:40] or "–",
        ),
    )  # fmt: skip


def _month(word: str) -> int:
    if word in _ENGLISH:
        return _ENGLISH[word]
    if len(word) < _SHORTEST_MONTH:
        return 0
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
