"""What the name of a column gives away, in Danish and English: persons, workers, deadlines, afterwards."""

from __future__ import annotations

import re
from typing import Final

_SPLIT: Final = re.compile(r"[^0-9a-zæøå]+")
_CAMEL: Final = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")

_PERSON: Final = ("cpr", "borger", "person", "patient", "citizen", "klient", "client", "elev", "ansøger", "applicant", "customer", "kunde", "child", "barn")  # fmt: skip
_WORKER: Final = (
    "sagsbehandler", "sagsbeh", "caseworker", "worker", "medarbejder", "behandler", "initialer", "handler",
    "employee", "officer", "clerk", "assessor", "reviewer", "rådgiver", "visitator", "læge", "doctor",
    "clinician", "oprettet af", "created by", "decided by", "afgjort af", "udfyldt af", "user", "bruger",
    "sagsansvarlig", "operator", "annotator", "writer", "author", "underskriver",
)  # fmt: skip
_OFFICE: Final = ("afdeling", "department", "team", "enhed", "kontor", "office", "center", "forvaltning", "distrikt", "unit", "afsnit", "jobcenter", "branch", "kommune", "municipality")  # fmt: skip
_DEADLINE: Final = ("frist", "deadline", "udløb", "udløber", "expire", "expires", "expiry", "due", "til", "slut", "end", "until", "to", "næste", "next", "planlagt", "planned", "gyldig", "valid", "start")  # fmt: skip
_NOT_NEGATIVE: Final = ("alder", "age", "antal", "count", "number", "dage", "days", "varighed", "duration", "areal", "area", "størrelse", "størrelse_m2", "size", "år", "years", "months", "måneder", "minutter", "minutes", "timer", "hours", "vægt", "weight", "højde", "height", "børn", "children", "pris", "price", "km", "distance")  # fmt: skip
_NUMBERED: Final = ("id", "uuid", "guid", "sagsnr", "sagsnummer", "løbenr", "løbenummer", "journalnr", "journalnummer", "cpr", "cprnr", "caseid", "rownumber", "nr")  # fmt: skip
_AGE: Final = ("alder", "age")
_AFTERWARDS: Final = (
    "afgørelse", "afgjort", "decision", "decided", "resultat", "result", "outcome", "udfald", "afsluttet", "closed",
    "closing", "lukket", "klage", "klaget", "appeal", "appealed", "complaint", "begrundelse", "udbetalt",
    "udbetaling", "paid", "payment", "payout", "bevilget", "bevilling", "afslag", "afslået", "granted", "rejected",
    "approved", "rejection", "approval", "final", "endelig", "efter", "post", "status", "discharge", "udskrivning",
    "udskrevet", "death", "døde", "completed", "afslutning", "effektueret", "efterfølgende", "followup", "ruling",
    "verdict", "dom", "lukkedato", "slutdato", "godkendt", "omgjort",
)  # fmt: skip


def words(name: str) -> tuple[str, ...]:
    """Return the words that a column's name is made of, in small letters."""
    return tuple(one for one in _SPLIT.split(_CAMEL.sub(" ", name).casefold()) if one)


def _has(name: str, vocabulary: tuple[str, ...], *, within: bool = False) -> bool:
    parts = words(name)
    spoken = " ".join(parts)
    if any(one in parts or (" " in one and one in spoken) for one in vocabulary):
        return True
    # Danish writes words together: "klagedato", "afgørelsesdato".
    return within and any(len(one) >= 5 and one in spoken for one in vocabulary)


def is_number_of_case(name: str) -> bool:
    return _has(name, _NUMBERED) or words(name)[-1:] in {("id",), ("nr",), ("no",)}


def is_person(name: str) -> bool:
    return _has(name, _PERSON, within=True)


def is_worker(name: str) -> bool:
    return _has(name, _WORKER, within=True)


def is_office(name: str) -> bool:
    return _has(name, _OFFICE, within=True)


def is_deadline(name: str) -> bool:
    return _has(name, _DEADLINE) or _has(name, ("udløb", "deadline", "slutdato"), within=True)


def is_age(name: str) -> bool:
    return _has(name, _AGE)


def is_never_negative(name: str) -> bool:
    return _has(name, _NOT_NEGATIVE) or _has(
        name, ("antal", "alder", "varighed", "areal"), within=True
    )


def is_of_afterwards(name: str) -> bool:
    return _has(name, _AFTERWARDS, within=True)
