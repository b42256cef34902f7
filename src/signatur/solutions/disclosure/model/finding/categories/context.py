"""Words around: those that speak of a person, and those that speak of bodies, laws and numbers."""

from __future__ import annotations

import re

PERSON = re.compile(
    r"\b(?:han|hun|hans|hendes|ham|hende|sin|sit|sine|jeg|mig|min|mit|mine|vores datter|vores søn|du|dig|din|dit|"
    r"barnet|barnets|børnene|børnenes|drengen|drengens|pigen|pigens|borger|borgeren|borgerens|klienten|patienten|patientens|eleven|elevens|"
    r"moren|moderen|mor|mors|moderens|faren|faderen|far|fars|faderens|forældrene|forældrenes|datteren|datter|datterens|sønnen|søn|sønnens|"
    r"ægtefællen|kæresten|manden|mandens|kvinden|kvindens|konen|hustruen|ansøger|ansøgeren|ansøgers|medarbejderen|medarbejderens|"
    r"beboeren|beboerens|lejeren|naboen|naboens|familien|familiens|kollegaen|den unge|den unges|vedkommende|naboens|bror|søster|"
    r"pårørende|klager|klagers|klageren|sigtede|tiltalte|dømte|parret|læreren|veteranen|vidnet|barnebarnet|søskende|tvillingerne|veninden|vennen|kusinen|fætteren|pædagogen|chauffør(?:en)?|sælgeren|køberen|ejeren|årig[e]?|"
    r"cpr)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?<![\w])[A-ZÆØÅ][a-zæøåéü]{1,15}(?:[ -](?:[A-ZÆØÅ]\.|[A-ZÆØÅ][a-zæøåéü]+)){1,3}s?\b"
    r"|(?<=[a-zæøå,] )(?<! i )(?<!på )(?<!fra )(?<!til )(?<!ved )(?<! af )[A-ZÆØÅ][a-zæøåéü]{2,12}s?(?= [a-zæøå])|^[A-ZÆØÅ][a-zæøåéü]{2,12}(?<!et)(?<!erne)(?<!ene)(?<!nen)(?<!gen)(?<!elsen)(?<!heden)(?= (?:har|er|blev|lider|får|fik|var|bor|går|skal|kan|oplyser|fortæller|fremgår|afsoner|modtager|tager)\b)"
)
GENERIC = re.compile(
    r"\b(?:kommunen|kommunens|kommunernes|regionen|regionens|styrelsen|ministeriet|ministeren|folketinget|byrådet|byrådets|udvalget|udvalgets|forvaltningen|"
    r"loven|lovens|lovforslag\w*|bekendtgørelse\w*|vejledning\w*|cirkulære\w*|paragraf|strategi\w*|politik|politikken|statistik\w*|procent|indsatser|"
    r"kursus|kurser|temadag|konference|konferencen|rapporten|undersøgelsen viser|generelt|borgere|borgerne|danskere|danskerne|medarbejderne|alle|antallet|andelen|"
    r"budget|budgettet|budgettet for|budgetaftale\w*|området|hjemmeside|åbningstider|adresse|projektet|indkøb af|udbud\w*|kampagne\w*|forskning|puljen|"
    r"foredrag|kontoret|afdelingen|pressemeddelelse|artiklen|emnet|tilbud til|information om|oplysninger om ordningen|regler|reglerne|takster|dagsorden\w*|mødet om|referat af møde)\b",
    re.IGNORECASE,
)
GENERIC_HEADS = (
    "styrelsen",
    "styrelsens",
    "styrelse",
    "lov",
    "loven",
    "lovens",
    "lovene",
    "loves",
    "ministeriet",
    "ministeriets",
    "minister",
    "ministeren",
    "udvalget",
    "udvalgets",
    "udvalg",
    "politik",
    "politikken",
    "strategi",
    "strategien",
    "statistik",
    "statistikken",
    "forvaltningen",
    "forvaltning",
    "direktør",
    "direktøren",
    "område",
    "området",
    "områdets",
    "afgift",
    "afgiften",
    "udgifter",
    "udgifterne",
    "budget",
    "budgettet",
    "chef",
    "chefen",
    "konference",
    "konferencen",
    "kursus",
    "kurset",
    "forskning",
    "forskningen",
    "foreningens",
    "foreningernes",
    "forbundets",
    "organisation",
    "organisationen",
    "organisationer",
    "kampagne",
    "kampagnen",
    "personale",
    "personalet",
    "vejledning",
    "vejledningen",
    "bekendtgørelse",
    "bekendtgørelsen",
    "reform",
    "reformen",
    "sektor",
    "sektoren",
    "væsen",
    "væsenet",
    "væsnet",
    "industri",
    "industrien",
    "virksomhed",
    "virksomheden",
    "byggeri",
    "byggeriet",
    "parkering",
    "grund",
    "grunden",
    "bygning",
    "bygningen",
    "kontor",
    "kontoret",
    "kontorets",
    "ledelse",
    "ledelsen",
    "råd",
    "rådet",
    "rådets",
    "nævn",
    "nævnet",
    "nævnets",
    "fonden",
    "fond",
    "plan",
    "planen",
    "planer",
    "aftale",
    "aftalen",
    "aftaler",
    "forhandling",
    "forhandlinger",
    "forhandlingerne",
    "konsulent",
    "undervisning",
    "uddannelse",
    "uddannelsen",
    "pakke",
    "pakken",
    "pulje",
    "puljen",
    "indsats",
    "indsatsen",
    "indsatser",
    "forebyggelse",
    "selskab",
    "selskabet",
    "institut",
    "institutet",
    "direktorat",
    "direktoratet",
    "selskaber",
    "selskaberne",
    "forebyggende",
)
NAMED_BODIES = re.compile(
    r"\b(?:sundhedsstyrelsen\w*|sundhedsloven\w*|sygehusloven|straffeloven\w*|retsplejeloven\w*|serviceloven|aktivloven|psykiatriloven|"
    r"patienterstatningen|lægemiddelstyrelsen|kræftens bekæmpelse|diabetesforeningen|gigtforeningen|hjerteforeningen|alzheimerforeningen|"
    r"psykiatrifonden|sct\.? hans hospital|kriminalforsorgen\w*|fængselsforbundet|skattestyrelsen|skatteministeriet|gældsstyrelsen|"
    r"kirkeministeriet|folkekirkens nødhjælp|udlændingestyrelsen\w*|flygtningenævnet\w*|dansk flygtningehjælp|socialstyrelsen|socialministeriet|red barnet|børns vilkår|udbetaling danmark)\b",
    re.IGNORECASE,
)
SECTIONS = re.compile(
    r"(?:(?:servicelov|barnets lov|aktivlov|beskæftigelsesindsatslov|sygedagpengelov|psykiatrilov|straffelov|forældreansvarslov|pensionslov|lov om (?:social service|aktiv socialpolitik|social pension))(?:en|ens|s)?,?[ ]?§{1,2}[ ]?\d{1,3}[ ]?[a-z]?(?:,? stk\. ?\d+)?(?:,? nr\. ?\d+)?"
    r"|§{1,2}[ ]?\d{1,3}[ ]?[a-z]?(?:,? stk\. ?\d+)?(?:,? nr\. ?\d+)?,?[ ](?:i )?(?:serviceloven|barnets lov|aktivloven|straffeloven|psykiatriloven|lov om social service|lov om aktiv socialpolitik)"
    r"|§[ ]?(?:50|54|52|46|66|68|85|107|108|41|42|83|100|140|141)[- ](?:undersøgelse|støtteperson|anbringelse|ophold|tilbud|foranstaltning)\w*)",
    re.IGNORECASE,
)
NO_COMPOUND = re.compile(
    r"(?:(?:sags|data|klage|spildevands|lige|særs|forskels|overflade|tekst|billed|vand|jord|affalds|ansøgnings|luft|efter|mål|førstegangs|anden|første|personoplysnings|fortroligheds|regnskabs|budget|bolig|video)?"
    r"(?:behandling|behandlet|behandles|behandler|behandlinger)(?:en|s|ens|ne)?|sagsbehandl\w*|databehandl\w*|(?:sam|ko|co)operation\w*|(?:u|ind)?afhængighed\w*|syntaks|"
    r"gælder?|gældende|gjaldt|ejendoms?\w*|ungdom\w*|barndom\w*|alderdom\w*|rigdom\w*|visdom\w*|kendskab\w*|rigspoliti\w*|anbefal\w*|hjemmesid\w*|roman(?:en|er|erne|s)?|"
    r"udligning\w*|diagnosticer(?:ing|ings)?værktøj|adgangs?\w*|underrette(?:r|s|de)?|stemme\w*|kirkegårds?\w*|sygehusvej\w*|kirkevej\w*|hospitalsvej\w*|kirkestræde\w*|kirkegade\w*|"
    r"arvid\w*|arvet|narkose(?:læge)?\w*|tilstand(?:en)?|trosse\w*|sorte?|terminal\w*|mentalitet\w*|lægge\w*|seksualundervisning\w*|borgerservice\w*|skovbrug\w*|jordbrug\w*|"
    # Words that begin or end as one of a list does, and mean something else.
    r"\w*eksemp(?:el|l)\w*|hive|hiver|hives|protest\w*|hashtag\w*|receptio\w*|psykologi|\w*kræfter(?:ne|nes|s)?|(?:matematik|regne|militær|politi|rednings)operation\w*|"
    r"underret|hindustani|kirkeby\w*|præst(?:ere|erer|eret|erede|eres|ation\w*)|(?:lomme|hals|silke)tørklæde\w*|(?!hud)\w*farve\w*|(?:gen|ved|und|u)gæld\w*|udlægge\w*|"
    r"band(?:et|ets|ene)?|vold(?:e|er|t|te|es)|tilholder\w*|\w*rets?dommer\w*|(?:for|mis|om|ny)?tolk(?:e|er|et|ede|es|ning\w*)|racer(?:bil|kør|løb|cyk)\w*|tamilla|bosnien-her[cz]egovina)"
)
ICD = re.compile(r"(?<![\w])D?[A-TV-Z]\d{2}(?:\.\d{1,2}|\d{1,2})?(?=[\s,.;:)]|$)")
ICD_CUE = re.compile(
    r"(?:diagnose\w*|icd|aktionsdiagnose|henvisningsdiagnose|kode|bidiagnose)\W{0,6}\w{0,12}\W{0,3}$",
    re.IGNORECASE,
)
