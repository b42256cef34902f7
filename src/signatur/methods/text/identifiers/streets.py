"""Words of which Danish street names are made. Tables only, lower case."""

from __future__ import annotations

_STREET_ENDINGS = """
vej vejen gade gaden gyde stræde strædet vænge vænget boulevard boulevarden allé alléen alleen alle
landevej
"""
_OTHER_ENDINGS = """
ager ageren agre bakke bakken bakkerne banen banke banken bjerg bjerget bo boderne borg brink
brinken bro broen buen bugt bugten by byen bæk bækken center centret dal dalen dam dammen dige
diget drag draget dyssen eng enge engen esplanaden folden fælled fælleden gaard gaarden gang gangen
gravene græsset gyden gård gårde gården gærdet have haven haverne havn havnen hede heden hegn
hegnet hjørnet holm holmen holt hus huse husene hækken høj høje højen kaj kajen kant kanten kilde
kilden kjær kjæret klit klitten kløften kobbel krattet krog krogen kvarter kvarteret kær kæret
leddet ledet lide lien linien lodden lund lunden lykke lyngen længen løkke løkken mark marken minde
mose mosen mølle møllen odde odden park parken passage passagen plads pladsen plantage porten
promenade promenaden renden ring ringen række rækken skellet skiftet skov skoven skrænten sletten
slippen slugten stenen sti stien strand stranden strøget stykket sund svinget sø søen terrasse
terrasserne toft tofte toften tofterne toppen torv torvet vang vangen vig vigen vold volden å åen
ås åsen
"""
_NO_STREET = """
alle omvej motorvej motorvejen hovedvej hovedvejen cykelvej vej gade vejen gaden skolevej skolevejen
adgangsvej grusvej sidevej tilkørselsvej rutevej blindvej markvej privatvej fællesvej bivej
"""
_MODIFIERS = """
gl. gl gammel ny nye store st. lille ll. nørre nr. sønder sdr. sdr øster øst ø. vester v. nordre
ndr. søndre østre vestre sankt skt. sct. over neder indre ydre ved chr. kong kongens dronning
dronningens prins prinsesse prof. professor pastor dr. bag
"""
_FRONT_WORDS = "adresse adressen bopæl jeg vi min vores bor hun han på"

STREET_ENDINGS = tuple(_STREET_ENDINGS.split())
"""Endings that before a number are hardly anything but a street, in lower case too."""
ENDINGS = STREET_ENDINGS + tuple(_OTHER_ENDINGS.split())
"""The same, and endings that are words of their own or surnames: only in capitalised words."""
DEFINITE_ENDINGS = tuple(word for word in ENDINGS if word.endswith(("en", "et", "ne")))
"""Those that are no surnames: nobody is called Bregneholmen."""
NO_STREET = frozenset(_NO_STREET.split())
"""Words with a street ending that name no street."""
MODIFIERS = frozenset(_MODIFIERS.split())
"""Words before a street name that belong to it."""
FRONT_WORDS = frozenset(_FRONT_WORDS.split())
"""Capitalised words before an address that do not belong to it."""
