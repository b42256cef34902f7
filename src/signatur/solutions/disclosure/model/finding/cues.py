"""Paragraphs that may be business secrets, internal documents, legal advice or personnel matters.

These are cues for a reader, not decisions: whether § 23 or § 30 holds depends on what no text says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.normalising import normalise
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
_LONGEST = 3_000
# Offentlighedsloven § 30, nr. 2; forvaltningsloven § 27.
_BUSINESS = (
    (
        r"forretningshemmelig\w*|erhvervshemmelig\w*|driftshemmelig\w*|trade secret|business secret",
        0.9,
        "cue:secret",
    ),
    (
        r"strengt fortrolig\w*|kommercielt fortrolig\w*|company confidential|confidential\b|in confidence",
        0.75,
        "cue:confidential",
    ),
    (
        r"tilbudspris\w*|enhedspris\w*|tilbudsliste\w*|timepris\w*|stykpris\w*|nettopris\w*|kalkulation\w*|kostpris\w*|prisstruktur\w*|prisfastsæt\w*|indkøbspris\w*|salgspris\w*|rabat(?:sats|ter|ten|struktur)\w*",
        0.6,
        "cue:price",
    ),
    (
        r"avance(?:n|r|rne)?\b|dækningsbidrag\w*|dækningsgrad\w*|fortjenstmargen\w*|profitmargin\w*|bruttomargin\w*|bonusordning\w*|royalt\w*",
        0.65,
        "cue:margin",
    ),
    (
        r"kundeliste\w*|kundekartotek\w*|kundedatabase\w*|leverandørliste\w*|ordrebeholdning\w*|markedsandel\w*|forretningsplan\w*|forretningsstrategi\w*|business case",
        0.6,
        "cue:customers",
    ),
    (
        r"(?:hemmelig\w*|vores|virksomhedens|selskabets|firmaets|original\w*|produkt\w*) opskrift(?:en|er)?\b|recept(?:ur|uren)\b|produktionsmetode\w*|fremstillingsmetode\w*|fremstillingsproces\w*|produktionsproces\w*|kildekode\w*|knowhow|know-how|patentansøg\w*|konstruktionstegning\w*|algoritme(?:n|r)?\b",
        0.55,
        "cue:method",
    ),
    (
        r"kontraktvilkår\w*|aftalevilkår\w*|kontraktsum\w*|vederlag(?:et)?\b|betalingsbetingelse\w*|konventionalbod\w*|bodsbestemmelse\w*|tilbudsgiver\w*|tilbudsevaluering\w*|evaluering af tilbud|konkurrencefølsom\w*|konkurrencemæssig\w*",
        0.55,
        "cue:contract",
    ),
    (
        r"(?:kr\.|dkk|eur)\s?\d[\d.]*(?:,\d\d)?[^\n]{0,60}(?:pr\.|per)\s?(?:time|stk|styk|m2|m²|måned|enhed|ton|kg|døgn|plads)",
        0.5,
        "cue:price",
    ),
)
# Offentlighedsloven § 23, stk. 1; forvaltningsloven § 12.
_INTERNAL = (
    (
        r"internt? (?:notat|arbejdsdokument|dokument|arbejdspapir|brug|mail|møde|drøftelse|udkast|oplæg|sagsnotat|vurdering)\w*",
        0.85,
        "cue:internal",
    ),
    (
        r"(?:kun )?til internt? brug|må ikke (?:videregives|udleveres|offentliggøres)|ikke til (?:offentliggørelse|videregivelse|aktindsigt)",
        0.85,
        "cue:internal_use",
    ),
    (
        r"arbejdsdokument\w*|arbejdspapir\w*|arbejdsnotat\w*|arbejdsudkast\w*|huskenotat\w*|post-?it",
        0.75,
        "cue:working_document",
    ),
    (
        r"^\W{0,6}(?:foreløbigt |første |1\. |2\. |revideret )?(?:udkast|kladde|draft|fortroligt udkast|version 0\.\d)\b",
        0.8,
        "cue:draft",
    ),
    (
        r"(?:første|foreløbigt|revideret|vedhæftet|mit|dit|vores|et) udkast\b|udkast til (?:afgørelse|svar|brev|notat|høring|indstilling|dagsorden|referat)\w*|\bdraft\b|\bvandmærke\w*",
        0.6,
        "cue:draft",
    ),
    (
        r"foreløbige overvejelser|vi overvejer internt|interne overvejelser|beslutningsoplæg|ledelsesinformation|chefgruppen drøft\w*|direktionen drøft\w*|voteringsprotokol\w*|vi bør nok|hvad tænker du|kan du lige|mellem os|sparring",
        0.5,
        "cue:deliberation",
    ),
    (
        r"juridisk (?:rådgivning|vurdering|responsum|notat|bistand)|advokat(?:en|ens|fuld\w*)?\b[^\n]{0,50}(?:vurder|anbefal|rådgiv|responsum)|procesrisiko\w*|procesvurdering\w*|kammeradvokaten\w*[^\n]{0,60}(?:vurder|notat|råd)|responsum",
        0.7,
        "cue:legal_advice",
    ),
    (
        r"personalesag\w*|tjenstlig(?:e|t)? (?:samtale|advarsel|sag)\w*|skriftlig advarsel|mundtlig advarsel|påtænkt afsked\w*|påtale|\bmus-samtale\w*|sygefraværssamtale\w*|partshøring om afsked\w*|lønforhandling\w*|afskedigelsessag\w*|bortvisning|bortvist|ansøgningsfeltet|ansøgerliste\w*|ansættelsesudvalg\w*|disciplinær\w*",
        0.7,
        "cue:personnel",
    ),
)
_MAIL = re.compile(
    r"^(?:fra|from):[^\n]*@(?P<first>[\w.\-]+)[^\n]*\n(?:[^\n]*\n){0,4}?(?:til|to):(?P<to>[^\n]*@[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_APPRAISAL = re.compile(r"\bMUS\b")
_COMPILED = tuple(
    (kind, re.compile(pattern, re.MULTILINE), sure, code)
    for kind, table in ((FindingKind.BUSINESS, _BUSINESS), (FindingKind.INTERNAL, _INTERNAL))
    for pattern, sure, code in table
)


def find_cues(text: str) -> tuple[Finding, ...]:
    """Return paragraphs with words that speak for a ground of the rest of the law, in order."""
    normalised = normalise(text)
    found = []
    for paragraph in _PARAGRAPH.finditer(normalised.text):
        for first in range(0, len(paragraph[0]), _LONGEST):
            stretch = paragraph[0][first : first + _LONGEST]
            start = paragraph.start() + first
            for kind, sure, codes in _said(stretch):
                a, b = normalised.back(start, start + len(stretch))
                found.append(Finding(kind, a, b, text[a:b], sure, codes))
    for match in _MAIL.finditer(normalised.text):
        if _is_among_colleagues(match):
            a, b = normalised.back(*match.span())
            found.append(
                Finding(FindingKind.INTERNAL, a, b, text[a:b], 0.6, ("mail_within_house",))
            )
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def _said(paragraph: str) -> Iterator[tuple[FindingKind, float, tuple[str, ...]]]:
    # A search in small letters is four times as fast as one that minds no case; mus are mice too.
    paragraph = _APPRAISAL.sub("mus-samtale", paragraph).lower()
    for kind in (FindingKind.BUSINESS, FindingKind.INTERNAL):
        missed = 1.0
        codes: list[str] = []
        for of, pattern, sure, code in _COMPILED:
            if of is kind and pattern.search(paragraph):
                missed *= 1 - sure
                codes.append(code)
        if codes:
            yield kind, round(1 - missed, 3), tuple(dict.fromkeys(codes))


def _is_among_colleagues(match: re.Match[str]) -> bool:
    house = match["first"].lower().rstrip(".>")
    domains = re.findall(r"@([\w.\-]+)", match["to"].lower())
    return all(domain.rstrip(".>") == house for domain in domains)
