"""Words that stand beside names in letters, forms and notes, by what they say. Tables only, lower case."""

from __future__ import annotations

_WORDS = {
    "title": """
        hr hr. fru frk frk. frøken herr herre doktor dr dr. professor prof. lektor lærer lærerinde pædagog
        rektor skoleleder advokat læge overlæge sygeplejerske sundhedsplejerske socialrådgiver sagsbehandler
        borgmester rådmand direktør afdelingsleder teamleder leder formand næstformand kontorchef chef
        konsulent psykolog familierådgiver rådgiver minister statsminister politiker ingeniør arkitekt
        journalist redaktør forfatter sanger træner dommer betjent politibetjent vicepolitikommissær
        kriminalassistent pastor præst provst biskop prins prinsesse dronning kong kongen general præsident
        kontaktperson støtteperson værge bisidder partsrepræsentant tolk hjemmehjælper assistent jordemoder
        fysioterapeut ergoterapeut tandlæge dagplejer gymnasielærer klasselærer viceskoleleder fuldmægtig
    """,
    "kin": """
        mor far moder fader mors fars moderen faderen moren faren søn sønnen datter datteren barn barnet
        bror broder søster storebror lillebror storesøster lillesøster farmor farfar mormor morfar bedstemor
        bedstefar onkel tante moster faster kusine fætter mand kone hustru ægtefælle ægtefællen samlever
        samleveren kæreste kæresten ekskone eksmand stedfar stedmor papfar papmor plejemor plejefar
        plejefamilie plejefamilien familien ægteparret tvillingerne niece nevø svigermor svigerfar enke
        enkemand nabo naboen veninde ven forældrene drengen pigen borger borgeren elev eleven klient patient
    """,
    "field": """
        navn navne fornavn fornavne efternavn mellemnavn borgernavn barnets moders faders ansøger ansøgers
        anmelder klager part afsender modtager fra til cc bcc att att. attention vedr vedr. vedrørende
        kontakt underskrift deltagere deltager tilstede fraværende referent mødeleder indkaldte
        forældremyndighedsindehaver ejer lejer udlejer bruger brugeren v/ v c/o
    """,
    "greeting": """
        hilsen hilsner hilsenen hej kære hejsa goddag mvh mvh. vh vh. kh dbh underskrevet forfattet
    """,
    "said": "siger sagde fortæller fortalte oplyser oplyste udtaler mener svarer forklarer skriver skrev spurgte",
    "body": "a/s aps i/s p/s amba a.m.b.a. ivs k/s inc inc. ltd ltd. gmbh & co co.",
    "living": "bor boede bopæl adresse adr adr. født f. cpr cpr-nr cprnr tlf tlf. telefon mail e-mail",
}
CUES = {word: kind for kind, words in _WORDS.items() for word in words.split()}
"""What a word says of the words beside it."""
