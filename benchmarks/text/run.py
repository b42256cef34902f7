"""Measure what is found in text, how often rightly, and at what cost; see README.md."""

from __future__ import annotations

import json
import math
import platform
import re
import subprocess
import tarfile
import time
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.text.bodies import split_body
from signatur.methods.text.duplicates import bands, fingerprint, similarity
from signatur.methods.text.identifiers import Certainty, IdentifierKind, find_identifiers
from signatur.methods.text.language import UNDETERMINED, language_of
from signatur.methods.text.masking import mask
from signatur.methods.text.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data"
SEED = 2025

CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)
CPR_SENTENCES = (
    "Jeg skriver om min søn, {}, som starter i skole til august.",
    "Min datter ({}) mangler en plads.",
    "Navn: Eksempel Eksempelsen\n{}\nNørregade 1",
    "Hej. {} har ikke fået svar på sin ansøgning af 12.03.2025 kl. 10.30.",
    "Borgeren,{}, ringede i går.",
    "vedr. {}: afgørelse af 1. maj",
    "Ring på 20 30 40 50, {} venter",
    "Mit cpr-nr. er {}.",
    "Personnummer {} skal bruges",
    "Se {}.",
)
CPR_SHAPES: dict[str, Callable[[str], str]] = {
    "610190-1234": lambda digits: f"{digits[:6]}-{digits[6:]}",
    "6101901234": str,
    "610190 1234": lambda digits: f"{digits[:6]} {digits[6:]}",
    "610190 - 1234": lambda digits: f"{digits[:6]} - {digits[6:]}",
    "610190–1234": lambda digits: f"{digits[:6]}–{digits[6:]}",
    "61.01.90-1234": lambda digits: f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:]}",
    "61 01 90 1234": lambda digits: f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}",
    "61011990-1234": lambda digits: f"{digits[:4]}19{digits[4:6]}-{digits[6:]}",
}
PLAIN_CPR = re.compile(r"\b[0-9]{6}-?[0-9]{4}\b")

ADDRESS_SHAPES = {
    "in full": "Jeg bor på {} 12, 2. th, 8000 Aarhus C, og",
    "over two lines": "Adresse:\n{} 12\n8000 Aarhus C\n",
    "after a word": "Min adresse er {} 12 og",
    "street and number alone": "Hullet er ud for {} 12 og",
}
PLAIN_ADDRESS = re.compile(r"[A-ZÆØÅ][a-zæøå]+ \d+")

MAIL = """Denne e-mail kommer fra en ekstern afsender. Vær opmærksom på links.

Hej Teknik og Miljø

Jeg skriver til jer, fordi der igen er kommet et stort hul i vejen ud for Nørregade 12 i Lindevang. \
Hullet er ca. 40 cm bredt, og min søn væltede på cykel d. 4. marts. I skrev den 12.03.2025, at det \
ville blive lavet inden 14 dage, men der er ikke sket noget endnu. Kan I fortælle mig, hvornår det \
bliver repareret? Jeg vil også gerne vide, om vi kan søge erstatning for den ødelagte cykel.

I kan ringe til mig på tlf. 20 30 40 50 efter kl. 16. Mit cpr-nr. er 610190-1234, hvis I skal bruge \
det til sagen (sagsnr. 24/12345).

Med venlig hilsen

Peter Eksempel
Nørregade 12, 2. th.
8000 Aarhus C
peter@example.dk

Sendt fra min iPhone

Fra: Vejafdelingen <vej@example.dk>
Sendt: 12. marts 2025 10:31
Til: Peter Eksempel
Emne: SV: Hul i vejen

Kære Peter
Tak for din henvendelse.
"""
HOSTILE = ("1", " ", ".", ">", "\n", "> > ", "12 ", "--\n", "A ", "Mvh\n", "02.34.02.", "Nvej 1, ")


def main() -> None:
    rng = np.random.default_rng(SEED)
    results = {
        "machine": _machine(),
        "seed": SEED,
        "cpr_found": _cpr_found(rng),
        "cpr_imagined": _cpr_imagined(),
        "addresses_found": _addresses_found(rng),
        "addresses_imagined": _addresses_imagined(),
        "language": _languages(),
        "near_duplicates": _near_duplicates(rng),
        "cost": _cost(),
        "growth": _growth(),
    }
    path = HERE / "results" / "latest.json"
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    print(path.read_text())


def _machine() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
    )
    return {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "processor": platform.machine(),
        **{name: version(name) for name in ("numpy", "py3langid", "signatur")},
    }


def _share(right: int, total: int) -> dict[str, float]:
    """Return a share with its 95 % interval (Wilson 1927)."""
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    return {
        "value": round(share, 4),
        "low": round(max(0.0, middle - half), 4),
        "high": round(min(1.0, middle + half), 4),
    }


def _replacement_cpr(rng: np.random.Generator, *, slip: int) -> str:
    day, month, year = rng.integers(61, 89), rng.integers(1, 13), rng.integers(0, 100)
    first_nine = f"{day:02}{month:02}{year:02}{rng.integers(0, 4)}{rng.integers(0, 100):02}"
    total = sum(weight * int(digit) for weight, digit in zip(CPR_WEIGHTS, first_nine, strict=True))
    if total % 11 == 1:
        return _replacement_cpr(rng, slip=slip)
    return f"{first_nine}{(-total % 11 + 3 * slip) % 10}"


def _cpr_found(rng: np.random.Generator) -> dict[str, Any]:
    found = {}
    for shape, write in CPR_SHAPES.items():
        # Half of them without the check digit, which numbers since 2007 may lack.
        numbers = [_replacement_cpr(rng, slip=place % 2) for place in range(500)]
        texts = [
            CPR_SENTENCES[place % len(CPR_SENTENCES)].format(write(number))
            for place, number in enumerate(numbers)
        ]
        ours = sum(
            number in {each.value for each in _of_kind(text, IdentifierKind.CPR)}
            for text, number in zip(texts, numbers, strict=True)
        )
        plain = sum(
            number in {match.replace("-", "") for match in PLAIN_CPR.findall(text)}
            for text, number in zip(texts, numbers, strict=True)
        )
        found[shape] = {"ours": _share(ours, 500), "one pattern": _share(plain, 500)}
    return found


def _of_kind(text: str, kind: IdentifierKind) -> list[Any]:
    return [each for each in find_identifiers(text) if each.kind is kind]


def _cpr_imagined() -> dict[str, Any]:
    """Count CPR numbers in Danish that holds none, and in random numbers of ten digits."""
    texts = _utterances("massive_da", "train") + _utterances("massive_da", "dev")
    texts += _treebank("train")
    numbers = np.random.default_rng(SEED).integers(0, 10**10, size=20_000)
    in_text = [each for text in texts for each in _of_kind(text, IdentifierKind.CPR)]
    in_numbers = [
        each for n in numbers for each in _of_kind(f"Det er nr. {n:010}.", IdentifierKind.CPR)
    ]
    likely = [each for each in in_numbers if each.certainty is not Certainty.POSSIBLE]
    return {
        "texts": len(texts),
        "in_texts": len(in_text),
        "random numbers taken for likely": _share(len(likely), len(numbers)),
        "random numbers taken for possible or likely": _share(len(in_numbers), len(numbers)),
    }


def _addresses_found(rng: np.random.Generator) -> dict[str, Any]:
    lines = (DATA / "names" / "da_addresses.jsonl").read_text().splitlines()
    streets = [json.loads(lines[place]) for place in rng.choice(len(lines), 4000, replace=False)]
    found = {}
    for shape, sentence in ADDRESS_SHAPES.items():
        texts = [sentence.format(street) for street in streets]
        ours = sum(bool(_of_kind(text, IdentifierKind.ADDRESS)) for text in texts)
        plain = sum(PLAIN_ADDRESS.search(text) is not None for text in texts)
        found[shape] = {"ours": _share(ours, 4000), "capital and number": _share(plain, 4000)}
    return found


def _addresses_imagined() -> dict[str, int]:
    """Count what is taken for an address in sentences that hold a handful."""
    texts = _treebank("train")
    ours = [each.text for text in texts for each in _of_kind(text, IdentifierKind.ADDRESS)]
    plain = [match for text in texts for match in PLAIN_ADDRESS.findall(text)]
    return {"sentences": len(texts), "ours": len(ours), "capital and number": len(plain)}


def _utterances(folder: str, split: str) -> list[str]:
    lines = (DATA / "text" / folder / f"{split}.jsonl").read_text().splitlines()
    return [json.loads(line)["text"] for line in lines]


def _treebank(split: str) -> list[str]:
    text = (DATA / "ner" / "uner_danish_ddt" / f"da_ddt-ud-{split}.iob2").read_text()
    return re.findall(r"^# text = (.*)$", text, re.MULTILINE)


def _norwegian(folder: str) -> list[str]:
    with tarfile.open(DATA / "ner" / "norne_ndt.tar.xz") as archive:
        members = [each for each in archive.getmembers() if f"/{folder}/" in each.name]
        files = (archive.extractfile(each) for each in sorted(members, key=lambda one: one.name))
        sentences = [s for file in files if file for s in _sentences(file.read().decode())]
    return sentences[:: len(sentences) // 4000][:4000]


def _sentences(conll: str) -> Iterator[str]:
    for block in conll.strip().split("\n\n"):
        yield " ".join(row.split("\t")[1] for row in block.splitlines() if "\t" in row)


def _languages() -> dict[str, Any]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    peer = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    sets = {
        "da, utterances of 35 characters": ("da", _utterances("massive_da", "dev")),
        "en, utterances of 40 characters": ("en", _utterances("clinc150", "dev")),
        "da, sentences": ("da", _treebank("dev")),
        "nb, sentences": ("nb", _norwegian("nob")),
        "nn, sentences": ("nn", _norwegian("nno")),
    }
    sets |= {
        f"{code}, four sentences": (code, _in_fours(texts))
        for name, (code, texts) in sets.items()
        if "sentences" in name
    }
    return {name: _language(code, texts, peer) for name, (code, texts) in sets.items()}


def _in_fours(texts: Sequence[str]) -> list[str]:
    return [" ".join(texts[place : place + 4]) for place in range(0, len(texts) - 3, 4)]


def _language(code: str, texts: Sequence[str], peer: Any) -> dict[str, Any]:
    codes = [language_of(text).code for text in texts]
    peers = [peer.classify(text)[0].replace("no", "nb") for text in texts]
    named = [each for each in codes if each != UNDETERMINED]
    return {
        "texts": len(texts),
        "right": _share(codes.count(code), len(codes)),
        "undetermined": _share(len(codes) - len(named), len(codes)),
        "right when named": _share(named.count(code), len(named)),
        "py3langid right": _share(peers.count(code), len(peers)),
    }


def _near_duplicates(rng: np.random.Generator) -> dict[str, Any]:
    sentences = _treebank("train")
    letters = [" ".join(sentences[place : place + 8]) for place in range(0, 4000, 8)]
    words = sorted({word for sentence in sentences for word in sentence.split()})
    found: dict[str, Any] = {}
    for percent in (0, 5, 10, 20, 30):
        pairs = [(letter, _changed(letter, words, percent, rng)) for letter in letters]
        found[f"{percent} % of words changed"] = _met(pairs)
    found["other letters"] = _met(list(pairwise(letters)))
    return found


def _changed(letter: str, words: Sequence[str], percent: int, rng: np.random.Generator) -> str:
    return " ".join(
        words[rng.integers(len(words))] if rng.random() < percent / 100 else word
        for word in letter.split()
    )


def _met(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    prints = [(fingerprint(one), fingerprint(other)) for one, other in pairs]
    return {
        "share a key": _share(sum(bool({*bands(a)} & {*bands(b)}) for a, b in prints), len(pairs)),
        "mean similarity": round(float(np.mean([similarity(a, b) for a, b in prints])), 3),
        "equal": _share(sum(one == other for one, other in pairs), len(pairs)),
    }


def _understand(text: str) -> None:
    split_body(text)
    masked = mask(text, find_identifiers(text))
    language_of(masked.text)
    fingerprint(masked.text)


def _cost() -> dict[str, Any]:
    """Return CPU milliseconds for the mail, the least of many rounds."""
    found = find_identifiers(MAIL)
    masked = mask(MAIL, found).text
    functions: dict[str, Callable[[], object]] = {
        "loop of 10,000 sums": lambda: sum(range(10_000)),
        "split_body": lambda: split_body(MAIL),
        "find_identifiers": lambda: find_identifiers(MAIL),
        "mask": lambda: mask(MAIL, found),
        "language_of": lambda: language_of(masked),
        "fingerprint": lambda: fingerprint(masked),
        "passages": lambda: passages(MAIL),
        "all but passages": lambda: _understand(MAIL),
    }
    least = dict.fromkeys(functions, math.inf)
    for _ in range(200):
        for name, function in functions.items():
            least[name] = min(least[name], _cpu_ms(function, 5))
    return {"characters": len(MAIL)} | {name: round(ms, 4) for name, ms in least.items()}


def _cpu_ms(function: Callable[[], object], times: int) -> float:
    start = time.process_time_ns()
    for _ in range(times):
        function()
    return (time.process_time_ns() - start) / times / 1e6


def _growth() -> dict[str, Any]:
    """Return CPU milliseconds for hostile text of 50 and 100 kB, and how they grow."""
    grown = {}
    for unit in HOSTILE:
        half, whole = (
            min(_cpu_ms(lambda text=text: _read_all(text), 1) for _ in range(3))
            for text in ((unit * 100_000)[:50_000], (unit * 100_000)[:100_000])
        )
        grown[repr(unit)] = {
            "50 kB": round(half, 1),
            "100 kB": round(whole, 1),
            "growth": round(whole / half, 2),
        }
    return grown


def _read_all(text: str) -> None:
    _understand(text)
    passages(text)


if __name__ == "__main__":
    main()
