"""Commands: read enquiries, train, evaluate and suggest from files; no database is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.methods.classification import Embedder
    from signatur.solutions.mail_routing.schema import Enquiry

Data = Annotated[
    Path, typer.Option(help="Rows as JSON, one a line.", exists=True, dir_okay=False, readable=True)
]
TextField = Annotated[str, typer.Option(help="Field of a row that holds the text.")]
LabelField = Annotated[str, typer.Option(help="Field of a row that holds the label.")]
NewModel = Annotated[
    Path, typer.Option(help="Folder that the model is written to.", file_okay=False)
]
Model = Annotated[Path, typer.Option(help="Folder of a model.", exists=True, file_okay=False)]
Embedding = Annotated[
    Path | None,
    typer.Option(help="Local folder of an embedding model.", exists=True, file_okay=False),
]
_PIPE = Path("-")
Recognition = Annotated[bool, typer.Option(help="Read scans with Tesseract where it is found.")]


def read(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; - reads a pipe.")],
    recognition: Recognition = True,
    as_json: AsJson = False,
) -> None:
    """Read enquiries into the common format, one JSON object a line, also what could not be read.

    Ends with 1 when something could not be read.
    """
    from signatur.solutions.mail_routing.intake import Repeats
    from signatur.solutions.mail_routing.schema import enquiry_as_line

    repeats = Repeats()
    has_problem = False
    for enquiry in _read(paths, recognition=recognition):
        marked = repeats.mark(enquiry)
        has_problem |= marked.problem is not None
        if as_json:
            sys.stdout.write(enquiry_as_line(marked) + "\n")
        else:
            _tell(marked)
    if has_problem:
        raise typer.Exit(FOUND_PROBLEM)


def _read(paths: Sequence[Path], *, recognition: bool) -> Iterator[Enquiry]:
    from signatur.methods.documents import Recogniser
    from signatur.solutions.mail_routing.intake import EnquiryReader

    for path in paths:
        if path != _PIPE and not path.exists():
            raise InputProblem(
                log="path does not exist",
                shown=_("There is no file or folder %(path)s.", path=str(path)),
            )
    with EnquiryReader(recogniser=Recogniser() if recognition else None) as reader:
        for path in paths:
            if path == _PIPE:
                found = reader.read_stream(sys.stdin.buffer, "-")
            else:
                found = reader.read_paths([path])
            yield from (one.enquiry for one in found)


def _tell(enquiry: Enquiry) -> None:
    problem = f"  [{enquiry.problem.code} {enquiry.problem.where}]" if enquiry.problem else ""
    say(f"{enquiry.source.name}: {enquiry.channel} {enquiry.completeness}{problem}")
    say(f"  {enquiry.subject or '(no subject)'}")


def train(
    data: Data,
    model: NewModel,
    text_field: TextField = "text",
    label_field: LabelField = "label",
    seed: Annotated[int, typer.Option(min=0, help="Decides all chance.")] = 0,
    embedding: Embedding = None,
    as_json: AsJson = False,
) -> None:
    """Learn from rows with a text and a label, and write a model to a folder.

    The label __unknown__ marks an enquiry that belongs nowhere.
    """
    from signatur.solutions.mail_routing import evaluation

    rows = evaluation.read_rows(data, text_field, label_field)
    told = evaluation.train(
        rows, model, seed=seed, embedder=_embedder(embedding), progress=_progress(as_json=as_json)
    )
    if as_json:
        print_json(told)
        return
    say(f"{told['n']} rows, {told['card']['categories']} categories, {told['train_seconds']} s")
    for rung in told["card"]["ladder"]:
        say(f"  {rung['model']:20} {rung['accuracy']['value']:.1%} of rows held back are right")


def evaluate(
    model: Model,
    data: Data,
    text_field: TextField = "text",
    label_field: LabelField = "label",
    embedding: Embedding = None,
    as_json: AsJson = False,
) -> None:
    """Measure a model on rows that it has not learnt from."""
    from signatur.solutions.mail_routing import evaluation

    rows = evaluation.read_rows(data, text_field, label_field)
    told = evaluation.measure(evaluation.open_model(model, _embedder(embedding)), rows)
    if as_json:
        print_json(told)
        return
    say(f"{told['n']} rows, {told['n_unknown']} of them belong nowhere")
    for name in ("accuracy", "macro_f1", "top3_accuracy", "unknown_auroc"):
        if name in told:
            say(f"  {name:15} {_interval(told[name])}")
    say(f"  {'ece':15} {told['ece']:.3f}")
    for one in told["targets"]:
        say(f"  promised {one['target']:.0%}: {_interval(one['coverage'])} distributed,")
        say(f"    {_interval(one['precision'])} of them right")


def suggest(
    files: Annotated[list[Path], typer.Argument(help="Files and folders of enquiries; - a pipe.")],
    model: Model,
    target: Annotated[
        float, typer.Option(help="Precision that the lane 'ready' promises: 0.90, 0.95 or 0.98.")
    ] = 0.95,
    embedding: Embedding = None,
    recognition: Recognition = True,
    as_json: AsJson = False,
) -> None:
    """Say where enquiries should go, one JSON object a line, also for what could not be read.

    Ends with 1 when something could not be read.
    """
    from signatur.methods.classification import TARGETS
    from signatur.solutions.mail_routing import evaluation
    from signatur.solutions.mail_routing.model import suggestion_for

    if target not in TARGETS:
        raise InputProblem(
            log="no such target", shown=_("Choose 0.90, 0.95 or 0.98 as the promised precision.")
        )
    router = evaluation.open_model(model, _embedder(embedding)).router
    has_problem = False
    for enquiry in _read(files, recognition=recognition):
        has_problem |= enquiry.problem is not None
        told = suggestion_for(enquiry, router, target)
        if as_json:
            print_json(told)
        else:
            first = next(iter(told["alternatives"]), {"label": "?", "probability": 0.0})
            say(
                f"{enquiry.source.name}: {first['label']} {first['probability']:.0%} {told['lane']}"
            )
    if has_problem:
        raise typer.Exit(FOUND_PROBLEM)


def _embedder(folder: Path | None) -> Embedder | None:
    if folder is None:
        return None
    from signatur.methods.classification import open_embedding

    return open_embedding(folder)


def _progress(*, as_json: bool) -> Callable[[int, int], None] | None:
    """Return what tells on a terminal how far training is; a pipe hears nothing."""
    if as_json or not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done / total:4.0%}" + ("\n" if done == total else ""))

    return tell


def _interval(figure: dict[str, float | None]) -> str:
    value, low, high = figure["value"], figure["low"], figure["high"]
    return "–" if value is None else f"{value:.1%} ({low:.1%} to {high:.1%})"


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    for command in (read, train, evaluate, suggest):
        commands.command()(command)
