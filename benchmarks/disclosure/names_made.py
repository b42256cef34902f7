"""Made sentences of letters, forms and notes, with drawn names: what news do not teach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.names.schema import TaggedSentence
from signatur.methods.text.names.tokens import tokens_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_SLOT = re.compile(r"<(\w+)>")
_KIND = {
    "P": "PER",
    "F": "PER",
    "L": "PER",
    "I": "PER",
    "S": "LOC",
    "T": "LOC",
    "O": "ORG",
    "H": "PER",
    "B": "ORG",
    "N": "PER",
    "R": "PER",
}
_TOWN_NAMES = "Odense Aarhus Aalborg Kolding Viborg Holbæk Ringsted Nykøbing Thisted Varde Ribe Skive Hjørring Rønne Nuuk Tórshavn Faaborg Struer Lemvig Grenaa"
_BODIES = """Aalborg Kommune|Familieafdelingen|Jobcenter Odense|Ankestyrelsen|Udbetaling Danmark|Socialtilsyn Syd|Skovbrynsskolen|
Børnehaven Regnbuen|KMD A/S|Region Midtjylland|Statsforvaltningen|Børne- og Familieafdelingen|Østerbroskolen|Plejecenter Lindehaven|
Hansens Malerfirma ApS|Familieretshuset|Falck|Dansk Handicap Forbund|Lægerne Algade|Børnehuset Mariehønen|Jensen & Søn A/S""".replace(
    "\n", ""
).split("|")
_STREET_NAMES = "Skovvej Nørregade Egevej Kirkestien Møllebakken Rosenvej Søndergade Birkevænget Lærkevej Parkallé Enghavevej Tværgade"
_TEMPLATES = """
Navn: <P>
Navn: <R>
Barn: <P>, cpr-nr. 010110-1234
Barnets navn: <P>
Mor: <P>
Far: <P>, <S> 12, 8000 <T>
Mor: <P>, far: <P>
Forældre: <P> og <P>
Til: <P>
Fra: <P>
Kopi: <P>, <P>
Vedr.: <P>
Vedrørende <P>, født 3. maj 1984
Sag: <P> - ansøgning om støtte
Att.: <P>
Att. <P>
<O>, att. <P>
v/ <P>
c/o <P>, <S> 4, 2. tv., 5000 <T>
Deltagere: <P>, <P> og <P>
Til stede: <P> (<O>), <F> og <N>
Afbud: <F>
Referent: <P>
Sagsbehandler: <P>
Kontaktperson: <F>, tlf. 12 34 56 78
Partsrepræsentant: <P>
Ansøger <P> har søgt om hjælp til børnene <F>, <F> og <F>.
Med venlig hilsen <P>
Venlig hilsen <F>
Mvh <P>, socialrådgiver
Hilsen <F> og <F>
Hej <F>
Hej <F>,
Kære <P>
Kære <F>
Kære hr. <L>
Kære <F> og <F>
Tak for snakken i går, <F>.
<P> oplyser, at <F> ikke trives i skolen.
<F> bor hos sin far, <P>, på <S> 14 i <T>.
Vi har den 4. juni talt med <P> om sagen.
Det er aftalt med <F>, at hun ringer til <O>.
<L> har klaget over afgørelsen.
Familien <L> er flyttet til <T>.
Plejefamilien <L> har haft <F> boende siden 2019.
Fru <L> har ikke svaret.
Ægteparret <L> ønsker byggetilladelse.
Advokat <P> har anmodet om aktindsigt på vegne af <P>.
Læge <N> har skrevet en attest.
Skoleleder <P> fra <O> deltog i mødet.
Politiassistent <L> ringede og fortalte om <F>.
<I> <L> ejer grunden.
Naboen, <P>, har fældet et træ ved <S>.
<F> siger, at <F> har slået <F>.
<P> og <P> har fælles forældremyndighed over <F>.
Der er modtaget underretning om <P> fra <O>.
<P>s mor har sagt ja.
<F>s lærer er bekymret.
Sønnen <F> og datteren <F> går på <O>.
Hun har boet i <T> siden 2003.
Han er henvist til <O> i <T>.
Vi skriver fra <O> om din ansøgning.
Mødet holdes på <S> 3, 7000 <T>.
<O> har truffet afgørelse i sagen.
Borgeren er kendt af <O>.
Borger har ringet i dag og er ked af det.
Der er givet afslag på ansøgningen.
Hjemmebesøg hos <P>, alt i orden.
Ringet til <P>, ikke hjemme.
Talt med <F> i dag.
<F> ringer igen i morgen.
Besøg hos <F> kl. 10.
Telefon fra <P> vedr. bolig.
<F> har ikke været i skole siden mandag.
<F> er faldet, sår på knæet.
1. <P>
- <P>
<P>, <F>, <F>
<R>
<P> (mor), <P> (far), <F> (7 år)
Tak til <H> for hjælpen.
<H> hvad mener du om det?
Godt interview i <B> i dag.
Læs mere hos <B>
""".strip().split("\n")


def made(
    first: Sequence[Sequence[str]], last: Sequence[Sequence[str]], many: int, seeded: random.Random
) -> Iterator[TaggedSentence]:
    """Yield sentences; `first` and `last` are lists of names that are drawn from alike."""
    for at in range(many):
        yield _filled(_TEMPLATES[at % len(_TEMPLATES)], first, last, seeded)


def _filled(
    template: str,
    first: Sequence[Sequence[str]],
    last: Sequence[Sequence[str]],
    seeded: random.Random,
) -> TaggedSentence:
    words: list[str] = []
    tags: list[str] = []
    for at, part in enumerate(_SLOT.split(template)):
        if at % 2 == 0:
            if part.startswith("s ") and words and at:
                words[-1] += "" if words[-1].endswith("s") else "s"
                rest = part[1:]
            else:
                rest = part
            new = [token.word for token in tokens_of(rest)]
            words += new
            tags += ["O"] * len(new)
            continue
        text = _drawn(part, first, last, seeded)
        if part == "R":
            surname, given = text
            words += [surname, ",", *given.split(" ")]
            tags += ["B-PER", "O", "B-PER", *["I-PER"] * given.count(" ")]
            continue
        new = [token.word for token in tokens_of(str(text))] if part not in "HB" else [str(text)]
        words += new
        tags += [f"B-{_KIND[part]}", *[f"I-{_KIND[part]}"] * (len(new) - 1)]
    return TaggedSentence(tuple(words), tuple(tags))


def _drawn(
    slot: str, first: Sequence[Sequence[str]], last: Sequence[Sequence[str]], seeded: random.Random
) -> str | tuple[str, str]:
    pool = seeded.randrange(len(first))
    given = _name(first[pool], seeded)
    if seeded.random() < 0.2:
        given += " " + _name(first[pool], seeded)
    surname = _name(last[pool], seeded)
    if seeded.random() < 0.25:
        surname = f"{_name(last[pool], seeded)} {surname}"
    if seeded.random() < 0.05:
        surname = f"{_name(last[pool], seeded)}-{surname.split(' ')[-1]}"
    letter = given[0]
    return {
        "P": f"{given} {surname}",
        "F": given.split(" ")[0],
        "L": surname.split(" ")[-1],
        "N": f"{letter}. {surname}",
        "I": f"{letter}.{seeded.choice('ABEHJKLMP')}.",
        "R": (surname.split(" ")[-1], given),
        "S": seeded.choice(_STREET_NAMES.split()),
        "T": seeded.choice(_TOWN_NAMES.split()),
        "O": seeded.choice(_BODIES),
        "H": "@" + given.replace(" ", "") + seeded.choice(["", surname.split(" ")[-1], "_", "dk"]),
        "B": "@"
        + seeded.choice(
            [
                "nyhederne",
                "Avisen",
                "OdenseBy",
                "FCMidtby",
                "dr_nyt",
                "kommunen_dk",
                "byradio",
                "Bladet",
                "SFparti",
                "universitetet",
            ]
        ),
    }[slot]


def _name(names: Sequence[str], seeded: random.Random) -> str:
    """Return a name; those early in the list more often."""
    at = int(len(names) * seeded.random() ** 2.5)
    return "-".join(part[:1].upper() + part[1:] for part in names[at].split("-"))
