"""Measure who is linked to whom, and which misfiled documents are told, on invented cases.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/linking.py`. The cases come from the
solution's own generator: what is measured is linking, given the true stretches without their
persons, one name in ten left out. No figure says how texts of a real municipality come out.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure.linking_pairs import OPEN, PAIRS
from benchmarks.mail_routing.surroundings import machine
from signatur.solutions.disclosure.demo.inventing import DOMAIN, InventedCase, invented_case
from signatur.solutions.disclosure.model.linking import does_it_belong, link
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    DocumentMentions,
    Linked,
    Person,
    Role,
)
from tests.solutions.disclosure.model.linking.marked import answer

RESULT = Path(__file__).parent / "results" / "linking.json"
_CASES, _LEFT_OUT, _FIRST_SEED = 200, 0.1, 10_000


def main() -> None:
    found: dict[str, Any] = {
        "question": "Disclosure: is every mention linked to the right person, and is what is misfiled told",
        "data": f"{_CASES} invented cases of 14 documents, 1 misfiled document and 1 misplaced paragraph each",
        "left_out_names": _LEFT_OUT,
        **_cases(),
        "hard_pairs": _hard(),
        "speed": _speed(),
        "machine": machine("numpy"),
    }
    RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({key: found[key] for key in found if key != "machine"}, indent=1))


def documents_of(
    case: InventedCase, left_out: float, chance: random.Random
) -> list[DocumentMentions]:
    """Return the documents with true stretches as findings, some names left out."""
    return [
        DocumentMentions(
            one.key,
            one.text,
            tuple(
                Finding(mention.kind, mention.start, mention.end, mention.text, 0.95)
                for mention in one.mentions
                if mention.how not in {"initials", "role"}
                and not (mention.kind is FindingKind.PERSON and chance.random() < left_out)
            ),
            one.title,
            one.day,
        )
        for one in case.documents
    ]


def parties_of(case: InventedCase) -> list[Person]:
    """Return the parties as a caseworker states them: names and CPR numbers, no more."""
    return [
        Person(f"s{number}", Role.PARTY, (one.full,), (one.cpr,), is_stated=True)
        for number, one in enumerate(case.persons)
        if one.key in case.parties
    ]


def _cases() -> dict[str, Any]:
    chance = random.Random(1)
    sums: Counter[str] = Counter()
    by_how: dict[str, Counter[str]] = defaultdict(Counter)
    roles: Counter[str] = Counter()
    for seed in range(_FIRST_SEED, _FIRST_SEED + _CASES):
        case = invented_case(seed)
        documents = documents_of(case, _LEFT_OUT, chance)
        authority = Authority((DOMAIN,), case_numbers=(case.number,))
        linked = link(documents, parties_of(case), authority=authority)
        _b_cubed(case, linked, sums, by_how)
        _roles(case, linked, roles)
        _doubts(case, does_it_belong(documents, linked, authority=authority), sums)
    precision = sums["precision"] / sums["answered"]
    recall = sums["recall"] / sums["true"]
    return {
        "b_cubed": {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / (precision + recall), 4),
        },
        "mentions": sums["true"],
        "true_person_among_candidates": round(sums["among"] / sums["true"], 4),
        "left_open_or_unseen": round(1 - sums["answered"] / sums["true"], 4),
        "by_way_of_writing": {
            how: {
                "mentions": count["true"],
                "seen": round(count["seen"] / count["true"], 3),
                "right_of_answered": round(count["right"] / max(1, count["answered"]), 3),
                "answered": round(count["answered"] / count["true"], 3),
            }
            for how, count in sorted(by_how.items())
        },
        "roles": {
            "employees_recall": round(roles["employee_right"] / roles["employee"], 3),
            "employees_precision": round(roles["employee_right"] / roles["employee_said"], 3),
        },
        "misfiled_documents": {
            "planted": sums["misfiled"],
            "recall": round(sums["misfiled_told"] / sums["misfiled"], 3),
            "false_per_100_documents": round(
                100 * sums["false_documents"] / sums["right_documents"], 2
            ),
        },
        "misplaced_paragraphs": {
            "planted": sums["misplaced"],
            "recall": round(sums["misplaced_told"] / sums["misplaced"], 3),
            "false_per_100_documents": round(
                100 * sums["false_paragraphs"] / sums["right_documents"], 2
            ),
        },
    }


def _b_cubed(
    case: InventedCase, linked: Linked, sums: Counter[str], by_how: dict[str, Counter[str]]
) -> None:
    starts = {(m.document, m.start): m for m in linked.mentions}
    truth = [(one.key, mention) for one in case.documents for mention in one.mentions]
    said = {
        (document, mention.start): starts[document, mention.start].person
        for document, mention in truth
        if (document, mention.start) in starts
    }
    by_said: dict[str, Counter[str]] = defaultdict(Counter)
    size: Counter[str] = Counter()
    for document, mention in truth:
        size[mention.person] += 1
        if said.get((document, mention.start)):
            by_said[said[document, mention.start]][mention.person] += 1
    owner = {key: count.most_common(1)[0][0] for key, count in by_said.items()}
    for document, mention in truth:
        own, how = said.get((document, mention.start), ""), by_how[mention.how]
        sums["true"] += 1
        how["true"] += 1
        found = starts.get((document, mention.start))
        how["seen"] += found is not None
        if found is not None and any(
            owner.get(one.person) == mention.person for one in found.candidates
        ):
            sums["among"] += 1
        if own:
            together = by_said[own][mention.person]
            sums["answered"] += 1
            how["answered"] += 1
            how["right"] += owner[own] == mention.person
            sums["precision"] += together / by_said[own].total()
            sums["recall"] += together / size[mention.person]
        else:
            sums["recall"] += 1 / size[mention.person]


def _roles(case: InventedCase, linked: Linked, roles: Counter[str]) -> None:
    truth = {one.full: one.is_employee for one in case.persons}
    named = {one.full for one in case.persons}
    for person in linked.persons:
        name = next((name for name in person.names if name in named), None)
        if name is not None:
            is_said = person.role is Role.EMPLOYEE
            roles["employee"] += truth[name]
            roles["employee_said"] += is_said
            roles["employee_right"] += truth[name] and is_said


def _doubts(case: InventedCase, doubts: tuple[Any, ...], sums: Counter[str]) -> None:
    whole = {doubt.document for doubt in doubts if doubt.is_whole}
    for one in case.documents:
        spans = [(d.start, d.end) for d in doubts if d.document == one.key and not d.is_whole]
        if one.is_misfiled:
            sums["misfiled"] += 1
            sums["misfiled_told"] += one.key in whole
            continue
        sums["right_documents"] += 1
        sums["false_documents"] += one.key in whole
        for start, end in one.misplaced:
            sums["misplaced"] += 1
            hits = [span for span in spans if span[0] < end and start < span[1]]
            sums["misplaced_told"] += bool(hits)
            spans = [span for span in spans if span not in hits]
        sums["false_paragraphs"] += len(spans)


def _hard() -> dict[str, Any]:
    wrong = [
        {"text": text, "expected": expected, "said": said}
        for text, expected in PAIRS
        if (said := answer(text)) != expected
    ]
    return {
        "pairs": len(PAIRS),
        "right": len(PAIRS) - len(wrong),
        "surely_wrong": sum(one["said"] != OPEN for one in wrong),
        "wrong": wrong,
    }


def _speed() -> dict[str, Any]:
    documents: list[DocumentMentions] = []
    chance = random.Random(2)
    seed = 50_000
    while len(documents) < 1000:
        texts, findings, length = [], [], 0
        # One case: mostly the same people, in documents of some 200 mentions each.
        for _ in range(16):
            for one in documents_of(invented_case(seed + chance.randrange(40)), 0.0, chance)[:1]:
                findings += [
                    Finding(f.kind, f.start + length, f.end + length, f.text, f.confidence)
                    for f in one.findings
                ]
                texts.append(one.text)
                length += len(one.text) + 2
        documents.append(
            DocumentMentions(f"d{len(documents)}", "\n\n".join(texts), tuple(findings))
        )
    started = time.perf_counter()
    linked = link(documents)
    taken = time.perf_counter() - started
    return {
        "documents": len(documents),
        "findings": sum(len(one.findings) for one in documents),
        "mentions": len(linked.mentions),
        "persons": len(linked.persons),
        "characters": sum(len(one.text) for one in documents),
        "seconds": round(taken, 2),
    }


if __name__ == "__main__":
    main()
