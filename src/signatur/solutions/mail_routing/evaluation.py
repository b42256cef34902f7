"""Training and measuring on files of rows: what the command line does without a database."""

from __future__ import annotations

import codecs
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.classification import Example, evaluate, fit, from_bytes
from signatur.solutions.mail_routing.schema import UNKNOWN_LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from signatur.methods.classification import Embedder, Evaluation, Router

_MODEL, _CARD = "model.npz", "card.json"


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples of a file."""

    examples: tuple[Example, ...]

    @property
    def unknown(self) -> int:
        """How many belong nowhere."""
        return sum(one.label == UNKNOWN_LABEL for one in self.examples)


def read_rows(path: Path, text_field: str = "text", label_field: str = "label") -> Rows:
    """Read rows of JSON, one a line. Raises InputProblem that names the line that cannot be used."""
    with path.open("rb") as lines:
        examples = tuple(
            _example(line, number, text_field, label_field)
            for number, line in enumerate(_without_mark(lines), start=1)
            if line.strip()
        )
    if not examples:
        raise InputProblem(
            log="no rows", shown=_("The file %(name)s holds no rows.", name=path.name)
        )
    return Rows(examples)


def _without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines, the first without the mark by which Windows tells UTF-8."""
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix(codecs.BOM_UTF8)


def _example(line: bytes, number: int, text_field: str, label_field: str) -> Example:
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError) as problem:
        raise InputProblem(
            log=f"line {number} is no JSON",
            shown=_("Line %(number)d is not a row of JSON.", number=number),
        ) from problem
    values = [
        row.get(name) if isinstance(row, dict) else None for name in (text_field, label_field)
    ]
    text, label = values
    if not isinstance(text, str) or not isinstance(label, str | int) or not str(label):
        raise InputProblem(
            log=f"line {number} lacks a field",
            shown=_(
                "Line %(number)d needs the fields %(text)s and %(label)s, both with words in them.",
                number=number,
                text=text_field,
                label=label_field,
            ),
        )
    # Half of a surrogate pair, which JSON can hold, cannot be printed.
    return Example(text, str(label).encode("utf-8", "replace").decode(), str(number))


# --- models in folders ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model in a folder, with how it was trained."""

    router: Router
    training: Mapping[str, Any]


def train(
    rows: Rows,
    folder: Path,
    *,
    seed: int = 0,
    embedder: Embedder | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Train on rows and write the model to a folder; return what there is to tell.

    Raises InputProblem when the folder cannot be written to, before the long work is done in vain.
    """
    _make(folder)
    begun = time.perf_counter()
    router = fit(rows.examples, seed=seed, embedder=embedder, progress=progress)
    seconds = time.perf_counter() - begun
    data = router.to_bytes()
    told = {
        "n": len(rows.examples),
        "n_unknown": rows.unknown,
        "train_seconds": round(seconds, 3),
        "enquiries_per_second": round(len(rows.examples) / seconds, 1),
        "peak_memory_mb": peak_memory_mb(),
        "model_bytes": len(data),
        "card": dict(router.card),
    }
    document = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    _replace(folder / _MODEL, data)
    _replace(folder / _CARD, document.encode())
    return told


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise InputProblem(
            log=f"folder of a model: {type(problem).__name__}",
            shown=_("Nothing can be written to the folder %(name)s.", name=str(folder)),
        ) from problem


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it meanwhile has the old or the new one, and no half."""
    written = path.with_name(f".{path.name}")
    written.write_bytes(data)
    written.replace(path)


def open_model(folder: Path, embedder: Embedder | None = None) -> StoredModel:
    """Open the model in a folder. Raises InputProblem when there is none."""
    try:
        data = (folder / _MODEL).read_bytes()
        training = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        training["train_seconds"]
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise InputProblem(
            log=f"no model: {type(problem).__name__}",
            shown=_(
                "The folder %(name)s holds no model. Train one first.", name=folder.resolve().name
            ),
        ) from problem
    return StoredModel(from_bytes(data, embedder=embedder), training)


def measure(stored: StoredModel, rows: Rows) -> dict[str, Any]:
    """Measure a model on rows that it has not learnt from; return what there is to tell."""
    # The first call loads libraries, which is no property of the model.
    stored.router.suggest([rows.examples[0].text])
    begun = time.perf_counter()
    stored.router.suggest([one.text for one in rows.examples])
    seconds = time.perf_counter() - begun
    return {
        **evaluation_as_json(evaluate(stored.router, rows.examples)),
        "train_seconds": stored.training["train_seconds"],
        "enquiries_per_second": round(len(rows.examples) / seconds, 1),
        "peak_memory_mb": peak_memory_mb(),
    }


def evaluation_as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return measures as JSON values; what could not be measured is left out."""
    document = {name: value for name, value in asdict(evaluation).items() if value is not None}
    document["targets"] = list(_targets(evaluation))
    return document


def _targets(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    for one in evaluation.targets:
        precision = asdict(one.precision)
        if not one.coverage.value:
            # Nothing was distributed, so that there is nothing to be right about.
            precision["value"] = None
        yield {"target": one.target, "coverage": asdict(one.coverage), "precision": precision}


def peak_memory_mb() -> float:
    """Return the greatest memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # The usage that Linux tells counts what the process held that started this one.
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        peak = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), None)
        if peak is not None:
            return round(int(peak) / 1024, 1)
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes.
    return round(peak_bytes / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
