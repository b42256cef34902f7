"""Phone numbers, e-mail addresses and web addresses that lead to a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.identifying.dating import day_of
from signatur.solutions.disclosure.model.finding.identifying.hits import (
    Hit,
    line_before,
    without_separators,
)
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_S = r"[ .\-/\n]?"
_EIGHT = rf"[2-9]\d(?:{_S}\d\d){{3}}|[2-9]\d{{3}}[ .\-]\d{{4}}|[2-9]\d[ .\-]\d{{3}}[ .\-]\d{{3}}|[2-9]\d{{2}}[ .\-]\d{{2}}[ .\-]\d{{3}}|[2-9]\d{{2}}[ .\-]\d{{3}}[ .\-]\d{{2}}|[2-9]\d[ .\-]\d{{2}}[ .\-]\d{{4}}|[2-9]\d[ .\-]\d{{6}}"
_WITH_CODE = re.compile(
    rf"(?<![\w+])(?:\(?(?:\+|00)[ ]?\(?45\)?[ .\-]?\)?[ ]?(?:{_EIGHT})|\(45\)[ ]?(?:{_EIGHT}))(?!\d)"
)
_FOREIGN = re.compile(
    r"(?<![\w+<\-.,])(?:\+[ ]?|00(?=(?:1|20|27|3[0-469]|4[0-9]|5[1-8]|6[0-6]|7|8[1246]|9[0-58]|21|35|37|38|42|99|29)[ ]))[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,4}\)?){2,6}(?![\d<])"
)
_SIX = re.compile(r"(?<![\w+])(?:\+|00)(?:298|299)[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}(?!\d)")
_WORD = (
    r"(?:tlf|telefon\w*|tel|mobil\w*|mob|phone|fax|mobile|sms|direkte|ring\w*(?:\s(?:til|på))?|hjemmenr|"
    r"træffes\s(?:på)?|kontaktnr|\bt|\bm|hotline|vagttelefon)"
)
_WITH_WORD = re.compile(
    rf"\b{_WORD}\b[.:\-/ ]{{0,4}}(?:nr\.?|nummer|på|no\.?)?[^\d\n]{{0,12}}(?P<it>(?:(?:00)?45[ ]?)?(?:\d(?:[ .\-/]?\d){{7}}|{_EIGHT}))(?!\d)",
    re.IGNORECASE,
)
# Beside a short group the digits belong to a longer number, beside a long one they are the next cell of a row.
_NOT_AFTER = r"(?<!(?<!\d)\d )(?<!(?<!\d)\d\d )(?<!(?<!\d)\d\d\d )"
_NOT_BEFORE = r"(?!\d|[.,\-]\d|[ ]\d{1,3}(?!\d))"
_GROUPED = re.compile(
    rf"(?<![\d.,+\-:]){_NOT_AFTER}[2-9]\d(?P<sign>[ .\-])\d\d(?P=sign)\d\d(?P=sign)\d\d{_NOT_BEFORE}"
)
_PAIRED = re.compile(
    r"(?<![\d.,/+\-])(?<!\d )[2-9]\d(?:[ ]\d{3}[ ]\d{3}|\d{2}[ ]\d{4})(?![\d]|[ .,\-/]\d)"
)
# Amounts are grouped from the right, so that no amount looks like 201 23 456 or 201 234 56.
_UNEVEN = re.compile(
    r"(?<![\w.,/+\-])(?<!\d )[2-9]\d{2}[ ](?:\d{2}[ ]\d{3}|\d{3}[ ]\d{2})(?![\w]|[ .,\-/]\d)"
)
_BARE = re.compile(rf"(?<![\w.,/+\-<]){_NOT_AFTER}[2-9]\d{{7}}(?![\w]|/\d){_NOT_BEFORE}")
_NO_PHONE = re.compile(
    r"(?:cvr|se-?nr|konto|ordre|faktura|sag(?:s|en)|journal|j\.nr|jnr|vare|kunde|bilag|ean|dkk|kr\.?|beløb|"
    r"matr|bfe|ejendom|måler|serie|budget|akt|id|nr|rekvisition|debitor\w*|kreditor\w*|faktura\w*|ordre\w*|vare\w*|kunde\w*|isbn)\W{0,12}$"
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.!#$%&'*+=?^{}~\-]{1,64}[ ]?@[ ]?(?:[\w\-]{1,63}\.)+[^\W\d_]{2,24}(?![\w])"
)
_EMAIL_BROKEN = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:\n?[\w\-]{1,63}\n?\.){1,4}\n?[a-z]{2,10}(?!\w)|"
    r"(?<![\w.+\-])[\w+\-]{1,40}\.\n[\w.+\-]{1,40}@(?:[\w\-]{1,63}\.){1,4}[a-z]{2,10}(?!\w)",
)
_AT = r"[ ]?(?:\(at\)|\[at\]|\{at\}|\(a\)|\[a\]|\(snabel-?a\)|\[snabel-?a\]|<at>|\(@\)|\[@\])[ ]?|[ ](?:at|snabel-?a|alfakrøl)[ ]|_at_"
_DOT = r"(?:\.|[ ]?(?:\(dot\)|\[dot\]|\(punktum\)|\(\.\))[ ]?|[ ](?:dot|punktum|prik)[ ])"
_EMAIL_HIDDEN = re.compile(
    rf"(?<![\w.+\-])[\w+\-]{{1,40}}(?:\.[\w+\-]{{1,40}}){{0,4}}(?:{_AT})[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{0,3}}{_DOT}(?:dk|com|net|org|eu|no|se|de|gl|fo|info|uk)\b",
    re.IGNORECASE,
)
_EMAIL_CUT = re.compile(
    r"(?:e-?mail|mail(?:adresse)?)[ ]?:[ ]?(?P<it>[\w.+\-]{2,40}@[\w\-]{2,40})(?![\w.])",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\bhttps?://|\bftp://|\bwww\.)[^\s<>\"']{3,400}", re.IGNORECASE)
_SOCIAL = re.compile(
    r"\b(?:facebook|fb|instagram|linkedin|twitter|x|tiktok|snapchat|youtube|github|t)\.(?:com|me|dk)/[^\s<>\"']{2,120}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z_][\w.]{2,29}(?![\w@])")
_PERSONAL = re.compile(
    r"[~@=?]|/(?:in|people|profil\w*|user|u|bruger|personer?|medarbejder\w*)/|\d{6}|(?:facebook|linkedin|instagram|twitter|tiktok)\.",
    re.IGNORECASE,
)


def find_contacts(text: str) -> Iterator[Hit]:
    """Yield phone numbers, addresses of mail and of the web."""
    yield from _phones(text)
    for pattern in (_EMAIL, _EMAIL_BROKEN, _EMAIL_HIDDEN):
        for match in pattern.finditer(text):
            why = "shape:email" if pattern is _EMAIL else "obfuscated"
            value = match[0].replace(" ", "").replace("\n", "").lower()
            yield Hit(FindingKind.EMAIL, *match.span(), 0.97, (why,), value=value)
    for match in _EMAIL_CUT.finditer(text):
        yield Hit(FindingKind.EMAIL, *match.span("it"), 0.8, ("cue:email",), value=match["it"])
    for pattern in (_URL, _SOCIAL):
        for match in pattern.finditer(text):
            url = match[0].rstrip(".,;:!?)]}*")
            sure, why = (0.8, "personal_path") if _PERSONAL.search(url) else (0.35, "shape:url")
            start = match.start()
            yield Hit(FindingKind.URL, start, start + len(url), sure, (why,), value=url)
    for match in _HANDLE.finditer(text):
        yield Hit(FindingKind.USER_NAME, *match.span(), 0.6, ("shape:handle",), value=match[0])


def _phones(text: str) -> Iterator[Hit]:
    for pattern, sure, why in (
        (_WITH_CODE, 0.97, "country_code"),
        (_SIX, 0.95, "country_code"),
        (_FOREIGN, 0.85, "country_code"),
    ):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if 8 <= len(digits) <= 16:
                yield Hit(FindingKind.PHONE, *match.span(), sure, (why,), value=digits)
    for match in _WITH_WORD.finditer(text):
        value = without_separators(match["it"])
        yield Hit(FindingKind.PHONE, *match.span("it"), 0.95, ("cue:phone",), value=value)
    for pattern, sure in ((_GROUPED, 0.8), (_PAIRED, 0.6), (_UNEVEN, 0.6), (_BARE, 0.55)):
        for match in pattern.finditer(text):
            digits = without_separators(match[0])
            if _NO_PHONE.search(line_before(text, match.start())):
                continue
            if pattern is _BARE and (_is_date(digits) or _is_in_table(text, match.start())):
                continue
            yield Hit(FindingKind.PHONE, *match.span(), sure, ("shape:phone",), value=digits)


def _is_in_table(text: str, place: int) -> bool:
    """Tell whether a line holds so many large numbers that none of them is a phone number."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : min(len(text) if end < 0 else end, start + 400)]
    return len(_LARGE.findall(line)) >= 3


_LARGE = re.compile(r"(?<!\d)\d{4,}(?!\d)|\d\.\d{3}(?!\d)")


def _is_date(digits: str) -> bool:
    is_day = digits[4:6] in {"19", "20"} and day_of(digits[:2], digits[2:4], digits[4:]) is not None
    return is_day or (
        digits[:2] == "20" and day_of(digits[6:], digits[4:6], digits[:4]) is not None
    )
