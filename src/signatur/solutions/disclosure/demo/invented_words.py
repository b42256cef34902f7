"""Invented names and texts of cases. `<<who:how>>` names somebody, `[[what]]` is a fact of the case."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


WOMEN = _words("""Mette Anne Kirsten Louise Camilla Fatima Aisha Ingrid Birthe Signe Katrine Line Maja Laila Zeynep
Bodil Gitte Charlotte Amina Sofie Ida Freja Nadia Tove Pernille Rikke Helle Susanne Marlene Yasmin""")
MEN = _words("""Peter Jens Lars Mohammed Ali Kasper Emil Oliver Noah Yusuf Henrik Søren Thomas Mads Bo Åge Jørgen
Niels Anders Rasmus Hassan Ibrahim Mikkel Frederik Viktor Magnus Torben Flemming Kaj Elias""")
SURNAMES = _words("""Hansen Nielsen Jensen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen
Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Yılmaz Hussein
Khalil El-Khatib Vestergaard Brogaard Damkjær Lindholm Overby Skovsgaard Bjerregaard Kjeldsen Østergaard
Ravn Holm-Nielsen Thyregod Aagaard Winther Abdi Demir Nguyen Kowalski""")
MIDDLE = _words("Lund Holm Bang Dahl Friis Krogh Skov Bech Juul Toft")
STREETS = _words("""Nørregade Skovvej Ågade Lindevej Kirkestræde Møllevangen Søndergade Birkevænget Havnegade
Rosenvænget Engvej Bakkevej Tværvej Elmealle Fasanvej""")
TOWNS = ("9990 Havby", "9991 Søby", "9992 Lundby", "9993 Nørre Aaby")

FAMILY = (
    (
        "letter",
        "Indkaldelse til møde",
        """<<mor:full>>
<<mor:adr>>

[[dato]]
Sagsnr.: [[sagsnr]]

Indkaldelse til møde om <<barn:full>>, cpr-nr. <<barn:cpr>>

Kære <<mor:full>>

Vi indkalder dig til et møde om <<barn:gen>> trivsel i skolen. Mødet holdes på rådhuset, og du er velkommen til at tage en bisidder med.

<<barn:first>> har i foråret haft meget fravær, og skolen har skrevet til os to gange. Vi vil gerne tale om, hvad der kan hjælpe.

Med venlig hilsen

<<rådgiver:full>>
Socialrådgiver
Direkte telefon <<rådgiver:phone>>
<<rådgiver:mail>>""",
    ),
    (
        "note",
        "Journalnotat",
        """Journalnotat [[dato]]
Barn: <<barn:full>> CPR <<barn:cpr>>
Sagsbehandler: <<rådgiver:full>>

<<mor:role:mor>> ringer og fortæller, at <<barn:first>> ikke har sovet hjemme siden fredag. <<mor:first>> er bekymret og har selv kørt rundt for at lede.

<<far:role:faren>> oplyser senere, at <<barn:first>> er hos ham. <<far:first>> mener, at samarbejdet med <<mor:full>> er gået i stå.

Aftalt, at undertegnede kontakter skolen. /<<rådgiver:initials>>""",
    ),
    (
        "mail",
        "Bekymring fra skolen",
        """Fra: <<lærer:full>> <<<lærer:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: Fravær for <<barn:full>>

Kære <<rådgiver:first>>

<<barn:full>> i 4.B har nu 31 procents fravær. Jeg har talt med <<barn:gen>> mor, <<mor:full>>, som siger, at der er uro hjemme.

<<barn:first>> er ofte alene i frikvartererne, men har det godt med <<ven:full>>, som er en kammerat fra klassen.

Venlig hilsen
<<lærer:full>>
Lærer, Havby Skole""",
    ),
    (
        "letter",
        "Underretning",
        """Underretning modtaget [[dato]]

Barnets navn: <<barn:full>>
CPR: <<barn:cpr>>
Mor: <<mor:full>>
Far: <<far:full>>, <<far:adr>>

Naboen, <<nabo:full>>, har hørt råb fra lejligheden flere aftener. <<nabo:first>> har talt med <<farmor:full>>, som er <<barn:gen>> farmor, og hun er også bekymret.

Ved besøg i hjemmet oplyser <<mor:turned>>, at parret er gået fra hinanden, og at <<far:first>> flyttede ud i marts.""",
    ),
    (
        "letter",
        "Lægeudtalelse",
        """Lægehuset Åkanden
Dr. <<læge:full>>

Vedr. <<barn:full>>, <<barn:cpr>>

Ovennævnte er set i konsultationen sammen med sin mor, <<mor:full>>. <<barn:first>> klager over ondt i maven og sover dårligt. Der er ikke fundet fysisk årsag.

<<mor:first>> har selv en depression og får medicin. Jeg foreslår henvisning til PPR.

<<læge:full>>
Praktiserende læge""",
    ),
    (
        "note",
        "Telefonnotat",
        """Telefonnotat [[dato]] vedr. sag [[sagsnr]]

Hr. <<far:last>> ringede kl. 9.15. Han spurgte til samvær i sommerferien og ville klage over fru <<mor:last>>.

Han oplyste nyt nummer <<far:phone>> og bad om, at breve sendes til <<far:adr>>.

<<rådgiver:full>>, socialrådgiver""",
    ),
    (
        "mail",
        "Svar fra far",
        """Fra: <<far:full>> <<<far:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: Samvær

Hej <<rådgiver:first>>

Jeg skriver, fordi min søn ikke kom i weekenden. <<mor:first>> svarer ikke på mine beskeder, og <<farmor:first>> har heller ikke hørt fra dem.

Hilsen
<<far:full>>
<<far:phone>>""",
    ),
    (
        "form",
        "Samtykke",
        """SAMTYKKE TIL INDHENTNING AF OPLYSNINGER

Navn: <<mor:upper>>
CPR: <<mor:cpr>>
Adresse: <<mor:adr>>
Telefon: <<mor:phone>>
E-mail: <<mor:mail>>

Barnets navn: <<barn:upper>>
CPR: <<barn:cpr>>

Jeg giver samtykke til, at kommunen henter oplysninger hos læge og skole.

Dato og underskrift: <<mor:full>>""",
    ),
    (
        "minutes",
        "Referat af netværksmøde",
        """Referat af netværksmøde [[dato]]
Sag [[sagsnr]]

Til stede: <<mor:full>>, <<far:full>>, <<farmor:full>> (farmor), <<lærer:full>> (lærer), <<rådgiver:full>> (sagsbehandler)

<<farmor:first>> tilbød at hente <<barn:first>> to gange om ugen. <<lærer:first>> fortalte, at det går bedre i timerne.

<<mor:first>> og <<far:first>> blev enige om en plan for ferien. Klager fra underboen, <<nabo:full>>, blev drøftet kort.

Næste møde aftales af <<rådgiver:first>>.""",
    ),
)

BENEFIT = (
    (
        "letter",
        "Partshøring",
        """<<borger:full>>
<<borger:adr>>

Sagsnr.: [[sagsnr]]
[[dato]]

Partshøring om sygedagpenge
Vedr.: <<borger:full>>, cpr <<borger:cpr>>

Vi overvejer at stoppe dine sygedagpenge, fordi du ikke mødte til samtalen. Du kan sende dine bemærkninger inden 14 dage.

Med venlig hilsen
<<rådgiver:full>>
Jobkonsulent
<<rådgiver:mail>>""",
    ),
    (
        "note",
        "Samtale",
        """Notat fra samtale [[dato]]
Borger: <<borger:turned>> <<borger:cpr>>

<<borger:first>> møder sammen med sin bror, <<bror:full>>. Borgeren har haft ondt i ryggen siden ulykken på arbejdet.

<<bror:first>> fortæller, at <<borger:first>> sjældent forlader hjemmet. Hr. <<læge:last>> fra lægehuset har anbefalet genoptræning.

Ny samtale om fire uger. /<<rådgiver:initials>>""",
    ),
    (
        "mail",
        "Fra arbejdsgiver",
        """Fra: <<chef:full>> <<<chef:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: <<borger:full>> - mulighed for delvis raskmelding

Hej <<rådgiver:first>>

Vi vil gerne have <<borger:first>> tilbage på nedsat tid. <<kollega:full>> har overtaget opgaverne så længe.

Venlig hilsen
<<chef:full>>
Værkfører, tlf. <<chef:phone>>""",
    ),
    (
        "letter",
        "Lægeattest",
        """LÆB LÆ 285
Patient: <<borger:upper>>  <<borger:cpr>>
Læge: <<læge:full>>

Patienten er undersøgt [[dato]]. <<borger:first>> har diskusprolaps og kan ikke løfte. Prognosen er god ved genoptræning.

<<læge:full>>""",
    ),
    (
        "mail",
        "Klage",
        """Fra: <<borger:full>> <<<borger:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: Klage over afgørelse

Jeg klager over, at mine sygedagpenge er stoppet. Min bror <<bror:first>> kørte mig til lægen samme dag, og <<læge:full>> kan bekræfte det.

<<borger:full>>
<<borger:phone>>""",
    ),
    (
        "decision",
        "Afgørelse",
        """Afgørelse i sag [[sagsnr]]

<<borger:full>>, <<borger:cpr>>, har ret til sygedagpenge fra den 1. i måneden. Klager har dokumenteret fraværet.

Oplysninger fra <<chef:full>> og overlæge <<læge:full>> indgår i sagen.

<<leder:full>>
Afdelingsleder""",
    ),
    (
        "form",
        "Oplysninger",
        """Navn: <<borger:full>>
CPR-nr.: <<borger:cpr_blank>>
Adresse: <<borger:adr>>
Tlf.: <<borger:phone>>
Pårørende: <<bror:full>>, tlf. <<bror:phone>>""",
    ),
)

BUILDING = (
    (
        "letter",
        "Naboorientering",
        """<<nabo:full>>
<<nabo:adr>>

Sagsnr.: [[sagsnr]]

Naboorientering om byggeri på <<ejer:adr>>

<<ejer:full>> har søgt om at opføre en garage. Du kan sende bemærkninger til os inden to uger.

Med venlig hilsen
<<rådgiver:full>>
Byggesagsbehandler
<<rådgiver:mail>>""",
    ),
    (
        "mail",
        "Indsigelse",
        """Fra: <<nabo:full>> <<<nabo:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: Indsigelse mod garage

Vi vil protestere. <<ejer:first>> har allerede fældet hækken, og min kone <<nabokone:first>> kan ikke sidde i haven. <<genbo:full>> på den anden side af vejen er enig.

Hilsen <<nabo:full>> og <<nabokone:full>>""",
    ),
    (
        "form",
        "Ansøgning",
        """ANSØGNING OM BYGGETILLADELSE
Sag [[sagsnr]]
Ansøger: <<ejer:full>>
CPR: <<ejer:cpr>>
Adresse: <<ejer:adr>>
E-mail: <<ejer:mail>>
Telefon: <<ejer:phone>>
Rådgivende arkitekt: <<arkitekt:full>>, <<arkitekt:mail>>""",
    ),
    (
        "note",
        "Besigtigelse",
        """Besigtigelse [[dato]], sag [[sagsnr]]

Til stede: <<ejer:full>> og arkitekt <<arkitekt:full>>. <<ejer:last>> viste, hvor garagen skal stå.

<<arkitekt:first>> måler afstanden til skel til 2,1 m. <<nabo:first>> kom til og var vred.

/<<rådgiver:initials>>""",
    ),
    (
        "decision",
        "Byggetilladelse",
        """<<ejer:full>>
<<ejer:adr>>

Byggetilladelse
Sagsnr.: [[sagsnr]]

Vi giver tilladelse til garagen. Indsigelser fra <<nabo:full>> og <<genbo:full>> er vurderet.

Med venlig hilsen
<<rådgiver:full>>
Byggesagsbehandler""",
    ),
    (
        "mail",
        "Tegninger",
        """Fra: <<arkitekt:full>> <<<arkitekt:mail>>>
Til: <<rådgiver:full>> <<<rådgiver:mail>>>
Emne: Nye tegninger, [[sagsnr]]

Her er de rettede tegninger for <<ejer:full>>. <<ejer:first>> ønsker svar før ferien.

Mvh. <<arkitekt:full>>""",
    ),
)

GENERAL = (
    (
        "guide",
        "Vejledning",
        """Vejledning om sagsbehandlingstider

Kommunen behandler ansøgninger i den rækkefølge, de kommer ind. Du kan læse mere på vores hjemmeside.

Med venlig hilsen
Havby Kommune""",
    ),
    (
        "mail",
        "Internt",
        """Fra: <<rådgiver:full>> <<<rådgiver:mail>>>
Til: <<leder:full>> <<<leder:mail>>>
Emne: Ferie

Hej <<leder:first>>

Jeg holder ferie i uge 29. <<kollega2:full>> ser på mine sager imens.

Hilsen <<rådgiver:first>>""",
    ),
    (
        "letter",
        "Kvittering",
        """Kvittering for modtagelse, sag [[sagsnr]]

Vi har modtaget din henvendelse og svarer inden for fire uger.

Venlig hilsen
<<rådgiver:full>>
<<rådgiver:mail>>""",
    ),
)

PARAGRAPHS = (
    """Vedr. <<anden:full>>, cpr <<anden:cpr>>: <<anden:first>> er visiteret til hjemmepleje to gange om ugen. Hun bor alene og har søgt om et nødkald. Datteren <<anden2:full>> er kontaktperson.""",
    """<<anden:full>> er indlagt på psykiatrisk afdeling siden lørdag. <<anden:first>> har ikke ønsket, at familien får besked. Sagen følges op af <<anden2:full>> i næste uge.""",
    """Sagsnr.: [[andet_sagsnr]]. <<anden:full>> har fået afslag på kontanthjælp, fordi formuen er for stor. <<anden:first>> har klaget over afgørelsen den samme dag.""",
)
ABOUT = {"family": FAMILY, "benefit": BENEFIT, "building": BUILDING}
MAIN = {"family": ("barn", "mor", "far"), "benefit": ("borger",), "building": ("ejer",)}
EMPLOYEES = ("rådgiver", "leder", "kollega2", "lærer")
