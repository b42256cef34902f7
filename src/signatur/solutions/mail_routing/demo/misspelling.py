"""How writing goes wrong: slips of the finger, telephones that know better, dyslexia, a language newly learnt.

Every fault takes a text and gives it back as that writer would have sent it. Words with digits or "@" stay as they
are, since people copy numbers and addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.solutions.mail_routing.demo.chance import Chance

_WORD = re.compile(r"(?<![\w@.])[A-Za-zÆØÅæøåéÉ]+(?![\w@])")

_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "kæ", "m": "n", "n": "bm", "o": "ip", "p": "oå", "r": "et", "s": "ad",
    "t": "ry", "u": "yi", "v": "cb", "y": "tu", "æ": "lø", "ø": "æ", "å": "p",
}  # fmt: skip
_WITHOUT_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})

# Compounds that are often written in two.
_COMPOUNDS = (
    "affalds|beholder", "arbejds|giver", "barne|vogn", "bopæls|attest", "brænde|ovn", "bygge|sag", "bygge|tilladelse",
    "børne|have", "børne|haven", "børne|haveplads", "cykel|stien", "familie|rådgiver", "folke|pension", "fortovs|fliser",
    "gade|lys", "genbrugs|pladsen", "hjemme|hjælp", "hjemme|hjælpen", "hjemme|plejen", "hjælpe|midler",
    "køre|kort", "køre|stol", "køre|stolen", "kontant|hjælp", "lygte|pælen", "læge|erklæring",
    "nød|kald", "nød|kaldet", "parkerings|afgift", "parkerings|plads",
    "pleje|bolig", "pleje|hjem", "rehabiliterings|plan", "rotte|fænger", "sags|behandler",
    "skole|bus", "skole|bussen", "skralde|spand", "sne|plov", "sundheds|kort", "sundheds|plejersken", "syge|dagpenge",
    "søskende|rabat", "tand|læge", "tandlæge|regning", "varme|pumpe", "vuggestue|plads",
)  # fmt: skip
_SPLIT = {compound.replace("|", ""): compound.replace("|", " ") for compound in _COMPOUNDS}

_TEXTING = {
    "ikke": "ik", "også": "osse", "hvad": "hva", "skal": "ska", "måske": "mås", "noget": "noet", "venlig": "venli",
    "telefon": "tlf", "nummer": "nr", "eventuelt": "evt", "hurtigst": "hurtist",
}  # fmt: skip
_AUTOCORRECT = {
    "ikke": "okke", "jeg": "jrg", "kan": "kam", "gerne": "hjerne", "snart": "smart", "hilsen": "hilsner", "bare": "være",
    "noget": "nogle", "den": "det", "have": "gave", "siden": "side", "komme": "kommer", "for": "får", "hun": "hin",
    "ligger": "lægger", "hvornår": "hvor når", "der": "det", "vil": "vel", "nye": "mye",
}  # fmt: skip
_PHONETIC = {
    "hvad": "vad", "hvor": "vor", "hvornår": "vonår", "hvem": "vem", "hvordan": "vordan", "gerne": "gærne", "også": "ås",
    "meget": "maget", "skal": "ska", "ikke": "ike", "noget": "nået", "eller": "ælder", "hjælp": "jælp", "hjælpe": "jælpe",
    "kommune": "komune", "kommunen": "komunen", "regning": "rejning", "vejen": "vajen", "selv": "sæl", "blevet": "blæved",
    "mangler": "manler", "tror": "troer", "lige": "lie", "hjemme": "jæmme",
    "børnehave": "børnhave", "sagsbehandler": "sasbehandler", "kunne": "ku", "ville": "vile", "virker": "viker",
    "fordi": "fordig", "desværre": "desvære", "vores": "vors", "søge": "søje", "penge": "peng",
}  # fmt: skip
_JUTLANDIC = {
    "jeg": "a", "ikke": "it", "meget": "møj", "det": "de", "også": "osse", "hvad": "hwa", "noget": "nøj", "mig": "mæ",
    "hvor": "hwor",
}  # fmt: skip

# What is not heard, or heard as something else.
_SOUNDS = (
    (re.compile(r"([bdfgklmnprst])\1(?=\w)"), r"\1"),
    (re.compile(r"\bhv(?=\w)"), "v"),
    (re.compile(r"\bhj(?=\w)"), "j"),
    (re.compile(r"(?<=\w)nd\b"), "n"),
    (re.compile(r"(?<=\w)ld\b"), "l"),
    (re.compile(r"(?<=\w\w)ende\b"), "ene"),
    (re.compile(r"(?<=[a-zæøå]{2})et\b"), "ed"),
)
_SENTENCE_END = re.compile(r"\.(?=\s+[A-ZÆØÅ]|\s*$)")

# What learners of Danish do: the word order of a main clause in a subordinate one and the other way round, the wrong
# gender, a missing article or preposition.
_LEARNER = (
    (re.compile(r"\b(har|er|kan|vil|skal) ikke\b"), r"ikke \1"),
    (re.compile(r"\ben (ny|anden|tid|plads|regning|læge)\b"), r"et \1"),
    (re.compile(r"\bet (brev|nyt|andet|møde|job|svar)\b"), r"en \1"),
    (re.compile(r"\bvil gerne\b"), "vil gerne at"),
    (re.compile(r"\bmit\b"), "min"),
    (re.compile(r"\bsin\b"), "hans"),
    (re.compile(r"\bder er\b"), "er der"),
    (re.compile(r"\bKan (jeg|vi|I)\b"), r"\1 kan"),
    (
        re.compile(r"\b(hvornår|hvordan|hvor) (kan|skal|får|kommer) (jeg|vi)\b", re.IGNORECASE),
        r"\1 \3 \2",
    ),
    (re.compile(r"\b(skal|kan|vil) (\w{3,}[^e\W])e\b"), r"\1 \2er"),
    (re.compile(r"\b(\w{4,})ige\b"), r"\1ig"),
    (re.compile(r"\bdet er\b"), "det"),
    (re.compile(r"\ber blevet\b"), "har blevet"),
    (re.compile(r"\b(har|er) (lige|endnu|stadig)\b"), r"\2 \1"),
    (re.compile(r"\bhar været\b"), "var"),
    (re.compile(r"\bskal have\b"), "skal har"),
    (re.compile(r"\bfor at\b"), "for"),
    (re.compile(r"\bat (?=\w+e\b)"), ""),
    (re.compile(r"\b(på|i) (mit|min|vores)\b"), r"\2"),
    (re.compile(r"\bjer\b"), "dig"),
    (re.compile(r"\bI\b"), "du"),
)


def slips(text: str, chance: Chance) -> str:
    """Make the slips of somebody who does not read the letter through; about every second letter has some."""
    if chance.happens(0.06):
        text = text.translate(_WITHOUT_DANISH)
    if chance.happens(0.14):
        text = _replace_words(text, _SPLIT, 1.0, chance)
    if chance.happens(0.08):
        text = text.replace(",", "")
    if chance.happens(0.45):
        return text
    return _mistype(text, 0.015 + 0.05 * chance.share(), chance)


def rare_slips(text: str, chance: Chance) -> str:
    return _mistype(text, 0.01, chance) if chance.happens(0.2) else text


def no_capitals(text: str, _chance: Chance) -> str:
    return text.lower()


def all_capitals(text: str, _chance: Chance) -> str:
    return text.upper()


def no_punctuation(text: str, _chance: Chance) -> str:
    return re.sub(r"[,.](?=\s|$)", "", text)


def texting(text: str, chance: Chance) -> str:
    return _replace_words(text, _TEXTING, 0.5, chance)


def autocorrect(text: str, chance: Chance) -> str:
    return _replace_words(text, _AUTOCORRECT, 0.12, chance)


def phonetic(text: str, chance: Chance) -> str:
    """Write by ear: common words as they sound, letters that are not heard left out."""
    text = _replace_words(text, _PHONETIC, 0.7, chance)
    for sound, written in _SOUNDS:
        text = _replace_some(sound, written, text, chance)
    return _mistype(text, 0.03, chance)


def jutlandic(text: str, chance: Chance) -> str:
    return _replace_words(text, _JUTLANDIC, 0.8, chance)


def learner(text: str, chance: Chance) -> str:
    for pattern, wrong in _LEARNER:
        if chance.happens(0.7):
            text = pattern.sub(wrong, text)
    return text


def exclaiming(text: str, chance: Chance) -> str:
    """Raise the voice: exclamation marks, and a word or two in capitals."""
    loud = _WORD.sub(
        lambda match: match[0].upper() if len(match[0]) > 4 and chance.happens(0.03) else match[0],
        text,
    )
    return _SENTENCE_END.sub(lambda _: chance.pick((".", ".", "!", "!!", "!!!")), loud)


FAULTS: Mapping[str, Callable[[str, Chance], str]] = {
    fault.__name__: fault
    for fault in (
        slips, rare_slips, no_capitals, all_capitals, no_punctuation, texting, autocorrect, phonetic, jutlandic,
        learner, exclaiming,
    )
}  # fmt: skip


def _replace_words(text: str, words: Mapping[str, str], share: float, chance: Chance) -> str:
    def replaced(match: re.Match[str]) -> str:
        other = words.get(match[0].lower())
        if other is None or not chance.happens(share):
            return match[0]
        return other.capitalize() if match[0][0].isupper() and len(match[0]) > 1 else other

    return _WORD.sub(replaced, text)


def _replace_some(pattern: re.Pattern[str], written: str, text: str, chance: Chance) -> str:
    return pattern.sub(
        lambda match: match.expand(written) if chance.happens(0.25) else match[0], text
    )


def _mistype(text: str, share: float, chance: Chance) -> str:
    return _WORD.sub(
        lambda match: _mistyped(match[0], chance) if chance.happens(share) else match[0], text
    )


def _mistyped(word: str, chance: Chance) -> str:
    """Return the word with one slip of the finger: a neighbouring key, a letter twice, left out, or swapped."""
    if len(word) < 3:
        return word
    at = chance.between(1, len(word) - 2)
    letter = word[at]
    return chance.pick(
        (
            word[:at] + chance.pick(_NEIGHBOURS.get(letter, letter)) + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + letter + word[at + 2 :],
        )
    )
