"""Words that say what the number after them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_REACH = 44
_LONGEST_GAP = 30


class CueKind(StrEnum):
    """What a word before a number says it is."""

    CPR = "cpr"
    P_NUMBER = "p_number"
    SE_NUMBER = "se_number"
    CVR = "cvr"
    GLN = "gln"
    KLE = "kle"
    CASE = "case"
    PROPERTY = "property"
    REGISTRATION = "registration"
    """A bank's or a vehicle's: both are called reg.nr."""
    ACCOUNT = "account"
    VEHICLE = "vehicle"
    ADDRESS = "address"
    PHONE = "phone"
    OTHER = "other"
    """Something that is no identifier of a person or case: invoice, order, customer, meter."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word before a number, and what stands between the two."""

    kind: CueKind
    end: int
    """Offset into the text just after the word."""
    gap: str

    @property
    def is_tight(self) -> bool:
        """Nothing but signs and words like `nr.` or `er` between the word and the number."""
        if any(map(str.isdigit, self.gap)):
            return False
        return all(word in _FILLERS for word in _WORD.findall(self.gap))


# Danish first; English, German, Swedish and Norwegian where the words differ. Compounds with
# nr, nummer and id are added below.
_WORDS: dict[CueKind, str] = {
    CueKind.CPR: "cpr crp person personligt fødselsnummer pnr ssn personnumre personnumret",
    CueKind.CVR: "cvr vat moms virksomheds org organisations",
    CueKind.GLN: "ean gln lokations",
    CueKind.KLE: "kle emne emneplan facet handlingsfacet",
    CueKind.CASE: "saks ärende diarie dnr diarienummer ref reference esdh bom aktenzeichen az "
    "geschäftszeichen journalnumre sagsnumre",
    CueKind.PROPERTY: "matr matrikel bfe ejendoms esr",
    CueKind.REGISTRATION: "reg registrerings",
    CueKind.ACCOUNT: "konto kontoen nemkonto account bank bankkonto lønkonto",
    CueKind.VEHICLE: "nummerplade nummerpladen plade indregistrerings bil bilen køretøj køretøjet "
    "stel kennzeichen",
    CueKind.ADDRESS: "adresse adressen adressa bopæl bor boende flytter flyttet flytte address "
    "wohnhaft anschrift",
    CueKind.PHONE: "tlf telefon telefonnummer phone tel mobil mob mobiltelefon ring ringe ringes "
    "ringer sms fax træffes kontakt kontaktes call lokal handy telefonen whatsapp",
    CueKind.OTHER: "faktura fakturaer invoice ordre order kunde bestilling bestillings vare serie "
    "imei medlem medlems police betaling betalings kvittering kvitterings løbe stregkode token pin "
    "måler abonnement abonnements girokort fik kid tracking pakke version beløb timestamp "
    "rykker varenummer",
}
# These say something only together with nr, nummer or id: P-nummer, j.nr., sags-id.
_STEMS: dict[CueKind, str] = {
    CueKind.P_NUMBER: "p",
    CueKind.SE_NUMBER: "se",
    CueKind.CASE: "j jour journal sags sag dok dokument case",
    CueKind.CPR: "r personal social security civil registration",
}
_PRODUCTION_UNIT = "produktionsenhed produktionsenheden penhed"
_NUMBER_WORDS = frozenset({"nr", "nummer", "nummeret", "no", "number", "id", "nrs", "numre"})
_FILLERS = {*_NUMBER_WORDS, "er", "is", "på", "i", "c", "p", "r"}
_WORD = re.compile(r"[^\W\d_]+")


def _words() -> dict[str, CueKind]:
    """Map each word, alone and in one word with nr, nummer or id, to its kind."""
    alone = {word: kind for kind, words in _WORDS.items() for word in words.split()}
    alone |= dict.fromkeys(_PRODUCTION_UNIT.split(), CueKind.P_NUMBER)
    stems = alone | _stems()
    return alone | {stem + end: kind for stem, kind in stems.items() for end in _NUMBER_WORDS}


def _stems() -> dict[str, CueKind]:
    return {stem: kind for kind, stems in _STEMS.items() for stem in stems.split()}


_KINDS = _words()
_KINDS_BEFORE_NUMBER_WORD = _stems()


def cue_before(text: str, start: int) -> Cue | None:
    """Return the nearest word before `start` that says what the number there is."""
    lead = text[max(0, start - _REACH) : start].lower()
    after = ""
    for words_after, word in enumerate(reversed(_WORD.findall(lead))):
        kind = _KINDS.get(word)
        if kind is None and after in _NUMBER_WORDS:
            kind = _KINDS_BEFORE_NUMBER_WORD.get(word)
        if kind is not None:
            return _cue(kind, lead, start, words_after)
        after = word
    return None


def _cue(kind: CueKind, lead: str, start: int, words_after: int) -> Cue | None:
    end = list(_WORD.finditer(lead))[-1 - words_after].end()
    gap = lead[end:]
    if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
        return None
    return Cue(kind, start - len(gap), gap)
