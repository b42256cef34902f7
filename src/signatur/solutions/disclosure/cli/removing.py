"""Commands: remove from a document what must be withheld, and check what is left in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, bytes_of, complain, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.solutions.disclosure.model.releasing import Outcome
    from signatur.solutions.disclosure.schema.finding import Finding
    from signatur.solutions.disclosure.schema.release import Verdict

_DEFAULT_LABEL = "Undtaget"

In = Annotated[
    Path, typer.Argument(help="Document: PDF, office file, mail, picture.", dir_okay=False)
]
Findings = Annotated[
    Path | None,
    typer.Option(help="What to withhold, as `find --json` prints it.", dir_okay=False),
]
Words = Annotated[
    Path | None,
    typer.Option(
        "--withhold", help="Words to withhold, one word or phrase a line, UTF-8.", dir_okay=False
    ),
]
Out = Annotated[Path, typer.Option(help="The PDF to write.", dir_okay=False)]
ReportFile = Annotated[
    Path | None, typer.Option("--report", help="The report to write, JSON.", dir_okay=False)
]
Key = Annotated[
    Path | None,
    typer.Option(
        help="Private Ed25519 key (PEM) that signs the report; none: it is not signed.",
        dir_okay=False,
    ),
]
Dpi = Annotated[float, typer.Option(help="Dots an inch of the pages.", min=72, max=600)]
Label = Annotated[str, typer.Option(help="What boxes say where a finding names no ground.")]
Title = Annotated[str, typer.Option(help="Title of the PDF; must not hold what is withheld.")]


def redact(  # noqa: PLR0913, PLR0917 (the options of a command)
    document: In,
    out: Out,
    findings: Findings = None,
    withhold: Words = None,
    report: ReportFile = None,
    key: Key = None,
    dpi: Dpi = 200,
    label: Label = _DEFAULT_LABEL,
    title: Title = "Dokument",
    as_json: AsJson = False,
) -> None:
    """Rebuild a document as a PDF without what must be withheld, check it, and write it only if clean.

    Ends with 0 when the file is written, 1 when the check found something (then there is no file, and the
    report tells where), 2 when something was given wrongly.
    """
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.solutions.disclosure.cli.given import words_in
    from signatur.solutions.disclosure.model.signing import report_json, signed

    if findings is None and withhold is None:
        raise InputProblem(
            log="nothing to withhold",
            shown=_("Say what is to be withheld, with --findings or --withhold."),
        )
    _refuse_overwriting([out, report], [document, findings, withhold, key])
    words = words_in(bytes_of(withhold)) if withhold is not None else ()
    signing_key = bytes_of(key) if key is not None else None
    # A key that is none is told before the work.
    signed({}, signing_key)
    outcome = _released(document, out, findings, words, (dpi, label, title))
    told = report_json(signed(outcome.body, signing_key))
    if report is not None:
        _write_json(report, told)
    _tell_release(outcome, out, told, as_json=as_json)
    if outcome.released is None:
        raise typer.Exit(FOUND_PROBLEM)


def _refuse_overwriting(written: list[Path | None], given: list[Path | None]) -> None:
    """The original is the only one there may be: a release never takes its place."""
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    kept = {file.resolve() for file in given if file is not None}
    for file in written:
        if file is None:
            continue
        place = file.resolve()
        if place in kept or any(_is_same_file(place, other) for other in kept):
            raise InputProblem(
                log="out is in",
                shown=_(
                    "%(name)s would be written over. Choose another name for the file.",
                    name=str(file),
                ),
            )
        kept.add(place)


def _is_same_file(one: Path, other: Path) -> bool:
    """Another name of it, such as a link or in other letters."""
    return one.exists() and other.exists() and one.samefile(other)


def _released(
    document: Path,
    out: Path,
    findings: Path | None,
    words: tuple[str, ...],
    style: tuple[float, str, str],
) -> Outcome:
    import tempfile

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.solutions.disclosure.cli.given import findings_in
    from signatur.solutions.disclosure.cli.opening import content_of, laid_out_of
    from signatur.solutions.disclosure.model.releasing import Wish, release
    from signatur.solutions.disclosure.model.removing import Release, withheld_of

    dpi, label, title = style
    recogniser = _recogniser()
    with tempfile.TemporaryDirectory(prefix="signatur-") as scratch:
        original = content_of(document)
        laid = laid_out_of(original, document.name, recogniser, Path(scratch))
        given = findings_in(bytes_of(findings), laid, document.name) if findings else ()
        found = (*given, *_words_found(laid, words))
        withheld = withheld_of(laid, found, _labels(label))
        wish = Wish(
            original=original, laid=laid, withheld=withheld, words=words,
            release=Release(title=title, dpi=dpi), recogniser=recogniser, name=out.name,
        )  # fmt: skip
        try:
            return release(wish, out)
        except OSError as error:
            raise InputProblem(
                log=f"out: {error.strerror}",
                shown=_("The file %(name)s cannot be written.", name=str(out)),
            ) from error


def _words_found(laid: LaidOut, words: tuple[str, ...]) -> tuple[Finding, ...]:
    if not words:
        return ()
    from signatur.solutions.disclosure.model.finding.rough_words import find_words_on_pages
    from signatur.solutions.disclosure.model.removing import find_in_bar_codes

    return (*find_words_on_pages(laid, words), *find_in_bar_codes(laid, words))


def _labels(label: str) -> Callable[[Finding], str]:
    """A finding's ground gives its label: by its key, or where it reads as one, such as `§ 30, nr. 1`."""
    from signatur.solutions.disclosure.model import law

    def label_of(finding: Finding) -> str:
        if "§" in finding.ground:
            return finding.ground
        return (law.label_of(finding.ground) if finding.ground else "") or label

    return label_of


def _recogniser() -> Any:
    import shutil

    from signatur.methods.documents.recognition import Recogniser

    recogniser = Recogniser()
    return recogniser if shutil.which(recogniser.program) else None


def _write_json(file: Path, told: dict[str, Any]) -> None:
    import json

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    try:
        file.write_text(
            json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise InputProblem(
            log=f"report: {error.strerror}",
            shown=_("The file %(name)s cannot be written.", name=str(file)),
        ) from error


def _tell_release(outcome: Outcome, out: Path, told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json({"out": str(out) if outcome.released else None, **told})
        return
    if outcome.released is None:
        complain(f"Not written: the check found {len(outcome.verdict.leaks)} leaks.")
        _tell_leaks(outcome.verdict)
        return
    body = outcome.body["output"]
    signature = "signed report" if told["signed"] else "report not signed"
    say(f"{out}: {body['pages']} pages, {body['boxes']} boxes, clean, {signature}")


def _tell_leaks(verdict: Verdict) -> None:
    for leak in verdict.leaks:
        page = f", page {leak.page}" if leak.page else ""
        word = f" ({leak.word})" if leak.word else ""
        complain(f"  {leak.channel}{page}: {leak.where}{word}")


def verify(
    file: Annotated[
        Path, typer.Argument(help="File to check: PDF, office file, mail, picture.", dir_okay=False)
    ],
    withhold: Words = None,
    as_json: AsJson = False,
) -> None:
    """Look for withheld words in every place of a file, and for text under boxes and earlier revisions.

    Ends with 0 when the file is clean, 1 when it is not, 2 when something was given wrongly.
    """
    from signatur.solutions.disclosure.cli.given import words_in
    from signatur.solutions.disclosure.cli.opening import content_of
    from signatur.solutions.disclosure.model.checking import Check
    from signatur.solutions.disclosure.model.checking.apart import verify_apart
    from signatur.solutions.disclosure.model.reporting import check_json, leak_json

    words = words_in(bytes_of(withhold)) if withhold is not None else ()
    verdict = verify_apart(content_of(file), words, Check(recogniser=_recogniser(), name=file.name))
    if as_json:
        leaks = [
            leak_json(leak) | ({"word": leak.word} if leak.word else {}) for leak in verdict.leaks
        ]
        print_json(check_json(verdict) | {"leaks": leaks, "file": str(file)})
    elif verdict.is_clean:
        say(f"{file}: clean")
    else:
        complain(f"{file}: {len(verdict.leaks)} leaks")
        _tell_leaks(verdict)
    if not verdict.is_clean:
        raise typer.Exit(FOUND_PROBLEM)


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
    commands.command("redact")(redact)
    commands.command("verify")(verify)
