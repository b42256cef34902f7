"""Commands: find what may have to be withheld in files."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import AsJson, bytes_of, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.disclosure.cli.found_documents import FoundDocument, Search

Files = Annotated[
    list[Path], typer.Argument(help="Documents, archives, mail or folders, in any number.")
]
Regime = Annotated[
    str, typer.Option(help="Under which rules grounds are proposed, such as public or party.")
]
Kinds = Annotated[
    str, typer.Option(help="Kinds to look for, parted by commas, such as cpr,person; empty: all.")
]
NoPictures = Annotated[
    bool, typer.Option("--no-pictures", help="Do not look for signatures, faces and bar codes.")
]
Words = Annotated[
    Path | None,
    typer.Option(help="Words to find as well, one word or phrase a line, UTF-8.", dir_okay=False),
]
WithText = Annotated[
    bool, typer.Option("--text", help="Put the text into the JSON, to which offsets refer.")
]


def find(
    files: Files,
    regime: Regime = "public",
    kinds: Kinds = "",
    words: Words = None,
    no_pictures: NoPictures = False,
    with_text: WithText = False,
    as_json: AsJson = False,
) -> None:
    """Find identifiers, names, sensitive words, cues and pictures that may have to be withheld.

    With --json a list of documents, each with its findings; documents inside others follow them. A
    document that cannot be read states its problems, and the others go on. Offsets count the characters
    of the text that --text writes: of plain text files (.txt, .csv, .md) the file's own decoded text.
    """
    from signatur.solutions.disclosure.cli.found_documents import as_table, document_json

    search = _search(regime, kinds, words, looks_at_pictures=not no_pictures)
    found = _found(files, search)
    if as_json:
        print_json([document_json(document, with_text=with_text) for document in found])
        return
    for document in found:
        say(as_table(document))


def _search(regime: str, kinds: str, words: Path | None, *, looks_at_pictures: bool) -> Search:
    from signatur.kernel.clock import SystemClock
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.solutions.disclosure.cli.found_documents import Search
    from signatur.solutions.disclosure.cli.given import words_in
    from signatur.solutions.disclosure.schema.finding import FindingKind
    from signatur.solutions.disclosure.schema.law import Regime as Known

    named = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    try:
        wanted = frozenset(FindingKind(kind) for kind in named) or frozenset(FindingKind)
        under = Known(regime)
    except ValueError as error:
        raise InputProblem(
            log="unknown kind or regime",
            shown=_(
                "There is no such kind or regime. Kinds: %(kinds)s. Regimes: %(regimes)s.",
                kinds=", ".join(FindingKind),
                regimes=", ".join(Known),
            ),
        ) from error
    return Search(
        wanted=wanted,
        words=words_in(bytes_of(words)) if words is not None else (),
        regime=under,
        day=SystemClock().now().date(),
        looks_at_pictures=looks_at_pictures,
    )


def _found(files: list[Path], search: Search) -> Iterator[FoundDocument]:
    import tempfile

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _
    from signatur.methods.documents.pool import ChildPool
    from signatur.solutions.disclosure.cli.found_documents import found_in
    from signatur.solutions.disclosure.intake import CASE_LIMITS, Source, read_case

    for file in files:
        if not file.exists():
            raise InputProblem(
                log="no such file",
                shown=_("The file %(name)s cannot be read.", name=str(file)),
            )
    with ExitStack() as cleanup:
        scratch = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="signatur-")))
        pool = cleanup.enter_context(ChildPool(size=1))
        sources = [Source(name=file.name, path=file) for file in files]
        for incoming in read_case(sources, limits=CASE_LIMITS, scratch=scratch):
            yield from found_in(
                incoming, search, pool=pool, scratch=scratch, recogniser=_recogniser()
            )


def _recogniser() -> Any:
    import shutil

    from signatur.methods.documents.recognition import Recogniser

    recogniser = Recogniser()
    return recogniser if shutil.which(recogniser.program) else None


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
    commands.command("find")(find)
