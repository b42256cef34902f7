"""Check the second opinion on names with the real libraries: is all of a text read, and told in its place?

Needs torch and transformers, which the extra `embedding` brings. Run from the root:
`PYTHONPATH=. python benchmarks/disclosure/local_model.py` writes `results/local_model.json`. Nothing is
downloaded: tiny models of 16 numbers a word, which take 64 tokens at once, are trained here from a seed, to
see `Zarqa` as the start and `Holm` as the rest of a person's name.
"""

from __future__ import annotations

import json
import shutil
import string
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.errors import InputProblem
from signatur.methods.text.names.local_model import LocalModel

RESULTS = Path(__file__).parent / "results"
_PLACES = 64
_LABELS = ("O", "B-PER", "I-PER")
_SIGNS = string.ascii_lowercase + string.digits + "æøå.,:;-/()!?"
_WORDS = ("zarqa", "holm", "der", "er", "ikke", "noget", "her", "og")
_VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_SIGNS, *(f"##{one}" for one in _SIGNS), *_WORDS)  # fmt: skip
_NAME = "Zarqa Holm"
_PROSE = "Der er ikke noget her. "
_CAPITALS = "A1B2C3D4E5" * 8
# Each text with how many names it holds; every name must be found whole and in its place.
TEXTS: dict[str, tuple[str, int]] = {
    "a sentence": (f"Der er {_NAME} her.", 1),
    "nothing": ("", 0),
    "blanks and line ends": (" \n\n\t ", 0),
    "emoji of several characters": (f"👩‍👩‍👧‍👦 {_NAME} 😀🇩🇰 {_NAME}", 2),
    "half a character": (f"\ud83d {_NAME} \udc00", 1),
    "a null character": (f"\x00 {_NAME}", 1),
    "letters with marks apart": (f"a\u030a e\u0301 {_NAME}", 1),
    "a name at the end of 23,000 characters": (_PROSE * 1_000 + _NAME, 1),
    "200 names in 7,000 characters": ((_PROSE + _NAME + ". ") * 200, 200),
    "40,000 characters on one line": (((_PROSE * 40) + _NAME + " ") * 43, 43),
    "capitals and digits, a token each": (f"{_CAPITALS} {_NAME} {_CAPITALS} {_NAME} " * 10, 20),
    "5,000 letters without a blank before it": ("x" * 5_000 + f" {_NAME}", 1),
    "25,000 letters without a blank before it": ("x" * 25_000 + f" {_NAME}", 1),
    "no blanks, signs between": ("a;b;" * 2_000 + f"{_NAME};a;b", 1),
    "a name that goes on within the word": ("Der er Zarqaholmen her.", 1),
}


def main() -> None:
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        told = {
            "question": "Is all of a text read by a local model, and told in its place?",
            "machine": machine("torch", "transformers", "tokenizers"),
            "models": {
                name: _checked(_made(Path(folder) / name, name, is_told=is_told))
                for name, is_told in (("bert", False), ("bert_told", True), ("roberta", False))
            },
            "folders_that_cannot_be_used": _refused(Path(folder)),
        }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "local_model.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _made(folder: Path, name: str, *, is_told: bool) -> Path:
    """Train a tiny model and write it to a folder; `is_told`: the tokenizer knows how many tokens it takes."""
    import torch
    import transformers

    kind = name.partition("_")[0]
    # RoBERTa counts its places from behind the padding, so that two of them are never used.
    padding = {"bert": 0, "roberta": 1}[kind]
    vocabulary = {word: place for place, word in enumerate(_VOCABULARY)}
    if padding:
        vocabulary |= {"[PAD]": 1, "[UNK]": 0}
    tokenizer = transformers.BertTokenizerFast(
        vocab=vocabulary, do_lower_case=True, strip_accents=False
    )
    if is_told:
        tokenizer.model_max_length = _PLACES
    torch.manual_seed(1)
    configure, build = {
        "bert": (transformers.BertConfig, transformers.BertForTokenClassification),
        "roberta": (transformers.RobertaConfig, transformers.RobertaForTokenClassification),
    }[kind]
    config = configure(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=_PLACES + 2 * padding,
        pad_token_id=padding,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(_LABELS)),
        label2id={label: place for place, label in enumerate(_LABELS)},
    )
    model = build(config)
    _train(model, vocabulary)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _train(model: Any, vocabulary: dict[str, int]) -> None:
    import torch

    first, rest = vocabulary["zarqa"], vocabulary["holm"]
    steps = torch.optim.Adam(model.parameters(), lr=0.01)
    model.train()
    for _ in range(200):
        words = torch.randint(0, len(vocabulary), (16, _PLACES))
        chance = torch.rand(16, _PLACES)
        words[chance < 0.08] = first
        words[(chance >= 0.08) & (chance < 0.16)] = rest
        labels = (words == first).long() + 2 * (words == rest).long()
        steps.zero_grad()
        model(words, labels=labels).loss.backward()
        steps.step()
    model.eval()


def _checked(folder: Path) -> dict[str, Any]:
    model = LocalModel(folder)
    told: dict[str, Any] = {}
    for name, (text, count) in TEXTS.items():
        begin = time.process_time()
        found = model(text)
        written = {text[one.start : one.end] for one in found}
        told[name] = {
            "characters": len(text),
            "names": count,
            "found": len(found),
            "as_written": [one[:40] for one in sorted(written)][:3],
            "right": len(found) == count and written <= {_NAME, "Zarqaholmen"},
            "cpu_seconds": round(time.process_time() - begin, 2),
        }
    # Over every end of a window: a name must be found whole wherever it stands.
    places = range(2 * _PLACES)
    whole = [model("x " * place + _NAME + " er" * 90) for place in places]
    told["a name at each of 128 places"] = {
        "names": len(places),
        "right": sum(
            [(one.start, one.end) for one in found] == [(2 * place, 2 * place + len(_NAME))]
            for place, found in zip(places, whole, strict=True)
        )
        == len(places),
    }
    return told


def _refused(folder: Path) -> dict[str, str]:
    """Return what is told of folders that hold less than a model."""
    told = {}
    for name, ruin in (
        ("weights cut off", lambda own: _cut(own / "model.safetensors")),
        ("no weights", lambda own: (own / "model.safetensors").unlink()),
        ("no tokenizer", lambda own: [one.unlink() for one in own.glob("tokenizer*")]),
        ("config of another size", lambda own: _resize(own / "config.json")),
        ("config that is no JSON", lambda own: (own / "config.json").write_text("{")),
    ):
        own = Path(shutil.copytree(folder / "bert", folder / name))
        ruin(own)
        try:
            LocalModel(own)
        except InputProblem as problem:
            told[name] = problem.log
        else:
            told[name] = "used"
    return told


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1_000])


def _resize(file: Path) -> None:
    config = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**config, "hidden_size": 32}), "utf-8")


if __name__ == "__main__":
    main()
