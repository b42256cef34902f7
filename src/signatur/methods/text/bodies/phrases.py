"""What mail programs and people write around the text itself, Danish first.

Tables only, in lower case. English, German, Swedish, Norwegian and, for headers, some other
languages follow the Danish ones.
"""

from __future__ import annotations


def _phrases(table: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in table.split(","))


SENDER_LABELS = _phrases("fra, from, von, från, frá, de, van, da, lähettäjä, od, від, от, kimden")
SENT_LABELS = _phrases("""
    sendt, dato, tidspunkt, sendt den, sent, date, gesendet, datum, skickat, envoyé, verzonden,
    enviado, fecha, inviato, data, wysłano, lähetetty, надіслано, отправлено
""")
RECIPIENT_LABELS = _phrases("""
    til, kopi, cc, bcc, svar til, to, reply-to, an, antwort an, till, kopia, svara till, à, aan,
    para, a, do, vastaanottaja, кому
""")
SUBJECT_LABELS = _phrases("""
    emne, vedr, subject, betreff, ämne, objet, onderwerp, asunto, oggetto, temat, aihe, тема, konu
""")
OTHER_LABELS = _phrases("""
    vedhæftede filer, vedhæftning, prioritet, følsomhed, opfølgningsflag, attachments, importance,
    sensitivity, anlagen, vedlegg, bilagor
""")

WROTE = _phrases("""
    skrev, wrote, schrieb, a écrit, escribió, schreef, napisał, ha scritto, пише
""")
"""Verbs of the line that leads in a quotation: `Den 4. mar. 2025 kl. 10.31 skrev Navn <…>:`."""
WRITERS_OWN = _phrases("jeg, vi, i, du, man, han, hun, we, you, ich, wir, jag")
"""After such a verb these are the writer telling something, not a mail program quoting."""

ORIGINAL_MESSAGE = _phrases("""
    oprindelig meddelelse, oprindelig besked, oprindelig mail, oprindelig e-mail, original besked,
    svar på besked, citeret besked, tidligere besked, original message, original email,
    reply message, ursprüngliche nachricht, original-nachricht, originalnachricht,
    opprinnelig melding, ursprungligt meddelande, originalmeddelande, message d'origine,
    mensaje original, oorspronkelijk bericht
""")
FORWARDED_MESSAGE = _phrases("""
    videresendt besked, videresendt meddelelse, videresendt mail, videresendt e-mail,
    start på videresendt besked, start på videresendt meddelelse, forwarded message, forwarded by,
    begin forwarded message, weitergeleitete nachricht, anfang der weitergeleiteten nachricht,
    videresendt melding, videresendt e-post, begynnelse på videresendt melding,
    vidarebefordrat meddelande, vidarebefordrat brev, vidarebefordrat mejl, message transféré,
    mensaje reenviado, doorgestuurd bericht
""")
FORWARD_PREFIXES = _phrases("vs, videresendt, videresend, fw, fwd, wg, vb, vid, tr, rv")
REPLY_PREFIXES = _phrases("sv, svar, re, aw, antw, rif")
SEE_BELOW = _phrases("""
    se nedenfor, nedenstående, herunder, videresender, videresendes, sendes videre,
    til orientering, til jer, hører hjemme hos, see below, below, fyi, forwarding, zur info,
    siehe unten, se under, se nedan
""")

CLOSINGS = (
    r"(?:med |mange )?(?:de )?(?:aller)?(?:venligs?t?e?|kærligs?t?e?|bedste|hjertelige?)?[ -]?hils(?:en|e?ner)",
    r"(?:mange|gode|glade|solrige|høflig|ærbødig|sommer|jule)[ -]?hils(?:en|e?ner)",
    r"m\.?[ ]?v\.?[ ]?h\.?",
    r"d\.?b\.?h\.?",
    r"v\.?h\.?",
    r"k\.?h\.?",
    r"m\.?v\.?s\.?",
    r"(?:venligst|ærbødigst|best|br|knus|kram)(?=\W*$)",
    r"(?:with )?(?:kind|kindest|best|warm|warmest|many) regards",
    r"regards|best wishes|kind wishes|cheers",
    r"yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?",
    r"mit freundlichen gr(?:ü|ue)(?:ß|ss)en|hochachtungsvoll|mfg|vg|lg",
    r"(?:viele|beste|liebe|freundliche|herzliche) gr(?:ü|ue)(?:ß|ss)e",
    r"(?:med )?v[eä]nliga? h[äi]lsning(?:ar)?|b[äe]sta h[äi]lsning(?:ar)?|hälsning(?:ar)?",
    r"(?:med )?(?:vennlig|venleg|beste) (?:hilsen|helsing)|hilsing|helsing",
)
"""Patterns of the line that opens a signature."""

SENT_FROM = (
    r"\W{0,3}(?:sendt|sent|skickat|gesendet|envoyé|wysłane) (?:fra|from|från|von|depuis|z)\b",
    r"\W{0,3}(?:sendt|sent|skickat|gesendet) (?:via|med|using|mit|with) (?:min|my|outlook|mobil|e-boks)",
    r"von meinem (?:iphone|ipad|handy|smartphone|samsung|huawei)\b.{0,40}$",
    r"(?:hent|få|get|download|ladda ned|last ned|laden sie|skaffa) outlook\b",
    r"denne (?:e-?mail|mail|besked).{0,40}(?:virus|scannet|kontrolleret for)",
    r"this (?:e-?mail|message).{0,40}(?:virus|scanned|checked by)",
    r"diese (?:e-?mail|nachricht).{0,40}(?:virus|viren|geprüft)",
    r"(?:virusfri|virus-free|fri for virus|virenfrei|scannet af|scanned by|ingen virus fundet)",
    r"(?:https?://)?www\.(?:avast|avg|mcafee)\.com",
    r"(?:klik (?:på linket|her) for at )?(?:afmelde?|frameld|unsubscribe|abmelden)\b.{0,50}$",
    r"du modtager denne (?:e-?mail|mail), fordi",
    r"you (?:are receiving|received) this (?:e-?mail|message) because",
    r"(?:se|vis) (?:denne (?:e-?mail|mail)|mailen|nyhedsbrevet) i (?:din )?browser",
    r"view (?:this e-?mail )?in (?:your )?browser",
)
"""Patterns of a line that a program puts below the text."""

_WARNING = (
    r"(?:\W{0,4}(?:advarsel|caution|warning|obs|bemærk|vigtigt|attention|achtung|notice))?\W{0,5}"
)
_SECURE = (
    r"(?:sikker (?:e-?mail|mail|post|digital post)|sikkermail|tunnel-?mail|secure (?:e-?mail|mail))"
)
BANNERS = (
    _WARNING + r"(?:denne|dette er en) (?:e-?mail|mail|besked).{0,40}(?:ekstern|uden ?for)",
    _WARNING + r"(?:e-?mailen|mailen|beskeden) .{0,30}(?:ekstern|uden ?for)",
    _WARNING + r"this (?:e-?mail|message) .{0,40}(?:external|outside)",
    _WARNING + r"diese (?:e-?mail|nachricht) .{0,40}(?:extern|außerhalb)",
    _WARNING
    + r"(?:det här|detta|denne|denna) .{0,12}(?:e-post|meddeland|melding).{0,40}(?:extern|ekstern|ut[ae]n)",
    _WARNING
    + r"(?:ekstern|external|extern|externe)(?: (?:e-?mail|mail|afsender|sender|absender))?\W{0,12}$",
    r"du (?:får|modtager) (?:ikke ofte|sjældent) (?:e-?mails?|mails?) fra .{1,80}@",
    r"(?:nogle personer, der har modtaget denne|some people who received this)",
    r"you don['’]t often get e-?mail from .{1,80}@",
    r"sie erhalten nicht (?:oft|häufig) e-mails von .{1,80}@",
    rf"\W{{0,6}}{_SECURE}\W{{0,8}}(?:modtaget|sendt|krypteret|signeret|tls|fra)?.{{0,12}}$",
    rf"\W{{0,6}}(?:denne|this) (?:e-?mail|mail|besked|meddelelse|message) .{{0,40}}{_SECURE}",
    rf"\W{{0,6}}(?:sendt|modtaget) (?:via|som|med) (?:{_SECURE}|digital post|tls)\W{{0,12}}$",
    r"\W{0,6}denne (?:e-?mail|mail|meddelelse) er (?:krypteret|digitalt signeret)",
)
"""Patterns at the beginning of a line that a receiving system puts on top."""

_CONFIDENTIAL = r"(?:fortrolig|konfiden|confidential|vertraulich|intended|tiltænkt|bestemt for)"
DISCLAIMERS = (
    rf"denne (?:e-?mail|mail|besked|meddelelse)\b.{{0,160}}(?:{_CONFIDENTIAL}|kun til brug)",
    rf"this (?:e-?mail|message|communication)\b.{{0,160}}(?:{_CONFIDENTIAL}|addressee)",
    rf"diese (?:e-?mail|nachricht)\b.{{0,160}}{_CONFIDENTIAL}",
    rf"(?:det här|detta|denne|denna|dette) .{{0,12}}(?:e-post|meddeland|melding).{{0,160}}{_CONFIDENTIAL}",
    rf"(?:indholdet af|oplysningerne i) denne.{{0,120}}{_CONFIDENTIAL}",
    rf"(?:the )?(?:contents? of|information (?:contained )?in) this.{{0,120}}{_CONFIDENTIAL}",
    r"(?:hvis|såfremt) (?:du|de|denne).{0,80}(?:ved en fejl|fejlagtigt|ikke er (?:den )?rette modtager)",
    r"if you.{0,80}(?:in error|by mistake|not the intended)",
    r"(?:falls|wenn|sollten) sie.{0,80}(?:irrtümlich|nicht der)",
    r"om du.{0,80}(?:misstag|av misstag)",
    r"(?:fortrolighed|confidentiality notice|disclaimer|ansvarsfraskrivelse|vertraulichkeitshinweis)",
    r"\W{0,4}(?:tænk på miljøet|skån miljøet|spar papir|tänk på miljön|please consider the environment)",
    r"\W{0,4}(?:think before (?:you )?print|bitte denken sie an die umwelt)",
    r"\W{0,4}(?:før|inden) du (?:printer|udskriver).{0,60}miljø|\W{0,4}pas på miljøet.{0,40}print",
    r"\W{0,4}(?:skal|behøver|har) du (?:virkelig )?(?:brug for at )?(?:printe|udskrive) denne (?:e-?)?mail",
    r"(?:læs|her kan du læse).{0,40}(?:personoplysninger|persondata|privatliv|databeskyttelse|gdpr)",
    r"(?:sådan behandler|vi behandler|kommunen behandler|når du skriver til).{0,60}(?:personoplys|persondata)",
    r"(?:vores|se vores|our|see our) (?:privatlivs|persondata|databeskyttelses|privacy )politi?",
    r"(?:husk|undgå|send ikke|skriv ikke).{0,40}(?:fortrolige|følsomme|cpr).{0,60}mail",
)
"""Patterns at the beginning of a paragraph."""

DISCLAIMER_WORDS = _phrases("""
    fortrolig, tavshedspligt, modtager, slette, kopier, videregiv, virus, ansvar, fejl,
    uautoriseret, confidential, recipient, delete, copying, distribut, liab, error, unauthori,
    privilege, vertraulich, empfänger
""")
"""A paragraph next to a disclaimer with two of these is one as well."""

POSTSCRIPT = _phrases("ps, p.s, p.s., ps., ps:, p.s:, nb, nb:, nb., n.b.")

FORM_LABELS = _phrases("""
    navn, fornavn, efternavn, fulde navn, dit navn, adresse, vej, vejnavn, husnummer, postnr,
    postnummer, by, telefon, telefonnummer, tlf, tlf.nr, mobil, mobilnummer, email, e-mail, mail,
    e-mailadresse, cpr, cpr-nr, cpr-nummer, cprnr, personnummer, emne, besked, din besked,
    henvendelse, henvendelsen drejer sig om, beskrivelse, kommentar, kommentarer, bemærkninger,
    dato, sted, kategori, sagsnummer, skole, barnets navn, barnets cpr-nummer, virksomhed, cvr,
    cvr-nummer, ejendom, matrikel, name, first name, last name, address, phone, subject, message,
    city, zip
""")
"""Labels of web forms that authorities use; two of them and three labels in all make a form."""
