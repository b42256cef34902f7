"""Learning from reviewed cases: the recogniser of names is tuned on what reviewers settled, as a candidate."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur import __version__
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act
from signatur.records.registry import service as registry
from signatur.records.registry.schema import NewModel
from signatur.solutions.disclosure.schema.case import FindingOrigin, FindingState, How
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.basis import LEARNT, as_bytes, probed
from signatur.solutions.disclosure.service.documents import laid_of
from signatur.solutions.disclosure.service.rights import LEARN, project_of, tell_project
from signatur.solutions.disclosure.tables import CaseRow, FindingRow, ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.text.names import AnnotatedText
    from signatur.methods.text.names.tuning import Tuned

LEARN_JOB = "disclosure.learn"
SEED = 20260101
_FIXED = (1980, 1, 1, 0, 0, 0)
_MOST_WORDS, _LONGEST_PARTICLE = 5, 3
_KINDS = {
    FindingKind.PERSON: "PER", FindingKind.PLACE: "LOC", FindingKind.ORGANISATION: "ORG",
    FindingKind.OTHER_NAME: "MISC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Texts that were given out, with the names in them as reviewers left them."""

    texts: tuple[AnnotatedText, ...]
    documents: tuple[UUID, ...]


def start_learning(work: Work) -> UUID:
    """Let a job learn from reviewed cases. Raises NotAllowed, GateClosed where the project may not learn."""
    project = project_of(work)
    work.require(LEARN, project.id)
    projects.require(work, project.id, Act.LEARN)
    payload = {"project": str(project.id)}
    return jobs.start_again(work, LEARN_JOB, payload, key=f"{LEARN_JOB}:{project.id}")


def reviewed_texts(work: Work, project_id: UUID) -> Reviewed:
    """Return the texts of documents that were given out: each page of them was looked at."""
    from signatur.methods.text.names import AnnotatedText

    released = (
        select(ReleaseRow)
        .join(CaseRow, CaseRow.item_id == ReleaseRow.case_id)
        .where(
            CaseRow.project_id == project_id,
            CaseRow.authority_id == work.authority_id,
            ReleaseRow.decision_id.is_not(None),
        )
    )
    from uuid import UUID

    ids = sorted({UUID(one) for row in work.session.scalars(released) for one in row.wanted})
    texts = [AnnotatedText(laid_of(work, one).text, tuple(_names(work, one))) for one in ids]
    return Reviewed(tuple(texts), tuple(ids))


def _names(work: Work, document_id: UUID) -> list[Any]:
    query = select(FindingRow).where(
        FindingRow.document_id == document_id,
        FindingRow.state != FindingState.REMOVED,
        FindingRow.end > FindingRow.start,
    )
    found: list[Any] = []
    last = -1
    for row in work.session.scalars(query.order_by(FindingRow.start, -FindingRow.end)):
        kind = _KINDS.get(FindingKind(row.kind))
        if row.origin == FindingOrigin.MARKED and _is_like_name(row.text):
            kind = "PER"
        # Kept one by one, and nobody's: whoever looked at it saw no name.
        is_refused = row.state == FindingState.KEPT and row.how == How.SINGLE and not row.person
        if kind is not None and not is_refused and row.start >= last:
            found.append((kind, row.start, row.end))
            last = row.end
    return found


def _is_like_name(text: str) -> bool:
    """Tell whether words that were marked by hand are written as a name, not as a sentence or a number."""
    words = text.split()
    is_written_so = all(
        word[0].isupper() or (0 < at < len(words) - 1 and len(word) <= _LONGEST_PARTICLE)
        for at, word in enumerate(words)
    )
    return 0 < len(words) <= _MOST_WORDS and is_written_so and not any(map(str.isdigit, text))


def register_learnt(work: Work, project_id: UUID, tuned: Tuned, reviewed: Reviewed) -> UUID:
    """Register what was learnt as a candidate, which a person may put into use. Raises GateClosed.

    Raises InputProblem where learning brought nothing.
    """
    if not tuned.is_kept:
        raise InputProblem(
            log="nothing learnt",
            shown=_(
                "Learning from the reviewed cases found no more names than before. Nothing is changed."
            ),
        )
    model = _archive(tuned.files)
    snapshot = "\n".join(
        json.dumps({"document": str(one), "names": len(text.names)})
        for one, text in zip(reviewed.documents, reviewed.texts, strict=True)
    )
    version = registry.register(
        work, project_id,
        NewModel(
            method=LEARNT, model=model, snapshot=snapshot.encode(),
            snapshot_rows=len(reviewed.documents), code_version=__version__, seed=SEED,
            metrics={
                "n": len(reviewed.documents), "precision": tuned.after.precision,
                "recall": tuned.after.recall, "recall_before": tuned.before.recall,
            },
            card=_card(), probe=as_bytes(probed(model)),
        ),
    )  # fmt: skip
    tell_project(work, project_id, "disclosure.learnt", documents=len(reviewed.documents))
    return version.id


def _archive(files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_FIXED)
            archive.writestr(entry, files[name], compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _card() -> dict[str, str]:
    return {
        "purpose": "To find names as they are written in this authority's documents.",
        "method": "A second chain over the program's recogniser, kept only where cross-validation gained.",
        "data": "Texts of documents that this authority gave out, with what its reviewers settled.",
        "limits": "Learns what reviewers found or let stand; what all of them missed stays missed.",
    }
