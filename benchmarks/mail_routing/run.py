"""Measure how well and how fast mail routing learns, against peers in the same run.

Question: how many enquiries may go by themselves at a promised precision, how well is mail that belongs
nowhere told apart, and is the promise kept when more of it comes than was seen in training?

    python benchmarks/mail_routing/run.py [--data FOLDER]

Data (training and development splits; read from a folder, never copied): Amazon MASSIVE in Danish
(CC BY 4.0), CLINC150 with its out-of-scope texts (CC BY 3.0). Peers: fastText; a classifier like that
of paperless-ngx (counted words and pairs, one hidden layer); TF-IDF with linear support vector
machines and a temperature, the best published without pretrained weights. The share at a precision is
read off each one's curve on the development rows ("best possible"), and for Signatur also with the
thresholds that training fixed before it saw them ("promised").
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.mail_routing.peers import PEERS, Answer
from benchmarks.mail_routing.surroundings import machine
from signatur.methods.classification import TARGETS, UNKNOWN, Example, evaluate, fit
from signatur.methods.classification.statistics import auroc, wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.methods.classification import Router, Verdict

HERE = Path(__file__).resolve().parent
SEED = 0
RESAMPLES = 200
# Intents that nobody marked, and those that somebody marked as belonging nowhere.
HELD_OUT, MARKED = 5, 5
STREAMS = {"as in development data": None, "10 % unknown": 0.10, "18 % unknown": 0.18}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=HERE.parents[2] / "shared/data/text")
    asked.add_argument("--only", choices=sorted(PARTS), action="append")
    chosen = asked.parse_args()
    if not chosen.data.is_dir():
        sys.exit(f"There is no folder {chosen.data}; name it with --data.")
    for name in chosen.only or PARTS:
        results = {**PARTS[name](chosen.data), "machine": machine("numpy", "scikit-learn")}
        path = HERE / "results" / f"{name}.json"
        path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(path.read_text(encoding="utf-8"))


def rows(*paths: Path) -> list[Example]:
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    read = [json.loads(line) for line in lines]
    return [Example(one["text"], one["label"], str(at)) for at, one in enumerate(read)]


# --- parts ---------------------------------------------------------------------------------------


def danish(data: Path) -> dict[str, Any]:
    train, dev = (rows(data / "massive_da" / f"{name}.jsonl") for name in ("train", "dev"))
    return {
        "question": "How well are short Danish texts routed, all of them known?",
        "data": {
            "name": "MASSIVE 1.0, da-DK",
            "licence": "CC BY 4.0",
            "train": len(train),
            "dev": len(dev),
        },
        "seed": SEED,
        "signatur": _ours(train, dev),
        "peers": _peers(train, dev),
    }


def unknown(data: Path) -> dict[str, Any]:
    folder = data / "clinc150"
    train = rows(folder / "train.jsonl", folder / "unknown_train.jsonl")
    dev = rows(folder / "dev.jsonl")
    return {
        "question": "Is the promise kept when far more mail belongs nowhere than was seen in training?",
        "data": {"name": "CLINC150", "licence": "CC BY 3.0", "train": len(train), "dev": len(dev)},
        "seed": SEED,
        "unknown_share_in_training": _unknown_share(train),
        "signatur": _ours(train, dev),
        "peers": _peers(train, dev),
    }


def new_subjects(data: Path) -> dict[str, Any]:
    """Hold out whole Danish intents: some marked as belonging nowhere, others never seen."""
    train, dev = (rows(data / "massive_da" / f"{name}.jsonl") for name in ("train", "dev"))
    intents = sorted({one.label for one in train})
    random.Random(SEED).shuffle(intents)
    unseen, marked = set(intents[:HELD_OUT]), set(intents[HELD_OUT : HELD_OUT + MARKED])
    learnt = [_as_unknown(one, marked) for one in train if one.label not in unseen]
    asked = [_as_unknown(one, unseen) for one in dev if one.label not in marked]
    return {
        "question": "Are subjects that nobody has ever seen told apart, and is the promise kept?",
        "data": {
            "name": "MASSIVE 1.0, da-DK, whole intents held out",
            "licence": "CC BY 4.0",
            "intents_marked_unknown": sorted(marked),
            "intents_never_seen": sorted(unseen),
        },
        "seed": SEED,
        "unknown_share_in_training": _unknown_share(learnt),
        "signatur": _ours(learnt, asked),
        "peers": _peers(learnt, asked),
    }


def _as_unknown(one: Example, labels: set[str]) -> Example:
    return Example(one.text, UNKNOWN, one.key) if one.label in labels else one


def speed(data: Path) -> dict[str, Any]:
    """Train on 100,000 short enquiries in a process of its own, and suggest."""
    folder = data / "clinc150"
    known = rows(folder / "train.jsonl", folder / "unknown_train.jsonl")
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "rows.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for number in range(100_000):
                one = known[number % len(known)]
                out.write(
                    json.dumps({"text": _varied(one.text, chance), "label": one.label}) + "\n"
                )
        told = _command("train", "--data", str(path), "--model", f"{scratch}/model", "--json")
        asked = _command(
            "evaluate", "--model", f"{scratch}/model", "--data", str(folder / "dev.jsonl"), "--json"
        )
    return {
        "question": "How long does it take to learn from 100,000 short enquiries, and to answer?",
        "data": {
            "name": "CLINC150, each text some seven times with a word left out",
            "rows": 100_000,
        },
        "seed": SEED,
        "limits": {"train_seconds": 60, "peak_memory_mb": 2000},
        "train_seconds": told["train_seconds"],
        "peak_memory_mb": told["peak_memory_mb"],
        "suggested_per_second": asked["enquiries_per_second"],
        "model_bytes": told["model_bytes"],
    }


def _varied(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) > 3:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def _command(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "signatur", "mail-routing", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "danish": danish,
    "unknown": unknown,
    "new_subjects": new_subjects,
    "speed": speed,
}


# --- measures ------------------------------------------------------------------------------------


def _ours(train: Sequence[Example], dev: Sequence[Example]) -> dict[str, Any]:
    begun = time.perf_counter()
    router = fit(train, seed=SEED)
    seconds = time.perf_counter() - begun
    verdicts, per_second = _suggested(router, dev)
    found = evaluate(router, dev)
    answer = Answer(
        [one.labels[0] for one in verdicts],
        np.array([one.score for one in verdicts]),
        np.array([one.known for one in verdicts]),
    )
    return {
        "method": router.card["method"],
        "ladder": router.card["ladder"],
        "prepared_for_unknown_share": router.card["prepared_for_unknown_share"],
        **_measured(answer, dev),
        "top3_accuracy": _interval(found.top3_accuracy),
        "macro_f1": _interval(found.macro_f1),
        "ece": round(found.ece, 4),
        "promised": _promised(verdicts, dev),
        "train_seconds": round(seconds, 1),
        "suggested_per_second": round(per_second),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _suggested(router: Router, dev: Sequence[Example]) -> tuple[list[Verdict], float]:
    texts = [one.text for one in dev]
    router.suggest(texts[:10])
    begun = time.perf_counter()
    verdicts = router.suggest(texts)
    return verdicts, len(texts) / (time.perf_counter() - begun)


def _peers(train: Sequence[Example], dev: Sequence[Example]) -> dict[str, Any]:
    told = {}
    for name, peer in PEERS.items():
        begun = time.perf_counter()
        ask = peer([one.text for one in train], [one.label for one in train], SEED)
        seconds = time.perf_counter() - begun
        answer = ask([one.text for one in dev])
        told[name] = {**_measured(answer, dev), "train_seconds": round(seconds, 1)}
    return told


def _measured(answer: Answer, dev: Sequence[Example]) -> dict[str, Any]:
    is_known = np.array([one.label != UNKNOWN for one in dev])
    is_right = np.array([said == one.label for said, one in zip(answer.labels, dev, strict=True)])
    told: dict[str, Any] = {
        "accuracy": _interval(wilson(int(is_right[is_known].sum()), int(is_known.sum()))),
        "best_possible_share": {
            stream: {
                str(target): round(_share_at(answer.score, is_right, weight, target), 4)
                for target in TARGETS
            }
            for stream, weight in _streams(is_known).items()
        },
    }
    if not is_known.all():
        told["unknown_auroc"] = round(auroc(answer.known[is_known], answer.known[~is_known]), 4)
    return told


def _streams(is_known: np.ndarray) -> dict[str, np.ndarray]:
    """Return weights that give unknown rows a share of the stream."""
    if is_known.all():
        return {"as in development data": np.ones(len(is_known))}
    odds = is_known.sum() / (~is_known).sum()
    return {
        name: np.ones(len(is_known))
        if share is None
        else np.where(is_known, 1.0, share / (1 - share) * odds)
        for name, share in STREAMS.items()
    }


def _share_at(score: np.ndarray, is_right: np.ndarray, weight: np.ndarray, target: float) -> float:
    order = np.argsort(-score, kind="stable")
    taken = np.cumsum(weight[order])
    kept = np.cumsum((weight * is_right)[order]) / taken >= target
    return float(taken[kept].max() / taken[-1]) if kept.any() else 0.0


def _promised(verdicts: Sequence[Verdict], dev: Sequence[Example]) -> dict[str, Any]:
    is_known = np.array([one.label != UNKNOWN for one in dev])
    is_right = np.array(
        [one.labels[0] == row.label for one, row in zip(verdicts, dev, strict=True)]
    )
    told: dict[str, Any] = {}
    for stream, weight in _streams(is_known).items():
        told[stream] = {}
        for target in TARGETS:
            sent = np.array([target in one.clears for one in verdicts])
            told[stream][str(target)] = {
                "share": _resampled(weight, sent * weight),
                "precision": _resampled(sent * weight, sent * weight * is_right),
            }
    return told


def _resampled(whole: np.ndarray, part: np.ndarray) -> dict[str, float]:
    """Return a ratio of sums over rows with its bootstrap interval, 95 %."""
    chance = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        at = chance.integers(0, len(whole), len(whole))
        drawn.append(part[at].sum() / max(whole[at].sum(), 1e-9))
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = part.sum() / max(whole.sum(), 1e-9)
    return {
        "value": round(float(value), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def _interval(one: Any) -> dict[str, float]:
    return {"value": round(one.value, 4), "low": round(one.low, 4), "high": round(one.high, 4)}


def _unknown_share(examples: Sequence[Example]) -> float:
    return round(sum(one.label == UNKNOWN for one in examples) / len(examples), 4)


if __name__ == "__main__":
    main()
